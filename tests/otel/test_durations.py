"""The seconds of calls, told apart by what takes few values."""

import anyio
import pytest

from aa_sdk import ServiceError
from tests.conftest import Run
from tests.fake_service import REGION, FakeService, Reply, Sent, error_reply, once
from tests.otel.conftest import Telemetry, named

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
SERIES = {
    "rpc.system": "aws-api",
    "rpc.system.name": "aws-api",
    "rpc.service": "AccessAnalyzer",
    "rpc.method": "ListAnalyzers",
    "cloud.region": REGION,
}


def test_a_call_is_measured_in_seconds_with_the_buckets_of_the_conventions(
    run_in_virtual_time: Run, telemetry: Telemetry
) -> None:
    async def slow(_: Sent) -> Reply:
        await anyio.sleep(3)  # which takes no time here
        return GOOD

    async def main() -> None:
        async with FakeService(slow).client() as client:
            await client.list_analyzers().page()

    run_in_virtual_time(main)
    metric, (point,) = telemetry.metric, telemetry.points
    assert (metric.name, metric.unit) == ("rpc.client.call.duration", "s")
    # Under Trio the clock there passes a little by itself.
    assert point.count == 1
    assert point.sum == pytest.approx(3, abs=0.5)
    bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
    assert list(point.explicit_bounds) == bounds


def test_calls_of_one_operation_are_one_series_whatever_their_ids(
    run: Run, telemetry: Telemetry
) -> None:
    async def main() -> None:
        replies = [Reply(GOOD.body, headers={"x-amzn-requestid": f"id-{n}"}) for n in range(3)]
        async with FakeService(*replies).client() as client:
            for _ in replies:
                await client.list_analyzers().page()

    run(main)
    assert len(telemetry.spans) == 3
    (point,) = telemetry.points
    assert (point.attributes, point.count) == (SERIES, 3)


def test_failures_are_series_of_their_own(run: Run, telemetry: Telemetry) -> None:
    async def main() -> None:
        refusal = error_reply("AccessDeniedException", 403)
        async with FakeService(GOOD, refusal).client(config=once()) as client:
            await client.list_analyzers().page()
            with pytest.raises(ServiceError):
                await client.list_analyzers().page()

    run(main)
    good, failed = telemetry.points
    assert good.attributes == SERIES
    assert failed.attributes == SERIES | {"error.type": "AccessDeniedException"}


def test_a_duration_leads_to_the_span_of_its_call(run: Run, telemetry: Telemetry) -> None:
    async def main() -> None:
        async with FakeService(GOOD).client() as client:
            with telemetry.tracer.start_as_current_span("caller"):
                await client.list_analyzers().page()

    run(main)
    (point,) = telemetry.points
    (example,) = point.exemplars
    call = named(telemetry.spans, "AccessAnalyzer.ListAnalyzers")
    assert call.context is not None
    assert (example.trace_id, example.span_id) == (call.context.trace_id, call.context.span_id)
