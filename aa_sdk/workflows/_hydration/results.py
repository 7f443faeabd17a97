"""What becomes of a finding that is to be read, and the report on all of them."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from aa_sdk.errors import AccessAnalyzerError, ServiceError
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response

_CODE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Hydrated:
    """A finding that was read."""

    summary: FindingSummaryV2 | None
    """The finding as it was listed; None where an id was all that was given."""
    finding: GetFindingV2Response
    """The finding with all its details, those of every page."""

    @property
    def id(self) -> str:
        """Id of the finding."""
        return self.finding.id


@dataclass(frozen=True, slots=True)
class HydrationFailed:
    """A finding that could not be read, while others can."""

    id: str
    """Id of the finding."""
    error: AccessAnalyzerError
    """What stood in the way, after all that was tried again."""
    summary: FindingSummaryV2 | None = None
    """The finding as it was listed; None where an id was all that was given."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding that is not there, or not any more: the service deletes them meanwhile."""

    id: str
    """Id of the finding."""
    summary: FindingSummaryV2 | None = None
    """The finding as it was listed; None where an id was all that was given."""


HydrationResult: TypeAlias = Hydrated | HydrationFailed | Gone
"""What becomes of one finding."""


@dataclass(frozen=True, slots=True, repr=False)
class HydrationReport:
    """What became of all findings; what `collect` returns. Printed, it is a line of counts."""

    findings: tuple[GetFindingV2Response, ...]
    """The whole findings, in the order in which they came."""
    failures: tuple[HydrationFailed, ...]
    """Those that could not be read."""
    gone: tuple[Gone, ...]
    """Those that are not there any more."""
    attempts: int
    """Attempts to read a finding, or a page of its details, repeats included."""
    throttled: int
    """How many of these were refused for coming too fast."""
    elapsed: float
    """Seconds, on the event loop's clock."""

    def __str__(self) -> str:
        codes = Counter(_name(failure.error) for failure in self.failures)
        which = ", ".join(f"{name}: {count:,}" for name, count in codes.most_common())
        return (
            f"{len(self.findings):,} findings in {self.elapsed:.1f} s, "
            f"{len(self.failures):,} failed{f' ({which})' if which else ''}, "
            f"{len(self.gone):,} gone; "
            f"{self.attempts:,} attempts, {self.throttled:,} throttled"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"


def _name(error: AccessAnalyzerError) -> str:
    """Name the kind of an error by its class, or by its code where the class is that of any code.

    What is no word is no code of the service's, and may be anything.
    """
    if type(error) is ServiceError and error.code.isidentifier():
        return error.code[:_CODE_LENGTH]
    return type(error).__name__
