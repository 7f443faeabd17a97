"""A file that is replaced as a whole or not at all."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

_TEMPORARY = ".saving"


@contextmanager
def replacing(path: str | Path) -> Generator[BinaryIO]:
    """Give a file to write to, which takes the place of another once it is written.

    Until then the other one stays as it is, whatever happens: an error, a full disk, the end of
    the process or of the machine's power. A link stays a link, and permissions stay what they are.

    Args:
        path: The file to replace, or one that is to be there.

    Raises:
        OSError: It cannot be written. Then nothing is left of what was.
    """
    target = target_of(path)
    temporary = temporary_beside(target)
    try:
        with temporary.open("wb") as file:
            with suppress(FileNotFoundError):
                temporary.chmod(target.stat().st_mode & 0o7777)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _settle(target.parent)


def remove_leftovers(path: str | Path) -> None:
    """Remove what a process left that was killed while it wrote such a file.

    Args:
        path: The file. Nobody else may be writing it.
    """
    target = target_of(path)
    for entry in target.parent.iterdir():
        if entry.name.startswith(f".{target.name}.") and entry.name.endswith(_TEMPORARY):
            entry.unlink(missing_ok=True)


def target_of(path: str | Path) -> Path:
    """Return the file that a path leads to, which need not be there.

    Raises:
        OSError: Something else is there, or links that lead nowhere but to each other.
    """
    # A link is followed by hand: to replace it would leave what it leads to.
    target = Path(os.path.realpath(path))
    if os.path.lexists(target) and not target.is_file():
        raise OSError(f"{path} is no file that could be replaced")
    return target


def temporary_beside(target: Path) -> Path:
    """Make an empty file that may take the place of another one.

    Raises:
        OSError: There is no writing beside it.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{token_hex(4)}{_TEMPORARY}")
    temporary.touch(exist_ok=False)
    return temporary


def _settle(folder: Path) -> None:
    """Have the new name written too, on systems where a folder can be opened for that."""
    if not hasattr(os, "O_DIRECTORY"):  # pragma: no cover (Windows)
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
