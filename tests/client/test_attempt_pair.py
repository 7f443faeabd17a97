"""What is told of each attempt, whichever way its request is sent."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig
from botocore.exceptions import ClientError, ConnectionClosedError

from aa_sdk._transport._sending.attempts import Attempts
from aa_sdk._transport._sending.retry_after import RetryAfter
from aa_sdk._transport._sending.sending import Sending
from aa_sdk._transport.calls import CURRENT, Call
from aa_sdk._transport.configuration import client_config
from tests.client.both_ways import Credentials, Keys
from tests.conftest import Run
from tests.fake_service import REGION, FakeService, Outcome, Reply, Sent, error_reply

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
FAILED = error_reply("InternalServerException", 500)
REFUSED = error_reply("Refused", 404)
ATTEMPT = ["before ListAnalyzers", "sign", "send"]


async def dropped(_: Sent) -> Reply:
    raise ConnectionClosedError(endpoint_url="https://example.test")


class Diary(Attempts):
    """Writes down what it is told."""

    def __init__(self) -> None:
        super().__init__(RetryAfter(anyio.current_time, anyio.sleep))
        CURRENT.set(Call("ListAnalyzers"))
        self.lines: list[str] = []
        self.contexts: list[dict[str, Any]] = []

    async def before(self, operation: str, context: dict[str, Any]) -> None:
        self.lines.append(f"before {operation}")
        self.contexts.append(context)
        await super().before(operation, context)

    def after(
        self, context: dict[str, Any], status: int | None, headers: Mapping[str, str]
    ) -> None:
        self.lines.append(f"after {status} {headers.get('x-number', '')}".rstrip())
        self.contexts.append(context)
        super().after(context, status, headers)


class Watched(FakeService):
    """Writes down what is sent."""

    def __init__(self, diary: Diary, *replies: Outcome) -> None:
        super().__init__(*replies)
        self._diary = diary

    async def __call__(self, request: Any, **options: Any) -> Any:
        self._diary.lines.append("send")
        return await super().__call__(request, **options)


@asynccontextmanager
async def connected(diary: Diary, *replies: Outcome, fail: bool = False) -> AsyncGenerator[Any]:
    """A client of botocore's with our way of sending, which tells a diary."""
    session: Any = Watched(diary, *replies).session()

    def sign() -> Keys:
        diary.lines.append("sign")
        if fail:
            raise LookupError
        return Keys()

    session._credentials = Credentials(sign)
    sending = Sending(diary)
    config = client_config(session, session.get_default_client_config(), "auto")
    library: Any = AioConfig(http_session_cls=sending.session_class(config.http_session_cls))
    context = session.create_client("accessanalyzer", REGION, config=config.merge(library))
    client = await context.__aenter__()
    sending.attach(client.meta.events)
    try:
        yield client
    finally:
        await client.close()


@pytest.mark.parametrize(
    ("replies", "ends"),
    [
        ([GOOD], ["200"]),
        ([REFUSED], ["404"]),
        ([Reply(b"", 301)], ["301"]),
        ([FAILED, GOOD], ["500", "200"]),
        ([FAILED, dropped, FAILED], ["500", "None", "500"]),
        ([dropped, GOOD], ["None", "200"]),
        ([dropped], ["None", "None", "None"]),
    ],
)
def test_each_attempt_is_told_once_before_and_once_after(
    run_in_virtual_time: Run, replies: list[Outcome], ends: list[str]
) -> None:
    async def main() -> None:
        diary = Diary()
        async with connected(diary, *replies) as client:
            try:
                await client.list_analyzers()
            except (ClientError, ConnectionClosedError):
                assert ends[-1] != "200"
        assert diary.lines == [line for end in ends for line in (*ATTEMPT, f"after {end}")]
        assert all(context is diary.contexts[0] for context in diary.contexts)

    run_in_virtual_time(main)


async def test_an_end_is_told_with_the_headers_of_the_answer() -> None:
    diary = Diary()
    numbered = [
        Reply(b"", 500, {"x-number": "1"}),
        Reply({"analyzers": []}, 200, {"x-number": "2"}),
    ]
    async with connected(diary, *numbered) as client:
        await client.list_analyzers()
    assert [line for line in diary.lines if "after" in line] == ["after 500 1", "after 200 2"]


async def test_two_calls_have_a_context_each() -> None:
    diary = Diary()
    async with connected(diary, GOOD) as client:
        await client.list_analyzers()
        await client.list_analyzers()
    first, _, second, _ = diary.contexts
    assert first is not second


async def test_an_attempt_that_cannot_be_signed_has_begun_and_nothing_more() -> None:
    diary = Diary()
    async with connected(diary, GOOD, fail=True) as client:
        with pytest.raises(LookupError):
            await client.list_analyzers()
    assert diary.lines == ["before ListAnalyzers", "sign"]


def test_an_attempt_that_is_cancelled_has_no_end(run: Run) -> None:
    async def main() -> None:
        diary, reached = Diary(), anyio.Event()

        async def silent(_: Sent) -> Reply:
            reached.set()
            await anyio.sleep_forever()
            raise AssertionError

        async with connected(diary, silent, GOOD) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.list_analyzers)
                await reached.wait()
                tasks.cancel_scope.cancel()
            assert diary.lines == ATTEMPT
            await client.list_analyzers()
        assert diary.lines == [*ATTEMPT, *ATTEMPT, "after 200"]

    run(main)


def test_a_wait_that_is_cancelled_was_the_beginning_of_an_attempt(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        diary = Diary()
        asks = error_reply("ThrottlingException", 429, {"Retry-After": "30"})
        async with connected(diary, asks, GOOD) as client:
            with anyio.move_on_after(10) as scope:
                await client.list_analyzers()
        assert scope.cancelled_caught
        assert diary.lines == [*ATTEMPT, "after 429", "before ListAnalyzers"]

    run_in_virtual_time(main)
