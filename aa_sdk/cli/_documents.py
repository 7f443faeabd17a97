"""Documents that describe something to be made: JSON, YAML or TOML, from a file or stdin."""

import errno
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterable
from io import RawIOBase
from pathlib import Path
from typing import IO, Any, TextIO, TypeGuard

from aa_sdk.cli.running import CommandError
from aa_sdk.models._policy_files import MAX_BYTES, TooLargeError, read_file, read_stream

STDIN = "-"
"""The name of a file that stands for stdin."""

_MOST_VALUES = 1_000_000


class _UnreadableError(ValueError):
    """A text that is no document of a kind."""


def read_document(source: str) -> Any:
    """Read a document: by the ending of its name, else as whatever it is.

    Args:
        source: The file; `-` for stdin.

    Raises:
        CommandError: It cannot be read; the message names it, and the line where one is wrong.
    """
    name = name_of(source)
    try:
        text = read_stream(stdin_bytes()) if source == STDIN else read_file(Path(source))
        document = _parsed(text, Path(source).suffix.lower())
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name}: not UTF-8 text") from error
    except TooLargeError as error:
        raise CommandError(f"{name}: more than {MAX_BYTES >> 20} MiB") from error
    except RecursionError as error:
        raise CommandError(f"{name}: lists or mappings in too many others") from error
    except _UnreadableError as error:
        raise CommandError(f"{name}: {error}") from error
    return document


def _parsed(text: str, ending: str) -> Any:
    if not text.strip():
        raise _UnreadableError("it is empty")
    document = _KINDS.get(ending, _any)(text)
    _check_values(document)
    return document


def name_of(source: str) -> str:
    """Return what a file is called in messages."""
    return "stdin" if source == STDIN else source


def is_mapping(value: object) -> TypeGuard[dict[object, object]]:
    """Tell whether a value of a document is a mapping."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Tell whether a value of a document is a list."""
    return isinstance(value, list)


def stdin_bytes() -> IO[bytes] | RawIOBase:
    """Return stdin, to be read without reading ahead.

    Raises:
        OSError: The process was started without one.
    """
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # The buffer would read ahead, and leave nothing to whoever shares stdin.
    return getattr(stream.buffer, "raw", stream.buffer)


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_mapping)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _UnreadableError(f"{place}: not JSON: {error.msg}") from error
    except _UnreadableError:
        raise
    except ValueError as error:  # a number of thousands of digits
        raise _UnreadableError(f"not JSON that can be read: {error}") from error


def _mapping(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _UnreadableError(f"the key {key!r} stands twice in a mapping")
        found[key] = value
    return found


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise _UnreadableError(f"not TOML: {error}") from error


def _yaml(text: str) -> Any:
    try:
        from aa_sdk.cli._yaml import NotYamlError, load
    except ModuleNotFoundError as error:
        reason = "YAML is read with PyYAML: pip install 'aa-sdk[cli]'"
        raise _UnreadableError(reason) from error
    try:
        return load(text)
    except NotYamlError as error:
        raise _UnreadableError(str(error)) from error


def _any(text: str) -> Any:
    """Read a document of a kind that its name does not tell."""
    for read in (_json, _toml):
        try:
            return read(text)
        except _UnreadableError:
            continue
    return _yaml(text)


def _check_values(document: object) -> None:
    """Refuse what aliases of YAML make endless, or as good as that."""
    left, found = _MOST_VALUES, [document]
    while found:
        value = found.pop()
        inner: list[object] = []
        if is_mapping(value):
            inner = [*value.values()]
        elif is_list(value):
            inner = value
        left -= len(inner)
        if left < 0:
            raise _UnreadableError("more values than anything needs: aliases repeat each other")
        found += inner


_KINDS: dict[str, Callable[[str], Any]] = {
    ".json": _json,
    ".toml": _toml,
    ".yaml": _yaml,
    ".yml": _yaml,
}
