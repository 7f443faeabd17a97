"""The application: one client for its life, its routes, and what errors become."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI
from opentelemetry.metrics import MeterProvider
from opentelemetry.trace import TracerProvider

from aa_sdk import AccessAnalyzerClient
from aa_sdk.otel import instrument, uninstrument
from findings_service import problems, routes


class State(TypedDict):
    """What every request finds in `request.state`."""

    client: AccessAnalyzerClient


def create_app(
    connect: Callable[[], AccessAnalyzerClient] = AccessAnalyzerClient,
    *,
    tracer_provider: TracerProvider | None = None,
    meter_provider: MeterProvider | None = None,
) -> FastAPI:
    """Put the application together.

    Args:
        connect: Makes the client. Default: one for the Region and the credentials that botocore
            finds, in the environment or a profile.
        tracer_provider: Makes the spans. Default: OpenTelemetry's global provider.
        meter_provider: Makes the instruments. Default: OpenTelemetry's global provider.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[State]:
        instrument(tracer_provider, meter_provider)
        try:
            # Leaving the block ends the calls that are still under way.
            async with connect() as client:
                yield {"client": client}
        finally:
            uninstrument()

    app = FastAPI(
        title="Findings",
        lifespan=lifespan,
        telemetry={
            "tracer_provider": tracer_provider,
            "meter_provider": meter_provider,
            "operation_spans": False,
        },
    )
    app.include_router(routes.router)
    problems.answer_errors_of(app)
    return app
