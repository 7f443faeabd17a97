"""What may stand in a verb's signature, and what of it JSON has a form for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple, TypedDict, Unpack

import pytest
from pydantic import TypeAdapter

from aa_sdk.emulator._control_api.docstrings import (
    arguments_of,
    attributes_of,
    result_of,
    summary_of,
)
from aa_sdk.emulator._control_api.forms import form_of
from aa_sdk.emulator._control_api.routes import Route
from aa_sdk.emulator._control_api.shown import Giving, shown_class
from aa_sdk.emulator._control_api.signatures import taken_by

NONE: frozenset[str] = frozenset()


class Times(TypedDict, total=False):
    """When."""

    times: int
    """How often."""


@dataclass
class Inner:
    """A part."""

    ready_in: timedelta
    names: frozenset[str]


@dataclass
class Outer:
    """A whole."""

    at_last: datetime | None
    """When, or None."""
    inner: Inner
    made_by: Callable[[], int]
    parts: Mapping[str, Sequence[Inner]]


def sing(
    song: str, /, verses: int = 2, *voices: str, key: Literal["A", "B"] = "A", **when: Unpack[Times]
) -> tuple[object, ...]:
    """Sing a song.

    It may be long.

    Args:
        song: Which one, over
            two lines.
        verses: How many.
        *voices: Whose; None for all.

    Returns:
        What was heard.
    """
    return song, verses, voices, key, when


def test_a_call_is_the_one_that_python_would_make() -> None:
    taken = taken_by(sing, "Sing", NONE, NONE)
    said = b'{"song": "x", "voices": ["a", "b"], "times": 3}'
    assert taken.call(taken.of_body(said)) == ("x", 2, ("a", "b"), "A", {"times": 3})
    assert taken.call({"song": "x"}) == ("x", 2, (), "A", {})
    assert taken.call(taken.of_query({"song": ["y"], "verses": ["5"], "key": ["B"]})) == (
        *("y", 5, (), "B"),
        {},
    )


def test_parameters_of_the_path_and_those_left_out_are_no_members() -> None:
    taken = taken_by(sing, "Sing", frozenset({"song"}), frozenset({"key"}))
    assert set(taken.model.model_fields) == {"verses", "voices", "times"}


def test_what_json_has_no_form_for_is_noticed_when_a_route_is_made() -> None:
    def strange(how: Callable[[], int]) -> None: ...
    def loose(**anything: Any) -> None: ...

    with pytest.raises(TypeError, match="no form"):
        taken_by(strange, "Strange", NONE, NONE)
    with pytest.raises(TypeError, match="not known"):
        taken_by(loose, "Loose", NONE, NONE)
    with pytest.raises(TypeError, match="no form"):
        form_of(Sequence[object | Inner])
    with pytest.raises(TypeError, match="no form"):
        shown_class(int)


def test_objects_are_shown_without_what_json_has_no_form_for() -> None:
    def make() -> Outer:
        inner = Inner(timedelta(seconds=1.5), frozenset("cab"))
        return Outer(datetime(2026, 1, 1, tzinfo=UTC), inner, int, {"a_b": [inner]})

    shown = Giving(make, "Made", None).body(make())
    inner = {"readyIn": 1.5, "names": ["a", "b", "c"]}
    assert shown == {"atLast": "2026-01-01T00:00:00Z", "inner": inner, "parts": {"a_b": [inner]}}


class Pair(NamedTuple):
    """Two."""

    first_one: int
    second: str
    """The other one."""


def test_named_tuples_and_typed_dictionaries_are_objects() -> None:
    def make() -> Pair:
        return Pair(1, "b")

    def time() -> Times:
        return {"times": 3}

    giving = Giving(make, "Made", None)
    assert giving.body(make()) == {"firstOne": 1, "second": "b"}
    assert giving.classes() == [Pair]
    assert Giving(time, "Timed", None).body(time()) == {"times": 3}


def test_routes_are_named_in_camel_case() -> None:
    canonical = Route("GET", "/accounts/{accountId}/canonical-id", "canonical_id")
    assert canonical.name == "getAccountsAccountIdCanonicalId"
    assert Route("POST", "/faults/throttle", "faults.throttle").name == "faultsThrottle"


def test_what_is_gone_through_is_a_list() -> None:
    class Log:
        def __iter__(self) -> Iterator[Inner]:
            return iter([Inner(timedelta(), frozenset())])

    giving = Giving(Log(), "Shown", "log")
    assert giving.body(Log()) == {"log": [{"readyIn": 0.0, "names": []}]}
    assert giving.classes() == [Inner]


def test_numbers_that_are_whole_are_taken_as_such() -> None:
    number: TypeAdapter[int] = TypeAdapter(form_of(int))
    assert number.validate_json("5.0", strict=True) == 5
    for text in ("5.5", "true", '"5"', "null"):
        with pytest.raises(ValueError, match="should be"):
            number.validate_json(text, strict=True)


def test_docstrings_are_read_for_those_who_do_not_read_python() -> None:
    assert summary_of(sing) == "Sing a song."
    assert result_of(sing) == "What was heard."
    assert arguments_of(sing) == {
        "song": "Which one, over two lines.",
        "verses": "How many.",
        "voices": "Whose; null for all.",
    }
    assert attributes_of(Outer) == {"at_last": "When, or null."}
