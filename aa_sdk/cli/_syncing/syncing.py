"""Findings kept in a store, and what became of them since the last time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aa_sdk._display.words import count_text
from aa_sdk.cli._bars import LateBar
from aa_sdk.cli._findings.choosing import chosen_analyzers
from aa_sdk.cli._findings.rows import ShortIds
from aa_sdk.cli._options import Format
from aa_sdk.cli._syncing.places import opened_store
from aa_sdk.cli._syncing.rows import CHANGES, ChangeRow
from aa_sdk.cli._tables.writers import Writer, writer_of
from aa_sdk.cli._terminal import EXIT_PARTLY, flush, note, say
from aa_sdk.cli.running import CommandError
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import AnalyzerSummary
from aa_sdk.workflows import Changes, FindingStore, StoreError, sync_findings
from aa_sdk.workflows._changes.faces import counted

_BATCH = 500


@dataclass(frozen=True)
class Syncing:
    """Which findings are kept where."""

    store: str | None
    """Path of the store; None for the user's own."""
    analyzers: Sequence[str] | None
    is_kept: bool = False
    """Whether changes are told again the next time."""
    is_demo: bool = False


class Synced(NamedTuple):
    """What became of the findings of an analyzer."""

    analyzer: AnalyzerSummary
    changes: Changes


async def sync(
    client: AccessAnalyzerClient,
    how: Syncing,
    output: Format,
    *,
    wide: bool = False,
    columns: str | None = None,
) -> int | None:
    """Bring a store up to what analyzers find now, and write what has changed.

    Changes are acknowledged when all of them were written, and not before.

    Raises:
        CommandError: There is no such analyzer, the store cannot be used, or the findings of none
            could be read.
    """
    writer = writer_of(CHANGES, output, wide=wide, columns=columns)
    analyzers = await chosen_analyzers(client, how.analyzers)
    async with opened_store(how.store, is_demo=how.is_demo) as store:
        synced, problems = await read_changes(client.paced(), analyzers, store)
        if not synced:
            raise CommandError(problems[0])
        short = ShortIds() if output is Format.TABLE else str
        await _write(synced, writer, short)
        writer.end()
        flush()
        if not how.is_kept:
            for one in synced:
                await store.acknowledge(one.changes)
    _sum_up(synced, is_noted=output is Format.TABLE, is_kept=how.is_kept)
    for problem in problems:
        say(problem, err=True)
    return EXIT_PARTLY if problems else None


async def read_changes(
    client: AccessAnalyzerClient, analyzers: Sequence[AnalyzerSummary], store: FindingStore
) -> tuple[list[Synced], list[str]]:
    """Read the findings of analyzers; what cannot be read of one does not stop the others."""
    synced: list[Synced] = []
    problems: list[str] = []
    for analyzer in analyzers:
        try:
            with LateBar() as bar:
                changes = await sync_findings(
                    client, analyzer_arn=analyzer.arn, store=store, on_progress=bar
                )
        except StoreError:
            raise
        except AccessAnalyzerError as error:
            problems.append(f"{analyzer.name}: {error}")
            continue
        synced.append(Synced(analyzer, changes))
        if failures := changes.failures:
            told = count_text(len(failures), "finding")
            problems.append(
                f"{analyzer.name}: {told} could not be read, which the next run does: {failures[0]}"
            )
    return synced, problems


async def _write(synced: Sequence[Synced], writer: Writer, short: Callable[[str], str]) -> None:
    # One batch holds rows of several analyzers: the first one settles how wide columns are.
    rows: list[ChangeRow] = []
    for analyzer, changes in synced:
        async for change in changes:
            rows.append(ChangeRow(analyzer, change, short(change.finding_id)))
            if len(rows) == _BATCH:
                writer.add(rows)
                rows.clear()
    writer.add(rows)


def _sum_up(synced: Sequence[Synced], *, is_noted: bool, is_kept: bool) -> None:
    """Say in a line what has changed."""
    counts = Counter[type]()
    for one in synced:
        counts.update(one.changes.counts)
    if not counts:
        say(f"nothing changed in {count_text(len(synced), 'analyzer')}", err=True)
    elif is_noted:
        changed = count_text(sum(bool(one.changes) for one in synced), "analyzer")
        again = "; they come again" if is_kept else ""
        note(f"{count_text(counts.total(), 'change')} in {changed}: {counted(counts)}{again}")
