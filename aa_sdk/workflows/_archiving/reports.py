"""What came of archiving findings in bulk."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from aa_sdk._error_text import TEXT_LENGTH, harmless
from aa_sdk.errors import AccessAnalyzerError, ServiceError
from aa_sdk.models import FindingStatusUpdate

_REASONS_SHOWN = 5


class ArchivingFailure(NamedTuple):
    """A finding whose status could not be set, and why."""

    id: str
    """Id of the finding."""
    error: AccessAnalyzerError
    """What its call failed with."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ArchivingReport:
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
        errors = {_kind(each.error): each.error for each in reversed(self.failures)}
        lines = [
            f"  {number:,} failed: {harmless(str(errors[kind]), TEXT_LENGTH)}"
            for kind, number in Counter(_kind(each.error) for each in self.failures).most_common()
        ]
        more = len(lines) - _REASONS_SHOWN
        rest = [f"  … {more:,} more reasons"] * (more > 0)
        return "\n".join([self._summary, *lines[:_REASONS_SHOWN], *rest])

    def __repr__(self) -> str:
        return f"<ArchivingReport: {self._summary}>"

    @property
    def _summary(self) -> str:
        verb = "archive" if self.status == "ARCHIVED" else "unarchive"
        done = f"would {verb}" if self.dry_run else f"{verb}d"
        others = {
            f"{self.status.lower()} already": self.unchanged,
            "resolved": self.resolved,
            "gone": self.gone,
            "failed": self.failures,
        }
        parts = [f"{len(ids):,} {what}" for what, ids in others.items() if ids]
        total = len(self.changed) + sum(map(len, others.values()))
        told = f"; {', '.join(parts)}" if parts else ""
        throttled = f", {self.throttled:,} of them throttled" if self.throttled else ""
        return (
            f"{done} {len(self.changed):,} of {_several(total, 'finding')}{told} "
            f"({_several(self.attempts, 'attempt')}{throttled}, {self.elapsed:.1f} s)"
        )


def _kind(error: AccessAnalyzerError) -> object:
    """Return what errors have in common that say the same, whichever request it was."""
    if isinstance(error, ServiceError):
        return error.code, error.message
    return type(error), getattr(error, "reason", None)


def _several(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
