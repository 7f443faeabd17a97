"""Findings counted: by status, type, resource type and account, and those that are public."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from typing import Any, NamedTuple

from aa_sdk._display.layout import Content, Span
from aa_sdk.cli._findings.choosing import chosen_analyzers
from aa_sdk.cli._findings.listing import Selection, pages
from aa_sdk.cli._findings.rows import FindingRow, Summary
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.sheet import Column, Sheet
from aa_sdk.cli._tables.writers import writer_of
from aa_sdk.cli._terminal import note
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.models._faces.words import status_span

_MOST_SHOWN = 20


class Count(NamedTuple):
    """How many findings have a value."""

    by: str
    value: str
    findings: int


_PUBLIC = {True: "public", False: "not public", None: "not applicable"}


class Counts:
    """Counts findings, and keeps none of them."""

    def __init__(self) -> None:
        self._by = {
            name: Counter[str]() for name in ("status", "type", "public", "resource type", "owner")
        }

    def add(self, rows: Sequence[FindingRow]) -> None:
        """Count findings."""
        found = [row.finding for row in rows]
        self._by["status"].update(one.status for one in found)
        self._by["type"].update(one.about for one in found)
        self._by["public"].update(_PUBLIC[row.is_public] for row in rows)
        self._by["resource type"].update(one.resource_type for one in found)
        self._by["owner"].update(one.resource_owner_account for one in found)

    def rows(self, most: int | None) -> Iterator[Count]:
        """Return the counts, the most first; `most` of a kind, and the rest as one."""
        for by, counts in self._by.items():
            ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
            yield from (Count(by, value, number) for value, number in ordered[:most])
            if rest := ordered[len(ordered) if most is None else most :]:
                yield Count(by, f"… {len(rest):,} more", sum(number for _, number in rest))


def _value(count: Count) -> Content:
    if count.by == "status":
        return status_span(count.value)
    return Span(count.value, "public" if count.value == "public" else "plain")


_SHEET = Sheet(
    one="count",
    columns=(
        Column("by", lambda one: Span(one.by, "muted")),
        Column("value", _value, least=20),
        Column("findings", lambda one: f"{one.findings:,}", right=True),
    ),
    fields=Count._fields,
    record=Count._asdict,
)


async def summarize(client: AccessAnalyzerClient, selection: Selection, output: Format) -> None:
    """Write how many findings there are of each kind."""
    analyzers = await chosen_analyzers(client, selection.analyzers)
    counts, summary = Counts(), Summary()
    async with aclosing(pages(client, analyzers, selection, is_seen=False)) as listed:
        async for page in listed:
            counts.add(page)
            for row in page:
                summary.add(row)
    writer: Any = writer_of(_SHEET, output)
    writer.add([*counts.rows(_MOST_SHOWN if output is Format.TABLE else None)])
    writer.end()
    if summary.count:
        note(str(summary))
    else:
        selection.say_nothing_matches()
