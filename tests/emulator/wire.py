"""Raw bytes to a served emulator, and the responses that come."""

import socket
from dataclasses import dataclass

from tests.emulator.direct_calls import signature

SIGNED = {"Authorization": signature()}
HOST = f"Host: a\r\nAuthorization: {signature()}\r\n"
URL = "https://access-analyzer.us-east-1.amazonaws.com"
NOT_FOUND = (404, "UnknownOperationException")
UNREADABLE = (400, "BadRequestException")


@dataclass
class Answer:
    """One response as it came."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_open: bool

    @property
    def verdict(self) -> tuple[int, str | None]:
        return self.status, self.headers.get("x-amzn-errortype")


class Wire:
    """A connection that raw bytes are sent over."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._file = self.socket.makefile("rb")

    def close(self) -> None:
        self._file.close()
        self.socket.close()

    def send(self, *parts: str | bytes) -> None:
        for part in parts:
            self.socket.sendall(part.encode() if isinstance(part, str) else part)

    def answer(self, method: str = "GET") -> Answer:
        """Read one response."""
        line = self._file.readline().decode()
        headers: dict[str, str] = {}
        while header := self._file.readline().decode().strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        length = 0 if method == "HEAD" else int(headers.get("content-length", 0))
        is_open = headers.get("connection") != "close" and line.startswith("HTTP/1.1")
        return Answer(int(line.split()[1]), headers, self._file.read(length), is_open)

    def exchange(self, *parts: str | bytes) -> Answer:
        self.send(*parts)
        return self.answer()


def get(path: str, headers: str = "", method: str = "GET") -> str:
    return f"{method} {path} HTTP/1.1\r\n{HOST}{headers}\r\n"


def post(headers: str, body: str = "") -> str:
    return get("/findingv2", headers, "POST") + body
