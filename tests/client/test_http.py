"""Requests and answers over a socket, with each HTTP library as it is."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import anyio
import anyio.abc
import pytest

from aa_sdk import AccessAnalyzerClient, ConflictException, ResponseDecodeError
from tests.client import loopback
from tests.fake_service import REGION, Reply, Sent, error_reply, invoke, new_session, once
from tests.sample_values import MODEL, OPERATIONS, as_arguments, sample_answer, sample_request

pytestmark = pytest.mark.usefixtures("way")

Library = Literal["aiohttp", "httpx"]


@pytest.fixture(params=["aiohttp on asyncio", "httpx on asyncio", "httpx on trio"])
def library(request: pytest.FixtureRequest) -> tuple[Library, str]:
    transport, _, backend = request.param.partition(" on ")
    return transport, backend


@dataclass
class Recorder:
    """Answers one request of each connection, and keeps what was asked."""

    replies: list[Reply]
    requests: list[Sent] = field(default_factory=list[Sent])

    async def __call__(self, stream: anyio.abc.SocketStream) -> None:
        head, body = await loopback.read_request(stream)
        method, target, _ = head.decode().split(" ", 2)
        url = urlsplit(target)  # of which httpx sends the whole, aiohttp what follows the host
        pairs = parse_qsl(url.query, keep_blank_values=True)
        self.requests.append(Sent(method, url.path, pairs, loopback.headers_of(head), body))
        await stream.send(_answer(self.replies.pop(0)))


def _answer(reply: Reply) -> bytes:
    head, _, body = loopback.response(reply.encoded()).partition(b"\r\n\r\n")
    extra = "".join(f"\r\n{name}: {value}" for name, value in reply.headers.items())
    status = head.replace(b" 200 OK", f" {reply.status} X".encode())
    return status + extra.encode() + b"\r\n\r\n" + body


def client_of(url: str, transport: Library) -> AccessAnalyzerClient:
    return AccessAnalyzerClient(
        REGION, session=new_session(), endpoint_url=url, transport=transport, config=once()
    )


@pytest.mark.parametrize("transport", ["aiohttp", "httpx"])
async def test_a_request_has_the_modelled_method_path_query_and_body(transport: Library) -> None:
    recorder = Recorder([])
    async with loopback.serve(recorder) as network, client_of(network.url, transport) as client:
        for operation in OPERATIONS:
            model, params = MODEL.operation_model(operation), sample_request(operation)
            body = sample_answer(operation)
            places: dict[str, dict[str, Any]] = {"uri": {}, "querystring": {}, "body": {}}
            for name, value in params.items():
                member = model.input_shape.members[name].serialization
                places[member.get("location", "body")][name] = value
            recorder.requests, recorder.replies = [], [Reply(body)]
            response = await invoke(client, operation, as_arguments(params))
            (request,) = recorder.requests
            assert request.method == model.http["method"]
            assert unquote(request.path) == model.http["requestUri"].format(**places["uri"])
            query = {name: _text(value) for name, value in places["querystring"].items()}
            assert dict(request.query) == query, operation
            expected = json.loads(json.dumps(places["body"], default=_moment))
            assert (request.json if request.body else {}) == expected, operation
            assert response.to_wire() == body, operation


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value[0] if isinstance(value, list) else value)  # pyright: ignore[reportUnknownArgumentType] # JSON-like, known at run time


def _moment(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_answers_and_errors_arrive(
    library: tuple[Library, str],
) -> None:
    transport, backend = library
    good = Reply({"analyzers": []}, headers={"x-amzn-RequestId": "r"})
    conflict = error_reply("ConflictException", 409, resourceId="a", resourceType="b")

    async def main() -> None:
        recorder = Recorder([good, conflict, Reply(b"<html>"), good])
        async with loopback.serve(recorder) as network, client_of(network.url, transport) as client:
            response = await client.list_analyzers()
            assert response.response_metadata.request_id == "r"
            with pytest.raises(ConflictException) as caught:
                await client.list_analyzers()
            assert (caught.value.resource_id, caught.value.resource_type) == ("a", "b")
            with pytest.raises(ResponseDecodeError):
                await client.list_analyzers()
            assert await client.list_analyzers().collect() == []
        assert len(recorder.requests) == 4

    anyio.run(main, backend=backend)


def test_pages_are_fetched_one_after_the_other(
    library: tuple[Library, str],
) -> None:
    transport, backend = library
    replies = [Reply({"analyzers": [], "nextToken": "b+/="}), Reply({"analyzers": []})]

    async def main() -> None:
        recorder = Recorder([*replies])
        async with loopback.serve(recorder) as network, client_of(network.url, transport) as client:
            whole = await client.list_analyzers(max_results=1)
        assert whole.next_token is None
        assert [dict(one.query) for one in recorder.requests] == [
            {"maxResults": "1"},
            {"maxResults": "1", "nextToken": "b+/="},
        ]

    anyio.run(main, backend=backend)
