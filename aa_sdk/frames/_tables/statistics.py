"""Numbers as rows: statistics of an analyzer, and what an archive rule would hide."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from aa_sdk._display import json_text
from aa_sdk.frames._tables.building import Source, items_in, layout
from aa_sdk.frames._tables.columns import Column, Values, fits
from aa_sdk.models import (
    ExternalAccessFindingsStatistics,
    FindingsStatistics,
    GetFindingsStatisticsResponse,
    InternalAccessFindingsStatistics,
    Model,
    UnknownUnionMember,
    UnusedAccessFindingsStatistics,
)
from aa_sdk.workflows import RuleEffect

_SOURCE = Source("what get_findings_statistics returned", (GetFindingsStatisticsResponse,))
_EFFECTS = Source("what rule_effect returned", (RuleEffect,))
_KINDS: dict[type, str] = {
    ExternalAccessFindingsStatistics: "ExternalAccess",
    InternalAccessFindingsStatistics: "InternalAccess",
    UnusedAccessFindingsStatistics: "UnusedAccess",
}


class StatisticsRow(NamedTuple):
    """A number of the statistics, and what it counts."""

    measure: str
    """What is counted: the name of the field."""
    number: int | None
    """How many there are; None where it is none that a column takes."""
    extra: str | None = None
    """What came under a name that nobody knows, as JSON."""
    access: str | None = None
    """The kind of access that the analyzer looks for."""
    resource_type: str | None = None
    """Of which type of resource."""
    account: str | None = None
    """Of which account."""
    finding_type: str | None = None
    """Of which type of finding."""
    last_updated_at: datetime | None = None
    """When it was counted."""


class EffectRow(NamedTuple):
    """A number of a rule's effect, and what it counts."""

    analyzer_arn: str
    """The analyzer."""
    measure: str
    """What is counted: the name of the field."""
    finding_type: str | None
    """Of which type of finding."""
    resource_type: str | None
    """Of which type of resource."""
    number: int
    """How many there are."""


def statistics_rows(source: object) -> Iterator[StatisticsRow]:
    """Go through the numbers of statistics.

    Raises:
        TypeError: It is something else.
    """
    for response in items_in(source, _SOURCE):
        for row in _numbers(response):
            yield row._replace(last_updated_at=response.last_updated_at)
        for statistics in response.findings_statistics:
            for row in _rows(statistics):
                kind = _KINDS.get(cast("type[object]", type(statistics)))
                yield row._replace(access=kind, last_updated_at=response.last_updated_at)


def _rows(statistics: FindingsStatistics) -> Iterator[StatisticsRow]:
    if isinstance(statistics, UnknownUnionMember):
        yield StatisticsRow(statistics.tag, None, json_text(statistics.value))
        return
    yield from _numbers(statistics)
    if isinstance(statistics, UnusedAccessFindingsStatistics):
        yield from _unused(statistics)
    else:
        for kind, counts in statistics.resource_type_statistics.items():
            for row in _numbers(counts):
                yield row._replace(resource_type=kind)


def _unused(statistics: UnusedAccessFindingsStatistics) -> Iterator[StatisticsRow]:
    for total in statistics.unused_access_type_statistics:
        for row in _numbers(total):
            yield row._replace(finding_type=total.unused_access_type)
    for counts in statistics.top_accounts:
        for row in _numbers(counts):
            yield row._replace(account=counts.account)
        for kind, number in counts.details.items():
            row = _row("number_of_active_findings", number)
            yield row._replace(account=counts.account, finding_type=kind)


def _numbers(model: Model) -> Iterator[StatisticsRow]:
    """Go through the numbers that stand in a model itself, and all that nobody knows."""
    for name in type(model).model_fields:
        value = vars(model)[name]
        if isinstance(value, int):
            yield _row(name, value)
    for name, value in (model.model_extra or {}).items():
        yield _row(name, value)


def _row(measure: str, value: Any) -> StatisticsRow:
    if isinstance(value, int) and not isinstance(value, bool) and fits(value):
        return StatisticsRow(measure, value)
    return StatisticsRow(measure, None, json_text(value))


def effect_rows(source: object) -> Iterator[EffectRow]:
    """Go through the numbers of what a rule would hide.

    Raises:
        TypeError: It is something else.
    """
    for effect in items_in(source, _EFFECTS):
        for measure in ("active", "would_hide", "public", "hidden_already"):
            yield EffectRow(effect.analyzer_arn, measure, None, None, getattr(effect, measure))
        for kind, number in effect.by_finding_type.items():
            yield EffectRow(effect.analyzer_arn, "would_hide", kind, None, number)
        for kind, number in effect.by_resource_type.items():
            yield EffectRow(effect.analyzer_arn, "would_hide", None, kind, number)


def _by_name(columns: Sequence[Column]) -> Any:
    def read(rows: Sequence[Any]) -> list[Values]:
        return [[getattr(row, column.name) for row in rows] for column in columns]

    return read


_STATISTICS = (
    Column("access", "text"),
    Column("resource_type", "text"),
    Column("account", "text"),
    Column("finding_type", "text"),
    Column("measure", "text"),
    Column("number", "number"),
    Column("last_updated_at", "moment"),
    Column("extra", "text"),
)
_EFFECT = (
    Column("analyzer_arn", "text"),
    Column("measure", "text"),
    Column("finding_type", "text"),
    Column("resource_type", "text"),
    Column("number", "number"),
)

STATISTICS: Final = layout("statistics", _STATISTICS, _by_name(_STATISTICS))
"""One row for each number."""
RULE_EFFECT: Final = layout("numbers of a rule's effect", _EFFECT, _by_name(_EFFECT))
"""One row for each number."""
