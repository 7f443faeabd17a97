"""How plans, reports, jobs and runs show: the same words in a notebook and in a terminal."""

import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.client import CallEvent
from aa_sdk.emulator import Emulator
from aa_sdk.errors import AccessAnalyzerError, ServiceError, ValidationException
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response
from aa_sdk.progress import Progress
from aa_sdk.workflows import (
    AnalyzerJob,
    AnalyzerSpec,
    ArchivingFailure,
    ArchivingReport,
    Blocked,
    Change,
    Gone,
    Hydrated,
    HydrationFailed,
    HydrationReport,
    Plan,
    PolicyGenerationJob,
    RuleEffect,
    Unmanaged,
    hydrate,
)
from aa_sdk.workflows._jobs.job import Look
from tests.policy.views.shown import html_of, in_html, in_rich

EVIL = "</div><script>alert(1)</script>\u202e\x1b[2J\n"
NOW = datetime(2026, 1, 2, tzinfo=UTC)
ARN = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/audit"


def an_error(text: str) -> AccessAnalyzerError:
    return ValidationException(answer("ValidationException", text), "GetFindingV2")


def answer(code: str, message: str) -> dict[str, Any]:
    return {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"RequestId": "id", "HTTPStatusCode": 400},
    }


def a_summary(text: Any, number: int = 0) -> FindingSummaryV2:
    return FindingSummaryV2(
        id=f"{number:08}-{text}",
        status="ACTIVE",
        finding_type="ExternalAccess",
        resource=text,
        resource_type=text,
        resource_owner_account=text,
        created_at=NOW,
        updated_at=NOW,
        analyzed_at=NOW,
    )


def a_finding(text: str) -> GetFindingV2Response:
    members = a_summary(text).model_dump()
    return GetFindingV2Response.model_validate({**members, "finding_details": []})


def an_effect(text: str, count: int = 3) -> RuleEffect:
    return RuleEffect(
        analyzer_arn=ARN,
        filter=FindingFilter().key(text).eq(text),
        active=9,
        would_hide=count,
        public=1,
        hidden_already=2,
        by_finding_type={"ExternalAccess": count},
        by_resource_type={f"AWS::S3::{text}{n}": 1 for n in range(count)},
        examples=tuple(a_summary(text, n) for n in range(count)),
    )


def an_archiving(text: str, count: int = 2) -> ArchivingReport:
    return ArchivingReport(
        status="ARCHIVED",
        dry_run=False,
        changed=(text,) * count,
        unchanged=("b",),
        resolved=(),
        gone=("c",),
        failures=tuple(ArchivingFailure(text, an_error(f"{text}{n}")) for n in range(count)),
        attempts=3,
        throttled=1,
        elapsed=1.25,
    )


def a_hydration(text: str, count: int = 2) -> HydrationReport:
    return HydrationReport(
        findings=(a_finding(text),) * count,
        failures=tuple(HydrationFailed(text, an_error(f"{text}{n}")) for n in range(count)),
        gone=(Gone(text),) * count,
        attempts=5,
        throttled=1,
        elapsed=0.5,
    )


def a_plan(text: str, count: int = 1) -> Plan:
    rule = FindingFilter().key(text).eq(text)
    spec = AnalyzerSpec("audit", "ACCOUNT", tags={"team": "a"}, archive_rules={"own": rule})
    changes = (
        Change("+", "analyzer", "audit", None, spec),
        Change("-", "archive_rule", text, rule, None),
        Change("~", "tag", text, "a", text),
    )
    blocked, stays = Blocked(text, "adopt"), Unmanaged("archive_rule", text, rule)
    return Plan(spec, None, changes * count, (stays,) * count, (blocked,) * count)


def everything(text: str, count: int) -> list[Any]:
    plan = a_plan(text, count)
    return [
        an_effect(text, count),
        an_archiving(text, count),
        ArchivingFailure(text, an_error(text)),
        a_hydration(text, count),
        Hydrated(None, a_finding(text)),
        HydrationFailed(text, an_error(text)),
        Gone(text),
        plan,
        plan.spec,
        *[*plan.changes[:3], plan.unmanaged[0], plan.blocked[0]],
    ]


@pytest.mark.parametrize("text", [EVIL, EVIL * 100, '"' * 5_000], ids=["evil", "long", "quotes"])
def test_whatever_others_wrote_it_is_harmless_small_and_the_same_again(text: str) -> None:
    for shown, again in zip(everything(text, 30), everything(text, 30), strict=True):
        for told in (html_of(shown), str(shown.__rich__()), str(shown)):
            assert len(told.encode()) < 60_000, type(shown)
            assert told.replace("\n", "").isprintable(), type(shown)
        assert "<script" not in html_of(shown)
        assert in_html(shown)
        assert (html_of(shown), str(shown)) == (html_of(again), str(again))


def test_a_plan_shows_the_lines_of_its_text_in_colour() -> None:
    plan = a_plan("x")
    page = html_of(plan)
    assert [line.strip() for line in "\n".join(in_html(plan).text).split("\n") if line.strip()] == [
        line.strip() for line in str(plan).split("\n") if line.strip()
    ]
    for colour in ("#2a9d4a", "#e5484d", "#a86f00"):
        assert f"color:{colour}" in page
    rich: Any = plan
    assert rich.__rich__().plain == str(plan)
    styles = {
        line.plain[:1]: str(line.spans[0].style)
        for line in rich.__rich__().split("\n")[:3]
        if line.spans
    }
    assert styles["+"] == "green"


def test_a_long_plan_prints_whole_and_shows_its_beginning_and_its_end() -> None:
    plan = a_plan("x", 100)
    lines = str(plan).splitlines()
    assert len(lines) > 600
    shown = "\n".join(in_html(plan).text)
    assert f"… {len(lines) - 150:,} more lines; print it to see them" in shown
    assert shown.endswith(lines[-1])


def test_parts_of_a_plan_read_as_in_the_plan() -> None:
    plan = a_plan("x")
    new, rule, tag = plan.changes
    for part in plan.changes:
        assert str(part) in str(plan)
    assert (repr(rule), repr(tag)) == ("<Change - archive rule x>", "<Change ~ tag x>")
    assert str(tag) == '~ tag x: "a" → "x"'
    assert str(plan.unmanaged[0]) == 'archive rule x: x = "x"'
    assert str(Unmanaged("tag", "a", "b")) == 'tag a: "b"'
    assert str(plan.blocked[0]) == "! x"
    assert str(new).splitlines()[0] == "+ analyzer audit"


def test_a_specification_shows_what_it_asks_for() -> None:
    spec = AnalyzerSpec(
        "audit",
        "ACCOUNT_UNUSED_ACCESS",
        {"unused_access": {"unused_access_age": 30}},
        archive_rules={f"r{n:02}": FindingFilter().resource.contains("a") for n in range(22)},
        tags={"team": "security"},
    )
    lines = str(spec).splitlines()
    assert lines[:3] == [
        "analyzer audit  ACCOUNT_UNUSED_ACCESS",
        "  configuration  unused_access_age: 30",
        '  archive rules  r00: resource contains "a"',
    ]
    assert lines[-2:] == ["                 … 2 more", '  tags           team="security"']
    assert str(AnalyzerSpec("audit", "ACCOUNT")) == "analyzer audit  ACCOUNT"


def test_the_effect_of_a_rule_shows_counts_and_the_first_findings() -> None:
    effect = an_effect("x")
    text = in_html(effect).text
    summary = "would hide 3 of 9 active findings, 1 of them PUBLIC"
    assert text[0] == summary
    assert text[text.index("status") + 1] == "3 active, 2 archived already"
    assert [text.count(word) for word in ("PUBLIC", "00000000", "S3 x0")] == [1, 1, 1]
    assert in_rich(effect).splitlines()[0] == summary
    none = in_html(an_effect("x", 0)).text
    assert none[none.index("status") + 1] == "0 active, 2 archived already"
    assert "resource type" not in none
    unseen = RuleEffect(
        ARN, FindingFilter().status.eq("ACTIVE"), 9, 8, 0, 0, {}, {}, effect.examples
    )
    assert in_html(unseen).text[-1] == "… 5 more"


def test_a_report_on_archiving_counts_and_gives_the_reasons() -> None:
    report = an_archiving("x")
    text = in_html(report).text
    assert text[0] == str(report).splitlines()[0]
    assert text[1:4] == ["archived", "2", "x, x"]
    assert text[text.index("because") + 1] == "1"
    assert "ValidationException: x0" in str(report.failures[0].error)
    assert in_rich(report, width=200).splitlines() == str(report).splitlines()
    quiet = in_html(an_archiving("x", 0)).text
    assert "because" not in quiet
    assert in_html(an_archiving("x", 30)).text[-1] == "… 10 more reasons"
    failure = report.failures[0]
    assert repr(failure) == "<ArchivingFailure x: ValidationException>"
    assert in_html(failure).text == [str(failure)] == [f"x: {failure.error}"]
    assert in_rich(failure, width=200).strip() == str(failure)


def test_a_report_on_hydration_counts_by_type_and_status_and_gives_the_reasons() -> None:
    report = a_hydration("x")
    text = in_html(report).text
    assert text[:3] == ["2 findings read", "2 failed", "2 gone"]
    assert text[3:9] == ["by type", "2 ExternalAccess", "by status", "2 ACTIVE", "gone", "x, x"]
    assert text[-3:-1] == ["2", "ValidationException"]
    assert text[-1] == str(report.failures[0].error)
    assert in_html(a_hydration("x", 0)).text[3:] == ["attempts", "5, 1 throttled, 0.5 s"]
    plain = HydrationFailed("x", ServiceError(answer("Strange", "m"), "GetFindingV2"))
    assert repr(plain) == "<HydrationFailed x: Strange>"
    assert str(plain) == f"x could not be read: {plain.error}"


def test_what_became_of_a_finding_is_a_line() -> None:
    whole = Hydrated(None, a_finding("x"))
    assert str(whole) == "ACTIVE ExternalAccess x (00000000-x)"
    assert repr(whole) == f"<Hydrated {whole}>"
    assert in_html(whole).text == ["read", str(whole), "0 details"]
    assert (str(Gone("x")), repr(Gone("x"))) == ("x is not there any more", "<Gone x>")
    assert in_html(Gone("x")).text == ["gone", "x"]
    assert pickle.loads(pickle.dumps(whole)) == whole  # noqa: S301 (our own)


def test_a_job_shows_what_is_known_of_it_and_asks_nothing() -> None:
    client = AccessAnalyzerClient("us-east-1")
    job: Any = PolicyGenerationJob(client, "b1")
    assert in_html(job).text == [
        *["not asked yet", "Policy generation job", "id", "b1", "to wait", "await job"],
        *["take it up", "PolicyGenerationJob(client, 'b1')"],
    ]
    job._last = a_finding("x")
    assert in_html(job).text[0] == "underway when last asked"
    job._end = Look("SUCCEEDED", result=1)
    assert in_html(job).text[:4] == ["done", "Policy generation job", "id", "b1"]
    job._end = Look("FAILED", failure=EVIL)
    assert in_html(job).text[0] == "failed"
    assert "<script" not in html_of(job)
    assert in_rich(AnalyzerJob(client, "audit")).startswith("Analyzer job  not asked yet\n")


def test_a_run_shows_what_it_would_read() -> None:
    client = AccessAnalyzerClient("us-east-1")
    run = hydrate(client, analyzer_arn=ARN, findings=["a", "b"], ordered=True)
    text = in_html(run).text
    assert text[:2] == ["not started", "Findings to be read whole"]
    assert text[2:8] == [
        *["analyzer", "arn:aws:access-analyzer::…:analyzer/audit", "findings", "2"],
        *["at a time", "32, in order"],
    ]


def test_progress_prints_as_a_line() -> None:
    assert str(Progress(400, 2, 1, 5, 33.33, 300)) == (
        "400 done, 2 failed, 1 gone, 5 throttled, 33.3/s, 300 left"
    )


def test_a_call_that_ended_prints_as_a_line() -> None:
    well = CallEvent("GetAnalyzer", "us-east-1", "id", 200, 1, 0, 0.0123, None)
    assert str(well) == "GetAnalyzer in us-east-1: went well after 0.012 s (1 attempt)"
    badly = CallEvent("GetAnalyzer", None, None, None, 3, 2, 1.5, "Strange\x1b[2J")
    assert str(badly) == ("GetAnalyzer: Strange\\x1b[2J after 1.500 s (3 attempts, 2 throttled)")


async def test_an_emulator_and_results_that_are_taken_tell_in_a_line_what_they_are() -> None:
    emulator = Emulator()
    emulator.populate(findings=30)
    assert repr(emulator) == ("<Emulator of 111122223333 in us-east-1: 4 analyzers, 30 findings>")
    async with AccessAnalyzerClient(session=emulator.session()) as client:
        run = hydrate(client, analyzer_arn=ARN, findings=[])
        async with run as results:
            assert in_html(results).text[0] == "Results of hydrate"
            assert in_html(run).text[0] == "used"
        assert in_html(results).text[1] == "over"
