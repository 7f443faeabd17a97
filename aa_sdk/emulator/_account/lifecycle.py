"""What happens to findings: they open, are archived by rules, are resolved, and go.

Findings change here and nowhere else, so that an event tells of every change. Worlds that are
populated or loaded were there before: their findings are entered, and no event tells of them.

A finding opens active, or archived where one of its analyzer's rules matches it. Callers archive it
and make it active again; neither they nor rules end it. It ends because what it is about is gone or
has changed: then it is resolved for good, and access in another form opens a finding of its own,
with an id of its own. A resolved finding stays for `RETENTION` and ages out; see `due`. A finding
about a failed analysis says nothing about access: there is nothing to resolve, so it is removed at
once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from aa_sdk import policy
from aa_sdk._arns import Arn
from aa_sdk.emulator._account.entities import Analyzer, ResourceScan
from aa_sdk.emulator._account.events import announce, announce_deleted
from aa_sdk.emulator._account.given_access import Owner, given_by_policy
from aa_sdk.emulator._account.places import AlreadyThereError
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.records import EXTERNAL_TAG, FindingRecord, Resource
from aa_sdk.emulator._findings.store import RETENTION
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

STATUSES = ("ACTIVE", "ARCHIVED", "RESOLVED")
"""What a finding can be."""


def open_finding(
    world: World,
    analyzer: Analyzer,
    *,
    finding_type: str,
    resource: str,
    resource_type: str,
    details: Sequence[Mapping[str, Any]],
    owner: str | None = None,
    status: str = "ACTIVE",
    error: str | None = None,
    created_at: int | None = None,
    updated_at: int | None = None,
    finding_id: str | None = None,
    now: int | None = None,
) -> FindingRecord:
    """Open a finding; one of the analyzer's archive rules may archive it at once.

    Then one event tells that there is an archived finding. Were there two, whoever reacts to active
    findings would hear of each that somebody has said not to care for.

    Args:
        world: Where ids and the time come from, and filters are compiled.
        analyzer: The analyzer that finds it.
        finding_type: Its type.
        resource: The ARN of the resource.
        resource_type: The type of the resource.
        details: The details in wire form without the union's tag.
        owner: The account that owns the resource; by default the one in its ARN, or else the
            analyzer's.
        status: `ACTIVE`, `ARCHIVED` or `RESOLVED`.
        error: The code of a failed analysis.
        created_at: When it was found, in milliseconds; by default when it was updated.
        updated_at: When it last changed, in milliseconds; now by default.
        finding_id: Its id; by default the next of the emulator.
        now: The moment at which it opens, in milliseconds; the world's time by default.

    Raises:
        ValueError: The analyzer has no findings of this type, the status is none that findings
            have, or the id is taken.
    """
    if finding_type not in DETAILS_BY_TYPE or status not in STATUSES:
        raise ValueError(f"there is no finding of type {finding_type} with status {status}")
    if not analyzer.finds(finding_type):
        raise ValueError(
            f"an analyzer of type {analyzer.type} has no findings of type {finding_type}"
        )
    finding_id = finding_id or world.ids.new()
    if finding_id in analyzer.store.by_id:
        raise AlreadyThereError(f"there is a finding {finding_id} already")
    now = world.now() if now is None else now
    updated_at = now if updated_at is None else updated_at
    record = analyzer.store.add(
        id=finding_id,
        finding_type=finding_type,
        resource=resource,
        resource_type=resource_type,
        owner=owner or _owner(resource, analyzer),
        created_at=updated_at if created_at is None else created_at,
        analyzed_at=updated_at,
        updated_at=updated_at,
        status=status,
        error=error,
        details=details,
    )
    settle(world, analyzer, record)
    announce(world, analyzer, [record], now)
    return record


def settle(world: World, analyzer: Analyzer, record: FindingRecord) -> None:
    """Draw the consequences of a finding that has just been added to an analyzer's findings.

    Its resource may be the one last looked at, and if it is active, a rule may archive it. Rules
    are tried here and nowhere else: one that is created later leaves it alone until it is applied.
    If it is resolved, it is going to age out.
    """
    note_last_resource(analyzer, record)
    if record.facts.status == "ACTIVE" and _is_archived_by_rule(world, analyzer, record):
        analyzer.store.set_status(record, "ARCHIVED", record.updated_at)
    watch(world, analyzer, record)


def note_last_resource(analyzer: Analyzer, record: FindingRecord) -> None:
    """Let the resource of a finding be the one last looked at, unless another was later."""
    if analyzer.last_resource_at is None or record.analyzed_at >= analyzer.last_resource_at:
        analyzer.last_resource = record.resource.arn
        analyzer.last_resource_at = record.analyzed_at


def watch(world: World, analyzer: Analyzer, record: FindingRecord) -> None:
    """Enter when a finding is going to age out, if it is resolved."""
    if record.facts.status == "RESOLVED":
        world.agenda.add(record.updated_at + RETENTION, analyzer, record)


def _is_archived_by_rule(world: World, analyzer: Analyzer, record: FindingRecord) -> bool:
    filters = (world.filters.get(analyzer.arn, rule.filter) for rule in analyzer.rules.values())
    return any(rule.allows_group(record.group) and rule.allows_record(record) for rule in filters)


def change_status(
    world: World, analyzer: Analyzer, records: Sequence[FindingRecord], status: str, now: int
) -> None:
    """Archive findings or make them active again; those that are resolved are passed over."""
    before = "ACTIVE" if status == "ARCHIVED" else "ARCHIVED"
    changed = list[FindingRecord]()
    for record in records:
        # Asked one by one, for a finding may be named twice.
        if record.facts.status == before:
            analyzer.store.set_status(record, status, now)
            changed.append(record)
    announce(world, analyzer, changed, now, before)


def resolve(world: World, analyzer: Analyzer, record: FindingRecord, now: int) -> None:
    """Note that what a finding is about is gone.

    A finding about a failed analysis is not resolved: it goes away.
    """
    before = record.facts.status
    if record.facts.error is not None:
        remove(world, analyzer, record, now)
    elif before != "RESOLVED":
        analyzer.store.resolve(record, now)
        announce(world, analyzer, [record], now, before)
        watch(world, analyzer, record)


def remove(world: World, analyzer: Analyzer, record: FindingRecord, now: int) -> None:
    """Let a finding go without being resolved."""
    analyzer.store.remove(record)
    announce_deleted(world, analyzer, {record.id: record}, now)


def age_out(world: World, analyzer: Analyzer, record: FindingRecord, now: int) -> None:
    """Let a resolved finding go that has had its time, unless it has gone before."""
    if analyzer.store.by_id.get(record.id) is record:
        remove(world, analyzer, record, now)


def delete_analyzer(world: World, analyzer: Analyzer, now: int) -> None:
    """Delete an analyzer with all that hangs on it; its findings are gone at once."""
    del world.scope(analyzer.account_id, analyzer.region).analyzers[analyzer.name]
    world.agenda.forget(analyzer)
    announce_deleted(world, analyzer, analyzer.store.by_id, now)


def end_scan(world: World, analyzer: Analyzer, scan: ResourceScan) -> None:
    """Let a scan come to its end, unless its resource is gone.

    If it succeeds, the resource and its findings get a new time of analysis, and findings about
    failed analyses go: this one did not fail. If it fails, one of those opens, unless one says so.
    """
    analyzer.scans.remove(scan)
    resource = analyzer.store.resources.get(scan.resource)
    if resource is None:
        return
    now = scan.ends_at
    analyzer.last_resource, analyzer.last_resource_at = resource.arn, now
    known = _replace_failures(world, analyzer, resource, scan)
    if scan.error is None:
        analyzer.store.analyze(resource, now)
    elif known:
        analyzer.store.note_analysis(resource, now, resource.updated_at)
    else:
        open_finding(
            world,
            analyzer,
            finding_type="ExternalAccess",
            resource=resource.arn,
            resource_type=resource.type,
            details=(),
            owner=resource.owner,
            error=scan.error,
            now=now,
        )


def _replace_failures(
    world: World, analyzer: Analyzer, resource: Resource, scan: ResourceScan
) -> bool:
    """Remove what is said of failed analyses, and tell whether this failure is said already."""
    failed = [record for record in resource.findings if record.facts.error is not None]
    for record in failed:
        if record.facts.error != scan.error:
            remove(world, analyzer, record, scan.ends_at)
    return any(record.facts.error == scan.error for record in failed)


def replace_finding(
    world: World, finding_id: str, finding_type: str, details: Sequence[Mapping[str, Any]]
) -> FindingRecord:
    """Let access change its form: the finding is resolved and another one opens.

    Raises:
        LookupError: There is no such finding.
        ValueError: The details do not fit the analyzer.
    """
    analyzer, record = world.find_record(finding_id)
    resource = record.resource
    # The new one first: if it cannot be, nothing has changed.
    new = open_finding(
        world,
        analyzer,
        finding_type=finding_type,
        resource=resource.arn,
        resource_type=resource.type,
        details=details,
        owner=record.facts.owner,
    )
    resolve(world, analyzer, record, world.now())
    return new


def analyze_resource(
    world: World, analyzer: Analyzer, arn: str, resource_type: str, document: str | None
) -> list[FindingRecord]:
    """Let an analyzer look at a resource.

    With a policy, an external access analyzer finds what the policy gives to others than the
    resource's owner: a finding for each principal and condition. Findings of the resource that the
    policy no longer explains are resolved.

    Returns:
        The findings that are new.

    Raises:
        ValueError: The policy is malformed, or it is not decided whom it lets in. Then nothing has
            changed.
    """
    owner, now = _owner(arn, analyzer), world.now()
    # Read first: if the policy cannot be, nothing has changed.
    given = None
    if document is not None and analyzer.kind == "external":
        given = _given(document, resource_type, Owner(owner, world.canonical_id(owner)))
    resource = analyzer.store.add_resource(arn, resource_type, owner, now)
    analyzer.store.analyze(resource, now)
    analyzer.last_resource, analyzer.last_resource_at = arn, now
    if given is None:
        return []
    for record in [item for item in resource.findings if item.facts.status != "RESOLVED"]:
        details = record.detail_list()[0][EXTERNAL_TAG]
        if details in given:
            given.remove(details)
        else:
            resolve(world, analyzer, record, now)
    return [
        open_finding(
            world,
            analyzer,
            finding_type="ExternalAccess",
            resource=arn,
            resource_type=resource_type,
            details=[details],
        )
        for details in given
    ]


def _given(document: str, resource_type: str, owner: Owner) -> list[dict[str, Any]]:
    try:
        return [one.members() for one in given_by_policy(document, resource_type, owner)]
    except policy.UnsupportedPolicyError as error:
        raise ValueError(str(error)) from error


def _owner(resource: str, analyzer: Analyzer) -> str:
    arn = Arn.parse(resource)
    return arn.account if arn and arn.account else analyzer.account_id
