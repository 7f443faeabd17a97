"""Operations on recommendations for findings of unused permissions."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from aa_sdk._arns import Arn
from aa_sdk.emulator._account.entities import Recommendation
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._handlers.call import Call, Output, look_up
from aa_sdk.emulator._protocol.errors import ErrorResponse, invalid_field
from aa_sdk.emulator._protocol.timestamps import iso_text

_TAG = "unusedPermissionsRecommendedStep"


def generate_finding_recommendation(call: Call) -> Output:
    """Start to work out how the permissions of a finding could be narrowed.

    The operation cannot say that a finding or an analyzer does not exist: that counts as a field at
    fault.
    """
    try:
        analyzer = call.analyzer()
    except ErrorResponse as missing:
        if missing.code != "ResourceNotFoundException":
            raise
        raise invalid_field("analyzerArn", "must be the ARN of an analyzer") from missing
    record = analyzer.store.by_id.get(call.params["id"])
    if record is None:
        raise invalid_field("id", "must be the id of a finding of the analyzer")
    if record.facts.finding_type != "UnusedPermission":
        raise invalid_field("id", "must be the id of a finding of type UnusedPermission")
    error = None
    if record.facts.error is not None:
        error = {"code": record.facts.error, "message": "The finding has no details to go by"}
    analyzer.recommendations[record.id] = Recommendation(
        finding_id=record.id,
        resource=record.resource.arn,
        started_at=call.now,
        ready_at=call.after(call.world.durations.recommendation),
        error=error,
        steps=() if error else _steps(record),
    )
    return None


def _steps(record: FindingRecord) -> list[dict[str, Any]]:
    """Propose to replace one policy by a narrower one: what replaces it, and what it replaces."""
    details = (detail["unusedPermissionDetails"] for detail in record.detail_list())
    step = {
        "existingPolicyId": _policy_of(record.resource.arn),
        "policyUpdatedAt": iso_text(record.created_at),
    }
    create = {
        **step,
        "recommendedAction": "CREATE_POLICY",
        "recommendedPolicy": json.dumps(_narrowed(details)),
    }
    return [{_TAG: create}, {_TAG: {**step, "recommendedAction": "DETACH_POLICY"}}]


def _policy_of(entity: str) -> str:
    """Return the ARN of a policy that a role or user may well have."""
    policy = f"policy/{entity.rpartition('/')[2]}-access"
    arn = Arn.parse(entity)
    return policy if arn is None else str(arn._replace(resource=policy))


def _narrowed(details: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a policy with what is left: a reading action of each service that was used."""
    services = sorted(detail["serviceNamespace"] for detail in details if "lastAccessed" in detail)
    actions = [f"{service}:Get*" for service in services] or ["sts:GetCallerIdentity"]
    statement = {"Sid": "StillUsed", "Effect": "Allow", "Action": actions, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def get_finding_recommendation(call: Call) -> Output:
    """Return a recommendation with a page of its steps."""
    analyzer, paging = call.analyzer(), call.paging()
    recommendation = look_up(analyzer.recommendations, call.params["id"], "FindingRecommendation")
    status = recommendation.status_at(call.now)
    output: dict[str, Any] = {
        "startedAt": iso_text(recommendation.started_at),
        "resourceArn": recommendation.resource,
        "recommendationType": "UnusedPermissionRecommendation",
        "status": status,
    }
    if status == "IN_PROGRESS":
        return output
    output["completedAt"] = iso_text(recommendation.ready_at)
    if recommendation.error is not None:
        return {**output, "error": recommendation.error}
    page, more = paging.cut_numbered(recommendation.steps)
    return {**output, "recommendedSteps": page, **more}
