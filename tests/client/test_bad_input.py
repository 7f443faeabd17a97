"""Requests that are refused here: every wrong place is named, and nothing goes out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from aiobotocore.config import AioConfig
from pydantic import ValidationError

from aa_sdk import InvalidField, InvalidRequestError, UnknownUnionMember, models
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, invoke
from tests.sample_values import MODEL, OPERATIONS, as_arguments, sample_answer, sample_request

ARN = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/sample"
ROLE = "arn:aws:iam::111122223333:role/sample"
TRAIL = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/sample"
NAIVE = datetime(2026, 2, 3)  # noqa: DTZ001 (without a time zone on purpose)


async def refused(operation: str, arguments: Mapping[str, Any]) -> InvalidRequestError:
    """The refusal of a request, nothing of which was sent."""
    service = FakeService(Reply(sample_answer(operation)))
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await invoke(client, operation, arguments)
        await invoke(client, operation, as_arguments(sample_request(operation)))
    assert len(service.requests) == 1
    assert isinstance(caught.value, ValueError)
    assert caught.value.operation == operation
    return caught.value


def paths(error: InvalidRequestError) -> list[str]:
    return [field.path for field in error.fields]


CASES: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("a wrong type", "GetAnalyzer", {"analyzer_name": 7}, ["analyzer_name"]),
    ("half a character", "GetFinding", {"analyzer_arn": ARN, "id": "\ud800"}, ["id"]),
    ("a number as text", "ListAnalyzers", {"max_results": "7"}, ["max_results"]),
    ("a bool as a number", "ListAnalyzers", {"max_results": True}, ["max_results"]),
    (
        "a number as a bool",
        "GetGeneratedPolicy",
        {"job_id": "a", "include_resource_placeholders": 1},
        ["include_resource_placeholders"],
    ),
    ("text as a list", "UntagResource", {"resource_arn": ARN, "tag_keys": "key"}, ["tag_keys"]),
    (
        "a wrong type deep inside",
        "ListFindingsV2",
        {"analyzer_arn": ARN, "filter": {"status": {"eq": ["ACTIVE", 7]}}},
        ["filter.status.eq[1]"],
    ),
    (
        "a misspelt member deep inside",
        "ListFindingsV2",
        {"analyzer_arn": ARN, "sort": {"order": "ASC"}},
        ["sort.order"],
    ),
    ("text that is too short", "GetAnalyzer", {"analyzer_name": ""}, ["analyzer_name"]),
    ("an empty part of the path", "GetFinding", {"analyzer_arn": ARN, "id": ""}, ["id"]),
    (
        "a pattern and a number",
        "GetFindingRecommendation",
        {"analyzer_arn": "nonsense", "id": "a", "max_results": 1001},
        ["analyzer_arn", "max_results"],
    ),
    (
        "too small a number",
        "GetFindingRecommendation",
        {"analyzer_arn": ARN, "id": "a", "max_results": 0},
        ["max_results"],
    ),
    (
        "too many values",
        "ListFindings",
        {"analyzer_arn": ARN, "filter": {"status": {"eq": ["ACTIVE"] * 21}}},
        ["filter.status.eq"],
    ),
    (
        "an empty list of values",
        "ListFindings",
        {"analyzer_arn": ARN, "filter": {"status": {"eq": []}}},
        ["filter.status.eq"],
    ),
    ("an unknown enum value", "ListAnalyzers", {"type": "ACCOUNTS"}, ["type"]),
    (
        "an unknown enum value deep inside",
        "ListFindings",
        {"analyzer_arn": ARN, "sort": {"order_by": "UP"}},
        ["sort.order_by"],
    ),
    (
        "two union members",
        "CreateAnalyzer",
        {
            "analyzer_name": "sample",
            "type": "ACCOUNT_UNUSED_ACCESS",
            "configuration": {"unused_access": {}, "internal_access": {}},
        },
        ["configuration"],
    ),
    (
        "no union member",
        "CreateAnalyzer",
        {"analyzer_name": "sample", "type": "ACCOUNT", "configuration": {}},
        ["configuration"],
    ),
    (
        "a union member this release does not know",
        "CreateAnalyzer",
        {
            "analyzer_name": "sample",
            "type": "ACCOUNT",
            "configuration": UnknownUnionMember("addedLater", {}),
        },
        ["configuration.addedLater"],
    ),
    (
        "a naive datetime",
        "StartPolicyGeneration",
        {
            "policy_generation_details": {"principal_arn": ROLE},
            "cloud_trail_details": {
                "trails": [{"cloud_trail_arn": TRAIL}],
                "access_role": ROLE,
                "start_time": NAIVE,
            },
        },
        ["cloud_trail_details.start_time"],
    ),
    (
        "several things on several levels",
        "CreateAnalyzer",
        {
            "analyzer_name": "1 2",
            "type": 7,
            "archive_rules": [
                {"rule_name": "good", "filter": {"resource": {"eq": ["a"]}}},
                {"rule_name": "", "filter": {"resource": {"eq": []}}},
            ],
        },
        [
            "type",
            "analyzer_name",
            "archive_rules[1].rule_name",
            "archive_rules[1].filter.resource.eq",
        ],
    ),
    (
        "a document JSON cannot express",
        "ValidatePolicy",
        {"policy_document": {"a": {1, 2}}, "policy_type": "IDENTITY_POLICY"},
        ["policy_document"],
    ),
]


@pytest.mark.parametrize(
    ("operation", "arguments", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
async def test_every_offending_field_is_named(
    operation: str, arguments: dict[str, Any], expected: list[str]
) -> None:
    error = await refused(operation, arguments)
    assert sorted(set(paths(error))) == sorted(expected)
    assert all(field.reason for field in error.fields)
    assert all(path in str(error) for path in expected)


def test_input_is_refused_on_each_event_loop(run: Run) -> None:
    async def main() -> None:
        assert paths(await refused("ListAnalyzers", {"type": "ACCOUNTS"})) == ["type"]

    run(main)


async def test_every_required_member_of_none_is_named() -> None:
    service = FakeService()
    async with service.client() as client:
        for operation in OPERATIONS:
            required = MODEL.operation_model(operation).input_shape.required_members
            if not required:
                continue
            given = dict.fromkeys(as_arguments(dict.fromkeys(required)))
            with pytest.raises(InvalidRequestError) as caught:
                await invoke(client, operation, given)
            assert sorted(paths(caught.value)) == sorted(given), operation
            assert caught.value.operation == operation
    assert service.requests == []


async def test_a_misspelt_argument_is_pythons_own_error() -> None:
    service = FakeService()
    async with service.client() as client:
        for operation in OPERATIONS:
            with pytest.raises(TypeError, match="misspelt"):
                await invoke(client, operation, {"misspelt": 1})
    assert service.requests == []


def test_a_request_built_by_hand_refuses_unknown_names() -> None:
    for operation in OPERATIONS:
        arguments = as_arguments(sample_request(operation)) | {"misspelt": 1}
        with pytest.raises(ValidationError) as caught:
            getattr(models, f"{operation}Request")(**arguments)
        assert [error["loc"] for error in caught.value.errors()] == [("misspelt",)], operation


async def test_what_pydantic_lets_pass_is_checked_when_it_is_sent() -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.send(
                models.GetFindingRecommendationRequest(analyzer_arn="x", id="", max_results=0)
            )
    assert paths(caught.value) == ["analyzer_arn", "id", "max_results"]
    assert service.requests == []


async def test_the_untyped_call_is_checked_too() -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.call("GetFinding", {"analyzerArn": "x", "misspelt": 1})
    assert sorted(paths(caught.value)) == ["analyzer_arn", "id", "misspelt"]
    assert service.requests == []


WRONG: list[tuple[str, dict[str, Any], list[str]]] = [
    ("ListAnalyzers", {"maxResults": True}, ["max_results"]),
    ("ListAnalyzers", {"maxResults": "7", "type": 7}, ["max_results", "type"]),
    ("UntagResource", {"resourceArn": ARN, "tagKeys": "key"}, ["tag_keys"]),
    (
        "GetGeneratedPolicy",
        {"jobId": "a", "includeResourcePlaceholders": 1},
        ["include_resource_placeholders"],
    ),
    ("TagResource", {"resourceArn": ARN, "tags": {"a": 1, "b": "c"}}, ["tags.a"]),
    ("TagResource", {"resourceArn": ARN, "tags": []}, ["tags"]),
    (
        "CreateAnalyzer",
        {"analyzerName": "a", "type": "ACCOUNT", "configuration": "x"},
        ["configuration"],
    ),
    (
        "CreateAnalyzer",
        {
            "analyzerName": "a",
            "type": "ACCOUNT",
            "configuration": {"unusedAccess": {}, "internalAccess": {}},
        },
        ["configuration"],
    ),
    (
        "StartPolicyGeneration",
        {
            "policyGenerationDetails": {"principalArn": ROLE},
            "cloudTrailDetails": {
                "trails": [{"cloudTrailArn": TRAIL}],
                "accessRole": ROLE,
                "startTime": NAIVE,
            },
        },
        ["cloud_trail_details.start_time"],
    ),
]


@pytest.mark.parametrize(("operation", "params", "expected"), WRONG)
async def test_the_untyped_call_names_each_wrong_type(
    operation: str, params: dict[str, Any], expected: list[str]
) -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.call(operation, params)
    assert sorted(paths(caught.value)) == expected
    assert service.requests == []


async def test_an_operation_that_does_not_exist_is_refused() -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.call("MakeCoffee", {})
    assert [(field.path, field.value) for field in caught.value.fields] == [
        ("operation", "MakeCoffee")
    ]
    assert service.requests == []


async def test_the_check_may_be_turned_off() -> None:
    service = FakeService(Reply({"analyzers": []}))
    config = AioConfig(parameter_validation=False)
    async with service.client(config=config) as client:
        await client.list_analyzers(type="ADDED_LATER")  # type: ignore[arg-type]  # a value of tomorrow  # pyright: ignore[reportArgumentType] # a value of tomorrow
        await client.call("ListAnalyzers", {"type": "ADDED_LATER"})
    assert [dict(sent.query) for sent in service.requests] == [{"type": "ADDED_LATER"}] * 2


async def test_a_listing_is_checked_when_its_first_page_is_fetched() -> None:
    service = FakeService()
    async with service.client() as client:
        listing = client.list_findings_v2(analyzer_arn="nonsense")
        for attempt in (listing.collect, listing.first, listing.page, aiter(listing).__anext__):
            with pytest.raises(InvalidRequestError):
                await attempt()
    assert service.requests == []


async def test_a_wrong_request_needs_neither_region_nor_credentials() -> None:
    service = FakeService()
    session = service.session(credentials=False)
    async with service.client(session=session) as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.get_analyzer(analyzer_name="")
    assert paths(caught.value) == ["analyzer_name"]


async def test_a_bound_is_told_with_what_is_counted() -> None:
    reasons: list[str] = []
    for name in ("", "a" * 256):
        error = await refused("CreateAnalyzer", {"analyzer_name": name, "type": "ACCOUNT"})
        reasons += [field.reason for field in error.fields]
    assert {"at least 1 character", "at most 255 characters"} <= set(reasons)


async def test_an_error_shows_the_value_shortened() -> None:
    error = await refused("GetAnalyzer", {"analyzer_name": "1" * 300})
    assert {field.value for field in error.fields} <= {"1" * 300, ...}
    assert "1" * 100 not in str(error)


def test_a_field_without_a_value_shows_none() -> None:
    assert str(InvalidField("a.b", "is required")) == "a.b: is required"
    assert str(InvalidField("a.b", "at most 3", 4)) == "a.b: at most 3, got 4"


def test_a_value_that_the_reason_tells_is_not_told_twice() -> None:
    assert (
        str(InvalidField("a", "is a name, and 'x' is none", "x")) == "a: is a name, and 'x' is none"
    )
    assert str(InvalidField("a", "at most 3", 3)) == "a: at most 3, got 3"
