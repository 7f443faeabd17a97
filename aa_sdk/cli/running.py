"""Running a command: the client it works with, and how it ends."""

import re
import signal
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import anyio
import typer

from aa_sdk.cli._service import ServiceOptions, samples_moment
from aa_sdk.cli._terminal import EXIT_ERROR, EXIT_INTERRUPTED, EXIT_USAGE, fail
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError, InvalidRequestError

if TYPE_CHECKING:
    from aa_sdk.emulator import Clock

P = ParamSpec("P")
ResultT = TypeVar("ResultT")

# Messages for those who write Python name parameters.
_OPTIONS = {
    "region_name": "--region",
    "profile_name": "--profile",
    "endpoint_url": "--endpoint-url",
    "rule_name": "NAME",
}
_PARAMETER = re.compile(rf"\b({'|'.join(_OPTIONS)})\b")

DEMO_REGION = "us-east-1"
DEMO_FINDINGS = 60


class CommandError(Exception):
    """An error to tell the user in one line."""


def by_option(error: InvalidRequestError, options: Mapping[str, str]) -> str:
    """Tell what is wrong with arguments by the options that they come from.

    Args:
        error: What is wrong.
        options: The options, by the names of arguments.
    """
    told = [
        replace(field, path=options.get(field.path.partition("[")[0], field.path))
        for field in error.fields
    ]
    return "; ".join(map(str, told))


def client_of(service: ServiceOptions) -> AccessAnalyzerClient:
    """Return a client of AWS, or of an emulator that lives as long as the command."""
    if not service.demo:
        return AccessAnalyzerClient(
            service.region, profile_name=service.profile, endpoint_url=service.endpoint_url
        )
    from aa_sdk.emulator import Emulator

    region = service.region or DEMO_REGION
    emulator = Emulator(region_name=region, clock=demo_clock())
    emulator.populate(findings=DEMO_FINDINGS)
    return AccessAnalyzerClient(region, session=emulator.session())


def demo_clock() -> "Clock":
    """Return a clock by which samples are as old on every day, and the same all day."""
    from aa_sdk.emulator import Clock

    return Clock(samples_moment())


def interruptible(work: Callable[P, ResultT], *args: P.args, **kwargs: P.kwargs) -> ResultT:
    """Do what blocks, such as reading stdin, so that Ctrl-C ends it at once.

    The event loop takes the first Ctrl-C for itself and would act on it only afterwards, and a
    thread that reads cannot be given up.

    Args:
        work: What to do.
        *args: What it takes.
        **kwargs: What it takes by name.

    Raises:
        KeyboardInterrupt: Somebody typed Ctrl-C.
    """
    before = signal.getsignal(signal.SIGINT)
    if not callable(before):  # interrupts are ignored, or not for Python to handle
        return work(*args, **kwargs)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return work(*args, **kwargs)
    finally:
        signal.signal(signal.SIGINT, before)


def run(
    command: Callable[[AccessAnalyzerClient], Awaitable[int | None]], service: ServiceOptions
) -> None:
    """Run a command with a client to its end; see `run_alone`.

    Args:
        command: What to do with the client.
        service: Which service the client is of.
    """

    async def work() -> int | None:
        async with client_of(service) as client:
            return await command(client)

    options = {
        "region_name": service.region,
        "profile_name": service.profile,
        "endpoint_url": service.endpoint_url,
    }
    run_alone(work, given={"rule_name", *(name for name, value in options.items() if value)})


def run_alone(command: Callable[[], Awaitable[int | None]], *, given: Collection[str] = ()) -> None:
    """Run a command to its end.

    Args:
        command: What to do; it returns the code to end with, or None for 0.
        given: The parameters that the command line has a value for.

    Raises:
        typer.Exit: With the command's code; with 1 after an error, which is told on stderr, or 2
            where it is a given value that is wrong; with 130 when interrupted.
    """
    try:
        code = anyio.run(command)
    except AccessAnalyzerError as error:
        told = _PARAMETER.sub(lambda found: _OPTIONS[found[0]], str(error))
        fail(told, EXIT_USAGE if _is_of(given, error) else EXIT_ERROR)
    except CommandError as error:
        fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(EXIT_INTERRUPTED) from None
    if code:
        raise typer.Exit(code)


def _is_of(given: Collection[str], error: AccessAnalyzerError) -> bool:
    return isinstance(error, InvalidRequestError) and {one.path for one in error.fields} <= {*given}
