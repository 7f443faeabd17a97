"""Single things to point at in a file, as reports of continuous integration have them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from aa_sdk._display import escape
from aa_sdk.cli._checks.verdicts import Report, Verdict
from aa_sdk.policy._validation.places import Place

Level: TypeAlias = Literal["error", "warning", "note"]

_LEVELS: tuple[Level, ...] = ("error", "warning", "note")
INEXACT = "A policy variable was taken for any value: there may be less access than this."


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to point at."""

    verdict: Verdict
    rule: str
    """What was asked, or the code of what validation found."""
    level: Level
    lines: Sequence[str]
    """What is to be said, escaped."""
    place: Place | None
    identity: str = ""
    """What it is about, wherever that stands."""
    link: str = ""
    """Where more is said about it."""

    @property
    def text(self) -> str:
        """All that is to be said."""
        return "\n".join(self.lines)


def gravest_first(report: Report) -> list[Notice]:
    """List everything there is to point at, so that what is cut off at the end matters least.

    Args:
        report: The verdicts.
    """
    notices = [notice for verdict in report.verdicts for notice in notices_of(verdict)]
    return sorted(notices, key=lambda one: (_LEVELS.index(one.level), one.verdict.state != "fail"))


def notices_of(verdict: Verdict) -> Iterator[Notice]:
    """Take a verdict apart into what is to be pointed at; nothing where all is well.

    Args:
        verdict: The verdict.
    """
    if verdict.state in {"new", "skipped"}:
        # What could be asked, and was not, is for whoever types the command.
        if not verdict.way_out:
            yield Notice(verdict, verdict.check, "note", _lines(verdict.message), verdict.place)
    elif verdict.issues:
        yield from _issues(verdict)
    elif verdict.state == "fail":
        yield from _reasons(verdict)
    elif verdict.state != "pass":
        told = f"{verdict.state.capitalize()}: {verdict.message}"
        lines = _lines(told, verdict.way_out)
        yield Notice(verdict, verdict.check, "error", lines, verdict.place, verdict.state)


def _reasons(verdict: Verdict) -> Iterator[Notice]:
    example = "" if verdict.example is None else f"For example: {verdict.example}"
    note = "" if verdict.exact else INEXACT
    if not verdict.reasons:
        lines = _lines(verdict.message, example, note)
        yield Notice(verdict, verdict.check, "error", lines, verdict.place)
    for reason in verdict.reasons:
        lines = _lines(reason.text, verdict.compared, example, note)
        yield Notice(verdict, verdict.check, "error", lines, reason.place, reason.identity)


def _issues(verdict: Verdict) -> Iterator[Notice]:
    for issue in verdict.issues:
        level: Level = "warning" if issue.kind == "WARNING" else "note"
        yield Notice(
            verdict,
            escape(issue.code),
            "error" if issue.fails else level,
            _lines(issue.text),
            issue.place,
            issue.identity,
            issue.link,
        )


def _lines(*texts: str) -> Sequence[str]:
    return [escape(text) for text in texts if text]


def shown_path(path: str) -> str:
    """Return a path from the top of the repository, with forward slashes, as forges want it.

    Where there is no repository it is from the working folder; it is whole for what lies elsewhere.

    Args:
        path: The path as it was named.
    """
    here = Path.cwd()
    top = _top(here)
    whole = Path(os.path.normpath(here / path))
    return (whole.relative_to(top) if whole.is_relative_to(top) else whole).as_posix()


@cache
def _top(folder: Path) -> Path:
    """Return the top of the repository that a folder is in; the folder where it is in none."""
    folders = (folder, *folder.parents)
    return next((one for one in folders if (one / ".git").exists()), folder)
