"""The report on what is unused, as it is kept, shown and written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from aa_sdk._arns import Arn
from aa_sdk._display.layout import Card, Columns, Face, Grid, Note, Span, Style
from aa_sdk._display.shown import Shown
from aa_sdk._display.terminal import as_rich, as_text
from aa_sdk._display.words import count_text, moment_text
from aa_sdk.frames._reports import unused_groups
from aa_sdk.frames._reports.chosen import LeftOut
from aa_sdk.frames._reports.laid_out import (
    FEW_ROWS,
    MOST_ROWS,
    Row,
    arn_words,
    facts,
    fit,
    headed,
    named,
    table,
    tally_of,
)
from aa_sdk.frames._reports.markdown import as_markdown
from aa_sdk.frames._reports.plain import moment, tally_dict
from aa_sdk.frames._reports.unused_groups import UnusedGroup
from aa_sdk.frames._reports.unused_things import (
    UNUSED_KINDS,
    WORDS,
    UnusedKind,
    UnusedPrincipal,
    UnusedThing,
)
from aa_sdk.frames._sources import AnyFinding

_FIRST: Final = 10
_SHORT: Final[Mapping[UnusedKind, str]] = {
    "access_key": "keys",
    "password": "passwords",
    "role": "roles",
    "service": "services",
    "action": "actions",
}


@dataclass(frozen=True, repr=False)
class UnusedAccessReport(Shown):
    """What nobody uses, by role and user, and what to remove first.

    Made by `unused_access_report`. It prints as a short text, shows as tables in notebooks, and is
    written for tickets by `to_markdown` and for programs by `to_dict`. Every unused thing is in
    one entry of `priorities`, and in one group of each of `by_kind`, `by_last_use` and
    `by_account`.
    """

    now: datetime
    """The moment that days are reckoned from, in UTC."""
    statuses: tuple[str, ...]
    """The statuses of the findings that it counts."""
    priorities: tuple[UnusedPrincipal, ...]
    """The roles and users in the order in which to look at them, each with all its things."""
    unclear: tuple[AnyFinding, ...]
    """Findings that do not say what is unused, or in a way that this release does not know."""
    left_out: LeftOut = field(hash=False)
    """What was left out, and why."""

    def __len__(self) -> int:
        """Return how many roles and users there are."""
        return len(self.priorities)

    def __bool__(self) -> bool:
        """A report is something, even one on nothing."""
        return True

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._headline()}>"

    def __str__(self) -> str:
        return as_text(self._laid_out(is_wide=False))

    @property
    def first(self) -> tuple[UnusedPrincipal, ...]:
        """The ten to begin with."""
        return self.priorities[:_FIRST]

    @property
    def errors(self) -> tuple[AnyFinding, ...]:
        """Findings that something could not be analyzed: what is unused there is not known."""
        return self.left_out.errors

    @cached_property
    def totals(self) -> Mapping[UnusedKind, int]:
        """How many unused things there are of each kind."""
        kinds = zip(UNUSED_KINDS, self.by_kind, strict=True)
        return {kind: len(group) for kind, group in kinds}

    @cached_property
    def roles(self) -> tuple[UnusedPrincipal, ...]:
        """The roles that nobody uses at all."""
        return self._having("role")

    @cached_property
    def access_keys(self) -> tuple[UnusedPrincipal, ...]:
        """The users with an access key that nobody uses."""
        return self._having("access_key")

    @cached_property
    def passwords(self) -> tuple[UnusedPrincipal, ...]:
        """The users with a console password that nobody uses."""
        return self._having("password")

    @cached_property
    def permissions(self) -> tuple[UnusedPrincipal, ...]:
        """The roles and users with permissions that they do not use."""
        return self._having("service")

    @cached_property
    def by_kind(self) -> tuple[UnusedGroup, ...]:
        """All things by what they are: keys, passwords, roles and so on; empty kinds too."""
        return unused_groups.by_kind(self.priorities)

    @cached_property
    def by_last_use(self) -> tuple[UnusedGroup, ...]:
        """All things by the days since they were used, `never` last; empty spans too."""
        return unused_groups.by_last_use(self.priorities)

    @cached_property
    def by_account(self) -> tuple[UnusedGroup, ...]:
        """All things by the account of their role or user, that with most of them first."""
        return unused_groups.by_account(self.priorities)

    @cached_property
    def by_service(self) -> tuple[UnusedGroup, ...]:
        """Services and actions by service, that which most roles and users have in vain first."""
        return unused_groups.by_service(self.priorities)

    def to_markdown(self) -> str:
        """Write the report as Markdown, tables of at most 20 rows, for tickets and pull requests.

        Names of others stand as code, so that none is taken for markup, a link or a mention.
        """
        return as_markdown(self._laid_out(is_wide=True))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as what JSON can hold: totals, groups, and what to remove first."""
        kinds = ("by_kind", "by_last_use", "by_account", "by_service")
        return {
            "report": "unused_access",
            "now": moment(self.now),
            "statuses": list(self.statuses),
            "principals": len(self),
            "totals": dict(self.totals),
            "unclear": [one.id for one in self.unclear],
            **tally_dict(self.left_out),
            "first": [_row_dict(number, one) for number, one in enumerate(self.first, 1)],
            **{kind: [_group_dict(one) for one in getattr(self, kind)] for kind in kinds},
        }

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the roles and users, one row each in their order, as what JSON can hold."""
        return [_row_dict(number, one) for number, one in enumerate(self.priorities, 1)]

    def _having(self, kind: UnusedKind) -> tuple[UnusedPrincipal, ...]:
        return tuple(one for one in self.priorities if one.of(kind))

    def _headline(self) -> str:
        if not self.priorities:
            return "nothing unused"
        return f"{count_text(len(self), 'role or user', 'roles and users')} with unused access"

    def _face(self) -> Face:
        return self._laid_out(is_wide=True)

    def __rich__(self) -> Any:
        return as_rich(self._laid_out(is_wide=False))

    def _laid_out(self, *, is_wide: bool) -> Face:
        most = MOST_ROWS if is_wide else FEW_ROWS
        counts = [count_text(n, WORDS[kind]) for kind, n in self.totals.items() if n]
        told = [("not told", f"{len(self.unclear):,} do not say what is unused")]
        pairs = [
            *([("unused", ", ".join(counts))] if counts else ()),
            *(told if self.unclear else ()),
            *tally_of(self.left_out, self.now, "exposure_report"),
        ]
        accent: Style = "plain" if self.priorities else "good"
        groups = [
            ("last used", "report.by_last_use", [one for one in self.by_last_use if one]),
            ("account", "report.by_account", self.by_account),
        ]
        return [
            Card(self._headline(), list(facts(pairs, is_wide=is_wide)), accent=accent),
            *self._first_table(most, is_wide=is_wide),
            *self._kinds_table(),
            Columns([_counts_table(*one, most) for one in groups if one[2]]),
            *self._services_table(most),
        ]

    def _first_table(self, most: int, *, is_wide: bool) -> list[Note | Grid]:
        shown = self.priorities[:most]
        header: tuple[str, ...] = ("no.", "role or user", "account", "why", "what to do")
        if is_wide:
            rows = [_wide_row(number, one) for number, one in enumerate(shown, 1)]
        else:
            header = ("ROLE OR USER", "ACCOUNT", "UNUSED", "LAST USED")
            rows = [_narrow_row(one) for one in shown]
        return headed("remove these first", table(header, rows, len(self), "report.priorities"))

    def _kinds_table(self) -> list[Note | Grid]:
        rows: list[Row] = [
            (
                _SHORT[kind],
                f"{len(one):,}",
                f"{one.never:,}",
                moment_text(one.oldest)[:10] or "-",
                f"{len(one.principals):,}",
            )
            for kind, one in zip(UNUSED_KINDS, self.by_kind, strict=True)
            if one
        ]
        header = ("what", "unused", "never used", "oldest use", "roles and users")
        return table(header, rows, len(rows), "report.by_kind", (1, 2, 4))

    def _services_table(self, most: int) -> list[Note | Grid]:
        rows: list[Row] = [
            (
                named(one.name, 30),
                f"{len(one.principals):,}",
                f"{one.count('action'):,}",
                f"{one.never:,}",
            )
            for one in self.by_service[:most]
        ]
        header = ("unused service", "roles and users", "actions", "never used")
        return table(header, rows, len(self.by_service), "report.by_service", (1, 2, 3))


def _counts_table(
    title: str, where: str, groups: Sequence[UnusedGroup], most: int
) -> list[Note | Grid]:
    kinds: list[UnusedKind] = [
        kind for kind in UNUSED_KINDS if any(one.count(kind) for one in groups)
    ]
    rows: list[Row] = [
        (named(one.name, 20), *(f"{one.count(kind):,}" for kind in kinds)) for one in groups[:most]
    ]
    header = (title, *(_SHORT[kind] for kind in kinds))
    return table(header, rows, len(groups), where, range(1, len(header)))


def _wide_row(number: int, one: UnusedPrincipal) -> Row:
    shown = arn_words(one.principal, 60)
    reasons = "; ".join(fit(reason, 160) for reason in one.reasons)
    steps = "; ".join(fit(step, 160) for step in one.steps[:3])
    return (
        f"{number}",
        Span(shown, title=one.principal[:1000]),
        fit(one.account, 20),
        reasons,
        Span(steps, "muted"),
    )


def _narrow_row(one: UnusedPrincipal) -> Row:
    arn = Arn.parse(one.principal)
    return (
        fit(arn.resource if arn else one.principal, 24),
        fit(one.account, 12),
        fit(", ".join(_counts(one)), 28),
        moment_text(one.last_used)[:10] or "never",
    )


def _counts(one: UnusedPrincipal) -> Iterator[str]:
    if one.access_keys:
        yield count_text(len(one.access_keys), "key")
    if one.password:
        yield "password"
    if one.role:
        yield "role"
    if one.actions:
        yield count_text(len(one.actions), "action")
    elif one.services:
        yield count_text(len(one.services), "service")


def _row_dict(rank: int, one: UnusedPrincipal) -> dict[str, Any]:
    return {
        "rank": rank,
        "principal": one.principal,
        "resource_type": one.resource_type,
        "account": one.account,
        "findings": [finding.id for finding in one.findings],
        "last_used": moment(one.last_used),
        "level": one.level,
        "unused": [_thing_dict(thing) for thing in one.things],
        "reasons": list(one.reasons),
        "steps": list(one.steps),
    }


def _thing_dict(thing: UnusedThing) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "name": thing.name,
        "last_used": moment(thing.last_used),
        "days": thing.days,
    }


def _group_dict(group: UnusedGroup) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "name": group.name,
        "things": len(group),
        **{kind: group.count(kind) for kind in UNUSED_KINDS},
        "principals": len(group.principals),
        "never_used": group.never,
        "oldest_use": moment(group.oldest),
    }
