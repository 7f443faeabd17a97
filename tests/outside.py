"""Notices whatever leaves this machine, below every library: in the interpreter's own calls.

Name servers and peers are asked for by the interpreter, in whichever thread, and it says so to
audit hooks first. The hook refuses what is not loopback as a machine without a network would, and
keeps the name for the test's end, for the code under test may swallow the refusal.
"""

import ipaddress
import socket
import sys
from typing import Any

_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_PEERS = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getnameinfo"}

_reached: list[str] = []
_expected: set[str] = set()


def watch() -> None:
    """Begin; for the rest of the process, since an audit hook cannot be taken back."""
    sys.addaudithook(_hook)


def reached() -> list[str]:
    """The names and addresses since the last time this was asked."""
    found, _reached[:] = [*_reached], []
    return found


def expect(name: str) -> None:
    """Refuse a name, and be silent about it, until the end of the test."""
    _expected.add(name)


def forget_expected() -> None:
    """Expect nothing any more."""
    _expected.clear()


def is_loopback(host: str) -> bool:
    """Whether a name or an address stands for this machine, which is what one binds to too."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host in {"", "localhost"} or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOK_UPS:
        _check(arguments[0])
    elif event in _PEERS:
        address: Any = arguments[-1]
        if isinstance(address, tuple):  # else there is none, or it is a path
            _check(address[0])


def _check(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if is_loopback(name):
        return
    if name not in _expected:
        _reached.append(name)
    raise socket.gaierror(socket.EAI_NONAME, "a test reaches this machine alone")
