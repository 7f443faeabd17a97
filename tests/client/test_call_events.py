"""What is told of a call that has ended: to `on_call`, to the process's observers, to the log."""

import logging
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import anyio
import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    CallEvent,
    ClientClosedError,
    CredentialsError,
    InvalidRequestError,
    ResourceNotFoundException,
    ResponseDecodeError,
    ServiceError,
    ThrottlingException,
    TransportError,
)
from aa_sdk._transport.calls import End
from aa_sdk._transport.watching import OBSERVERS
from aa_sdk.models import GetAnalyzerRequest
from tests.conftest import Run
from tests.fake_service import REGION, REQUEST_ID, FakeService, Outcome, Reply, Sent, error_reply

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
THROTTLED = error_reply("ThrottlingException", 429)


async def dropped(_: Sent) -> Reply:
    raise ConnectionClosedError(endpoint_url="https://example.test")


class Watched:
    """A client of a service that answers from a script, and what is told of its calls."""

    def __init__(self, *replies: Outcome, **options: Any) -> None:
        self.service = FakeService(*replies)
        self.events: list[CallEvent] = []
        self.client = self.service.client(on_call=self.events.append, **options)

    async def list_analyzers(self) -> CallEvent:
        """Make one call, and return what is told of it."""
        async with self.client as client:
            await client.list_analyzers()
        (event,) = self.events
        return event

    async def failure(self, kind: type[AccessAnalyzerError]) -> CallEvent:
        """Make one call that fails, and return what is told of it."""
        with pytest.raises(kind):
            await self.list_analyzers()
        (event,) = self.events
        return event


async def test_a_call_that_goes_well_is_told() -> None:
    event = await Watched(GOOD).list_analyzers()
    assert event.duration > 0
    assert asdict(event) == {
        "operation": "ListAnalyzers",
        "region_name": REGION,
        "request_id": REQUEST_ID,
        "status_code": 200,
        "attempts": 1,
        "throttled_attempts": 0,
        "duration": event.duration,
        "error_code": None,
    }
    assert pickle.loads(pickle.dumps(event)) == event  # noqa: S301 (our own)


def test_attempts_are_counted_and_waiting_is_part_of_the_call(run_in_virtual_time: Run) -> None:
    slow = error_reply("ThrottlingException", 429, {"Retry-After": "30"})

    async def main() -> None:
        event = await Watched(slow, dropped, GOOD).list_analyzers()
        assert (event.attempts, event.throttled_attempts, event.error_code) == (3, 1, None)
        assert 30 <= event.duration < 35

    run_in_virtual_time(main)


def test_the_answer_too_tells_how_many_attempts_were_throttled(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with FakeService(THROTTLED, THROTTLED, GOOD, GOOD).client() as client:
            metadata = (await client.list_analyzers()).response_metadata
            assert (metadata.retry_attempts, metadata.throttled_attempts) == (2, 2)
            metadata = (await client.list_analyzers()).response_metadata
            assert (metadata.retry_attempts, metadata.throttled_attempts) == (0, 0)

    run_in_virtual_time(main)


@pytest.mark.parametrize(
    ("reply", "throttled"),
    [
        (error_reply("TooManyRequestsException", 400), 1),
        (error_reply("SlowDown:http://internal.amazon.com/", 503), 1),
        (error_reply("Anything", 429), 1),
        (error_reply("ValidationException", 400), 0),
        (error_reply("InternalServerException", 500), 0),
    ],
)
def test_an_attempt_is_throttled_by_its_status_or_by_its_code(
    reply: Reply, throttled: int, run_in_virtual_time: Run
) -> None:
    async def main() -> None:
        event = await Watched(reply).failure(ServiceError)
        assert event.throttled_attempts == throttled * event.attempts

    run_in_virtual_time(main)


def test_a_call_that_the_service_refuses_is_told_with_its_code(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        event = await Watched(THROTTLED).failure(ThrottlingException)
        assert (event.status_code, event.request_id) == (429, REQUEST_ID)
        assert (event.attempts, event.throttled_attempts) == (3, 3)
        assert event.error_code == "ThrottlingException"
        refused = Watched(error_reply("InventedException", 418))
        event = await refused.failure(ServiceError)
        assert (event.attempts, event.error_code) == (1, "InventedException")

    run_in_virtual_time(main)


def test_a_call_without_an_answer_is_told(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        event = await Watched(dropped).failure(TransportError)
        assert (event.status_code, event.request_id, event.attempts) == (None, None, 3)
        assert event.error_code == "TransportError"

    run_in_virtual_time(main)


async def test_a_call_whose_answer_cannot_be_read_is_told_as_a_failure() -> None:
    event = await Watched(Reply(b"nonsense")).failure(ResponseDecodeError)
    assert (event.status_code, event.request_id) == (200, REQUEST_ID)
    assert event.error_code == "ResponseDecodeError"


async def test_a_call_that_fails_before_its_first_attempt_is_told() -> None:
    service = FakeService()
    session = service.session(credentials=False)
    event = await Watched(session=session).failure(CredentialsError)
    assert (event.region_name, event.error_code) == (REGION, "CredentialsError")
    assert service.requests == []


async def test_a_call_without_a_region_is_told_without_one() -> None:
    events: list[CallEvent] = []
    session = FakeService().session()
    async with AccessAnalyzerClient(session=session, on_call=events.append) as client:
        with pytest.raises(InvalidRequestError):
            await client.list_analyzers()
    assert [(event.region_name, event.attempts) for event in events] == [(None, 0)]


async def test_a_request_that_is_refused_here_is_no_call() -> None:
    watched = Watched()
    async with watched.client as client:
        with pytest.raises(InvalidRequestError):
            await client.list_analyzers(max_results=-1, type="ACCOUNT" * 99)  # type: ignore[arg-type]  # refused  # pyright: ignore[reportArgumentType]
    assert watched.events == []


async def test_each_page_and_each_other_way_to_call_is_one_call() -> None:
    pages = [Reply({"analyzers": [], "nextToken": token}) for token in "ab"]
    watched = Watched(*pages, GOOD, Reply({"analyzer": {}}), GOOD)
    async with watched.client as client:
        await client.list_analyzers().collect()
        with pytest.raises(ResponseDecodeError):
            await client.send(GetAnalyzerRequest(analyzer_name="a"))
        await client.call("ListAnalyzers")
    told = [event.operation for event in watched.events]
    assert told == [*["ListAnalyzers"] * 3, "GetAnalyzer", "ListAnalyzers"]


def test_a_call_that_is_cancelled_is_told(run_in_virtual_time: Run) -> None:
    async def hang(_: Sent) -> Reply:
        await anyio.sleep_forever()
        raise AssertionError

    wait = error_reply("ThrottlingException", 429, {"Retry-After": "50"})

    async def main() -> None:
        for reply in (hang, wait):
            watched = Watched(GOOD, reply)
            async with watched.client as client:
                await client.list_analyzers()  # time would pass while it connects
                with anyio.move_on_after(7):
                    await client.list_analyzers()
            (_, event) = watched.events
            assert (event.attempts, event.error_code) == (1, "Cancelled")
            assert event.duration == pytest.approx(7)

    run_in_virtual_time(main)


def test_a_call_that_ends_with_its_client_is_told(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        reached = anyio.Event()

        async def hang(_: Sent) -> Reply:
            reached.set()
            await anyio.sleep_forever()
            raise AssertionError

        async def call() -> None:
            with pytest.raises(ClientClosedError):
                await watched.client.list_analyzers()

        watched = Watched(hang)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await reached.wait()
            await watched.client.aclose()
        (event,) = watched.events
        assert event.error_code == "ClientClosedError"

    run_in_virtual_time(main)


async def test_a_call_of_a_closed_client_is_told() -> None:
    for calls in range(3):  # requests are checked in another way from the second call on
        watched = Watched(GOOD)
        async with watched.client as client:
            for _ in range(calls):
                await client.list_analyzers()
        with pytest.raises(ClientClosedError):
            await client.list_analyzers()
        assert [event.error_code for event in watched.events][calls:] == ["ClientClosedError"]


async def test_each_of_many_calls_at_once_has_its_own_count(way: Any) -> None:
    way.is_free = True  # with a thousand at once, nobody can say which are repeated
    seen = dict[str, int]()

    async def once_each(request: Sent) -> Reply:
        await anyio.lowlevel.checkpoint()
        seen[request.path] = seen.get(request.path, 0) + 1
        is_odd = int(request.path[-1]) % 2
        return THROTTLED if is_odd and seen[request.path] == 1 else Reply({"analyzer": None})

    watched = Watched(once_each)

    async def call(number: int) -> None:
        with pytest.raises(ResponseDecodeError):
            await watched.client.get_analyzer(analyzer_name=f"a{number}")

    async with watched.client, anyio.create_task_group() as tasks:
        for number in range(10):
            tasks.start_soon(call, number)
    counts = sorted((event.attempts, event.throttled_attempts) for event in watched.events)
    assert counts == [(1, 0)] * 5 + [(2, 1)] * 5


def test_a_call_made_in_the_middle_of_another_is_counted_apart(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        inner = Watched(GOOD)

        async def throttled_after_another_call(_: Sent) -> Reply:
            await inner.client.list_analyzers()
            return THROTTLED

        outer = Watched(throttled_after_another_call)
        async with inner.client:
            event = await outer.failure(ThrottlingException)
        assert (event.attempts, event.throttled_attempts) == (3, 3)
        assert [(one.attempts, one.throttled_attempts) for one in inner.events] == [(1, 0)] * 3

    run_in_virtual_time(main)


async def test_an_error_without_a_status_is_told_without_one(way: Any) -> None:
    way.is_free = True  # where a handler answers for the HTTP library, its error is botocore's

    async def refuse(_: Sent) -> Reply:
        raise ClientError({"Error": {"Code": "Invented"}}, "ListAnalyzers")

    event = await Watched(refuse).failure(ServiceError)
    assert (event.status_code, event.error_code) == (None, "Invented")


async def test_what_on_call_raises_is_logged_and_the_call_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_: CallEvent) -> None:
        raise LookupError("a defect of the caller's")

    service = FakeService(GOOD, error_reply("ResourceNotFoundException", 404))
    async with service.client(on_call=broken) as client:
        assert await client.list_analyzers().collect() == []
        with pytest.raises(ResourceNotFoundException):
            await client.get_analyzer(analyzer_name="a")
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.name for record in errors] == ["aa_sdk"] * 2
    assert "LookupError: a defect of the caller's" in caplog.text


async def asynchronous(_: CallEvent) -> None:
    """What cannot be told of a call."""


class Asynchronous:
    """What cannot be told of a call either."""

    async def __call__(self, _: CallEvent) -> None:
        raise AssertionError


@pytest.mark.parametrize("wrong", [asynchronous, Asynchronous(), "print", 5])
def test_on_call_is_a_plain_function(wrong: Any) -> None:
    with pytest.raises(InvalidRequestError, match="on_call: must be a"):
        AccessAnalyzerClient(REGION, on_call=wrong)


@pytest.fixture
def observers() -> Iterator[list[str]]:
    """Two observers that write down what they are asked and told."""
    lines: list[str] = []

    def observer(name: str) -> Callable[[str, str | None], End]:
        def begin(operation: str, region_name: str | None) -> End:
            lines.append(f"{name} {operation} {region_name}")
            return lambda event: lines.append(f"{name} {event.status_code} {event.error_code}")

        return begin

    OBSERVERS.extend(map(observer, ("outer", "inner")))
    yield lines
    OBSERVERS.clear()


async def test_observers_are_asked_before_a_call_and_told_after_it(observers: list[str]) -> None:
    service = FakeService(GOOD, error_reply("ResourceNotFoundException", 404))

    def note(_: CallEvent) -> None:
        observers.append("on_call")

    async with service.client(on_call=note) as client:
        await client.list_analyzers()
        with pytest.raises(ResourceNotFoundException):
            await client.get_analyzer(analyzer_name="a")
    assert observers == [
        f"outer ListAnalyzers {REGION}",
        f"inner ListAnalyzers {REGION}",
        "on_call",
        "inner 200 None",
        "outer 200 None",
        f"outer GetAnalyzer {REGION}",
        f"inner GetAnalyzer {REGION}",
        "on_call",
        "inner 404 ResourceNotFoundException",
        "outer 404 ResourceNotFoundException",
    ]


async def test_an_observer_that_fails_is_logged_and_the_others_go_on(
    observers: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_operation: str, _region_name: str | None) -> End:
        raise LookupError("no exporter")

    OBSERVERS.insert(0, broken)
    async with FakeService(GOOD).client() as client:
        await client.list_analyzers()
    assert len(observers) == 4
    assert "LookupError: no exporter" in caplog.text


LEVELS: list[tuple[Outcome, str, type[Exception] | None]] = [
    (GOOD, "DEBUG", None),
    (THROTTLED, "WARNING", ThrottlingException),
    (error_reply("InternalServerException", 500), "WARNING", ServiceError),
    (dropped, "WARNING", TransportError),
    (Reply(b"nonsense"), "WARNING", ResponseDecodeError),
    (error_reply("ResourceNotFoundException", 404), "INFO", ResourceNotFoundException),
    (error_reply("ConflictException", 409), "INFO", ServiceError),
]


@pytest.mark.parametrize(("reply", "level", "error"), LEVELS)
def test_a_call_is_logged_as_a_warning_where_trying_again_was_in_vain(
    reply: Outcome,
    level: str,
    error: type[Exception] | None,
    run_in_virtual_time: Run,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="aa_sdk")

    async def main() -> None:
        watched = Watched(reply)
        async with watched.client as client:
            if error is None:
                await client.list_analyzers()
            else:
                with pytest.raises(error):
                    await client.list_analyzers()
        (record,) = [one for one in caplog.records if hasattr(one, "operation")]
        assert record.levelname == level
        (event,) = watched.events
        assert {name: vars(record)[name] for name in asdict(event)} == asdict(event)
        message = record.getMessage()
        assert message.startswith("ListAnalyzers: ")
        assert f"request {event.request_id}" in message
        assert event.error_code is None or f" {event.error_code} after " in message

    run_in_virtual_time(main)


async def test_a_code_is_logged_without_what_a_terminal_would_obey(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="aa_sdk")
    await Watched(error_reply("Odd\x1b[2J", 404)).failure(ServiceError)
    assert "\x1b" not in caplog.text
    assert "Odd" in caplog.text


def test_a_program_that_sets_up_no_logging_prints_nothing() -> None:
    program = """
import anyio
from aa_sdk import AccessAnalyzerClient, ThrottlingException
from aa_sdk.emulator import Emulator

async def main():
    emulator = Emulator()
    emulator.faults.throttle("ListAnalyzers")
    async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
        try:
            await client.with_options(retries=0).list_analyzers()
        except ThrottlingException as error:
            print(error.status_code)

anyio.run(main)
"""
    python = [sys.executable, "-c", program]
    run = subprocess.run(python, capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("429\n", "")
