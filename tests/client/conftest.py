"""The three ways in which a client reaches a socket, and a client to compare ours with."""

from collections.abc import AsyncGenerator, Iterator
from typing import NamedTuple

import anyio
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient
from tests import ways
from tests.client.pair import Pair
from tests.conftest import Main
from tests.fake_service import REGION, new_session


class Library(NamedTuple):
    """An HTTP library on an event loop."""

    transport: str
    backend: str

    def run(self, main: Main) -> None:
        anyio.run(main, backend=self.backend)

    def client(self, url: str, *, attempts: int = 1, **options: object) -> AccessAnalyzerClient:
        retries = {"total_max_attempts": attempts, "mode": "standard"}
        return AccessAnalyzerClient(
            REGION,
            session=new_session(),
            endpoint_url=url,
            transport=self.transport,  # type: ignore[arg-type]  # one of the three below  # pyright: ignore[reportArgumentType]
            config=AioConfig(retries=retries, **options),
        )


LIBRARIES = [
    Library("aiohttp", "asyncio"),
    Library("httpx", "asyncio"),
    Library("httpx", "trio"),
]


@pytest.fixture(params=LIBRARIES, ids=" on ".join)
def http(request: pytest.FixtureRequest) -> Library:
    """Each HTTP library on each event loop that it serves."""
    library: Library = request.param
    return library


@pytest.fixture(params=["short", "long"])
def way(request: pytest.FixtureRequest) -> Iterator[ways.Ways]:
    """Each of the two ways on which a request can be sent."""
    taken = ways.choose(is_short=request.param == "short")
    yield taken
    ways.choose(is_short=False)
    if taken.is_short and not taken.is_free:
        assert taken.short or not taken.long, "botocore sent every request"
    elif not taken.is_short:
        assert not taken.short, "not every request was sent by botocore"


@pytest.fixture
def short() -> Iterator[None]:
    """Lets requests take the short way, and leaves it to the test to say which do."""
    ways.choose(is_short=True)
    yield
    ways.choose(is_short=False)


@pytest.fixture
def whichever(way: ways.Ways) -> None:
    """Says that what the test does keeps requests from the short way, and that this is right."""
    way.is_free = True


@pytest.fixture
async def pair() -> AsyncGenerator[Pair]:
    async with Pair().open() as opened:
        yield opened
