"""What is sent again, after how long, and what is not. The clock is a virtual one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import product
from math import ceil
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import InternalServerException, ServiceError, ThrottlingException
from aa_sdk._transport._sending.retry_after import LONGEST_WAIT, RetryAfter, requested_wait
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, Sent, botocore_client_of, error_reply

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})

# What botocore's own backoff may take before the second attempt.
BACKOFF = 1.0


def throttled(seconds: object = None) -> Reply:
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return error_reply("ThrottlingException", 429, headers)


def test_the_wait_the_service_asks_for_is_honoured(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(throttled(30), GOOD)
        async with service.client() as client:
            started = anyio.current_time()
            response = await client.list_analyzers()
            waited = anyio.current_time() - started
        assert 30 <= waited < 30 + BACKOFF
        assert response.response_metadata.retry_attempts == 1

    run_in_virtual_time(main)


def test_each_attempt_waits_for_as_long_as_the_answer_before_it_says(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        moments: list[float] = []

        def at(reply: Reply) -> Callable[[Sent], Any]:
            async def answer(_: Sent) -> Reply:
                moments.append(anyio.current_time())
                return reply

            return answer

        service = FakeService(at(throttled(40)), at(throttled(7)), at(GOOD))
        async with service.client() as client:
            response = await client.list_analyzers()
        assert response.response_metadata.retry_attempts == 2
        first, second = moments[1] - moments[0], moments[2] - moments[1]
        assert 40 <= first < 40 + BACKOFF
        assert 7 <= second < 7 + 2 * BACKOFF

    run_in_virtual_time(main)


def test_without_a_readable_wait_botocores_backoff_is_all(run_in_virtual_time: Run) -> None:
    unreadable = (None, "0", "soon", "-5", "nan", "1e2", "Wed, 99 Oct 2026 07:28:00 GMT")

    async def main() -> None:
        service = FakeService()
        async with service.client() as client:
            for seconds in unreadable:
                service.replies, service.requests = [throttled(seconds), GOOD], []
                started = anyio.current_time()
                await client.list_analyzers()
                assert anyio.current_time() - started <= BACKOFF, seconds
                assert len(service.requests) == 2

    run_in_virtual_time(main)


ANSWERED = "Wed, 21 Oct 2026 07:28:00 GMT"


WAITS: dict[str, float] = {
    "30.5": 30.5,
    "0.25": 0.25,
    "Wed, 21 Oct 2026 07:28:30 GMT": 30,
    "Wednesday, 21-Oct-26 07:28:30 GMT": 30,
    "Wed Oct 21 07:28:30 2026": 30,
    "Wed, 21 Oct 2026 09:28:30 +0200": 30,
    "Wed, 21 Oct 2015 07:28:00 GMT": 0,
}


def test_a_wait_is_told_as_a_fraction_or_as_a_date_too(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService()
        async with service.client() as client:
            for told, seconds in WAITS.items():
                headers = {"Retry-After": told, "Date": ANSWERED}
                service.replies = [error_reply("ThrottlingException", 429, headers)]
                started = anyio.current_time()
                with pytest.raises(ThrottlingException) as caught:
                    await client.list_analyzers()
                waited = anyio.current_time() - started
                # Not to the last digit, for the clock adds up what it has jumped.
                assert 2 * seconds - 0.001 < waited < 2 * seconds + 3 * BACKOFF, told
                # A whole number in the model, so no shorter than what was asked for.
                assert caught.value.retry_after_seconds == ceil(seconds), told

    run_in_virtual_time(main)


def test_a_date_is_compared_with_this_machines_clock_where_the_answer_has_none() -> None:
    until = datetime.now(UTC) + timedelta(seconds=100)
    wait = requested_wait({"retry-after": format_datetime(until, usegmt=True)})
    assert wait is not None
    assert 90 < wait <= 100


def test_a_date_too_far_away_is_left_to_the_caller(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        headers = {"Retry-After": "Wed, 21 Oct 2026 07:29:01 GMT", "Date": ANSWERED}
        service = FakeService(error_reply("ThrottlingException", 429, headers), GOOD)
        async with service.client() as client:
            with pytest.raises(ThrottlingException) as caught:
                await client.list_analyzers()
        assert caught.value.retry_after_seconds == 61
        assert len(service.requests) == 1

    run_in_virtual_time(main)


def test_a_wait_over_a_minute_is_left_to_the_caller(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService()
        async with service.client() as client:
            for seconds in (61, 3600, 999_999_999):
                service.replies, service.requests = [throttled(seconds), GOOD], []
                started = anyio.current_time()
                with pytest.raises(ThrottlingException) as caught:
                    await client.list_analyzers()
                assert anyio.current_time() == started
                assert caught.value.retry_after_seconds == seconds
                assert len(service.requests) == 1

    run_in_virtual_time(main)


def test_a_wait_of_a_minute_is_still_waited_for(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(throttled(int(LONGEST_WAIT)), GOOD)
        async with service.client() as client:
            started = anyio.current_time()
            await client.list_analyzers()
            assert anyio.current_time() - started >= LONGEST_WAIT

    run_in_virtual_time(main)


def test_an_internal_error_may_ask_for_a_wait_too(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(
            error_reply("InternalServerException", 500, {"Retry-After": "9"}), GOOD
        )
        async with service.client() as client:
            started = anyio.current_time()
            await client.list_analyzers()
            assert anyio.current_time() - started >= 9

    run_in_virtual_time(main)


HOPELESS = [
    ("ServiceQuotaExceededException", 402),
    ("ConflictException", 409),
    ("UnprocessableEntityException", 422),
    # The code alone would be tried again: it is the status that decides.
    ("ThrottlingException", 402),
    ("ThrottlingException", 409),
    ("ThrottlingException", 422),
    ("ValidationException", 400),
    ("AccessDeniedException", 403),
    ("ResourceNotFoundException", 404),
]


@pytest.mark.usefixtures("whichever")  # the other modes are botocore's
@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
async def test_what_cannot_succeed_is_not_tried_again(mode: str) -> None:
    for (code, status), headers in product(HOPELESS, ({}, {"Retry-After": "1"})):
        service = FakeService(error_reply(code, status, headers))
        # A client each, for in the mode adaptive one that was throttled would slow down.
        async with service.client(config=AioConfig(retries={"mode": mode})) as client:
            with pytest.raises(ServiceError) as caught:
                await client.list_analyzers()
        assert caught.value.status_code == status
        assert len(service.requests) == 1, (code, status, headers)


def test_a_failure_of_the_service_is_tried_three_times(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService()
        async with service.client() as client:
            for status in (500, 502, 503, 504):
                service.replies, service.requests = [Reply(b"", status)], []
                with pytest.raises(ServiceError) as caught:
                    await client.list_analyzers()
                assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 2, status
                assert len(service.requests) == 3, status

    run_in_virtual_time(main)


def test_a_lost_connection_is_tried_again(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        from botocore.exceptions import ConnectionClosedError  # noqa: PLC0415 (used here alone)

        service = FakeService(ConnectionClosedError(endpoint_url="x"), GOOD)
        async with service.client() as client:
            response = await client.list_analyzers()
        assert response.response_metadata.retry_attempts == 1

    run_in_virtual_time(main)


def test_a_long_wait_is_forgotten_once_another_failure_came_between(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        service = FakeService(throttled(20), Reply(b"", 503), GOOD)
        async with service.client() as client:
            started = anyio.current_time()
            await client.list_analyzers()
            assert 20 <= anyio.current_time() - started < 20 + 3 * BACKOFF

    run_in_virtual_time(main)


ATTEMPTS = {"legacy": 5, "standard": 3}


async def attempts(client_config: AioConfig | None) -> int:
    """How often a request is sent that fails each time."""
    service = FakeService(error_reply("InternalServerException", 500))
    async with service.client(config=client_config) as client:
        with pytest.raises(InternalServerException):
            await client.list_analyzers()
    return len(service.requests)


def test_the_mode_is_standard_unless_someone_chose(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        assert await attempts(None) == ATTEMPTS["standard"]
        assert await attempts(AioConfig(read_timeout=5)) == ATTEMPTS["standard"]

    run_in_virtual_time(main)


def test_the_mode_of_the_configuration_counts(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        assert await attempts(AioConfig(retries={"mode": "legacy"})) == ATTEMPTS["legacy"]
        assert await attempts(AioConfig(retries={"total_max_attempts": 2})) == 2
        assert await attempts(AioConfig(retries={"max_attempts": 0})) == 1

    run_in_virtual_time(main)


def test_the_mode_of_the_environment_counts(
    run_in_virtual_time: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        assert await attempts(None) == ATTEMPTS["legacy"]
        assert await attempts(AioConfig(retries={"mode": "standard"})) == ATTEMPTS["standard"]

    monkeypatch.setenv("AWS_RETRY_MODE", "legacy")
    run_in_virtual_time(main)


def test_the_number_of_attempts_in_the_environment_counts(
    run_in_virtual_time: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        assert await attempts(None) == 2

    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    run_in_virtual_time(main)


@pytest.mark.usefixtures("whichever")  # the other modes are botocore's
def test_the_mode_of_the_profile_counts(
    run_in_virtual_time: Run, aws_config: Callable[[str], None]
) -> None:
    async def main() -> None:
        assert await attempts(None) == ATTEMPTS["legacy"]

    aws_config("[default]\nretry_mode = legacy\n")
    run_in_virtual_time(main)


async def mode_of(config: AioConfig) -> Any:
    """The retry mode of the botocore client behind one of ours."""
    service = FakeService(GOOD)
    async with service.client(config=config) as client:
        await client.list_analyzers()
        return botocore_client_of(client).meta.config.retries["mode"]


async def test_a_number_of_attempts_alone_leaves_the_mode_standard() -> None:
    assert await mode_of(AioConfig(retries={"total_max_attempts": 2})) == "standard"
    assert await mode_of(AioConfig(retries={"mode": "adaptive"})) == "adaptive"


def test_an_idempotency_token_is_the_same_on_every_attempt(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(throttled(2), Reply(b"", 500), Reply({"arn": "invented"}))
        async with service.client() as client:
            await client.create_analyzer(analyzer_name="sample", type="ACCOUNT")
        tokens = [sent.json["clientToken"] for sent in service.requests]
        assert len(tokens) == 3
        assert len(set(tokens)) == 1

    run_in_virtual_time(main)


class Waiting:
    """A clock that stands still until someone sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


async def test_only_what_botocores_backoff_left_of_the_wait_is_slept() -> None:
    waiting, context = Waiting(), dict[str, Any]()
    retry_after = RetryAfter(waiting.clock, waiting.sleep)
    retry_after.note(context, {"retry-after": "10"})
    waiting.now += 4
    await retry_after.wait("ListAnalyzers", context)
    await retry_after.wait("ListAnalyzers", context)
    assert waiting.slept == [6]


async def test_a_wait_that_the_backoff_used_up_is_over() -> None:
    waiting, context = Waiting(), dict[str, Any]()
    retry_after = RetryAfter(waiting.clock, waiting.sleep)
    retry_after.note(context, {"retry-after": "3"})
    waiting.now += 3
    await retry_after.wait("ListAnalyzers", context)
    assert waiting.slept == []


@pytest.mark.usefixtures("whichever")  # somebody listens
def test_a_request_is_signed_after_the_wait(run_in_virtual_time: Run) -> None:
    # A signature made before a long wait would be too old when it arrives.
    async def main() -> None:
        signed: list[float] = []
        service = FakeService(throttled(50), GOOD)
        session = service.session()

        def note(**_: object) -> None:
            signed.append(anyio.current_time())

        session.get_component("event_emitter").register("before-sign.accessanalyzer", note)
        async with service.client(session=session) as client:
            await client.list_analyzers()
        first, second = signed
        assert second - first >= 50

    run_in_virtual_time(main)
