"""The example's stream: no faster than it is read, and over when nobody reads it."""

import anyio

from aa_sdk.emulator import Emulator
from tests.examples.conftest import Serve
from tests.examples.serving import Served
from tests.otel.conftest import Telemetry, attributes_of

FINDINGS = "/analyzers/account-external/findings"
CALL = "ListFindingsV2"


def test_no_more_pages_are_fetched_than_are_read(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        exchange = served.open(FINDINGS)
        await exchange.begun()
        for read in range(1, 4):
            assert (await exchange.chunk()).count(b"\n") == 100
            await anyio.wait_all_tasks_blocked()
            assert emulator.calls.count_of(CALL) == read + 1  # one more is on offer
        assert await exchange.chunk()
        assert await exchange.chunk() == b""
        await exchange.ended.wait()

    serve(use)


def test_a_reader_that_goes_away_ends_the_listing(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        exchange = served.open(FINDINGS)
        await exchange.begun()
        await exchange.chunk()
        await anyio.wait_all_tasks_blocked()
        exchange.disconnect()
        await exchange.ended.wait()
        assert emulator.calls.count_of(CALL) == 2
        assert (await served.get("/analyzers")).status == 200

    serve(use)
    assert emulator.calls.count_of(CALL) == 2


def test_a_reader_that_goes_away_ends_the_call_under_way(
    serve: Serve, emulator: Emulator, telemetry: Telemetry
) -> None:
    async def use(served: Served) -> None:
        emulator.faults.delay(20, CALL, nth=2)
        exchange = served.open(FINDINGS)
        await exchange.begun()
        await exchange.chunk()
        began = anyio.current_time()
        exchange.disconnect()
        await exchange.ended.wait()
        assert anyio.current_time() - began < 20
        assert (await served.get("/analyzers")).status == 200

    serve(use)
    calls = [span for span in telemetry.spans if CALL in span.name]
    assert [attributes_of(span).get("error.type") for span in calls] == [None, "Cancelled"]


def test_what_goes_wrong_before_the_first_line_is_a_status(
    serve: Serve, emulator: Emulator
) -> None:
    async def use(served: Served) -> None:
        emulator.faults.fail(CALL)
        assert (await served.get(FINDINGS)).status == 502

    serve(use)


def test_what_goes_wrong_later_is_the_last_line(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        emulator.faults.throttle(CALL, nth=3)
        answer = await served.get(FINDINGS)
        assert answer.status == 200
        *findings, last = answer.lines
        assert len(findings) == 200
        assert last["problem"]["status"] == 503
        assert last["problem"]["request_id"] == emulator.calls[-1].request_id

    serve(use)


def test_a_shutdown_ends_a_stream_whose_page_is_on_its_way(
    serve: Serve, emulator: Emulator
) -> None:
    async def use(served: Served) -> None:
        emulator.faults.delay(20, CALL, nth=2)
        exchange = served.open(FINDINGS)
        await exchange.begun()
        await exchange.chunk()
        began = anyio.current_time()
        await served.stop()
        last = await exchange.chunk()
        assert b'"status":503' in last
        assert await exchange.chunk() == b""
        assert anyio.current_time() - began < 20

    serve(use)
