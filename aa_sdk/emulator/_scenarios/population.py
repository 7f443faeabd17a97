"""Fills an account and region with analyzers of every kind and findings of every type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random

from aa_sdk.emulator._account.analyzer_configuration import (
    INTERNAL_TYPES,
    default_configuration,
)
from aa_sdk.emulator._account.entities import Analyzer, Scope
from aa_sdk.emulator._account.identifiers import uuid_from
from aa_sdk.emulator._account.lifecycle import STATUSES, settle
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._scenarios.sample_findings import DAY, DETAILS, SampleWorld
from aa_sdk.emulator._scenarios.sample_resources import EXTERNAL_TYPES, SampleResources

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
_STATUS_WEIGHTS = (7, 2, 1)
_AGE = 150 * DAY
_ERROR_EVERY = 31
_RESOURCE_REUSE = 1 / 3


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
    draw = Random(f"population {seed} {before}")  # noqa: S311 (the same every time, by intent)
    place = f"{scope.account_id} {scope.region}"
    # The same resources everywhere, as roles and users are; but no two findings with one id.
    ids = Random(f"ids {place} {seed} {before}")  # noqa: S311 (the same)
    sources = {name: _Source(world, scope, name, draw, ids) for name in _ANALYZERS}
    unused = analyzers["account-unused"]
    start = unused.store.span
    added = dict.fromkeys(_ANALYZERS, 0)
    for number, name in zip(
        range(findings), cycle(_TURNS if only is None else [only]), strict=False
    ):
        has_error = number % _ERROR_EVERY == _ERROR_EVERY - 1
        record = sources[name].add_to(analyzers[name].store, has_error=has_error)
        settle(world, analyzers[name], record)
        added[name] += 1
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

    def __init__(self, world: World, scope: Scope, name: str, draw: Random, ids: Random) -> None:
        members = [f"{draw.randrange(10**11, 10**12)}" for _ in range(MEMBERS)]
        is_organization = _ANALYZERS[name].startswith("ORGANIZATION")
        accounts = [scope.account_id, *(members if is_organization else ())]
        resources = SampleResources(draw, scope.partition, scope.region, accounts)
        outsiders = [f"{draw.randrange(10**11, 10**12)}" for _ in range(MEMBERS)]
        organization = f"o-{draw.getrandbits(40):010x}"
        networks = [f"vpc-{draw.getrandbits(32):08x}" for _ in range(NETWORKS)]
        self._sample = SampleWorld(resources, outsiders, networks, organization, world.now())
        self._draw = draw
        self._ids = ids
        self._kinds = _kinds(_ANALYZERS[name])
        self._known: dict[str, tuple[str, str]] = {}

    def add_to(self, store: FindingStore, *, has_error: bool) -> FindingRecord:
        finding_type, resource_type = next(self._kinds)
        arn, owner = self._resource(finding_type, resource_type)
        status = self._draw.choices(STATUSES, _STATUS_WEIGHTS)[0]
        created, updated = self._times(finding_type)
        details = DETAILS[finding_type](self._sample, resource_type)
        return store.add(
            id=uuid_from(self._ids),
            finding_type=finding_type,
            resource=arn,
            resource_type=resource_type,
            owner=owner,
            created_at=created,
            analyzed_at=updated,
            updated_at=updated,
            status="ACTIVE" if has_error else status,
            error=self._error(finding_type) if has_error else None,
            details=() if has_error else details,
        )

    def _resource(self, finding_type: str, resource_type: str) -> tuple[str, str]:
        """Return a resource and its owner: now and then one that has a finding already."""
        known = self._known.get(resource_type)
        is_shared = finding_type in {"ExternalAccess", "InternalAccess"}
        if known is not None and is_shared and self._draw.random() < _RESOURCE_REUSE:
            return known
        resources = self._sample.resources
        owner = resources.owner()
        self._known[resource_type] = resources.arn(resource_type, owner), owner
        return self._known[resource_type]

    def _times(self, finding_type: str) -> tuple[int, int]:
        # Nothing was resolved so long ago that it would have to be gone.
        updated = self._sample.now - self._draw.randrange(1000, 80 * DAY)
        created = updated - self._draw.randrange(0, 40 * DAY)
        if finding_type.startswith("Unused"):
            return created, updated
        return created // 1000 * 1000, updated // 1000 * 1000

    def _error(self, finding_type: str) -> str:
        choices = ["ACCESS_DENIED", "INTERNAL_ERROR"]
        if finding_type == "InternalAccess":
            choices += ["PRINCIPAL_LIMIT_EXCEEDED", "PRINCIPAL_ERRORS_LIMIT_EXCEEDED"]
        return self._draw.choice(choices)


def _kinds(analyzer_type: str) -> Iterator[tuple[str, str]]:
    """Return an endless run of finding types with resource types."""
    if analyzer_type.endswith("UNUSED_ACCESS"):
        return cycle(_UNUSED_TYPES)
    if analyzer_type.endswith("INTERNAL_ACCESS"):
        return cycle([("InternalAccess", kind) for kind in INTERNAL_TYPES])
    return cycle([("ExternalAccess", kind) for kind in EXTERNAL_TYPES])
