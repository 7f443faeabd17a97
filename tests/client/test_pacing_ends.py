"""What ends a call that goes by a pace, and what it leaves behind."""

import gc
from itertools import chain, repeat
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig
from botocore import UNSIGNED

from aa_sdk import ThrottlingException
from aa_sdk._transport.calls import Call
from aa_sdk.pace import Pace
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, error_reply

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
FAILED = error_reply("InternalServerException", 500)
THROTTLED = error_reply("ThrottlingException", 429)
SAID_IN_THE_BODY = Reply({"__type": "ThrottlingException", "message": "slowly"}, 400)


def calls() -> list[Call]:
    return [one for one in gc.get_objects() if isinstance(one, Call)]


def test_patience_ends_where_the_body_alone_refuses(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD, SAID_IN_THE_BODY)
        async with service.client(pace=Pace(patience=100)) as client:
            await client.list_analyzers()  # virtual time passes while it connects
            with anyio.fail_after(200), pytest.raises(ThrottlingException):
                await client.list_analyzers()

    run_in_virtual_time(main)


@pytest.mark.usefixtures("whichever")
def test_a_wait_beyond_all_patience_is_not_begun_a_moment_later(run_in_virtual_time: Run) -> None:
    """Virtual time stands still between an answer and the next attempt; that of a user does not."""

    async def main() -> None:
        async def linger(**_: object) -> None:
            await anyio.sleep(0.01)

        far = error_reply("ThrottlingException", 429, {"Retry-After": "999999999"})
        service = FakeService(GOOD, far)
        session: Any = service.session()
        session.register("after-call.accessanalyzer", linger)
        async with service.client(session=session, pace=Pace(patience=100)) as client:
            await client.list_analyzers()
            with anyio.fail_after(1), pytest.raises(ThrottlingException):
                await client.list_analyzers()

    run_in_virtual_time(main)


def test_what_a_repeat_took_from_the_quota_is_given_back_after_a_refusal(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        failed_once_each = chain.from_iterable(repeat((FAILED, THROTTLED, GOOD), 150))
        service = FakeService(*failed_once_each, FAILED, FAILED, GOOD)
        async with service.client(pace=Pace()) as client:
            for _ in range(151):
                await client.list_analyzers()

    run_in_virtual_time(main)


@pytest.mark.usefixtures("whichever")
def test_what_a_listener_raises_at_a_refusal_comes_out(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        def listen(http_response: Any, **_: object) -> None:
            if http_response.status_code != 200:
                raise ZeroDivisionError

        service = FakeService(THROTTLED, GOOD)
        session: Any = service.session()
        session.register("after-call.accessanalyzer", listen)
        async with service.client(session=session, pace=Pace()) as client:
            with pytest.raises(ZeroDivisionError):
                await client.list_analyzers()

    run_in_virtual_time(main)


def test_refusals_leave_nothing_to_be_collected(run_in_virtual_time: Run) -> None:
    """A cycle through the frames of a refused attempt keeps request and answer alive."""

    async def main() -> None:
        service = FakeService(THROTTLED, GOOD)
        async with service.client(pace=Pace()) as client:
            await client.list_analyzers()
            service.replies = [THROTTLED, THROTTLED, GOOD] * 8
            gc.collect()
            before = calls()  # of other tests, which may still hold some
            gc.disable()
            try:
                for _ in range(8):
                    await client.list_analyzers()
                # An event loop may hold what it did last.
                assert len(calls()) - len(before) < 4
            finally:
                gc.enable()

    run_in_virtual_time(main)


@pytest.mark.usefixtures("whichever")
def test_calls_without_a_signature_go_by_the_pace_too(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(*repeat(THROTTLED, 3), FAILED, THROTTLED, GOOD)
        unsigned = AioConfig(signature_version=UNSIGNED)
        async with service.client(config=unsigned, pace=Pace()) as client:
            metadata = (await client.list_analyzers()).response_metadata
        assert (metadata.retry_attempts, metadata.throttled_attempts) == (5, 4)
        assert not any("authorization" in request.headers for request in service.requests)

    run_in_virtual_time(main)
