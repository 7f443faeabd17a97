"""JSON text is read strictly, and tells where keys and values stand in it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.policy._language.json_values import is_list, is_object
from aa_sdk.policy._validation.located_json import Key, LocatedJson, Path, Substring
from tests.policy.validation.any_json import JSON

TEXT = """{
  "a": [1, {"b": "caf\\u00e9 \\ud83d\\ude00!"}, ["x", "y"]],
  "c\\td": null
}"""


def cut(path: Path, text: str = TEXT) -> str:
    start, end = LocatedJson(text).spans([path])[path]
    return text[start:end]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), TEXT),
        (("a", 0), "1"),
        (("a", 1), '{"b": "caf\\u00e9 \\ud83d\\ude00!"}'),
        (("a", 1, Key("b")), '"b"'),
        (("a", 1, "b"), '"caf\\u00e9 \\ud83d\\ude00!"'),
        (("a", 1, "b", Substring(0, 3)), "caf"),
        (("a", 1, "b", Substring(3, 1)), "\\u00e9"),
        (("a", 1, "b", Substring(5, 2)), "\\ud83d\\ude00!"),
        (("a", 1, "b", Substring(6, 0)), ""),
        (("a", 2), '["x", "y"]'),
        (("a", 2, 1), '"y"'),
        (("c\td",), "null"),
        ((Key("c\td"),), '"c\\td"'),
    ],
)
def test_a_path_leads_to_a_stretch_of_the_text(path: Path, expected: str) -> None:
    assert cut(path) == expected


def test_several_paths_are_found_at_once() -> None:
    wanted: list[Path] = [("a", 2, 0), (Key("a"),), ("a", 1, "b", Substring(0, 1))]
    spans = LocatedJson(TEXT).spans(wanted)
    assert [TEXT[slice(*spans[path])] for path in wanted] == ['"x"', '"a"', "c"]


def test_lines_count_from_1_and_columns_and_offsets_from_0() -> None:
    document = LocatedJson("[\n 1,\n  2]")
    assert document.position(0) == {"line": 1, "column": 0, "offset": 0}
    assert document.position(2) == {"line": 2, "column": 0, "offset": 2}
    assert document.position(8) == {"line": 3, "column": 2, "offset": 8}
    assert document.position(10) == {"line": 3, "column": 4, "offset": 10}


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("{", 1),
        ('{"a": }', 6),
        ("[1, NaN]", 4),
        ("-Infinity", 0),
        ("[1] 2", 4),
        ('{"a": 1, "b": {"a": 2, "a": 3}}', 23),
        ('{"a": [{"x": 1}, "y"], "\\u0061": 2}', 23),
        ("[" * 102 + "]" * 102, 100),
        ('{"a":' * 200 + "1" + "}" * 200, 500),
        ("[" * 5000, 100),
    ],
)
def test_what_is_not_json_is_told_with_its_place(text: str, offset: int) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        LocatedJson(text)
    assert caught.value.pos == offset


def test_many_brackets_beside_each_other_are_not_deep() -> None:
    text = json.dumps([["[", "{"]] * 300 + [[[]]] * 300)
    assert LocatedJson(text).value == json.loads(text)


def test_a_number_of_any_length_is_read() -> None:
    assert LocatedJson("9" * 5000).value == float("inf")
    assert LocatedJson("12").value == 12


def paths_and_values(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    found: list[tuple[Path, Any]] = [(path, value)]
    if is_object(value):
        for key, member in value.items():
            found += [((*path, Key(key)), key), *paths_and_values(member, (*path, key))]
    elif is_list(value):
        for index, entry in enumerate(value):
            found += paths_and_values(entry, (*path, index))
    return found


@given(value=JSON, indent=st.sampled_from([None, 2]), ascii_only=st.booleans())
def test_what_stands_at_a_path_reads_as_its_value(
    value: Any, indent: int | None, *, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document = LocatedJson(text)
    assert document.value == value
    expected = paths_and_values(value)
    spans = document.spans(path for path, _ in expected)
    for path, part in expected:
        assert json.loads(text[slice(*spans[path])]) == part
