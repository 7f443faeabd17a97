"""The end of a client: closed twice, too early, while it works, or not at all."""

import gc
import threading
import warnings
from typing import Any

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient, ClientClosedError, InvalidRequestError
from aa_sdk.models import ListAnalyzersRequest
from tests.client import loopback
from tests.conftest import Run
from tests.fake_service import (
    ACCESS_KEY,
    REGION,
    SECRET_KEY,
    FakeService,
    Reply,
    Sent,
    WatchedLoader,
    botocore_client_of,
    connection_of,
    counting,
    new_session,
)

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})


def test_a_closed_client_refuses_every_way_of_calling(run: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        session, made = counting(service)
        for calls_before in (0, 1):
            client = service.client(session=session)
            for _ in range(calls_before):
                await client.list_analyzers()
            items, pages = aiter(client.list_analyzers()), client.list_analyzers().pages()
            await client.aclose()
            with pytest.raises(ClientClosedError):
                await client.list_analyzers()
            with pytest.raises(ClientClosedError):
                await client.get_analyzer(analyzer_name="sample")
            with pytest.raises(ClientClosedError):
                await client.send(ListAnalyzersRequest())
            with pytest.raises(ClientClosedError):
                await client.call("ListAnalyzers")
            with pytest.raises(ClientClosedError):
                await anext(items)
            with pytest.raises(ClientClosedError):
                await anext(pages)
        assert len(service.requests) == 1
        assert made == ["client"]

    run(main)


async def test_a_listing_that_has_begun_fails_once_its_client_is_closed() -> None:
    service = FakeService(Reply({"analyzers": [], "nextToken": "b"}), GOOD)
    async with service.client() as client:
        pages = client.list_analyzers().pages()
        await anext(pages)
    with pytest.raises(ClientClosedError):
        await anext(pages)
    assert len(service.requests) == 1


def test_closing_twice_is_fine(run: Run) -> None:
    async def main() -> None:
        async with FakeService(GOOD).client() as client:
            await client.list_analyzers()
            await client.aclose()
            await client.aclose()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.aclose)
            tasks.start_soon(client.aclose)

    run(main)


def test_closing_a_client_that_never_connected_does_nothing(run: Run) -> None:
    async def main() -> None:
        async with FakeService(GOOD).client():
            pass

    run(main)


def test_closing_while_the_client_connects_leaves_nothing_open(run: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        go_on, session = threading.Event(), service.session()
        session.register_component("data_loader", WatchedLoader(lambda: go_on.wait(20)))
        client = service.client(session=session)

        async def call() -> None:
            with pytest.raises(ClientClosedError):
                await client.list_analyzers()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            await client.aclose()
            go_on.set()
        assert service.requests == []
        assert not connection_of(client).is_open

    run(main)


def test_closing_in_the_last_moment_of_connecting_leaves_nothing_open(run: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        session, connecting, go_on = service.session(), anyio.Event(), anyio.Event()
        client = service.client(session=session)

        async def hold_up(**_: object) -> None:
            connecting.set()
            await go_on.wait()

        async def call() -> None:
            with pytest.raises(ClientClosedError):
                await client.list_analyzers()

        events = session.get_component("event_emitter")
        events.register("creating-client-class.accessanalyzer", hold_up)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await connecting.wait()
            await client.aclose()
            go_on.set()
        assert service.requests == []
        assert not connection_of(client).is_open

    run(main)


@pytest.mark.parametrize(
    ("transport", "backend"), [("aiohttp", "asyncio"), ("httpx", "asyncio"), ("httpx", "trio")]
)
def test_a_cancelled_block_still_closes_its_client(transport: Any, backend: str) -> None:
    async def main() -> None:
        async with loopback.serve(loopback.keep_alive(hung_up.set)) as network:
            client = AccessAnalyzerClient(
                REGION, session=new_session(), endpoint_url=network.url, transport=transport
            )
            with anyio.CancelScope() as scope:
                async with client:
                    await client.list_analyzers()
                    scope.cancel()
            with anyio.fail_after(20):
                await hung_up.wait()
        with pytest.raises(ClientClosedError):
            await client.list_analyzers()

    hung_up = anyio.Event()
    anyio.run(main, backend=backend)


def test_a_cancelled_call_leaves_a_usable_client(run: Run) -> None:
    async def main() -> None:
        reached = anyio.Event()

        async def never(_: Sent) -> Reply:
            reached.set()
            await anyio.sleep_forever()
            raise AssertionError

        service = FakeService(never, GOOD)
        async with service.client() as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.list_analyzers().collect)
                await reached.wait()
                tasks.cancel_scope.cancel()
            assert await client.list_analyzers().collect() == []

    run(main)


async def test_a_connected_client_that_is_dropped_warns() -> None:
    client: Any = FakeService(GOOD).client()
    await client.list_analyzers()
    inner = botocore_client_of(client)
    with pytest.warns(ResourceWarning, match="unclosed AccessAnalyzerClient"):
        client.__del__()
    await client.aclose()
    assert inner is not None


async def test_a_client_that_never_connected_or_is_closed_goes_quietly() -> None:
    service = FakeService(GOOD)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        unconnected = service.client()
        async with service.client() as closed:
            await closed.list_analyzers()
        del unconnected, closed
        gc.collect()


def test_a_client_whose_constructor_failed_goes_quietly() -> None:
    with pytest.raises(InvalidRequestError):
        AccessAnalyzerClient(REGION, session=new_session(), profile_name="sample")
    gc.collect()  # what went wrong in a destructor would fail the test


async def test_a_client_says_what_it_is_and_no_more() -> None:
    client = AccessAnalyzerClient(
        REGION, aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY
    )
    assert repr(client) == f"AccessAnalyzerClient({REGION!r})"
    assert SECRET_KEY not in repr(vars(client)) + repr(connection_of(client).settings)
