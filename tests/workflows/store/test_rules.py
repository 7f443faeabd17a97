"""What a word on a finding is beside the last one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.events import FindingEvent, parse_event
from aa_sdk.workflows._store.rules import (
    SECOND,
    Bearing,
    Kind,
    Word,
    bearing_of_event,
    bearing_of_read,
    kind_of,
    kind_of_end,
    moment,
    stamp,
    unit_of,
    unit_written,
)
from tests.workflows.store.histories import MILLISECOND, History, kept
from tests.workflows.store.histories import SECOND as ONE_SECOND
from tests.workflows.store.world import EXTERNAL, NOW

AT = stamp(NOW)
DAYS_90 = 90 * 24 * 3600 * SECOND


def event(seconds: float = 0, *, told: float | None = None, **changed: Any) -> Word:
    """What an event says of a finding that changed so long after a moment."""
    told_at = AT + int((seconds if told is None else told) * SECOND)
    updated_at = AT + int(seconds) * SECOND
    word = Word(updated_at, SECOND, told_at, is_gone=False, status="ACTIVE", is_whole=False)
    return word._replace(**changed)


def read(seconds: float = 0, *, asked: float | None = None, **changed: Any) -> Word:
    """What the service says of it when it is asked."""
    updated_at = AT + int(seconds * SECOND)
    told_at = updated_at if asked is None else AT + int(asked * SECOND)
    unit = unit_of(updated_at)
    return Word(updated_at, unit, told_at, is_gone=False, status="ACTIVE", is_whole=True)._replace(
        **changed
    )


ARCHIVED: Mapping[str, Any] = {"status": "ARCHIVED"}
GONE: Mapping[str, Any] = {"is_gone": True}


@pytest.mark.parametrize(
    ("word", "known", "bears"),
    [
        (event(5), event(), Bearing.NEWS),
        (event(), event(5), Bearing.LATE),
        (event(), event(), Bearing.TWIN),
        (event(told=60), event(), Bearing.MORE),
        (event(told=60, **ARCHIVED), event(), Bearing.NEWS),
        (event(**ARCHIVED), event(told=60), Bearing.LATE),
        (event(**GONE), event(), Bearing.NEWS),
        # A finding goes without a change, whatever was told later of that moment.
        (event(**GONE), event(told=3600), Bearing.NEWS),
        (event(told=3600), event(**GONE), Bearing.LATE),
        (event(5), event(told=60, **GONE), Bearing.NEWS),
        (event(**GONE), event(**GONE), Bearing.LATE),
        (event(told=60, **GONE), event(**GONE), Bearing.NEWS),
    ],
)
def test_events_have_an_order_of_their_own(word: Word, known: Word, bears: Bearing) -> None:
    assert bearing_of_event(word, known) is bears


@pytest.mark.parametrize(
    ("word", "known", "bears"),
    [
        # Whole seconds: the change of an event may be that of any moment of its second.
        (event(5), read(5.7), Bearing.LATE),
        (event(6), read(5.7), Bearing.NEWS),
        (event(4, told=60), read(5.7), Bearing.LATE),
        # Another change within that second, told after the service was asked within it.
        (event(5, **ARCHIVED), read(5.2, asked=5.4), Bearing.NEWS),
        # The service was asked when that second was over, so that it knew.
        (event(5, told=60, **ARCHIVED), read(5.2, asked=6), Bearing.LATE),
        (event(5, told=5, **ARCHIVED), read(5.2, asked=5.9), Bearing.NEWS),
        (event(5, told=4, **ARCHIVED), read(5.2, asked=5.9), Bearing.LATE),
        (event(5, **GONE), read(5.7, asked=60), Bearing.NEWS),
        (event(4, **GONE), read(5.7), Bearing.LATE),
        # What changed before a listing that did not have it had gone since.
        (event(9, told=60), read(5.7, asked=10, **GONE), Bearing.LATE),
        (event(11), read(5.7, asked=10, **GONE), Bearing.NEWS),
        (event(11, **GONE), read(5.7, asked=10, **GONE), Bearing.NEWS),
    ],
)
def test_an_event_is_news_if_the_service_had_not_known_when_it_was_asked(
    word: Word, known: Word, bears: Bearing
) -> None:
    assert bearing_of_event(word, known) is bears


@pytest.mark.parametrize(
    ("word", "known", "before", "meanwhile"),
    [
        (read(5.7), event(5), Bearing.MORE, Bearing.MORE),
        (read(5), read(5), Bearing.MORE, Bearing.MORE),
        (read(9.1), event(5), Bearing.NEWS, Bearing.NEWS),
        (read(5.7), event(9), Bearing.NEWS, Bearing.LATE),
        (read(5.7), read(9), Bearing.NEWS, Bearing.LATE),
        (read(5.7, asked=5.8), event(5, **ARCHIVED), Bearing.NEWS, Bearing.LATE),
        (read(5.7, asked=6), event(5, **ARCHIVED), Bearing.NEWS, Bearing.NEWS),
        (read(5.7), event(5, **GONE), Bearing.NEWS, Bearing.LATE),
        (read(9.1), event(5, **GONE), Bearing.NEWS, Bearing.NEWS),
        (read(5.7), read(9, **GONE), Bearing.NEWS, Bearing.LATE),
    ],
)
def test_what_is_read_is_news_unless_an_event_has_told_something_later_meanwhile(
    word: Word, known: Word, before: Bearing, meanwhile: Bearing
) -> None:
    assert bearing_of_read(word, known, told_meanwhile=False) is before
    assert bearing_of_read(word, known, told_meanwhile=True) is meanwhile


@pytest.mark.parametrize(
    ("status", "before", "kind"),
    [
        ("RESOLVED", None, Kind.NEW),
        ("ACTIVE", read(**GONE), Kind.NEW),
        ("ACTIVE", read(), Kind.CHANGED),
        ("ARCHIVED", read(), Kind.ARCHIVED),
        ("RESOLVED", read(), Kind.RESOLVED),
        ("ACTIVE", read(**ARCHIVED), Kind.REOPENED),
        ("NEVER_HEARD_OF", read(), Kind.CHANGED),
    ],
)
def test_a_status_tells_the_kind_of_a_change(status: str, before: Word | None, kind: Kind) -> None:
    assert kind_of(status, before) is kind


def test_only_a_resolved_finding_expires_and_only_after_90_days() -> None:
    resolved = read(0.7, status="RESOLVED")
    assert kind_of_end(resolved, AT + DAYS_90, before="RESOLVED") is Kind.EXPIRED
    assert kind_of_end(resolved, AT + DAYS_90 - SECOND, before="RESOLVED") is Kind.DELETED
    assert kind_of_end(read(), AT + 2 * DAYS_90, before="ACTIVE") is Kind.DELETED


def test_what_was_never_known_to_be_resolved_does_not_expire() -> None:
    resolved = read(status="RESOLVED")
    assert kind_of_end(resolved, AT + DAYS_90, before="ACTIVE") is Kind.DELETED
    assert kind_of_end(read(), AT + DAYS_90, before="RESOLVED") is Kind.DELETED


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("2026-02-03T08:20:00Z", SECOND),
        ("2026-02-03T08:20:00+00:00", SECOND),
        ("2026-02-03T08:20:00.5Z", SECOND // 10),
        ("2026-02-03T08:20:00.000Z", 1000),
        ("2026-02-03T08:20:00.000+00:00", 1000),
        ("2026-02-03T08:20:00.123456789Z", 1),
    ],
)
def test_a_written_moment_is_as_exact_as_it_has_digits(text: str, unit: int) -> None:
    assert unit_written(text) == unit


def test_moments_are_kept_to_the_microsecond() -> None:
    for at in (NOW, NOW + timedelta(microseconds=1), datetime.fromisoformat("1969-12-31T23:00Z")):
        assert moment(stamp(at)) == at
    assert [unit_of(AT + one) for one in (0, 1000, 1)] == [SECOND, 1000, 1]


def test_of_two_events_of_one_moment_the_same_one_stays_whichever_comes_first(
    tmp_path: Path,
) -> None:
    history = History(EXTERNAL)
    history.happen("find")
    (envelope,) = history.emulator.events
    others = [
        parse_event({**envelope, "detail": {**envelope["detail"], "action": [action]}})
        for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
    ]
    ends: list[Any] = []
    for events in (others, others[::-1], [*others[1:], *others]):
        with kept(tmp_path, history) as store:
            for one in events:
                assert isinstance(one, FindingEvent)
                store.apply(one)
            ends.append(store.bodies())
            assert store.kinds() == [Kind.NEW]
    assert ends[0] == ends[1] == ends[2]


def test_what_changed_before_it_was_gone_does_not_bring_a_finding_back(tmp_path: Path) -> None:
    history = History(EXTERNAL)
    history.happen("find")
    with kept(tmp_path, history) as store:
        store.sync()
        for what in ("archive", "delete"):
            history.emulator.advance(5 * ONE_SECOND)
            history.happen(what)
        history.emulator.advance(MILLISECOND)
        assert store.sync() == [Kind.DELETED]
        _, archived, _ = history.events()
        assert store.apply(archived) == []
        assert not store.findings()
