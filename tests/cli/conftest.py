"""A machine with invented credentials, and a served emulator."""

from collections.abc import Iterator

import pytest

from aa_sdk.emulator import Emulator
from tests.cli.commands import REGION


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented")


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(region_name=REGION)


@pytest.fixture
def url(emulator: Emulator) -> Iterator[str]:
    with emulator.serve() as url:
        yield url
