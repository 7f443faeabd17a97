"""What becomes of a finding that is to be read, and the report on all of them."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from aa_sdk._display.layout import Block, Card, Content, Face, Grid, Note, Span, Style
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import count_text, listed
from aa_sdk._error_text import TEXT_LENGTH, harmless
from aa_sdk.errors import AccessAnalyzerError, ServiceError
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response

_CODE_LENGTH = 80
_LINE = 200
_IDS = 6


@dataclass(frozen=True, slots=True, repr=False)
class Hydrated(Shown):
    """A finding that was read."""

    summary: FindingSummaryV2 | None
    """The finding as it was listed; None where an id was all that was given."""
    finding: GetFindingV2Response
    """The finding with all its details, those of every page."""

    @property
    def id(self) -> str:
        """Id of the finding."""
        return self.finding.id

    def __repr__(self) -> str:
        return f"<Hydrated {self}>"

    def __str__(self) -> str:
        what, resource = harmless(self.finding.about), harmless(self.finding.resource_text, _LINE)
        return f"{harmless(self.finding.status)} {what} {resource} ({harmless(self.id)})"

    def _face(self) -> Face:
        details = count_text(len(self.finding.finding_details), "detail")
        title = [Span("read", "good"), Span(str(self)), Span(details, "muted")]
        return [Note(title)]


@dataclass(frozen=True, slots=True, repr=False)
class HydrationFailed(Shown):
    """A finding that could not be read, while others can."""

    id: str
    """Id of the finding."""
    error: AccessAnalyzerError
    """What stood in the way, after all that was tried again."""
    summary: FindingSummaryV2 | None = None
    """The finding as it was listed; None where an id was all that was given."""

    def __repr__(self) -> str:
        return f"<HydrationFailed {harmless(self.id)}: {_name(self.error)}>"

    def __str__(self) -> str:
        return f"{harmless(self.id)} could not be read: {_told(self.error)}"

    def _face(self) -> Face:
        return [Note([Span("failed", "public"), Span(harmless(self.id)), Span(_told(self.error))])]


@dataclass(frozen=True, slots=True, repr=False)
class Gone(Shown):
    """A finding that is not there, or not any more: the service deletes them meanwhile."""

    id: str
    """Id of the finding."""
    summary: FindingSummaryV2 | None = None
    """The finding as it was listed; None where an id was all that was given."""

    def __repr__(self) -> str:
        return f"<Gone {harmless(self.id)}>"

    def __str__(self) -> str:
        return f"{harmless(self.id)} is not there any more"

    def _face(self) -> Face:
        return [Note([Span("gone", "muted"), Span(harmless(self.id))])]


HydrationResult: TypeAlias = Hydrated | HydrationFailed | Gone
"""What becomes of one finding."""


@dataclass(frozen=True, slots=True, repr=False)
class HydrationReport(Shown):
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

    def _face(self) -> Face:
        statuses = Counter[str](finding.status for finding in self.findings)
        types = Counter(finding.about for finding in self.findings)
        rows: list[tuple[str, Content]] = [
            *_counts("by type", types),
            *_counts("by status", statuses),
            *[("gone", listed((harmless(one.id) for one in self.gone), _IDS))] * bool(self.gone),
            ("attempts", f"{self.attempts:,}, {self.throttled:,} throttled, {self.elapsed:.1f} s"),
        ]
        title = [
            Span(f"{count_text(len(self.findings), 'finding')} read", "strong"),
            Span(f"{len(self.failures):,} failed", "public" if self.failures else "muted"),
            Span(f"{len(self.gone):,} gone", "muted"),
        ]
        accent: Style = "public" if self.failures else "good"
        return [Card(title, rows, accent=accent), *self._failures_face()]

    def _failures_face(self) -> Face:
        """A row for each kind of failure, with the first of it."""
        if not self.failures:
            return ()
        first = {_name(one.error): _told(one.error) for one in reversed(self.failures)}
        counts = Counter(_name(one.error) for one in self.failures).most_common()
        rows = [(f"{n:,}", Span(name, "strong"), first[name]) for name, n in counts[:MOST_ROWS]]
        grid: Block = Grid(("failed", "error", "the first of them"), rows, frozenset({0}))
        return [grid, *rest_note(len(counts), what="kinds of errors")]


def _counts(name: str, counts: Counter[str]) -> list[tuple[str, Content]]:
    told = listed((f"{number:,} {harmless(kind)}" for kind, number in counts.most_common()), _IDS)
    return [(name, told)] * bool(counts)


def _told(error: AccessAnalyzerError) -> str:
    return harmless(str(error), TEXT_LENGTH)


def _name(error: AccessAnalyzerError) -> str:
    """Name the kind of an error by its class, or by its code where the class is that of any code.

    What is no word is no code of the service's, and may be anything.
    """
    if type(error) is ServiceError and error.code.isidentifier():
        return error.code[:_CODE_LENGTH]
    return type(error).__name__
