"""Times are moments in UTC that keep how they were written."""

import copy
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.events import UnusedAccessEvent, parse_event
from aa_sdk.events._times import SentTime, from_text, plain, written
from tests.effort import examples
from tests.events.samples import event
from tests.events.strategies import times

AT = datetime(2026, 2, 3, 8, 21, tzinfo=UTC)
FORMS = {
    "2026-02-03T08:21:00Z": AT,
    "2026-02-03T08:21:00.000000000Z": AT,
    "2026-02-03T08:21:00.5Z": AT.replace(microsecond=500_000),
    "2026-02-03T08:21:00.123456789Z": AT.replace(microsecond=123_456),
    "2026-02-03T08:21:00+00:00": AT,
    "2026-02-03T10:21:00+02:00": AT,
    "2026-02-02T22:21:00-10:00": AT,
    "2026-02-03T08:21:00": AT,
    "2026-02-03T08:21Z": AT,
    "2026-02-03 08:21:00Z": AT,
    "20260203T082100Z": AT,
    "20260203T082100.00Z": AT,
    "2026-W06-2T08:21:00Z": AT,
    "2026-02-03T082100.0Z": AT,
}


@pytest.mark.parametrize(("text", "moment"), FORMS.items())
def test_a_time_is_a_moment_in_utc_written_as_it_came(text: str, moment: datetime) -> None:
    parsed = parse_event(event("unused", createdAt=text))
    assert isinstance(parsed, UnusedAccessEvent)
    assert parsed.detail.created_at == moment
    assert parsed.detail.created_at.tzinfo is UTC
    assert parsed.to_wire()["detail"]["createdAt"] == text


@given(times | st.from_regex(r"\A[0-9T:.Z+W-]{8,21}\Z"))
@settings(max_examples=examples(2000))
def test_whatever_python_reads_is_written_as_it_came(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011 (Python's own words)
            from_text(text)
        return
    read = from_text(text)
    assert written(read) == text
    assert read.tzinfo is UTC
    for same in (copy.copy(read), copy.deepcopy(read), pickle.loads(pickle.dumps(read))):  # noqa: S301 (our own)
        assert same == read
        assert written(same) == text


@pytest.mark.parametrize("text", ["2026-02-03T24:00:00Z", "2026-02-03T23:59:60Z", "", "now"])
def test_a_time_that_not_every_python_reads_is_a_problem_or_kept(text: str) -> None:
    assert parse_event(event("external", createdAt=text)).to_wire()["detail"]["createdAt"] == text


@pytest.mark.parametrize("digits", ["", ".456", ".450", ".400", ".001"])
def test_a_time_that_any_moment_would_be_written_as_is_a_plain_moment(digits: str) -> None:
    text = f"2026-02-03T08:21:00{digits}Z"
    for payload in (event("unused", createdAt=text), json.dumps(event("unused", createdAt=text))):
        parsed = parse_event(payload)
        assert isinstance(parsed, UnusedAccessEvent)
        assert type(parsed.detail.created_at) is datetime
        assert parsed.detail.created_at == datetime.fromisoformat(text)
        assert written(parsed.detail.created_at) == text


@pytest.mark.parametrize("digits", [".000", ".00", ".5", ".4567", ".456000", ".456123"])
def test_a_time_with_other_digits_keeps_them(digits: str) -> None:
    text = f"2026-02-03T08:21:00{digits}Z"
    parsed = parse_event(event("unused", createdAt=text))
    assert isinstance(parsed, UnusedAccessEvent)
    assert type(parsed.detail.created_at) is SentTime
    assert written(parsed.detail.created_at) == text


def test_what_is_calculated_from_a_time_is_a_moment_like_any_other() -> None:
    sent = from_text("2026-02-03T08:21:00.123456789Z")
    assert isinstance(sent, SentTime)
    same = datetime(2026, 2, 3, 8, 21, 0, 123456, tzinfo=UTC)
    calculated = {
        "sum": (sent + timedelta(hours=1), same + timedelta(hours=1)),
        "difference": (sent - timedelta(hours=1), same - timedelta(hours=1)),
        "changed": (sent.replace(hour=1), same.replace(hour=1)),
        "of another zone": (
            sent.astimezone(timezone(timedelta(hours=2))),
            same.astimezone(timezone(timedelta(hours=2))),
        ),
    }
    for name, (moment, expected) in calculated.items():
        assert moment == expected, name
        assert written(moment) == written(expected), name
        assert pickle.loads(pickle.dumps(moment)) == expected, name  # noqa: S301 (our own)
    assert _since(AT, sent) == timedelta(microseconds=123_456)
    assert sent.date() == date(2026, 2, 3)
    assert (sent == same, hash(sent), sent < AT) == (True, hash(same), False)
    assert (repr(sent), str(sent)) == (repr(same), str(same))
    assert type(plain(sent)) is datetime


def _since(earlier: datetime, later: datetime) -> timedelta:
    return later - earlier


def made(at: Any) -> UnusedAccessEvent:
    """Make an event by hand."""
    parsed = parse_event(event("unused"))
    assert isinstance(parsed, UnusedAccessEvent)
    members = {name: value for name, value in parsed if name != "time"}
    return UnusedAccessEvent(**members, time=at)


def test_by_hand_a_time_is_any_moment_with_a_time_zone() -> None:
    assert made(AT).to_wire()["time"] == "2026-02-03T08:21:00Z"
    thousandths = made(AT.replace(microsecond=456_000))
    assert thousandths.to_wire()["time"] == "2026-02-03T08:21:00.456Z"
    millionths = made(AT.replace(microsecond=456_100))
    assert millionths.to_wire()["time"] == "2026-02-03T08:21:00.456100Z"
    assert made(AT.astimezone(timezone(timedelta(hours=2)))).time.tzinfo is UTC
    assert made("2026-02-03T08:21:00.50Z").to_wire()["time"] == "2026-02-03T08:21:00.50Z"
    for refused in (datetime(2026, 2, 3), 0, None):  # noqa: DTZ001 (that is the mistake)
        with pytest.raises(ValueError, match="time"):
            made(refused)
