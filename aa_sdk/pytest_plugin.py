"""Fixtures for tests that use IAM Access Analyzer: an emulator, and a client that reaches it.

Installed with the package; pytest finds it by itself. Tests may be asynchronous by whatever
plugin they like, on asyncio or on Trio.
"""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import anyio
import pytest

# What the fixtures are made of is imported when one is used: most test suites start faster
# without it.
if TYPE_CHECKING:
    from aa_sdk import AccessAnalyzerClient
    from aa_sdk.emulator import Emulator

__all__ = ("access_analyzer_client", "access_analyzer_emulator")


@pytest.fixture
def access_analyzer_emulator() -> "Emulator":
    """A fresh emulator without analyzers. Override it to have something in it.

    ```python
    @pytest.fixture
    def access_analyzer_emulator():
        emulator = Emulator(region_name="eu-west-1")
        emulator.populate(findings=200)
        return emulator
    ```
    """
    from aa_sdk.emulator import Emulator  # noqa: PLC0415 (see above)

    return Emulator()


@pytest.fixture
def access_analyzer_client(
    access_analyzer_emulator: "Emulator",
) -> "Iterator[AccessAnalyzerClient]":
    """A client of the emulator, without a socket. It is closed after the test."""
    from aa_sdk import AccessAnalyzerClient  # noqa: PLC0415 (see above)

    client = AccessAnalyzerClient(session=access_analyzer_emulator.session())
    yield client
    # The test's event loop belongs to whichever plugin runs it; here nothing is left that is
    # tied to it, so closing gets a thread and a loop of its own.
    closing = threading.Thread(target=anyio.run, args=(client.aclose,))
    closing.start()
    closing.join()
