"""Analyzers in an emulator, and what is told of them."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import anyio

from aa_sdk import AccessAnalyzerClient, UnusedAccessConfiguration
from aa_sdk.emulator import Emulator, LoopClock
from aa_sdk.pace import Pace
from aa_sdk.workflows import AnalyzerSpec, Applied, Change, Plan, ensure_analyzer

READS = ("Get", "List")


@asynccontextmanager
async def account(
    emulator: Emulator | None = None, *, pace: Pace | None = None
) -> AsyncGenerator[tuple[Emulator, AccessAnalyzerClient]]:
    """An emulator, whose time is that of the event loop, and a client that calls at once."""
    emulator = emulator or Emulator(clock=LoopClock())
    async with AccessAnalyzerClient(session=emulator.session(), pace=pace) as client:
        yield emulator, client


def writes(emulator: Emulator) -> list[str]:
    """The operations that were called and change something."""
    return [call.operation for call in emulator.calls if not call.operation.startswith(READS)]


def told(changes: Plan | tuple[Change, ...]) -> list[tuple[str, str, str]]:
    """Changes in short."""
    each = changes.changes if isinstance(changes, Plan) else changes
    return [(change.action, change.subject, change.name) for change in each]


async def everything(client: AccessAnalyzerClient) -> dict[str, Any]:
    """All there is of analyzers, without times."""
    found: dict[str, Any] = {}
    for listed in await client.list_analyzers().collect():
        analyzer = (await client.get_analyzer(listed.name)).analyzer
        rules = await client.list_archive_rules(listed.name).collect()
        tags = await client.list_tags_for_resource(resource_arn=listed.arn)
        found[listed.name] = {
            "type": analyzer.type,
            "status": analyzer.status,
            "configuration": analyzer.configuration,
            "rules": {rule.rule_name: rule.filter for rule in rules},
            "tags": dict(tags.tags),
        }
    return found


def aged(age: int | None = None, **members: Any) -> AnalyzerSpec:
    """An analyzer of unused access of so many days."""
    return AnalyzerSpec(
        "audit",
        "ACCOUNT_UNUSED_ACCESS",
        configuration=UnusedAccessConfiguration(unused_access_age=age),
        **members,
    )


async def ensured_while(
    meddle: Callable[[], Coroutine[Any, Any, None]],
    client: AccessAnalyzerClient,
    spec: AnalyzerSpec,
    *,
    replace: bool = False,
) -> Applied:
    """What is ensured while somebody else does something."""
    applied: list[Applied] = []
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(meddle)
        applied.append(await ensure_analyzer(client, spec, replace=replace))
    return applied[0]
