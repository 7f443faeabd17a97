"""What files were called in a revision of git, as git tells it by what is in them."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import copyfile

from aa_sdk.cli._checks.git import ask_git

# A file whose content was moved and that holds something else now counts as moved, too: breaking
# finds it. Copies do not count, since a new policy is often written after one that was changed.
_DIFF = (
    "diff",
    "-z",
    "--name-status",
    "--find-renames",
    "--break-rewrites",
    "--diff-filter=RC",
    "--no-ext-diff",
    "--ignore-submodules=all",
)


def former_names(top: Path, commit: str, files: Sequence[str]) -> Mapping[str, str] | None:
    """Find the files of a commit that others were renamed from since.

    Git does not look for renames among files that it does not track. So it gets an index of its
    own, in which those that are asked about are tracked.

    Args:
        top: The top of the working tree.
        commit: The commit.
        files: The files that are asked about, from the top.

    Returns:
        What files were called, by their names now; both are from the top. None where git fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        environment = {"GIT_INDEX_FILE": str(index)}
        theirs = ask_git(top, "rev-parse", "--git-path", "index")
        if theirs is None:
            return None
        with suppress(FileNotFoundError):  # nothing is tracked yet
            copyfile(top / os.fsdecode(theirs.removesuffix(b"\n")), index)
        # Any object will do: what counts is in the working tree.
        entries = b"".join(os.fsencode(f"100644 {commit}\t{one}\0") for one in files)
        tracking = ("update-index", "-z", "--index-info")
        if ask_git(top, *tracking, stdin=entries, environment=environment) is None:
            return None
        told = ask_git(top, *_DIFF, commit, "--", environment=environment)
    return None if told is None else dict(_pairs(told))


def _pairs(told: bytes) -> Iterator[tuple[str, str]]:
    """Read what git tells of each: how alike they are, the old name and the new one."""
    names = os.fsdecode(told).split("\0")
    yield from zip(names[2::3], names[1::3], strict=False)
