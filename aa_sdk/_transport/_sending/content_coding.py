"""Unpacking bodies that something on the way has compressed.

Nobody asks for it (requests say `Accept-Encoding: identity`), some proxies do it all the same.
The HTTP libraries' own unpacking takes a body that was cut short for a whole one, and what is
left of a small one is empty: an answer that says nothing, which is worse than none.
"""

import zlib

from botocore.parsers import ResponseParserError

LARGEST = 64 * 1024 * 1024
"""Bytes. The service's answers are a thousandth of it; a bomb is more."""

_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class UnreadableBodyError(ResponseParserError):  # type: ignore[misc]  # botocore ships no types
    """The body does not unpack as its `Content-Encoding` says."""

    request_id: str | None = None
    """The service's id of the request, once it is known."""


def unpack(body: bytes, coding: str) -> bytes:
    """Return a body as it was before it was compressed.

    Args:
        body: The body as it came.
        coding: The value of `Content-Encoding`: none, one or several codings.

    Returns:
        The body, at most `LARGEST` bytes.

    Raises:
        UnreadableBodyError: It was cut short, is not what `coding` says, is too large, or was
            packed in another way than gzip and deflate.
    """
    for name in reversed(coding.lower().split(",")):
        if body and name.strip() not in {"", "identity"}:
            body = _unpack_one(body, name.strip())
    return body


def _unpack_one(body: bytes, coding: str) -> bytes:
    window = _WINDOWS.get(coding)
    if window is None:
        raise UnreadableBodyError(
            "the body is packed in a way that was not asked for (Content-Encoding)"
        )
    try:
        return _inflate(body, window)
    except zlib.error as error:
        if window == _ZLIB:  # what some servers call deflate has no header
            return _unpack_raw(body)
        raise UnreadableBodyError("the body is not gzip, as its Content-Encoding says") from error


def _unpack_raw(body: bytes) -> bytes:
    try:
        return _inflate(body, _RAW_DEFLATE)
    except zlib.error as error:
        raise UnreadableBodyError(
            "the body is not deflate, as its Content-Encoding says"
        ) from error


def _inflate(body: bytes, window: int) -> bytes:
    """Unpack one stream after the other: gzip files may be put together."""
    unpacked = b""
    while body:
        stream = zlib.decompressobj(window)
        unpacked += stream.decompress(body, LARGEST + 1 - len(unpacked))
        if len(unpacked) > LARGEST:
            raise UnreadableBodyError(f"the body unpacks to more than {LARGEST} bytes")
        if not stream.eof:
            raise UnreadableBodyError("the body was cut short: its compressed data has no end")
        body = stream.unused_data
    return unpacked
