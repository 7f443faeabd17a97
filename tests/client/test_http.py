"""Requests and answers over an HTTP library as it is, its network replaced by respx."""

import json
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
import respx
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient, ConflictException, ResponseDecodeError, TransportError
from tests.conftest import Run
from tests.fake_service import REGION, invoke, new_session, once
from tests.sample_values import MODEL, OPERATIONS, as_arguments, sample_answer, sample_request

URL = f"https://access-analyzer.{REGION}.amazonaws.com"


def client_of(config: AioConfig | None = None) -> AccessAnalyzerClient:
    return AccessAnalyzerClient(
        REGION, session=new_session(), transport="httpx", config=config or once()
    )


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_a_request_has_the_modelled_method_path_query_and_body(operation: str) -> None:
    model = MODEL.operation_model(operation)
    params, body = sample_request(operation), sample_answer(operation)
    places: dict[str, dict[str, Any]] = {"uri": {}, "querystring": {}, "body": {}}
    for name, value in params.items():
        member = model.input_shape.members[name].serialization
        places[member.get("location", "body")][name] = value
    path = model.http["requestUri"].format(**places["uri"])
    with respx.mock(using="httpx") as router:
        route = router.route(host=f"access-analyzer.{REGION}.amazonaws.com").respond(json=body)
        async with client_of() as client:
            response = await invoke(client, operation, as_arguments(params))
    request = route.calls.last.request
    assert request.method == model.http["method"]
    assert unquote(request.url.raw_path.decode().partition("?")[0]) == path
    assert dict(request.url.params) == {
        name: _text(value) for name, value in places["querystring"].items()
    }
    expected = json.loads(json.dumps(places["body"], default=_moment))
    assert (json.loads(request.content) if request.content else {}) == expected
    assert response.to_wire() == body


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value[0] if isinstance(value, list) else value)  # pyright: ignore[reportUnknownArgumentType] # JSON-like, known at run time


def _moment(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_answers_errors_and_broken_connections_arrive(run: Run) -> None:
    async def main() -> None:
        with respx.mock(base_url=URL, using="httpx") as router:
            router.get("/analyzer").mock(
                side_effect=[
                    httpx.Response(200, json={"analyzers": []}, headers={"x-amzn-RequestId": "r"}),
                    httpx.Response(
                        409,
                        json={"message": "invented", "resourceId": "a", "resourceType": "b"},
                        headers={"x-amzn-ErrorType": "ConflictException"},
                    ),
                    httpx.Response(200, text="<html>"),
                    httpx.ConnectError("invented"),
                    httpx.ReadTimeout("invented"),
                    httpx.RemoteProtocolError("invented"),
                    httpx.Response(200, json={"analyzers": []}),
                ]
            )
            async with client_of() as client:
                response = await client.list_analyzers()
                assert response.response_metadata.request_id == "r"
                with pytest.raises(ConflictException) as conflict:
                    await client.list_analyzers()
                assert (conflict.value.resource_id, conflict.value.resource_type) == ("a", "b")
                with pytest.raises(ResponseDecodeError):
                    await client.list_analyzers()
                for _ in range(3):
                    with pytest.raises(TransportError):
                        await client.list_analyzers()
                assert await client.list_analyzers().collect() == []

    run(main)


async def test_pages_are_fetched_one_after_the_other() -> None:
    with respx.mock(base_url=URL, using="httpx") as router:
        # respx takes the first route that fits.
        second = router.get("/analyzer", params={"maxResults": "1", "nextToken": "b+/="})
        first = router.get("/analyzer", params={"maxResults": "1"})
        second.respond(json={"analyzers": []})
        first.respond(json={"analyzers": [], "nextToken": "b+/="})
        async with client_of() as client:
            whole = await client.list_analyzers(max_results=1)
    assert whole.next_token is None
    assert (first.call_count, second.call_count) == (1, 1)
