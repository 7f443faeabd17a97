"""A file that a process keeps its state in: held by one at a time, and saved again and again.

It is held by a lock on a file beside it, for the file itself is another one after each time it is
saved. The system lets go of the lock when the process ends, however that happens. The file beside
it stays: were it removed, somebody might have opened it just before, and two would hold a lock.
"""

import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from aa_sdk.emulator._snapshot.replaced_file import (
    remove_leftovers,
    target_of,
    temporary_beside,
)

if sys.platform == "win32":  # pragma: no cover (Windows)
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Saves(Protocol):
    """What has a state to save: an emulator."""

    def save(self, path: str | Path) -> None:
        """Write the state to a file."""
        ...

    def revision(self) -> object:
        """Return what is equal as long as the state does not change."""
        ...


@contextmanager
def held(path: str | Path) -> Generator[Path]:
    """Hold a state file as long as a `with` block lasts; it need not be there yet.

    What a process left behind that was killed while it saved is removed. Whether it can be written
    is tried out, for at the end it would be too late.

    Args:
        path: The file. Links to it are followed, so that one file has one lock.

    Raises:
        OSError: Another process holds it, it is no file, or there is no writing beside it.
    """
    target = target_of(path)
    with target.with_name(f"{target.name}.lock").open("ab") as beside:
        try:
            _lock(beside)
        except (BlockingIOError, PermissionError) as error:  # on POSIX, and on Windows
            raise OSError(f"{path} is in use by another process") from error
        remove_leftovers(target)
        temporary_beside(target).unlink()
        yield target


@contextmanager
def kept(
    path: Path, state: Saves, every: float | None, report: Callable[[Exception], object]
) -> Generator[None]:
    """Save a state when a `with` block ends, and now and then while it lasts.

    A block that ends with an error saves nothing.

    Args:
        path: The file, which is `held`.
        state: What is saved.
        every: After how many seconds it is saved again, if anything has changed; None for not
            before the end.
        report: Told of what went wrong while the block lasted, which does not end it.

    Raises:
        OSError: At the end: the file cannot be written.
    """
    done = threading.Event()
    saved = state.revision() if path.exists() else None

    def save_on() -> None:
        nonlocal saved
        while not done.wait(every):
            try:
                now = state.revision()
                if now != saved:
                    state.save(path)
                    saved = now
            except Exception as error:  # noqa: BLE001 (whatever it is, the next time may go well)
                with suppress(OSError):  # nobody may be left to be told
                    report(error)

    saving = threading.Thread(target=save_on, name="aa_sdk-state", daemon=True)
    if every is not None:
        saving.start()
    try:
        yield
    finally:
        done.set()
        if every is not None:
            saving.join()
    state.save(path)
