"""In which order a fleet's scopes come: machines that share them enter accounts by themselves."""

from itertools import groupby
from typing import Any

import anyio.lowlevel
import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.workflows import Fleet, Scope
from aa_sdk.workflows._fleet.work import Worker
from tests.conftest import Run

ACCOUNTS = [f"{666600000000 + number}" for number in range(20)]
REGIONS = ["us-east-1", "eu-west-1", "ap-south-1"]


@pytest.mark.parametrize("concurrency", [1, 4, 16])
def test_scopes_come_account_by_account_however_many_are_entered_at_a_time(
    run: Run, concurrency: int
) -> None:
    emulator = Emulator()
    for account in ACCOUNTS:
        emulator.add_member(account)

    async def main() -> None:
        fleet = Fleet(
            session=emulator.session(),
            accounts=ACCOUNTS,
            regions=REGIONS,
            role="AuditRole",
            concurrency=concurrency,
        )
        async with fleet:
            scopes = [scope async for scope in fleet.scopes()]
        assert len(scopes) == len(ACCOUNTS) * len(REGIONS)
        runs = [account for account, _ in groupby(scope.account for scope in scopes)]
        assert sorted(runs) == ACCOUNTS

    run(main)


def test_scopes_keep_their_order_whoever_is_slow_to_hand_one_over(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_at_once = Worker.give_scope

    async def give_late(worker: Worker, scope: Scope, first: Any, give: Any) -> None:
        for _ in range(50 * (scope.region == REGIONS[0])):
            await anyio.lowlevel.checkpoint()
        await give_at_once(worker, scope, first, give)

    monkeypatch.setattr(Worker, "give_scope", give_late)

    async def main() -> None:
        emulator = Emulator()
        async with Fleet(session=emulator.session(), regions=REGIONS) as fleet:
            assert [scope.region async for scope in fleet.scopes()] == REGIONS

    run(main)
