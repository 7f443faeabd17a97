"""Reading policy documents from files and streams, never more than a document may have."""

import errno
import os
from dataclasses import dataclass, field
from io import FileIO, RawIOBase
from pathlib import Path
from typing import IO

MAX_BYTES = 1 << 20


class TooLargeError(Exception):
    """A document of more than `MAX_BYTES`."""


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """What a file holds, or why it cannot be read."""

    text: str = field(default="", repr=False)
    fault: str = ""


def read_policy(path: Path) -> PolicyFile:
    """Read a file that should hold a policy document."""
    try:
        return PolicyFile(read_file(path))
    except UnicodeDecodeError:
        fault = "is not UTF-8 text: save it as UTF-8"
    except TooLargeError:
        fault = "has more than 1 MiB, which no policy has: name another one"
    except OSError as error:
        fault = f"cannot be read: {error.strerror or error}"
    return PolicyFile(fault=f"the file {str(path)!r} {fault}")


def is_file_name(text: str) -> bool:
    """Say whether a text is no policy but the name of a file that should hold one."""
    return text.endswith(".json") and "{" not in text


def read_file(path: Path) -> str:
    """Read a file, which may be a device or a pipe that never ends.

    Args:
        path: The file: UTF-8 text, with or without a byte order mark.

    Returns:
        The text.

    Raises:
        TooLargeError: It has more than `MAX_BYTES`.
        UnicodeDecodeError: It is not UTF-8.
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
        TooLargeError: It has more than `MAX_BYTES`.
        UnicodeDecodeError: It is not UTF-8.
        OSError: It cannot be read.
    """
    content = bytearray()
    while chunk := stream.read(MAX_BYTES + 1 - len(content)):
        content += chunk
        if len(content) > MAX_BYTES:
            raise TooLargeError
    if chunk is None:  # nothing there yet, and the stream was set not to wait
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return content.decode(encoding)


def _open(path: Path) -> FileIO:
    # Without a buffer, which would take more from a pipe than it was asked for.
    try:
        return path.open("rb", buffering=0)
    except ValueError as error:  # a NUL, or half a character: no file has such a name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from error
