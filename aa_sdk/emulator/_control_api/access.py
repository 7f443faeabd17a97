"""Who may use the control API: programs on this machine, and whoever has the token.

What it has to keep out are web pages. A browser sends their requests to any address, those of this
machine too, and adds what tells them from a program's: `Origin`, and `Sec-Fetch-Site`. A page whose
own name has been made to lead to this machine (DNS rebinding) is of the same origin as the server,
but its `Host` names that page. There are no CORS headers, so no page gets leave to do more.
"""

import ipaddress
import re
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Protocol
from urllib.parse import urlsplit

from aa_sdk.emulator._control_api.problems import ControlProblem

_OWN_SITES = frozenset({"same-origin", "none"})
_HTTP_PORT = 80
_TOKEN = re.compile("[!-~]+")


class Headers(Protocol):
    """What is used of a request's headers. Names may be written in any case."""

    def getall(self, key: str, default: list[str], /) -> list[str]:
        """Return all values of a header."""
        ...


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the control API of a server."""

    token: str | None = field(default=None, repr=False)
    """What a caller has to know; None if being on this machine is enough."""
    any_host: bool = False
    """Whether callers may know the server under any name, because it serves other machines."""

    def check(self, headers: Headers, port: int, authority: str | None = None) -> None:
        """Let a request pass, or raise.

        Args:
            headers: The request's headers.
            port: The port that it came to.
            authority: The host and port of its URL, if it has a whole one, as for a proxy. It
                counts beside `Host`.

        Raises:
            ControlProblem: It may come from a web page (403), or has no token (401).
        """
        host = _only(headers, "Host")
        named = {host} if authority is None else {host, authority}
        if not self.any_host and not all(is_own_host(name, port) for name in named):
            raise ControlProblem(
                403, f"Host: should be a name of this machine such as localhost:{port}"
            )
        if headers.getall("Origin", []) not in ([], [f"http://{host}"], [f"https://{host}"]):
            raise ControlProblem(403, "Origin: web pages of other origins may not control this")
        if not _OWN_SITES.issuperset(headers.getall("Sec-Fetch-Site", [])):
            raise ControlProblem(403, "Sec-Fetch-Site: web pages of other sites may not do this")
        if self.token is not None and not _has_token(headers, self.token):
            raise ControlProblem(
                401,
                "Authorization: should be Bearer and the control token",
                {"WWW-Authenticate": 'Bearer realm="aa_sdk emulator control"'},
            )


def access_to(host: str, token: str | None) -> Access:
    """Return who may control a server.

    Args:
        host: The name or address that it listens at.
        token: What a caller has to know; None if being on this machine is enough.

    Raises:
        ValueError: A token is needed, because other machines reach the host, or it is empty, or
            has characters that a header could not carry.
    """
    if token is None and not is_loopback(host):
        raise ValueError(f"control needs a token where other machines reach it, as at {host}")
    if token is not None and not _TOKEN.fullmatch(token):
        raise ValueError("a control token has visible ASCII characters alone, and one at least")
    return Access(token, any_host=not is_loopback(host))


def is_loopback(host: str) -> bool:
    """Tell whether a name or address is one that only this machine reaches."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_own_host(host: str, port: int) -> bool:
    """Tell whether a `Host` header names this machine, and the port."""
    try:
        parts = urlsplit(f"//{host}")
        named, at = parts.hostname or "", parts.port or _HTTP_PORT
    except ValueError:
        return False
    return parts.netloc == host and "@" not in host and at == port and is_loopback(named)


def _only(headers: Headers, name: str) -> str:
    values = headers.getall(name, [])
    return values[0] if len(values) == 1 else ""


def _has_token(headers: Headers, token: str) -> bool:
    scheme, _, given = _only(headers, "Authorization").partition(" ")
    # Headers may hold any bytes, and texts that are not ASCII cannot be compared.
    known = compare_digest(given.strip().encode(errors="replace"), token.encode())
    return known and scheme.lower() == "bearer"
