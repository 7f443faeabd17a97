"""What the service is asked, and what its answers are worth."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient, CredentialsError
from aa_sdk.emulator import Emulator
from aa_sdk.errors import AccessDeniedException, ClientClosedError, UnprocessableEntityException
from aa_sdk.models import Access
from aa_sdk.policy import ActionCatalogue
from aa_sdk.workflows import (
    PolicyCheckFailed,
    PolicyUndecided,
    PolicyVerdict,
    ValidationVerdict,
    check_policies,
)
from tests.conftest import Run
from tests.fake_service import Reply, Sent
from tests.workflows.policies.world import (
    DENIED,
    EXPIRED,
    NOTHING,
    UNPROCESSABLE,
    Service,
    allow,
    check,
    check_with,
    inexact,
    laid_out_otherwise,
    undecidable,
    verdict,
)

ACTIONS = [f"s3:Get{number}" for number in range(250)]


async def test_only_what_is_undecided_here_is_asked() -> None:
    service = Service(verdict("PASS"))
    policies = [allow(), allow("s3:*"), "{", undecidable()]
    report, _ = await check_with(service, policies, access_not_granted=["s3:PutObject"])
    assert service.asked == ["/policy/check-access-not-granted"]
    assert service.requests[0].json == {
        "policyDocument": json.dumps(undecidable()),
        "access": [{"actions": ["s3:PutObject"]}],
        "policyType": "IDENTITY_POLICY",
    }
    match report.results[3].access_not_granted:
        case PolicyVerdict(result="PASS", decided_by="service", message="invented PASS"):
            pass
        case other:
            raise AssertionError(other)
    assert (report.decided_here, report.decided_by_service, report.failed) == (2, 1, 1)
    assert (report.calls, report.calls_avoided) == (1, 2)


async def test_each_check_is_asked_with_all_that_belongs_to_it() -> None:
    service = Service(verdict("FAIL", 0))
    public = {"Statement": {**undecidable()["Statement"][0], "Principal": "*"}}
    limit = allow(Principal={"AWS": "111122223333"})
    report, _ = await check_with(
        service, [public], new_access_against=limit, no_public_access="AWS::S3::Bucket"
    )
    assert [sent.json for sent in service.requests] == [
        {
            "newPolicyDocument": json.dumps(public),
            "existingPolicyDocument": json.dumps(limit),
            "policyType": "RESOURCE_POLICY",
        },
        {"policyDocument": json.dumps(public), "resourceType": "AWS::S3::Bucket"},
    ]
    for outcome in report.results[0].outcomes.values():
        assert isinstance(outcome, PolicyVerdict)
        assert (outcome.result, outcome.decided_by, outcome.exact) == ("FAIL", "service", True)
        assert [reason.statement_index for reason in outcome.reasons] == [0]


@pytest.mark.parametrize("result", ["PASS", "FAIL"])
async def test_a_fail_that_hangs_on_variables_is_asked(result: str) -> None:
    service = Service(verdict(result))
    report, _ = await check_with(service, [inexact()], access_not_granted=["s3:PutObject"])
    outcome = report.results[0].access_not_granted
    assert isinstance(outcome, PolicyVerdict)
    assert (outcome.result, outcome.decided_by, outcome.exact) == (result, "service", True)


async def test_a_verdict_that_nobody_knows_is_no_pass() -> None:
    service = Service(Reply({"result": "PERHAPS"}))
    report, _ = await check_with(service, [undecidable()], access_not_granted=["s3:PutObject"])
    outcome = report.results[0].access_not_granted
    assert isinstance(outcome, PolicyVerdict)
    assert (outcome.result, outcome.message) == ("FAIL", "")


async def test_what_the_service_cannot_decide_either_stays_as_it_was() -> None:
    service = Service(UNPROCESSABLE)
    policies = [undecidable(), inexact()]
    report, _ = await check_with(service, policies, access_not_granted=["s3:PutObject"])
    first, second = (result.access_not_granted for result in report.results)
    assert isinstance(first, PolicyUndecided)
    assert isinstance(first.service_error, UnprocessableEntityException)
    assert "write the statement in another way" in first.way_out
    assert isinstance(second, PolicyVerdict)
    assert (second.result, second.exact, second.decided_by) == ("FAIL", False, "here")
    assert (report.undecided, report.decided_here, report.calls) == (1, 1, 2)


async def test_what_is_undecided_says_whom_to_ask_while_nobody_was() -> None:
    report = await check([undecidable()], access_not_granted=["s3:PutObject"], validate=False)
    assert "pass client=" in str(report.results[0].access_not_granted)


async def test_a_call_that_fails_is_data_of_its_policy() -> None:
    async def answer(sent: Sent) -> Reply:
        is_denied = "denied" in sent.json["policyDocument"]
        return DENIED if is_denied else verdict("PASS")

    service = Service(answer)
    policies = [undecidable("s3:denied"), undecidable(), allow()]
    report, _ = await check_with(service, policies, access_not_granted=["s3:PutObject"])
    outcome = report.results[0].access_not_granted
    assert isinstance(outcome, PolicyCheckFailed)
    assert isinstance(outcome.error, AccessDeniedException)
    assert isinstance(outcome.found_here, PolicyUndecided)
    assert [result.passed for result in report.results] == [False, True, True]
    assert (report.failed, report.calls) == (1, 2)


@pytest.mark.parametrize("asked", [["s3:PutObject"], None], ids=["checked", "validated"])
def test_what_would_meet_every_policy_ends_the_run(run: Run, asked: list[str] | None) -> None:
    async def main() -> None:
        service = Service(EXPIRED)
        policies = (undecidable(f"s3:{number}") for number in range(5_000))
        with pytest.raises(CredentialsError):
            await check_with(service, policies, access_not_granted=asked, validate=not asked)
        assert len(service.requests) < 200

    run(main)


async def test_a_closed_client_ends_the_run() -> None:
    service = Service(verdict("PASS"))
    client = service.client(pace=None)
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await check(
            [undecidable()], access_not_granted=["s3:PutObject"], validate=False, client=client
        )


async def test_the_client_gets_a_pace() -> None:
    service = Service(verdict("PASS"))
    async with service.client() as client:
        await check([allow()], client=client)
        assert client.pace is not None


def test_identical_questions_are_asked_once_also_at_the_same_time(run_in_virtual_time: Run) -> None:
    async def answer(_: Sent) -> Reply:
        await anyio.sleep(1)
        return verdict("FAIL", 0)

    async def main() -> None:
        service = Service(answer)
        one = undecidable()
        policies = [*[one, laid_out_otherwise(one)] * 20, undecidable("s3:Get*")]
        report, _ = await check_with(service, policies, access_not_granted=["s3:PutObject"])
        assert len(service.requests) == report.calls == 2
        assert (report.decided_by_service, report.from_cache) == (2, 39)
        assert report.calls_avoided == 39
        assert not any(result.passed for result in report.results)

    run_in_virtual_time(main)


def test_no_more_calls_are_under_way_than_allowed(run_in_virtual_time: Run) -> None:
    async def answer(_: Sent) -> Reply:
        await anyio.sleep(1)
        return verdict("PASS")

    async def main() -> None:
        service = Service(answer)
        policies = [undecidable(f"s3:Get{number}") for number in range(120)]
        report, _ = await check_with(
            service, policies, access_not_granted=["s3:PutObject"], concurrency=50
        )
        assert service.most_under_way == 50
        assert report.passed
        assert [result.name for result in report.results] == [*map(str, range(120))]

    run_in_virtual_time(main)


async def test_more_than_100_actions_and_resources_are_split_into_a_grid() -> None:
    service = Service(verdict("PASS"))
    resources = [f"arn:aws:s3:::bucket-{number}" for number in range(101)]
    access = Access(actions=ACTIONS, resources=resources)
    report, _ = await check_with(service, [undecidable(), allow()], access_not_granted=access)
    parts = [sent.json["access"][0] for sent in service.requests]
    assert [(len(one["actions"]), len(one["resources"])) for one in parts] == [
        (100, 100),
        (100, 1),
        (100, 100),
        (100, 1),
        (50, 100),
        (50, 1),
    ]
    asked = {(a, r) for one in parts for a in one["actions"] for r in one["resources"]}
    assert asked == {(a, r) for a in ACTIONS for r in resources}
    assert report.passed
    assert (report.questions, report.calls, report.calls_avoided) == (2, 6, 6)


async def test_a_fail_of_one_part_is_one_and_each_statement_is_a_reason_once() -> None:
    replies = [verdict("FAIL", 2, 0), verdict("PASS"), verdict("FAIL", 0, 1)]

    async def answer(_: Sent) -> Reply:
        return replies.pop(0)

    service = Service(answer)
    report, _ = await check_with(service, [undecidable()], access_not_granted=ACTIONS)
    outcome = report.results[0].access_not_granted
    assert isinstance(outcome, PolicyVerdict)
    assert (outcome.result, outcome.decided_by) == ("FAIL", "service")
    assert [reason.statement_index for reason in outcome.reasons] == [0, 1, 2]


async def test_a_part_that_fails_is_believed_whatever_becomes_of_the_call_after_it() -> None:
    replies = [verdict("FAIL", 0), UNPROCESSABLE, DENIED]

    async def answer(_: Sent) -> Reply:
        return replies.pop(0)

    service = Service(answer)
    report, _ = await check_with(service, [undecidable()], access_not_granted=ACTIONS)
    assert isinstance(report.results[0].access_not_granted, PolicyVerdict)
    assert not replies


async def test_a_call_that_fails_ends_the_parts_after_it() -> None:
    replies = [verdict("PASS"), DENIED]

    async def answer(_: Sent) -> Reply:
        return replies.pop(0)

    service = Service(answer)
    report, _ = await check_with(service, [undecidable()], access_not_granted=ACTIONS)
    assert isinstance(report.results[0].access_not_granted, PolicyCheckFailed)


async def test_parts_that_fail_here_are_merged_as_well() -> None:
    statements = [
        *allow("s3:Get249")["Statement"],
        *allow("s3:Get0")["Statement"],
        *allow("s3:Get*")["Statement"],
        *allow("s3:Put*")["Statement"],
    ]
    service = Service(verdict("PASS"))
    report, _ = await check_with(service, [{"Statement": statements}], access_not_granted=ACTIONS)
    outcome = report.results[0].access_not_granted
    assert isinstance(outcome, PolicyVerdict)
    assert [reason.statement_index for reason in outcome.reasons] == [0, 1, 2]
    assert outcome.counterexample is not None
    assert outcome.counterexample.action.startswith("s3:Get")
    assert service.requests == []


async def test_only_parts_that_are_not_proven_here_are_asked() -> None:
    service = Service(verdict("PASS"))
    report, _ = await check_with(service, [inexact("s3:Get249")], access_not_granted=ACTIONS)
    assert len(service.requests) == 1
    assert service.requests[0].json["access"] == [{"actions": ACTIONS[200:]}]
    assert (report.calls, report.calls_avoided) == (1, 2)
    assert report.passed


async def test_the_service_validates_where_there_is_no_catalogue() -> None:
    finding: dict[str, Any] = {
        "findingDetails": "invented",
        "findingType": "ERROR",
        "issueCode": "INVALID_ACTION",
        "learnMoreLink": "https://example.com",
        "locations": [],
    }
    service = Service(Reply({"findings": [finding]}))
    policies = [allow(Principal="*"), allow(Principal="*"), "no JSON"]
    report, _ = await check_with(service, policies, validate=True, policy_type="RESOURCE_POLICY")
    assert [sent.json["policyDocument"] for sent in service.requests] == [json.dumps(policies[0])]
    first, second, third = (result.validation for result in report.results)
    assert first is second
    assert isinstance(first, ValidationVerdict)
    assert (first.decided_by, first.not_checked) == ("service", frozenset())
    assert not first.passed
    assert isinstance(third, ValidationVerdict)
    assert third.decided_by == "here"
    assert (report.decided_by_service, report.from_cache, report.decided_here) == (1, 1, 1)


async def test_a_validation_that_fails_keeps_what_was_found_here() -> None:
    service = Service(DENIED)
    report, _ = await check_with(service, [allow(Sid="a b")], validate=True)
    outcome = report.results[0].validation
    assert isinstance(outcome, PolicyCheckFailed)
    assert isinstance(outcome.found_here, ValidationVerdict)
    assert outcome.found_here.findings


async def test_the_service_is_not_asked_to_validate_where_there_is_a_catalogue(
    tmp_path: Path,
) -> None:
    for name, content in (("services", ["s3"]), ("metadata", {"version": "1"})):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    catalogue = ActionCatalogue.from_folder(tmp_path)
    service = Service(Reply({"findings": []}))
    await check_with(service, [allow()], validate=True, catalogue=catalogue)
    assert service.requests == []


def test_the_emulator_answers_too(run: Run) -> None:
    async def main() -> None:
        emulator = Emulator()
        async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
            report = await check_policies(
                [undecidable(), allow()],
                access_not_granted=["s3:PutObject"],
                catalogue=NOTHING,
                client=client.with_options(pace=None),
            )
        assert (report.undecided, report.decided_by_service, report.decided_here) == (1, 2, 1)
        assert report.calls == 3

    run(main)
