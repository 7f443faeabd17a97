"""An emulator, and direct calls of it."""

import pytest

from aa_sdk.emulator import Emulator, Population
from tests.emulator.direct_calls import Direct
from tests.emulator.lived import lived_in


@pytest.fixture
def emulator() -> Emulator:
    """An empty emulator."""
    return Emulator()


@pytest.fixture
def direct(emulator: Emulator) -> Direct:
    """Direct calls of the emulator."""
    return Direct(emulator)


@pytest.fixture
def populated(emulator: Emulator) -> Population:
    """What a small populated world has in it."""
    return emulator.populate(findings=400)


@pytest.fixture
def lived() -> Direct:
    """An emulator in which something of everything has happened."""
    return lived_in(150)
