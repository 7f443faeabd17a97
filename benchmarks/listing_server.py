"""A loopback server that lists findings, as little work as a server can be.

Usage: python benchmarks/listing_server.py [findings] [findings per page]

Prints its port, then answers every request with the page of findings that the request's
`nextToken` names, until its standard input ends. Every page is made before the first request.
"""

import asyncio
import json
import re
import sys
from collections.abc import Sequence

_TOKEN = re.compile(rb'"nextToken": ?"(\d+)"')
_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"x-amzn-RequestId: 0\r\nContent-Length: %d\r\n\r\n"
)
_TYPES = ("AWS::S3::Bucket", "AWS::IAM::Role", "AWS::SQS::Queue", "AWS::KMS::Key")


def finding(number: int) -> dict[str, str]:
    """Return one summary in wire form."""
    return {
        "id": f"{number:08x}-8c7b-4a53-9d6f-1f2e3d4c5b6a",
        "analyzedAt": "2026-03-04T05:06:07.123Z",
        "createdAt": "2026-03-01T05:06:07.123Z",
        "updatedAt": "2026-03-04T05:06:07Z",
        "resource": f"arn:aws:s3:::bucket-{number}",
        "resourceType": _TYPES[number % 4],
        "resourceOwnerAccount": "111122223333",
        "status": "ACTIVE",
        "findingType": "ExternalAccess",
    }


def page(first: int, size: int, total: int) -> bytes:
    """Return one whole HTTP response."""
    answer: dict[str, object] = {
        "findings": [finding(number) for number in range(first, min(first + size, total))]
    }
    if first + size < total:
        answer["nextToken"] = str(first + size)
    body = json.dumps(answer, separators=(",", ":")).encode()
    return _HEAD % len(body) + body


class Listing(asyncio.Protocol):
    """One connection."""

    def __init__(self, pages: Sequence[bytes], size: int) -> None:
        """Serve `pages` of `size` findings each, again and again."""
        self._pages = pages
        self._size = size
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = re.search(rb"content-length: (\d+)", self._buffer[:end], re.IGNORECASE)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            token = _TOKEN.search(self._buffer, end, whole)
            self._buffer = self._buffer[whole:]
            self._transport.write(self._pages[int(token[1]) // self._size if token else 0])


async def main(total: int, size: int) -> None:
    """Serve until standard input ends."""
    pages = [page(first, size, total) for first in range(0, total, size)]
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Listing(pages, size), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]] + [10_000, 100][len(sys.argv) - 1 :]
    asyncio.run(main(arguments[0], arguments[1]))
