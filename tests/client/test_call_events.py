"""What `on_call` is told of a call that has ended, in each way in which one can end."""

import pickle
from dataclasses import asdict
from typing import Any

import anyio
import pytest
from botocore.exceptions import ClientError

from aa_sdk import (
    AccessAnalyzerClient,
    CallEvent,
    ClientClosedError,
    CredentialsError,
    InvalidRequestError,
    ResponseDecodeError,
    ServiceError,
    ThrottlingException,
    TransportError,
)
from aa_sdk.models import GetAnalyzerRequest
from tests.client.watched_calls import GOOD, THROTTLED, Watched, dropped
from tests.conftest import Run
from tests.fake_service import REGION, REQUEST_ID, FakeService, Reply, Sent, error_reply

pytestmark = pytest.mark.usefixtures("way")


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
