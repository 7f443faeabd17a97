"""Many accounts and Regions at a time: all are there in the end, and none waits in vain."""

from collections import Counter

import anyio
import pytest

from tests.conftest import Run
from tests.virtual_time import run_on_asyncio
from tests.workflows.fleet.world import (
    CALLER,
    HOME,
    INTERNAL,
    ONE,
    TWO,
    UNUSED,
    WEST,
    World,
    ids,
    statuses,
)

REGIONS = [
    *(HOME, WEST, "us-east-2", "us-west-1", "us-west-2", "eu-central-1", "eu-north-1", "sa-east-1"),
    *("eu-south-1", "ap-east-1"),
]
OFF = REGIONS[-2:]
ACCOUNTS = [f"{2 * 10**11 + number}" for number in range(100)]
REFUSED = ACCOUNTS[3::10]


def test_a_hundred_accounts_in_ten_regions_lose_nothing() -> None:
    async def main() -> None:
        world = World()
        for number, account in enumerate(ACCOUNTS):
            for region in REGIONS[:8]:
                if number % 7:  # the others have no analyzer
                    arn = world.analyzer(account, region, findings=number % 3)
                    world.role(arn)
        for region in OFF:
            world.emulator.disable_region(region)
        faults = world.emulator.faults
        faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=REFUSED)
        by_hand = [
            finding["id"]
            for account in ACCOUNTS
            if account not in REFUSED
            for region in REGIONS[:8]
            for findings in world.by_hand(account, region).values()
            for finding in findings
        ]
        bare = [one for one in ACCOUNTS[::7] if one not in REFUSED]
        limit = faults.limit_rate(1, 1, "ListAnalyzers", "ListFindings", together=True)
        entering = faults.limit_rate(50, 20, "AssumeRole")
        async with world.fleet(accounts=ACCOUNTS, regions=REGIONS, concurrency=1000) as fleet:
            found = ids(await fleet.findings())
            outcome = fleet.outcome
        assert len(outcome) == len(statuses(outcome)) == 1000
        assert outcome.counts == {
            "ok": 1000 - 100 - 90 * 2 - len(bare) * 8,
            "no_analyzer": len(bare) * 8,
            "region_disabled": 90 * 2,
            "denied": 100,
        }
        assert len(found) == len(set(found)) == outcome.findings
        assert outcome.findings + outcome.repeated == len(by_hand)
        assert outcome.repeated == 7 * (90 - len(bare))  # a role in eight Regions each
        assert limit.refused > 500
        assert world.emulator.calls.count_of("AssumeRole") - entering.refused == 100

    run_on_asyncio(main)  # as Trio would have it, with fewer: test_no_silent_zero.py


def test_it_takes_no_longer_than_the_slowest_scope(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE, TWO)
        accounts, regions = (CALLER, ONE, TWO), REGIONS[:8]
        for account in accounts:
            for region in regions:
                world.analyzer(account, region, UNUSED)
                world.analyzer(account, region, findings=250)
                world.analyzer(account, region, INTERNAL, findings=3)
        async with world.fleet(accounts=accounts, regions=regions, pace=False) as fleet:
            await fleet.analyzers()  # and connect, in threads, for which no clock waits
            world.emulator.faults.delay(0.2)
            world.emulator.faults.delay(10, "ListFindings", account_ids=[TWO], regions=[WEST])
            started = anyio.current_time()
            found = await fleet.findings()
            slowest = 3 * 10.2  # three pages
            assert slowest < anyio.current_time() - started <= 1.2 * slowest
        assert Counter(one.account for one in found) == dict.fromkeys(accounts, 8 * 253)

    run_in_virtual_time(main)


@pytest.mark.parametrize("concurrency", [1, 3, 12])
def test_so_many_scopes_are_swept_at_a_time_and_no_more(
    run_in_virtual_time: Run, concurrency: int
) -> None:
    async def main() -> None:
        world = World(ONE, TWO)
        accounts = (CALLER, ONE, TWO)
        async with world.fleet(
            accounts=accounts, regions=REGIONS[:4], concurrency=concurrency, pace=False
        ) as fleet:
            await fleet.analyzers()  # and connect
            world.emulator.faults.delay(10, "ListAnalyzers")
            started = anyio.current_time()
            await fleet.analyzers()
            assert anyio.current_time() - started == pytest.approx(10 * 12 / concurrency)

    run_in_virtual_time(main)


def test_whoever_takes_no_results_holds_the_sweep_back(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        accounts = ACCOUNTS[:30]
        world = World()
        for account in accounts:
            for region in REGIONS[:3]:
                world.analyzer(account, region)
        async with world.fleet(accounts=accounts, regions=REGIONS[:3], concurrency=4) as fleet:
            sweep = fleet.analyzers()
            await anext(sweep)
            await anyio.sleep(1000)
            called = world.emulator.calls.count_of("ListAnalyzers")
            assert called <= 1 + 16 + 4 + 1  # taken, waiting in the line, and under way
            assert len(await sweep) == 90 - 1

    run_in_virtual_time(main)
