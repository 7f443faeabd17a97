"""The HTTP messages that go into and come out of the emulator, free of any server or client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from aa_sdk.emulator._protocol.delivery import PLAIN, Delivery

JSON_TYPE = "application/json"
"""The content type of everything the service sends."""

BODY_LIMIT = 1024 * 1024
"""The largest body in bytes that is read."""

LINE_LIMIT = 64 * 1024
"""The longest URL, and the longest header with its name, in bytes that is read."""

MOST_HEADERS = 250
"""How many headers are read."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request as it stands on the wire."""

    method: str
    """`GET`, `PUT`, `POST` or `DELETE`; others are no operation's."""
    path: str
    """The path, still percent-encoded."""
    query: str = ""
    """What stands after the `?`, still percent-encoded."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """The headers; names in lower case."""
    body: bytes = b""
    """The body."""

    def query_values(self) -> dict[str, list[str]]:
        """Return the decoded values of each query parameter."""
        return parse_qs(self.query, keep_blank_values=True) if self.query else {}


@dataclass(slots=True)
class HttpResponse:
    """One response, and how it is to be delivered."""

    status: int
    """The HTTP status."""
    headers: dict[str, str]
    """The headers."""
    body: bytes
    """The body."""
    delay: float = 0.0
    """Seconds that pass before it is delivered."""
    dropped: bool = False
    """Whether the connection is closed instead of delivering it."""
    delivery: Delivery = PLAIN
    """How it travels, where that is not as HTTP has it."""


Respond = Callable[[HttpRequest], HttpResponse]
"""The service as a transport sees it: a request in, a response out, one at a time."""
