"""Policy generation: one job at a time, so many a day, and policies at the end."""

from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, Quotas
from aa_sdk.models import GetGeneratedPolicyResponse
from tests.emulator.direct_calls import Direct

ROLE = "arn:aws:iam::111122223333:role/reader"
TRAIL = {"cloudTrailArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/all", "allRegions": True}
DETAILS: dict[str, Any] = {
    "trails": [TRAIL],
    "accessRole": "arn:aws:iam::111122223333:role/analysis",
    "startTime": "2025-12-01T00:00:00Z",
    "endTime": "2025-12-31T00:00:00Z",
}


def start(direct: Direct, principal: str = ROLE, **change: Any) -> Any:
    return direct.call(
        "StartPolicyGeneration",
        policyGenerationDetails={"principalArn": principal},
        cloudTrailDetails={**DETAILS, **change},
    )


def started(direct: Direct, principal: str = ROLE) -> str:
    job_id: str = start(direct, principal).body["jobId"]
    return job_id


def finish(direct: Direct) -> None:
    direct.emulator.advance(timedelta(minutes=1))


def get(direct: Direct, job_id: str, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = direct.ok("GetGeneratedPolicy", jobId=job_id, **more)
    GetGeneratedPolicyResponse.model_validate(body, extra="forbid")
    return body


def test_a_job_is_in_progress_and_then_has_policies(direct: Direct) -> None:
    job_id = started(direct)
    early = get(direct, job_id)
    assert early["jobDetails"]["status"] == "IN_PROGRESS"
    assert early["generatedPolicyResult"] == {"properties": {"principalArn": ROLE}}
    finish(direct)
    done = get(direct, job_id)
    assert done["jobDetails"]["status"] == "SUCCEEDED"
    assert done["jobDetails"]["completedOn"] > done["jobDetails"]["startedOn"]
    assert done["generatedPolicyResult"]["generatedPolicies"] == []
    properties = done["generatedPolicyResult"]["properties"]["cloudTrailProperties"]
    assert properties["trailProperties"] == [{**TRAIL, "regions": []}]


def test_there_is_one_job_at_a_time(direct: Direct) -> None:
    started(direct)
    reply = start(direct)
    assert (reply.status, reply.error) == (402, "ServiceQuotaExceededException")
    finish(direct)
    started(direct)


def test_there_is_a_quota_a_day_and_cancelled_jobs_count() -> None:
    direct = Direct(Emulator(quotas=Quotas(generations_per_day=2)))
    for _ in range(2):
        direct.ok("CancelPolicyGeneration", jobId=started(direct))
    assert start(direct).status == 402
    direct.emulator.advance(timedelta(days=1))
    started(direct)


def test_a_cancelled_job_stays_cancelled(direct: Direct) -> None:
    job_id = started(direct)
    for _ in range(2):
        direct.ok("CancelPolicyGeneration", jobId=job_id)
    finish(direct)
    assert get(direct, job_id)["jobDetails"]["status"] == "CANCELED"


def test_a_finished_job_is_not_cancelled(direct: Direct) -> None:
    job_id = started(direct)
    finish(direct)
    assert direct.call("CancelPolicyGeneration", jobId=job_id).error == "ValidationException"


def test_a_job_that_is_cancelled_stays_so(direct: Direct) -> None:
    job_id = started(direct)
    for _ in range(2):
        assert direct.ok("CancelPolicyGeneration", jobId=job_id) == {}
        assert get(direct, job_id)["jobDetails"]["status"] == "CANCELED"


def test_a_job_can_fail(direct: Direct) -> None:
    job_id = started(direct)
    direct.emulator.fail_policy_generation(job_id, "AUTHORIZATION_ERROR", "no access to the trail")
    finish(direct)
    details = get(direct, job_id)["jobDetails"]
    assert details["jobError"] == {
        "code": "AUTHORIZATION_ERROR",
        "message": "no access to the trail",
    }


def test_an_unknown_job_is_a_field_at_fault(direct: Direct) -> None:
    for operation in ("GetGeneratedPolicy", "CancelPolicyGeneration"):
        reply = direct.call(operation, jobId="a")
        assert (reply.error, reply.fields()) == ("ValidationException", ["jobId"])
    with pytest.raises(LookupError, match="generation a"):
        direct.emulator.fail_policy_generation("a")


def test_the_trail_is_not_optional_after_all(direct: Direct) -> None:
    details = {"principalArn": ROLE}
    reply = direct.call("StartPolicyGeneration", policyGenerationDetails=details)
    assert reply.body["message"] == "Missing cloudTrailDetails"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endTime": "2025-11-01T00:00:00Z"}, "cloudTrailDetails.endTime"),
        ({"startTime": 0}, "cloudTrailDetails.startTime"),
        ({"startTime": "yesterday"}, "cloudTrailDetails.startTime"),
        ({"trails": []}, "cloudTrailDetails.trails"),
        ({"accessRole": "a"}, "cloudTrailDetails.accessRole"),
    ],
)
def test_the_details_of_the_trail_are_checked(
    direct: Direct, change: dict[str, Any], field: str
) -> None:
    assert start(direct, **change).fields() == [field]


def test_a_job_is_listed_with_its_end_once_it_has_ended(direct: Direct) -> None:
    started(direct)
    (running,) = direct.ok("ListPolicyGenerations")["policyGenerations"]
    assert (running["status"], "completedOn" in running) == ("IN_PROGRESS", False)
    finish(direct)
    (ended,) = direct.ok("ListPolicyGenerations")["policyGenerations"]
    assert (ended["status"], ended["completedOn"] > ended["startedOn"]) == ("SUCCEEDED", True)


def test_jobs_of_the_last_seven_days_are_listed_newest_first(direct: Direct) -> None:
    other = "arn:aws:iam::111122223333:user/ada"
    jobs: list[str] = []
    for principal in (ROLE, other, ROLE):
        jobs.append(started(direct, principal))
        direct.emulator.advance(timedelta(days=3))
    listing = ("ListPolicyGenerations", "policyGenerations")
    listed = direct.every(*listing, maxResults=1)
    assert [job["jobId"] for job in listed] == jobs[:0:-1]
    chosen = direct.every(*listing, principalArn=other)
    assert [job["jobId"] for job in chosen] == [jobs[1]]


@pytest.mark.parametrize(
    "moment",
    [
        *(float("nan"), float("inf"), 1e300, 10**400, -(10**15), True, [], "soon", ""),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    ],
    ids=lambda moment: str(moment)[:20],
)
def test_a_moment_outside_the_calendar_is_a_field_at_fault(direct: Direct, moment: object) -> None:
    reply = start(direct, startTime=moment, endTime=moment)
    assert reply.fields() == ["cloudTrailDetails.startTime", "cloudTrailDetails.endTime"]


def test_early_years_have_four_digits(direct: Direct) -> None:
    job_id = start(direct, startTime="0001-01-01", endTime="0001-02-01T00:00:00Z").body["jobId"]
    finish(direct)
    properties = get(direct, job_id)["generatedPolicyResult"]["properties"]
    trails = properties["cloudTrailProperties"]
    assert trails["startTime"] == "0001-01-01T00:00:00Z"
    assert trails["endTime"] == "0001-02-01T00:00:00Z"
