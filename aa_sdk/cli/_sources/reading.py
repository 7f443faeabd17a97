"""Text of files, and never more of it than it may have."""

import codecs
import errno
import os
from contextlib import AbstractContextManager, nullcontext
from io import RawIOBase
from pathlib import Path
from typing import IO

from aa_sdk.cli._documents import STDIN, stdin_bytes
from aa_sdk.models._policy_files import MAX_BYTES
from aa_sdk.policy._validation.places import Place

MOST_OF_A_PLAN = 64 << 20
_PLAN = b'"format_version"'
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_Stream = IO[bytes] | RawIOBase


class UnreadableError(Exception):
    """A file that cannot be read, or holds nothing that is known here.

    Args:
        reason: Why, in a clause.
        head: What was read of it.
        at: The line and the column where it is wrong, from 1; None where that is not known.
    """

    def __init__(self, reason: str, head: bytes = b"", at: tuple[int, int] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.head = head
        self.place = at and Place(*at, at[0], at[1] + 1)

    def __str__(self) -> str:
        where = f", line {self.place.line}, column {self.place.column}" if self.place else ""
        return f"{self.reason}{where}"


def read(source: str) -> str:
    """Read a file to its end, or to the byte that makes it too large.

    Args:
        source: The file, which may be a device or a pipe that never ends; `-` for stdin. UTF-8
            text, of 1 MiB as policies and templates have it, or of 64 MiB if it is a Terraform
            plan.

    Raises:
        UnreadableError: It cannot be read.
    """
    try:
        with _open(source) as stream:
            content = _read(stream)
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error
    try:
        return content.decode("utf-8" if source == STDIN else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("not UTF-8 text", content) from error


def _open(source: str) -> AbstractContextManager[_Stream]:
    # Without a buffer, which would read ahead, and leave nothing to whoever shares the stream.
    if source != STDIN:
        try:
            return Path(source).open("rb", buffering=0)
        except ValueError:  # a NUL, or half a character: no file has such a name
            raise _no_such(errno.ENOENT) from None
    return nullcontext(stdin_bytes())


def _no_such(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def _read(stream: _Stream) -> bytes:
    content = _up_to(MAX_BYTES + 1, stream)
    if content.startswith(_UTF_16):
        raise UnreadableError("UTF-16 text, as PowerShell may write it: write UTF-8", content)
    if len(content) <= MAX_BYTES:
        return content
    if _PLAN not in content:
        raise UnreadableError("a document of more than 1 MiB", content)
    content += _up_to(MOST_OF_A_PLAN + 1 - len(content), stream)
    if len(content) > MOST_OF_A_PLAN:
        raise UnreadableError("a Terraform plan of more than 64 MiB", content)
    return content


def _up_to(size: int, stream: _Stream) -> bytes:
    content = bytearray()
    chunk: bytes | None = b""
    while len(content) < size and (chunk := stream.read(size - len(content))):
        content += chunk
    if chunk is None:  # nothing there yet, and the stream was set not to wait
        raise _no_such(errno.EAGAIN)
    return bytes(content)
