"""In which order a fleet's scopes come: other machines that share them enter accounts themselves."""

from itertools import groupby

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.workflows import Fleet
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
