"""Fills an account and region with analyzers of every kind and findings of every type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from json import loads

from aa_sdk.emulator._account.analyzer_configuration import (
    INTERNAL_TYPES,
    default_configuration,
)
from aa_sdk.emulator._account.entities import Analyzer, Scope
from aa_sdk.emulator._account.lifecycle import note_last_resource, settle, watch
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.bulk import many_objects
from aa_sdk.emulator._findings.records import Facts, FindingRecord, Group, Shared
from aa_sdk.emulator._scenarios.draws import Draws
from aa_sdk.emulator._scenarios.sample_findings import DAY, DETAILS, Sample, SampleWorld
from aa_sdk.emulator._scenarios.sample_resources import EXTERNAL_TYPES, SampleResources
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

MEMBERS = 6
"""How many accounts the organization has besides the one that administers the analyzers."""

NETWORKS = 20
"""How many VPCs there are."""

_ANALYZERS: Mapping[str, str] = {
    "account-external": "ACCOUNT",
    "account-unused": "ACCOUNT_UNUSED_ACCESS",
    "organization-external": "ORGANIZATION",
    "organization-internal": "ORGANIZATION_INTERNAL_ACCESS",
}

# Seven of twenty findings are in the account's external analyzer, and so on. Mixed, so that
# few findings have something of everything too.
_TURNS: Sequence[str] = (
    *("account-external", "account-unused", "organization-internal", "organization-external") * 4,
    *("account-external", "account-external", "account-external", "account-unused"),
)

_UNUSED_TYPES: Sequence[tuple[str, str]] = (
    ("UnusedPermission", "AWS::IAM::Role"),
    ("UnusedIAMRole", "AWS::IAM::Role"),
    ("UnusedIAMUserAccessKey", "AWS::IAM::User"),
    ("UnusedIAMUserPassword", "AWS::IAM::User"),
    ("UnusedPermission", "AWS::IAM::User"),
)

# Of ten findings seven are active, two archived and one resolved.
_ACTIVE = 7
_ACTIVE_OR_ARCHIVED = 9
_ALL = 10
_AGE = 150 * DAY
_ERROR_EVERY = 31
_RESOURCE_REUSE = 1 / 3
_VARIANTS = "89ab"


@dataclass(frozen=True, slots=True)
class Population:
    """What a call of `populate` added."""

    account_id: str
    """Where."""
    region_name: str
    """Where."""
    analyzers: Mapping[str, str]
    """The analyzers' ARNs by name."""
    findings: Mapping[str, int]
    """How many findings each analyzer got, by name."""

    @property
    def external(self) -> str:
        """The ARN of the account's external access analyzer."""
        return self.analyzers["account-external"]

    @property
    def unused(self) -> str:
        """The ARN of the account's unused access analyzer."""
        return self.analyzers["account-unused"]

    @property
    def internal(self) -> str:
        """The ARN of the organization's internal access analyzer."""
        return self.analyzers["organization-internal"]

    @property
    def organization(self) -> str:
        """The ARN of the organization's external access analyzer."""
        return self.analyzers["organization-external"]


def populate(
    world: World, scope: Scope, findings: int, seed: int, only: str | None = None
) -> Population:
    """Add analyzers that are not there yet, and findings to them.

    Args:
        world: The world.
        scope: The account and region.
        findings: How many findings, over all analyzers.
        seed: The same seed gives the same world.
        only: The name of the one analyzer that gets findings; all four do by default.

    Raises:
        ValueError: None of the four has this name.
    """
    if only is not None and only not in _ANALYZERS:
        raise ValueError(f"analyzers are populated that are named {', '.join(_ANALYZERS)}")
    analyzers = {name: _analyzer(world, scope, name) for name in _ANALYZERS}
    before = sum(len(analyzer.store) for analyzer in analyzers.values())
    draws = Draws(f"population {seed} {before}")
    # The same resources everywhere, as roles and users are; but no two findings with one id.
    ids = Draws(f"ids {scope.account_id} {scope.region} {seed} {before}")
    sources = {
        name: _Source(world, scope, analyzer, draws, ids) for name, analyzer in analyzers.items()
    }
    unused = analyzers["account-unused"]
    start = unused.store.span
    added = dict.fromkeys(_ANALYZERS, 0)
    with many_objects():
        for number, name in zip(
            range(findings), cycle(_TURNS if only is None else [only]), strict=False
        ):
            has_error = number % _ERROR_EVERY == _ERROR_EVERY - 1
            sources[name].add(has_error=has_error)
            added[name] += 1
    for source in sources.values():
        source.settle()
    unused.samples.append((start, unused.store.span))
    arns = {name: analyzer.arn for name, analyzer in analyzers.items()}
    return Population(scope.account_id, scope.region, arns, added)


def _analyzer(world: World, scope: Scope, name: str) -> Analyzer:
    if name not in scope.analyzers:
        created = world.now() - _AGE
        arn = scope.analyzer_arn(name)
        added = Analyzer(arn, name, _ANALYZERS[name], created, created, tags={"team": "security"})
        added.configuration = default_configuration(added, None)
        scope.analyzers[name] = added
    return scope.analyzers[name]


class _Source:
    """Makes the findings of one analyzer.

    Everything is drawn from one sequence of numbers, so the order of the draws is part of what a
    seed means: one that is added or left out changes every world that comes after it.
    """

    def __init__(
        self, world: World, scope: Scope, analyzer: Analyzer, draws: Draws, ids: Draws
    ) -> None:
        members = _accounts(draws)
        is_organization = _ANALYZERS[analyzer.name].startswith("ORGANIZATION")
        accounts = [scope.account_id, *(members if is_organization else ())]
        resources = SampleResources(draws, scope.partition, scope.region, accounts)
        outsiders = _accounts(draws)
        organization = f"o-{draws.bits(40):010x}"
        networks = [f"vpc-{draws.bits(32):08x}" for _ in range(NETWORKS)]
        self._sample = SampleWorld(resources, outsiders, networks, organization, world.now())
        self._world = world
        self._analyzer = analyzer
        self._last: FindingRecord | None = None
        self._draws = draws
        self._ids = ids
        self._kinds = _kinds(_ANALYZERS[analyzer.name])
        self._known: dict[str, tuple[str, str]] = {}
        self._groups: dict[tuple[str | bool | None, ...], Group] = {}

    def add(self, *, has_error: bool) -> None:
        kind = next(self._kinds)
        arn, owner = self._resource(kind)
        status = self._status()
        created, updated = self._times(kind)
        sample = kind.details(self._sample, kind.resource_type)
        finding_id = _uuid(self._ids)
        error = None
        if has_error:
            sample, status, error = kind.failed, "ACTIVE", self._error(kind)
        store = self._analyzer.store
        resource = store.add_resource(arn, kind.resource_type, owner, created)
        store.note_analysis(resource, updated, updated)
        record = store.insert(
            finding_id,
            resource,
            self._group(kind, owner, status, error, sample),
            created_at=created,
            analyzed_at=updated,
            updated_at=updated,
            principal=self._shared(kind, sample.principal),
            condition=self._shared(kind, sample.condition),
            details=sample.details.encode(),
        )
        if self._analyzer.rules:
            settle(self._world, self._analyzer, record)
            return
        if status == "RESOLVED":
            watch(self._world, self._analyzer, record)
        if self._last is None or updated >= self._last.analyzed_at:
            self._last = record

    def settle(self) -> None:
        """Draw the consequences of all that was added, where that may wait for the end."""
        if self._last is not None:
            note_last_resource(self._analyzer, self._last)

    def _resource(self, kind: "_Kind") -> tuple[str, str]:
        """Return a resource and its owner: now and then one that has a finding already."""
        known = self._known.get(kind.resource_type)
        if known is not None and kind.is_access and self._draws.fraction() < _RESOURCE_REUSE:
            return known
        resources = self._sample.resources
        owner = resources.owner()
        drawn = resources.arn(kind.resource_type, owner), owner
        self._known[kind.resource_type] = drawn
        return drawn

    def _status(self) -> str:
        number = self._draws.fraction() * _ALL
        if number < _ACTIVE:
            return "ACTIVE"
        return "ARCHIVED" if number < _ACTIVE_OR_ARCHIVED else "RESOLVED"

    def _times(self, kind: "_Kind") -> tuple[int, int]:
        # Nothing was resolved so long ago that it would have to be gone.
        updated = self._sample.now - 1000 - self._draws.below(80 * DAY - 1000)
        created = updated - self._draws.below(40 * DAY)
        if kind.is_access:
            return created // 1000 * 1000, updated // 1000 * 1000
        return created, updated

    def _error(self, kind: "_Kind") -> str:
        choices = ["ACCESS_DENIED", "INTERNAL_ERROR"]
        if kind.finding_type == "InternalAccess":
            choices += ["PRINCIPAL_LIMIT_EXCEEDED", "PRINCIPAL_ERRORS_LIMIT_EXCEEDED"]
        return self._draws.choice(choices)

    def _group(
        self, kind: "_Kind", owner: str, status: str, error: str | None, sample: Sample
    ) -> Group:
        _, is_public, rcp, scp, _, _ = sample
        facts = (status, kind.resource_type, owner, kind.finding_type, error, is_public, rcp, scp)
        group = self._groups.get(facts)
        if group is None:
            group = self._groups[facts] = self._analyzer.store.group(Facts(*facts))
        return group

    def _shared(self, kind: "_Kind", members: str) -> Shared:
        shared = kind.shared.get(members)
        if shared is None:
            tag = DETAILS_BY_TYPE[kind.finding_type].tag
            shared = kind.shared[members] = self._analyzer.store.share(tag, loads(members))
        return shared


def _accounts(draws: Draws) -> list[str]:
    return [f"{10**11 + draws.below(9 * 10**11)}" for _ in range(MEMBERS)]


def _uuid(draws: Draws) -> str:
    """Return the next UUID of version 4, as `uuid_from` would."""
    digits = f"{draws.bits(128):032x}"
    variant = _VARIANTS[int(digits[16], 16) % len(_VARIANTS)]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


class _Kind:
    """What one of an analyzer's findings is of."""

    def __init__(self, finding_type: str, resource_type: str) -> None:
        self.finding_type = finding_type
        self.resource_type = resource_type
        self.is_access = not finding_type.startswith("Unused")
        self.details = DETAILS[finding_type]
        self.failed = Sample("[{}]" if self.is_access else "[]")
        self.shared: dict[str, Shared] = {}


def _kinds(analyzer_type: str) -> Iterator[_Kind]:
    """Return an endless run of finding types with resource types."""
    pairs = _UNUSED_TYPES
    if analyzer_type.endswith("INTERNAL_ACCESS"):
        pairs = [("InternalAccess", kind) for kind in INTERNAL_TYPES]
    elif not analyzer_type.endswith("UNUSED_ACCESS"):
        pairs = [("ExternalAccess", kind) for kind in EXTERNAL_TYPES]
    return cycle([_Kind(*pair) for pair in pairs])
