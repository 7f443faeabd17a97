"""Recommendations for unused permissions: started, in progress, with steps or an error."""

from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Population
from aa_sdk.models import GetFindingRecommendationResponse, UnusedPermissionDetails
from tests.emulator.direct_calls import Direct


def pick(direct: Direct, arn: str, finding_type: str, *, error: bool = False) -> str:
    criteria = {"findingType": {"eq": [finding_type]}}
    for finding in direct.every("ListFindingsV2", "findings", analyzerArn=arn, filter=criteria):
        if ("error" in finding) is error:
            finding_id: str = finding["id"]
            return finding_id
    raise LookupError(finding_type)


def get(direct: Direct, finding: dict[str, str], **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = direct.ok("GetFindingRecommendation", **finding, **more)
    GetFindingRecommendationResponse.model_validate(body, extra="forbid")
    return body


@pytest.fixture
def finding(direct: Direct, populated: Population) -> dict[str, str]:
    return {
        "analyzerArn": populated.unused,
        "id": pick(direct, populated.unused, "UnusedPermission"),
    }


def test_a_recommendation_takes_a_moment_and_has_a_pair_of_steps(
    direct: Direct, finding: dict[str, str]
) -> None:
    assert direct.ok("GenerateFindingRecommendation", **finding) == {}
    early = get(direct, finding)
    assert early["status"] == "IN_PROGRESS"
    assert "recommendedSteps" not in early
    direct.emulator.advance(timedelta(seconds=10))
    done = get(direct, finding)
    assert (done["status"], done["recommendationType"]) == (
        "SUCCEEDED",
        "UnusedPermissionRecommendation",
    )
    steps = [step["unusedPermissionsRecommendedStep"] for step in done["recommendedSteps"]]
    assert [step["recommendedAction"] for step in steps] == ["CREATE_POLICY", "DETACH_POLICY"]
    assert steps[0]["existingPolicyId"] == steps[1]["existingPolicyId"]


def test_the_policy_to_replace_is_one_of_the_account_whatever_the_path_of_the_role(
    direct: Direct, populated: Population
) -> None:
    details = UnusedPermissionDetails(service_namespace="s3")
    policies = {
        "arn:aws-cn:iam::111122223333:role/team/app": (
            "arn:aws-cn:iam::111122223333:policy/app-access"
        ),
        "team/app": "policy/app-access",
    }
    for role, policy in policies.items():
        finding_id = direct.emulator.add_finding(
            populated.unused, role, "AWS::IAM::Role", details, owner="111122223333"
        )
        names = {"analyzerArn": populated.unused, "id": finding_id}
        direct.ok("GenerateFindingRecommendation", **names)
        direct.emulator.advance(timedelta(minutes=1))
        step = get(direct, names)["recommendedSteps"][0]["unusedPermissionsRecommendedStep"]
        assert step["existingPolicyId"] == policy


def test_steps_are_paged(direct: Direct, finding: dict[str, str]) -> None:
    direct.ok("GenerateFindingRecommendation", **finding)
    direct.emulator.advance(timedelta(seconds=10))
    steps = direct.every("GetFindingRecommendation", "recommendedSteps", **finding, maxResults=1)
    assert len(steps) == 2


def test_without_a_request_for_it_there_is_no_recommendation(
    direct: Direct, finding: dict[str, str]
) -> None:
    reply = direct.call("GetFindingRecommendation", **finding)
    assert reply.body["resourceType"] == "FindingRecommendation"


def test_a_failed_analysis_gives_a_failed_recommendation(
    direct: Direct, populated: Population
) -> None:
    role = "arn:aws:iam::111122223333:role/a"
    failed = direct.emulator.add_finding(
        populated.unused,
        role,
        "AWS::IAM::Role",
        finding_type="UnusedPermission",
        error="INTERNAL_ERROR",
    )
    finding = {"analyzerArn": populated.unused, "id": failed}
    direct.ok("GenerateFindingRecommendation", **finding)
    direct.emulator.advance(timedelta(seconds=10))
    failed_one = get(direct, finding)
    assert (failed_one["status"], failed_one["error"]["code"]) == ("FAILED", "INTERNAL_ERROR")


def test_recommendations_are_for_unused_permissions_only(
    direct: Direct, populated: Population
) -> None:
    other = pick(direct, populated.unused, "UnusedIAMRole")
    for finding_id in (other, "missing"):
        reply = direct.call(
            "GenerateFindingRecommendation", analyzerArn=populated.unused, id=finding_id
        )
        assert (reply.error, reply.fields()) == ("ValidationException", ["id"])
