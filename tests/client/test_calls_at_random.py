"""Many calls at once, cut off and failing in every way there is: what is told of them adds up."""

import random
from collections.abc import Callable

import anyio
import pytest
from botocore.exceptions import ConnectionClosedError
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError, CallEvent, ServiceError
from tests import ways
from tests.effort import examples
from tests.fake_service import FakeService, Outcome, Reply, Sent, error_reply
from tests.virtual_time import run_on_asyncio, run_on_trio

GOOD = Reply({"analyzers": []})
CALLS = 25


async def drop(_: Sent) -> Reply:
    raise ConnectionClosedError(endpoint_url="https://example.test")


def after(seconds: float) -> Outcome:
    async def answer(_: Sent) -> Reply:
        await anyio.sleep(seconds)
        return GOOD

    return answer


OUTCOMES: list[Outcome] = [
    GOOD,
    GOOD,
    drop,
    after(1),
    after(4),
    after(1000),
    Reply(b"nonsense"),
    error_reply("ThrottlingException", 429),
    error_reply("ThrottlingException", 429, {"Retry-After": "6"}),
    error_reply("InternalServerException", 500),
    error_reply("ResourceNotFoundException", 404),
]


async def came_of(client: AccessAnalyzerClient, chance: random.Random) -> tuple[str, int | None]:
    """Make a call with options of chance; return its error code and its throttled attempts."""
    chosen = client.with_options(
        timeout=chance.choice([None, 3, 10]), retries=chance.choice([None, 0, 1, 5])
    )
    with anyio.move_on_after(chance.choice([2, 20, 2000])):
        try:
            page = await chosen.list_analyzers().page()
        except ServiceError as error:
            return error.code, None
        except AccessAnalyzerError as error:
            return type(error).__name__, None
        return "None", page.response_metadata.throttled_attempts
    return "Cancelled", None


def told(event: CallEvent) -> tuple[str, int | None]:
    return str(event.error_code), None if event.error_code else event.throttled_attempts


@pytest.mark.parametrize("run", [run_on_asyncio, run_on_trio])
@pytest.mark.parametrize("is_short", [False, True])
@settings(max_examples=examples(40))
@given(seed=st.integers(0, 1_000_000))
def test_each_call_is_told_once_with_its_own_attempts(
    *, run: Callable[..., None], is_short: bool, seed: int
) -> None:
    async def main() -> None:
        chance, events = random.Random(seed), list[CallEvent]()  # noqa: S311 (not for secrets)
        outcomes: list[tuple[str, int | None]] = []
        service = FakeService(GOOD)
        async with service.client(on_call=events.append) as client:
            await client.list_analyzers()  # time would pass while it connects
            service.replies = chance.choices(OUTCOMES, k=CALLS * 6)
            service.requests = []
            events.clear()

            async def call() -> None:
                outcomes.append(await came_of(client, chance))

            async with anyio.create_task_group() as tasks:
                for _ in range(CALLS):
                    tasks.start_soon(call)
        assert sorted(map(told, events), key=repr) == sorted(outcomes, key=repr)
        assert sum(event.attempts for event in events) == len(service.requests)

    ways.choose(is_short=is_short)
    run(main)
    ways.choose(is_short=False)
