"""Where the store is that findings are kept in."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aa_sdk.cli.running import CommandError
from aa_sdk.errors import InvalidRequestError
from aa_sdk.workflows import FindingStore, StoreError, StoreInUseError

_PYTHON = (", or open it with read_only=True", "")
"""What a reason says to those who write Python."""


def default_place() -> Path:
    """Return where the findings of this user are kept."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state, "aa-sdk", "findings.db")


@asynccontextmanager
async def opened_store(named: str | None, *, is_demo: bool) -> AsyncGenerator[FindingStore]:
    """Open a store, and see to it that its folder is there.

    Args:
        named: Its path. Default: the user's own.
        is_demo: Whether the findings are samples, for which there is a store for a while where
            none is named.

    Raises:
        CommandError: It cannot be opened, read or written.
    """
    with TemporaryDirectory(prefix="aa-sdk-") as folder:
        own = Path(folder, "findings.db") if is_demo else default_place()
        store = _store(named) if named is not None else _own_store(own)
        try:
            async with store:
                yield store
        except StoreInUseError as error:
            raise CommandError(
                f"STORE: {error.path} is open for writing elsewhere, as by another sync: run this "
                "again when that has ended"
            ) from error
        except StoreError as error:
            raise CommandError(f"STORE: {str(error).replace(*_PYTHON)}") from error


def _store(path: str) -> FindingStore:
    if path == "-":  # which is stdin elsewhere; ./- is a file
        raise CommandError("STORE: - is no file, and a store is kept in one: name it")
    try:
        return FindingStore(path)
    except InvalidRequestError as error:
        told = "; ".join(field.reason for field in error.fields)
        raise CommandError(f"STORE: {told}") from error


def _own_store(path: Path) -> FindingStore:
    """Return the store that is there for whoever names none, in a folder of its own."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"STORE: {path.parent}: {error.strerror}: name another file") from error
    return FindingStore(path)
