"""The log of events: what it keeps, counts and hands on."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, EventLog
from aa_sdk.models import ExternalAccessDetails
from tests.emulator.direct_calls import Direct
from tests.emulator.event_forms import EXTERNAL, PREVIEW
from tests.emulator.previews import QUEUE

SHARED = ExternalAccessDetails(is_public=False, principal={"AWS": "444455556666"}, condition={})


class Numbered:
    """An event that knows its number, and how often envelopes were put together."""

    rendered = 0

    def __init__(self, number: int) -> None:
        self._number = number

    @property
    def detail_type(self) -> str:
        return "even" if self._number % 2 == 0 else "odd"

    def envelope(self) -> dict[str, Any]:
        Numbered.rendered += 1
        return {"number": self._number}


def numbered(start: int) -> Callable[[int], Numbered]:
    return lambda place: Numbered(start + place)


def logged(count: int) -> EventLog:
    log = EventLog()
    log.add_each(count, numbered)
    return log


def numbers(events: Any) -> list[int]:
    return [event["number"] for event in events]


def test_a_log_is_a_sequence_of_events() -> None:
    log = logged(5)
    assert len(log) == log.total == 5
    assert numbers(log) == [0, 1, 2, 3, 4]
    assert (log[0], log[-1], numbers(log[1:3])) == ({"number": 0}, {"number": 4}, [1, 2])
    assert numbers(reversed(log)) == [4, 3, 2, 1, 0]
    assert {"number": 3} in log
    assert numbers(log.of("odd")) == [1, 3]
    assert log.of("nothing of the kind") == []
    assert repr(log) == "<EventLog of 5 events, 5 of them kept>"
    with pytest.raises(IndexError):
        log[5]


def test_the_last_events_are_kept_and_all_are_counted() -> None:
    log = logged(19_999)
    log.add_each(2, lambda start: numbered(19_999 + start))
    assert (len(log), log.total, log[0], log[-1]) == (
        20_000,
        20_001,
        {"number": 1},
        {"number": 20_000},
    )
    log.clear()
    assert (len(log), log.total, list(log)) == (0, 0, [])
    log.add_each(2, lambda start: numbered(20_001 + start))
    assert (numbers(log), log[-1], log.total) == ([20_001, 20_002], {"number": 20_002}, 2)


def test_of_events_that_nobody_will_read_no_note_is_taken() -> None:
    noted, given = list[int](), list[int]()

    def noted_from(start: int) -> Callable[[int], Numbered]:
        noted.append(start)

        def event_at(place: int) -> Numbered:
            given.append(place)
            return Numbered(start + place)

        return event_at

    log, before = EventLog(), Numbered.rendered
    log.add_each(1_000_000, noted_from)
    assert (len(log), log.total, noted, given) == (20_000, 1_000_000, [980_000], [])
    assert Numbered.rendered == before
    assert (log[0], log[-1], given) == ({"number": 980_000}, {"number": 999_999}, [0, 19_999])


def test_what_is_kept_does_not_hold_on_to_what_was_handed_on() -> None:
    noted = list[int]()

    def noted_from(start: int) -> Callable[[int], Numbered]:
        noted.append(start)
        return numbered(start)

    log, came = EventLog(), list[Mapping[str, Any]]()
    log.subscribe(came.append)
    log.add_each(20_005, noted_from)
    log.deliver()
    assert sorted(noted) == [0, 5]
    assert (log[0], came[0], came[-1], len(came)) == (came[5], {"number": 0}, log[-1], 20_005)


def test_who_has_subscribed_gets_every_event_from_then_on() -> None:
    log, came = logged(2), list[Mapping[str, Any]]()
    unsubscribe = log.subscribe(came.append)
    log.add_each(30_000, numbered)
    log.deliver()
    assert numbers(came) == list(range(30_000))
    unsubscribe()
    unsubscribe()
    log.add_each(1, numbered)
    log.deliver()
    assert len(came) == 30_000


def test_who_subscribes_twice_is_called_twice_and_each_has_its_own_events() -> None:
    log, came = EventLog(), list[dict[str, Any]]()

    def keep(event: Mapping[str, Any]) -> None:
        assert isinstance(event, dict)
        event["mine"] = len(came)
        came.append(event)

    first, _ = log.subscribe(keep), log.subscribe(keep)
    log.add_each(1, numbered)
    log.deliver()
    assert came == [{"number": 0, "mine": 0}, {"number": 0, "mine": 1}]
    assert log[0] == {"number": 0}
    first()
    log.add_each(1, numbered)
    log.deliver()
    assert len(came) == 3


def test_one_that_leaves_before_its_turn_is_not_called() -> None:
    log, came = EventLog(), list[Mapping[str, Any]]()
    log.subscribe(lambda _: second())
    second = log.subscribe(came.append)
    log.add_each(1, numbered)
    log.deliver()
    assert came == []


def test_a_subscriber_that_fails_is_logged_and_disturbs_nobody(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    came = list[Mapping[str, Any]]()

    def fail(_: Mapping[str, Any]) -> None:
        raise LookupError("a defect of the subscriber")

    emulator.events.subscribe(fail)
    emulator.events.subscribe(came.append)
    direct = Direct(emulator)
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    with caplog.at_level(logging.ERROR, "aa_sdk.emulator"):
        one = emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", SHARED)
        direct.ok("UpdateFindings", analyzerArn=arn, ids=[one], status="ARCHIVED")
    assert [event["detail"]["status"] for event in came] == ["ACTIVE", "ARCHIVED"]
    assert len(caplog.records) == 2
    assert "a defect of the subscriber" in caplog.text


def test_one_that_interrupts_takes_no_event_from_others() -> None:
    log, came = logged(0), list[Mapping[str, Any]]()

    def interrupt(event: Mapping[str, Any]) -> None:
        if event["number"] == 0:
            raise KeyboardInterrupt

    log.subscribe(interrupt)
    log.subscribe(came.append)
    log.add_each(2, numbered)
    with pytest.raises(KeyboardInterrupt):
        log.deliver()
    log.deliver()
    assert numbers(came) == [0, 1]


def test_a_subscriber_may_act_on_the_emulator_itself(emulator: Emulator) -> None:
    """It finds everything in its place, and events of what it does come after the one it got."""
    direct, came = Direct(emulator), list[tuple[str, str]]()
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]

    def archive(event: Mapping[str, Any]) -> None:
        finding_id, status = event["detail"]["id"], event["detail"]["status"]
        shown = direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)
        if status == "ACTIVE":
            assert shown["status"] == "ACTIVE"
            direct.ok("UpdateFindings", analyzerArn=arn, ids=[finding_id], status="ARCHIVED")

    def note(event: Mapping[str, Any]) -> None:
        came.append((event["detail"]["id"], event["detail"]["status"]))

    emulator.events.subscribe(archive)
    emulator.events.subscribe(note)
    one = emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", SHARED)
    two = emulator.change_finding(one, SHARED)
    assert came == [
        (one, "ACTIVE"),
        (one, "ARCHIVED"),
        (two, "ACTIVE"),
        (one, "RESOLVED"),
        (two, "ARCHIVED"),
    ]


def test_what_came_before_somebody_subscribed_is_not_for_them(emulator: Emulator) -> None:
    direct, came = Direct(emulator), list[str]()
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    direct.ok("CreateAccessPreview", analyzerArn=arn, configurations={QUEUE: {"sqsQueue": {}}})
    emulator.world.clock.advance(timedelta(minutes=1))
    emulator.events.subscribe(lambda event: came.append(event["detail"]["status"]))
    assert [event["detail"]["status"] for event in emulator.events] == ["CREATING", "COMPLETED"]
    assert came == []


def test_time_that_passes_brings_subscribers_what_is_due(emulator: Emulator) -> None:
    direct, came = Direct(emulator), list[Mapping[str, Any]]()
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    emulator.events.subscribe(came.append)
    direct.ok("CreateAccessPreview", analyzerArn=arn, configurations={QUEUE: {"sqsQueue": {}}})
    emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", SHARED)
    emulator.advance(timedelta(minutes=1))
    assert [event["detail-type"] for event in came] == [PREVIEW, EXTERNAL, PREVIEW]
    assert came == list(emulator.events)


READS: list[Callable[[EventLog], object]] = [
    len,
    list,
    lambda log: log[-1],
    lambda log: log[:],
    lambda log: log.total,
    lambda log: log.of(PREVIEW),
    lambda log: log.clear(),
]


@pytest.mark.parametrize("read", READS)
def test_whoever_reads_finds_what_is_due(
    emulator: Emulator, read: Callable[[EventLog], object]
) -> None:
    direct, came = Direct(emulator), list[Mapping[str, Any]]()
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    log = emulator.events
    log.subscribe(came.append)
    direct.ok("CreateAccessPreview", analyzerArn=arn, configurations={QUEUE: {"sqsQueue": {}}})
    emulator.world.clock.advance(timedelta(minutes=1))
    assert len(came) == 1
    read(log)
    assert len(came) == 2
