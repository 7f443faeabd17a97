"""A client of an emulator that has findings of every type."""

from collections.abc import AsyncGenerator

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator, Population


@pytest.fixture
def emulator() -> Emulator:
    return Emulator()


@pytest.fixture
def population(emulator: Emulator) -> Population:
    return emulator.populate(findings=100)


@pytest.fixture
async def client(
    emulator: Emulator, population: Population
) -> AsyncGenerator[AccessAnalyzerClient]:
    del population  # it is there before the client looks
    async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
        yield client
