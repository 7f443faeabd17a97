"""The events an emulator has put on EventBridge, for tests and for whoever reacts to them."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import repeat
from typing import Any, Protocol, overload

from aa_sdk._lazy import hide_imports

__all__ = ("EventLog", "KeptEvent")
hide_imports(__name__)

KEPT = 20_000
"""How many events are kept; the oldest go first."""

_logger = logging.getLogger("aa_sdk.emulator")


class KeptEvent(Protocol):
    """What is kept of an event until somebody reads it: enough to put its envelope together."""

    @property
    def detail_type(self) -> str:
        """What kind of event it is, such as `Access Analyzer Finding`."""
        ...

    def envelope(self) -> dict[str, Any]:
        """Return the event as EventBridge delivers it, as plain JSON values of the caller's own."""
        ...


EventAt = Callable[[int], KeptEvent]
"""Returns one of several events that came together, by its place from 0."""


class EventLog(Sequence[Mapping[str, Any]]):
    """Events in the order of their time, as EventBridge delivers them: envelopes of plain values.

    ```python
    assert emulator.events[-1]["detail"]["status"] == "ARCHIVED"
    unsubscribe = emulator.events.subscribe(lambda event: queue.append(event))
    ```

    All are counted, and the last 20,000 are kept: `total` tells of all events since the start or
    the last `clear`; `len`, indexes, iteration and `of` tell of those that are kept. Whoever reads
    finds what is due by then: a preview that has had its time is complete, even if nobody asked.

    An envelope is put together when it is read, so events that nobody reads cost next to nothing.
    """

    def __init__(self, guard: Callable[[], AbstractContextManager[object]] = nullcontext) -> None:
        """Start empty.

        Args:
            guard: What the log is read in: an emulator lets nobody else act meanwhile, and first
                does what is due.
        """
        self._guard = guard
        # Each event is here by what gives it, with the number of the first that this gives: for
        # very many that came together that is one object over and over.
        self._kept: deque[tuple[EventAt, int]] = deque(maxlen=KEPT)
        self._added = 0
        self._total = 0
        self._subscribers: dict[object, Callable[[Mapping[str, Any]], object]] = {}
        # Once for each who was there when it came.
        self._undelivered: deque[tuple[EventAt, int, object]] = deque()
        self._is_delivering = False

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[Mapping[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> Mapping[str, Any] | list[Mapping[str, Any]]:
        """Return one event, or several."""
        with self._guard():
            if isinstance(index, slice):
                return [event.envelope() for event in list(self._events())[index]]
            place = range(len(self._kept))[index]
            event_at, first = self._kept[place]
            return event_at(self._added - len(self._kept) + place - first).envelope()

    def __len__(self) -> int:
        """Return how many events are kept."""
        with self._guard():
            return len(self._kept)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """Go through the events that are kept by now."""
        with self._guard():
            kept = self._events()
        return (event.envelope() for event in kept)

    def __repr__(self) -> str:
        """Show how many events there are."""
        return f"<EventLog of {self._total} events, {len(self._kept)} of them kept>"

    @property
    def total(self) -> int:
        """How many events there were, those that are not kept any more included."""
        with self._guard():
            return self._total

    def of(self, detail_type: str) -> list[Mapping[str, Any]]:
        """Return the events of one kind that are kept.

        Args:
            detail_type: The kind, such as `Access Preview State Change`.
        """
        with self._guard():
            return [
                event.envelope() for event in self._events() if event.detail_type == detail_type
            ]

    def subscribe(self, callback: Callable[[Mapping[str, Any]], object]) -> Callable[[], None]:
        """Let a function be called with each event from now on.

        It is called when what brought the event about is done, in the thread that did it, while
        nobody else can act on the emulator. It may act on the emulator itself; the events of that
        come after the one it was called with. An exception that it raises is logged on
        `aa_sdk.emulator` and goes no further.

        Args:
            callback: The function. It gets an envelope of its own.

        Returns:
            A function that ends this. To call it again does nothing.
        """
        subscriber = object()
        with self._guard():
            self._subscribers[subscriber] = callback

        def unsubscribe() -> None:
            self._subscribers.pop(subscriber, None)

        return unsubscribe

    def clear(self) -> None:
        """Forget all events, and how many there were. Who has subscribed is still called."""
        with self._guard():
            self._kept.clear()
            self._total = 0

    def add_each(self, count: int, noted_from: Callable[[int], EventAt]) -> None:
        """Take note of events that came together; `deliver` tells who has subscribed.

        Args:
            count: How many.
            noted_from: Takes note of those from a place on, and returns what gives them when they
                are read; their places begin anew there. Of those that the others would push out at
                once no note is taken, unless somebody has subscribed.
        """
        start = max(0, count - KEPT)
        self._kept.extend(repeat((noted_from(start), self._added + start), count - start))
        self._added += count
        self._total += count
        if self._subscribers:
            # Not together with those that are kept, which would hold on to all of them.
            event_at, subscribers = noted_from(0), tuple(self._subscribers)
            self._undelivered.extend(
                (event_at, place, one) for place in range(count) for one in subscribers
            )

    def deliver(self) -> None:
        """Call those who have subscribed with the events that they have not had."""
        # One that is called may bring about further events: they wait for their turn.
        if self._is_delivering or not self._undelivered:
            return
        self._is_delivering = True
        try:
            while self._undelivered:
                event_at, place, subscriber = self._undelivered.popleft()
                self._call(subscriber, event_at(place))
        finally:
            self._is_delivering = False

    def _events(self) -> Iterator[KeptEvent]:
        """Go through the events that are kept by now, whatever comes meanwhile."""
        kept = tuple(self._kept)
        numbers = range(self._added - len(kept), self._added)
        return (
            event_at(number - first)
            for (event_at, first), number in zip(kept, numbers, strict=True)
        )

    def _call(self, subscriber: object, event: KeptEvent) -> None:
        callback = self._subscribers.get(subscriber)
        if callback is None:
            return
        try:
            callback(event.envelope())
        except Exception:
            _logger.exception("a subscriber to the emulator's events failed")
