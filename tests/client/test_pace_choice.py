"""Which pace the calls of a client go by, and who is told of them."""

from typing import Any

import anyio
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    CallEvent,
    InvalidRequestError,
    ThrottlingException,
)
from aa_sdk.pace import Pace
from tests.conftest import Run
from tests.fake_service import REGION, FakeService, Reply, error_reply

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
FAILED = error_reply("InternalServerException", 500)
THROTTLED = error_reply("ThrottlingException", 429)


def test_the_first_workflow_makes_a_pace_that_the_connection_keeps() -> None:
    client = FakeService().client()
    view = client.with_options(timeout=5)
    assert view.pace is None
    assert view.paced() is view
    made = client.pace
    assert isinstance(made, Pace)
    assert client.paced().pace is view.pace is client.with_options(retries=1).pace is made


def test_a_pace_of_ones_own_goes_before_that_of_the_connection() -> None:
    given, other = Pace(), Pace()
    client = FakeService().client(pace=given)
    assert client.paced().pace is given
    view = client.with_options(pace=other)
    assert view.with_options(timeout=1).paced().pace is other
    assert client.pace is given


@pytest.mark.parametrize("made", ["with the client", "with a view"])
def test_a_pace_can_be_turned_off_for_workflows_too(made: str, run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(THROTTLED)
        if made == "with the client":
            client = service.client(pace=None)
        else:
            client = service.client(pace=Pace()).with_options(pace=None)
        assert client.paced().pace is None
        async with client:
            with pytest.raises(ThrottlingException):
                await client.list_analyzers()
        assert len(service.requests) == 3

    run_in_virtual_time(main)


def test_clients_may_share_a_pace(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        pace = Pace()
        wait = error_reply("ThrottlingException", 429, {"Retry-After": "30"})
        first, second = FakeService(GOOD, wait, GOOD), FakeService(GOOD)
        async with first.client(pace=pace) as one, second.client(pace=pace) as other:
            for client in (one, other):
                await client.list_analyzers()  # time passes while it connects
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(one.list_analyzers().page)
                await anyio.sleep(1)
                await other.list_analyzers()
            assert anyio.current_time() - started >= 30

    run_in_virtual_time(main)


def test_whoever_is_told_of_calls_goes_on_being_told(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        first, second = list[CallEvent](), list[CallEvent]()
        async with FakeService(GOOD).client(on_call=first.append) as client:
            await client.with_options(on_call=second.append).list_analyzers()
            await client.list_analyzers()
        assert (len(first), len(second)) == (2, 1)
        assert first[0] is second[0]

    run_in_virtual_time(main)


@pytest.mark.parametrize("pace", [5, "fast", Pace, True])
def test_something_else_than_a_pace_is_refused(pace: Any) -> None:
    with pytest.raises(InvalidRequestError, match="pace: must be a Pace"):
        AccessAnalyzerClient(REGION, pace=pace)
    with pytest.raises(InvalidRequestError, match="pace: must be a Pace"):
        AccessAnalyzerClient(REGION).with_options(pace=pace)
