"""What stands on the wire is the same on both ways, byte by byte, and so is what is made of it."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import anyio.abc
import pytest
from botocore.auth import SIGNED_HEADERS_BLACKLIST as NEVER_SIGNED

from aa_sdk import ResponseMetadata
from tests.client import loopback
from tests.client.both_ways import both, listen_to_our_log, sent_by_botocore
from tests.client.conftest import Library
from tests.fake_service import SESSION_TOKEN, FakeService, Reply, invoke
from tests.sample_values import OPERATIONS, as_arguments, sample_answer, sample_request

# What is another one for each request.
_CHANGING = re.compile(
    rb"(?<=\r\nx-amz-date: )\d{8}T\d{6}Z"
    rb"|(?<=/)\d{8}(?=/[a-z0-9-]+/access-analyzer/aws4_request)"
    rb"|(?<=Signature=)[0-9a-f]{64}"
    rb"|(?<=\r\namz-sdk-invocation-id: )[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)


@dataclass
class Recorder:
    """Answers every request of a connection, and keeps each as it came."""

    answers: list[bytes]
    requests: list[bytes] = field(default_factory=list[bytes])

    async def __call__(self, stream: anyio.abc.SocketStream) -> None:
        while True:
            self.requests.append(b"\r\n\r\n".join(await loopback.read_request(stream)))
            await stream.send(self.answers.pop(0))


def answer(operation: str, position: int) -> bytes:
    """A good answer, with the id under one of the two names that it has."""
    name = ("x-amzn-RequestId", "x-amz-request-id")[position % 2]
    body = json.dumps(sample_answer(operation)).encode()
    twice = "X-Twice: one\r\nx-twice: two"
    named = f"{name}: invented-{position}\r\nContent-Length: {len(body)}"
    head = f"HTTP/1.1 200 OK\r\n{twice}\r\n{named}\r\n\r\n"
    return head.encode() + body


async def answers_of(
    http: Library, url: str, operations: Sequence[str]
) -> list[tuple[Any, ResponseMetadata]]:
    """What each operation answers, and how it came."""
    async with http.client(url, user_agent_extra="büro/1.0") as client:
        responses = [
            await invoke(client, operation, as_arguments(sample_request(operation)))
            for operation in operations
        ]
    return [(response, response.response_metadata) for response in responses]


@pytest.mark.parametrize(
    ("path", "operations"),
    [("", OPERATIONS), ("/base/path", OPERATIONS[::6])],
    ids=["no path", "a path"],
)
def test_requests_and_answers_of_both_ways_are_equal(
    http: Library, path: str, operations: Sequence[str], caplog: pytest.LogCaptureFixture
) -> None:
    listen_to_our_log(caplog)
    count = len(operations)

    async def main() -> None:
        answers = [answer(operation, n) for n, operation in enumerate(operations)]
        recorder = Recorder([*answers, *answers])
        async with loopback.serve(recorder) as network:
            short, long = await both(lambda: answers_of(http, network.url + path, operations))
        assert short == long
        sent = recorder.requests
        for ours, theirs in zip(sent[:count], sent[count:], strict=True):
            assert _CHANGING.sub(b"...", ours) == _CHANGING.sub(b"...", theirs)
            assert len(_CHANGING.findall(ours)) == 4
            assert " büro/1.0\r\n".encode() in ours
            assert f"\r\nx-amz-security-token: {SESSION_TOKEN}".encode() in ours.lower()
            assert urlsplit(ours.split(b" ")[1]).path.startswith(path.encode() + b"/")

    http.run(main)
    assert sent_by_botocore(caplog) == count


async def test_an_id_is_found_under_both_of_its_names(caplog: pytest.LogCaptureFixture) -> None:
    listen_to_our_log(caplog)
    http = Library("aiohttp", "asyncio")

    async def ids() -> list[str | None]:
        recorder = Recorder([answer("ListAnalyzers", 0), answer("ListAnalyzers", 1)])
        async with loopback.serve(recorder) as network, http.client(network.url) as client:
            pages = [await client.list_analyzers().page() for _ in range(2)]
        return [page.response_metadata.request_id for page in pages]

    assert await both(ids) == (["invented-0", "invented-1"],) * 2
    assert sent_by_botocore(caplog) == 2


async def signed_with(handler: Callable[..., None]) -> tuple[Mapping[str, str], str]:
    """The headers of a request, and its signature, where a handler has its say at `before-call`."""
    service = FakeService(Reply({"analyzers": []}))
    session = service.session()
    session.get_component("event_emitter").register("before-call.accessanalyzer", handler)
    async with service.client(session=session) as client:
        await client.list_analyzers()
    (sent,) = service.requests
    return sent.headers, sent.headers["authorization"]


async def test_a_header_of_a_handler_is_sent_and_signed_alike(
    caplog: pytest.LogCaptureFixture,
) -> None:
    listen_to_our_log(caplog)

    # What traces requests adds, and proxies change, is signed on neither way, if botocore knows it.
    added = {"traceparent": "00-invented-01", "x-custom": "in  ner"}
    signed = {"host", "x-amz-date", "x-amz-security-token", *added} - set(NEVER_SIGNED)

    def add(params: Any, **_: object) -> None:
        params["headers"].update(added)

    for headers, signature in await both(lambda: signed_with(add)):
        assert added.items() <= headers.items()
        assert f"SignedHeaders={';'.join(sorted(signed))}," in signature
    assert sent_by_botocore(caplog) == 1


async def test_the_scope_that_a_handler_chooses_is_signed_for_alike(
    caplog: pytest.LogCaptureFixture,
) -> None:
    listen_to_our_log(caplog)

    def choose(context: Any, **_: object) -> None:
        context["signing"] = {"region": "cn-north-1", "signing_name": "another"}

    for _, signature in await both(lambda: signed_with(choose)):
        assert "/cn-north-1/another/aws4_request," in signature
    assert sent_by_botocore(caplog) == 1
