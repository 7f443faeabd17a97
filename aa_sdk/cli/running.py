"""Running a command: the client it works with, and how it ends."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import anyio
import typer

from aa_sdk.cli._terminal import fail, flush
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError

DEMO_REGION = "us-east-1"
DEMO_FINDINGS = 60
_INTERRUPTED = 130


class CommandError(Exception):
    """An error to tell the user in one line."""


@dataclass(frozen=True)
class ServiceOptions:
    """Which service to talk to."""

    region: str | None
    profile: str | None
    endpoint_url: str | None
    demo: bool = False

    def client(self) -> AccessAnalyzerClient:
        """Return a client of AWS, or of an emulator that lives as long as the command."""
        if not self.demo:
            return AccessAnalyzerClient(
                self.region, profile_name=self.profile, endpoint_url=self.endpoint_url
            )
        from aa_sdk.emulator import Emulator  # noqa: PLC0415 (only the demo needs it)

        region = self.region or DEMO_REGION
        emulator = Emulator(region_name=region)
        emulator.populate(findings=DEMO_FINDINGS)
        return AccessAnalyzerClient(region, session=emulator.session())


def run(
    command: Callable[[AccessAnalyzerClient], Awaitable[None]], service: ServiceOptions
) -> None:
    """Run `command` with a client to its end.

    Raises:
        typer.Exit: With code 1 after an error, which is told on stderr; 130 when
            interrupted.
    """

    async def work() -> None:
        async with service.client() as client:
            await command(client)

    try:
        anyio.run(work)
        flush()  # here typer still sees a reader that has left
    except (AccessAnalyzerError, CommandError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(_INTERRUPTED) from None
