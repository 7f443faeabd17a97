"""Events that tell of what happens to findings and previews."""

from collections.abc import Sequence

from aa_sdk.emulator._account.entities import AccessPreview, Analyzer
from aa_sdk.emulator._account.envelopes import FindingEvent, Origin, PreviewEvent
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.records import FindingRecord


def announce(
    world: World, analyzer: Analyzer, records: Sequence[FindingRecord], now: int, previous: str = ""
) -> None:
    """Tell of findings that are new, or have changed their status.

    Args:
        world: Where events go.
        analyzer: The analyzer that the findings are of.
        records: The findings, as they are now.
        now: When it happened, in milliseconds since 1970.
        previous: The status they had before; empty if they are new.
    """
    _announce(world, analyzer, records, now, previous)


def announce_deleted(
    world: World, analyzer: Analyzer, records: Sequence[FindingRecord], now: int
) -> None:
    """Tell of findings that are gone. Their status is what it was.

    Args:
        world: Where events go.
        analyzer: The analyzer that the findings were of.
        records: The findings, as they were.
        now: When it happened, in milliseconds since 1970.
    """
    _announce(world, analyzer, records, now, None)


def _announce(
    world: World,
    analyzer: Analyzer,
    records: Sequence[FindingRecord],
    now: int,
    previous: str | None,
) -> None:
    origin, is_deleted = Origin.of(world.ids, analyzer), previous is None
    first, at = _next(world, len(records), now)

    def event_at(place: int) -> FindingEvent:
        record = records[place]
        facts = record.facts
        before = facts.status if previous is None else previous
        times = record.analyzed_at, record.updated_at
        return FindingEvent(origin, first + place, at, record, facts, *times, before, is_deleted)

    world.events.add_each(len(records), event_at)


def announce_preview(
    world: World, analyzer: Analyzer, preview: AccessPreview, status: str, now: int
) -> None:
    """Tell of a preview that is being created, is complete, or has failed.

    Args:
        world: Where events go.
        analyzer: The analyzer that the preview is of.
        preview: The preview.
        status: Its status from now on.
        now: When it happened, in milliseconds since 1970.
    """
    number, at = _next(world, 1, now)
    event = PreviewEvent(Origin.of(world.ids, analyzer), number, at, preview, status)
    world.events.add_each(1, lambda _: event)


def _next(world: World, count: int, now: int) -> tuple[int, int]:
    """Return the number of the first of several events, and the time they have."""
    first = world.announced
    world.announced += count
    # Events come in the order of their time, although a clock that goes on by itself may have shown
    # an action a later time than that of something which was due just before it. A world that was
    # set back to an earlier time does not go by events of its future.
    world.announced_at = max(now, min(world.announced_at, world.now()))
    return first, world.announced_at
