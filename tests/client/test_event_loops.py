"""One client and several event loops, one after the other or at the same time."""

import asyncio
import gc
import pickle
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import Any

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient, ClientClosedError, EventLoopError
from aa_sdk.emulator import Emulator
from tests.client import loopback
from tests.client.conftest import LIBRARIES, Library
from tests.fake_service import ACCESS_KEY, REGION, SECRET_KEY

pytestmark = pytest.mark.usefixtures("way")

Make = Callable[[], AccessAnalyzerClient]
PATIENCE = 20


# In process no HTTP library takes part, so the event loop alone makes a difference.
WAYS = [
    *(("over HTTP", library) for library in LIBRARIES),
    *(("in process", library) for library in (LIBRARIES[0], LIBRARIES[2])),
]
GUESTS = [LIBRARIES[0], LIBRARIES[2]]


@pytest.fixture(params=WAYS, ids=lambda way: f"{' on '.join(way[1])}, {way[0]}")
def way(request: pytest.FixtureRequest) -> tuple[str, Library]:
    """How a client reaches its service, and on which event loop."""
    chosen: tuple[str, Library] = request.param
    return chosen


@pytest.fixture
def http(way: tuple[str, Library]) -> Library:
    return way[1]


@pytest.fixture
def new_client(way: tuple[str, Library]) -> Iterator[Make]:
    """Makes clients of an emulator; those over HTTP have sessions of their own."""
    emulator, (how, library) = Emulator(region_name=REGION), way
    if how == "in process":
        yield lambda: AccessAnalyzerClient(session=emulator.session())
        return
    with emulator.serve() as url:
        yield lambda: AccessAnalyzerClient(
            REGION,
            endpoint_url=url,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            transport=library.transport,  # type: ignore[arg-type]  # one of the two  # pyright: ignore[reportArgumentType]
        )


def run_in_thread(http: Library, main: Callable[[], Any]) -> None:
    thread = threading.Thread(target=anyio.run, args=(main,), kwargs={"backend": http.backend})
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_client_follows_from_one_event_loop_to_the_next(http: Library, new_client: Make) -> None:
    client = new_client()
    for _ in range(3):
        http.run(client.list_analyzers().collect)  # type: ignore[arg-type]  # a coroutine function as well
    http.run(client.aclose)
    # Warnings are errors here: that of a connection left open would be one.
    gc.collect()
    with pytest.raises(ClientClosedError):
        http.run(client.list_analyzers().collect)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("http", LIBRARIES, ids=" on ".join)
def test_the_connections_of_a_client_end_with_their_event_loop(http: Library) -> None:
    ended = threading.Event()

    async def main() -> None:
        async with loopback.serve(loopback.keep_alive(ended.set)) as network:
            client = http.client(network.url)
            await anyio.to_thread.run_sync(run_in_thread, http, client.list_analyzers().collect)
            assert await anyio.to_thread.run_sync(ended.wait, PATIENCE)
            await client.aclose()

    http.run(main)
    gc.collect()


def test_threads_on_a_fresh_client_are_told_whose_it_is(http: Library, new_client: Make) -> None:
    client, count = new_client(), 6
    ready, done = threading.Barrier(count), threading.Barrier(count)
    told: list[object] = []

    async def main() -> None:
        await anyio.to_thread.run_sync(ready.wait, PATIENCE)
        try:
            told.append(await client.list_analyzers().collect())
        except EventLoopError as error:
            told.append(type(error))
        # No event loop ends before the last one has had its answer.
        await anyio.to_thread.run_sync(done.wait, PATIENCE)

    threads = [
        threading.Thread(target=anyio.run, args=(main,), kwargs={"backend": http.backend})
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(map(str, told)) == sorted(map(str, [[], *[EventLoopError] * (count - 1)]))
    http.run(client.aclose)


@pytest.mark.parametrize("guest", GUESTS, ids=lambda guest: f"refuses {guest.backend}")
def test_a_client_in_use_refuses_every_other_event_loop(
    http: Library, new_client: Make, guest: Library
) -> None:
    client = new_client()

    async def intrude() -> None:
        items, pages = aiter(client.list_analyzers()), client.list_analyzers().pages()
        for call in (
            client.list_analyzers().collect,
            lambda: client.get_analyzer(analyzer_name="sample"),
            lambda: client.call("ListAnalyzers"),
            lambda: anext(items),
            lambda: anext(pages),
            client.aclose,
        ):
            with pytest.raises(EventLoopError, match="another event loop") as caught:
                await call()
            assert isinstance(caught.value, RuntimeError)
            assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 (our own)

    async def main() -> None:
        await client.list_analyzers()
        await anyio.to_thread.run_sync(run_in_thread, guest, intrude)
        # Whose it is, it serves on.
        assert await client.list_analyzers().collect() == []
        await client.aclose()

    http.run(main)
    gc.collect()


def test_a_client_that_has_not_connected_is_closed_from_anywhere(
    http: Library, new_client: Make
) -> None:
    client = new_client()

    async def main() -> None:
        await anyio.to_thread.run_sync(run_in_thread, http, client.aclose)
        with pytest.raises(ClientClosedError):
            await client.list_analyzers()

    http.run(main)


def test_a_client_of_an_event_loop_that_waits_is_refused_elsewhere_but_closed(
    new_client: Make,
) -> None:
    client, loop = new_client(), asyncio.new_event_loop()
    loop.run_until_complete(client.list_analyzers().collect())
    with pytest.raises(EventLoopError):
        asyncio.run(client.list_analyzers().collect())
    asyncio.run(client.aclose())
    with pytest.raises(ClientClosedError):
        loop.run_until_complete(client.list_analyzers().collect())
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    gc.collect()


def test_a_client_is_closed_at_the_end_of_its_loop_by_whatever_is_abandoned_there(
    http: Library, new_client: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """A loop closes what was begun on it all at once: this, and the connection itself."""

    async def called(client: AccessAnalyzerClient) -> AsyncGenerator[bool]:
        async with client:
            await client.list_analyzers()
            yield True

    async def main() -> None:
        for _ in range(4):  # in whichever order
            abandoned.append(called(new_client()))
            assert await anext(abandoned[-1])

    abandoned: list[AsyncGenerator[bool]] = []
    http.run(main)
    assert all(one.ag_frame is None for one in abandoned)
    assert not caplog.records
