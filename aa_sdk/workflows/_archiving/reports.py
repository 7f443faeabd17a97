"""What came of archiving findings in bulk."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from aa_sdk._display.html import as_html
from aa_sdk._display.layout import Card, Content, Face, Grid, Note, Span, Style
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.terminal import as_rich
from aa_sdk._display.words import listed
from aa_sdk._error_text import TEXT_LENGTH, harmless
from aa_sdk.errors import AccessAnalyzerError, ServiceError
from aa_sdk.models import FindingStatusUpdate

_REASONS_SHOWN = 5
_IDS = 3


class ArchivingFailure(NamedTuple):
    """A finding whose status could not be set, and why."""

    id: str
    """Id of the finding."""
    error: AccessAnalyzerError
    """What its call failed with."""

    def __repr__(self) -> str:
        return f"<ArchivingFailure {harmless(self.id)}: {type(self.error).__name__}>"

    def __str__(self) -> str:
        return f"{harmless(self.id)}: {harmless(str(self.error), TEXT_LENGTH)}"

    # A named tuple has no other base, or this would be a `Shown`.
    def _repr_html_(self) -> str:
        return as_html([Note(str(self))])

    def __rich__(self) -> Any:
        return as_rich([Note(str(self))])


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ArchivingReport(Shown):
    """What came of `archive` or `unarchive`. Each finding is in one of its lists, once.

    Printed, it says so in a line, and in one more for each kind of failure, with the first of it.
    """

    status: FindingStatusUpdate
    """The status that findings were to get."""
    dry_run: bool
    """Whether nothing was sent but questions. Then `changed` is what would have been."""
    changed: tuple[str, ...]
    """Ids of the findings that had the other status, and that the service took."""
    unchanged: tuple[str, ...]
    """Ids of those that had the status already."""
    resolved: tuple[str, ...]
    """Ids of those whose access is gone. Nobody can set their status, and nothing was tried."""
    gone: tuple[str, ...]
    """Ids that the analyzer has no finding for, or not any more."""
    failures: tuple[ArchivingFailure, ...]
    """Those that were given up. To run the same again tries them again."""
    attempts: int
    """How often something was sent to the service, listings included."""
    throttled: int
    """How many of these attempts the service refused for coming too fast."""
    elapsed: float
    """Seconds that all of it took."""

    def __str__(self) -> str:
        lines = [f"  {number:,} failed: {reason}" for number, reason in self._reasons]
        more = len(lines) - _REASONS_SHOWN
        rest = [f"  … {more:,} more reasons"] * (more > 0)
        return "\n".join([self._summary, *lines[:_REASONS_SHOWN], *rest])

    def __repr__(self) -> str:
        return f"<ArchivingReport: {self._summary}>"

    def _face(self) -> Face:
        sets = {self._done: self.changed, **self._others}
        rows: list[tuple[str, Content]] = [
            (what, [Span(f"{len(ids):,}"), Span(listed(map(_id, ids[: _IDS + 1]), _IDS), "muted")])
            for what, ids in sets.items()
            if ids
        ]
        accent: Style = "public" if self.failures else "good" if self.changed else "plain"
        return [Card(self._summary, rows, accent=accent), *self._failures_face()]

    def _failures_face(self) -> Face:
        reasons = self._reasons
        if not reasons:
            return ()
        rows = [(f"{number:,}", reason) for number, reason in reasons[:MOST_ROWS]]
        grid = Grid(("failed", "because"), rows, frozenset({0}))
        return [grid, *rest_note(len(reasons), what="reasons")]

    def _terminal_face(self) -> Face:
        head, *lines = str(self).split("\n")
        return [Note(head), *(Note(Span(line, "public")) for line in lines)]

    @property
    def _reasons(self) -> list[tuple[int, str]]:
        """How many failed for the same reason, and the first of them, the most first."""
        errors = {_kind(each.error): each.error for each in reversed(self.failures)}
        counts = Counter(_kind(each.error) for each in self.failures).most_common()
        return [(number, harmless(str(errors[kind]), TEXT_LENGTH)) for kind, number in counts]

    @property
    def _done(self) -> str:
        verb = "archive" if self.status == "ARCHIVED" else "unarchive"
        return f"would {verb}" if self.dry_run else f"{verb}d"

    @property
    def _others(self) -> dict[str, Sequence[object]]:
        return {
            f"{harmless(self.status).lower()} already": self.unchanged,
            "resolved": self.resolved,
            "gone": self.gone,
            "failed": self.failures,
        }

    @property
    def _summary(self) -> str:
        others = self._others
        parts = [f"{len(ids):,} {what}" for what, ids in others.items() if ids]
        total = len(self.changed) + sum(map(len, others.values()))
        told = f"; {', '.join(parts)}" if parts else ""
        throttled = f", {self.throttled:,} of them throttled" if self.throttled else ""
        return (
            f"{self._done} {len(self.changed):,} of {_several(total, 'finding')}{told} "
            f"({_several(self.attempts, 'attempt')}{throttled}, {self.elapsed:.1f} s)"
        )


def _kind(error: AccessAnalyzerError) -> object:
    """Return what errors have in common that say the same, whichever request it was."""
    if isinstance(error, ServiceError):
        return error.code, error.message
    return type(error), getattr(error, "reason", None)


def _id(one: object) -> str:
    """Return the id of a finding, or of a failure."""
    return harmless(one.id if isinstance(one, ArchivingFailure) else str(one))


def _several(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
