"""Running a command: the client it works with, and how it ends."""

from collections.abc import Awaitable, Callable

import anyio
import typer

from aa_sdk.cli._options import ServiceOptions
from aa_sdk.cli._terminal import EXIT_INTERRUPTED, fail
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError

DEMO_REGION = "us-east-1"
DEMO_FINDINGS = 60


class CommandError(Exception):
    """An error to tell the user in one line."""


def client_of(service: ServiceOptions) -> AccessAnalyzerClient:
    """Return a client of AWS, or of an emulator that lives as long as the command."""
    if not service.demo:
        return AccessAnalyzerClient(
            service.region, profile_name=service.profile, endpoint_url=service.endpoint_url
        )
    from aa_sdk.emulator import Emulator

    region = service.region or DEMO_REGION
    emulator = Emulator(region_name=region)
    emulator.populate(findings=DEMO_FINDINGS)
    return AccessAnalyzerClient(region, session=emulator.session())


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

    run_alone(work)


def run_alone(command: Callable[[], Awaitable[int | None]]) -> None:
    """Run a command to its end.

    Args:
        command: What to do; it returns the code to end with, or None for 0.

    Raises:
        typer.Exit: With the command's code; with 1 after an error, which is told on stderr; with
            130 when interrupted.
    """
    try:
        code = anyio.run(command)
    except (AccessAnalyzerError, CommandError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(EXIT_INTERRUPTED) from None
    if code:
        raise typer.Exit(code)
