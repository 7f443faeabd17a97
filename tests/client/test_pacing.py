"""Calls that go by a pace: what came too fast is sent again, and counts for nothing else."""

from itertools import chain, repeat
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import (
    CallEvent,
    CallTimeoutError,
    ClientClosedError,
    InternalServerException,
    ServiceError,
    ThrottlingException,
)
from aa_sdk.pace import Pace
from tests.client.both_ways import Credentials, Keys
from tests.conftest import Run
from tests.fake_service import FakeService, Outcome, Reply, Sent, error_reply

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
FAILED = error_reply("InternalServerException", 500)
THROTTLED = error_reply("ThrottlingException", 429)


def throttled(times: int, *then: Outcome) -> list[Outcome]:
    return [*repeat(THROTTLED, times), *then]


def test_there_is_no_pace_unless_one_is_given(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(THROTTLED)
        async with service.client() as client:
            assert client.pace is None
            with pytest.raises(ThrottlingException):
                await client.list_analyzers()
        assert len(service.requests) == 3

    run_in_virtual_time(main)


def test_throttled_attempts_take_no_repeat_from_what_goes_wrong_later(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        events = list[CallEvent]()
        service = FakeService(*throttled(1000, GOOD, FAILED, FAILED, GOOD))
        async with service.client(pace=Pace(patience=1e6), on_call=events.append) as client:
            metadata = (await client.list_analyzers()).response_metadata
            assert (metadata.retry_attempts, metadata.throttled_attempts) == (1000, 1000)
            await client.list_analyzers()
        told = [(e.attempts, e.throttled_attempts, e.error_code) for e in events]
        assert told == [(1001, 1000, None), (3, 0, None)]

    run_in_virtual_time(main)


def test_nor_do_they_in_the_call_that_was_throttled(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(*throttled(1000, FAILED, FAILED, GOOD, *throttled(1, FAILED)))
        async with service.client(pace=Pace(patience=1e6)) as client:
            await client.list_analyzers()
            with pytest.raises(InternalServerException):
                await client.list_analyzers()
        assert len(service.requests) == 1000 + 3 + 1 + 3

    run_in_virtual_time(main)


def test_many_throttled_calls_leave_the_next_ones_their_repeats(run_in_virtual_time: Run) -> None:
    """botocore pays for repeats from a quota that is empty after about a hundred."""

    async def main() -> None:
        once_each = chain.from_iterable(repeat((THROTTLED, THROTTLED, GOOD), 300))
        service = FakeService(*once_each, FAILED, FAILED, GOOD)
        async with service.client(pace=Pace()) as client:
            for _ in range(301):
                await client.list_analyzers()

    run_in_virtual_time(main)


@pytest.mark.parametrize("given", [None, "of-the-caller"])
def test_a_call_keeps_its_token_and_its_id(given: str | None, run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(*throttled(3, FAILED, Reply({"arn": "arn:aws:x"})))
        async with service.client(pace=Pace()) as client:
            await client.create_analyzer(analyzer_name="a", type="ACCOUNT", client_token=given)
        tokens = {request.json["clientToken"] for request in service.requests}
        ids = {request.headers["amz-sdk-invocation-id"] for request in service.requests}
        assert len(service.requests) == 5
        assert (len(tokens), len(ids)) == (1, 1)
        assert given is None or tokens == {given}

    run_in_virtual_time(main)


def test_each_attempt_is_signed_afresh(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        numbers = iter(range(100))
        service = FakeService(*throttled(3, GOOD))
        session: Any = service.session()
        session._credentials = Credentials(lambda: Keys(f"KEY{next(numbers)}"))
        async with service.client(session=session, pace=Pace()) as client:
            await client.list_analyzers()
        keys = [request.headers["authorization"].split("/")[0] for request in service.requests]
        assert keys == [f"AWS4-HMAC-SHA256 Credential=KEY{number}" for number in range(4)]

    run_in_virtual_time(main)


def test_a_refusal_in_the_body_alone_is_one_too(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        refusal = Reply({"__type": "ThrottlingException", "message": "slowly"}, 400)
        service = FakeService(refusal, refusal, refusal, refusal, GOOD)
        async with service.client(pace=Pace()) as client:
            metadata = (await client.list_analyzers()).response_metadata
            assert (metadata.retry_attempts, metadata.throttled_attempts) == (4, 4)

    run_in_virtual_time(main)


@pytest.mark.parametrize("mode", ["standard", "legacy", "adaptive"])
@pytest.mark.usefixtures("whichever")
def test_every_mode_of_retrying_leaves_throttling_to_the_pace(
    mode: str, run_in_virtual_time: Run
) -> None:
    async def main() -> None:
        config = AioConfig(retries={"mode": mode, "total_max_attempts": 3})
        service = FakeService(*throttled(200, FAILED, FAILED, GOOD))
        async with service.client(config=config, pace=Pace(patience=1e6)) as client:
            metadata = (await client.list_analyzers()).response_metadata
            assert (metadata.retry_attempts, metadata.throttled_attempts) == (202, 200)

    run_in_virtual_time(main)


@pytest.mark.usefixtures("whichever")
def test_whoever_listens_hears_of_the_refusal_as_it_was(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        heard = list[tuple[int, str]]()

        def listen(http_response: Any, parsed: Any, **_: object) -> None:
            heard.append((http_response.status_code, parsed.get("Error", {}).get("Code")))

        service = FakeService(THROTTLED, GOOD)
        session: Any = service.session()
        session.register("after-call.accessanalyzer", listen)
        async with service.client(session=session, pace=Pace()) as client:
            await client.list_analyzers()
        assert heard == [(429, "ThrottlingException"), (200, None)]

    run_in_virtual_time(main)


def test_without_any_success_patience_ends_and_the_refusal_is_raised(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        service = FakeService(error_reply("ThrottlingException", 429, {"Retry-After": "7"}))
        ended = list[float]()

        async def call() -> None:
            with pytest.raises(ThrottlingException) as caught:
                await client.list_analyzers()
            assert caught.value.retry_after_seconds == 7
            ended.append(anyio.current_time() - started)

        async with service.client(pace=Pace()) as client:
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                for _ in range(20):
                    tasks.start_soon(call)
            service.replies = [GOOD]
            await client.list_analyzers()
        assert len(ended) == 20
        assert min(ended) >= 600
        assert max(ended) < 900

    run_in_virtual_time(main)


def test_a_success_now_and_then_keeps_all_calls_waiting(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        last = anyio.current_time()

        async def sometimes(_: Sent) -> Reply:
            nonlocal last
            if anyio.current_time() < last + 50:
                return THROTTLED
            last = anyio.current_time()
            return GOOD

        async with (
            FakeService(sometimes).client(pace=Pace(patience=100)) as client,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(8):
                tasks.start_soon(client.list_analyzers().page)

    run_in_virtual_time(main)


def test_what_the_service_asks_to_wait_holds_every_call(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(error_reply("ThrottlingException", 429, {"Retry-After": "30"}), GOOD)
        sent = list[float]()

        async def call() -> None:
            await client.list_analyzers()
            sent.append(anyio.current_time() - started)

        async with service.client(pace=Pace()) as client:
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(call)
                await anyio.sleep(1)
                for _ in range(5):
                    tasks.start_soon(call)
        assert len(sent) == 6
        assert all(30 <= moment < 40 for moment in sent)

    run_in_virtual_time(main)


def test_a_wait_beyond_all_patience_is_not_waited_for(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        far = error_reply("ThrottlingException", 429, {"Retry-After": "999999999"})
        async with FakeService(far, GOOD).client(pace=Pace(patience=100)) as client:
            started = anyio.current_time()
            with pytest.raises(ThrottlingException):
                await client.list_analyzers()
            assert anyio.current_time() - started < 1
            await client.list_analyzers()  # which waits for as long as patience lasts
            assert 100 <= anyio.current_time() - started < 110

    run_in_virtual_time(main)


def test_calls_have_their_turns_in_the_order_in_which_they_came(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(Reply({"archiveRules": []}))
        names = [f"n{number}" for number in range(30)]
        async with service.client(pace=Pace()) as client:
            await client.list_archive_rules("first").page()  # time passes while it connects
            async with anyio.create_task_group() as tasks:
                for name in names:
                    tasks.start_soon(client.list_archive_rules(name).page)
                    await anyio.sleep(0.001)  # tasks begun together may begin in any order
        assert [request.path.split("/")[2] for request in service.requests][1:] == names

    run_in_virtual_time(main)


def test_a_wait_for_a_turn_is_part_of_a_calls_time(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        async with service.client(pace=Pace()) as connected:
            await connected.list_analyzers()  # virtual time passes while it connects
            client = connected.with_options(timeout=40)
            service.replies = [THROTTLED]
            started = anyio.current_time()
            with pytest.raises(CallTimeoutError, match="attempts: "):
                await client.list_analyzers()
            assert 40 <= anyio.current_time() - started < 41

    run_in_virtual_time(main)


def test_a_call_that_is_cancelled_leaves_its_turn_to_the_next(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        wait = error_reply("ThrottlingException", 429, {"Retry-After": "20"})
        service = FakeService(wait, GOOD)
        async with service.client(pace=Pace()) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.list_analyzers().page)
                await anyio.sleep(1)
                with anyio.move_on_after(5):
                    await client.list_analyzers()
            assert len(service.requests) == 2

    run_in_virtual_time(main)


def test_closing_ends_calls_that_wait_for_their_turn(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        client = FakeService(THROTTLED).client(pace=Pace())

        async def call() -> None:
            with pytest.raises(ClientClosedError):
                await client.list_analyzers()

        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(call)
            await anyio.sleep(30)
            await client.aclose()

    run_in_virtual_time(main)


def test_retries_are_those_for_other_reasons(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(*throttled(5, FAILED))
        async with service.client(pace=Pace()) as client:
            with pytest.raises(InternalServerException):
                await client.with_options(retries=0).list_analyzers()
        assert len(service.requests) == 6

    run_in_virtual_time(main)


def test_answers_that_say_something_else_are_errors_at_once(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(error_reply("AccessDeniedException", 403))
        async with service.client(pace=Pace()) as client:
            with pytest.raises(ServiceError):
                await client.list_analyzers()
        assert len(service.requests) == 1

    run_in_virtual_time(main)
