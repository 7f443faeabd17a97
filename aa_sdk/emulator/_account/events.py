"""Events that tell of what happens to findings and previews."""

from collections.abc import Callable, Sequence
from itertools import islice

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
    origin = Origin.of(world.ids, analyzer)
    first, at = _next(world, len(records), now)

    def noted_from(start: int) -> Callable[[int], FindingEvent]:
        # They go on changing, so that it is now that their state has to be noted.
        events = [
            FindingEvent(
                origin,
                number,
                at,
                record,
                record.facts,
                record.analyzed_at,
                record.updated_at,
                previous,
                is_deleted=False,
            )
            for number, record in enumerate(records[start:], first + start)
        ]
        return events.__getitem__

    world.events.add_each(len(records), noted_from)


def announce_deleted(
    world: World, analyzer: Analyzer, records: dict[str, FindingRecord], now: int
) -> None:
    """Tell of findings that are gone. Their status is what it was.

    Args:
        world: Where events go.
        analyzer: The analyzer that the findings were of.
        records: The findings by id, as they were. They do not change any more.
        now: When it happened, in milliseconds since 1970.
    """
    origin, count = Origin.of(world.ids, analyzer), len(records)
    first, at = _next(world, count, now)

    def noted_from(start: int) -> Callable[[int], FindingEvent]:
        # From behind: those before are not wanted, and may be very many.
        gone = list(islice(reversed(records.values()), count - start))
        gone.reverse()

        def event_at(place: int) -> FindingEvent:
            record = gone[place]
            number, facts = first + start + place, record.facts
            times = record.analyzed_at, record.updated_at
            return FindingEvent(
                origin, number, at, record, facts, *times, facts.status, is_deleted=True
            )

        return event_at

    world.events.add_each(count, noted_from)


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
    world.events.add_each(1, lambda _start: lambda _place: event)


def _next(world: World, count: int, now: int) -> tuple[int, int]:
    """Return the number of the first of several events, and the time they have."""
    first = world.announced
    world.announced += count
    # Events come in the order of their time, although a clock that goes on by itself may have shown
    # an action a later time than that of something which was due just before it. A world that was
    # set back to an earlier time does not go by events of its future.
    world.announced_at = max(now, min(world.announced_at, world.now()))
    return first, world.announced_at
