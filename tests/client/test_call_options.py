"""`timeout`, and `with_options`: what some calls may take, over a connection that others share."""

import gc
import math
import pickle
import warnings
import weakref
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import (
    AccessAnalyzerClient,
    CallEvent,
    CallTimeoutError,
    ClientClosedError,
    InternalServerException,
    InvalidRequestError,
    TransportError,
)
from tests.client import loopback
from tests.client.conftest import Library
from tests.conftest import Run
from tests.fake_service import REGION, FakeService, Reply, Sent, counting, error_reply, new_session

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
FAILED = error_reply("InternalServerException", 500)


async def hang(_: Sent) -> Reply:
    await anyio.sleep_forever()
    raise AssertionError


async def connected(service: FakeService, **options: Any) -> AccessAnalyzerClient:
    """A client that has connected, for while it does, virtual time would pass."""
    replies = service.replies.copy()
    service.replies[:] = [GOOD]
    client = service.client(**options)
    await client.list_analyzers()
    service.replies, service.requests = replies, []
    return client


WAIT = error_reply("ThrottlingException", 429, {"Retry-After": "50"})


@pytest.mark.parametrize(("reply", "attempts"), [(hang, 1), (WAIT, 1), (FAILED, None)])
def test_a_timeout_ends_a_call_wherever_it_is(
    reply: Any, attempts: int | None, run_in_virtual_time: Run
) -> None:
    async def main() -> None:
        patient = AioConfig(retries={"mode": "standard", "total_max_attempts": 99})
        service = FakeService(reply)
        client = await connected(service, timeout=9, config=patient)
        async with client:
            started = anyio.current_time()
            with pytest.raises(CallTimeoutError) as caught:
                await client.list_analyzers()
            assert anyio.current_time() - started == pytest.approx(9)
            assert "ListAnalyzers: not within the timeout of 9 s; attempts: " in str(caught.value)
            assert attempts in {len(service.requests), None}
            service.replies = [GOOD]
            assert await client.list_analyzers().collect() == []

    run_in_virtual_time(main)


def test_a_timeout_reaches_to_the_search_for_credentials(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        session = service.session(credentials=False)

        async def endless(**_: object) -> None:
            await anyio.sleep_forever()

        async with service.client(session=session, timeout=3) as client:
            session.get_component("credential_provider").load_credentials = endless
            with pytest.raises(
                CallTimeoutError, match="within the timeout of 3 s; it was not sent"
            ):
                await client.list_analyzers()

    run_in_virtual_time(main)


def test_a_timeout_reaches_to_the_wait_for_a_connection(http: Library) -> None:
    async def main() -> None:
        reached = anyio.Event()

        async def silent(stream: Any) -> None:
            await loopback.read_request(stream)
            reached.set()
            await stream.receive()

        async def occupy() -> None:
            await client.list_analyzers()

        async with (
            loopback.serve(silent) as network,
            http.client(network.url, max_pool_connections=1) as client,
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(occupy)
            with anyio.fail_after(20):
                await reached.wait()
                with pytest.raises(CallTimeoutError):
                    await client.with_options(timeout=0.05).list_analyzers()
            tasks.cancel_scope.cancel()

    http.run(main)


def test_a_page_is_one_call(run_in_virtual_time: Run) -> None:
    def after(seconds: float, reply: Reply) -> Any:
        async def answer(_: Sent) -> Reply:
            await anyio.sleep(seconds)
            return reply

        return answer

    async def main() -> None:
        more = [after(4, Reply({"analyzers": [], "nextToken": token})) for token in "abc"]
        service = FakeService(*more, after(4, GOOD))
        client = await connected(service, timeout=5)
        async with client:
            started = anyio.current_time()
            assert await client.list_analyzers().collect() == []
            assert anyio.current_time() - started == pytest.approx(16)

    run_in_virtual_time(main)


def test_a_call_that_is_cancelled_from_outside_is_not_late(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        client = await connected(FakeService(hang), timeout=5)
        async with client:
            with anyio.move_on_after(2) as scope:
                await client.list_analyzers()
            assert scope.cancelled_caught

    run_in_virtual_time(main)


def test_a_late_call_of_a_closed_client_is_one_of_a_closed_client(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        client = await connected(FakeService(hang), timeout=5)

        async def call() -> None:
            with pytest.raises(ClientClosedError):
                await client.list_analyzers()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await anyio.sleep(2)
            await client.aclose()

    run_in_virtual_time(main)


def test_a_timeout_error_is_a_transport_error_and_pythons() -> None:
    error = CallTimeoutError("GetAnalyzer", "not within 5 s", "r-1")
    assert isinstance(error, TransportError)
    assert isinstance(error, TimeoutError)
    assert str(error) == "no answer to GetAnalyzer (request r-1): not within 5 s"
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert (str(copy), copy.operation, copy.reason) == (
        str(error),
        "GetAnalyzer",
        "not within 5 s",
    )


def test_botocores_own_timeouts_are_timeout_errors_too(http: Library) -> None:
    async def main() -> None:
        async with (
            loopback.serve(loopback.stay_silent) as network,
            http.client(network.url, read_timeout=0.05) as client,
        ):
            with pytest.raises(CallTimeoutError, match="read_timeout"):
                await client.list_analyzers()

    http.run(main)


@pytest.mark.parametrize(("retries", "attempts"), [(0, 1), (1, 2), (2, 3), (9, 3), (None, 3)])
def test_retries_are_at_most_those_of_the_connection(
    retries: int | None, attempts: int, run_in_virtual_time: Run
) -> None:
    async def main() -> None:
        service = FakeService(FAILED)
        async with service.client() as client:
            with pytest.raises(InternalServerException):
                await client.with_options(retries=retries).list_analyzers()
        assert len(service.requests) == attempts

    run_in_virtual_time(main)


def test_retries_of_one_client_do_not_change_those_of_the_other(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(FAILED)
        async with service.client() as client:
            for one, attempts in ((client.with_options(retries=0), 1), (client, 3)):
                service.requests = []
                with pytest.raises(InternalServerException):
                    await one.list_analyzers()
                assert len(service.requests) == attempts

    run_in_virtual_time(main)


async def test_both_share_one_connection_and_the_other_options() -> None:
    service = FakeService(GOOD)
    session, made = counting(service)
    events: list[CallEvent] = []
    client = service.client(session=session, on_call=events.append)
    other = client.with_options(timeout=5).with_options(retries=0)
    async with client:
        await client.list_analyzers()
        await other.list_analyzers()
        await other.call("ListAnalyzers")
        assert (made, len(events)) == (["client"], 3)
        assert other.region_name == REGION
    with pytest.raises(ClientClosedError):
        await other.list_analyzers()


async def test_closing_the_other_closes_the_connection_of_both() -> None:
    client = FakeService(GOOD).client()
    async with client.with_options(timeout=5) as other:
        await other.list_analyzers()
    with pytest.raises(ClientClosedError):
        await client.list_analyzers()


def test_an_option_is_kept_changed_or_taken_back(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        client = await connected(FakeService(hang), timeout=5)
        async with client:
            for changed, seconds in (
                (client.with_options(retries=1), 5),
                (client.with_options(timeout=2), 2),
                (client.with_options(timeout=None), 100),
            ):
                with anyio.move_on_after(100):
                    started = anyio.current_time()
                    try:
                        await changed.list_analyzers()
                    except CallTimeoutError:
                        pass
                    finally:
                        assert anyio.current_time() - started == pytest.approx(seconds)

    run_in_virtual_time(main)


async def test_the_other_client_is_of_the_same_class_and_keeps_what_it_has() -> None:
    class Ours(AccessAnalyzerClient):
        team = "nobody"

    client = Ours(REGION)
    client.team = "audit"
    other = client.with_options(timeout=5)
    assert (type(other), other.team) == (Ours, "audit")


async def test_a_client_keeps_the_first_one_and_none_between() -> None:
    client = FakeService(GOOD).client()
    between = client.with_options(timeout=5)
    last = between.with_options(retries=0)
    gone = weakref.ref(between)
    del between
    gc.collect()
    assert gone() is None
    await last.list_analyzers()
    await client.aclose()


async def test_only_the_client_that_connected_warns_when_it_is_dropped_unclosed() -> None:
    client = FakeService(GOOD).client()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        await client.with_options(timeout=5).list_analyzers()
        gc.collect()
        assert caught == []
        other = client.with_options(retries=0)
        del client
        gc.collect()
        assert caught == []
        await other.aclose()
    assert caught == []


async def test_a_client_dropped_with_all_that_were_made_of_it_warns_once() -> None:
    client = FakeService(GOOD).client()
    other = client.with_options(retries=0)
    await other.list_analyzers()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        del client, other
        gc.collect()
    assert [warning.category for warning in caught] == [ResourceWarning]


@pytest.mark.parametrize("timeout", [0, -1, math.nan, math.inf, True, "5"])
def test_a_timeout_is_a_positive_number(timeout: Any) -> None:
    with pytest.raises(InvalidRequestError, match=r"^timeout: must be a number of seconds above 0"):
        AccessAnalyzerClient(REGION, timeout=timeout)
    with pytest.raises(InvalidRequestError, match=r"^timeout: "):
        AccessAnalyzerClient(REGION).with_options(timeout=timeout)


@pytest.mark.parametrize("retries", [-1, 1.5, True, "2"])
def test_retries_are_a_number_from_0_up(retries: Any) -> None:
    with pytest.raises(
        InvalidRequestError, match=r"^retries: must be a whole number of at least 0"
    ):
        AccessAnalyzerClient(REGION, session=new_session()).with_options(retries=retries)
