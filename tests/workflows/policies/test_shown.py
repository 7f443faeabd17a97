"""How verdicts and reports are told."""

from typing import Any

from aa_sdk.workflows import PolicyReport
from tests.fake_service import Reply, Sent
from tests.policy.views.shown import html_of, in_rich
from tests.workflows.policies.world import (
    DENIED,
    UNPROCESSABLE,
    Service,
    allow,
    check,
    check_with,
    inexact,
    undecidable,
    verdict,
)

ASKED: dict[str, Any] = {"access_not_granted": ["s3:PutObject"]}


async def mixed() -> PolicyReport:
    policies = {"good": allow(), "wide": allow("s3:*", Sid="Wide"), "odd": undecidable(), "no": "{"}
    return await check(policies, **ASKED)


async def test_a_report_is_a_line_of_counts() -> None:
    report = await mixed()
    told = str(report)
    assert told.startswith(
        "4 policies, 3 did not pass; 8 questions: 6 decided here, 1 undecided, 1 failed (0 calls, "
    )
    assert "\n" not in told
    assert repr(report) == f"<PolicyReport: {told}>"


async def test_a_report_names_each_policy_that_did_not_pass_and_why() -> None:
    report = await mixed()
    for shown in (html_of(report), in_rich(report)):
        assert "4 policies" in shown
        for part in ("wide", "odd", "undecided", "failed", "not JSON"):
            assert part in shown, part
        assert "good" not in shown
    assert "policies" in in_rich(await check([allow()] * 30))
    many = await check(["{"] * 30, **ASKED)
    assert "10 more policies" in in_rich(many)
    assert "0 did not" in html_of(await check([allow()]))


async def test_a_result_is_a_line_for_a_log() -> None:
    good, wide, odd, malformed = (str(one) for one in (await mixed()).results)
    assert good == "PASS good"
    assert wide.startswith("FAIL wide; access_not_granted FAIL: ")
    assert '(statement 0, "Wide")' in wide
    assert "undecided: Statement[0].Condition.FooEquals: an unknown condition operator" in odd
    assert malformed.startswith("FAIL no; access_not_granted failed: not JSON; validation FAIL: ")


async def test_a_result_shows_each_outcome() -> None:
    good, wide, odd, malformed = (await mixed()).results
    assert repr(good) == "<PolicyResult good, access_not_granted PASS, validation PASS>"
    assert "IDENTITY_POLICY" in in_rich(good)
    assert "not checked" in in_rich(good)
    assert "e.g." in in_rich(wide)
    assert "s3:PutObject on arn:aws:s3:::reports/" in html_of(wide)
    assert "undecided" in html_of(odd)
    assert "not JSON" in html_of(malformed)
    unread = (await check([None], **ASKED)).results[0]
    assert "NoneType" in in_rich(unread)


async def test_a_verdict_shows_as_a_check_does_and_says_who_decided_it() -> None:
    report = await mixed()
    outcomes = report.results[1].outcomes
    assert repr(outcomes["access_not_granted"]) == "<PolicyVerdict FAIL, decided by this package>"
    assert repr(outcomes["validation"]).startswith("<ValidationVerdict PASS: 0 findings, ")
    for outcome in outcomes.values():
        assert "decided by this package" in html_of(outcome)
        assert "decided by this package" in in_rich(outcome)
    service = Service(verdict("FAIL", 0))
    report, _ = await check_with(service, [inexact()], **ASKED)
    assert "decided by the service" in in_rich(report.results[0])
    assert "by the service" in str(report)
    service = Service(Reply({"findings": []}))
    report, _ = await check_with(service, [allow()], validate=True)
    assert repr(report.results[0].validation) == (
        "<ValidationVerdict PASS: 0 findings, by the service>"
    )


async def test_what_is_undecided_or_failed_says_what_the_service_said() -> None:
    service = Service(UNPROCESSABLE)
    report, _ = await check_with(service, [undecidable()], **ASKED)
    assert "CheckAccessNotGranted" in in_rich(report.results[0])
    outcome = report.results[0].access_not_granted
    assert repr(outcome) == "<PolicyUndecided at Statement[0].Condition.FooEquals>"
    assert "undecided" in html_of(outcome)
    service = Service(DENIED)
    report, _ = await check_with(service, [undecidable()], **ASKED)
    assert "found here: Statement[0]" in in_rich(report.results[0])
    outcome = report.results[0].access_not_granted
    assert repr(outcome) == "<PolicyCheckFailed: AccessDeniedException>"
    assert "AccessDeniedException" in html_of(outcome)


async def test_attempts_that_were_throttled_are_told() -> None:
    replies = [429, 200]

    async def answer(_: Sent) -> Reply:
        status = replies.pop(0)
        return verdict("PASS") if status == 200 else Reply({"message": "slow"}, 429)

    service = Service(answer)
    report, _ = await check_with(service, [undecidable()], **ASKED)
    assert report.throttled == 1
    assert "(1 call, 1 throttled, 0 avoided, " in str(report)


async def test_a_reason_that_names_no_statement_is_told_as_it_is() -> None:
    reason = {"description": "because I say so"}
    service = Service(Reply({"result": "FAIL", "message": "No.", "reasons": [reason]}))
    report, _ = await check_with(service, [undecidable()], **ASKED)
    assert "No. (because I say so)" in str(report.results[0])


async def test_the_gravest_findings_are_told_first() -> None:
    wide = allow("iam:PassRole", Resource="*")
    del wide["Version"]
    report = await check([wide, allow(Sid="a b")])
    assert "validation FAIL: " in str(report.results[0])
    assert "MISSING_VERSION" not in str(report.results[0])


async def test_no_document_is_in_a_repr() -> None:
    report = await check([allow(f"s3:secret{n}") for n in range(3)], **ASKED)
    assert "secret" not in repr(report) + "".join(map(repr, report.results))
