"""Files as they were in a revision of git."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from aa_sdk.cli._checks.git import ask_git
from aa_sdk.cli._checks.renames import former_names
from aa_sdk.cli.running import CommandError

_MOST_BYTES = 64 << 20
_HEAD = ("HEAD", "@")


class Version(NamedTuple):
    """Where a file was in a revision."""

    blob: str
    """What git knows it by there."""
    former: str | None = None
    """What it was called, from the top of the working tree; None where it has the same name."""


class Revision:
    """A revision of the repositories that files are in.

    Args:
        name: What git knows it by: a branch, a tag, a commit, `HEAD~1`.

    Raises:
        CommandError: The name is none.
    """

    def __init__(self, name: str) -> None:
        if not name or name.startswith("-"):
            raise CommandError(f"--base: {name!r} is no revision of git")
        self.name = name
        self._commits: dict[Path, str | None] = {}

    def find(self, files: Sequence[Path]) -> Mapping[Path, Version]:
        """Find the versions of files, also those that have another name now.

        Args:
            files: The files, as they are named now.

        Returns:
            The versions of those that were there.

        Raises:
            CommandError: Git, the repository or the revision is not there, or it cannot tell.
        """
        found: dict[Path, Version] = {}
        others: dict[tuple[Path, str], dict[str, Path]] = {}
        for file in files:
            commit = self._commit(file.parent)
            if commit is None:
                continue
            # A git that fails is not one that knows no such file: what is unknown is not new.
            listed = self._told(file, "ls-tree", "-z", commit, "--", f"./{file.name}")
            if b" blob " in listed.partition(b"\t")[0]:
                found[file] = Version(f"{commit}:./{file.name}")
            else:
                top = Path(self._line(file, "rev-parse", "--show-toplevel"))
                name = self._line(file, "rev-parse", "--show-prefix") + file.name
                others.setdefault((top, commit), {})[name] = file
        for (top, commit), named in others.items():
            former = former_names(top, commit, [*named])
            if former is None:
                raise self._unreadable(next(iter(named.values())))
            for name in former.keys() & named.keys():
                found[named[name]] = Version(f"{commit}:{former[name]}", former[name])
        return found

    def read(self, file: Path, version: Version) -> bytes:
        """Return what a file held.

        Args:
            file: The file, as it is named now.
            version: Where it was.

        Raises:
            CommandError: The version cannot be read, or it is too large.
        """
        if int(self._told(file, "cat-file", "-s", version.blob)) > _MOST_BYTES:
            raise CommandError(f"{file}: its version in {self.name} is larger than 64 MiB")
        return self._told(file, "cat-file", "blob", version.blob)

    def _line(self, file: Path, *arguments: str) -> str:
        return os.fsdecode(self._told(file, *arguments).removesuffix(b"\n"))

    def _told(self, file: Path, *arguments: str) -> bytes:
        told = ask_git(file.parent, *arguments)
        if told is None:
            raise self._unreadable(file)
        return told

    def _unreadable(self, file: Path) -> CommandError:
        return CommandError(
            f"{file}: git cannot read its version in {self.name}; a partial clone has to fetch it"
        )

    def _commit(self, folder: Path) -> str | None:
        """Return the commit, None where there is no commit yet, so that all is new."""
        if folder not in self._commits:
            inside = folder.is_dir() and ask_git(folder, "rev-parse", "--is-inside-work-tree")
            if inside != b"true\n":
                raise CommandError(
                    f"--base: {str(folder)!r} is not in a working tree of git, or in one whose "
                    "owner git does not trust (safe.directory)"
                )
            wanted = f"{self.name}^{{commit}}"
            found = ask_git(folder, "rev-parse", "--verify", "--end-of-options", wanted)
            if found is None:
                self._refuse_unknown(folder)
            self._commits[folder] = None if found is None else found.decode("ascii").strip()
        return self._commits[folder]

    def _refuse_unknown(self, folder: Path) -> None:
        """Refuse a revision that there is not; the `HEAD` of an empty repository is to be."""
        is_head = self.name in _HEAD
        if ask_git(folder, "rev-list", "--all", "--max-count=1") == b"":
            if is_head:
                return
            told = f"there is no commit here yet, and so no revision {self.name!r}"
        elif is_head:
            told = "the branch that is checked out has no commit yet: name another revision"
        else:
            told = f"git knows no revision {self.name!r} here; a shallow clone has to fetch it"
        raise CommandError(f"--base: {told}")
