"""Operations on recommendations for findings of unused permissions."""

import json
from collections.abc import Sequence
from typing import Any

from aa_sdk._arns import Arn
from aa_sdk.emulator._account.entities import Analyzer, Recommendation
from aa_sdk.emulator._account.failures import taken
from aa_sdk.emulator._account.known_actions import known_actions
from aa_sdk.emulator._account.narrowing import Usage, has_not_action, narrowed
from aa_sdk.emulator._account.principals import AttachedPolicy
from aa_sdk.emulator._account.usage import likely_uses, usage_of
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._handlers.call import Call, Output, look_up
from aa_sdk.emulator._protocol.errors import ErrorResponse, invalid_field
from aa_sdk.emulator._protocol.timestamps import iso_text

_TAG = "unusedPermissionsRecommendedStep"
_HARMLESS = "sts:GetCallerIdentity"
_IDENTITY_CENTER = ":role/aws-reserved/sso.amazonaws.com/"


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
    error = taken(call.world.failures.recommendations) or _error(call, record)
    analyzer.recommendations[record.id] = Recommendation(
        finding_id=record.id,
        resource=record.resource.arn,
        started_at=call.now,
        ready_at=call.after(call.world.durations.recommendation),
        error=error,
        steps=() if error else _steps(call, analyzer, record),
    )
    return None


def _error(call: Call, record: FindingRecord) -> dict[str, str] | None:
    """Return why there can be no recommendation: code and message."""
    resource = record.resource.arn
    if record.facts.error is not None:
        return {"code": record.facts.error, "message": "The finding has no details to go by"}
    if _IDENTITY_CENTER in resource:
        message = "The policies of this role are managed by IAM Identity Center"
        return {"code": "UNSUPPORTED_PRINCIPAL", "message": message}
    for policy_id, attached in call.world.principals.policies.get(resource, {}).items():
        if has_not_action(json.loads(attached.document)):
            message = f"The policy {policy_id} has a statement with NotAction"
            return {"code": "UNSUPPORTED_POLICY", "message": message}
    return None


def _steps(call: Call, analyzer: Analyzer, record: FindingRecord) -> list[dict[str, Any]]:
    """Propose to replace the policies that grant what is unused by narrower ones."""
    usage = usage_of(call.world, analyzer, record)
    likely = likely_uses(call.world, analyzer, record, usage)
    policies = call.world.principals.policies.get(record.resource.arn)
    steps = list[dict[str, Any]]()
    for policy_id, attached in (policies or _likely_policies(record, usage, likely)).items():
        left = narrowed(json.loads(attached.document), usage, known_actions)
        if left is None:
            continue
        step: dict[str, Any] = {"existingPolicyId": policy_id}
        if attached.updated_at is not None:
            step["policyUpdatedAt"] = iso_text(attached.updated_at)
        if left["Statement"]:
            document = json.dumps(left, separators=(",", ":"))
            create = {"recommendedAction": "CREATE_POLICY", "recommendedPolicy": document}
            steps.append({_TAG: {**step, **create}})
        steps.append({_TAG: {**step, "recommendedAction": "DETACH_POLICY"}})
    return steps


def _likely_policies(
    record: FindingRecord, usage: Usage, uses: Sequence[str]
) -> dict[str, AttachedPolicy]:
    """Return the policies of a role or user that nobody said anything about.

    They have what the finding says is unused, and what is used, and all in one policy. Something
    is used, or the finding would be about the whole role or user: if it is not known what, that is
    an action that everybody may call, which grants nothing.
    """
    harmless = [] if usage.is_unused(_HARMLESS.lower()) else [_HARMLESS]
    actions = sorted({*usage.unused.values(), *(uses or harmless)})
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    entity = record.resource.arn
    policy = f"policy/{entity.rpartition('/')[2]}-access"
    arn = Arn.parse(entity)
    policy_id = policy if arn is None else str(arn._replace(resource=policy))
    return {policy_id: AttachedPolicy(document, record.created_at)}


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
