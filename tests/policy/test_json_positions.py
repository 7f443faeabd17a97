"""JSON that remembers where every value stands."""

import json
from typing import Any

import pytest

from aa_sdk.policy._language.json_positions import LocatedJson, position

VALUES: list[Any] = [
    *(None, True, 1.5, "a\nb", [], {}, 10**900),
    [1, [2, {"a": []}]],
    {"a": {"b": [None]}, "c": '"{'},
]


def test_every_value_is_found_at_its_span() -> None:
    for value in VALUES:
        for indent in (None, 2):
            located = LocatedJson.parse(f" {json.dumps(value, indent=indent)}\n")
            assert located.value == value
            for path, (start, end) in located.spans.items():
                inner: Any = value
                for step in path:
                    inner = inner[step]
                assert json.loads(located.text[start:end]) == inner


def test_a_location_has_the_path_and_both_ends_by_line_column_and_offset() -> None:
    located = LocatedJson.parse('{\n  "a": [1,\n  "b"]}')
    assert located.location(("a", 1)) == {
        "path": [{"value": "a"}, {"index": 1}],
        "span": {
            "start": {"line": 3, "column": 2, "offset": 15},
            "end": {"line": 3, "column": 5, "offset": 18},
        },
    }
    assert position("ab", 2) == {"line": 1, "column": 2, "offset": 2}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", 0),
        ("{", 1),
        ('{"a" 1}', 5),
        ('{"a": 1,}', 8),
        ('{"a": 1 "b": 2}', 8),
        ("[1,]", 3),
        ("[1 2]", 3),
        ("{1: 2}", 1),
        ("{} {}", 2),
        ("[" * 5000, 101),
        ('{"a": tru}', 6),
    ],
)
def test_what_is_not_json_is_an_error_at_the_place_where_it_ends_to_be(
    text: str, place: int
) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        LocatedJson.parse(text)
    assert caught.value.pos == place


def test_a_number_of_any_length_is_a_value() -> None:
    """Python converts no integer of more than a few thousand digits."""
    assert LocatedJson.parse("9" * 5000).value == float("inf")
    assert LocatedJson.parse(f"[-{'9' * 5000}]").value == [float("-inf")]
