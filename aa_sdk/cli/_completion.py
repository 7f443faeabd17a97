"""What may stand behind an option, for a shell that completes what is typed.

What is offered is only ever a help: whatever goes wrong, nothing is offered, and nothing is said.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Thread
from typing import Any

import anyio
import typer

from aa_sdk.cli._service import ServiceOptions

PATIENCE_S = 2.0
"""How long somebody who has pressed Tab is kept waiting for the service, in seconds."""

_SIGNS = ("=", "!=", "~", "?", "!?")
_SIGN = re.compile(r"!=|[=~]")
# A shell may run what else a name holds, and a name with a blank would be two words.
_ONE_WORD = re.compile(r"[A-Za-z0-9_@+./:-]+")


def analyzers(ctx: typer.Context) -> list[str]:
    """Name the analyzers of the service that is meant by what was typed so far."""
    return in_time(lambda: anyio.run(_names, service_of(ctx)), PATIENCE_S)


def service_of(ctx: typer.Context) -> ServiceOptions:
    """Return which service is meant by the options of a command and of those before it."""
    told = ServiceOptions()
    place: Any = ctx  # those above are of a class that typer does not name
    while place is not None:
        params = place.params
        given = {name: params.get(name) or None for name in ("region", "profile", "endpoint_url")}
        told = told.over(ServiceOptions(**given, demo=bool(params.get("demo"))))
        place = place.parent
    return told


async def _names(service: ServiceOptions) -> list[str]:
    from aa_sdk.cli.running import client_of

    async with client_of(service) as client:
        return [analyzer.name for analyzer in await client.list_analyzers().collect()]


def in_time(read: Callable[[], Iterable[str]], seconds: float) -> list[str]:
    """Return the words that are read in time; none where it takes longer, or fails."""
    found: list[str] = []

    def work() -> None:
        with suppress(Exception):
            found.extend(filter(_ONE_WORD.fullmatch, read()))

    # Looking up a name and asking for credentials may block for longer than can be waited, and
    # past every cancellation: a thread can be left behind.
    worker = Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    return list(found)


def regions() -> list[str]:
    """Name the Regions that have the service."""
    from aa_sdk._transport.configured import known_regions

    return in_time(known_regions, PATIENCE_S)


def profiles() -> list[str]:
    """Name the profiles of the AWS configuration files."""
    from aa_sdk._transport.configured import configured_profiles

    return in_time(configured_profiles, PATIENCE_S)


def conditions(ctx: typer.Context, incomplete: str) -> list[str]:
    """Continue a condition: with keys, then with what may follow the key, then with values."""
    sign = _SIGN.search(incomplete)
    if sign is not None:
        return list(_with_values(incomplete[: sign.end()], incomplete[sign.end() :]))
    near = [key for key in _keys_of(ctx) if key.startswith(incomplete.rstrip("!"))]
    # Of several keys only one form is shown each, so that a list of them can be read.
    return [
        f"{key}{sign}"
        for key in near
        for sign in (_signs(key) if len(near) == 1 or key == incomplete.rstrip("!") else "=")
    ]


def _keys_of(ctx: typer.Context) -> list[str]:
    from aa_sdk.filters._keys import FILTER_KEYS

    is_rule = ctx.parent is not None and ctx.parent.info_name == "rules"
    operation = "CreateArchiveRule" if is_rule else "ListFindingsV2"
    return [name for name, key in FILTER_KEYS.items() if operation in key.operations]


def _signs(name: str) -> Iterator[str]:
    from aa_sdk.filters._keys import FILTER_KEYS

    can_contain = "contains" in FILTER_KEYS[name].operators
    return (sign for sign in _SIGNS if can_contain or sign != "~")


def _with_values(start: str, typed: str) -> Iterator[str]:
    """Continue the last of the values behind a key and its sign."""
    from aa_sdk.filters._keys import FILTER_KEYS

    key = FILTER_KEYS.get(start.rstrip("!=~"))
    if key is None or start.endswith("~"):
        return
    before, comma, _ = typed.rpartition(",")
    used = before.split(",")
    for value in key.values:
        if value not in used:
            yield f"{start}{before}{comma}{value}"
