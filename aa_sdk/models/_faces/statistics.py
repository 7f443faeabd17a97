"""Numbers of findings, as cards with a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from aa_sdk._display.layout import Block, Card, Content, Face, Grid, Note, Span
from aa_sdk._display.limits import MOST_ROWS
from aa_sdk._display.words import moment_text, shorten
from aa_sdk.models._faces.findings import unknown_rows
from aa_sdk.models._faces.lines import kinds_of
from aa_sdk.models._faces.words import pairs

_MOST = 60
_TOTALS = ("total_active_findings", "total_archived_findings", "total_resolved_findings")
_ACCESS = ("total_active_public", "total_active_cross_account", "total_active_errors")
_HEADERS = {
    "total_active_public": "public",
    "total_active_cross_account": "cross-account",
    "total_active_errors": "errors",
    "total_active_findings": "active",
    "total_archived_findings": "archived",
    "total_resolved_findings": "resolved",
}


def response_face(response: Any) -> Face:
    """Show the statistics of an analyzer."""
    blocks: list[Block] = [block for one in response.findings_statistics for block in one_face(one)]
    at = moment_text(response.last_updated_at)
    note = f"computed {at}" if at else "not computed yet"
    return (*blocks, Note(Span(note, "muted")))


def one_face(statistics: Any) -> Face:
    """Show the statistics of one kind of analyzer."""
    for kind in kinds_of(statistics):
        if kind in _KINDS:
            title, table = _KINDS[kind]
            return (_totals(title, statistics), *table(statistics))
    return (Card("Statistics", unknown_rows(statistics)),)


def _totals(title: str, statistics: Any) -> Card:
    rows = [(_HEADERS[name], Span(_number(getattr(statistics, name)))) for name in _TOTALS]
    return Card(Span(title, "strong"), rows)


def _number(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"


def _by_type(statistics: Any, names: Sequence[str]) -> Face:
    by_type: Mapping[str, Any] = statistics.resource_type_statistics
    rows: list[list[Content]] = [
        [shorten(kind, _MOST), *(_number(getattr(one, name)) for name in names)]
        for kind, one in by_type.items()
    ]
    return _table(["resource type", *(_HEADERS[name] for name in names)], rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[Content]]) -> Face:
    if not rows:
        return ()
    numbers = frozenset(range(1, len(header)))
    grid = Grid(header, rows[:MOST_ROWS], right=numbers)
    rest = len(rows) - MOST_ROWS
    return (grid, Note(Span(f"{rest:,} more", "muted"))) if rest > 0 else (grid,)


def _external(statistics: Any) -> Face:
    return _by_type(statistics, _ACCESS)


def _internal(statistics: Any) -> Face:
    return _by_type(statistics, _TOTALS)


def _unused(statistics: Any) -> Face:
    types: list[list[Content]] = [
        [shorten(one.unused_access_type or "—", _MOST), _number(one.total)]
        for one in statistics.unused_access_type_statistics
    ]
    accounts: list[list[Content]] = [
        [
            shorten(one.account or "—", _MOST),
            _number(one.number_of_active_findings),
            pairs(one.details, " "),
        ]
        for one in statistics.top_accounts
    ]
    return (
        *_table(["unused access", "findings"], types),
        *_table(["account", "active findings", "of which"], accounts),
    )


_KINDS = {
    "ExternalAccessFindingsStatistics": ("External access findings", _external),
    "InternalAccessFindingsStatistics": ("Internal access findings", _internal),
    "UnusedAccessFindingsStatistics": ("Unused access findings", _unused),
}
