"""What models show in notebooks and terminals: something readable, harmless and small, always."""

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.pretty import pretty_repr

from aa_sdk._display import escape
from aa_sdk._display.terminal import as_text
from aa_sdk.models import (
    FindingSummaryV2,
    Model,
    UnknownUnionMember,
)
from aa_sdk.models._faces.faces import face_of
from aa_sdk.models._faces.lines import FINDINGS
from tests.display.test_html import HOSTILE, html_of, read
from tests.models.complete_bodies import STRUCTURES, UNION_MEMBERS, complete
from tests.models.shown import ACCESS, MODELS, filled, finding, of
from tests.service_model_strategies import OPERATIONS, responses

LONG = [text[:20_000] for text in HOSTILE]


def text_of(model: Any) -> str:
    return as_text(face_of(model))


def check(model: Any) -> None:
    """See that a model shows well in every way, and the same twice."""
    html = html_of(model)
    read(html)
    assert html == html_of(model)
    for shown in (repr(model), str(model)):
        assert escape(shown) == shown
        assert len(shown) < 6_000
    lines = text_of(model)
    assert all(escape(line) == line for line in lines.split("\n"))
    assert len(lines) < 60_000
    assert model.__rich__().plain.split() == lines.split()


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_every_model_shows_whatever_text_is_in_it(text: str) -> None:
    for name in STRUCTURES:
        check(filled(name, text))


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_model_shows_however_long_its_lists_are(name: str) -> None:
    check(filled(name, "<b>", many=300))


@pytest.mark.parametrize(("union", "tag"), UNION_MEMBERS)
def test_every_member_of_a_union_shows(union: str, tag: str) -> None:
    names = {
        "FindingDetails": ("GetFindingV2Response", "findingDetails"),
        "RecommendedStep": ("GetFindingRecommendationResponse", "recommendedSteps"),
        "FindingsStatistics": ("GetFindingsStatisticsResponse", "findingsStatistics"),
    }
    for member in (complete(union, tag), {"newThing": {"a": "<b>"}}, {}):
        if union in names:
            name, field = names[union]
            check(of(name, {**complete(name), field: [member] * 40}))


@given(
    st.sampled_from(sorted(OPERATIONS)).flatmap(
        lambda name: st.tuples(st.just(name), responses(name))
    )
)
def test_every_response_shows_whatever_the_service_sends(sent: tuple[str, Any]) -> None:
    operation, body = sent
    kind: type[Model] = getattr(MODELS, f"{operation}Request").response_type()
    check(kind.from_wire(json.dumps(body)))


def test_a_model_that_nothing_was_checked_of_shows_what_is_there() -> None:
    for name in STRUCTURES:
        kind: type[Model] = getattr(MODELS, name)
        check(kind.model_construct())
        wrong: Any = dict.fromkeys(kind.model_fields, 5)
        check(kind.model_construct(**wrong))


def test_copies_and_pickles_show_the_same() -> None:
    for name in STRUCTURES:
        model = filled(name, "text")
        for twin in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):  # noqa: S301 (our own)
            assert (repr(twin), html_of(twin)) == (repr(model), html_of(model))


def test_rich_shows_the_face() -> None:
    console = Console(width=100)
    with console.capture() as captured:
        console.print(finding("Finding"))
    assert captured.get().startswith(
        "Public access to S3 bucket orders-inbox-4433-9baea6c1  ACTIVE"
    )
    assert "id='222891f6-be16-41cf-bc57-21c2cd2a67a8'" in pretty_repr(finding("Finding"))
    assert pretty_repr(UnknownUnionMember("a", "secret")) == "UnknownUnionMember(tag='a')"


@pytest.mark.parametrize("kind", sorted(FINDINGS))
def test_a_finding_is_one_readable_line(kind: str) -> None:
    public = "" if kind == "FindingSummaryV2" else "PUBLIC "
    new = "NEW " if kind == "AccessPreviewFinding" else ""
    line = f"ACTIVE {public}ExternalAccess arn:aws:s3:::orders-inbox-4433-9baea6c1 (222891f6)"
    assert str(finding(kind)) == f"{new}{line}"
    assert str(finding(kind, error="ACCESS_DENIED")).endswith("(222891f6) error ACCESS_DENIED")
    assert "AWS::S3::Bucket of 111122223333" in str(finding(kind, resource=None))
    assert str(finding(kind, id="f-1")).endswith("(f-1)")


def test_a_finding_shows_who_may_do_what_under_which_conditions() -> None:
    assert text_of(finding("GetFindingV2Response")) == (
        "Public access to S3 bucket orders-inbox-4433-9baea6c1  ACTIVE\n"
        "  anyone may  s3:GetObject s3:ListBucket\n"
        "  through     its access control list\n"
        "  if          no condition\n"
        "  resource    arn:aws:s3:::orders-inbox-4433-9baea6c1\n"
        "  owner       111122223333\n"
        "  since       2025-11-03 00:54 UTC, 29d old when it was looked at on 2025-12-02\n"
        "  id          222891f6-be16-41cf-bc57-21c2cd2a67a8"
    )
    point = {"accessPointArn": "arn:p", "accessPointAccount": "1"}
    shown = text_of(
        finding(
            "Finding",
            isPublic=False,
            principal={"AWS": "444455556666"},
            condition={"aws:SourceVpc": "vpc-1"},
            resourceControlPolicyRestriction="APPLICABLE",
            sources=[{"type": "S3_ACCESS_POINT_ACCOUNT", "detail": point}],
        )
    )
    assert shown.startswith("External access to S3 bucket orders-inbox")
    assert "who       AWS 444455556666" in shown
    assert "if        aws:SourceVpc = vpc-1" in shown
    assert "through   another account's access point arn:p of 1" in shown
    assert "RCPs      there are some" in shown


def test_a_finding_that_could_not_be_analyzed_says_so_first() -> None:
    for kind in FINDINGS:
        shown = text_of(finding(kind, error="ACCESS_DENIED", findingDetails=[{}], isPublic=None))
        assert shown.split("\n")[1].split()[0] == "error"
        assert "anyone" not in shown


def test_a_preview_says_what_changes() -> None:
    new = text_of(finding("AccessPreviewFinding"))
    assert "change      NEW there is none today" in new
    changed = finding(
        "AccessPreviewFinding", changeType="CHANGED", existingFindingStatus="ARCHIVED"
    )
    assert "CHANGED it is ARCHIVED today" in text_of(changed)


def test_details_say_what_is_not_used() -> None:
    used, never = {"action": "a:B", "lastAccessed": "2025-01-02T03:04:05Z"}, {"action": "a:C"}
    details: list[dict[str, Any]] = [
        {"unusedPermissionDetails": {"serviceNamespace": "s3", "actions": [used, never]}},
        {"unusedIamUserAccessKeyDetails": {"accessKeyId": "AKIAEXAMPLE"}},
        {"unusedIamRoleDetails": {"lastAccessed": "2025-01-02T03:04:05Z"}},
        {"unusedIamUserPasswordDetails": {}},
        {"newDetails": {"policy": "{}"}},
        {"internalAccessDetails": {**ACCESS, "principalType": "IAM_ROLE", "accessType": "INTRA_ORG",
                                   "serviceControlPolicyRestriction": "APPLIED"}},
    ]  # fmt: skip
    whole = finding(
        "GetFindingV2Response", findingDetails=details, nextToken="t", findingType="New"
    )
    shown = text_of(whole)
    assert shown.startswith("New of S3 bucket")
    for line in (
        "s3          a:B (used 2025-01-02) a:C never used",
        "access key  AKIAEXAMPLE",
        "last used   never",
        "last used   2025-01-02 03:04 UTC",
        "new         newDetails with policy this release has no class for it",
        "who         IAM_ROLE AWS *",
        "of INTRA_ORG",
        "SCPs        taken into account",
        "there are more details on the next page",
    ):
        assert " ".join(line.split()) in " ".join(shown.split())
    many = finding("GetFindingV2Response", findingDetails=details * 10)
    assert "and 45 more details" in text_of(many)


def test_a_union_member_that_is_new_shows_its_names_and_no_payload() -> None:
    secret = UnknownUnionMember("newThing", {"policy": "what nobody else may read"})
    assert repr(secret) == "UnknownUnionMember(tag='newThing')"
    assert "with policy" in text_of(secret)
    assert "nobody" not in f"{secret!r}{secret}{text_of(secret)}{html_of(secret)}"
    assert "no details" in text_of(UnknownUnionMember("", {}))
    assert "with" not in text_of(UnknownUnionMember("newThing", [1]))
    assert len(repr(UnknownUnionMember("x" * 10_000, 1))) < 200


def test_policy_documents_are_shown_where_they_are_there_to_be_read_alone() -> None:
    read_by_all = {
        "GetGeneratedPolicyResponse",
        "GeneratedPolicy",
        "GetFindingRecommendationResponse",
        "GeneratedPolicyResult",
        "UnusedPermissionsRecommendedStep",
    }
    for name in STRUCTURES:
        model = of(name, complete(name))
        shows = "nobody" in html_of(model)
        assert not shows or name in read_by_all, name
        assert "nobody" not in f"{model!r}{model}", name
    step = of(
        "UnusedPermissionsRecommendedStep",
        {"recommendedAction": "CREATE_POLICY", "recommendedPolicy": '{\n "a": 1\n}'},
    )
    assert '{\n "a": 1\n}' in html_of(step)  # fmt: skip


def test_a_page_shows_as_a_table_and_says_whether_there_is_more() -> None:
    findings = [finding("FindingSummaryV2").to_wire()] * 30
    page = of("ListFindingsV2Response", {"findings": findings, "nextToken": "t"})
    shown = text_of(page)
    assert shown.startswith("30 external findings · 30 active\nid        status")
    assert shown.endswith("10 more\nthere is more: next_token is set")
    assert "age" not in shown.split("\n")[1]
    last = of("ListFindingsV2Response", {"findings": []})
    assert text_of(last) == "0 findings\nthe last page"


def test_the_ages_on_a_page_are_counted_from_when_the_service_answered() -> None:
    page = of("ListFindingsV2Response", {"findings": [finding("FindingSummaryV2").to_wire()]})
    for date, age in (("Wed, 03 Dec 2025 00:00:00 GMT", "29d"), ("yesterday", None)):
        metadata = MODELS.ResponseMetadata(http_headers={"date": date})
        head, row, _ = text_of(page.with_metadata(metadata)).split("\n")[1:]
        assert ("age" in head.split()) == (age is not None)
        assert age is None or age in row.split()


@pytest.mark.parametrize("name", ["NoNewAccess", "AccessNotGranted", "NoPublicAccess"])
def test_a_check_says_its_verdict_first_and_then_the_statements(name: str) -> None:
    reasons = [{"description": "New access", "statementIndex": 1, "statementId": "Writers"}, {}]
    body = {"result": "FAIL", "message": "It may.", "reasons": reasons}
    failed = of(f"Check{name}Response", body)
    lines = text_of(failed).split("\n")
    assert lines[0].startswith("FAIL ")
    assert lines[3].split() == ["statement", "Sid", "what", "it", "does"]
    assert lines[4].split() == ["1", "Writers", "New", "access"]
    assert str(failed) == "FAIL: It may."
    assert str(failed.reasons[0]) == 'statement 1 "Writers": New access'
    assert str(failed.reasons[1]) == "reason: no description"
    assert str(of(f"Check{name}Response", {})) == "no verdict: no message"
    passed = of(f"Check{name}Response", {"result": "PASS"})
    assert text_of(passed).startswith("PASS ")
    assert "#2a9d4a" in html_of(passed)
    assert "font-size:1.35em" in html_of(passed)
    assert "font-size:1.35em" not in html_of(finding("Finding"))
    assert "#e5484d" in html_of(failed)


def test_a_validation_finding_says_what_is_wrong_and_where() -> None:
    body = complete("ValidatePolicyFinding")
    start = {"line": 3, "column": 7, "offset": 40}
    body |= {"findingType": "ERROR", "issueCode": "MISSING", "findingDetails": "Add it."}
    body["locations"][0]["span"]["start"] = start
    one = of("ValidatePolicyFinding", body)
    assert str(one) == "ERROR MISSING at line 3, column 7: Add it."
    assert "where  line 3, column 7" in text_of(one)
    many = of("ValidatePolicyFinding", {**body, "locations": body["locations"] * 9})
    assert "4 more places" in text_of(many)
    nowhere = of("ValidatePolicyFinding", {**body, "locations": []})
    assert str(nowhere) == "ERROR MISSING: Add it."
    assert "where" not in text_of(nowhere)


def test_other_models_have_a_line_where_there_is_a_good_one() -> None:
    body = {**complete("AnalyzerSummary"), "name": "audit", "type": "ACCOUNT"}
    analyzer = of("AnalyzerSummary", body)
    assert str(analyzer) == "ACTIVE ACCOUNT audit"
    rule = of("ArchiveRuleSummary", {
        **complete("ArchiveRuleSummary"), "ruleName": "known",
        "filter": {"status": {"eq": ["A", "B"]}, "error": {"exists": False},
                   "resource": {"contains": ["x"], "neq": ["y"], "exists": True}},
    })  # fmt: skip
    assert str(rule) == (
        "known: status = A or B and error does not exist and resource ≠ y "
        "and resource contains x and resource exists"
    )
    assert str(of("AccessPreviewSummary", complete("AccessPreviewSummary"))) == (
        "COMPLETED access preview text"
    )
    job = of("PolicyGeneration", complete("PolicyGeneration"))
    assert str(job) == "IN_PROGRESS policy generation text text since 2024-02-29 12:34 UTC"
    resource = of("AnalyzedResource", {**complete("AnalyzedResource"), "resourceArn": "arn:r"})
    assert str(resource) == "ACTIVE PUBLIC arn:r"
    # What has no line of its own says as much as its repr.
    position = of("Position", complete("Position"))
    assert str(position) == repr(position) == "Position(line=7, column=7, offset=7)"


def test_a_user_s_own_class_shows_as_the_one_it_comes_from() -> None:
    class Mine(FindingSummaryV2, frozen=True):
        pass

    mine = Mine.from_wire(json.dumps(finding("FindingSummaryV2").to_wire()))
    assert str(mine) == str(finding("FindingSummaryV2"))
    assert repr(mine).startswith("Mine(id=")
    assert text_of(mine) == text_of(finding("FindingSummaryV2"))


def test_any_other_model_shows_the_members_that_are_set() -> None:
    request = MODELS.CreateAnalyzerRequest(analyzer_name="audit", type="ACCOUNT", tags={"a": "b"})
    assert text_of(request) == (
        "CreateAnalyzerRequest\n"
        "  analyzer name  audit\n"
        "  type           ACCOUNT\n"
        "  tags           a = b"
    )
    assert text_of(MODELS.AnalysisRule()) == "AnalysisRule\n    nothing is set"
    check_request = MODELS.CheckNoPublicAccessRequest(
        policy_document={"Statement": "secret"}, resource_type="AWS::S3::Bucket"
    )
    assert "a document of 23 characters" in text_of(check_request)
    extended = of("Span", {**complete("Span"), "newThing": "secret"})
    assert "newThing  new to this release" in text_of(extended)
    assert "secret" not in text_of(check_request) + text_of(extended)


def test_a_member_of_any_kind_is_told_in_words() -> None:
    model: Any = MODELS.AnalysisRule.model_construct(
        exclusions=(
            None,
            True,
            1.5,
            [1, 2, 3, 4, 5],
            {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}},
            7,
            8,
        )
    )
    shown = text_of(model)
    assert "— yes 1.5 1, 2, 3, 4 … a = b = c = d = e = f = … 7 8" in shown
    scan = MODELS.StartResourceScanRequest(analyzer_arn="arn:" + "a" * 300, resource_arn="b" * 300)
    assert "arn:aaa" in text_of(scan)
    assert "…" in text_of(scan)
    crowded = of("Span", {**complete("Span"), **{f"new{number}": 1 for number in range(50)}})
    assert "and 12 more members" in text_of(crowded)


def test_what_is_missing_is_left_out() -> None:
    preview = complete("AccessPreview")
    del preview["statusReason"]
    assert "why" not in text_of(of("AccessPreview", preview))
    response = complete("GetGeneratedPolicyResponse")
    del response["generatedPolicyResult"]["properties"]["isComplete"]
    del response["jobDetails"]["completedOn"]
    shown = text_of(of("GetGeneratedPolicyResponse", response))
    assert "has" not in shown.split()
    assert "completed" not in shown.split()
    steps = complete("GetFindingRecommendationResponse")
    del steps["nextToken"]
    assert "next page" not in text_of(of("GetFindingRecommendationResponse", steps))
    summary = text_of(finding("FindingSummaryV2", resource=None))
    assert "S3 bucket without a name" in summary
    assert "resource" not in summary.split()


def test_a_page_of_something_else_shows_its_members() -> None:
    odd = MODELS.ListFindingsV2Response.model_construct(findings=(5,), next_token=None)
    assert text_of(odd) == "ListFindingsV2Response\n  findings  5"
