"""Reading policy text from files and streams, never more of it than a document may have."""

import errno
import os
from io import FileIO, RawIOBase
from pathlib import Path
from typing import IO

from aa_sdk.policy.errors import DOCUMENT, InvalidPolicyError, UnsupportedPolicyError

MAX_BYTES = 1 << 20


def check_size(size: int) -> None:
    """Refuse a document of more than `MAX_BYTES`.

    Args:
        size: Its size in bytes.

    Raises:
        UnsupportedPolicyError: It is larger.
    """
    if size > MAX_BYTES:
        raise UnsupportedPolicyError(DOCUMENT, "a document of more than 1 MiB")


def read_file(path: Path) -> str:
    """Read a file, which may be a device or a pipe that never ends.

    Args:
        path: The file: UTF-8 text, with or without a byte order mark.

    Returns:
        The text.

    Raises:
        InvalidPolicyError: It is not UTF-8.
        UnsupportedPolicyError: It is larger than 1 MiB.
        OSError: It cannot be read.
    """
    with _open(path) as stream:
        return read_stream(stream, encoding="utf-8-sig")


def read_stream(stream: IO[bytes] | RawIOBase, *, encoding: str = "utf-8") -> str:
    """Read a stream to its end, or to the byte that makes it too large.

    Args:
        stream: What is left in it is the document.
        encoding: The encoding, a form of UTF-8.

    Returns:
        The text.

    Raises:
        InvalidPolicyError: It is not UTF-8.
        UnsupportedPolicyError: It is larger than 1 MiB.
        OSError: It cannot be read.
    """
    content = bytearray()
    while chunk := stream.read(MAX_BYTES + 1 - len(content)):
        content += chunk
        check_size(len(content))
    if chunk is None:  # nothing there yet, and the stream was set not to wait
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidPolicyError(DOCUMENT, "not UTF-8 text") from error


def _open(path: Path) -> FileIO:
    # Without a buffer, which would take more from a pipe than it was asked for.
    try:
        return path.open("rb", buffering=0)
    except ValueError as error:  # a NUL, or half a character: no file has such a name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from error
