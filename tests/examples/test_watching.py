"""The example's traces and logs: what belongs together can be found by one id."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind, format_trace_id

from aa_sdk._transport.watching import OBSERVERS
from aa_sdk.emulator import Emulator
from findings_service.logs import JsonLines
from tests.examples.conftest import Serve
from tests.examples.serving import Served
from tests.otel.conftest import Telemetry, id_of, parent_of

FINDINGS = "/analyzers/account-external/findings"


class Lines(io.StringIO):
    """What is logged."""

    def of(self, logger: str) -> list[dict[str, Any]]:
        lines = map(json.loads, self.getvalue().splitlines())
        return [line for line in lines if line["logger"] == logger]


@pytest.fixture
def lines() -> Iterator[Lines]:
    kept = Lines()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    logging.getLogger("aa_sdk").setLevel(logging.INFO)
    yield kept
    logging.getLogger("aa_sdk").setLevel(logging.NOTSET)
    logging.getLogger().removeHandler(handler)


def trace_of(span: ReadableSpan) -> str:
    assert span.context is not None
    return format_trace_id(span.context.trace_id)


def test_a_request_and_its_calls_are_one_tree(serve: Serve, telemetry: Telemetry) -> None:
    async def use(served: Served) -> None:
        await served.get(FINDINGS)

    serve(use)
    (request,) = (span for span in telemetry.spans if span.kind is SpanKind.SERVER)
    assert request.name == "GET /analyzers/{name}/findings"
    calls = [span for span in telemetry.spans if span is not request]
    assert [call.name for call in calls] == [
        "AccessAnalyzer.GetAnalyzer",
        *["AccessAnalyzer.ListFindingsV2"] * 4,
    ]
    assert {parent_of(call) for call in calls} == {id_of(request)}
    assert {trace_of(call) for call in calls} == {trace_of(request)}


def test_an_error_is_logged_with_the_ids_of_aws_and_of_the_trace(
    serve: Serve, emulator: Emulator, telemetry: Telemetry, lines: Lines
) -> None:
    async def use(served: Served) -> None:
        emulator.faults.throttle("ListAnalyzers", retry_after=90)
        await served.get("/analyzers")

    serve(use)
    (called,) = lines.of("aa_sdk")
    (answered,) = lines.of("findings_service.problems")
    assert (called["operation"], called["error_code"]) == ("ListAnalyzers", "ThrottlingException")
    assert (answered["status"], answered["level"]) == (503, "ERROR")
    for line in (called, answered):
        assert line["request_id"] == emulator.calls[-1].request_id
        assert line["trace_id"] == trace_of(telemetry.spans[0])


def test_nothing_watches_calls_after_the_shutdown(serve: Serve) -> None:
    async def use(_: Served) -> None:
        assert len(OBSERVERS) == 1

    serve(use)
    assert OBSERVERS == []


def test_a_line_holds_whatever_is_logged(lines: Lines) -> None:
    facts = {"place": io.BytesIO, "color_message": "red"}
    error = ValueError("two\nlines")
    logging.getLogger("tests.examples").error("it %s", "failed", exc_info=error, extra=facts)
    (line,) = lines.of("tests.examples")
    assert line["message"] == "it failed"
    assert line["exception"] == "ValueError: two\nlines"
    assert line["place"] == str(io.BytesIO)
    assert "trace_id" not in line
    assert "color_message" not in line
