"""Limits on the rate of calls: for whom they are, what they let through, and what they say."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator, Faults, RateLimit
from tests.effort import examples
from tests.emulator.direct_calls import Direct

OTHER = "444455556666"


class Time:
    """A time that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def faults(time: Time) -> Faults:
    return Faults(timer=time)


def passing(
    faults: Faults,
    count: int,
    operation: str = "ListAnalyzers",
    account: str = "111122223333",
    region: str = "us-east-1",
) -> int:
    """How many of so many calls in a row pass."""
    return sum(faults.draw(operation, account, region).limit is None for _ in range(count))


def retry_after(faults: Faults, operation: str = "ListAnalyzers") -> str | None:
    error = faults.draw(operation, "111122223333", "us-east-1").limit
    assert error is not None
    return error.headers.get("Retry-After")


def test_each_account_region_and_operation_has_a_limit_of_its_own(faults: Faults) -> None:
    limit = faults.limit_rate(1, 3)
    assert passing(faults, 5) == 3
    assert passing(faults, 5, operation="GetAnalyzer") == 3
    assert passing(faults, 5, account=OTHER) == 3
    assert passing(faults, 5, region="eu-west-1") == 3
    assert (limit.passed, limit.refused) == (12, 8)


def test_operations_may_share_what_an_account_has_in_a_region(faults: Faults) -> None:
    faults.limit_rate(1, 3, together=True)
    assert passing(faults, 2) == 2
    assert passing(faults, 5, operation="GetAnalyzer") == 1
    assert passing(faults, 5, account=OTHER) == 3
    assert passing(faults, 5, region="eu-west-1") == 3


def test_a_limit_concerns_the_operations_it_names(faults: Faults) -> None:
    limit = faults.limit_rate(1, 1, "GetAnalyzer", "UpdateFindings")
    assert passing(faults, 5) == 5
    assert passing(faults, 5, operation="GetAnalyzer") == 1
    assert limit.operations == frozenset(("GetAnalyzer", "UpdateFindings"))
    assert limit.passed == 1


def test_of_several_limits_each_may_refuse_and_then_none_is_charged(
    faults: Faults, time: Time
) -> None:
    wide = faults.limit_rate(1, 10, together=True)
    narrow = faults.limit_rate(0.1, 2, "ListAnalyzers")
    assert passing(faults, 20) == 2
    assert (wide.passed, wide.refused) == (2, 0)
    assert (narrow.passed, narrow.refused) == (2, 18)
    assert passing(faults, 20, operation="GetAnalyzer") == 8
    assert (wide.passed, wide.refused) == (10, 12)
    assert retry_after(faults) == "10"  # the longer time of the two
    time.now = 10
    assert passing(faults, 1) == 1


def test_the_service_asks_for_the_account_and_region_of_the_call(emulator: Emulator) -> None:
    limit = emulator.faults.limit_rate(1, 1, timer=lambda: 0.0)
    for direct in (Direct(emulator), Direct(emulator, OTHER), Direct(emulator, region="eu-west-1")):
        direct.ok("ListAnalyzers")
        reply = direct.call("ListAnalyzers")
        assert (reply.status, reply.error) == (429, "ThrottlingException")
        assert reply.headers["Retry-After"] == "1"
    assert (limit.passed, limit.refused) == (3, 3)


@pytest.mark.parametrize(
    ("told", "header"), [("needed", "4"), (9, "9"), (0.2, "1"), (0, "0"), (None, None)]
)
def test_retry_after_says_what_it_is_to_say(faults: Faults, told: Any, header: str | None) -> None:
    faults.limit_rate(0.25, 1, retry_after=told)
    assert passing(faults, 1) == 1
    assert retry_after(faults) == header


def test_a_wait_is_told_although_another_limit_tells_none(faults: Faults) -> None:
    faults.limit_rate(1, 1, retry_after=None)
    faults.limit_rate(1, 1, retry_after=7)
    passing(faults, 1)
    assert retry_after(faults) == "7"


@pytest.mark.parametrize("cost", [False, True])
def test_hammering_never_gets_through_where_refused_attempts_cost(
    faults: Faults,
    time: Time,
    cost: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    faults.limit_rate(1, 2, refused_attempts_cost=cost)
    passed = 0
    for step in range(100):
        time.now = step / 10
        passed += passing(faults, 1)
    assert passed == (2 if cost else 11)
    time.now += 1
    assert passing(faults, 2) == 1  # nothing is owed


def test_a_limit_may_be_changed_while_it_works(faults: Faults, time: Time) -> None:
    limit = faults.limit_rate(1, 10)
    assert passing(faults, 20) == 10
    time.now = 5
    limit.per_second = 100
    assert passing(faults, 20) == 5  # what has flowed in so far, at the old rate
    time.now = 5.03
    assert passing(faults, 20) == 3
    limit.burst = 50
    time.now = 100
    assert passing(faults, 100) == 50
    time.now = 200
    limit.burst = 2
    assert passing(faults, 100) == 2
    assert (limit.per_second, limit.burst) == (100, 2)
    assert repr(limit) == "<RateLimit 100 a second, bursts of 2: 70 passed, 190 refused>"


def test_a_larger_burst_has_to_gather_first(faults: Faults) -> None:
    limit = faults.limit_rate(1, 2)
    passing(faults, 1)
    limit.burst = 10
    assert passing(faults, 20) == 1


def test_a_clock_that_is_set_back_brings_and_takes_nothing(faults: Faults, time: Time) -> None:
    time.now = 1000
    faults.limit_rate(1, 5)
    assert passing(faults, 3) == 3
    time.now = 1001
    assert passing(faults, 0) == 0
    time.now = 10
    assert passing(faults, 9) == 2
    time.now = 12
    assert passing(faults, 9) == 2


def test_the_limits_own_timer_comes_before_that_of_the_emulator(faults: Faults) -> None:
    own = Time()
    faults.limit_rate(1, 1, timer=own)
    passing(faults, 1)
    own.now = 1
    assert passing(faults, 1) == 1


def test_clearing_ends_limits(faults: Faults) -> None:
    faults.limit_rate(1, 1)
    faults.clear()
    assert passing(faults, 9) == 9


SENSELESS: list[Callable[[Faults], object]] = [
    lambda faults: faults.limit_rate(0, 1),
    lambda faults: faults.limit_rate(float("nan"), 1),
    lambda faults: faults.limit_rate(float("inf"), 1),
    lambda faults: faults.limit_rate(1e-10, 1),
    lambda faults: faults.limit_rate(1, 0),
    lambda faults: faults.limit_rate(1, 10**400),
    lambda faults: faults.limit_rate(1, 1, "ListSomething"),
    lambda faults: faults.limit_rate(1, 1, retry_after=-1),
    lambda faults: faults.limit_rate(1, 1, retry_after="soon"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    lambda faults: setattr(faults.limit_rate(1, 1), "per_second", 0),
    lambda faults: setattr(faults.limit_rate(1, 1), "burst", 0),
]


@pytest.mark.parametrize("limit", SENSELESS)
def test_limits_that_make_no_sense_are_value_errors(
    faults: Faults, limit: Callable[[Faults], object]
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        limit(faults)


@pytest.mark.parametrize(("rate", "burst"), [(1e-9, 1), (1e308, 2**53)])
def test_the_slowest_and_the_largest_limits_hold(rate: float, burst: int) -> None:
    faults = Faults(timer=lambda: 0.0)
    faults.limit_rate(rate, burst, refused_attempts_cost=True)
    answers = [faults.draw("ListAnalyzers", "1" * 12, "us-east-1").error for _ in range(3)]
    assert [error is None for error in answers] == [True, burst > 1, burst > 1]


# As somebody writes them: most have no form as a binary fraction.
DECIMALS = st.integers(1, 400).map(lambda hundredths: Fraction(hundredths, 100))
# Some seconds, or as long as so many calls take to gather: that is where roundings show.
WAITS = st.one_of(DECIMALS, st.integers(1, 5))
STEPS = st.lists(st.tuples(WAITS, st.integers(0, 30)), min_size=1, max_size=60)


@settings(max_examples=examples(200))
@given(rate=DECIMALS, burst=st.integers(1, 20), start=st.sampled_from([0, 10**6]), steps=STEPS)
def test_exactly_as_many_pass_as_have_flowed_in(
    rate: Fraction, burst: int, start: int, steps: list[tuple[Fraction | int, int]]
) -> None:
    time = Time()
    time.now = float(start)
    faults = Faults(timer=time)
    faults.limit_rate(float(rate), burst)
    passing(faults, 1)
    now, left = Fraction(0), Fraction(burst - 1)
    for wait, calls in steps:
        step = wait / rate if isinstance(wait, int) else wait
        now += step
        time.now = start + float(now)
        left = min(Fraction(burst), left + step * rate)
        expected = min(calls, int(left))
        assert passing(faults, calls) == expected
        left -= expected


@settings(max_examples=examples(50))
@given(rate=DECIMALS, burst=st.integers(2, 20))
def test_over_long_runs_burst_and_rate_pass_and_no_more(rate: Fraction, burst: int) -> None:
    time = Time()
    faults = Faults(timer=time)
    limit: RateLimit = faults.limit_rate(float(rate), burst)
    passing(faults, burst + 1)
    for tenths in range(2000):
        time.now = tenths / 10
        passing(faults, 1)
    assert limit.passed == burst + int(rate * Fraction(1999, 10))


@settings(max_examples=examples(100))
@given(rate=DECIMALS, burst=st.integers(1, 5), moment=DECIMALS)
def test_whoever_waits_as_long_as_is_said_passes(
    rate: Fraction, burst: int, moment: Fraction
) -> None:
    time = Time()
    faults = Faults(timer=time)
    faults.limit_rate(float(rate), burst)
    passing(faults, burst)
    time.now = float(moment)
    while passing(faults, 1):
        pass
    time.now += int(retry_after(faults) or "")
    assert passing(faults, 1) == 1
