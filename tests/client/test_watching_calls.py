"""Who watches calls: `on_call` and its manners, the process's observers, the log."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    CallEvent,
    InvalidRequestError,
    ResourceNotFoundException,
    ResponseDecodeError,
    ServiceError,
    ThrottlingException,
    TransportError,
)
from aa_sdk._transport.calls import End
from aa_sdk._transport.watching import OBSERVERS
from tests.client.watched_calls import GOOD, THROTTLED, Watched, dropped
from tests.conftest import Run
from tests.fake_service import REGION, FakeService, Outcome, Reply, error_reply

pytestmark = pytest.mark.usefixtures("way")


async def test_what_on_call_raises_is_logged_and_the_call_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_: CallEvent) -> None:
        raise LookupError("a defect of the caller's")

    service = FakeService(GOOD, error_reply("ResourceNotFoundException", 404))
    async with service.client(on_call=broken) as client:
        assert await client.list_analyzers().collect() == []
        with pytest.raises(ResourceNotFoundException):
            await client.get_analyzer(analyzer_name="a")
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.name for record in errors] == ["aa_sdk"] * 2
    assert "LookupError: a defect of the caller's" in caplog.text


async def asynchronous(_: CallEvent) -> None:
    """What cannot be told of a call."""


class Asynchronous:
    """What cannot be told of a call either."""

    async def __call__(self, _: CallEvent) -> None:
        raise AssertionError


@pytest.mark.parametrize("wrong", [asynchronous, Asynchronous(), "print", 5])
def test_on_call_is_a_plain_function(wrong: Any) -> None:
    with pytest.raises(InvalidRequestError, match="on_call: must be a"):
        AccessAnalyzerClient(REGION, on_call=wrong)


@pytest.fixture
def observers() -> Iterator[list[str]]:
    """Two observers that write down what they are asked and told."""
    lines: list[str] = []

    def observer(name: str) -> Callable[[str, str | None], End]:
        def begin(operation: str, region_name: str | None) -> End:
            lines.append(f"{name} {operation} {region_name}")
            return lambda event: lines.append(f"{name} {event.status_code} {event.error_code}")

        return begin

    OBSERVERS.extend(map(observer, ("outer", "inner")))
    yield lines
    OBSERVERS.clear()


async def test_observers_are_asked_before_a_call_and_told_after_it(observers: list[str]) -> None:
    service = FakeService(GOOD, error_reply("ResourceNotFoundException", 404))

    def note(_: CallEvent) -> None:
        observers.append("on_call")

    async with service.client(on_call=note) as client:
        await client.list_analyzers()
        with pytest.raises(ResourceNotFoundException):
            await client.get_analyzer(analyzer_name="a")
    assert observers == [
        f"outer ListAnalyzers {REGION}",
        f"inner ListAnalyzers {REGION}",
        "on_call",
        "inner 200 None",
        "outer 200 None",
        f"outer GetAnalyzer {REGION}",
        f"inner GetAnalyzer {REGION}",
        "on_call",
        "inner 404 ResourceNotFoundException",
        "outer 404 ResourceNotFoundException",
    ]


async def test_an_observer_that_fails_is_logged_and_the_others_go_on(
    observers: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_operation: str, _region_name: str | None) -> End:
        raise LookupError("no exporter")

    OBSERVERS.insert(0, broken)
    async with FakeService(GOOD).client() as client:
        await client.list_analyzers()
    assert len(observers) == 4
    assert "LookupError: no exporter" in caplog.text


LEVELS: list[tuple[Outcome, str, type[Exception] | None]] = [
    (GOOD, "DEBUG", None),
    (THROTTLED, "WARNING", ThrottlingException),
    (error_reply("InternalServerException", 500), "WARNING", ServiceError),
    (dropped, "WARNING", TransportError),
    (Reply(b"nonsense"), "WARNING", ResponseDecodeError),
    (error_reply("ResourceNotFoundException", 404), "INFO", ResourceNotFoundException),
    (error_reply("ConflictException", 409), "INFO", ServiceError),
]


@pytest.mark.parametrize(("reply", "level", "error"), LEVELS)
def test_a_call_is_logged_as_a_warning_where_trying_again_was_in_vain(
    reply: Outcome,
    level: str,
    error: type[Exception] | None,
    run_in_virtual_time: Run,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="aa_sdk")

    async def main() -> None:
        watched = Watched(reply)
        async with watched.client as client:
            if error is None:
                await client.list_analyzers()
            else:
                with pytest.raises(error):
                    await client.list_analyzers()
        (record,) = [one for one in caplog.records if hasattr(one, "operation")]
        assert record.levelname == level
        (event,) = watched.events
        assert {name: vars(record)[name] for name in asdict(event)} == asdict(event)
        message = record.getMessage()
        assert message.startswith("ListAnalyzers: ")
        assert f"request {event.request_id}" in message
        assert event.error_code is None or f" {event.error_code} after " in message

    run_in_virtual_time(main)


async def test_a_code_is_logged_without_what_a_terminal_would_obey(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="aa_sdk")
    await Watched(error_reply("Odd\x1b[2J", 404)).failure(ServiceError)
    assert "\x1b" not in caplog.text
    assert "Odd" in caplog.text


def test_a_program_that_sets_up_no_logging_prints_nothing() -> None:
    program = """
import anyio
from aa_sdk import AccessAnalyzerClient, ThrottlingException
from aa_sdk.emulator import Emulator

async def main():
    emulator = Emulator()
    emulator.faults.throttle("ListAnalyzers")
    async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
        try:
            await client.with_options(retries=0).list_analyzers()
        except ThrottlingException as error:
            print(error.status_code)

anyio.run(main)
"""
    python = [sys.executable, "-c", program]
    run = subprocess.run(python, capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("429\n", "")
