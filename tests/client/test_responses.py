"""What becomes of an answer: nothing the service sent is lost, and nothing strange breaks it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from aa_sdk import EmptyResponse, ResponseMetadata, UnknownUnionMember
from aa_sdk.models import Response
from tests.fake_service import REQUEST_ID, FakeService, Reply, invoke
from tests.sample_values import (
    MODEL,
    OPERATIONS,
    as_arguments,
    sample_answer,
    sample_request,
)

pytestmark = pytest.mark.usefixtures("way")

ADDED = {"deep": [1, None, {"x": "y"}]}

Edit = Callable[[Any, Any], Any]


def edited(shape: Any, value: Any, edit: Edit) -> Any:
    """Apply `edit` to a value and to all the values in it, inner ones first."""
    if value is None or shape is None:
        return value
    if shape.type_name == "structure":
        value = {name: edited(shape.members[name], member, edit) for name, member in value.items()}
    elif shape.type_name == "list":
        value = [edited(shape.member, item, edit) for item in value]
    elif shape.type_name == "map":
        value = {key: edited(shape.value, item, edit) for key, item in value.items()}
    return edit(shape, value)


def is_union(shape: Any) -> bool:
    return shape.type_name == "structure" and bool(shape.is_tagged_union)


def add_members(shape: Any, value: Any) -> Any:
    if shape.type_name == "structure" and not is_union(shape):
        return {**value, "addedLater": ADDED, "added_later": None}
    return value


def rename_enum_values(shape: Any, value: Any) -> Any:
    return "ADDED_LATER" if shape.type_name == "string" and shape.enum else value


def replace_unions(by: Any) -> Edit:
    return lambda shape, value: by if is_union(shape) else value


def double_unions(shape: Any, value: Any) -> Any:
    if not is_union(shape):
        return value
    return {**value, "addedLater": {"x": 1}}


def nullify_optional_members(shape: Any, value: Any) -> Any:
    if shape.type_name != "structure" or is_union(shape):
        return value
    required = shape.required_members
    return {name: member if name in required else None for name, member in value.items()}


def as_nothing(shape: Any, value: Any) -> Any:
    """What is read where an optional member is null: of a list or a map, an empty one."""
    if shape.type_name != "structure" or is_union(shape):
        return value
    empty: dict[str, Any] = {} if shape.name == "Criterion" else {"list": [], "map": {}}
    return {
        name: member if name in shape.required_members else empty.get(shape.members[name].type_name)
        for name, member in value.items()
    }


EDITS: dict[str, Edit] = {
    "unknown members": add_members,
    "unknown enum values": rename_enum_values,
    "unknown union members": replace_unions({"addedLater": ADDED}),
    "empty unions": replace_unions({}),
    "null unions": replace_unions(None),
    "unions with two members": double_unions,
}


@asynccontextmanager
async def answering() -> AsyncGenerator[Callable[[str, Any], Awaitable[Any]]]:
    """One client for many cases: what calls an operation and has it answered with a body."""
    service = FakeService()
    async with service.client() as client:

        async def answered(operation: str, body: Any) -> Any:
            service.replies = [Reply(body)]
            return await invoke(client, operation, as_arguments(sample_request(operation)))

        yield answered


async def answered(operation: str, body: Any) -> Any:
    """Call `operation` once and have it answered with `body`."""
    async with answering() as answered:
        return await answered(operation, body)


async def test_the_status_has_the_name_that_errors_have_and_its_earlier_one() -> None:
    async with FakeService(Reply({"analyzers": []})).client() as client:
        metadata = (await client.list_analyzers().page()).response_metadata
    assert metadata.status_code == metadata.http_status_code == 200


async def test_an_answer_dumps_to_what_came_in() -> None:
    async with answering() as answered:
        for operation, choice in product(OPERATIONS, range(6)):
            body = sample_answer(operation, choice=choice)
            response = await answered(operation, body)
            assert response.to_wire() == body, operation
            dumped = response.model_dump(mode="json", by_alias=True, exclude_unset=True)
            assert dumped == body, operation


async def test_an_answer_may_leave_out_what_is_optional() -> None:
    async with answering() as answered:
        for operation in OPERATIONS:
            body = sample_answer(operation, optional=False)
            assert (await answered(operation, body)).to_wire() == body, operation


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
async def test_what_a_newer_or_careless_service_sends_is_kept(edit: Edit) -> None:
    async with answering() as answered:
        for operation in OPERATIONS:
            shape = MODEL.operation_model(operation).output_shape
            body = edited(shape, sample_answer(operation), edit)
            assert (await answered(operation, body)).to_wire() == body, operation


async def test_nulls_are_read_as_nothing() -> None:
    async with answering() as answered:
        for operation in OPERATIONS:
            shape, answer = MODEL.operation_model(operation).output_shape, sample_answer(operation)
            response = await answered(operation, edited(shape, answer, nullify_optional_members))
            assert response.to_wire() == edited(shape, answer, as_nothing), operation


async def test_the_untyped_call_returns_the_json_as_it_came() -> None:
    service = FakeService()
    async with service.client() as client:
        for operation in OPERATIONS:
            shape = MODEL.operation_model(operation).output_shape
            body = edited(shape, sample_answer(operation), add_members)
            service.replies = [Reply(body, headers={"x-other": "1"})]
            answer = await client.call(operation, sample_request(operation))
            assert answer.pop("ResponseMetadata") == {
                "RequestId": REQUEST_ID,
                "HTTPStatusCode": 200,
                "HTTPHeaders": {"x-amzn-requestid": REQUEST_ID, "x-other": "1"},
                "RetryAttempts": 0,
            }
            assert answer == body, operation


@pytest.mark.parametrize(
    ("sent", "microsecond"),
    [
        ("2026-02-03T04:05:06Z", 0),
        ("2026-02-03T04:05:06.5Z", 500_000),
        ("2026-02-03T04:05:06.123456789Z", 123_456),
        ("2026-02-03T05:05:06+01:00", 0),
        ("2026-02-03T04:05:06", 0),
        (1770091506, 0),
        (1770091506.5, 500_000),
    ],
)
async def test_a_timestamp_is_an_aware_moment_in_utc(sent: object, microsecond: int) -> None:
    body = sample_answer("GetAnalyzer")
    body["analyzer"]["createdAt"] = sent
    response = await answered("GetAnalyzer", body)
    assert response.analyzer.created_at == datetime(2026, 2, 3, 4, 5, 6, microsecond, tzinfo=UTC)
    assert (
        response.analyzer.created_at.tzinfo is UTC or not response.analyzer.created_at.utcoffset()
    )


async def test_one_finding_with_an_empty_union_does_not_break_its_page() -> None:
    body = sample_answer("GetFindingV2")
    good = body["findingDetails"][0]
    body["findingDetails"] = [good, {}, None, {"addedLater": {"x": 1}}, good]
    response = await answered("GetFindingV2", body)
    kinds: list[type] = [type(detail) for detail in response.finding_details]
    assert kinds[1:4] == [UnknownUnionMember] * 3
    assert kinds[0] is kinds[4] is not UnknownUnionMember
    assert response.to_wire() == body


async def test_a_response_says_how_it_came_without_being_changed_by_it() -> None:
    service, headers = FakeService(), {"x-amzn-requestid": REQUEST_ID}
    async with service.client() as client:
        for operation in OPERATIONS:
            body = sample_answer(operation)
            service.replies = [Reply(body, headers={"x-other": "1"}), Reply(body, status=201)]
            first = await invoke(client, operation, as_arguments(sample_request(operation)))
            second = await invoke(client, operation, as_arguments(sample_request(operation)))
            assert first.response_metadata == ResponseMetadata(
                REQUEST_ID, 200, 0, {**headers, "x-other": "1"}
            )
            assert second.response_metadata == ResponseMetadata(REQUEST_ID, 201, 0, headers)
            assert first == second, operation
            assert "response_metadata" not in first.model_dump()


def test_a_response_built_by_hand_has_empty_metadata() -> None:
    assert Response().response_metadata == ResponseMetadata()


@pytest.mark.parametrize("body", [b"", b"{}"])
async def test_an_operation_without_output_returns_an_empty_response(body: bytes) -> None:
    async with answering() as answered:
        for operation in OPERATIONS:
            if MODEL.operation_model(operation).output_shape is None:
                response = await answered(operation, body)
                assert type(response) is EmptyResponse, operation
                assert response.response_metadata.request_id == REQUEST_ID
                assert response.to_wire() == {}


async def test_an_answer_without_a_request_id_has_none() -> None:
    service = FakeService(Reply({"analyzers": []}, headers={"x-amzn-requestid": ""}))
    async with service.client() as client:
        response = await client.list_analyzers()
    assert not response.response_metadata.request_id
