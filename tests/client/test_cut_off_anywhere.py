"""Calls that are cut off after any number of steps of the event loop."""

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from itertools import product

import anyio
import anyio.abc
import anyio.lowlevel
import pytest

from aa_sdk import AccessAnalyzerClient, ClientClosedError
from tests.client import loopback
from tests.client.conftest import Library
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, error_reply

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
MOST = 1_000
"""Steps; no call takes so many."""


class Call:
    """A call that may be cut off."""

    def __init__(self, client: AccessAnalyzerClient) -> None:
        self._client = client
        self.is_over = False
        self.is_answered = False

    async def __call__(self) -> None:
        try:
            await self._client.list_analyzers().page()
            self.is_answered = True
        except ClientClosedError:
            pass
        finally:
            self.is_over = True

    async def cut_off(
        self,
        steps: int,
        end: Callable[[], Awaitable[object]] | None = None,
        *,
        seconds: float = 0,
    ) -> None:
        """Begin, and after some seconds and steps cancel it, or end it in another way."""
        with anyio.fail_after(20):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self)
                if seconds:
                    await anyio.sleep(seconds)
                for _ in range(steps):
                    await anyio.lowlevel.checkpoint()
                if end is None:
                    tasks.cancel_scope.cancel()
                else:
                    await end()
        assert self.is_over or steps == 0


async def cancel_everywhere(client: AccessAnalyzerClient) -> int:
    """Cancel calls after ever more steps, until one is answered; each leaves a usable client."""
    for steps in range(MOST):
        call = Call(client)
        await call.cut_off(steps)
        if call.is_answered:
            return steps
        assert await client.list_analyzers().collect() == []
    raise AssertionError


class Server:
    """Answers like the service, and knows how many connections are open."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self.is_open = 0

    async def __call__(self, stream: anyio.abc.SocketStream) -> None:
        self.is_open += 1
        try:
            while True:
                await loopback.read_request(stream)
                answer = loopback.response(loopback.GOOD_BODY)
                if not self._keep:
                    await stream.send(answer)
                    return
                await stream.send(answer.replace(b"connection: close\r\n", b""))
        finally:
            self.is_open -= 1

    async def is_left_alone(self) -> None:
        """Return once nobody is connected any more."""
        with anyio.fail_after(20):
            while self.is_open:
                await anyio.lowlevel.checkpoint()


# The oldest anyio, with which httpx connects, leaves a socket open when connecting is cancelled.
LOSES_SOCKETS = version("anyio").startswith("4.11.")


@pytest.mark.parametrize("keep", [False, True], ids=["new connections", "a kept one"])
def test_a_call_may_be_cancelled_at_any_step_on_the_wire(http: Library, *, keep: bool) -> None:
    async def main() -> None:
        server = Server(keep=keep or (LOSES_SOCKETS and http.transport == "httpx"))
        async with loopback.serve(server) as network:
            async with http.client(network.url) as client:
                await client.list_analyzers()
                assert await cancel_everywhere(client) > 1
            await server.is_left_alone()

    http.run(main)


def test_a_call_may_be_cancelled_at_any_step_around_its_retries(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        throttled = error_reply("ThrottlingException", 429, {"Retry-After": "5"})
        service = FakeService(GOOD)
        async with service.client() as client:
            await client.list_analyzers()
            for seconds, steps in product((0, 5), range(30)):
                service.replies = [throttled, GOOD]
                await Call(client).cut_off(steps, seconds=seconds)
                service.replies = [GOOD]
                assert await client.list_analyzers().collect() == []

    run_in_virtual_time(main)


def test_a_client_may_be_closed_at_any_step_of_a_call(http: Library) -> None:
    async def main() -> None:
        server, steps, is_answered = Server(keep=True), 0, False
        async with loopback.serve(server) as network:
            while not is_answered:
                client = http.client(network.url)
                await client.list_analyzers()
                call = Call(client)
                await call.cut_off(steps, client.aclose)
                is_answered, steps = call.is_answered, steps + 1
                with pytest.raises(ClientClosedError):
                    await client.list_analyzers()
            await server.is_left_alone()
        assert steps > 1

    http.run(main)


def test_a_hundred_tasks_on_a_cold_client_are_all_answered_over_sockets(http: Library) -> None:
    async def main() -> None:
        server, calls = Server(keep=True), []
        async with loopback.serve(server) as network:
            async with http.client(network.url) as client, anyio.create_task_group() as tasks:
                calls = [Call(client) for _ in range(100)]
                for call in calls:
                    tasks.start_soon(call)
            await server.is_left_alone()
        assert all(call.is_answered for call in calls)

    http.run(main)
