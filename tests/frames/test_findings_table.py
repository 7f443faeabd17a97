"""A table of findings says what the findings say, whatever form they have, and loses nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.errors import TransportError
from aa_sdk.frames._sources import HasFindings
from aa_sdk.frames.tables import details_table, findings_table
from aa_sdk.models import (
    AccessPreviewFinding,
    ExternalAccessDetails,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingResponse,
    GetFindingV2Response,
    InternalAccessDetails,
    ListFindingsResponse,
    ListFindingsV2Response,
    UnknownUnionMember,
    UnusedAction,
    UnusedIamRoleDetails,
    UnusedIamUserAccessKeyDetails,
    UnusedPermissionDetails,
)
from aa_sdk.workflows import Gone, Hydrated, HydrationFailed, HydrationReport
from tests.frames.rows import FORMS, external, rebuilt, summary, v1, whole, wire_findings

pytest.importorskip("nanoarrow")

NOON = datetime(2026, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)
ERROR = TransportError("GetFindingV2", "no answer")


def row_of(finding: Any) -> dict[str, Any]:
    (row,) = findings_table([finding]).to_dicts()
    return row


@pytest.mark.parametrize("operation", FORMS)
def test_a_row_and_its_extra_say_all_that_the_service_sent(operation: str) -> None:
    form = FORMS[operation]

    @given(st.lists(wire_findings(operation), min_size=1, max_size=3))
    def check(sent: list[dict[str, Any]]) -> None:
        findings = [form.from_wire(json.dumps(one)) for one in sent]
        rows = findings_table(findings).to_dicts()  # type: ignore[arg-type]  # of one form each
        assert [rebuilt(row, form) for row in rows] == [one.to_wire() for one in findings]

    check()


@given(st.data())
def test_findings_of_all_forms_mixed_keep_their_order_and_all_they_say(data: st.DataObject) -> None:
    operations = data.draw(st.lists(st.sampled_from(list(FORMS)), max_size=6))
    forms = [FORMS[operation] for operation in operations]
    sent = [json.dumps(data.draw(wire_findings(operation))) for operation in operations]
    findings: Any = [form.from_wire(one) for form, one in zip(forms, sent, strict=True)]
    rows = findings_table(findings).to_dicts()
    told = [rebuilt(row, form) for row, form in zip(rows, forms, strict=True)]
    assert told == [one.to_wire() for one in findings]


def test_a_plain_summary_needs_no_extra_and_leaves_what_details_say_open() -> None:
    row = row_of(summary())
    assert row["extra"] is None
    assert row["hydrated"] is False
    assert row["finding_type"] == "ExternalAccess"
    for name in ("is_public", "principal", "action", "condition", "unused_services"):
        assert row[name] is None


@pytest.mark.parametrize("members", [{"error": None}, {"resource": None}, {"newThing": 1}])
def test_a_null_that_was_sent_and_an_unknown_member_are_in_extra(members: dict[str, Any]) -> None:
    finding = FindingSummaryV2.from_wire(json.dumps({**summary().to_wire(), **members}))
    assert json.loads(row_of(finding)["extra"]) == members


def test_a_summary_without_a_type_is_unknown_and_stands_in_extra_as_it_came() -> None:
    sent = summary().to_wire()
    del sent["findingType"]
    finding = FindingSummaryV2.from_wire(json.dumps(sent))
    row = row_of(finding)
    assert row["finding_type"] == "Unknown"
    assert json.loads(row["extra"]) == sent


def test_what_details_tell_of_access_stands_in_columns() -> None:
    row = row_of(whole(external(is_public=True)))
    assert row["is_public"] is True
    assert (row["principal_kind"], row["principal"]) == ("AWS", "*")
    assert row["action"] == ["s3:GetObject", "s3:PutObject"]
    assert json.loads(row["condition"]) == {"aws:SourceVpc": "vpc-1"}
    assert row["condition_keys"] == ["aws:SourceVpc"]
    assert row["hydrated"] is True
    assert row["extra"] is None


def test_of_several_details_the_first_is_told_and_public_is_what_any_of_them_is() -> None:
    other = external(is_public=True, principal={"AWS": "222233334444"})
    finding = whole(external(is_public=False), other)
    row = row_of(finding)
    assert row["is_public"] is True
    assert row["principal"] == "*"
    assert json.loads(row["extra"]) == {"findingDetails": finding.to_wire()["findingDetails"]}


@pytest.mark.parametrize(
    ("told", "expected"),
    [((False, None), None), ((False, False), False), ((None, True), True), ((), None)],
)
def test_whether_it_is_public_stays_open_where_a_detail_leaves_it_open(
    told: tuple[bool | None, ...], expected: object
) -> None:
    assert row_of(whole(*(external(is_public=one) for one in told)))["is_public"] is expected


def test_several_principals_are_all_in_extra() -> None:
    both = {"AWS": "*", "Federated": "accounts.example.com"}
    row = row_of(v1(principal=both))
    assert (row["principal_kind"], row["principal"]) == ("AWS", "*")
    assert json.loads(row["extra"]) == {"principal": both}


def test_internal_access_tells_whose_principal_it_is() -> None:
    details = InternalAccessDetails(
        principal={"AWS": "arn:aws:iam::111122223333:role/r"},
        principal_owner_account="111122223333",
        principal_type="IAM_ROLE",
        access_type="INTRA_ACCOUNT",
        service_control_policy_restriction="APPLIED",
    )
    row = row_of(whole(details, finding_type="InternalAccess"))
    assert row["principal_type"] == "IAM_ROLE"
    assert row["principal_owner_account"] == "111122223333"
    assert row["access_type"] == "INTRA_ACCOUNT"
    assert row["service_control_policy_restriction"] == "APPLIED"
    assert (row["is_public"], row["extra"]) == (None, None)


def test_unused_permissions_are_counted_and_the_last_use_of_any_is_told() -> None:
    details = [
        UnusedPermissionDetails(
            service_namespace="s3",
            actions=[UnusedAction(action="GetObject"), UnusedAction(action="PutObject")],
            last_accessed=NOON,
        ),
        UnusedPermissionDetails(service_namespace="ec2", last_accessed=NOON - timedelta(days=9)),
        UnusedPermissionDetails(service_namespace="sqs"),
    ]
    row = row_of(whole(*details, finding_type="UnusedPermission"))
    assert (row["unused_services"], row["unused_actions"]) == (3, 2)
    assert row["last_accessed"] == NOON


def test_unused_roles_and_keys_tell_their_last_use_and_need_no_extra() -> None:
    role = row_of(whole(UnusedIamRoleDetails(last_accessed=NOON), finding_type="UnusedIAMRole"))
    assert (role["last_accessed"], role["unused_services"], role["extra"]) == (NOON, None, None)
    details = UnusedIamUserAccessKeyDetails(access_key_id="AKIAEXAMPLE")
    key = row_of(whole(details, finding_type="UnusedIAMUserAccessKey"))
    assert (key["access_key_id"], key["last_accessed"], key["extra"]) == ("AKIAEXAMPLE", None, None)


def test_details_of_tomorrow_are_in_extra() -> None:
    finding = whole(UnknownUnionMember("quantumDetails", {"spin": [1]}))
    row = row_of(finding)
    assert row["principal"] is None
    assert json.loads(row["extra"])["findingDetails"] == [{"quantumDetails": {"spin": [1]}}]


def test_a_member_of_tomorrow_that_is_named_as_a_column_is_kept() -> None:
    detail = ExternalAccessDetails.from_wire('{"condition": {}, "accessType": "NEW"}')
    finding = whole(detail)
    row = row_of(finding)
    assert row["access_type"] is None
    assert json.loads(row["extra"]) == {"findingDetails": finding.to_wire()["findingDetails"]}


def test_preview_findings_tell_how_they_compare_with_today() -> None:
    finding = AccessPreviewFinding(
        id="p",
        resource_type="AWS::S3::Bucket",
        created_at=NOON,
        change_type="CHANGED",
        status="ACTIVE",
        resource_owner_account="111122223333",
        existing_finding_id="f",
        existing_finding_status="ARCHIVED",
        is_public=True,
    )
    row = row_of(finding)
    assert (row["change_type"], row["existing_finding_id"]) == ("CHANGED", "f")
    assert row["existing_finding_status"] == "ARCHIVED"
    assert (row["updated_at"], row["is_public"], row["extra"]) == (None, True, None)


@pytest.mark.parametrize(
    "text",
    ["", "nul \0 in it", "\N{PILE OF POO}é", "\u202ereversed", 'a,b\n"c"', "x" * 1_000_000],
    ids=["empty", "nul", "emoji", "bidi", "quotes", "long"],
)
def test_texts_come_out_as_they_went_in(text: str) -> None:
    assert row_of(summary(resource=text))["resource"] == text
    row = row_of(v1(principal={"AWS": text}, condition={text: text}, action=[text, text]))
    assert row["principal"] == text
    assert row["action"] == [text, text]
    assert json.loads(row["condition"]) == {text: text}
    assert row["condition_keys"] == [text]


def test_half_a_character_is_escaped_in_its_column_and_exact_in_extra() -> None:
    findings = [summary(), summary(resource="arn:\ud800"), summary(id="\udfff")]
    plain, resource, whole_row = findings_table(findings).to_dicts()
    assert plain["extra"] is None
    assert resource["resource"] == r"arn:\ud800"
    assert json.loads(resource["extra"]) == {"resource": "arn:\ud800"}
    assert whole_row["id"] == r"\udfff"
    assert json.loads(whole_row["extra"]) == findings[2].to_wire()
    beside = v1(principal={"AWS": "\ud800"}, action=["\ud800"], condition={"x": "\ud800"})
    assert rebuilt(row_of(beside), FindingSummary) == beside.to_wire()
    inside = whole(external(principal={"AWS": "\ud800"}))
    assert rebuilt(row_of(inside), GetFindingV2Response) == inside.to_wire()


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_moments_are_exact_to_the_microsecond_in_every_year(moment: datetime) -> None:
    row = row_of(summary(created_at=moment))
    assert row["created_at"] == moment
    assert row["created_at"].tzinfo is UTC


def test_a_table_is_made_of_one_finding_of_pages_and_of_generators() -> None:
    one, beside = summary(), v1()

    def generated() -> Iterator[FindingSummaryV2]:
        yield from [one, one]

    first = ListFindingsV2Response(findings=[one, one])
    pages: list[HasFindings] = [first, ListFindingsResponse(findings=[beside])]
    assert findings_table(one)["id"] == [one.id]
    assert findings_table(generated())["id"] == [one.id] * 2
    assert findings_table(pages)["hydrated"] == [False, False, True]
    assert findings_table(first)["id"] == [one.id] * 2
    assert findings_table(GetFindingResponse())["id"] == []
    answer = GetFindingResponse(finding=Finding(**dict(beside)))
    assert findings_table(answer.finding or ())["id"] == [beside.id]
    assert findings_table([answer])["id"] == [beside.id]


def test_what_was_hydrated_counts_whole_and_the_rest_as_it_was_listed() -> None:
    one, read = summary(), whole(external())
    results: list[HasFindings] = [
        Hydrated(one, read),
        Gone("x"),
        Gone(one.id, one),
        HydrationFailed("y", ERROR, one),
    ]
    assert findings_table(results)["hydrated"] == [True, False, False]
    failures = (HydrationFailed("y", ERROR), HydrationFailed("z", ERROR, one))
    report = HydrationReport((read,), failures, (Gone(one.id, one),), 1, 0, 0.1)
    assert findings_table(report)["hydrated"] == [True, False, False]
    assert len(details_table(report)) == len(details_table(read))


@pytest.mark.parametrize("source", ["text", b"bytes", {"id": 1}, 7, None, [summary(), "id"]])
def test_what_has_no_findings_is_refused_in_words(source: Any) -> None:
    with pytest.raises(TypeError, match="has no findings in it: pass findings"):
        findings_table(source)


def test_a_class_made_of_ours_is_read_as_ours() -> None:
    class Mine(FindingSummaryV2, frozen=True):
        """A finding with something of a user's own."""

    assert row_of(Mine(**dict(summary())))["status"] == "ACTIVE"
