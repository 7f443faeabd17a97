"""Why no answer came, in words of our own: what the other side sent is never quoted."""

import os
import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from botocore import exceptions as boto

from aa_sdk._transport._failures.origins import facts
from aa_sdk._transport._failures.profiles import place_of
from aa_sdk._transport._failures.regions import unknown_region

# Exceptions of the HTTP libraries and the system by name, so that neither library is imported.
_CLOSED = "the connection was closed before the answer was complete"
_NO_HTTP = "the answer is not HTTP"
_NO_TUNNEL = "it opens no tunnel: look at the user and the password in its address"
_UNSENDABLE = (
    "the request cannot be sent as HTTP: look for line breaks in the access key, the session "
    "token and the User-Agent"
)
_TOLD: dict[str, str] = {
    "PoolTimeout": "no connection of the pool became free in time: raise max_pool_connections",
    "WriteTimeout": "timed out sending the request",
    "gaierror": "the host name cannot be resolved",
    "ConnectionRefusedError": "nothing accepts connections there",
    "ConnectionResetError": "the connection was reset before the answer was complete",
    "BrokenPipeError": "the connection was closed while the request was sent",
    "ClientPayloadError": _CLOSED,
    "ServerDisconnectedError": _CLOSED,
    "PayloadEncodingError": _CLOSED,
    "IncompleteReadError": _CLOSED,
    "ResponseStreamingError": _CLOSED,
    "BadStatusLine": _NO_HTTP,
    "BadHttpMessage": _NO_HTTP,
    "ClientResponseError": _NO_HTTP,
    "ClientHttpProxyError": _NO_TUNNEL,
    "ProxyError": _NO_TUNNEL,
    "RemoteProtocolError": _NO_HTTP,
    "LocalProtocolError": _UNSENDABLE,
    "ValueError": _UNSENDABLE,
    "TooManyRedirects": "redirected again and again",
    "UnsupportedProtocol": "the address is no HTTP URL",
    "InvalidURL": "the address is no HTTP URL",
    "InvalidProxiesConfigError": "the proxy's address or its certificates cannot be used: look at "
    "HTTPS_PROXY, HTTP_PROXY and the proxies of the config",
    "ReadError": _CLOSED,
    "WriteError": "the connection was closed while the request was sent",
    "ConnectError": "the connection cannot be made",
}
_OF_FILES = (ssl.SSLError, FileNotFoundError, IsADirectoryError, PermissionError)
# httpx has one class for these two and for an answer that is not HTTP.
_CUT = ("server disconnected", "peer closed connection")


def reason(error: BaseException, session: Any = None, config: Any = None) -> str:
    """Say why there is no answer.

    Args:
        error: botocore's exception, or one of the system.
        session: The session, if there is one; it knows the CA bundle.
        config: The client's configuration, if there is one; it knows the timeouts.

    Returns:
        One sentence, without a full stop.
    """
    causes = list(_causes(error))
    told = facts(error)
    if isinstance(error, boto.ProxyConnectionError):
        return (
            f"the proxy {_host(told.get('proxy_url'))} cannot be used: {_why(causes, 'no tunnel')}"
        )
    host = _host(told.get("endpoint_url"))
    if (late := _late(error, causes, host, config)) is not None:
        return late
    # No file is read any more once a connection is tried.
    of_files = ssl.SSLError if isinstance(error, boto.ConnectionError) else _OF_FILES
    if any(isinstance(one, of_files) for one in causes):
        return _tls(causes, host, session)
    why = _why(causes, "the HTTP library gave up")
    if why == _TOLD["gaierror"]:
        why += _region_fault(host, session, config)
    return f"{host}: {why}" if host else why


def _region_fault(host: str, session: Any, config: Any) -> str:
    """Say that the host is none because the Region is none, where its name is made of that."""
    region: object = getattr(config, "region_name", None)
    made_of_it = isinstance(region, str) and f".{region}." in host
    return unknown_region(session, str(region)) if made_of_it and session is not None else ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Go through what led to the exception, by every way the libraries keep it."""
    seen, unvisited = set[int](), [error]
    while unvisited:
        one = unvisited.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        of_aiohttp: object = getattr(one, "os_error", None)
        among: tuple[object, ...] = getattr(one, "exceptions", ()) if _is_group(one) else ()
        links = (facts(one).get("error"), of_aiohttp, one.__cause__, _source(one), *among)
        unvisited += [link for link in links if isinstance(link, BaseException)]


def _is_group(error: BaseException) -> bool:
    return isinstance(error, BaseExceptionGroup)


def _source(error: BaseException) -> BaseException | None:
    """Return what httpcore translated, which it keeps as context, under the same text.

    Another context may be the caller's: whatever was being handled when the call was made.
    """
    source = error.__context__
    translated = type(error).__module__.startswith("httpcore") and str(source) == str(error)
    return source if translated else None


def _why(causes: list[BaseException], otherwise: str) -> str:
    """Take the cause that tells most, which is the one nearest to the system."""
    for one in reversed(causes):
        if isinstance(one, UnicodeError):
            return _NO_HTTP
        for kind in type(one).__mro__:
            if kind.__name__ == "RemoteProtocolError" and str(one).lower().startswith(_CUT):
                return _CLOSED
            if kind.__name__ in _TOLD:
                return _TOLD[kind.__name__]
        if isinstance(one, OSError) and one.errno and not isinstance(one, ssl.SSLError):
            return os.strerror(one.errno).lower()
    return f"{otherwise} ({type(causes[-1]).__name__})"


def _late(error: BaseException, causes: list[BaseException], host: str, config: Any) -> str | None:
    """Tell of a timeout, with its length where that is known."""
    if any(type(one).__name__ in {"PoolTimeout", "WriteTimeout"} for one in causes):
        return None
    for kind, option, what in (
        (boto.ConnectTimeoutError, "connect_timeout", f"connecting to {host}"),
        (boto.ReadTimeoutError, "read_timeout", f"waiting for the answer of {host}"),
    ):
        if isinstance(error, kind):
            seconds: object = getattr(config, option, None)
            length = f" after {seconds:g} s" if isinstance(seconds, int | float) else ""
            return f"timed out{length} {what} ({option})"
    return "timed out" if isinstance(error, TimeoutError) else None


def _tls(causes: list[BaseException], host: str, session: Any) -> str:
    """Tell certificates that cannot be verified from those that cannot be read."""
    # aiohttp's errors are SSL errors too, without what OpenSSL says.
    names = [told for one in causes if isinstance(told := getattr(one, "reason", None), str)]
    for one in causes:
        if isinstance(one, ssl.SSLCertVerificationError) and hasattr(one, "verify_message"):
            return (
                f"the certificate of {host} cannot be verified: {one.verify_message}; "
                "AWS_CA_BUNDLE names the authorities to trust"
            )
    if fault := _bundle_fault(session):
        return fault
    if not any(isinstance(one, ssl.SSLError) for one in causes):
        why = _why(causes, "it cannot be used")
        return f"a certificate file cannot be read: {why}: look at client_cert of the config"
    # The name OpenSSL has for it says most, such as WRONG_VERSION_NUMBER at plain HTTP.
    with_whom = f" with {host}" if host else ""
    return f"TLS{with_whom} failed" + (f": {names[0]}" if names else "")


def _bundle_fault(session: Any) -> str:
    bundle: object = session and session.get_config_variable("ca_bundle")
    if not isinstance(bundle, str):
        return ""
    named = f"the CA bundle {bundle} ({place_of(session, 'ca_bundle')})"
    try:
        ssl.create_default_context(cafile=bundle)
    except FileNotFoundError:
        return f"{named} does not exist"
    except (OSError, ValueError):  # no certificates in it, or no file
        return f"{named} holds no certificate that can be read"
    return ""


def _host(url: object) -> str:
    """Shorten a URL to what is safe to show and says enough: no user, path or query."""
    try:
        parts = urlsplit(str(url or ""))
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}" if parts.hostname else ""
