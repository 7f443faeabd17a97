"""Requests as they stand on the wire, beside what botocore makes of the same parameters."""

import json
from collections.abc import Sequence
from functools import partial
from uuid import UUID

import pytest

from aa_sdk import AccessAnalyzerClient, models
from tests.client.pair import Pair
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
    sample_answer,
    sample_request,
)

pytestmark = pytest.mark.usefixtures("way")

# The widest union a request can hold has fourteen members.
CONFIGURATIONS = 14

# Which operations, whether with what is optional, and with which choice of each union and enum.
CASES: dict[str, tuple[Sequence[str], bool, int]] = {
    "required": (OPERATIONS, False, 0),
    "all": (OPERATIONS, True, 0),
    "all-second-choice": (OPERATIONS, True, 1),
    "all-third-choice": (OPERATIONS, True, 2),
    **{f"union-{n}": (["CreateAccessPreview"], True, n) for n in range(3, CONFIGURATIONS)},
}

WITH_TOKEN = [
    name for name in OPERATIONS if "clientToken" in MODEL.operation_model(name).input_shape.members
]


@pytest.mark.parametrize(("operations", "optional", "choice"), CASES.values(), ids=CASES)
async def test_a_request_is_the_one_that_botocore_sends(
    pair: Pair, operations: Sequence[str], *, optional: bool, choice: int
) -> None:
    for operation in operations:
        params = sample_request(operation, optional=optional, choice=choice)
        arguments = as_arguments(params)
        request = getattr(models, f"{operation}Request")(**arguments)
        expected = (await pair.theirs(operation, params)).on_the_wire()
        for call in (
            partial(invoke, operation=operation, arguments=arguments),
            partial(AccessAnalyzerClient.send, request=request),
            partial(AccessAnalyzerClient.call, operation=operation, params=params),
        ):
            assert (await pair.ours(operation, call)).on_the_wire() == expected, operation


async def test_a_request_is_signed_and_looks_like_one_of_botocore(pair: Pair) -> None:
    for operation in OPERATIONS:
        params = sample_request(operation)
        expected = await pair.theirs(operation, params)
        arguments = as_arguments(params)
        sent = await pair.ours(operation, partial(invoke, operation=operation, arguments=arguments))
        assert sent.headers.keys() == expected.headers.keys(), operation
        assert sent.headers.get("content-type") == expected.headers.get("content-type"), operation
        assert f"Credential={ACCESS_KEY}/" in sent.headers["authorization"]
        assert f"/{REGION}/access-analyzer/aws4_request" in sent.headers["authorization"]
        assert sent.headers["x-amz-security-token"] == SESSION_TOKEN


async def test_an_idempotency_token_that_is_left_out_is_filled_in() -> None:
    service = FakeService()
    async with service.client() as client:
        for operation in WITH_TOKEN:
            arguments = as_arguments(sample_request(operation))
            del arguments["client_token"]
            service.replies, service.requests = [Reply(sample_answer(operation))], []
            await invoke(client, operation, arguments)
            await invoke(client, operation, arguments)
            first, second = (_token(sent) for sent in service.requests)
            assert UUID(first) != UUID(second), operation


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


def _token(sent: Sent) -> str:
    token: str = dict(sent.query).get("clientToken") or sent.json["clientToken"]
    return token
