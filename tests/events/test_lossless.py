"""Nothing of an event is lost, whatever is in it and wherever it goes."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from aa_sdk.events import AccessAnalyzerEvent, UnknownEvent, parse_event
from tests.effort import examples
from tests.events.samples import KINDS, event
from tests.events.strategies import known_events, other_events

law = settings(max_examples=examples(500))

WAYS: tuple[Callable[[AccessAnalyzerEvent], AccessAnalyzerEvent], ...] = (
    copy.copy,
    copy.deepcopy,
    lambda parsed: parsed.model_copy(),
    lambda parsed: pickle.loads(pickle.dumps(parsed)),  # noqa: S301 (our own)
)


def dumps(parsed: AccessAnalyzerEvent) -> list[Any]:
    return [
        parsed.to_wire(),
        parsed.model_dump(by_alias=True, mode="json", exclude_unset=True),
        json.loads(parsed.model_dump_json(by_alias=True, exclude_unset=True)),
    ]


@given(known_events)
@law
def test_an_event_of_a_known_family_gives_back_what_came(payload: dict[str, Any]) -> None:
    parsed = parse_event(payload)
    assert not isinstance(parsed, UnknownEvent)
    assert dumps(parsed) == [payload] * 3


@given(known_events | other_events)
@law
def test_text_reads_as_the_object_that_it_is_the_json_of(payload: dict[str, Any]) -> None:
    parsed = parse_event(payload)
    for text in (json.dumps(payload), json.dumps(payload, ensure_ascii=False)):
        for form in (text, text.encode(), bytearray(text.encode()), memoryview(text.encode())):
            read = parse_event(form)
            assert read == parsed
            assert hash(read) == hash(parsed)
            assert dumps(read) == [payload] * 3


@given(other_events)
@law
def test_an_event_in_another_form_gives_back_what_came(payload: dict[str, Any]) -> None:
    assert dumps(parse_event(payload)) == [payload] * 3


@given(known_events | other_events)
@law
def test_an_event_is_the_same_wherever_it_goes(payload: dict[str, Any]) -> None:
    parsed = parse_event(payload)
    for way in WAYS:
        same = way(parsed)
        assert type(same) is type(parsed)
        assert same == parsed
        assert hash(same) == hash(parsed)
        assert str(same) == str(parsed)
        assert dumps(same) == [payload] * 3


def test_the_problem_goes_where_its_event_goes() -> None:
    parsed = parse_event(event("unused", status=3))
    for way in WAYS:
        same = way(parsed)
        assert isinstance(same, UnknownEvent)
        assert same.problem == "detail.status is no text"


def test_a_null_list_and_a_null_map_are_empty_and_null_again_on_their_way_out() -> None:
    payload = event("external", action=None, principal=None, condition=None, error=None)
    parsed = parse_event(payload)
    assert parsed.detail.action == ()  # type: ignore[union-attr]  # of one family alone
    assert parsed.detail.principal == {}  # type: ignore[union-attr]  # of one family alone
    for way in WAYS:
        assert way(parsed).to_wire() == payload


def test_numbers_that_no_double_holds_come_back() -> None:
    payload = event("unused", numberOfUnusedActions=10**40, more={"big": -(10**30)})
    assert parse_event(json.dumps(payload)).to_wire() == payload
    infinite = parse_event(json.dumps(event("unused", more=float("inf"))))
    assert infinite.to_wire()["detail"]["more"] == float("inf")


def test_half_a_character_in_what_nobody_knows_comes_back() -> None:
    payload = event("call", name="\ud800")
    assert parse_event(json.dumps(payload)).to_wire() == payload


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_read_is_the_reader_s_own(kind: str) -> None:
    payload = event(kind)
    parsed = parse_event(payload)
    payload["detail"].clear()
    payload["resources"].append("arn:aws:s3:::other")
    assert parsed.to_wire() == event(kind)
    parsed.to_wire()["detail"].clear()
    assert parsed.to_wire() == event(kind)
