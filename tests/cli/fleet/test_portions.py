"""Results of a sweep in portions: none is lost, and none waits for long."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.cli._fleet import portions as module
from aa_sdk.cli._fleet.portions import portions
from aa_sdk.errors import CredentialsError
from aa_sdk.workflows import FleetFinding
from tests.effort import examples
from tests.virtual_time import run_on_asyncio
from tests.workflows.fleet.world import CALLER, HOME, ONE, WEST, World, ids


async def all_portions(world: World) -> list[list[FleetFinding]]:
    async with (
        world.fleet(accounts=[CALLER, ONE], regions=[HOME, WEST]) as fleet,
        aclosing(portions(fleet.findings())) as given,
    ):
        return [portion async for portion in given]


@settings(max_examples=examples(30))
@given(st.integers(1, 7), st.sampled_from([0, 1e-9, 0.001, 1]), st.floats(0, 0.01))
def test_all_results_are_given_once(size: int, pause: float, delay: float) -> None:
    async def main() -> None:
        world = World(ONE)
        for account, region in ((CALLER, HOME), (ONE, HOME), (ONE, WEST)):
            world.analyzer(account, region, findings=5)
        world.emulator.faults.delay(delay, "ListFindings")
        given = await all_portions(world)
        assert all(0 < len(portion) <= size for portion in given)
        async with world.fleet(accounts=[CALLER, ONE], regions=[HOME, WEST]) as fleet:
            assert ids(one for portion in given for one in portion) == ids(await fleet.findings())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PORTION", size)
        patch.setattr(module, "PAUSE", pause)
        run_on_asyncio(main)


def test_what_has_come_is_given_though_more_takes_long() -> None:
    async def main() -> None:
        world = World(ONE)
        world.analyzer(CALLER, HOME, findings=5)
        world.analyzer(ONE, HOME, findings=5)
        world.emulator.faults.delay(60, "ListFindings", account_ids=[ONE])
        assert [len(portion) for portion in await all_portions(world)] == [5, 5]

    run_on_asyncio(main)


def test_an_error_comes_after_what_came_before_it() -> None:
    async def results() -> AsyncGenerator[int]:
        yield 1
        raise CredentialsError("expired")

    async def main() -> None:
        sweep: Any = results()  # which is iterated as a sweep is
        given = portions(sweep)
        assert await anext(given) == [1]
        with pytest.raises(CredentialsError):
            await anext(given)

    run_on_asyncio(main)
