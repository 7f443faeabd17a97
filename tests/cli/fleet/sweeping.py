"""Sweeps of a served fleet by the command line."""

import json
from typing import Any

from tests.cli.commands import run
from tests.workflows.fleet.world import HOME, WEST

OPTIONS = ("--role", "Audit", "--regions", f"{HOME},{WEST}")


def sweep(*arguments: str) -> Any:
    """Run `aa-sdk fleet` with a role, in two Regions."""
    return run("fleet", *arguments, *OPTIONS)


def records(result: Any) -> list[dict[str, Any]]:
    """What was written as JSON lines."""
    return [json.loads(line) for line in result.stdout.splitlines()]
