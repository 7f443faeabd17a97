"""Puts into a world what the service would find on its own: resources, findings, their changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aa_sdk.emulator._account.analyzer_configuration import default_configuration
from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._account.external_access import external_access
from aa_sdk.emulator._account.lifecycle import open_finding, resolve
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._findings.store import NewFinding
from aa_sdk.emulator.clock import milliseconds
from aa_sdk.models import (
    ExternalAccessDetails,
    InternalAccessDetails,
    UnusedIamRoleDetails,
    UnusedIamUserAccessKeyDetails,
    UnusedIamUserPasswordDetails,
    UnusedPermissionDetails,
)

Details = (
    ExternalAccessDetails
    | InternalAccessDetails
    | UnusedIamRoleDetails
    | UnusedIamUserAccessKeyDetails
    | UnusedIamUserPasswordDetails
    | UnusedPermissionDetails
)
"""What a finding says beside its summary."""

_TYPES: Mapping[type, str] = {
    ExternalAccessDetails: "ExternalAccess",
    InternalAccessDetails: "InternalAccess",
    UnusedIamRoleDetails: "UnusedIAMRole",
    UnusedIamUserAccessKeyDetails: "UnusedIAMUserAccessKey",
    UnusedIamUserPasswordDetails: "UnusedIAMUserPassword",
    UnusedPermissionDetails: "UnusedPermission",
}
_KINDS: Mapping[str, str] = {"ExternalAccess": "external", "InternalAccess": "internal"}
_STATUSES = ("ACTIVE", "ARCHIVED", "RESOLVED")
_ARN_FIELDS = 6
_OWNER_FIELD = 4


@dataclass(frozen=True, slots=True)
class FindingSpec:
    """A finding to be made."""

    resource: str
    """The ARN of the resource."""
    resource_type: str
    """The type of the resource."""
    details: Sequence[Details]
    """One entry; several only for unused permissions. Empty together with `error`."""
    finding_type: str | None
    """Told by the details where there are any."""
    owner: str | None
    """The account that owns the resource; by default the one in its ARN or the analyzer's."""
    status: str
    """`ACTIVE`, `ARCHIVED` or `RESOLVED`."""
    error: str | None
    """The code of a failed analysis."""
    created_at: datetime | None
    """When it was found; by default when it was updated."""
    updated_at: datetime | None
    """When it last changed; now by default."""
    finding_id: str | None
    """Its id; by default the next of the emulator."""


def find_analyzer(world: World, analyzer: str) -> Analyzer:
    """Return an analyzer by its ARN, or by its name in the emulator's account and region.

    Raises:
        LookupError: There is no such analyzer.
    """
    parts = analyzer.split(":", _ARN_FIELDS - 1)
    scope = world.scope()
    if len(parts) == _ARN_FIELDS:
        scope = world.scope(parts[_OWNER_FIELD], parts[3])
    found = scope.analyzers.get(parts[-1].removeprefix("analyzer/"))
    if found is None:
        raise LookupError(f"there is no analyzer {analyzer}")
    return found


def find_record(world: World, finding_id: str) -> tuple[Analyzer, FindingRecord]:
    """Return a finding and its analyzer, wherever they are.

    Raises:
        LookupError: There is no such finding.
    """
    for scope in world.scopes.values():
        for analyzer in scope.analyzers.values():
            record = analyzer.store.by_id.get(finding_id)
            if record is not None:
                return analyzer, record
    raise LookupError(f"there is no finding {finding_id}")


def add_finding(world: World, analyzer: Analyzer, spec: FindingSpec) -> FindingRecord:
    """Open a finding; one of the analyzer's archive rules may archive it at once.

    Raises:
        ValueError: Its type does not fit the analyzer or the details, its status is none that
            findings have, or its id is taken.
    """
    finding_type = _finding_type(spec)
    if _KINDS.get(finding_type, "unused") != analyzer.kind:
        raise ValueError(
            f"an analyzer of type {analyzer.type} has no findings of type {finding_type}"
        )
    finding_id = spec.finding_id or world.ids.new()
    if finding_id in analyzer.store.by_id:
        raise ValueError(f"there is a finding {finding_id} already")
    now = world.now()
    updated = now if spec.updated_at is None else milliseconds(spec.updated_at)
    created = updated if spec.created_at is None else milliseconds(spec.created_at)
    new = NewFinding(
        id=finding_id,
        finding_type=finding_type,
        resource=spec.resource,
        resource_type=spec.resource_type,
        owner=spec.owner or _owner(spec.resource, analyzer),
        created_at=created,
        analyzed_at=updated,
        updated_at=updated,
        status=spec.status,
        error=spec.error,
        details=[detail.to_wire() for detail in spec.details],
    )
    return open_finding(world, analyzer, new)


def _finding_type(spec: FindingSpec) -> str:
    types = {_TYPES[type(detail)] for detail in spec.details}
    if spec.finding_type is not None:
        types.add(spec.finding_type)
    if len(types) != 1:
        raise ValueError("a finding has details of one type, or no details and a finding_type")
    (finding_type,) = types
    if finding_type not in _TYPES.values() or spec.status not in _STATUSES:
        raise ValueError(f"there is no finding of type {finding_type} with status {spec.status}")
    return finding_type


def _owner(resource: str, analyzer: Analyzer) -> str:
    parts = resource.split(":")
    named = parts[_OWNER_FIELD] if len(parts) > _OWNER_FIELD else ""
    return named or analyzer.arn.split(":")[_OWNER_FIELD]


def add_resource(
    world: World, analyzer: Analyzer, arn: str, resource_type: str, policy: str | None
) -> list[FindingRecord]:
    """Let an analyzer look at a resource.

    With a policy, an external access analyzer finds what the policy gives to others: a finding
    for each principal. Findings of the resource that the policy no longer explains are resolved.

    Returns:
        The findings that are new.
    """
    owner, now = _owner(arn, analyzer), world.now()
    resource = analyzer.store.add_resource(arn, resource_type, owner, now)
    analyzer.store.analyze(resource, now)
    analyzer.last_resource, analyzer.last_resource_at = arn, now
    if policy is None or analyzer.kind != "external":
        return []
    source = "POLICY" if resource_type == "AWS::S3::Bucket" else None
    wanted = [access.members() for access in external_access(policy, owner, source=source)]
    for record in list(resource.findings):
        details = record.detail_list()[0]["externalAccessDetails"]
        if record.facts.status != "RESOLVED" and details in wanted:
            wanted.remove(details)
        elif record.facts.status != "RESOLVED":
            resolve(analyzer, record, now)
    found = [ExternalAccessDetails.model_validate(members) for members in wanted]
    return [
        add_finding(world, analyzer, _plain_spec(arn, resource_type, detail)) for detail in found
    ]


def _plain_spec(arn: str, resource_type: str, details: Details) -> FindingSpec:
    return FindingSpec(arn, resource_type, [details], None, None, "ACTIVE", None, None, None, None)


def add_service_linked_analyzer(
    world: World, name: str, analyzer_type: str, *, managed_by: str, in_use: bool
) -> Analyzer:
    """Add an analyzer that another service manages."""
    scope, now = world.scope(), world.now()
    arn = scope.analyzer_arn(name)
    found = Analyzer(arn, name, analyzer_type, now, now, managed_by=managed_by, in_use=in_use)
    found.configuration = default_configuration(found, None)
    scope.analyzers[name] = found
    return found


def change_finding(world: World, finding_id: str, details: Sequence[Details]) -> FindingRecord:
    """Let access change its form: the finding is resolved and another one opens.

    Raises:
        LookupError: There is no such finding.
        ValueError: The details do not fit the analyzer.
    """
    analyzer, record = find_record(world, finding_id)
    facts, resource = record.facts, record.resource
    resolve(analyzer, record, world.now())
    spec = FindingSpec(
        resource.arn, resource.type, details, None, facts.owner, "ACTIVE", None, None, None, None
    )
    return add_finding(world, analyzer, spec)
