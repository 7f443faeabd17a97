"""What a sweep gives, and what it notes of each scope."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from aa_sdk._display.layout import Card, Content, Face, Grid, Span, Style
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import count_text, listed
from aa_sdk._error_text import harmless
from aa_sdk.models import AnalyzerSummary, FindingSummary, FindingSummaryV2
from aa_sdk.workflows._fleet.problems import (
    STATUSES,
    ScopeProblem,
    ScopeStatus,
    cause_of,
    is_missing,
    status_of,
)
from aa_sdk.workflows.changes import Changes

AnyFinding: TypeAlias = FindingSummary | FindingSummaryV2

_WORDS: Mapping[ScopeStatus, str] = {
    "ok": "ok",
    "no_analyzer": "no analyzer",
    "not_active": "not active",
    "region_disabled": "Region disabled",
    "denied": "denied",
    "failed": "failed",
}
_STYLES: Mapping[ScopeStatus, Style] = {
    "ok": "good",
    "no_analyzer": "muted",
    "not_active": "public",
    "region_disabled": "muted",
    "denied": "public",
    "failed": "public",
}


class FleetFinding(NamedTuple):
    """A finding, and where it was found."""

    account: str
    """The account whose analyzer found it; the resource's owner is the finding's to tell."""
    region: str
    """The analyzer's Region."""
    analyzer: AnalyzerSummary
    """The analyzer."""
    finding: AnyFinding
    """The finding as it is listed: of external access with principal, action and condition."""

    def __str__(self) -> str:
        return f"{self.account} {self.region} {self.finding}"


@dataclass(frozen=True, slots=True)
class ScopeResult:
    """The analyzers of a scope, or why they are not known, or do not work."""

    account: str
    """The account's 12 digits."""
    region: str
    """The Region."""
    analyzers: tuple[AnalyzerSummary, ...] = ()
    """The analyzers, those that are not active too."""
    problem: ScopeProblem | None = None
    """What is wrong; None where all is well, and every analyzer is active."""

    def __str__(self) -> str:
        names = ", ".join(harmless(one.name) for one in self.analyzers)
        told = ": ".join(filter(None, (names, str(self.problem) if self.problem else "")))
        return f"{self.account} {self.region} {told}"


@dataclass(frozen=True, slots=True)
class SyncedAnalyzer:
    """An analyzer whose findings were brought up to date in a store."""

    account: str
    """The account's 12 digits."""
    region: str
    """The Region."""
    analyzer: AnalyzerSummary
    """The analyzer."""
    changes: Changes
    """What became of its findings; acknowledge them once they are worked off."""

    def __str__(self) -> str:
        return f"{self.account} {self.region} {harmless(self.analyzer.name)}: {self.changes}"


@dataclass(frozen=True, slots=True)
class ScopeOutcome:
    """What became of a scope in a sweep."""

    account: str
    """The account's 12 digits."""
    region: str
    """The Region."""
    problem: ScopeProblem | None = None
    """Why it was not swept, or not wholly; None where all is well."""
    findings: int = 0
    """How many findings it gave; where there is a problem, those that came before."""
    repeated: int = 0
    """How many were not given, since another Region or analyzer had given the same."""
    analyzers: int = 0
    """How many analyzers it has."""
    elsewhere: int = 0
    """How many of these tell the same in every Region, and were read in another one."""
    is_read: bool = True
    """Whether findings were asked for; they were not where analyzers alone were listed."""

    @property
    def status(self) -> ScopeStatus:
        """How it ended, in a word."""
        return status_of(self.problem)

    def __str__(self) -> str:
        told = "ok" if self.problem is None else str(self.problem)
        given = _given(self.findings, self.repeated)
        is_told = self.is_read and (self.problem is None or self.findings or self.repeated)
        return f"{self.account} {self.region}: {told}{f', {given}' if is_told else ''}"


class SweptScope(NamedTuple):
    """A scope that was swept by itself."""

    outcome: ScopeOutcome
    """What became of it."""
    findings: tuple[FleetFinding, ...]
    """Its findings; where there is a problem, those that came before."""


@dataclass(frozen=True, slots=True, repr=False)
class FleetOutcome(Shown):
    """What became of every scope; each is there exactly once. Printed, it is a line of counts.

    ```python
    print(fleet.outcome)  # 40 scopes: 36 ok, 4 denied; 1,204 findings, 96 repeated
    for scope in fleet.outcome.problems:
        print(scope)
    ```
    """

    scopes: tuple[ScopeOutcome, ...]
    """Those that have ended."""
    pending: tuple[tuple[str, str], ...] = ()
    """Account and Region of those that have not: the sweep goes on, or was left or cut off."""
    is_over: bool = True
    """Whether the sweep came to its end, and no other scope follows."""

    @property
    def counts(self) -> Mapping[ScopeStatus, int]:
        """How many scopes ended in each way; a way in which none did is left out."""
        counts = Counter(one.status for one in self.scopes)
        return {status: counts[status] for status in STATUSES if counts[status]}

    @property
    def problems(self) -> tuple[ScopeOutcome, ...]:
        """The scopes that did not end well, in any way."""
        return tuple(one for one in self.scopes if one.problem is not None)

    @property
    def findings(self) -> int:
        """How many findings were given."""
        return sum(one.findings for one in self.scopes)

    @property
    def repeated(self) -> int:
        """How many were not given, since another Region or analyzer had given the same."""
        return sum(one.repeated for one in self.scopes)

    @property
    def is_complete(self) -> bool:
        """Whether all that analyzers have found was given.

        It was not where the sweep has not come to its end, or has met no scope at all, or a scope
        was denied or failed, or has an analyzer or account that is not active. Scopes without
        analyzer, and Regions that are not enabled, have no findings that could be missing.
        """
        is_over = self.is_over and not self.pending and bool(self.scopes)
        return is_over and not any(is_missing(one.problem) for one in self.scopes)

    def __len__(self) -> int:
        return len(self.scopes)

    def __iter__(self) -> Iterator[ScopeOutcome]:
        return iter(self.scopes)

    def __str__(self) -> str:
        ways = [f"{number:,} {_WORDS[status]}" for status, number in self.counts.items()]
        if self.pending:
            ways.append(f"{len(self.pending):,} pending")
        elif not self.is_over:
            ways.append("not ended")
        scopes = count_text(len(self.scopes) + len(self.pending), "scope")
        told = f"{scopes}: {', '.join(ways)}" if ways else scopes
        return f"{told}; {_given(self.findings, self.repeated)}" if self._is_read else told

    @property
    def _is_read(self) -> bool:
        return any(one.is_read for one in self.scopes)

    def __repr__(self) -> str:
        return f"<FleetOutcome: {self}>"

    def _face(self) -> Face:
        is_good = self.is_complete
        style: Style = "good" if is_good else "public"
        title = [Span(count_text(len(self.scopes) + len(self.pending), "scope"), "strong")]
        if self.scopes:
            title.append(Span(f"· {_extent(self.scopes)}", "muted"))
        badge = Span("complete" if is_good else "not complete", style)
        rows: list[tuple[str, Content]] = [
            (_WORDS[status], f"{number:,}") for status, number in self.counts.items()
        ]
        if self.pending:
            rows.append(("pending", f"{len(self.pending):,}"))
        if self._is_read:
            rows.append(("given", _given(self.findings, self.repeated)))
        return [Card(title, rows, badge, accent=style), *problems_face(self.problems)]


def _given(findings: int, repeated: int) -> str:
    return count_text(findings, "finding") + (f", {repeated:,} repeated" if repeated else "")


def problems_face(problems: Sequence[ScopeOutcome], most: int = MOST_ROWS, named: int = 0) -> Face:
    """A row for each thing that went wrong, the gravest first, with the scopes in which it did.

    Args:
        problems: The scopes that did not end well.
        most: How many rows there are at most, before the rest is counted.
        named: How many accounts are named in a row with several, before the rest is counted.
    """
    if not problems:
        return ()
    groups: dict[tuple[ScopeStatus, str], list[ScopeOutcome]] = {}
    for one in problems:
        groups.setdefault((one.status, cause_of(one.problem)), []).append(one)
    gravest_first = sorted(groups.items(), key=_gravity, reverse=True)
    rows = [
        (Span(_WORDS[status], _STYLES[status]), f"{len(scopes):,}", _extent(scopes, named), cause)
        for (status, cause), scopes in gravest_first[:most]
    ]
    header = ("ended", "scopes", "where", "why")
    number = frozenset({1})
    grid = Grid(header, rows, right=number, spare=number, elastic=((3, 20), (2, 20)))
    return [grid, *rest_note(len(groups), most, "problems")]


def _gravity(group: tuple[tuple[ScopeStatus, str], list[ScopeOutcome]]) -> tuple[bool, int, int]:
    (status, _), scopes = group
    return is_missing(scopes[0].problem), STATUSES.index(status), len(scopes)


def _extent(scopes: Sequence[ScopeOutcome], named: int = 0) -> str:
    """Say in which accounts and Regions scopes are, in few words.

    Args:
        scopes: The scopes.
        named: How many accounts are named where there are several, before the rest is counted.
    """
    if len(scopes) == 1:
        return f"{scopes[0].account} {scopes[0].region}"
    accounts = dict.fromkeys(one.account for one in scopes)
    regions = {one.region for one in scopes}
    is_named = named or len(accounts) == 1
    whose = listed(accounts, named or 1) if is_named else count_text(len(accounts), "account")
    where = scopes[0].region if len(regions) == 1 else count_text(len(regions), "Region")
    return f"{whose} in {where}"
