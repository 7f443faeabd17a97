"""A loopback server that answers as little work as a server can be.

Usage: python benchmarks/listing_server.py [findings] [findings per page] [latency in ms]

Prints its port, then lists findings, a page for what the request's `nextToken` names, and
answers the calls of `calls.py`, until its standard input ends. Every answer is made before the
first request; anything else is not found, so that no figure is of a request that went wrong.
"""

import asyncio
import json
import re
import sys
from uuid import UUID, uuid5

_TOKEN = re.compile(rb'"nextToken": ?"(\d+)"')
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_HEAD = (
    b"HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
    b"x-amzn-RequestId: 0\r\nContent-Length: %d\r\n\r\n"
)
_TYPES = ("AWS::S3::Bucket", "AWS::IAM::Role", "AWS::SQS::Queue", "AWS::KMS::Key")
_NAMES = UUID(int=0)
_DETAILS = {
    "action": ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
    "condition": {"aws:UserAgent": "reports"},
    "isPublic": True,
    "principal": {"AWS": "*"},
    "resourceControlPolicyRestriction": "NOT_APPLICABLE",
    "sources": [
        {
            "type": "S3_ACCESS_POINT",
            "detail": {
                "accessPointArn": "arn:aws:s3:us-east-1:111122223333:accesspoint/shared",
                "accessPointAccount": "111122223333",
            },
        }
    ],
}


def finding(number: int) -> dict[str, str]:
    """Return one summary in wire form; its id has no order, as those of the service have none."""
    return {
        "id": str(uuid5(_NAMES, str(number))),
        "analyzedAt": "2026-03-04T05:06:07.123Z",
        "createdAt": "2026-03-01T05:06:07.123Z",
        "updatedAt": "2026-03-04T05:06:07Z",
        "resource": f"arn:aws:s3:::bucket-{number}",
        "resourceType": _TYPES[number % 4],
        "resourceOwnerAccount": "111122223333",
        "status": "ACTIVE",
        "findingType": "ExternalAccess",
    }


def response(answer: object = None, status: bytes = b"200 OK") -> bytes:
    """Return one whole HTTP response, with an empty body unless there is an answer."""
    body = json.dumps(answer, separators=(",", ":")).encode() if answer else b""
    return _HEAD % (status, len(body)) + body


def page(first: int, size: int, total: int) -> bytes:
    """Return one page of findings as a response."""
    answer: dict[str, object] = {
        "findings": [finding(number) for number in range(first, min(first + size, total))]
    }
    if first + size < total:
        answer["nextToken"] = str(first + size)
    return response(answer)


class Service:
    """Every answer there is."""

    def __init__(self, total: int, size: int) -> None:
        """Make pages of `size` of `total` findings, and the answers to single calls."""
        self._size = size
        self._pages = [page(first, size, total) for first in range(0, total, size)]
        whole = {**finding(0), "findingDetails": [{"externalAccessDetails": _DETAILS}]}
        self._calls = {
            b"GET /findingv2/": response(whole),
            b"PUT /analyzer/": response(),
            b"POST /resource/scan ": response(),
        }
        self._not_found = response(status=b"404 Not Found")

    def answer(self, request: bytes) -> bytes:
        """Return the response to one whole request."""
        if request.startswith(b"POST /findingv2 "):
            token = _TOKEN.search(request)
            return self._pages[int(token[1]) // self._size if token else 0]
        answers = (answer for start, answer in self._calls.items() if request.startswith(start))
        return next(answers, self._not_found)


class Connection(asyncio.Protocol):
    """One connection."""

    def __init__(self, service: Service, latency: float) -> None:
        """Send the answers of `service`, each `latency` seconds after its request."""
        self._service = service
        self._latency = latency
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            self._send(self._service.answer(self._buffer[:whole]))
            self._buffer = self._buffer[whole:]

    def _send(self, answer: bytes) -> None:
        if self._latency:  # the same for all, so the answers stay in order
            asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)
        else:
            self._transport.write(answer)


async def main(total: int, size: int, milliseconds: int) -> None:
    """Serve until standard input ends."""
    service = Service(total, size)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Connection(service, milliseconds / 1000), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    asyncio.run(main(*given, *(10_000, 100, 0)[len(given) :]))
