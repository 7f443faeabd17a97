"""Telling of calls is turned on and off for the whole process, and costs nothing when it is off."""

import subprocess
import sys
from textwrap import dedent
from typing import Any

import anyio
import pytest

from aa_sdk._transport.watching import OBSERVERS
from aa_sdk.otel import instrument, uninstrument
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, Sent
from tests.otel.conftest import Telemetry

GOOD = Reply({"analyzers": []})


def test_nothing_watches_unless_it_is_asked_for() -> None:
    assert OBSERVERS == []


def test_clients_made_before_and_after_are_watched(run: Run, telemetry: Telemetry) -> None:
    async def main() -> None:
        uninstrument()
        async with FakeService(GOOD).client() as before:
            await before.list_analyzers().page()
            assert telemetry.spans == ()
            instrument(telemetry.tracer_provider, telemetry.meter_provider)
            async with FakeService(GOOD).client() as after:
                await before.list_analyzers().page()
                await after.list_analyzers().page()

    run(main)
    assert len(telemetry.spans) == 2


def test_asking_twice_is_asking_once_of_the_providers_given_last(
    run: Run, telemetry: Telemetry
) -> None:
    later = Telemetry()

    async def main() -> None:
        instrument(later.tracer_provider, later.meter_provider)
        async with FakeService(GOOD).client() as client:
            await client.list_analyzers().page()

    run(main)
    assert telemetry.spans == ()
    assert len(later.spans) == 1
    assert [point.count for point in later.points] == [1]


@pytest.mark.parametrize("change", [uninstrument, instrument])
def test_a_call_under_way_ends_where_it_began(run: Run, telemetry: Telemetry, change: Any) -> None:
    async def reply(_: Sent) -> Reply:
        change()
        return GOOD

    async def main() -> None:
        async with FakeService(reply).client() as client:
            await client.list_analyzers().page()

    run(main)
    assert len(telemetry.spans) == 1
    assert telemetry.points[0].count == 1


def test_turning_off_what_is_not_on_is_fine_and_leaves_others_on() -> None:
    def other(operation: str, region_name: str | None, /) -> Any:
        raise NotImplementedError(operation, region_name)

    OBSERVERS.append(other)
    for _ in range(2):
        uninstrument()
        assert [other] == OBSERVERS
    instrument()
    uninstrument()
    assert [other] == OBSERVERS
    OBSERVERS.remove(other)


async def test_a_call_that_is_thrown_away_ends_its_span(
    telemetry: Telemetry, caplog: pytest.LogCaptureFixture
) -> None:
    async def never(_: Sent) -> Reply:
        await anyio.sleep_forever()
        raise AssertionError

    async with FakeService(GOOD, never).client() as client:
        await client.list_analyzers().page()
        call = client.list_analyzers().page()
        call.send(None)
        call.close()
    assert [(span.attributes or {}).get("error.type") for span in telemetry.spans] == [
        None,
        "Cancelled",
    ]
    assert caplog.messages == []


def run_alone(program: str) -> str:
    """Run a program in a process of its own, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", dedent(program)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_without_providers_of_its_own_it_takes_the_global_ones_whenever_they_are_set() -> None:
    program = """
    import anyio
    from opentelemetry import metrics, trace
    import aa_sdk.otel
    from tests.otel.conftest import Telemetry
    from tests.fake_service import FakeService, Reply

    aa_sdk.otel.instrument()
    kept = Telemetry()
    trace.set_tracer_provider(kept.tracer_provider)
    metrics.set_meter_provider(kept.meter_provider)

    async def main():
        async with FakeService(Reply({"analyzers": []})).client() as client:
            await client.list_analyzers().page()

    anyio.run(main)
    print(kept.span.name, [point.count for point in kept.points])
    """
    assert run_alone(program) == "AccessAnalyzer.ListAnalyzers [1]\n"


def test_where_opentelemetry_is_not_installed_the_import_says_which_extra_has_it() -> None:
    program = """
    import sys
    sys.modules["opentelemetry"] = None
    try:
        import aa_sdk.otel
    except ModuleNotFoundError as error:
        print(error)
    """
    assert run_alone(program) == "aa_sdk.otel needs the extra otel: pip install 'aa-sdk[otel]'\n"
