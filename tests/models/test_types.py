"""Timestamps, sequences, policy documents, open enums, filters."""

import json
from collections import deque
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import ValidationError

from aa_sdk.models import (
    AnalyzerSummary,
    CheckNoPublicAccessRequest,
    CloudTrailDetails,
    CreateArchiveRuleRequest,
    Criterion,
    FindingSummaryV2,
    GetGeneratedPolicyRequest,
    KmsKeyConfiguration,
    ListAnalyzersRequest,
    ListFindingsV2Request,
    ListFindingsV2Response,
    S3PublicAccessBlockConfiguration,
    UpdateFindingsRequest,
    ValidatePolicyRequest,
)
from tests.models.complete_bodies import complete

FINDING = complete("FindingSummaryV2")
NOON = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)


def created_at(written: str) -> datetime:
    """Read a finding whose `createdAt` is written as JSON has it."""
    body = json.dumps({**FINDING, "createdAt": "HERE"}).replace('"HERE"', written)
    return FindingSummaryV2.from_wire(body).created_at


def start_time(given: Any) -> datetime:
    return CloudTrailDetails(trails=[], access_role="r", start_time=given).start_time


class NoZone(tzinfo):
    """A time zone that does not know its offset."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:  # noqa: ARG002 (as inherited)
        return None

    def dst(self, dt: datetime | None) -> timedelta | None:  # noqa: ARG002 (as inherited)
        return None

    def tzname(self, dt: datetime | None) -> str | None:  # noqa: ARG002 (as inherited)
        return None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"2024-02-29T12:00:00Z"', NOON),
        ('"2024-02-29T12:00:00.5Z"', NOON.replace(microsecond=500_000)),
        ('"2024-02-29T12:00:00.123Z"', NOON.replace(microsecond=123_000)),
        ('"2024-02-29T12:00:00.123456Z"', NOON.replace(microsecond=123_456)),
        ('"2024-02-29T12:00:00.123456789Z"', NOON.replace(microsecond=123_456)),
        ('"2024-02-29T12:00:00+00:00"', NOON),
        ('"2024-02-29T13:30:00+01:30"', NOON),
        ('"2024-02-29T04:00:00-08:00"', NOON),
        ('"2024-02-29T12:00:00"', NOON),
        ("1709208000", NOON),
        ("1709208000.25", NOON.replace(microsecond=250_000)),
        ("1709208000.0", NOON),
        ('"1709208000"', NOON),
        ("0", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_timestamp_is_read_as_utc_in_every_form(written: str, expected: datetime) -> None:
    moment = created_at(written)
    assert expected == moment
    assert timedelta(0) == moment.utcoffset()


@pytest.mark.parametrize(
    "written", ['"yesterday"', '""', "true", "[]", "null", '"9999-12-31T23:59:59-01:00"']
)
def test_what_is_no_timestamp_is_refused_with_its_place(written: str) -> None:
    with pytest.raises(ValidationError) as caught:
        created_at(written)
    assert [(error["loc"], error["type"]) for error in caught.value.errors()] == [
        (("created_at",), "timestamp")
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (NOON, NOON),
        (NOON.astimezone(timezone(timedelta(hours=-8))), NOON),
        ("2024-02-29T13:00:00+01:00", NOON),
        (1709208000, NOON),
    ],
)
def test_an_aware_time_by_hand_becomes_utc(given: Any, expected: datetime) -> None:
    assert expected == start_time(given)
    assert timedelta(0) == start_time(given).utcoffset()


@pytest.mark.parametrize(
    "given",
    [
        datetime(2024, 2, 29, 12, 0),  # noqa: DTZ001 (that it is naive is the test)
        NOON.replace(tzinfo=NoZone()),
        date(2024, 2, 29),
        "2024-02-29T12:00:00",
        "2024-02-29",
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
        True,
        None,
    ],
)
def test_a_time_by_hand_that_is_no_moment_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        start_time(given)
    assert [error["loc"] for error in caught.value.errors()] == [("start_time",)]


def test_a_timestamp_is_dumped_as_iso_8601() -> None:
    details = CloudTrailDetails(trails=[], access_role="r", start_time=NOON, end_time=NOON)
    assert details.to_wire()["startTime"] == "2024-02-29T12:00:00Z"
    later = NOON.replace(microsecond=5)
    assert (
        CloudTrailDetails(trails=[], access_role="r", start_time=later).to_wire()["startTime"]
        == "2024-02-29T12:00:00.000005Z"
    )


@pytest.mark.parametrize(
    "given", [["a", "b"], ("a", "b"), deque(["a", "b"]), {"a": 1, "b": 2}.keys()]
)
def test_any_sequence_is_kept_as_a_tuple(given: Any) -> None:
    request = UpdateFindingsRequest(analyzer_arn="a", status="ARCHIVED", ids=given)
    assert request.ids == ("a", "b")
    assert request.to_wire()["ids"] == ["a", "b"]


@pytest.mark.parametrize("given", ["ab", b"ab", 7, {"a": 1}])
def test_a_string_or_mapping_is_no_sequence(given: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        UpdateFindingsRequest(analyzer_arn="a", status="ARCHIVED", ids=given)
    assert [error["loc"] for error in caught.value.errors()] == [("ids",)]


def test_each_wrong_item_is_named_by_its_place() -> None:
    with pytest.raises(ValidationError) as caught:
        UpdateFindingsRequest(analyzer_arn="a", status="ARCHIVED", ids=["a", 1, "b", None])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]  # that they are wrong is the test
    assert [error["loc"] for error in caught.value.errors()] == [("ids", 1), ("ids", 3)]


def test_a_list_handed_over_can_change_afterwards() -> None:
    ids = ["a"]
    request = UpdateFindingsRequest(analyzer_arn="a", status="ARCHIVED", ids=ids)
    ids.append("b")
    assert request.ids == ("a",)


POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*"}]}


@pytest.mark.parametrize(
    "given",
    [
        POLICY,
        MappingProxyType(POLICY),
        {**POLICY, "Statement": (MappingProxyType(POLICY["Statement"][0]),)},  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # it is a mapping
        json.dumps(POLICY),
    ],
)
def test_a_policy_document_may_be_text_or_any_mapping(given: Any) -> None:
    request = ValidatePolicyRequest(policy_document=given, policy_type="IDENTITY_POLICY")
    assert isinstance(request.policy_document, str)
    assert json.loads(request.policy_document) == POLICY


@pytest.mark.parametrize("text", ["", " { } ", "not JSON", '{"a": "\u00e9"}'])
def test_policy_text_is_sent_as_it_is(text: str) -> None:
    request = ValidatePolicyRequest(policy_document=text, policy_type="IDENTITY_POLICY")
    assert text == request.to_wire()["policyDocument"]


def test_policy_documents_under_names_may_be_mappings_too() -> None:
    key = KmsKeyConfiguration(key_policies={"default": POLICY})
    assert {"default": json.dumps(POLICY)} == key.to_wire()["keyPolicies"]


class Cycle(dict[str, Any]):
    """A mapping that contains itself."""

    def __init__(self) -> None:
        super().__init__(secret="what nobody else may read")
        self["itself"] = self


@pytest.mark.parametrize(
    "given",
    [{"secret at": NOON}, {"secret": {1, 2}}, {"secret": float("nan")}, Cycle(), 7, ["secret"]],
)
def test_what_json_cannot_express_is_refused_without_repeating_it(given: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        CheckNoPublicAccessRequest(policy_document=given, resource_type="AWS::S3::Bucket")
    (error,) = caught.value.errors()
    assert error["loc"] == ("policy_document",)
    assert error["type"] in ("policy_document", "string_type")
    assert "secret" not in str(caught.value)


def test_a_response_may_have_enum_values_nobody_knows_yet() -> None:
    body = {**FINDING, "status": "SUPPRESSED", "resourceType": "AWS::New::Thing"}
    finding = FindingSummaryV2.from_wire(json.dumps(body))
    status: str = finding.status
    assert status == "SUPPRESSED"
    assert body == finding.to_wire()


@pytest.mark.parametrize("written", ["7", "null", "[]", "true"])
def test_an_enum_is_text(written: str) -> None:
    body = json.dumps({**FINDING, "status": "HERE"}).replace('"HERE"', written)
    with pytest.raises(ValidationError):
        FindingSummaryV2.from_wire(body)


@pytest.mark.parametrize("given", ["10", 10.5, 10.0, True])
def test_a_number_in_a_request_is_an_int(given: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        ListAnalyzersRequest(max_results=given)
    assert [error["loc"] for error in caught.value.errors()] == [("max_results",)]


@pytest.mark.parametrize("given", ["true", 1, 0, "no"])
def test_a_flag_in_a_request_is_a_bool(given: Any) -> None:
    with pytest.raises(ValidationError):
        GetGeneratedPolicyRequest(job_id="j", include_resource_placeholders=given)
    with pytest.raises(ValidationError):
        Criterion(exists=given)
    with pytest.raises(ValidationError):
        S3PublicAccessBlockConfiguration(ignore_public_acls=given, restrict_public_buckets=True)


class OneFilter:
    """Something that can say itself as criteria."""

    def to_criteria(self) -> dict[str, Criterion]:
        return {"status": Criterion(eq=["ACTIVE"])}


@pytest.mark.parametrize(
    "given",
    [
        OneFilter(),
        {"status": Criterion(eq=["ACTIVE"])},
        {"status": {"eq": ["ACTIVE"]}},
        MappingProxyType({"status": MappingProxyType({"eq": ("ACTIVE",)})}),
    ],
)
def test_a_filter_may_be_an_object_or_a_mapping(given: Any) -> None:
    listing = ListFindingsV2Request(analyzer_arn="a", filter=given)
    rule = CreateArchiveRuleRequest(analyzer_name="a", rule_name="r", filter=given)
    expected = {"status": {"eq": ["ACTIVE"]}}
    assert {"status": Criterion(eq=("ACTIVE",))} == listing.filter
    assert expected == listing.to_wire()["filter"]
    assert expected == rule.to_wire()["filter"]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("status", ()),
        ({"status": "ACTIVE"}, ("status",)),
        ({"status": {"eq": "ACTIVE"}}, ("status", "eq")),
        ({"status": {"equals": ["ACTIVE"]}}, ("status", "equals")),
        ({"isPublic": {"eq": [True]}}, ("isPublic", "eq", 0)),
    ],
)
def test_a_wrong_filter_is_refused_with_its_place(given: Any, place: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        ListFindingsV2Request(analyzer_arn="a", filter=given)
    assert [("filter", *place)] == [error["loc"] for error in caught.value.errors()]


def test_a_map_keeps_its_keys_as_they_are() -> None:
    body = {**complete("AnalyzerSummary"), "tags": {"createdAt": "x", "snake_case": ""}}
    assert body == AnalyzerSummary.from_wire(json.dumps(body)).to_wire()


def test_a_page_keeps_the_order_of_its_items() -> None:
    body = {"findings": [{**FINDING, "id": str(number)} for number in range(50)]}
    page = ListFindingsV2Response.from_wire(json.dumps(body))
    assert [str(number) for number in range(50)] == [finding.id for finding in page.findings]
