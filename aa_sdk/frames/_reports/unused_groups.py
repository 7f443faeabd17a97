"""Unused things put together by what they have in common."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, TypeAlias

from aa_sdk.frames._ages import NEVER, SPANS, span_of
from aa_sdk.frames._reports.unused_things import (
    UNUSED_KINDS,
    WORDS,
    UnusedKind,
    UnusedPrincipal,
    UnusedThing,
)

UnusedGroupKind: TypeAlias = Literal["kind", "last_use", "account", "service"]
"""What the things of a group have in common."""


@dataclass(frozen=True, repr=False)
class UnusedGroup:
    """Unused things that have something in common."""

    kind: UnusedGroupKind
    """What it is."""
    name: str
    """Its name: a kind of thing, a span of days, an account's id, a service."""
    things: tuple[UnusedThing, ...]
    """The things, in the order of the report."""
    principals: tuple[UnusedPrincipal, ...]
    """The roles and users that have them, each once."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,} things, {self.kind} {self.name[:80]!r}>"

    def __len__(self) -> int:
        """Return how many things there are."""
        return len(self.things)

    def __bool__(self) -> bool:
        return bool(self.things)

    @property
    def never(self) -> int:
        """How many of the things were never used."""
        return sum(one.last_used is None for one in self.things)

    @property
    def oldest(self) -> datetime | None:
        """The use that is longest ago; None where none was ever used."""
        return min((one.last_used for one in self.things if one.last_used), default=None)

    def count(self, kind: UnusedKind) -> int:
        """Return how many of the things are of one kind."""
        return self._counts[kind]

    @cached_property
    def _counts(self) -> Counter[UnusedKind]:
        return Counter(one.kind for one in self.things)


def by_kind(principals: Iterable[UnusedPrincipal]) -> tuple[UnusedGroup, ...]:
    """Put things together by what they are; every kind is there."""
    made = {one.name: one for one in _grouped("kind", principals, lambda one: WORDS[one.kind])}
    empty = [UnusedGroup("kind", WORDS[kind], (), ()) for kind in UNUSED_KINDS]
    return tuple(made.get(one.name, one) for one in empty)


def by_last_use(principals: Iterable[UnusedPrincipal]) -> tuple[UnusedGroup, ...]:
    """Put things together by how long ago they were used; every span is there, `never` last."""
    made = {one.name: one for one in _grouped("last_use", principals, _span)}
    return tuple(made.get(n, UnusedGroup("last_use", n, (), ())) for n in (*SPANS, NEVER))


def by_account(principals: Sequence[UnusedPrincipal]) -> tuple[UnusedGroup, ...]:
    """Put things together by the account of their role or user, that with most of them first."""
    groups: dict[str, list[UnusedPrincipal]] = {}
    for one in principals:
        groups.setdefault(one.account, []).append(one)
    made = [
        UnusedGroup("account", name, tuple(t for one in members for t in one.things), (*members,))
        for name, members in groups.items()
    ]
    return tuple(sorted(made, key=_most_first))


def by_service(principals: Iterable[UnusedPrincipal]) -> tuple[UnusedGroup, ...]:
    """Put services and actions together by service, that which most have in vain first."""
    made = [one for one in _grouped("service", principals, lambda one: one.service) if one.name]
    return tuple(sorted(made, key=lambda one: (-len(one.principals), *_most_first(one))))


def _span(thing: UnusedThing) -> str:
    return NEVER if thing.days is None else span_of(thing.days)


def _grouped(
    kind: UnusedGroupKind,
    principals: Iterable[UnusedPrincipal],
    key: Callable[[UnusedThing], str],
) -> list[UnusedGroup]:
    things: dict[str, list[UnusedThing]] = {}
    owners: dict[str, dict[int, UnusedPrincipal]] = {}
    for number, principal in enumerate(principals):
        for thing in principal.things:
            name = key(thing)
            things.setdefault(name, []).append(thing)
            owners.setdefault(name, {})[number] = principal
    return [
        UnusedGroup(kind, name, tuple(members), tuple(owners[name].values()))
        for name, members in things.items()
    ]


def _most_first(group: UnusedGroup) -> tuple[int, str]:
    return -len(group), group.name
