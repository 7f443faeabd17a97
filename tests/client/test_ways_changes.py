"""What a handler changes before a call: the service sees it as it would from botocore."""

from collections.abc import Callable
from typing import Any

import pytest
from aiobotocore.awsrequest import AioAWSResponse
from aiobotocore.credentials import AioCredentials

from tests.client.watching import watch, watched

pytestmark = pytest.mark.usefixtures("short")

_answer: Any = AioAWSResponse
HOWS = ("register", "register_first", "register_last")

Change = Callable[[dict[str, Any], dict[str, Any]], None]


def header(name: str, value: str) -> Change:
    return lambda params, _: params["headers"].update({name: value})


def part(name: str, value: object) -> Change:
    return lambda params, _: params.update({name: value})


def context(**members: object) -> Change:
    return lambda _, known: known.update(members)


# Those that are signed in the way of any other.
PLAIN: dict[str, Change] = {
    "header": header("X-Custom", "mine"),
    "spaces": header("X-Custom", "  of   mine "),
    "nothing": header("X-Custom", ""),
    "not ASCII": header("X-Custom", "ü€"),
    "trace": header("X-Amzn-Trace-Id", "Root=1"),
    "attempt": header("amz-sdk-request", "attempt=9"),
    "body": part("body", b"{}"),
    "method": part("method", "POST"),
    "URL": part("url", "https://other.invalid/a b/%7E//x?b=2&a=+&a=%20#fragment"),
    "path too late": part("url_path", "/other"),
    "query too late": part("query_string", {"other": "1"}),
    "Region": context(signing={"region": "us-west-2", "signing_name": "other"}),
    "no other credentials": context(signing={"request_credentials": None}),
    "other credentials": context(signing={"request_credentials": AioCredentials("a", "b", "c")}),
}
OTHERWISE: dict[str, Change] = {
    **{
        name: header(name, "1")
        for name in (
            "Authorization",
            "Content-Length",
            "Date",
            "Expect",
            "Host",
            "X-Amz-Content-SHA256",
            "X-Amz-Date",
            "X-Amz-Security-Token",
        )
    },
    "chunks": header("Transfer-Encoding", "chunked"),
    "one name twice": header("user-agent", "mine"),
    "text": part("body", "{}"),
    "no body": part("body", None),
    "not signed": context(auth_type="none"),
    "body not signed": context(auth_type="v4-unsigned-body"),
    "body not hashed": context(payload_signing_enabled=False),
    "unsigned payload": context(unsigned_payload=True),
    "path": context(signing={"disableDoubleEncoding": True}),
    "checksum": context(
        checksum={"request_algorithm": {"algorithm": "crc32", "in": "header", "name": "x-crc32"}}
    ),
}


async def way_with(change: Change) -> str:
    """Call with a handler that makes the change; the service sees the same on both ways."""

    def make(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        change(params, context)

    def prepare(session: Any) -> None:
        session.get_component("event_emitter").register("before-call", make)

    way, ours = await watched(prepare=prepare)
    _, plain = await watched(prepare=prepare, plain=True)
    assert ours == plain != []
    return way


@pytest.mark.parametrize("name", PLAIN)
async def test_a_change_that_says_nothing_to_the_signer_is_sent_the_short_way(name: str) -> None:
    assert await way_with(PLAIN[name]) == "short"


@pytest.mark.parametrize("name", OTHERWISE)
async def test_a_change_that_the_signer_minds_is_left_to_botocore(name: str) -> None:
    assert await way_with(OTHERWISE[name]) == "long"


def with_header(params: dict[str, Any], **_: Any) -> None:
    params["headers"]["X-Custom"] = "mine"


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("name", ["before-call", "before-call.accessanalyzer", "before-call.*.*"])
async def test_what_is_changed_before_a_call_is_sent_and_signed(how: str, name: str) -> None:
    async with watch() as opened, watch(plain=True) as plain:
        for each in (opened, plain):
            await each.way()
            getattr(each.events, how)(name, with_header)
        way = await opened.way()
        await plain.way()
    assert way == ("long" if how == "register_last" else "short")
    assert opened.sent == plain.sent
    sent = opened.service.requests[-1].headers
    assert sent["x-custom"] == "mine"
    assert "x-custom" in sent["authorization"]


@pytest.mark.parametrize("how", HOWS)
async def test_what_a_session_has_changed_before_a_call_is_sent(how: str) -> None:
    def prepare(session: Any) -> None:
        getattr(session.get_component("event_emitter"), how)("before-call", with_header)

    async with watch(prepare) as opened, watch(prepare, plain=True) as plain:
        assert await opened.way() == ("long" if how == "register_last" else "short")
        await plain.way()
    assert opened.sent == plain.sent
    assert opened.service.requests[-1].headers["x-custom"] == "mine"


@pytest.mark.parametrize("how", HOWS)
async def test_an_answer_given_before_a_call_is_the_answer(how: str) -> None:
    metadata: dict[str, Any] = {
        "HTTPStatusCode": 200,
        "HTTPHeaders": {},
        "RequestId": "of-the-handler",
    }

    def answer(**_: Any) -> Any:
        return _answer("https://x.invalid", 200, metadata["HTTPHeaders"], None), {
            "ResponseMetadata": metadata,
            "aa_sdk.body": b'{"analyzers": []}',
        }

    async with watch(
        lambda session: getattr(session.get_component("event_emitter"), how)("before-call", answer)
    ) as on:
        response = await on.client.list_analyzers().page()
    assert response.response_metadata.request_id == "of-the-handler"
    assert on.service.requests == []
