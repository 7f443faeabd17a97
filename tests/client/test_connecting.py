"""How a client comes to be connected: late, once, and off the event loop."""

import subprocess
import sys
import threading
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from aa_sdk import AccessAnalyzerClient, InvalidRequestError
from tests.conftest import Run
from tests.fake_service import REGION, FakeService, Reply, WatchedLoader, counting, new_session

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})


def test_a_hundred_tasks_on_an_unconnected_client_connect_once(run: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        session, made = counting(service)
        async with service.client(session=session) as client, anyio.create_task_group() as tasks:
            for _ in range(100):
                tasks.start_soon(client.list_analyzers().collect)
        assert made == ["client"]
        assert len(service.requests) == 100

    run(main)


def test_the_first_of_many_being_cancelled_does_not_stop_the_others(run: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        async with service.client() as client:

            async def cancelled() -> None:
                with anyio.CancelScope() as scope:
                    scope.cancel()
                    await client.list_analyzers()

            async with anyio.create_task_group() as tasks:
                for _ in range(3):
                    tasks.start_soon(cancelled)
                for _ in range(3):
                    tasks.start_soon(client.list_analyzers().collect)
        assert len(service.requests) == 3

    run(main)


async def test_nothing_is_made_before_the_first_call() -> None:
    service = FakeService(GOOD)
    session, made = counting(service)
    client = service.client(session=session)
    client.list_analyzers().pages()
    await anyio.lowlevel.checkpoint()
    assert made == []
    assert service.requests == []


async def test_the_service_files_are_read_in_a_worker_thread() -> None:
    threads: set[threading.Thread] = set()
    session = new_session()
    loader = WatchedLoader(lambda: threads.add(threading.current_thread()))
    session.register_component("data_loader", loader)
    async with AccessAnalyzerClient(REGION, session=session) as client:
        with pytest.raises(InvalidRequestError):
            await client.get_analyzer(analyzer_name="")
    assert threads
    assert threading.main_thread() not in threads


ON_THE_LOOP = """
import asyncio, contextlib, sys, threading
import trio  # httpx imports it where it is installed, which opens files
with contextlib.suppress(ImportError):
    import httpcore2  # which httpx2 imports for its first client, and which reads its own version
from aa_sdk import AccessAnalyzerClient
from aa_sdk.models import ListAnalyzersRequest
from tests.client import loopback

ListAnalyzersRequest()  # at the first model of a process, pydantic looks for plugins

watched = []
opened = []

def hook(event, arguments):
    if event == "open" and threading.get_ident() in watched:
        opened.append(str(arguments[0]))

sys.addaudithook(hook)

async def main(transport):
    async with loopback.serve(loopback.answer) as network:
        client = AccessAnalyzerClient(
            "eu-west-1", endpoint_url=network.url, transport=transport,
            aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="invented",
        )
        watched.append(threading.get_ident())
        async with client:
            await client.list_analyzers()
            await client.list_analyzers()
        watched.clear()

for transport in ("aiohttp", "httpx"):
    asyncio.run(main(transport))
# Modules are imported where they are needed, once per process.
print([path for path in opened if not path.endswith((".py", ".pyc", ".so"))])
"""


def test_no_file_is_opened_on_the_event_loop() -> None:
    assert in_a_process(ON_THE_LOOP) == "[]"


CONSTRUCTING = """
import sys
from aa_sdk import AccessAnalyzerClient

AccessAnalyzerClient()  # imports what is needed, once per process
seen = []
sys.addaudithook(lambda event, _: seen.append(event))
seen.clear()
client = AccessAnalyzerClient("eu-west-1", profile_name="absent", endpoint_url="nonsense")
repr(client), client.region_name
watched = ("open", "socket.", "subprocess.", "os.", "import")
work = [event for event in seen if event.startswith(watched)]
print(work)
"""


def test_the_constructor_does_no_io() -> None:
    assert in_a_process(CONSTRUCTING) == "[]"


def in_a_process(program: str) -> str:
    """What a program prints that runs by itself."""
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "x", "/no/access"), "/no/access: cannot be read: permission denied"),
        (OSError("x"), "client: cannot be read: unknown reason"),
    ],
    ids=["named", "nameless"],
)
async def test_a_service_file_that_cannot_be_read_is_named(error: OSError, told: str) -> None:
    def fail() -> None:
        raise error

    session = new_session()
    session.register_component("data_loader", WatchedLoader(fail))
    async with AccessAnalyzerClient(REGION, session=session) as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.list_analyzers()
    assert str(caught.value) == told
    assert caught.value.__cause__ is error


def test_a_call_cancelled_while_it_connects_leaves_a_usable_client(run: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        go_on, session = threading.Event(), service.session()
        session.register_component("data_loader", WatchedLoader(lambda: go_on.wait(20)))
        async with service.client(session=session) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.list_analyzers().collect)
                await anyio.wait_all_tasks_blocked()
                tasks.cancel_scope.cancel()
                go_on.set()
            assert await client.list_analyzers().collect() == []
        assert len(service.requests) == 1

    run(main)


def handlers(session: Any) -> list[Any]:
    """Everything that a session has registered at the events of a call."""
    emitter = session.get_component("event_emitter")
    events = ("before-parse", "needs-retry", "request-created", "before-send", "before-call")
    return [
        handler
        for event in events
        for handler in emitter._emitter._handlers.prefix_search(f"{event}.accessanalyzer.X") or ()
    ]


async def test_a_shared_session_is_left_as_it_is() -> None:
    service = FakeService(GOOD)
    session = service.session()
    before, extra = handlers(session), session.user_agent_extra
    config = session.get_default_client_config()
    async with service.client(session=session) as one, service.client(session=session) as other:
        await one.list_analyzers()
        await other.list_analyzers()
        assert handlers(session) == before
    assert handlers(session) == before
    async with session.create_client("accessanalyzer", region_name=REGION) as plain:
        response = await plain.list_analyzers()
    assert response["analyzers"] == []
    assert session.get_default_client_config() is config
    assert session.user_agent_extra == extra


async def test_two_clients_share_a_session_but_not_a_life() -> None:
    service = FakeService(GOOD)
    session = service.session()
    async with service.client(session=session) as stays:
        async with service.client(session=session) as goes:
            await goes.list_analyzers()
            await stays.list_analyzers()
        assert await stays.list_analyzers().collect() == []
