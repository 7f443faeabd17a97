"""The report on what is open, as it is kept, shown and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from aa_sdk._display.layout import Card, Columns, Content, Face, Grid, Note, Span, Style
from aa_sdk._display.shown import Shown
from aa_sdk._display.terminal import as_rich, as_text
from aa_sdk._display.words import short_type
from aa_sdk.frames._reports import exposure_groups
from aa_sdk.frames._reports.chosen import LeftOut
from aa_sdk.frames._reports.conditions import NO_CONDITION
from aa_sdk.frames._reports.exposure_dicts import group_dict, row_dict
from aa_sdk.frames._reports.exposure_groups import ExposureGroup
from aa_sdk.frames._reports.exposures import REACHES, Exposure, Reach, told_once
from aa_sdk.frames._reports.laid_out import (
    FEW_ROWS,
    MOST_ROWS,
    Row,
    facts,
    fit,
    headed,
    named,
    resource_span,
    table,
    tally_of,
)
from aa_sdk.frames._reports.markdown import as_markdown
from aa_sdk.frames._reports.plain import moment, tally_dict
from aa_sdk.frames._sources import AnyFinding

_FIRST: Final = 10
_WORDS: Final[Mapping[Reach, str]] = {
    "public": "public",
    "cross_account": "outside",
    "unclear": "unclear",
    "internal": "inside",
}


@dataclass(frozen=True, repr=False)
class ExposureReport(Shown):
    """What is open to whom, and what to look at first; made by `exposure_report`.

    It prints as a short text, shows as tables in notebooks, and is written for tickets by
    `to_markdown` and for programs by `to_dict`. Every finding that it counts is in exactly one of
    `public`, `outside`, `unclear` and `internal`, and in one group of each kind.
    """

    now: datetime
    """The moment that ages are reckoned from, in UTC."""
    statuses: tuple[str, ...]
    """The statuses of the findings that it counts."""
    priorities: tuple[Exposure, ...]
    """What is open, in the order in which to look at it."""
    left_out: LeftOut = field(hash=False)
    """What was left out, and why."""

    def __len__(self) -> int:
        """Return how many findings it counts, errors aside."""
        return len(self.priorities)

    def __bool__(self) -> bool:
        """A report is something, even one on nothing."""
        return True

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._headline()}>"

    def __str__(self) -> str:
        return as_text(self._laid_out(is_wide=False))

    @property
    def first(self) -> tuple[Exposure, ...]:
        """The ten to look at first."""
        return self.priorities[:_FIRST]

    @cached_property
    def public(self) -> tuple[AnyFinding, ...]:
        """Findings of what is open to everyone, the first to look at in front."""
        return self._of("public")

    @cached_property
    def outside(self) -> tuple[AnyFinding, ...]:
        """Findings of what is open to others outside of the zone of trust, but not to everyone."""
        return self._of("cross_account")

    @cached_property
    def internal(self) -> tuple[AnyFinding, ...]:
        """Findings of what is open to roles and users inside of the account or organization."""
        return self._of("internal")

    @cached_property
    def unclear(self) -> tuple[AnyFinding, ...]:
        """Findings that do not say who has access, or in a way that this release does not know."""
        return self._of("unclear")

    @property
    def errors(self) -> tuple[AnyFinding, ...]:
        """Findings that resources could not be analyzed: whether these are open is not known."""
        return self.left_out.errors

    @cached_property
    def cross_account(self) -> tuple[ExposureGroup, ...]:
        """Those of `outside` by whom they let in: accounts, organizations, providers, services."""
        return exposure_groups.by_party(self._exposures("cross_account"))

    @cached_property
    def by_condition(self) -> tuple[ExposureGroup, ...]:
        """All by the keys of their conditions; those that nothing holds back come first."""
        return exposure_groups.by_condition(self.priorities)

    @cached_property
    def by_age(self) -> tuple[ExposureGroup, ...]:
        """All by the days they have been open for, the youngest first; empty spans too."""
        return exposure_groups.by_age(self.priorities)

    @cached_property
    def by_resource_type(self) -> tuple[ExposureGroup, ...]:
        """All by the type of the resource, the most frequent first."""
        return exposure_groups.by_name(
            "resource_type", self.priorities, lambda one: one.finding.resource_type
        )

    @cached_property
    def by_owner(self) -> tuple[ExposureGroup, ...]:
        """All by the account of the resource's owner, the most frequent first."""
        return exposure_groups.by_name(
            "owner", self.priorities, lambda one: one.finding.resource_owner_account
        )

    def to_markdown(self) -> str:
        """Write the report as Markdown, tables of at most 20 rows, for tickets and pull requests.

        Names of others stand as code, so that none is taken for markup, a link or a mention.
        """
        return as_markdown(self._laid_out(is_wide=True))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as what JSON can hold: counts, groups, and what to look at first."""
        kinds = ("cross_account", "by_condition", "by_age", "by_resource_type", "by_owner")
        return {
            "report": "exposure",
            "now": moment(self.now),
            "statuses": list(self.statuses),
            "findings": len(self),
            "counts": {reach: len(self._exposures(reach)) for reach in REACHES},
            **tally_dict(self.left_out),
            "first": [row_dict(number, one) for number, one in enumerate(self.first, 1)],
            **{kind: [group_dict(one) for one in getattr(self, kind)] for kind in kinds},
        }

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return what is open, a row each in the order of `priorities`, as what JSON can hold."""
        return [row_dict(number, one) for number, one in enumerate(self.priorities, 1)]

    @cached_property
    def _by_reach(self) -> Mapping[Reach, tuple[Exposure, ...]]:
        return {
            reach: tuple(one for one in self.priorities if one.reach == reach) for reach in REACHES
        }

    def _exposures(self, reach: Reach) -> tuple[Exposure, ...]:
        return self._by_reach[reach]

    def _of(self, reach: Reach) -> tuple[AnyFinding, ...]:
        return tuple(one.finding for one in self._exposures(reach))

    def _headline(self) -> str:
        if not self.priorities:
            return "nothing open"
        parts = [
            f"{len(self._exposures(reach)):,} {_WORDS[reach]}"
            for reach in REACHES
            if self._exposures(reach)
        ]
        return f"open access: {', '.join(parts)}"

    def _face(self) -> Face:
        return self._laid_out(is_wide=True)

    def __rich__(self) -> Any:
        return as_rich(self._laid_out(is_wide=False))

    def _laid_out(self, *, is_wide: bool) -> Face:
        most = MOST_ROWS if is_wide else FEW_ROWS
        accent: Style = "public" if self.public else "plain" if self.priorities else "good"
        bare = sum(one.hold == "none" and one.reach != "unclear" for one in self.priorities)
        told = [("no condition", f"{bare:,} of {len(self):,}")] if bare else []
        told += tally_of(self.left_out, self.now, "unused_access_report")
        groups = [
            ("who outside", "report.cross_account", self.cross_account),
            ("conditions", "report.by_condition", self.by_condition),
            ("resource types", "report.by_resource_type", self.by_resource_type),
            ("open for", "report.by_age", [one for one in self.by_age if one]),
            ("owner accounts", "report.by_owner", self.by_owner),
        ]
        tables = [self._group_table(*one, most=most, is_wide=is_wide) for one in groups]
        return [
            Card(self._headline(), list(facts(told, is_wide=is_wide)), accent=accent),
            *self._first_table(most, is_wide=is_wide),
            *(block for blocks in tables[:3] for block in blocks),
            Columns([blocks for blocks in tables[3:] if blocks]),
        ]

    def _first_table(self, most: int, *, is_wide: bool) -> list[Note | Grid]:
        once = told_once(self.priorities)
        header: tuple[str, ...] = ("no.", "resource", "owner", "why")
        if is_wide:
            rows = [_wide_row(n, *one) for n, one in enumerate(once[:most], 1)]
        else:
            header = ("RESOURCE", "WHO", "MAY", "IF", "OPEN")
            rows = [_narrow_row(*one) for one in once[:most]]
        return headed("look at these first", table(header, rows, len(once), "report.priorities"))

    def _group_table(
        self, title: str, where: str, groups: Sequence[ExposureGroup], *, most: int, is_wide: bool
    ) -> list[Note | Grid]:
        reaches: list[Reach] = [
            reach for reach in REACHES if any(one.count(reach) for one in groups)
        ]
        explains = is_wide and any(one.meaning for one in groups)
        header = [title, *(_WORDS[reach] for reach in reaches), *(["who comes in"] * explains)]
        rows: list[Row] = [
            [
                _group_name(one, 60 if is_wide else 40),
                *(f"{one.count(reach):,}" for reach in reaches),
                *([Span(one.meaning, "muted")] * explains),
            ]
            for one in groups[:most]
        ]
        return table(header, rows, len(groups), where, range(1, len(reaches) + 1))


def _group_name(group: ExposureGroup, most: int) -> Content:
    if group.kind == "anyone":
        return "anyone"
    name = short_type(group.name) if group.kind == "resource_type" else group.name
    span = named(name or "nobody named", most)
    is_open = group.kind == "condition" and group.name == NO_CONDITION
    return span._replace(style="public") if is_open else span


def _wide_row(number: int, exposure: Exposure, count: int) -> Row:
    access, *why = exposure.reasons
    style: Style = "public" if exposure.reach == "public" else "strong"
    again = [Span(f"in {count:,} findings", "badge")] if count > 1 else []
    reasons = Span("; ".join(map(_ending, why)), "muted")
    return (
        f"{number}",
        resource_span(exposure.finding, 60),
        fit(exposure.finding.resource_owner_account, 20),
        [Span(f"{fit(access, 200)};", style), reasons, *again],
    )


def _ending(text: str) -> str:
    return fit(text, 240)


def _narrow_row(exposure: Exposure, count: int) -> Row:
    is_public = exposure.reach == "public"
    party = exposure.parties[0] if exposure.parties else None
    who = "?" if party is None else party.name or str(party)
    keys = [key.rpartition(":")[2] for key in exposure.condition_keys]
    again = f" x{count:,}" if count > 1 else ""
    return (
        [resource_span(exposure.finding, 23 - len(again)), Span(again.strip(), "muted")],
        Span("ANYONE", "public") if is_public else fit(who, 12),
        _first_and_rest(exposure.actions, 20),
        _first_and_rest(keys, 11) or "-",
        f"{exposure.days:,}d",
    )


def _first_and_rest(names: Sequence[str], most: int) -> str:
    if not names:
        return ""
    rest = f" +{len(names) - 1}" if len(names) > 1 else ""
    return fit(names[0], most - len(rest)) + rest
