"""Operations on the resources that analyzers look at."""

from collections.abc import Sequence
from typing import Any

from aa_sdk.emulator._account.due import start_scan
from aa_sdk.emulator._account.entities import Analyzer, ResourceScan
from aa_sdk.emulator._account.failures import taken
from aa_sdk.emulator._findings.records import FindingRecord, Resource
from aa_sdk.emulator._handlers.call import Call, Output, look_up
from aa_sdk.emulator._handlers.findings import external_analyzer
from aa_sdk.emulator._protocol.errors import not_found
from aa_sdk.emulator._protocol.timestamps import iso_text


def get_analyzed_resource(call: Call) -> Output:
    """Return what an external access analyzer knows of one resource."""
    resource = _resource(call, external_analyzer(call))
    members: dict[str, Any] = {
        "resourceArn": resource.arn,
        "resourceType": resource.type,
        "resourceOwnerAccount": resource.owner,
        "createdAt": iso_text(resource.created_at),
        "analyzedAt": iso_text(resource.analyzed_at),
        "updatedAt": iso_text(resource.updated_at),
        "isPublic": False,
    }
    return {"resource": {**members, **_access(resource.findings)}}


def _access(findings: Sequence[FindingRecord]) -> dict[str, Any]:
    """Sum up the findings of a resource: those that are not resolved, if there are any."""
    if not findings:
        return {}
    present = [record for record in findings if record.facts.status != "RESOLVED"]
    details = [record.detail_list()[0]["externalAccessDetails"] for record in present]
    statuses = {record.facts.status for record in findings}
    status = next(status for status in ("ACTIVE", "ARCHIVED", "RESOLVED") if status in statuses)
    errors = [record.facts.error for record in present if record.facts.error is not None]
    sources = (source["type"] for detail in details for source in detail.get("sources", ()))
    return {
        "isPublic": any(record.facts.is_public for record in present),
        "actions": sorted({action for detail in details for action in detail.get("action", ())}),
        "sharedVia": sorted(set(sources)),
        "status": status,
        **({"error": errors[0]} if errors else {}),
    }


def list_analyzed_resources(call: Call) -> Output:
    """Return a page of resources in the order in which they were first looked at."""
    analyzer, paging = call.analyzer(), call.paging()
    wanted = call.params.get("resourceType")
    resources = analyzer.store.resources.values()
    chosen = [resource for resource in resources if wanted in (None, resource.type)]
    page, more = paging.cut(chosen, lambda resource: resource.seq)
    summaries = [
        {
            "resourceArn": resource.arn,
            "resourceOwnerAccount": resource.owner,
            "resourceType": resource.type,
        }
        for resource in page
    ]
    return {"analyzedResources": summaries, **more}


def start_resource_scan(call: Call) -> Output:
    """Start to look at a resource again; see `lifecycle.end_scan`."""
    analyzer = external_analyzer(call)
    resource = _resource(call, analyzer)
    owner = call.params.get("resourceOwnerAccount")
    if owner is not None and owner != resource.owner:
        raise not_found(resource.arn, "Resource")
    scan = ResourceScan(resource.arn, call.now, call.after(call.world.durations.resource_scan))
    scan.error = taken(call.world.failures.scans)
    start_scan(call.world, analyzer, scan)
    return None


def _resource(call: Call, analyzer: Analyzer) -> Resource:
    return look_up(analyzer.store.resources, call.params["resourceArn"], "Resource")
