"""The service of the examples, over an emulator in process."""

from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from aiobotocore.config import AioConfig
from fastapi import FastAPI

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from findings_service.app import create_app
from tests.examples.serving import Served, serving
from tests.otel.conftest import Telemetry
from tests.virtual_time import run_on_asyncio

Use = Callable[[Served], Awaitable[None]]
Serve = Callable[[Use], None]


@pytest.fixture
def emulator() -> Emulator:
    """350 findings of external access are four pages."""
    emulator = Emulator()
    emulator.populate(findings=1000)
    return emulator


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry()


@pytest.fixture
def app(emulator: Emulator, telemetry: Telemetry) -> FastAPI:
    def connect() -> AccessAnalyzerClient:
        once = AioConfig(retries={"total_max_attempts": 1, "mode": "standard"})
        return AccessAnalyzerClient("us-east-1", session=emulator.session(), config=once)

    return create_app(
        connect,
        tracer_provider=telemetry.tracer_provider,
        meter_provider=telemetry.meter_provider,
    )


@pytest.fixture
def serve(app: FastAPI) -> Serve:
    """Runs the application while a test makes use of it; what it waits for takes no time."""

    async def main(use: Use) -> None:
        async with serving(app) as served:
            await use(served)

    return lambda use: run_on_asyncio(partial(main, use))
