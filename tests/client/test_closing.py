"""Closing a client that is in the middle of its work."""

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import anyio.abc
import pytest

from aa_sdk import AccessAnalyzerClient, ClientClosedError
from tests.client import loopback
from tests.client.conftest import Library
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, Sent, error_reply

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
PATIENCE = 20


class Silent:
    """A server that answers nothing, and knows how many wait for it."""

    def __init__(self, expected: int) -> None:
        self.waiting = 0
        self.expected = expected
        self.all_wait = anyio.Event()
        self.all_gone = anyio.Event()

    async def __call__(self, stream: anyio.abc.SocketStream) -> None:
        await loopback.read_request(stream)
        self.waiting += 1
        if self.waiting == self.expected:
            self.all_wait.set()
        try:
            while True:
                await stream.receive()
        finally:
            self.waiting -= 1
            if self.waiting == 0:
                self.all_gone.set()


async def ends_closed(call: Callable[[], Awaitable[Any]]) -> None:
    with pytest.raises(ClientClosedError):
        await call()


def test_calls_that_wait_for_answers_end_at_once_and_leave_no_socket(http: Library) -> None:
    async def main() -> None:
        server = Silent(expected=5)
        async with loopback.serve(server) as network:
            # With attempts left: none of them may be made.
            client = http.client(network.url, attempts=3)
            with anyio.fail_after(PATIENCE):
                async with anyio.create_task_group() as tasks:
                    for _ in range(4):
                        tasks.start_soon(ends_closed, client.list_analyzers().collect)
                    tasks.start_soon(
                        ends_closed,
                        lambda: client.create_analyzer(analyzer_name="sample", type="ACCOUNT"),
                    )
                    await server.all_wait.wait()
                    await client.aclose()
                    # Nothing is left to do for a call once `aclose` has returned.
                await server.all_gone.wait()
            await ends_closed(client.list_analyzers().collect)
        assert server.waiting == 0

    http.run(main)


def test_a_call_that_waits_to_be_repeated_ends_at_once(run: Run) -> None:
    async def main() -> None:
        reached = anyio.Event()

        async def throttle(_: Sent) -> Reply:
            reached.set()
            return error_reply("ThrottlingException", 429, {"Retry-After": "60"})

        service = FakeService(throttle, GOOD)
        client = service.client()
        with anyio.fail_after(PATIENCE):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(ends_closed, client.list_analyzers().collect)
                await reached.wait()
                await anyio.wait_all_tasks_blocked()
                await client.aclose()
        assert len(service.requests) == 1

    run(main)


def test_closing_waits_until_the_calls_have_ended(run: Run) -> None:
    async def main() -> None:
        reached, steps = anyio.Event(), list[str]()

        async def slow_to_leave(_: Sent) -> Reply:
            reached.set()
            try:
                await anyio.sleep_forever()
            finally:
                with anyio.CancelScope(shield=True):
                    await anyio.lowlevel.checkpoint()
                    steps.append("call")
            raise AssertionError

        client = FakeService(slow_to_leave).client()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ends_closed, client.list_analyzers().collect)
            await reached.wait()
            await client.aclose()
            steps.append("closed")
        assert steps == ["call", "closed"]

    run(main)


def test_a_call_may_close_its_own_client(run: Run) -> None:
    async def main() -> None:
        async def close(_: Sent) -> Reply:
            await client.aclose()
            raise AssertionError

        client: AccessAnalyzerClient = FakeService(close).client()
        with anyio.fail_after(PATIENCE):
            await ends_closed(client.list_analyzers().collect)
            await ends_closed(client.list_analyzers().collect)

    run(main)


def test_a_cancelled_call_stays_cancelled_when_its_client_is_closed(run: Run) -> None:
    async def main() -> None:
        reached = anyio.Event()

        async def never(_: Sent) -> Reply:
            reached.set()
            await anyio.sleep_forever()
            raise AssertionError

        client = FakeService(never).client()
        scope = anyio.CancelScope()

        async def call() -> None:
            with scope:
                await client.list_analyzers()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await reached.wait()
            scope.cancel()
            await client.aclose()
        assert scope.cancelled_caught

    run(main)


def test_a_client_that_is_closed_while_it_connects_stays_closed(run: Run) -> None:
    async def main() -> None:
        async def close(**_: object) -> None:
            await client.aclose()

        service = FakeService(GOOD)
        session = service.session()
        session.get_component("event_emitter").register(
            "creating-client-class.accessanalyzer", close
        )
        client = service.client(session=session)
        await ends_closed(client.list_analyzers().collect)
        await ends_closed(client.list_analyzers().collect)
        assert service.requests == []

    run(main)
