"""Whoever listens is called: what is left out on the short way has nobody who would hear it."""

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

import pytest
import wrapt
from botocore import handlers
from botocore.useragent import UserAgentString

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


_botocores: Any = handlers


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


def of_our_emulator(heard: Callable[[], None]) -> Any:
    """A handler from our own package, but not of what sends."""

    def handler(**_: Any) -> None:
        heard()

    elsewhere: dict[str, object] = {"__name__": "aa_sdk.emulator", "__builtins__": {}}
    return FunctionType(handler.__code__, elsewhere, closure=handler.__closure__)


def by_functools(heard: Callable[[], None]) -> Any:
    """A handler under the name of one of botocore's."""

    @wraps(_botocores.add_retry_headers)
    def handler(**arguments: Any) -> Any:
        heard()
        return _botocores.add_retry_headers(**arguments)

    return handler


def by_wrapt(heard: Callable[[], None]) -> Any:
    """A handler that has every attribute of one of botocore's."""

    def handler(wrapped: Any, _: object, arguments: Any, options: Any) -> Any:
        heard()
        return wrapped(*arguments, **options)

    agent: Any = UserAgentString.from_environment()
    return wrapt.FunctionWrapper(agent.rebuild_and_replace_user_agent_handler, handler)


@pytest.mark.parametrize("like_a_friend", [of_our_emulator, by_functools, by_wrapt])
async def test_who_only_looks_like_one_of_botocores_is_heard(
    like_a_friend: Callable[..., Any],
) -> None:
    heard: list[str] = []
    async with watch() as opened:
        assert await opened.way() == "short"
        opened.events.register("request-created", like_a_friend(lambda: heard.append("once")))
        assert await opened.way() == "long"
    assert heard == ["once"]


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
