"""The service's recommendation stands beside what was worked out here."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.models import GetFindingRecommendationResponse
from tests.frames.narrow import allow, cut

ARN = "arn:aws:iam::111122223333:policy/reports"


def recommendation(*policies: Any, **members: Any) -> GetFindingRecommendationResponse:
    steps: list[dict[str, Any]] = []
    for policy in policies:
        text = policy if isinstance(policy, str) else json.dumps({"Statement": policy})
        create = {"recommendedAction": "CREATE_POLICY", "recommendedPolicy": text}
        steps.append({**create, "existingPolicyId": ARN})
        steps.append({"recommendedAction": "DETACH_POLICY", "existingPolicyId": ARN})
    return GetFindingRecommendationResponse.model_validate(
        {
            "startedAt": datetime(2026, 1, 2, tzinfo=UTC),
            "resourceArn": "arn:aws:iam::111122223333:role/reports",
            "recommendationType": "UnusedPermissionRecommendation",
            "status": "SUCCEEDED",
            "recommendedSteps": [{"unusedPermissionsRecommendedStep": one} for one in steps],
            **members,
        }
    )


@pytest.mark.parametrize(
    ("recommended", "smaller", "words"),
    [
        (allow("s3:Get*", "s3:List*"), "same", "allows the same as"),
        (allow("s3:Get*"), "recommended", "allows less than"),
        (allow("s3:*"), "ours", "allows more than"),
        (allow("sqs:*"), "neither", "and the reverse"),
    ],
)
def test_it_is_told_which_of_both_is_smaller(recommended: Any, smaller: str, words: str) -> None:
    given = recommendation(recommended)
    ours = cut(allow("s3:Get*", "s3:List*", "s3:Put*"), "s3:Put*", recommendation=given)
    assert ours.recommendation is given
    (one,) = ours.recommended
    assert one.smaller == smaller
    assert one.existing_policy_id == ARN
    assert one.difference is not None
    assert words in str(one)
    assert f"service  {one} (for {ARN})" in str(ours)
    assert "Statement" not in repr(one)


def test_what_is_empty_is_the_smallest() -> None:
    ours = cut(allow("s3:Put*"), "s3:*", recommendation=recommendation(allow("s3:PutObject")))
    assert ours.recommended[0].smaller == "ours"


def test_a_recommendation_that_cannot_be_read_is_not_compared() -> None:
    ours = cut(allow("s3:Put*"), "s3:*", recommendation=recommendation("{"))
    (one,) = ours.recommended
    assert one.difference is None
    assert one.smaller is None
    assert str(one) == "the recommended policy was not compared: not JSON"


def test_there_may_be_one_for_each_policy_of_a_role() -> None:
    ours = cut(
        allow("s3:Get*", "s3:Put*"),
        "s3:Put*",
        recommendation=recommendation(*[allow("s3:Get*")] * 9),
    )
    assert [one.smaller for one in ours.recommended] == ["same"] * 9
    assert "… 3 more" in str(ours)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (
            {"status": "FAILED", "error": {"code": "UNSUPPORTED_PRINCIPAL", "message": "no"}},
            "its recommendation is FAILED: UNSUPPORTED_PRINCIPAL",
        ),
        ({"status": "IN_PROGRESS"}, "its recommendation is IN_PROGRESS"),
    ],
)
def test_there_may_be_no_policy_in_it(members: dict[str, Any], words: str) -> None:
    ours = cut(allow("s3:Get*"), "s3:*", recommendation=recommendation(**members))
    assert ours.recommended == ()
    assert f"service  recommends no other policy; {words}" in str(ours)


def test_a_step_of_a_kind_that_is_not_known_is_passed_over() -> None:
    given = recommendation(recommendedSteps=[{"somethingNew": {}}])
    assert cut(allow("s3:Get*"), "s3:*", recommendation=given).recommended == ()


@pytest.mark.parametrize("given", ["{}", {}, []])
def test_something_else_is_refused(given: Any) -> None:
    with pytest.raises(TypeError, match="pass what awaiting a RecommendationJob"):
        cut(allow("s3:Get*"), "s3:*", recommendation=given)


async def test_a_listing_has_to_be_awaited() -> None:
    async with AccessAnalyzerClient("us-east-1", session=Emulator().session()) as client:
        listing: Any = client.get_finding_recommendation("arn", "id")
        with pytest.raises(TypeError, match="Paginator"):
            cut(allow("s3:Get*"), "s3:*", recommendation=listing)
