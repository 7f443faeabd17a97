"""Exposures put together by what they have in common; each is in one group of a kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias, TypeVar

from aa_sdk.frames._ages import SPANS, span_of
from aa_sdk.frames._reports.conditions import NO_CONDITION, meaning_of
from aa_sdk.frames._reports.exposures import Exposure, Reach
from aa_sdk.frames._reports.parties import PartyKind
from aa_sdk.frames._sources import AnyFinding

GroupKind: TypeAlias = PartyKind | Literal["several", "condition", "age", "resource_type", "owner"]
"""What the exposures of a group have in common: who has access, or one of the others."""

K = TypeVar("K")

NOT_TOLD: Final = "not told"
_MEANINGS: Final[dict[str, str]] = {
    "anyone": "everyone whom the conditions let through",
    "account": "the roles and users of that account, as far as it allows them",
    "organization": "the accounts of that organization, or of that part of it",
    "federated": "those whom the provider vouches for",
    "service": "the AWS service, on behalf of whomever it works for",
    "canonical_user": "the account of that canonical id, by an access control list",
    "several": "each of them, one finding for all",
    "other": "what the name says",
    "unknown": "the finding names nobody",
}


@dataclass(frozen=True, repr=False)
class ExposureGroup:
    """Exposures that have something in common."""

    kind: GroupKind
    """What it is."""
    name: str
    """Its name: an account's id, condition keys, a span of days, a type."""
    exposures: tuple[Exposure, ...]
    """The exposures, in the order of the report."""
    meaning: str = ""
    """What it means for who comes in; empty where the name says it."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,} findings, {self.kind} {self.name[:80]!r}>"

    def __len__(self) -> int:
        """Return how many findings there are."""
        return len(self.exposures)

    def __bool__(self) -> bool:
        return bool(self.exposures)

    @property
    def findings(self) -> tuple[AnyFinding, ...]:
        """The findings, in the order of the report."""
        return tuple(one.finding for one in self.exposures)

    def count(self, reach: Reach) -> int:
        """Return how many of the findings have such a reach."""
        return self._counts[reach]

    @cached_property
    def _counts(self) -> Counter[Reach]:
        return Counter(one.reach for one in self.exposures)


def by_party(exposures: Iterable[Exposure]) -> tuple[ExposureGroup, ...]:
    """Put exposures together by whom they let in; what lets in several has a group for all."""

    def key(exposure: Exposure) -> tuple[GroupKind, str]:
        party, *others = exposure.parties
        if others:
            return "several", ", ".join(one.name or one.kind for one in exposure.parties)
        return party.kind, party.name

    groups = _grouped(exposures, key)
    made = [
        ExposureGroup(kind, name, tuple(members), _MEANINGS[kind])
        for (kind, name), members in groups.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.kind != "anyone", *_most_first(one))))


def by_condition(exposures: Iterable[Exposure]) -> tuple[ExposureGroup, ...]:
    """Put exposures together by the keys of their conditions, those without any first."""

    def key(exposure: Exposure) -> tuple[str, ...] | None:
        return None if exposure.reach == "unclear" else exposure.condition_keys

    made = [
        ExposureGroup("condition", _condition_name(keys), tuple(members), _condition_meaning(keys))
        for keys, members in _grouped(exposures, key).items()
    ]
    return tuple(sorted(made, key=lambda one: (one.name != NO_CONDITION, *_most_first(one))))


def by_age(exposures: Iterable[Exposure]) -> tuple[ExposureGroup, ...]:
    """Put findings together by how long they have been open; every span is there.

    Findings that say the same may differ in age: each counts in its own span, and each exposure
    by its oldest one.
    """
    groups = _grouped(exposures, lambda one: span_of(one.days))
    return tuple(ExposureGroup("age", span, tuple(groups.get(span, ()))) for span in SPANS)


def by_name(
    kind: GroupKind, exposures: Iterable[Exposure], name: Callable[[Exposure], str]
) -> tuple[ExposureGroup, ...]:
    """Put exposures together by a name, the largest group first."""
    groups = _grouped(exposures, name)
    made = [ExposureGroup(kind, name, tuple(members)) for name, members in groups.items()]
    return tuple(sorted(made, key=_most_first))


def _grouped(
    exposures: Iterable[Exposure], key: Callable[[Exposure], K]
) -> dict[K, list[Exposure]]:
    groups: dict[K, list[Exposure]] = {}
    for one in exposures:
        groups.setdefault(key(one), []).append(one)
    return groups


def _most_first(group: ExposureGroup) -> tuple[int, str, str]:
    return -len(group), group.kind, group.name


def _condition_name(keys: Sequence[str] | None) -> str:
    return NOT_TOLD if keys is None else ", ".join(keys) or NO_CONDITION


def _condition_meaning(keys: Sequence[str] | None) -> str:
    if keys is None:
        return "the finding does not say"
    return "; ".join(dict.fromkeys(map(meaning_of, keys))) or "nothing holds them back"
