"""A world as plain JSON values, and the world set up again as it was.

Findings and resources are many and everything else is little, so they are apart: `save_state` and
`load_world` know all that is little, each in one place, and `save_finding` and `save_resource` what
is many. In a snapshot the lists stand with their analyzer; in a file they come line by line.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any
from weakref import ref

from aa_sdk.emulator._account.due import plan_anew
from aa_sdk.emulator._account.entities import (
    AccessPreview,
    Analyzer,
    ArchiveRule,
    PolicyGeneration,
    Recommendation,
    ResourceScan,
    Scope,
)
from aa_sdk.emulator._account.members import Member
from aa_sdk.emulator._account.principals import Principals
from aa_sdk.emulator._account.world import Durations, Quotas, World
from aa_sdk.emulator._findings.records import FindingRecord, Resource
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._protocol.idempotency import TokenUse
from aa_sdk.emulator._protocol.timestamps import milliseconds

FORMAT = 1
"""The version of the form that snapshots have."""

Job = AccessPreview | PolicyGeneration | Recommendation | ResourceScan

_SECOND = timedelta(seconds=1)
_RESOURCE_FIELDS = ("arn", "type", "owner", "created_at", "analyzed_at", "updated_at")


def save_world(world: World) -> dict[str, Any]:
    """Return everything a world keeps, as plain JSON values that nobody else has."""
    # Through text: what is mutable in the world would go on changing in its snapshot.
    saved: dict[str, Any] = {"format": FORMAT, **json.loads(json.dumps(save_state(world)))}
    for (_, analyzer), store in zip(analyzers_in(saved), stores_of(world), strict=True):
        analyzer["resources"] = [save_resource(item) for item in store.resources.values()]
        analyzer["findings"] = [save_finding(record) for record in store]
    return saved


def analyzers_in(saved: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the analyzers of a snapshot, each with the place where it stands."""
    return [
        (f"scopes[{number}].analyzers[{index}]", analyzer)
        for number, scope in enumerate(saved["scopes"])
        for index, analyzer in enumerate(scope["analyzers"])
    ]


def stores_of(world: World) -> list[FindingStore]:
    """Return the findings and resources of each analyzer, in the order of `analyzers_in`."""
    scopes = world.scopes.values()
    return [analyzer.store for scope in scopes for analyzer in scope.analyzers.values()]


def save_state(world: World) -> dict[str, Any]:
    """Return everything but findings and resources. What is in it goes on changing."""
    return {
        "account_id": world.account_id,
        "region": world.region,
        "seed": world.seed,
        "now": milliseconds(world.clock.now()),
        "ids": world.ids.save(),
        "quotas": _members(world.quotas),
        "durations": {name: value / _SECOND for name, value in _members(world.durations).items()},
        "scan_limit": world.scan_limit,
        "organization": world.organization,
        "access_keys": world.access_keys,
        "principals": world.principals.save(),
        "announced": world.announced,
        "canonical_ids": world.canonical_ids,
        "members": {account: _save_member(one) for account, one in world.members.items()},
        "delegated_administrator": world.delegated_administrator,
        "switches": world.switches,
        "scopes": [_save_scope(scope) for scope in world.scopes.values() if scope.has_anything],
    }


def _members(item: Quotas | Durations | Job | ArchiveRule) -> dict[str, Any]:
    # No copy of what is inside, as `asdict` makes: it goes into JSON at once.
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _save_member(member: Member) -> dict[str, Any]:
    return {"name": member.name, "status": member.status, "unit": member.unit}


def revision_of(world: World) -> object:
    """Return what is equal as long as a world does not change, the passing of time aside.

    Neither does it change by requests that read, although they move the clock and have ids.
    """
    state = save_state(world)
    things, _requests = state["ids"]
    rest = {name: value for name, value in state.items() if name not in {"now", "ids"}}
    # A reference stands for its store and does not keep it.
    findings = [(ref(store), store.version) for store in stores_of(world)]
    return json.dumps([things, rest]), findings


def _save_scope(scope: Scope) -> dict[str, Any]:
    return {
        "account_id": scope.account_id,
        "region": scope.region,
        "analyzers": [_save_analyzer(analyzer) for analyzer in scope.analyzers.values()],
        "generations": [_members(job) for job in scope.generations.values()],
        "answered": [
            [*key, use.request.decode(), use.body.decode(), use.expires_at]
            for key, use in scope.token_uses.items()
        ],
    }


def _save_analyzer(analyzer: Analyzer) -> dict[str, Any]:
    return {
        "arn": analyzer.arn,
        "name": analyzer.name,
        "type": analyzer.type,
        "created_at": analyzer.created_at,
        "ready_at": analyzer.ready_at,
        "configuration": analyzer.configuration,
        "tags": analyzer.tags,
        "managed_by": analyzer.managed_by,
        "in_use": analyzer.in_use,
        "status": analyzer.status,
        "status_reason": analyzer.status_reason,
        "failure": analyzer.failure,
        "scans": [_members(scan) for scan in analyzer.scans],
        "last_resource": analyzer.last_resource,
        "last_resource_at": analyzer.last_resource_at,
        "samples": analyzer.samples,
        "rules": [_members(rule) for rule in analyzer.rules.values()],
        "previews": [_members(preview) for preview in analyzer.previews.values()],
        "recommendations": [_members(item) for item in analyzer.recommendations.values()],
    }


def save_resource(resource: Resource) -> dict[str, Any]:
    """Return a resource as a snapshot has it."""
    return {name: getattr(resource, name) for name in _RESOURCE_FIELDS}


def save_finding(record: FindingRecord) -> dict[str, Any]:
    """Return a finding as a snapshot has it."""
    facts = record.facts
    return {
        "seq": record.seq,
        "id": record.id,
        "finding_type": facts.finding_type,
        "resource": record.resource.arn,
        "resource_type": facts.resource_type,
        "owner": facts.owner,
        "created_at": record.created_at,
        "analyzed_at": record.analyzed_at,
        "updated_at": record.updated_at,
        "status": facts.status,
        "error": facts.error,
        "details": json.loads(record.details),
    }


def load_world(world: World, saved: Mapping[str, Any]) -> None:
    """Make a fresh world what a saved one was.

    Args:
        world: A world made with the saved account, region and seed.
        saved: What `save_state` returned, read and checked, and each analyzer's findings and
            resources as its `store`; see `reading`.
    """
    world.ids.load(saved["ids"])
    world.quotas = Quotas(**saved["quotas"])
    seconds: Mapping[str, float] = saved["durations"]
    world.durations = Durations(
        **{name: timedelta(seconds=value) for name, value in seconds.items()}
    )
    world.scan_limit = saved["scan_limit"]
    world.organization = saved["organization"]
    world.access_keys = dict(saved["access_keys"])
    # Snapshots of earlier releases have no principals.
    world.principals = Principals.load(saved.get("principals", {}))
    world.canonical_ids = dict(saved.get("canonical_ids", {}))
    members: Mapping[str, Any] = saved.get("members", {})
    world.members = {account: Member(account, **one) for account, one in members.items()}
    world.delegated_administrator = saved.get("delegated_administrator", world.account_id)
    world.switches = {region: dict(told) for region, told in saved.get("switches", {}).items()}
    ahead = timedelta(milliseconds=saved["now"] - milliseconds(world.clock.now()))
    world.clock.advance(max(ahead, timedelta()))
    world.scopes.clear()
    for scope in saved["scopes"]:
        _load_scope(world.scope(scope["account_id"], scope["region"]), scope)
    world.announced = saved.get("announced", 0)
    plan_anew(world, saved["now"])


def _load_scope(scope: Scope, saved: Mapping[str, Any]) -> None:
    for analyzer in saved["analyzers"]:
        scope.analyzers[analyzer["name"]] = _load_analyzer(analyzer)
    for job in saved["generations"]:
        scope.generations[job["id"]] = PolicyGeneration(**job)
    for operation, token, request, body, expires_at in saved["answered"]:
        use = TokenUse(request.encode(), body.encode(), expires_at)
        scope.token_uses[operation, token] = use


_PARTS = frozenset({"rules", "previews", "scans", "recommendations"})


def _load_analyzer(saved: Mapping[str, Any]) -> Analyzer:
    own = {name: value for name, value in saved.items() if name not in _PARTS}
    analyzer = Analyzer(**own)
    analyzer.rules = {rule["name"]: ArchiveRule(**rule) for rule in saved["rules"]}
    analyzer.previews = {preview["id"]: AccessPreview(**preview) for preview in saved["previews"]}
    analyzer.scans = [ResourceScan(**scan) for scan in saved.get("scans", ())]
    analyzer.recommendations = {
        item["finding_id"]: Recommendation(**item) for item in saved["recommendations"]
    }
    return analyzer
