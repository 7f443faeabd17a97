"""OpenTelemetry: a span and a duration for each call, of every client of the process.

```python
import aa_sdk.otel

aa_sdk.otel.instrument()   # once, where the program sets OpenTelemetry up
```

Installed with the extra `otel`. Names follow the semantic conventions for the AWS SDK and for RPC.
"""

import re
from collections.abc import Callable
from contextvars import Token
from functools import partial

from aa_sdk._lazy import hide_imports
from aa_sdk._transport.watching import OBSERVERS, Observer
from aa_sdk._version import __version__
from aa_sdk.client import CallEvent

try:
    from opentelemetry import context, metrics, trace
except ImportError as _error:
    raise ModuleNotFoundError(
        "aa_sdk.otel needs the extra otel: pip install 'aa-sdk[otel]'", name=_error.name
    ) from _error

__all__ = ("instrument", "uninstrument")
hide_imports(__name__)

_SERVICE = "AccessAnalyzer"
_OF_EVERY_CALL = {
    # What the conventions for the AWS SDK say, and what those for RPC have put in its place.
    "rpc.system": "aws-api",
    "rpc.system.name": "aws-api",
    "rpc.service": _SERVICE,
}
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
# What the `suppress_instrumentation` of OpenTelemetry's own instrumentations sets.
_SUPPRESSED = "suppress_instrumentation"
# A code comes from whoever answered: anything else would be a series of its own for each answer.
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,99}|[1-5][0-9]{2}")


def instrument(
    tracer_provider: trace.TracerProvider | None = None,
    meter_provider: metrics.MeterProvider | None = None,
) -> None:
    """Have each call traced and measured, of clients made before and after.

    A call is a span of kind client, `AccessAnalyzer.ListFindingsV2`: below the span that is
    current where the call is made, and above those of the HTTP library. Each page of a listing is a
    call. The histogram `rpc.client.call.duration` has its seconds, waits and repeats included.

    This is state of the process, the only piece that this package keeps. Called again, it replaces
    the providers for the calls that begin from then on.

    Args:
        tracer_provider: Makes the spans. Default: OpenTelemetry's global provider.
        meter_provider: Makes the histogram. Default: OpenTelemetry's global provider.
    """
    tracer = trace.get_tracer("aa_sdk", __version__, tracer_provider)
    meter = metrics.get_meter("aa_sdk", __version__, meter_provider)
    OBSERVERS[:] = [*_others(), _Telemetry(tracer, meter)]


def uninstrument() -> None:
    """End what `instrument` began; without it, nothing happens.

    Calls under way end their spans.
    """
    OBSERVERS[:] = _others()


def _others() -> list[Observer]:
    return [one for one in OBSERVERS if not isinstance(one, _Telemetry)]


class _Telemetry:
    """An observer of calls that keeps a span and a duration of each."""

    def __init__(self, tracer: trace.Tracer, meter: metrics.Meter) -> None:
        self._tracer = tracer
        self._durations = meter.create_histogram(
            "rpc.client.call.duration",
            unit="s",
            description="How long a call took.",
            explicit_bucket_boundaries_advisory=_SECONDS,
        )

    def __call__(self, operation: str, region_name: str | None) -> Callable[[CallEvent], object]:
        """Begin a span, and make it the current one until the call ends, in the same task."""
        if context.get_value(_SUPPRESSED):
            return _nothing
        span = self._tracer.start_span(
            f"{_SERVICE}.{operation}",
            kind=trace.SpanKind.CLIENT,
            attributes=_named(operation, region_name),
        )
        inside = trace.set_span_in_context(span)
        return partial(self._ended, span, inside, context.attach(inside))

    def _ended(
        self,
        span: trace.Span,
        inside: context.Context,
        outside: Token[context.Context],
        event: CallEvent,
    ) -> None:
        context.detach(outside)
        self._durations.record(event.duration, _series_of(event), inside)
        span.set_attributes(_facts_of(event))
        if event.error_code is not None:
            answer = f"HTTP {event.status_code}" if event.status_code else "no answer"
            span.set_status(trace.StatusCode.ERROR, f"{answer}, attempts: {event.attempts}")
        span.end()


def _nothing(event: CallEvent) -> None:
    """Take no note of a call."""


def _named(operation: str, region_name: str | None) -> dict[str, str]:
    """Return what is known of a call before it is made."""
    region = {} if region_name is None else {"cloud.region": region_name}
    return {**_OF_EVERY_CALL, "rpc.method": operation, **region}


def _series_of(event: CallEvent) -> dict[str, str]:
    """Return what durations are told apart by: few values of each, and never a request id."""
    found = _named(event.operation, event.region_name)
    if event.error_code is not None:
        found["error.type"] = _error_type(event.error_code)
    return found


def _facts_of(event: CallEvent) -> dict[str, str | int]:
    """Return what is known of a call at its end."""
    facts: dict[str, str | int] = {**_series_of(event)}
    if event.request_id is not None:
        facts["aws.request_id"] = event.request_id
    if event.status_code is not None:
        facts["http.response.status_code"] = event.status_code
    if event.attempts > 1:
        facts["http.request.resend_count"] = event.attempts - 1
    return facts


def _error_type(code: str) -> str:
    return code if _CODE.fullmatch(code) else "_OTHER"
