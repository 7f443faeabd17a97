"""Requests as they stand on the wire, beside what botocore makes of the same parameters."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from aa_sdk import models
from tests.fake_service import (
    ACCESS_KEY,
    REGION,
    SESSION_TOKEN,
    FakeService,
    Reply,
    Sent,
    invoke,
)
from tests.sample_values import (
    MODEL,
    OPERATIONS,
    as_arguments,
    method_name,
    sample_answer,
    sample_request,
)

# The widest union a request can hold has fourteen members.
CONFIGURATIONS = 14

CASES = [
    pytest.param(operation, optional, choice, id=f"{operation}-{what}")
    for operation in OPERATIONS
    for optional, choice, what in (
        (False, 0, "required"),
        (True, 0, "all"),
        (True, 1, "all-second-choice"),
        (True, 2, "all-third-choice"),
    )
] + [
    pytest.param("CreateAccessPreview", True, choice, id=f"CreateAccessPreview-union-{choice}")
    for choice in range(3, CONFIGURATIONS)
]

WITH_TOKEN = [
    name for name in OPERATIONS if "clientToken" in MODEL.operation_model(name).input_shape.members
]


async def sent_by_botocore(operation: str, params: Mapping[str, Any]) -> Sent:
    """What a plain aiobotocore client sends."""
    service = FakeService()
    session: Any = service.session()
    async with session.create_client("accessanalyzer", region_name=REGION) as client:
        await getattr(client, method_name(operation))(**params)
    return service.requests[0]


@pytest.mark.parametrize(("operation", "optional", "choice"), CASES)
async def test_a_request_is_the_one_that_botocore_sends(
    operation: str, *, optional: bool, choice: int
) -> None:
    params = sample_request(operation, optional=optional, choice=choice)
    expected = await sent_by_botocore(operation, params)
    service = FakeService(Reply(sample_answer(operation)))
    async with service.client() as client:
        await invoke(client, operation, as_arguments(params))
        await client.send(request_model(operation)(**as_arguments(params)))
        await client.call(operation, params)
    assert [sent.on_the_wire() for sent in service.requests] == [expected.on_the_wire()] * 3


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_a_request_is_signed_and_looks_like_one_of_botocore(operation: str) -> None:
    params = sample_request(operation)
    expected = await sent_by_botocore(operation, params)
    service = FakeService(Reply(sample_answer(operation)))
    async with service.client() as client:
        await invoke(client, operation, as_arguments(params))
    (sent,) = service.requests
    assert sent.headers.keys() == expected.headers.keys()
    assert sent.headers.get("content-type") == expected.headers.get("content-type")
    assert f"Credential={ACCESS_KEY}/" in sent.headers["authorization"]
    assert f"/{REGION}/access-analyzer/aws4_request" in sent.headers["authorization"]
    assert sent.headers["x-amz-security-token"] == SESSION_TOKEN


@pytest.mark.parametrize("operation", WITH_TOKEN)
async def test_an_idempotency_token_that_is_left_out_is_filled_in(operation: str) -> None:
    params = {
        name: value for name, value in sample_request(operation).items() if name != "clientToken"
    }
    service = FakeService(Reply(sample_answer(operation)))
    async with service.client() as client:
        await invoke(client, operation, as_arguments(params))
        await invoke(client, operation, as_arguments(params))
    first, second = (_token(sent) for sent in service.requests)
    assert UUID(first) != UUID(second)


async def test_a_page_token_goes_out_in_place_of_the_one_given() -> None:
    service = FakeService(Reply({"analyzers": [], "nextToken": "second"}), Reply({"analyzers": []}))
    async with service.client() as client:
        await client.list_analyzers(max_results=3, next_token="first")
    assert [dict(sent.query) for sent in service.requests] == [
        {"maxResults": "3", "nextToken": "first"},
        {"maxResults": "3", "nextToken": "second"},
    ]


async def test_an_argument_that_is_none_is_left_out() -> None:
    service = FakeService(Reply({"analyzers": []}))
    async with service.client() as client:
        await client.list_analyzers(type=None, max_results=None, next_token=None)
    assert service.requests[0].query == []


async def test_a_policy_document_may_be_a_mapping() -> None:
    document: dict[str, object] = {"Version": "2012-10-17", "Statement": []}
    service = FakeService(Reply({"findings": []}))
    async with service.client() as client:
        await client.validate_policy(policy_document=document, policy_type="IDENTITY_POLICY")
    assert json.loads(service.requests[0].json["policyDocument"]) == document


async def test_an_operation_sent_again_says_the_same() -> None:
    service = FakeService(Reply({"analyzers": []}))
    async with service.client() as client:
        listing = client.list_analyzers(type="ACCOUNT")
        await listing
        await listing
    first, second = service.requests
    assert first.on_the_wire() == second.on_the_wire()


def request_model(operation: str) -> Any:
    return getattr(models, f"{operation}Request")


def _token(sent: Sent) -> str:
    found: str = dict(sent.query).get("clientToken") or sent.json["clientToken"]
    return found
