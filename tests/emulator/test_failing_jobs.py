"""Jobs that are told to fail do, after as long as they would have taken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, get_args

import pytest

from aa_sdk.emulator import Durations, Emulator, Quotas
from aa_sdk.emulator._account import failures
from aa_sdk.models import (
    AccessPreviewStatusReasonCode,
    JobErrorCode,
    ReasonCode,
    UnusedPermissionDetails,
)
from tests.emulator.direct_calls import Direct
from tests.emulator.lived import start_generation
from tests.emulator.previews import QUEUE

EXTERNAL = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/external"
UNUSED = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/unused"
ROLE = "arn:aws:iam::111122223333:role/reader"


@dataclass(frozen=True)
class Job:
    """A kind of job: how one is started, told to fail, and looked at."""

    start: Callable[[Direct, int], str]
    """Starts one and returns what it goes by."""
    fail: Callable[..., None]
    """The method that lets it fail."""
    outcome: Callable[[Direct, str], tuple[str, str | None]]
    """Returns its status and the code of its failure."""
    statuses: tuple[str, str]
    """Its status in progress, and when it has succeeded."""
    codes: tuple[str, ...]
    """Codes that it fails with, the usual one first."""


def create(direct: Direct, number: int) -> str:
    name = f"org-{number}"
    direct.ok("CreateAnalyzer", analyzerName=name, type="ORGANIZATION")
    return name


def analyzer_outcome(direct: Direct, name: str) -> tuple[str, str | None]:
    analyzer = direct.ok("GetAnalyzer", analyzerName=name)["analyzer"]
    (listed,) = (one for one in direct.ok("ListAnalyzers")["analyzers"] if one["name"] == name)
    assert listed["status"] == analyzer["status"]
    assert listed.get("statusReason") == analyzer.get("statusReason")
    return analyzer["status"], analyzer.get("statusReason", {}).get("code")


def propose(direct: Direct, _number: int) -> str:
    proposal: dict[str, Any] = {
        "analyzerArn": EXTERNAL,
        "configurations": {QUEUE: {"sqsQueue": {}}},
    }
    preview_id: str = direct.ok("CreateAccessPreview", **proposal)["id"]
    return preview_id


def preview_outcome(direct: Direct, preview_id: str) -> tuple[str, str | None]:
    named = {"analyzerArn": EXTERNAL, "accessPreviewId": preview_id}
    preview = direct.ok("GetAccessPreview", **named)["accessPreview"]
    has_findings = direct.call("ListAccessPreviewFindings", **named).error is None
    assert has_findings == (preview["status"] == "COMPLETED")
    return preview["status"], preview.get("statusReason", {}).get("code")


def recommend(direct: Direct, number: int) -> str:
    details = UnusedPermissionDetails(service_namespace="s3")
    finding_id = direct.emulator.add_finding(
        UNUSED, ROLE, "AWS::IAM::Role", details, finding_id=f"finding-{number}"
    )
    direct.ok("GenerateFindingRecommendation", analyzerArn=UNUSED, id=finding_id)
    return finding_id


def recommendation_outcome(direct: Direct, finding_id: str) -> tuple[str, str | None]:
    got = direct.ok("GetFindingRecommendation", analyzerArn=UNUSED, id=finding_id)
    assert ("recommendedSteps" in got) == (got["status"] == "SUCCEEDED")
    return got["status"], got.get("error", {}).get("code")


def generate(direct: Direct, _number: int) -> str:
    return start_generation(direct)


def generation_outcome(direct: Direct, job_id: str) -> tuple[str, str | None]:
    details = direct.ok("GetGeneratedPolicy", jobId=job_id)["jobDetails"]
    return details["status"], details.get("jobError", {}).get("code")


def scan(direct: Direct, number: int) -> str:
    queue = f"{QUEUE}-{number}"
    direct.emulator.add_resource(EXTERNAL, queue, "AWS::SQS::Queue")
    direct.ok("StartResourceScan", analyzerArn=EXTERNAL, resourceArn=queue)
    return queue


def scan_outcome(direct: Direct, queue: str) -> tuple[str, str | None]:
    named = {"analyzerArn": EXTERNAL, "resourceArn": queue}
    resource = direct.ok("GetAnalyzedResource", **named)["resource"]
    return "", resource.get("error")


JOBS = {
    "analyzer": Job(
        create,
        Emulator.fail_analyzer_creation,
        analyzer_outcome,
        ("CREATING", "ACTIVE"),
        ("SERVICE_LINKED_ROLE_CREATION_FAILED", "ORGANIZATION_DELETED"),
    ),
    "preview": Job(
        propose,
        Emulator.fail_access_preview,
        preview_outcome,
        ("CREATING", "COMPLETED"),
        ("INTERNAL_ERROR", "INVALID_CONFIGURATION"),
    ),
    "recommendation": Job(
        recommend,
        Emulator.fail_recommendation,
        recommendation_outcome,
        ("IN_PROGRESS", "SUCCEEDED"),
        ("INTERNAL_ERROR", "USER_IN_GROUP"),
    ),
    "generation": Job(
        generate,
        Emulator.fail_policy_generation,
        generation_outcome,
        ("IN_PROGRESS", "SUCCEEDED"),
        ("SERVICE_ERROR", "AUTHORIZATION_ERROR"),
    ),
    "scan": Job(
        scan,
        Emulator.fail_resource_scan,
        scan_outcome,
        ("", ""),
        ("INTERNAL_ERROR", "ACCESS_DENIED"),
    ),
}


@pytest.fixture
def direct() -> Direct:
    """Calls of an emulator in which every job takes an hour, and many may run."""
    hour = timedelta(hours=1)
    quotas = Quotas(organization_analyzers=20, concurrent_generations=20)
    direct = Direct(Emulator(quotas=quotas))
    direct.ok("CreateAnalyzer", analyzerName="external", type="ACCOUNT")
    direct.ok("CreateAnalyzer", analyzerName="unused", type="ACCOUNT_UNUSED_ACCESS")
    direct.emulator.world.durations = Durations(hour, hour, hour, hour, hour, hour)
    return direct


@pytest.fixture(params=JOBS)
def job(request: pytest.FixtureRequest) -> Job:
    return JOBS[request.param]


def failure_of(job: Job, code: str) -> tuple[str, str]:
    return "" if job is JOBS["scan"] else "FAILED", code


def test_a_job_in_progress_fails_when_its_time_is_up_and_no_other_does(
    direct: Direct, job: Job
) -> None:
    usual, other = job.codes
    started = [job.start(direct, number) for number in range(3)]
    job.fail(direct.emulator, started[0])
    job.fail(direct.emulator, started[1], usual)
    job.fail(direct.emulator, started[1], other)
    running, succeeded = job.statuses
    assert [job.outcome(direct, one) for one in started] == [(running, None)] * 3
    direct.emulator.advance(timedelta(hours=2))
    assert [job.outcome(direct, one) for one in started] == [
        failure_of(job, usual),
        failure_of(job, other),
        (succeeded, None),
    ]


def test_the_next_jobs_fail_one_for_each_time_it_is_asked(direct: Direct, job: Job) -> None:
    running, succeeded = job.statuses
    before = job.start(direct, 0)
    for code in job.codes:
        job.fail(direct.emulator, None, code)
    started = [job.start(direct, number) for number in (1, 2, 3)]
    assert [job.outcome(direct, one) for one in started] == [(running, None)] * 3
    direct.emulator.advance(timedelta(hours=2))
    assert [job.outcome(direct, one) for one in (before, *started)] == [
        (succeeded, None),
        failure_of(job, job.codes[0]),
        failure_of(job, job.codes[1]),
        (succeeded, None),
    ]


def test_a_job_that_is_done_or_unknown_cannot_be_told_to_fail(direct: Direct, job: Job) -> None:
    started = job.start(direct, 0)
    direct.emulator.advance(timedelta(hours=2))
    for name in (started, "nobody"):
        with pytest.raises(LookupError, match=name):
            job.fail(direct.emulator, name)
    assert job.outcome(direct, started) == (job.statuses[1], None)


def test_a_code_that_jobs_do_not_fail_with_is_refused_with_those_they_do(
    direct: Direct, job: Job
) -> None:
    if job is JOBS["recommendation"]:
        with pytest.raises(ValueError, match="empty"):
            job.fail(direct.emulator, None, "")
        return
    started = job.start(direct, 0)
    for name in (None, started, "nobody"):
        with pytest.raises(ValueError, match=r", ".join(job.codes[1:])) as caught:
            job.fail(direct.emulator, name, "OTHER")
        assert job.codes[0] in str(caught.value)
    after = job.start(direct, 1)
    direct.emulator.advance(timedelta(hours=2))
    for one in (started, after):
        assert job.outcome(direct, one) == (job.statuses[1], None)


def test_what_was_asked_of_the_next_jobs_can_be_forgotten_and_is_not_saved(
    direct: Direct, job: Job
) -> None:
    job.fail(direct.emulator)
    twin = Direct(Emulator.restore(direct.emulator.snapshot()))
    direct.emulator.forget_failures()
    for each in (direct, twin):
        started = job.start(each, 0)
        each.emulator.advance(timedelta(hours=2))
        assert job.outcome(each, started) == (job.statuses[1], None)


def test_what_was_asked_of_a_job_in_progress_is_saved_with_it(direct: Direct, job: Job) -> None:
    started = job.start(direct, 0)
    job.fail(direct.emulator, started)
    direct.emulator.forget_failures()
    twin = Direct(Emulator.restore(direct.emulator.snapshot()))
    twin.emulator.advance(timedelta(hours=2))
    assert job.outcome(twin, started) == failure_of(job, job.codes[0])


def test_a_request_that_is_refused_or_repeated_takes_no_failure(direct: Direct) -> None:
    direct.emulator.fail_access_preview()
    proposal: dict[str, Any] = {
        "analyzerArn": EXTERNAL,
        "configurations": {QUEUE: {"sqsQueue": {}}},
    }
    assert direct.call("CreateAccessPreview", analyzerArn=EXTERNAL, configurations={}).error
    first = direct.ok("CreateAccessPreview", **proposal, clientToken="a")["id"]
    direct.emulator.fail_access_preview(code="INVALID_CONFIGURATION")
    assert direct.ok("CreateAccessPreview", **proposal, clientToken="a")["id"] == first
    second = direct.ok("CreateAccessPreview", **proposal)["id"]
    direct.emulator.advance(timedelta(hours=2))
    assert preview_outcome(direct, first)[1] == "INTERNAL_ERROR"
    assert preview_outcome(direct, second)[1] == "INVALID_CONFIGURATION"


def test_an_analyzer_that_takes_no_time_fails_at_once_and_is_of_no_use(direct: Direct) -> None:
    direct.emulator.world.durations.account_analyzer = timedelta(0)
    direct.ok("DeleteAnalyzer", analyzerName="external")
    direct.emulator.fail_analyzer_creation()
    direct.ok("CreateAnalyzer", analyzerName="external", type="ACCOUNT")
    assert analyzer_outcome(direct, "external")[0] == "FAILED"
    proposal: dict[str, Any] = {
        "analyzerArn": EXTERNAL,
        "configurations": {QUEUE: {"sqsQueue": {}}},
    }
    assert direct.call("CreateAccessPreview", **proposal).error == "ConflictException"
    direct.emulator.set_analyzer_status("external", "ACTIVE")
    assert analyzer_outcome(direct, "external") == ("ACTIVE", None)


def test_an_analyzer_that_was_set_to_be_created_can_be_told_to_fail(direct: Direct) -> None:
    direct.emulator.set_analyzer_status("external", "CREATING")
    direct.emulator.fail_analyzer_creation(EXTERNAL)
    assert analyzer_outcome(direct, "external") == (
        "FAILED",
        "SERVICE_LINKED_ROLE_CREATION_FAILED",
    )


def test_jobs_of_other_accounts_and_regions_are_told_to_fail_as_well(direct: Direct) -> None:
    there = Direct(direct.emulator, "444455556666", "eu-west-1")
    direct.emulator.fail_policy_generation(message="because")
    job_id = start_generation(there)
    there.emulator.advance(timedelta(hours=2))
    error = there.ok("GetGeneratedPolicy", jobId=job_id)["jobDetails"]["jobError"]
    assert error == {"code": "SERVICE_ERROR", "message": "because"}


def test_a_preview_that_is_told_to_fail_tells_so_in_its_event(direct: Direct) -> None:
    direct.emulator.fail_access_preview(propose(direct, 0), "INVALID_CONFIGURATION")
    direct.emulator.advance(timedelta(hours=2))
    detail = direct.emulator.events[-1]["detail"]
    assert (detail["status"], detail["statusReason"]["code"]) == ("FAILED", "INVALID_CONFIGURATION")


@pytest.mark.parametrize(
    ("codes", "modelled"),
    [
        (failures.ANALYZER_REASONS, ReasonCode),
        (failures.PREVIEW_CODES, AccessPreviewStatusReasonCode),
        (failures.GENERATION_CODES, JobErrorCode),
    ],
)
def test_the_codes_are_those_of_the_service_model(codes: tuple[str, ...], modelled: Any) -> None:
    assert set(codes) == set(get_args(get_args(modelled)[0]))
