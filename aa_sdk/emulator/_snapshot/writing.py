"""Writes a world to a file while it goes on, as it was at one moment.

The file has a line for each finding and resource, so that neither who writes nor who reads it needs
memory for more than a few of them. The first line is all the rest, as in a snapshot, and says how
many lines each analyzer has: resources first, then findings, in the form they have in a snapshot.
Gzip packs it, at its fastest: repeated texts make up most of it.

A world is locked while it is written only for a few lines at a time: see `captures` for how it is
the world of one moment all the same.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from json.encoder import encode_basestring as quoted
from pathlib import Path
from typing import TypeVar

from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.captures import Series
from aa_sdk.emulator._findings.records import FindingRecord, Group, Resource
from aa_sdk.emulator._snapshot.lines import GZIP
from aa_sdk.emulator._snapshot.replaced_file import replacing
from aa_sdk.emulator._snapshot.saving import analyzers_in, save_state, stores_of

FORMAT = 2
"""The version of the form that files have."""

T = TypeVar("T", FindingRecord, Resource)
Lock = AbstractContextManager[object]

_FASTEST = 1


def write_file(path: str | Path, world: World, lock: Lock, at_once: int = 500) -> None:
    """Write a world to a file, which takes the place of another once it is whole.

    Args:
        path: The file.
        world: The world as it is now. It may change while it is written.
        lock: What everybody holds who changes the world. It is taken for short times.
        at_once: How many findings or resources are written while it is held.

    Raises:
        OSError: The file cannot be written; what was there is there still.
    """
    with replacing(path) as file:
        packer = zlib.compressobj(_FASTEST, zlib.DEFLATED, GZIP)
        for lines in _lines(world, lock, at_once):
            file.write(packer.compress(lines.encode(errors="backslashreplace")))
        file.write(packer.flush())


def _lines(world: World, lock: Lock, at_once: int) -> Iterator[str]:
    """Go through the lines of a file, many at a time."""
    with lock:
        header, stores = _header(world), stores_of(world)
        captures = [store.capture() for store in stores]
    try:
        yield header
        for capture in captures:
            yield from _series(capture.resources, _resource_line, lock, at_once)
            yield from _series(capture.findings, _FindingLines().line, lock, at_once)
    finally:
        with lock:
            for store, capture in zip(stores, captures, strict=True):
                store.release(capture)


def _header(world: World) -> str:
    header = {"format": FORMAT, **save_state(world)}
    for (_, analyzer), store in zip(analyzers_in(header), stores_of(world), strict=True):
        analyzer["resources"], analyzer["findings"] = len(store.resources), len(store)
    return json.dumps(header) + "\n"


def _series(series: Series[T], line: Callable[[T], str], lock: Lock, at_once: int) -> Iterator[str]:
    while True:
        with lock:
            lines = "".join([line(item) for item in series.read(at_once)])
        if not lines:
            return
        yield lines


def _resource_line(resource: Resource) -> str:
    return (
        f'{{"arn":{quoted(resource.arn)},"type":{quoted(resource.type)}'
        f',"owner":{quoted(resource.owner)},"created_at":{resource.created_at}'
        f',"analyzed_at":{resource.analyzed_at},"updated_at":{resource.updated_at}}}\n'
    )


class _FindingLines:
    """Writes findings; what those of a group have in common is written once and copied."""

    def __init__(self) -> None:
        self._facts: dict[Group, str] = {}

    def line(self, record: FindingRecord) -> str:
        facts = self._facts.get(record.group)
        if facts is None:
            facts = self._facts[record.group] = _facts(record.group)
        return (
            f'{{"seq":{record.seq},"id":{quoted(record.id)}{facts}'
            f',"resource":{quoted(record.resource.arn)},"created_at":{record.created_at}'
            f',"analyzed_at":{record.analyzed_at},"updated_at":{record.updated_at}'
            f',"details":{record.details.decode()}}}\n'
        )


def _facts(group: Group) -> str:
    facts = group.facts
    members = {
        "finding_type": facts.finding_type,
        "resource_type": facts.resource_type,
        "owner": facts.owner,
        "status": facts.status,
        "error": facts.error,
    }
    return "," + json.dumps(members, separators=(",", ":"))[1:-1]
