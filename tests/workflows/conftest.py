"""Programs about jobs, in virtual time, for every kind of job."""

from collections.abc import Awaitable, Callable

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from tests.conftest import Run
from tests.workflows.job_kinds import KINDS, Kind, emulator_of, prepared

Program = Callable[[AccessAnalyzerClient, Emulator], Awaitable[None]]
RunJob = Callable[..., None]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def run_job(run_in_virtual_time: Run) -> RunJob:
    """Runs a program with a client of an emulator in which jobs of a kind take so many seconds."""

    def run(program: Program, kind: Kind | None = None, seconds: float = 2) -> None:
        async def main() -> None:
            emulator = emulator_of(kind, seconds)
            session = emulator.session()
            async with AccessAnalyzerClient("us-east-1", session=session) as connected:
                await prepared(connected, emulator)
                await program(connected, emulator)

        run_in_virtual_time(main)

    return run
