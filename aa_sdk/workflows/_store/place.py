"""Where a store lies: its file, and what lies beside it."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from aa_sdk._words import got
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.workflows._store.errors import StoreError

OWNER_ALONE: Final = 0o600
"""Findings name resources and who has access to them."""


def path_of(path: Any) -> Path:
    """Return a path that was passed for a store.

    Raises:
        InvalidRequestError: It is no path of a file.
    """
    text = _text_of(path)
    if not isinstance(text, str):
        reason = f"must be the path of a file, such as 'findings.db'{got(path)}"
        raise InvalidRequestError(InvalidField("path", reason, path))
    if text in {"", ":memory:"}:
        reason = "names no file, and a store is kept in one: for a while, make a temporary folder"
        raise InvalidRequestError(InvalidField("path", reason, text))
    if "\0" in text:
        raise InvalidRequestError(InvalidField("path", "must have no character of number 0", text))
    return Path(path)


def _text_of(path: Any) -> object:
    try:
        return os.fspath(path)  # pyright: ignore[reportUnknownVariableType] (whatever it gives)
    except TypeError:
        return None


def real_file(path: Path) -> Path:
    """Return the file that a path leads to: one file has one lock, by whatever path."""
    return Path(os.path.realpath(path))


def path_beside(file: Path, ending: str) -> Path:
    """Return the path of a file that belongs to another one."""
    return file.with_name(f"{file.name}{ending}")


def checked_place(path: Path, file: Path, *, must_be_there: bool) -> None:
    """Refuse what can be seen to be no place for a store, before anything is made there.

    Args:
        path: What was passed.
        file: Where that leads to.
        must_be_there: Whether there has to be a file.

    Raises:
        StoreError: There is something else, or no folder, or no file.
    """
    if file.is_dir():
        raise StoreError(path, "is a folder: name a file in it")
    if file.exists():
        if not file.is_file():
            raise StoreError(path, "is no file that could hold a store: name another")
    elif must_be_there:
        raise StoreError(path, "does not exist: open it for writing first, which makes it")
    elif not file.parent.is_dir():
        raise StoreError(path, f"cannot be made: there is no folder {file.parent}; make it first")


def make(file: Path) -> None:
    """Make a file where there is none, for its owner alone, whatever the umask.

    One that is there is not touched: to close it once would end the locks that this process has
    on it, by whichever connection.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ALONE))
        file.chmod(OWNER_ALONE)
