"""A world as plain JSON values, and the world set up again as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

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
from aa_sdk.emulator._account.principals import Principals
from aa_sdk.emulator._account.world import Durations, Quotas, World
from aa_sdk.emulator._findings.records import FindingRecord, Resource
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._protocol.idempotency import TokenUse
from aa_sdk.emulator._protocol.timestamps import milliseconds

FORMAT = 1
"""The version of the form that snapshots have."""

_SECOND = timedelta(seconds=1)
_RESOURCE_FIELDS = ("arn", "type", "owner", "created_at", "analyzed_at", "updated_at")


def save_world(world: World) -> dict[str, Any]:
    """Return everything a world keeps, as plain JSON values."""
    return {
        "format": FORMAT,
        "account_id": world.account_id,
        "region": world.region,
        "seed": world.seed,
        "now": milliseconds(world.clock.now()),
        "ids": world.ids.save(),
        "quotas": asdict(world.quotas),
        "durations": {name: value / _SECOND for name, value in _fields(world.durations).items()},
        "scan_limit": world.scan_limit,
        "organization": world.organization,
        "access_keys": world.access_keys,
        "principals": world.principals.save(),
        "announced": world.announced,
        "canonical_ids": world.canonical_ids,
        "scopes": [_save_scope(scope) for scope in world.scopes.values()],
    }


def _fields(durations: Durations) -> dict[str, timedelta]:
    fields: dict[str, timedelta] = asdict(durations)
    return fields


def _save_scope(scope: Scope) -> dict[str, Any]:
    return {
        "account_id": scope.account_id,
        "region": scope.region,
        "analyzers": [_save_analyzer(analyzer) for analyzer in scope.analyzers.values()],
        "generations": [asdict(job) for job in scope.generations.values()],
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
        "scans": [asdict(scan) for scan in analyzer.scans],
        "last_resource": analyzer.last_resource,
        "last_resource_at": analyzer.last_resource_at,
        "samples": analyzer.samples,
        "rules": [asdict(rule) for rule in analyzer.rules.values()],
        "previews": [asdict(preview) for preview in analyzer.previews.values()],
        "recommendations": [asdict(item) for item in analyzer.recommendations.values()],
        "resources": [_save_resource(item) for item in analyzer.store.resources.values()],
        "findings": [_save_finding(record) for record in analyzer.store],
    }


def _save_resource(resource: Resource) -> dict[str, Any]:
    return {name: getattr(resource, name) for name in _RESOURCE_FIELDS}


def _save_finding(record: FindingRecord) -> dict[str, Any]:
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
        "details": [payload for entry in record.detail_list() for payload in entry.values()],
    }


def load_world(world: World, saved: Mapping[str, Any]) -> None:
    """Make a fresh world what a saved one was.

    Args:
        world: A world made with the saved account, region and seed.
        saved: What `save_world` returned, read and checked; see `reading`.
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


_PARTS = frozenset({"rules", "previews", "scans", "recommendations", "resources", "findings"})


def _load_analyzer(saved: Mapping[str, Any]) -> Analyzer:
    own = {name: value for name, value in saved.items() if name not in _PARTS}
    analyzer = Analyzer(**own)
    analyzer.rules = {rule["name"]: ArchiveRule(**rule) for rule in saved["rules"]}
    analyzer.previews = {preview["id"]: AccessPreview(**preview) for preview in saved["previews"]}
    analyzer.scans = [ResourceScan(**scan) for scan in saved.get("scans", ())]
    analyzer.recommendations = {
        item["finding_id"]: Recommendation(**item) for item in saved["recommendations"]
    }
    _load_findings(analyzer.store, saved["resources"], saved["findings"])
    return analyzer


def _load_findings(
    store: FindingStore,
    resources: Sequence[Mapping[str, Any]],
    findings: Sequence[Mapping[str, Any]],
) -> None:
    # Resources first, in their own order, which listings of resources go by.
    for saved in resources:
        store.add_resource(saved["arn"], saved["type"], saved["owner"], saved["created_at"])
    for saved in findings:
        # Page tokens that were issued before carry positions.
        store.skip_to(saved["seq"])
        store.add(**{name: value for name, value in saved.items() if name != "seq"})
    # Adding findings moved the times of their resources.
    for saved in resources:
        resource = store.resources[saved["arn"]]
        resource.analyzed_at, resource.updated_at = saved["analyzed_at"], saved["updated_at"]
