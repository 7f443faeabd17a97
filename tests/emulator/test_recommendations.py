"""Recommendations for unused permissions: started, in progress, with steps or an error."""

from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Population
from aa_sdk.models import GetFindingRecommendationResponse
from tests.emulator.direct_calls import Direct


def pick(direct: Direct, arn: str, finding_type: str, *, error: bool = False) -> str:
    criteria = {"findingType": {"eq": [finding_type]}}
    for finding in direct.every("ListFindingsV2", "findings", analyzerArn=arn, filter=criteria):
        if ("error" in finding) is error:
            found: str = finding["id"]
            return found
    raise LookupError(finding_type)


def get(direct: Direct, asked: dict[str, str], **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = direct.ok("GetFindingRecommendation", **asked, **more)
    GetFindingRecommendationResponse.model_validate(body, extra="forbid")
    return body


@pytest.fixture
def asked(direct: Direct, populated: Population) -> dict[str, str]:
    return {
        "analyzerArn": populated.unused,
        "id": pick(direct, populated.unused, "UnusedPermission"),
    }


def test_a_recommendation_takes_a_moment_and_has_a_pair_of_steps(
    direct: Direct, asked: dict[str, str]
) -> None:
    assert direct.ok("GenerateFindingRecommendation", **asked) == {}
    early = get(direct, asked)
    assert early["status"] == "IN_PROGRESS"
    assert "recommendedSteps" not in early
    direct.emulator.advance(timedelta(seconds=10))
    done = get(direct, asked)
    assert (done["status"], done["recommendationType"]) == (
        "SUCCEEDED",
        "UnusedPermissionRecommendation",
    )
    steps = [step["unusedPermissionsRecommendedStep"] for step in done["recommendedSteps"]]
    assert [step["recommendedAction"] for step in steps] == ["CREATE_POLICY", "DETACH_POLICY"]
    assert steps[0]["existingPolicyId"] == steps[1]["existingPolicyId"]


def test_steps_are_paged(direct: Direct, asked: dict[str, str]) -> None:
    direct.ok("GenerateFindingRecommendation", **asked)
    direct.emulator.advance(timedelta(seconds=10))
    found = direct.every("GetFindingRecommendation", "recommendedSteps", **asked, maxResults=1)
    assert len(found) == 2


def test_without_a_request_for_it_there_is_no_recommendation(
    direct: Direct, asked: dict[str, str]
) -> None:
    refused = direct.call("GetFindingRecommendation", **asked)
    assert refused.body["resourceType"] == "FindingRecommendation"


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
    asked = {"analyzerArn": populated.unused, "id": failed}
    direct.ok("GenerateFindingRecommendation", **asked)
    direct.emulator.advance(timedelta(seconds=10))
    found = get(direct, asked)
    assert (found["status"], found["error"]["code"]) == ("FAILED", "INTERNAL_ERROR")


def test_recommendations_are_for_unused_permissions_only(
    direct: Direct, populated: Population
) -> None:
    other = pick(direct, populated.unused, "UnusedIAMRole")
    for finding_id in (other, "missing"):
        refused = direct.call(
            "GenerateFindingRecommendation", analyzerArn=populated.unused, id=finding_id
        )
        assert (refused.error, refused.fields()) == ("ValidationException", ["id"])
