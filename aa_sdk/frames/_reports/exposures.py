"""Open doors in the order in which to look at them, each with the reasons for its place."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from aa_sdk._arns import Arn
from aa_sdk._display import escape
from aa_sdk._display.words import count_text, listed, shorten
from aa_sdk.frames._ages import days_between
from aa_sdk.frames._reports.actions import LEVELS, Level, gravest_first, highest, level_of
from aa_sdk.frames._reports.conditions import HOLDS, NO_CONDITION, Hold, meaning_of, weakest
from aa_sdk.frames._reports.laid_out import resource_words
from aa_sdk.frames._reports.parties import Party, parties_of, party_of
from aa_sdk.frames._sources import AnyFinding
from aa_sdk.models import (
    AccessPreviewFinding,
    ExternalAccessDetails,
    GetFindingV2Response,
    InternalAccessDetails,
)

Reach: TypeAlias = Literal["public", "cross_account", "unclear", "internal"]
"""From where there is access.

`public`: from everywhere. `cross_account`: from some account, provider or service outside the zone
of trust. `unclear`: the finding does not say, or in a way this release does not know. `internal`:
from inside the account or organization.
"""

REACHES: tuple[Reach, ...] = ("public", "cross_account", "unclear", "internal")
_MOST_NAME: Final = 60


class _Access(NamedTuple):
    """What the details of a finding say, taken together."""

    reach: Reach
    principals: tuple[str, ...]
    parties: tuple[Party, ...]
    actions: tuple[str, ...]
    conditions: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Exposure:
    """Access that is open: what findings say of it, what that is worth, and why it ranks so."""

    finding: AnyFinding
    """The finding."""
    reach: Reach
    """From where there is access."""
    principals: tuple[str, ...]
    """Who has access, as the finding names them."""
    parties: tuple[Party, ...]
    """Whose those are: the accounts, providers and services."""
    actions: tuple[str, ...]
    """What they may do: permissions first, then writing, then reading."""
    level: Level | None
    """The gravest of the actions; None where the finding names none."""
    conditions: tuple[Mapping[str, str], ...] = field(hash=False)
    """The conditions, one mapping for each way in; access needs all of one mapping."""
    hold: Hold
    """How well the conditions of the weakest way in hold access back."""
    days: int
    """For how many days it has been known to be open."""

    def __str__(self) -> str:
        """Say which resource, and why it ranks where it does, in a line."""
        return f"{resource_words(self.finding, _MOST_NAME)}: {escape('; '.join(self.reasons))}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"

    @property
    def condition_keys(self) -> tuple[str, ...]:
        """The keys of the conditions, in order; empty where one way in has none."""
        return keys_of(self.conditions)

    @property
    def who(self) -> str:
        """Who has access, as in a sentence."""
        named = self.principals if all(p.kind == "account" for p in self.parties) else ()
        whole = map(_named, named) if named else (shorten(str(p), 99) for p in self.parties)
        return listed(whole, 2)

    @property
    def what(self) -> str:
        """What they may do, the gravest actions by name."""
        return _few(self.actions) or "do what the finding does not name"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it ranks where it does, in plain words."""
        return (self._access(), *self._why(), self._age())

    def _access(self) -> str:
        if self.reach == "unclear":
            return "the finding does not say who may do what"
        would = "would be allowed to" if isinstance(self.finding, AccessPreviewFinding) else "may"
        return f"{self.who} {would} {self.what}"

    def _why(self) -> Iterable[str]:
        if self.reach == "unclear":
            return
        if grave := [one for one in self.actions if level_of(one) == "permissions"]:
            yield _gravity(grave)
        elif self.level == "read":
            yield "reads only"
        yield NO_CONDITION if self.hold == "none" else self._held()
        if _may_be_assumed_by_another(self):
            yield "role can be assumed from another account without an external id"
        if self.reach == "cross_account" and any(one.kind == "anyone" for one in self.parties):
            yield "everyone whom the conditions let through"
        if any(map(_is_restrictable, _details_of(self.finding))):
            yield "an organization policy may block some of it"

    def _held(self) -> str:
        told = [
            f"{shorten(key, _MOST_NAME)} ({meaning_of(key, value)})"
            for condition in self.conditions[:1]
            for key, value in sorted(condition.items())
        ]
        return f"only if {listed(told, 2)}"

    def _age(self) -> str:
        if isinstance(self.finding, AccessPreviewFinding):
            return f"compared with today: {self.finding.change_type.lower()[:40]}"
        return f"open for {count_text(self.days, 'day')}"


def rank_exposures(findings: Iterable[AnyFinding], now: datetime) -> tuple[Exposure, ...]:
    """Put findings into the order in which to look at them, which is that of `exposure_report`.

    Args:
        findings: Findings of access with their details, each once.
        now: The moment to reckon ages from.
    """
    return tuple(sorted((_exposure(one, now) for one in findings), key=_rank))


def told_once(exposures: Iterable[Exposure]) -> list[tuple[Exposure, int]]:
    """Take the first of those that say just the same, and count them.

    Each Region has a finding on a role, and an organization's analyzer repeats an account's.
    """
    named = list(exposures)
    often = Counter(one.finding.resource for one in named)
    firsts: dict[object, Exposure] = {}
    counts = Counter[object]()
    for one in named:
        # What a finding says takes long to compare, and most resources have one.
        is_alone = often[one.finding.resource] == 1
        meaning = id(one) if is_alone else _meaning(one.finding)
        firsts.setdefault(meaning, one)
        counts[meaning] += 1
    return [(one, counts[meaning]) for meaning, one in firsts.items()]


def keys_of(conditions: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the keys of conditions in order; none where one way in has no condition."""
    if not all(conditions):
        return ()
    return tuple(sorted({key for condition in conditions for key in condition}))


def _exposure(finding: AnyFinding, now: datetime) -> Exposure:
    access = _access_of(finding)
    actions = gravest_first(access.actions)
    return Exposure(
        finding=finding,
        reach=access.reach,
        principals=access.principals,
        parties=access.parties,
        actions=actions,
        level=highest(actions),
        conditions=access.conditions,
        hold=weakest(access.conditions),
        days=days_between(finding.created_at, now),
    )


def _rank(exposure: Exposure) -> tuple[int, bool, int, int, datetime, str]:
    level = exposure.level
    return (
        REACHES.index(exposure.reach),
        not any(party.kind == "anyone" for party in exposure.parties),
        len(LEVELS) if level is None else LEVELS.index(level),
        HOLDS.index(exposure.hold),
        exposure.finding.created_at,
        exposure.finding.id,
    )


def _access_of(finding: AnyFinding) -> _Access:
    details = _details_of(finding)
    external = [one for one in details if not isinstance(one, InternalAccessDetails)]
    says_nothing = all(one.is_public is None and not one.principal for one in external)
    if not details or (external and says_nothing):
        return _Access("unclear", (), (), (), ())
    reach: Reach = "internal"
    if external:
        reach = "public" if any(one.is_public is True for one in external) else "cross_account"
    parties = {party for one in details for party in parties_of(one.principal)}
    return _Access(
        reach,
        tuple(dict.fromkeys(name for one in details for name in one.principal.values())),
        tuple(sorted(parties)),
        tuple(dict.fromkeys(action for one in details for action in one.action)),
        tuple(one.condition for one in details),
    )


def _details_of(finding: Any) -> Sequence[Any]:
    """What has the members of external or internal access details."""
    if not isinstance(finding, GetFindingV2Response):
        return (finding,)  # the other forms hold their details themselves
    kinds = (ExternalAccessDetails, InternalAccessDetails)
    return [one for one in finding.finding_details if isinstance(one, kinds)]


def _is_restrictable(details: Any) -> bool:
    if details.resource_control_policy_restriction == "APPLICABLE":
        return True
    is_internal = isinstance(details, InternalAccessDetails)
    return is_internal and details.service_control_policy_restriction == "APPLICABLE"


def _meaning(finding: AnyFinding) -> object:
    """What is the same for findings that say the same; a finding that says little stands alone."""
    details = _details_of(finding)
    if not details or finding.resource is None or isinstance(finding, AccessPreviewFinding):
        return finding.id, type(finding)
    said = tuple(
        (
            tuple(one.action),
            frozenset(one.principal.items()),
            frozenset(one.condition.items()),
            None if isinstance(one, InternalAccessDetails) else (one.is_public,),
        )
        for one in details
    )
    return finding.resource, finding.status, said


def _gravity(actions: Sequence[str]) -> str:
    if all("assumerole" in one.lower() for one in actions):
        return "whoever assumes the role may do all that it may"
    return f"changes who may do what: {_few(actions)}"


def _few(actions: Iterable[str]) -> str:
    return listed((shorten(one, _MOST_NAME) for one in actions), 2)


def _named(principal: str) -> str:
    """Name a principal of an account: a role or user with the account."""
    arn, party = Arn.parse(principal), party_of("AWS", principal)
    if arn is None or arn.resource == "root":
        return str(party)
    return f"{shorten(arn.resource, _MOST_NAME)} of {party}"


def _may_be_assumed_by_another(exposure: Exposure) -> bool:
    is_from_account = any(party.kind == "account" for party in exposure.parties)
    assumes = any(one.lower() == "sts:assumerole" for one in exposure.actions)
    keys = {key.lower() for condition in exposure.conditions for key in condition}
    is_outside = exposure.reach == "cross_account"
    return is_outside and is_from_account and assumes and "sts:externalid" not in keys
