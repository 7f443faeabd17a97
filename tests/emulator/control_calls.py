"""Calls of the control API as a program of another language makes them."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON; None if there is none."""
        return json.loads(self.raw) if self.raw else None

    @property
    def message(self) -> str:
        """What is wrong; every refusal is of this form and no other."""
        assert self.headers["content-type"] == "application/json"
        assert list(self.json) == ["message", "path"], self.json
        text: str = self.json["message"]
        return text


@dataclass(frozen=True)
class Control:
    """The control API at the URL of a served emulator."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request: a body of bytes as it is, anything else as JSON."""
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sent = {**(JSON if body is not None else {}), **self.headers, **(headers or {})}
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        try:
            connection.request(method, path, raw, sent)
            response = connection.getresponse()
            got = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, got, response.read())
        finally:
            connection.close()

    def ok(self, method: str, path: str, body: object = None) -> Any:
        """Call what has to work, below `/_emulator`, and return what it gives."""
        answer = self.send(method, f"/_emulator{path}", body)
        assert answer.status in (200, 201, 204), (answer.status, answer.raw)
        assert (answer.status == 204) == (answer.raw == b"")
        return answer.json

    def refused(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """Call what cannot be, and return the status and the message."""
        answer = self.send(method, f"/_emulator{path}", body)
        assert answer.json["path"] == f"/_emulator{path}".partition("?")[0]
        return answer.status, answer.message
