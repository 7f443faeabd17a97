"""Whoever listens is called: what is left out on the short way has nobody who would hear it."""

from collections.abc import Callable
from typing import Any

import pytest
from aiobotocore.awsrequest import AioAWSResponse

from tests import ways
from tests.client.watching import Listener, Service, Watched, session_of, watch

pytestmark = pytest.mark.usefixtures("short")

LEFT_OUT = (
    "before-parse",
    "before-send",
    "before-sign",
    "choose-signer",
    "needs-retry",
    "request-created",
    "response-received",
)
KEPT = (
    "after-call",
    "before-call",
    "before-endpoint-resolution",
    "before-parameter-build",
    "creating-client-class",
    "provide-client-params",
)
NAMES = (
    "{}",
    "{}.accessanalyzer",
    "{}.accessanalyzer.ListAnalyzers",
    "{}.accessanalyzer.*",
    "{}.*",
    "{}.*.ListAnalyzers",
)
ELSEWHERE = ("{}.s3", "{}.s3.*", "{}.access-analyzer", "{}.sts.AssumeRole")
HOWS = ("register", "register_first", "register_last")


_answer: Any = AioAWSResponse


def events_of(session: Any) -> Any:
    return session.get_component("event_emitter")


class Heard:
    """A call with a listener: its way, and what the listener and the service were given."""

    def __init__(self, opened: Watched, listener: Listener, way: str) -> None:
        self.way = way
        self.calls, self.sent = listener.calls, opened.sent


async def before_the_client(name: str, how: str, *, plain: bool = False) -> Heard:
    """Listen on a session, of which a client is made then, and make a call."""
    listener = Listener()
    async with watch(
        lambda session: getattr(events_of(session), how)(name, listener), plain=plain
    ) as opened:
        return Heard(opened, listener, await opened.way())


async def between_two_calls(name: str, how: str, *, plain: bool = False) -> Heard:
    """Listen on a client that has made a call, and make another one."""
    listener = Listener()
    async with watch(plain=plain) as opened:
        assert await opened.way() == ("long" if plain else "short")
        getattr(opened.events, how)(name, listener)
        return Heard(opened, listener, await opened.way())


@pytest.mark.parametrize("event", LEFT_OUT)
@pytest.mark.parametrize("listening", [before_the_client, between_two_calls])
async def test_what_is_left_out_is_not_left_out_for_a_listener(
    event: str, listening: Callable[..., Any]
) -> None:
    plain = await listening(event, "register", plain=True)
    assert plain.calls != []
    for name in (pattern.format(event) for pattern in NAMES):
        heard = await listening(name, "register")
        assert heard.way == "long", name
        assert heard.calls == plain.calls, name
        assert heard.sent == plain.sent


@pytest.mark.parametrize("event", LEFT_OUT)
@pytest.mark.parametrize("how", HOWS[1:])
async def test_it_does_not_matter_how_a_listener_registers(event: str, how: str) -> None:
    heard = await between_two_calls(f"{event}.accessanalyzer", how)
    assert (heard.way, len(heard.calls)) == ("long", 1)


@pytest.mark.parametrize("name", ["*", "*.accessanalyzer", "*.*", "*.*.ListAnalyzers"])
@pytest.mark.parametrize("how", ["register", "register_last"])
@pytest.mark.parametrize("listening", [before_the_client, between_two_calls])
async def test_who_listens_to_everything_hears_everything(
    name: str, how: str, listening: Callable[..., Any]
) -> None:
    plain = await listening(name, how, plain=True)
    heard = await listening(name, how)
    assert heard.way == "long"
    assert heard.calls == plain.calls
    assert {event.partition(".")[0] for event, _ in heard.calls} >= set(LEFT_OUT)


async def all_at_once(names: list[str], *, plain: bool) -> tuple[str, list[Listener], Watched]:
    """Listen under each of the names, and make a call."""
    listeners = [Listener() for _ in names]

    def listen(session: Any) -> None:
        for name, listener in zip(names, listeners, strict=True):
            events_of(session).register(name, listener)

    async with watch(listen, plain=plain) as opened:
        return await opened.way(), listeners, opened


@pytest.mark.parametrize("event", LEFT_OUT)
async def test_who_listens_to_other_services_is_not_in_the_way(event: str) -> None:
    names = [pattern.format(event) for pattern in ELSEWHERE]
    _, theirs, plain = await all_at_once(names, plain=True)
    way, ours, opened = await all_at_once(names, plain=False)
    assert way == "short"
    assert [one.calls for one in ours] == [one.calls for one in theirs] == [[]] * len(names)
    assert opened.sent == plain.sent


@pytest.mark.parametrize("event", KEPT)
async def test_what_is_not_left_out_is_heard_as_ever(event: str) -> None:
    names = [pattern.format(event) for pattern in NAMES]
    _, theirs, plain = await all_at_once(names, plain=True)
    way, ours, opened = await all_at_once(names, plain=False)
    assert way == "short"
    assert [one.calls for one in ours] == [one.calls for one in theirs]
    assert ours[0].calls != []
    assert opened.sent == plain.sent


@pytest.mark.parametrize("event", [*LEFT_OUT, *KEPT])
async def test_a_listener_that_has_gone_hears_nothing(event: str) -> None:
    listener, name = Listener(), f"{event}.accessanalyzer"
    async with watch() as opened:
        assert await opened.way() == "short"
        opened.events.register(name, listener)
        opened.events.unregister(name, listener)
        await opened.way()  # whichever
    assert listener.calls == []


class Facts:
    """What two events around a call tell of it, whichever way it was sent."""

    def __init__(self) -> None:
        self.facts: list[object] = []

    def before(self, model: Any, params: Any, context: Any, request_signer: Any, **_: Any) -> None:
        wire = {name: value for name, value in params.items() if name != "context"}
        region = (context["client_region"], request_signer.region_name)
        self.facts.append((model.name, wire, params["context"] is context, region))

    def after(self, model: Any, http_response: Any, parsed: Any, context: Any, **_: Any) -> None:
        answer = (http_response.status_code, dict(http_response.headers))
        self.facts.append((model.name, answer, parsed, context["client_region"]))

    def listen(self, session: Any) -> None:
        events_of(session).register("before-call", self.before)
        events_of(session).register("after-call", self.after)


async def test_the_events_around_a_call_tell_the_same() -> None:
    ours, theirs = Facts(), Facts()
    async with watch(ours.listen) as opened, watch(theirs.listen, plain=True) as plain:
        assert (await opened.way(), await plain.way()) == ("short", "long")
    assert ours.facts == theirs.facts
    assert len(ours.facts) == 2


async def test_the_event_of_a_failure_tells_the_same() -> None:
    told: list[object] = []

    def failed(exception: Exception, context: Any, **_: Any) -> None:
        told.append((exception, context["client_region"]))

    def listen(session: Any) -> None:
        events_of(session).register("after-call-error", failed)

    error = RuntimeError("of the library")
    for plain in (False, True):
        async with watch(listen, plain=plain) as opened:
            opened.service.replies = [error]
            with pytest.raises(RuntimeError):
                await opened.way()
            assert (ways.current.short, ways.current.long) == ((0, 1) if plain else (1, 0))
    assert told == [(error, "eu-west-1")] * 2


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
        getattr(events_of(session), how)("before-call", with_header)

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

    async with watch(lambda session: getattr(events_of(session), how)("before-call", answer)) as on:
        response = await on.client.list_analyzers().page()
    assert response.response_metadata.request_id == "of-the-handler"
    assert on.service.requests == []


async def test_a_listener_of_one_client_is_not_in_the_way_of_another() -> None:
    session, service, listener = session_of(plain=False), Service(), Listener()
    async with service.client(session=session) as one, service.client(session=session) as other:
        first, second = Watched(service, one), Watched(service, other)
        assert [await first.way(), await second.way()] == ["short", "short"]
        first.events.register("before-send", listener)
        assert [await first.way(), await second.way()] == ["long", "short"]
    assert len(listener.calls) == 1


async def test_a_listener_of_the_session_is_heard_by_clients_made_from_then_on() -> None:
    session, service, listener = session_of(plain=False), Service(), Listener()
    async with service.client(session=session) as one, service.client(session=session) as other:
        first, second = Watched(service, one), Watched(service, other)
        assert await first.way() == "short"
        events_of(session).register("before-send", listener)
        assert [await first.way(), await second.way()] == ["short", "long"]
    assert len(listener.calls) == 1
