"""Reading policy text from files and streams, never more of it than a document may have."""

from collections.abc import Generator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path
from typing import IO

from aa_sdk.models import _policy_files
from aa_sdk.models._policy_files import MAX_BYTES, TooLargeError
from aa_sdk.policy.errors import DOCUMENT, InvalidPolicyError, UnsupportedPolicyError


def check_size(size: int) -> None:
    """Refuse a document of more than `MAX_BYTES`.

    Args:
        size: Its size in bytes.

    Raises:
        UnsupportedPolicyError: It is larger.
    """
    if size > MAX_BYTES:
        raise _too_large()


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
    with _policy_errors():
        return _policy_files.read_file(path)


def read_stream(stream: IO[bytes] | RawIOBase) -> str:
    """Read a stream to its end, or to the byte that makes it too large.

    Args:
        stream: What is left in it is the document, UTF-8 text.

    Returns:
        The text.

    Raises:
        InvalidPolicyError: It is not UTF-8.
        UnsupportedPolicyError: It is larger than 1 MiB.
        OSError: It cannot be read.
    """
    with _policy_errors():
        return _policy_files.read_stream(stream)


@contextmanager
def _policy_errors() -> Generator[None]:
    try:
        yield
    except TooLargeError as error:
        raise _too_large() from error
    except UnicodeDecodeError as error:
        raise InvalidPolicyError(DOCUMENT, "not UTF-8 text") from error


def _too_large() -> UnsupportedPolicyError:
    return UnsupportedPolicyError(DOCUMENT, "a document of more than 1 MiB")
