"""An emulator, and direct calls of it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from aa_sdk.emulator import Emulator, Population
from tests.emulator.control_calls import Control
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


@pytest.fixture
def control(emulator: Emulator) -> Iterator[Control]:
    """The control API of the emulator."""
    with emulator.serve(control=True) as url:
        yield Control(url)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Emulator, int]]:
    """An emulator and its port; the server has to stand whatever the tests before sent to it."""
    emulator = Emulator()
    with emulator.serve() as url:
        yield emulator, urlsplit(url).port or 0


@pytest.fixture
def port(served: tuple[Emulator, int]) -> int:
    """The port of that emulator."""
    return served[1]
