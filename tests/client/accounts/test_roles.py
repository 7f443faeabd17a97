"""Credentials of a role: when it is assumed, for whom, and what becomes of a failure."""

import gc
import weakref
from contextlib import suppress

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk._transport.roles import EARLY, LATE, REMEMBERED, RoleCredentials
from aa_sdk.errors import (
    AccessAnalyzerError,
    CredentialsError,
    ServiceError,
    TransportError,
    service_error,
)
from tests.client.accounts.fake_aws import HOUR, Clock
from tests.conftest import Run
from tests.effort import examples

DENIED = service_error(
    {"Error": {"Code": "AccessDenied", "Message": "no"}, "ResponseMetadata": {}}, "AssumeRole"
)
LOST = TransportError("AssumeRole", "nothing accepts connections there")


class Role:
    """Assumes a role, as often as it is asked to, or fails as it is told to."""

    def __init__(self, *failures: Exception | None, lifetime: float = HOUR) -> None:
        self.clock = Clock()
        self.lifetime = lifetime
        self.failures = list(failures)
        self.assumed = 0
        self.may_go_on: anyio.Event | None = None
        self.credentials = RoleCredentials(self._assume, time=self.clock)

    async def _assume(self) -> tuple[str, float]:
        self.assumed += 1
        number = self.assumed
        await anyio.lowlevel.checkpoint()
        if self.may_go_on is not None:
            await self.may_go_on.wait()
        if self.failures and (failure := self.failures.pop(0)) is not None:
            raise failure
        return f"keys {number}", self.clock.now + self.lifetime

    async def keys(self) -> str:
        found: str = await self.credentials.get_frozen_credentials()
        return found

    async def failure(self) -> AccessAnalyzerError:
        with pytest.raises(AccessAnalyzerError) as caught:
            await self.keys()
        return caught.value


async def together(role: Role, number: int = 100) -> list[str | Exception]:
    """What each of many tasks gets that come at the same time."""
    got: list[str | Exception] = []

    async def come() -> None:
        try:
            got.append(await role.keys())
        except AccessAnalyzerError as error:
            got.append(error)

    async with anyio.create_task_group() as tasks:
        for _ in range(number):
            tasks.start_soon(come)
    return got


def test_a_role_is_assumed_once_for_a_hundred_tasks_and_not_before_the_first(run: Run) -> None:
    async def main() -> None:
        role = Role()
        assert role.assumed == 0
        assert await together(role) == ["keys 1"] * 100
        assert await role.keys() == "keys 1"

    run(main)


def test_a_role_is_assumed_once_for_all_even_if_its_credentials_are_short_lived(run: Run) -> None:
    async def main() -> None:
        role = Role(lifetime=LATE / 2)
        assert await together(role) == ["keys 1"] * 100
        assert await role.keys() == "keys 2"

    run(main)


def test_credentials_are_renewed_before_they_expire_and_no_earlier(run: Run) -> None:
    async def main() -> None:
        role = Role()
        await role.keys()
        role.clock.now += HOUR - EARLY - 1
        assert await together(role) == ["keys 1"] * 100
        role.clock.now += 2
        assert set(await together(role)) == {"keys 1", "keys 2"}  # who comes second does not wait
        assert await together(role) == ["keys 2"] * 100

    run(main)


def test_nobody_waits_for_a_renewal_while_the_old_ones_are_good_for_a_while(run: Run) -> None:
    async def main() -> None:
        role = Role()
        await role.keys()
        role.clock.now += HOUR - EARLY + 1
        role.may_go_on = anyio.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(role.keys)
            await anyio.wait_all_tasks_blocked()
            assert await role.keys() == "keys 1"
            role.clock.now += EARLY - LATE
            with anyio.move_on_after(0) as scope:
                await role.keys()
            assert scope.cancelled_caught  # by now one has to
            role.may_go_on.set()
        assert await role.keys() == "keys 2"

    run(main)


@pytest.mark.parametrize("error", [LOST, DENIED], ids=lambda error: type(error).__name__)
def test_old_credentials_are_kept_while_renewing_fails_until_one_has_to(
    error: Exception, run: Run
) -> None:
    async def main() -> None:
        role = Role(None, *[error] * 9)
        await role.keys()
        role.clock.now += HOUR - EARLY + 1
        assert [await role.keys() for _ in range(3)] == ["keys 1"] * 3
        assert role.assumed == (2 if error is DENIED else 4)
        role.clock.now += EARLY - LATE
        assert str(await role.failure()) == str(error)

    run(main)


def test_a_refusal_is_remembered(run: Run) -> None:
    async def main() -> None:
        role = Role(DENIED)
        for error in [*await together(role), await role.failure()]:
            assert isinstance(error, ServiceError)
            assert (error.code, error.operation) == ("AccessDenied", "AssumeRole")
        assert role.assumed == 1

    run(main)


def test_a_refusal_is_forgotten_after_a_minute_for_somebody_may_have_seen_to_it(run: Run) -> None:
    async def main() -> None:
        role = Role(DENIED)
        await role.failure()
        role.clock.now += REMEMBERED - 1
        await role.failure()
        role.clock.now += 2
        assert await role.keys() == "keys 2"

    run(main)


def test_a_failure_is_told_to_all_who_waited_and_tried_again_for_the_next(run: Run) -> None:
    async def main() -> None:
        role = Role(LOST)
        assert [str(error) for error in await together(role)] == [str(LOST)] * 100
        assert role.assumed == 1
        assert await together(role) == ["keys 2"] * 100

    run(main)


@pytest.mark.parametrize("lifetime", [HOUR, LATE / 2])
async def test_a_failure_is_forgotten_once_the_role_is_assumed(lifetime: float) -> None:
    role = Role(LOST, lifetime=lifetime)
    await role.failure()
    assert await role.keys() == "keys 2"


def test_each_who_is_told_of_a_failure_has_an_error_of_its_own(run: Run) -> None:
    async def main() -> None:
        for error in (DENIED, LOST):
            told = await together(Role(error), 10)
            assert len(set(map(id, told))) == 10
            assert {type(one) for one in told} == {type(error)}

    run(main)


async def test_a_failure_that_is_remembered_keeps_nothing_of_what_its_call_knew() -> None:
    class Request:
        """What a call knows."""

    known: list[weakref.ref[Request]] = []

    async def assume() -> tuple[str, float]:
        request = Request()
        known.append(weakref.ref(request))
        raise TransportError("AssumeRole", "nothing accepts connections there")

    credentials = RoleCredentials(assume)
    with suppress(TransportError):
        await credentials.get_frozen_credentials()
    gc.collect()
    assert [request() for request in known] == [None]


def test_credentials_that_had_expired_when_they_came_are_refused(run: Run) -> None:
    async def main() -> None:
        role = Role(lifetime=-1)
        error = await role.failure()
        assert isinstance(error, CredentialsError)
        assert "clock" in str(error)
        role.lifetime = HOUR
        assert await role.keys() == "keys 2"

    run(main)


def test_an_exception_that_is_not_ours_passes_to_the_one_who_met_it(run: Run) -> None:
    async def main() -> None:
        role = Role(ZeroDivisionError())
        with pytest.raises(ZeroDivisionError):
            await role.keys()
        assert await role.keys() == "keys 2"

    run(main)


@pytest.mark.parametrize("cancelled", [0, 1, 2])
def test_one_who_is_cancelled_while_waiting_takes_nothing_from_the_others(
    cancelled: int, run: Run
) -> None:
    async def main() -> None:
        role = Role()
        role.may_go_on = anyio.Event()
        scopes = [anyio.CancelScope() for _ in range(3)]
        got: dict[int, str] = {}

        async def come(number: int) -> None:
            with scopes[number]:
                got[number] = await role.keys()

        async with anyio.create_task_group() as tasks:
            for number in range(3):  # the first assumes the role, the others wait
                tasks.start_soon(come, number)
                await anyio.wait_all_tasks_blocked()
            scopes[cancelled].cancel()
            await anyio.wait_all_tasks_blocked()
            role.may_go_on.set()
        keys = "keys 1" if cancelled else "keys 2"
        assert got == {number: keys for number in range(3) if number != cancelled}

    run(main)


@settings(max_examples=examples(200))
@given(st.lists(st.tuples(st.floats(0, HOUR), st.sampled_from([None, LOST, DENIED])), max_size=8))
def test_nobody_is_given_credentials_that_expire_within_ten_minutes(
    steps: list[tuple[float, Exception | None]],
) -> None:
    async def main() -> None:
        role = Role(*[failure for _, failure in steps])
        given_at: dict[str, float] = {}
        for pause, _ in steps:
            role.clock.now += pause
            try:
                keys = await role.keys()
            except AccessAnalyzerError:
                continue
            given_at.setdefault(keys, role.clock.now)
            assert given_at[keys] + HOUR - role.clock.now > LATE

    anyio.run(main)


def test_neither_keys_nor_what_a_role_is_assumed_with_show() -> None:
    role = Role()
    anyio.run(role.keys)
    assert "keys" not in repr(role.credentials)
