"""What is told of calls, kept in memory."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from aa_sdk.otel import instrument, uninstrument
from tests.client.conftest import way, whichever

__all__ = ("Telemetry", "attributes_of", "id_of", "named", "parent_of", "way", "whichever")


class Telemetry:
    """A pair of providers, and what has come to them."""

    def __init__(self) -> None:
        self.tracer_provider = TracerProvider(shutdown_on_exit=False)
        self.tracer = self.tracer_provider.get_tracer("tests")
        self._exporter = InMemorySpanExporter()
        self.tracer_provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self._reader = InMemoryMetricReader()
        self.meter_provider = MeterProvider([self._reader], shutdown_on_exit=False)

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        """The spans that have ended, in the order of their ends."""
        return self._exporter.get_finished_spans()

    @property
    def span(self) -> ReadableSpan:
        """The only span there is."""
        (span,) = self.spans
        return span

    @property
    def metric(self) -> Any:
        """The only metric there is."""
        found: Any = self._reader.get_metrics_data()
        (metric,) = found.resource_metrics[0].scope_metrics[0].metrics
        return metric

    @property
    def points(self) -> list[HistogramDataPoint]:
        """The durations: one point for each combination of attributes."""
        return list(self.metric.data.data_points)


def named(spans: tuple[ReadableSpan, ...], name: str) -> ReadableSpan:
    """The only span of a name."""
    (found,) = (span for span in spans if span.name == name)
    return found


def id_of(span: ReadableSpan) -> int:
    """What its children know a span by."""
    found: Any = span.context
    return int(found.span_id)


def parent_of(span: ReadableSpan) -> int | None:
    """The id of the span above, if there is one."""
    return span.parent and span.parent.span_id


def attributes_of(span: ReadableSpan) -> Mapping[str, Any]:
    """A span's attributes."""
    return dict(span.attributes or {})


@pytest.fixture
def telemetry() -> Iterator[Telemetry]:
    """Has every call of the test traced and measured."""
    kept = Telemetry()
    instrument(kept.tracer_provider, kept.meter_provider)
    yield kept
    uninstrument()
