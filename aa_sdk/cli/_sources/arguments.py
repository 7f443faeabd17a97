"""From what was named on the command line to files."""

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from aa_sdk.cli._documents import STDIN
from aa_sdk.cli.running import CommandError

_SUFFIXES = frozenset({".json", ".yaml", ".yml", ".template"})


def files_of(arguments: Sequence[str]) -> dict[str, bool]:
    """Return the files, each once, and whether it was named itself.

    Args:
        arguments: Files, `-` for stdin, folders, and patterns for shells that do not know them.

    Raises:
        CommandError: A folder holds nothing that could be read, or a pattern fits no file.
    """
    here = Path.cwd()
    files: dict[str, bool] = {}
    names: dict[str, str] = {}  # of files that are named in several ways, the first

    def own(path: str) -> str:
        return names.setdefault(os.path.normpath(here / path), Path(path).as_posix())

    for one in arguments:
        path = Path(one)
        if one == STDIN or (os.path.lexists(one) and not path.is_dir()):
            files[STDIN if one == STDIN else own(one)] = True
            continue
        found = _in_folder(path) if path.is_dir() else _matched(one)
        for file in found or [one]:
            files.setdefault(own(file), not found)
    return files


def _in_folder(folder: Path) -> Sequence[str]:
    found = sorted(_walk(folder))
    if not found:
        raise CommandError(f"{folder}: no *.json in this folder, and no *.yaml, *.yml, *.template")
    return found


def _walk(folder: Path) -> Iterator[str]:
    """List files by their names' ends, but nothing that is hidden."""
    pattern = f"{glob.escape(folder.as_posix())}/**/*"
    for name in glob.iglob(pattern, recursive=True):  # noqa: PTH207 (no hidden ones)
        path = Path(name)
        if path.suffix.lower() in _SUFFIXES and not path.is_dir():
            yield name


def _matched(pattern: str) -> Sequence[str]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (no hidden ones)
    if not found and glob.has_magic(pattern):
        raise CommandError(f"{pattern}: there is no such file, and none that the pattern fits")
    return [one for one in found if not Path(one).is_dir()]
