"""Where a server listens: sockets of IPv4 and IPv6, and the URL that leads to one."""

import errno
import ipaddress
import socket

_BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that accepts connections.

    Args:
        host: A name or an address of this machine; `0.0.0.0` for all of IPv4, `::` for all.
        port: The port; 0 for one that is free.

    Raises:
        OSError: The port is taken, or the host is not this machine's.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = found[0]
    both = family == socket.AF_INET6 and address[0] == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server(
            address[:2], family=family, backlog=_BACKLOG, dualstack_ipv6=both
        )
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        why = "it is taken; port 0 stands for one that is free" if is_taken else error.strerror
        raise OSError(error.errno, f"port {port} of {host} cannot be used: {why}") from error


def url_of(listener: socket.socket) -> str:
    """Return the URL that leads to a socket from this machine."""
    host, port = listener.getsockname()[:2]
    address = ipaddress.ip_address(host)
    if address.is_unspecified:  # every address of this machine, and none that a client could take
        host = "127.0.0.1" if address.version == 4 else "::1"  # noqa: PLR2004 (IPv4)
    return f"http://{host}:{port}" if address.version == 4 else f"http://[{host}]:{port}"  # noqa: PLR2004 (the same)
