"""Each noun has a table of its own, which loses nothing either."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given

from aa_sdk import models
from aa_sdk.filters import FindingFilter
from aa_sdk.frames import tables
from aa_sdk.frames.tables import (
    Table,
    check_reasons_table,
    details_table,
    recommended_steps_table,
    rule_effect_table,
    statistics_table,
    table_of,
    unused_actions_table,
    validation_findings_table,
)
from aa_sdk.models import (
    CheckNoNewAccessResponse,
    ExternalAccessDetails,
    FindingDetails,
    GetFindingsStatisticsResponse,
    GetFindingV2Response,
    InternalAccessDetails,
    ReasonSummary,
    RecommendedStep,
    UnknownUnionMember,
    UnusedAction,
    UnusedPermissionDetails,
    UnusedPermissionsRecommendedStep,
    ValidatePolicyFinding,
)
from aa_sdk.policy import check_no_new_access, validate
from aa_sdk.workflows import Gone, Hydrated, HydrationFailed, RuleEffect
from tests.frames.rows import external, summary, v1, whole
from tests.frames.test_findings_table import ERROR
from tests.service_model_strategies import responses

pytest.importorskip("nanoarrow")

Make = Callable[[Any], Table]
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)

# Operation, the member of its response, and what makes a table of it.
LISTED: dict[str, tuple[str, str]] = {
    "ListAnalyzers": ("analyzers", "analyzers_table"),
    "GetAnalyzer": ("analyzer", "analyzers_table"),
    "ListArchiveRules": ("archive_rules", "archive_rules_table"),
    "GetArchiveRule": ("archive_rule", "archive_rules_table"),
    "ListAnalyzedResources": ("analyzed_resources", "analyzed_resources_table"),
    "GetAnalyzedResource": ("resource", "analyzed_resources_table"),
    "ListAccessPreviews": ("access_previews", "access_previews_table"),
    "GetAccessPreview": ("access_preview", "access_previews_table"),
    "ListPolicyGenerations": ("policy_generations", "policy_generations_table"),
    "GetFindingRecommendation": ("recommended_steps", "recommended_steps_table"),
    "ValidatePolicy": ("findings", "validation_findings_table"),
}
JSON = {"tags", "configuration", "filter", "configurations", "locations"}
DERIVED = {"unused_access_age", "filter_keys", "resources", "path"}
DERIVED |= {f"{end}_{name}" for end in ("start", "end") for name in ("line", "column", "offset")}


def response_of(operation: str, body: Any) -> Any:
    return getattr(models, f"{operation}Response").from_wire(json.dumps(body))


def told(row: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the service sent, from a row of a table and what `extra` says."""
    sent: dict[str, Any] = {}
    for name, value in row.items():
        if value is None or name in DERIVED or name == "extra":
            continue
        wire = fields[name].alias
        if name == "status_reason":
            sent[wire] = {"code": value}
        elif name in JSON:
            sent[wire] = json.loads(value)
        elif isinstance(value, datetime):
            sent[wire] = value.isoformat().replace("+00:00", "Z")
        else:
            sent[wire] = value
    extra: dict[str, Any] = json.loads(row["extra"] or "{}")
    return sent | extra


@pytest.mark.parametrize("operation", LISTED)
def test_a_row_and_its_extra_say_all_that_the_service_sent(operation: str) -> None:
    field, name = LISTED[operation]
    make: Make = getattr(tables, name)

    @given(responses(operation))
    def check(body: Any) -> None:
        page = response_of(operation, body)
        held = getattr(page, field)
        items = list(held) if isinstance(held, tuple) else [] if held is None else [held]
        rows = make(page).to_dicts()
        for row, item in zip(rows, items, strict=True):
            if isinstance(item, UnknownUnionMember):
                sent = {item.tag: item.value} if item.tag else item.value or {}
                assert told(row, {}) == sent
            else:
                assert told(row, type(item).model_fields) == item.to_wire()
        assert make(items).to_dicts() == make([page]).to_dicts() == rows
        assert make([]).schema == make(items).schema

    check()


@given(responses("GetFindingV2"))
def test_details_lose_nothing_but_what_the_table_of_unused_actions_has(body: Any) -> None:
    finding = GetFindingV2Response.from_wire(json.dumps(body))
    rows = details_table([finding]).to_dicts()
    assert [row["detail_index"] for row in rows] == list(range(len(finding.finding_details)))
    for row, detail in zip(rows, finding.finding_details, strict=True):
        assert row["finding_id"] == finding.id
        if isinstance(detail, UnknownUnionMember):
            sent = {detail.tag: detail.value} if detail.tag else detail.value or {}
            assert json.loads(row["extra"] or "{}") == sent
        elif isinstance(detail, UnusedPermissionDetails):
            kept = json.loads(row["extra"] or "{}")
            assert kept.get("actions", []) == detail.to_wire().get("actions", [])
            assert row["unused_actions"] == len(detail.actions)
            assert row["service_namespace"] == detail.service_namespace
        elif isinstance(detail, ExternalAccessDetails | InternalAccessDetails):
            assert row["action"] == detail.to_wire().get("action")
    bare = details_table(finding.finding_details)
    assert bare["detail_type"] == [row["detail_type"] for row in rows]
    assert set(bare["finding_id"]) <= {None}


def test_a_finding_of_the_first_version_is_its_own_detail() -> None:
    both = {"AWS": "*", "Federated": "x"}
    (row,) = details_table([v1(principal=both, is_public=True)]).to_dicts()
    assert (row["finding_type"], row["detail_type"]) == ("ExternalAccess", "externalAccessDetails")
    assert (row["detail_index"], row["is_public"]) == (None, True)
    assert json.loads(row["extra"]) == {"principal": both}


def test_each_unused_action_has_a_row_and_a_service_without_any_has_one() -> None:
    used = UnusedAction(action="GetObject", last_accessed=NOON)
    services = (
        UnusedPermissionDetails(
            service_namespace="s3", actions=[used, UnusedAction(action="*")], last_accessed=NOON
        ),
        UnusedPermissionDetails(service_namespace="ec2"),
    )
    finding = whole(*services, finding_type="UnusedPermission")
    rows = unused_actions_table([finding, whole(external())]).to_dicts()
    names = ("service_namespace", "action", "last_accessed", "service_last_accessed")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("s3", "GetObject", NOON, NOON),
        ("s3", "*", None, NOON),
        ("ec2", None, None, None),
    ]
    assert {row["finding_id"] for row in rows} == {finding.id}
    assert unused_actions_table(services)["action"] == ["GetObject", "*", None]


@pytest.mark.parametrize("make", [details_table, unused_actions_table])
def test_a_summary_has_no_details_and_says_how_to_read_them(make: Make) -> None:
    with pytest.raises(ValueError, match=r"has no details: read them first, with.*hydrate"):
        make([summary()])
    results = [Gone("x", summary()), HydrationFailed("y", ERROR, summary())]
    assert len(make([*results, Hydrated(None, whole())])) == 0


def test_reasons_tell_the_verdict_of_their_check() -> None:
    allow = {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Sid": "All"}
    less = {**allow, "Action": "s3:GetObject"}
    check = check_no_new_access(
        {"Version": "2012-10-17", "Statement": [allow]},
        {"Version": "2012-10-17", "Statement": [less]},
    )
    response = CheckNoNewAccessResponse.from_wire(
        '{"result": "PASS", "message": "no", "reasons": [{"statementIndex": 3, "new": 1}]}'
    )
    alone = ReasonSummary(description="by itself")
    rows = check_reasons_table([check, response, alone]).to_dicts()
    assert [(row["result"], row["statement_index"]) for row in rows] == [
        ("FAIL", 0),
        ("PASS", 3),
        (None, None),
    ]
    assert rows[0]["statement_id"] == "All"
    assert json.loads(rows[1]["extra"]) == {"new": 1}
    assert check_reasons_table(check)["message"] == [check.message]
    wrong: Any = "PASS"
    with pytest.raises(TypeError, match="str has no reasons: pass what a check returned"):
        check_reasons_table(wrong)


def test_validation_findings_tell_where_they_belong() -> None:
    statement = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": ["*"]}
    validation = validate({"Version": "2012-10-17", "Statement": [statement]})
    table = validation_findings_table(validation)
    row = table.to_dicts()[0]
    place = validation.findings[0].locations[0]
    assert row["issue_code"] == validation.findings[0].issue_code
    assert row["path"].startswith("Statement[0]")
    assert (row["start_line"], row["end_offset"]) == (1, place.span.end.offset)


def test_a_path_has_keys_parts_of_texts_and_steps_of_tomorrow() -> None:
    start = {"line": 1, "column": 0, "offset": 0}
    steps = [{"key": "Sid"}, {"substring": {"start": 1, "length": 2}}, {"new": 1}]
    sent = {
        "findingDetails": "d",
        "findingType": "ERROR",
        "issueCode": "C",
        "learnMoreLink": "l",
        "locations": [{"path": steps, "span": {"start": start, "end": start}}],
    }
    finding = ValidatePolicyFinding.from_wire(json.dumps(sent))
    nowhere = ValidatePolicyFinding.from_wire(json.dumps({**sent, "locations": []}))
    table = validation_findings_table([finding, nowhere])
    assert table["path"] == ["Sid[1:3].?", None]
    assert table["start_line"] == [1, None]


def test_a_step_of_tomorrow_has_a_row() -> None:
    known = UnusedPermissionsRecommendedStep(recommended_action="DETACH_POLICY")
    unknown = UnknownUnionMember("newStep", {"a": 1})
    rows = recommended_steps_table([known, unknown]).to_dicts()
    assert [row["recommended_action"] for row in rows] == ["DETACH_POLICY", None]
    assert json.loads(rows[1]["extra"]) == {"newStep": {"a": 1}}


def test_every_number_of_statistics_has_a_row() -> None:
    sent = {
        "lastUpdatedAt": "2026-03-04T12:00:00Z",
        "newNumber": 4,
        "findingsStatistics": [
            {
                "externalAccessFindingsStatistics": {
                    "totalActiveFindings": 5,
                    "resourceTypeStatistics": {"AWS::S3::Bucket": {"totalActivePublic": 2}},
                }
            },
            {
                "unusedAccessFindingsStatistics": {
                    "unusedAccessTypeStatistics": [
                        {"unusedAccessType": "UnusedIAMRole", "total": 3}
                    ],
                    "topAccounts": [
                        {
                            "account": "111122223333",
                            "numberOfActiveFindings": 3,
                            "details": {"UnusedIAMRole": 3},
                        }
                    ],
                    "huge": 2**70,
                    "said": True,
                }
            },
            {"internalAccessFindingsStatistics": {"totalResolvedFindings": 0}},
            {"newStatistics": {"a": 1}},
        ],
    }
    table = statistics_table(GetFindingsStatisticsResponse.from_wire(json.dumps(sent)))
    names = ("access", "resource_type", "account", "finding_type", "measure", "number", "extra")
    account = "111122223333"
    assert [tuple(row[name] for name in names) for row in table.to_dicts()] == [
        (None, None, None, None, "newNumber", 4, None),
        ("ExternalAccess", None, None, None, "total_active_findings", 5, None),
        ("ExternalAccess", "AWS::S3::Bucket", None, None, "total_active_public", 2, None),
        ("UnusedAccess", None, None, None, "huge", None, str(2**70)),
        ("UnusedAccess", None, None, None, "said", None, "true"),
        ("UnusedAccess", None, None, "UnusedIAMRole", "total", 3, None),
        ("UnusedAccess", None, account, None, "number_of_active_findings", 3, None),
        ("UnusedAccess", None, account, "UnusedIAMRole", "number_of_active_findings", 3, None),
        ("InternalAccess", None, None, None, "total_resolved_findings", 0, None),
        (None, None, None, None, "newStatistics", None, '{"a": 1}'),
    ]
    assert set(table["last_updated_at"]) == {NOON}


def test_what_a_rule_would_hide_is_a_row_for_each_number() -> None:
    effect = RuleEffect(
        analyzer_arn="arn",
        filter=FindingFilter(),
        active=9,
        would_hide=4,
        public=1,
        hidden_already=2,
        by_finding_type={"ExternalAccess": 4},
        by_resource_type={"AWS::S3::Bucket": 3, "AWS::IAM::Role": 1},
        examples=(),
    )
    rows = rule_effect_table(effect).to_dicts()
    assert [(r["measure"], r["finding_type"], r["resource_type"], r["number"]) for r in rows] == [
        ("active", None, None, 9),
        ("would_hide", None, None, 4),
        ("public", None, None, 1),
        ("hidden_already", None, None, 2),
        ("would_hide", "ExternalAccess", None, 4),
        ("would_hide", None, "AWS::S3::Bucket", 3),
        ("would_hide", None, "AWS::IAM::Role", 1),
    ]
    assert rule_effect_table([]).schema == rule_effect_table(effect).schema


@pytest.mark.parametrize(
    ("item_type", "noun"),
    [
        ("FindingSummary", "findings"),
        ("FindingSummaryV2", "findings"),
        ("AccessPreviewFinding", "findings"),
        ("AccessPreviewSummary", "access previews"),
        ("AnalyzedResourceSummary", "analyzed resources"),
        ("AnalyzerSummary", "analyzers"),
        ("ArchiveRuleSummary", "archive rules"),
        ("PolicyGeneration", "policy generations"),
        ("ValidatePolicyFinding", "validation findings"),
        ("FindingDetails", "details"),
        ("RecommendedStep", "recommended steps"),
        ("ReasonSummary", "check reasons"),
    ],
)
def test_the_items_of_every_listing_have_their_table(item_type: str, noun: str) -> None:
    assert repr(table_of([], getattr(models, item_type))).startswith(f"{noun}: 0 rows")


def test_a_table_is_found_by_the_items_alone() -> None:
    unknown = UnknownUnionMember("new", 1)
    step = UnusedPermissionsRecommendedStep(recommended_action="CREATE_POLICY")
    assert table_of(iter([summary()]))["id"] == [summary().id]
    assert table_of([unknown, external()])["detail_type"] == ["new", "externalAccessDetails"]
    assert len(table_of([unknown, step])) == 2
    assert table_of([unknown], FindingDetails)["detail_type"] == ["new"]
    assert table_of([unknown], get_args(RecommendedStep)[0])["recommended_action"] == [None]


def test_items_that_do_not_say_which_table_they_make_need_a_type() -> None:
    for items in ([], [UnknownUnionMember("new", 1)]):
        with pytest.raises(ValueError, match="which table this is: pass item_type"):
            table_of(items)


def test_items_without_a_table_are_refused() -> None:
    with pytest.raises(TypeError, match="there is no table of int"):
        table_of([1])
    with pytest.raises(TypeError, match="FindingSummaryV2 has no place in this table"):
        table_of([summary()], models.AnalyzerSummary)
