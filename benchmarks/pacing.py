"""How near a pace comes to the best rate there is, for many random limits; simulated.

Usage: python benchmarks/pacing.py [jobs] [seed]

Each of so many jobs (1,500) has a limit of 0.5 to 33 calls a second, log-uniform, with bursts of
one to five seconds of it, and would take one to three minutes at best, for 32 workers. Nothing
waits: the rate that a pace learns is asked when the next call may be sent, a bucket of the
emulator's whether it passes, and time goes on from one event to the next. Change a constant of the
rate, and see here what comes of it.
"""

import heapq
import math
import random
import statistics
import sys
from collections import deque
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from aa_sdk._rate import Rate
from aa_sdk.emulator._protocol.token_bucket import TokenBucket

WORKERS = 32


class Kind(NamedTuple):
    """How a limit answers."""

    name: str
    wait: int | None = 0
    """Seconds of `Retry-After`; 0 for as many as are needed, None for no such header."""
    cost: bool = False
    """Whether refused attempts cost a token."""
    latency: float = 0.0
    """Seconds between a request and its answer."""


KINDS = (
    Kind("`Retry-After` as needed"),
    Kind("no `Retry-After`", wait=None),
    Kind("with 150 ms of latency", latency=0.15),
    Kind("refused attempts cost too", cost=True),
    Kind("the same without `Retry-After`", wait=None, cost=True),
)


class Job(NamedTuple):
    """A job, and how it went."""

    per_second: float
    kind: Kind
    efficiency: float
    wasted: float


class Service:
    """A limit, and the answers that are under way."""

    def __init__(self, kind: Kind, per_second: float, burst: int) -> None:
        self._kind = kind
        self._bucket = TokenBucket(per_second, burst, 0.0)
        self._order = count()
        self.answers: list[tuple[float, int, bool, float, int | None]] = []

    def send(self, now: float) -> None:
        """Take a request, and put its answer on its way."""
        kind, bucket = self._kind, self._bucket
        bucket.flow(now + kind.latency / 2)
        passed, wait = bucket.has_one, None
        if passed:
            bucket.take()
        else:
            wait = bucket.wait() if kind.wait == 0 else kind.wait
            if kind.cost:
                bucket.spill()
        answer = (now + kind.latency, next(self._order), passed, now, wait)
        heapq.heappush(self.answers, answer)


def work(service: Service, calls: int) -> tuple[float, int]:
    """Let so many calls pass, and return the seconds and attempts that they took."""
    rate, now, attempts, passed = Rate(0.0), 0.0, 0, 0
    waiting = deque(range(min(WORKERS, calls)))
    unbegun = calls - len(waiting)
    has_waited = False
    while passed < calls:
        delay = rate.delay(now)
        turn = now + max(0.0, delay) if waiting else math.inf
        has_waited |= bool(waiting) and delay > 0
        if service.answers and service.answers[0][0] <= turn:
            now, _, is_good, sent, wait = heapq.heappop(service.answers)
            if not is_good:
                rate.refused(sent, now, wait)
                waiting.append(0)
                continue
            rate.passed(now, has_waited=True)
            passed += 1
            if unbegun:
                unbegun -= 1
                waiting.append(0)
            continue
        now = turn
        rate.take(now, has_waited=has_waited)
        waiting.popleft()
        has_waited = False
        attempts += 1
        service.send(now)
    return now, attempts


def jobs(number: int, seed: int) -> Iterator[Job]:
    """Do so many random jobs."""
    chance = random.Random(seed)
    for _ in range(number):
        kind = chance.choice(KINDS)
        per_second = round(math.exp(chance.uniform(math.log(0.5), math.log(33))), 2)
        burst = max(1, round(per_second * chance.uniform(1, 5)))
        calls = int(burst + per_second * chance.uniform(60, 180))
        seconds, attempts = work(Service(kind, per_second, burst), calls)
        optimum = (calls - burst) / per_second + kind.latency
        yield Job(per_second, kind, optimum / seconds, 1 - calls / attempts)


def row(limit: str, kind: Kind, of_kind: list[Job], allowed: float) -> str:
    """Return a row of the table."""
    efficiencies = [job.efficiency for job in of_kind]
    wastes = [job.wasted for job in of_kind]
    near = statistics.fmean(efficiency >= 0.9 for efficiency in efficiencies)
    sparing = statistics.fmean(wasted <= allowed for wasted in wastes)
    return (
        f"| {limit} | {kind.name} | {near:.0%} | {statistics.median(efficiencies):.0%} "
        f"| {min(efficiencies):.0%} | {sparing:.0%} | {max(wastes):.0%} |"
    )


def main(number: int, seed: int) -> None:
    """Do the jobs, and print what came of them."""
    done = list(jobs(number, seed))
    print(
        "| limit | how it answers | at 90 % or more | median | worst | few refused | most refused |"
    )
    print("|---|---|---|---|---|---|---|")
    for limit, is_slow, allowed in (("from 1 a second", False, 0.05), ("below", True, 0.15)):
        for kind in KINDS:
            of_kind = [job for job in done if job.kind is kind and (job.per_second < 1) == is_slow]
            print(row(limit, kind, of_kind, allowed))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given + [1500, 1][len(given) :]))
