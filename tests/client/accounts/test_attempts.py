"""How often STS, Organizations and Account Management are asked, and how fast."""

from collections.abc import Callable
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig

from aa_sdk.errors import (
    ServiceError,
)
from tests.client.accounts.fake_aws import FakeAws, refusal, role_of
from tests.conftest import Run
from tests.fake_service import Reply, Sent

WriteConfig = Callable[[str], None]


TRIES = {
    "": 10,
    "max_attempts = 4": 4,
    "retry_mode = legacy": 10,
    "retry_mode = adaptive\nmax_attempts = 2": 2,
}


@pytest.mark.parametrize(("line", "times"), TRIES.items())
def test_a_request_is_sent_ten_times_unless_the_profile_says_how_often(
    line: str, times: int, run_in_virtual_time: Run, aws_config: WriteConfig
) -> None:
    aws_config(f"[default]\n{line}\n")

    async def main() -> None:
        aws = FakeAws(instead={"GetCallerIdentity": [refusal("InternalFailure", 500)] * 20})
        async with aws.open() as accounts:
            with pytest.raises(ServiceError):
                await accounts.caller()
        assert aws.count("GetCallerIdentity") == times

    run_in_virtual_time(main)


@pytest.mark.parametrize("page", [b"Service Unavailable", b'{"message": "busy"}', b"<p>oops", b""])
def test_a_failure_that_something_on_the_way_words_is_asked_again(
    page: bytes, run_in_virtual_time: Run
) -> None:
    async def main() -> None:
        aws = FakeAws(instead={"AssumeRole": [Reply(page, 503)] * 3})
        async with aws.open() as accounts:
            await role_of(accounts).get_frozen_credentials()
        assert aws.count("AssumeRole") == 4

    run_in_virtual_time(main)


@pytest.mark.parametrize("retries", [{"total_max_attempts": 3}, {"max_attempts": 2}])
def test_a_request_is_sent_as_often_as_the_configuration_says(
    retries: Any, run_in_virtual_time: Run
) -> None:
    async def main() -> None:
        aws = FakeAws(instead={"GetCallerIdentity": [refusal("InternalFailure", 500)] * 20})
        async with aws.open(config=AioConfig(retries=retries)) as accounts:
            with pytest.raises(ServiceError):
                await accounts.caller()
        assert aws.count("GetCallerIdentity") == 3

    run_in_virtual_time(main)


class Throttled(FakeAws):
    """Allows so many calls at once, and so many a second."""

    burst = 50.0
    rate = 40.0
    headers: dict[str, str] = {}  # noqa: RUF012 (nobody changes it)

    async def __call__(self, sent: Sent) -> Reply:
        await anyio.sleep(0.1)  # all are under way when the first is refused
        now = anyio.current_time()
        self.burst = min(50.0, self.burst + (now - getattr(self, "last", now)) * self.rate)
        self.last = now
        if self.burst < 1:
            self.refused = getattr(self, "refused", 0) + 1
            return refusal("Throttling", 400, self.headers)
        self.burst -= 1
        return await super().__call__(sent)


def test_not_one_role_of_a_thousand_is_lost_to_throttling(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        aws = Throttled()
        async with aws.open() as accounts:
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                for number in range(1000):
                    tasks.start_soon(role_of(accounts, number).get_frozen_credentials)
            took = anyio.current_time() - started
        assert len(set(aws.owners.values())) == 1000
        assert aws.refused >= 950
        assert took < 2 * 950 / aws.rate  # with what it takes to find out how fast one may go

    run_in_virtual_time(main)


def test_what_was_throttled_takes_no_repeat_from_what_fails(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        held = anyio.Event()
        throttled = [refusal("Throttling", 400)] * 150  # what botocore repeats before it gives up
        failures = [refusal("InternalFailure", 500)] * 3
        aws = FakeAws(held=held, instead={"AssumeRole": [*throttled, *failures]})
        async with aws.open() as accounts, anyio.create_task_group() as tasks:
            await accounts.caller()  # connected, while virtual time passes
            for number in range(150):
                tasks.start_soon(role_of(accounts, number).get_frozen_credentials)
            await anyio.sleep(60)  # all are under way
            assert aws.count("AssumeRole") == 150
            held.set()
        assert len(aws.owners) == 150

    run_in_virtual_time(main)


def test_after_a_long_silence_a_throttled_call_is_made_again_too(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with aws.open() as accounts:
            for _ in range(2):
                await accounts.administrators()
                await anyio.sleep(3600)
                aws.instead["ListDelegatedAdministrators"] = [too_many(400)]
            await accounts.administrators()

    run_in_virtual_time(main)


def test_calls_come_as_fast_as_they_are_made_while_none_is_refused(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with aws.open() as accounts:
            await accounts.caller()  # connected, while virtual time passes
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                for number in range(200):
                    tasks.start_soon(role_of(accounts, number).get_frozen_credentials)
            assert anyio.current_time() == started

    run_in_virtual_time(main)


def too_many(status: int) -> Reply:
    """A refusal of Organizations or Account Management, which asks to wait."""
    code = "TooManyRequestsException"
    return Reply({"__type": code}, status, {"Retry-After": "30", "x-amzn-errortype": code})


def test_what_the_service_asks_to_wait_is_waited_for(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        busy = too_many(400)
        aws = FakeAws(instead={"ListDelegatedAdministrators": [busy], "ListRegions": [busy]})
        async with aws.open() as accounts:
            for ask in (accounts.administrators, accounts.regions):
                started = anyio.current_time()
                await ask()
                assert anyio.current_time() - started >= 30

    run_in_virtual_time(main)


def test_an_account_that_is_throttled_does_not_hold_up_the_others(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        busy = too_many(429)
        aws = FakeAws(instead={"ListRegions": [busy]})
        async with aws.open() as accounts:
            roles = [role_of(accounts, number) for number in range(2)]
            for role in roles:
                await role.get_frozen_credentials()
            await accounts.regions()  # connected, and the caller's own calls are at a pace now
            aws.instead["ListRegions"] = [busy]
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(accounts.regions, roles[0])
                await anyio.wait_all_tasks_blocked()
                await accounts.regions(roles[1])
                assert anyio.current_time() == started

    run_in_virtual_time(main)


def test_a_signature_is_as_fresh_after_a_wait_as_the_credentials(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with aws.open() as accounts:
            role = role_of(accounts)
            await accounts.regions(role)  # connected, while virtual time passes
            aws.instead["ListRegions"] = [too_many(400)]

            async def pass_time() -> None:
                await anyio.sleep(20)
                aws.clock.now += 3500

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(pass_time)
                await accounts.regions(role)
        keys = [asked.access_key for asked in aws.asked if asked.operation == "ListRegions"]
        assert keys[0] == keys[1] != keys[2]

    run_in_virtual_time(main)
