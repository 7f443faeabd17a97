"""YAML as CloudFormation reads it, and what is none of it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("yaml", reason="the command line is an extra")

import yaml

from aa_sdk.cli._sources.documents import NotText
from aa_sdk.cli._sources.reading import UnreadableError
from aa_sdk.cli._sources.yaml_documents import YamlDocument
from aa_sdk.policy._validation.places import Place


def value(text: str) -> Any:
    return YamlDocument(text).value


def fault(text: str) -> str:
    with pytest.raises(UnreadableError) as refusal:
        YamlDocument(text)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("", None),
        ("~", None),
        ("2012-10-17", "2012-10-17"),
        ("'2012-10-17'", "2012-10-17"),
        ("111122223333", 111122223333),
        ("-5", -5),
        ("1.50", 1.5),
        ("yes", True),
        ("Off", False),
        ("'yes'", "yes"),
        ("!!str 5", "5"),
        ("=", "="),
        ("012345678901", "012345678901"),  # an 8 and a 9: no octal number
        ("001234567012", NotText("001234567012")),
        ("0x1F", NotText("0x1F")),
        ("1_000", NotText("1_000")),
        ("12:30:45", NotText("12:30:45")),
        (".inf", NotText(".inf")),
        ("1e+300", "1e+300"),
        ("9" * 5000, NotText("9" * 5000)),
        ("!!bool perhaps", NotText("perhaps")),
        ("!!binary eA==", NotText("eA==")),
        ("!!set {a, b}", NotText("!!set")),
        ("!!python/object:os.system {}", NotText("!!python/object:os.system")),
        ("[a, 1]", ["a", 1]),
        ("{1: a, on: b, 2012-10-17: c}", {"1": "a", "on": "b", "2012-10-17": "c"}),
    ],
)
def test_a_scalar_is_what_the_service_makes_of_it(text: str, known: Any) -> None:
    assert value(text) == known
    assert type(value(text)) is type(known)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("!Ref A", {"Ref": "A"}),
        ("!Sub '${A}'", {"Fn::Sub": "${A}"}),
        ("!Sub 5", {"Fn::Sub": "5"}),
        ("!GetAtt A.Arn", {"Fn::GetAtt": "A.Arn"}),
        ("!Join [',', [a, !Ref B]]", {"Fn::Join": [",", ["a", {"Ref": "B"}]]}),
        ("!Transform {Name: x}", {"Fn::Transform": {"Name": "x"}}),
        ("!Anything x", {"Fn::Anything": "x"}),
        ("Fn::Sub: x", {"Fn::Sub": "x"}),
    ],
)
def test_a_tag_is_the_function_that_it_is_short_for(short: str, long: Any) -> None:
    assert value(short) == long


def test_aliases_and_merges_are_followed() -> None:
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: *a\nd: {<<: [{x: 5}, *a], '<<': 6}\n"
    document = YamlDocument(text)
    assert document.value == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": 3},
        "c": {"x": 1, "y": 2},
        "d": {"x": 5, "y": 2, "<<": 6},
    }
    places = document.places([("b", "x"), ("b", "y"), ("c",), ("d", "x")])
    assert places["b", "x"] == Place(1, 11, 1, 12)
    assert places["b", "y"] == Place(2, 16, 2, 17)
    assert places["c",] == Place(1, 4, 1, 19)
    assert places["d", "x"] == Place(4, 14, 4, 15)


def test_a_place_ends_where_the_text_does() -> None:
    text = "a: &a\n  b: 1\n\n\nc:\n  d: [x,\n    y]\n  e:\n    *a\nf:\n- !Sub x\n- {}\n\n"
    places = YamlDocument(text).places([(), ("a",), ("c",), ("f",), ("f", 0, "Fn::Sub"), ("f", 1)])
    assert places["a",] == Place(1, 4, 2, 7)
    assert places["c",].line == 6
    assert places["c",].end_line >= 9
    assert places["f",] == Place(11, 1, 12, 5)
    assert places["f", 0, "Fn::Sub"] == Place(11, 3, 11, 9)
    assert places[()].line == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: 2\na: 3", "not YAML for CloudFormation: a key stands twice, line 3, column 1"),
        ("? [a]\n: b", "a key that is no text"),
        ("a: &a [*a]", "an alias that holds itself"),
        ("a: &a {<<: *a, b: [*a]}", "an alias that holds itself"),
        ("a: {<<: 5}", "<< merges what is no mapping"),
        ("[" * 150 + "]" * 150, "nested too deeply"),
        ("[" * 100_000, "line 1, column"),
        ("a: *b", "line 1, column 4"),
        ("a: b: c", "line 1, column 5"),
        ("--- a\n--- b", "line 2, column 1"),
        ("\x00", "not YAML"),
        ("a:\n\t- b", "line 2, column 1"),
    ],
)
def test_what_is_no_template_is_refused_with_its_place(text: str, told: str) -> None:
    assert told in fault(text)
    assert "\n" not in fault(text)


def test_aliases_do_not_blow_up() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    assert "its aliases make too much of it" in fault("\n".join(lines))
    long = "y" * 500_000
    assert "its aliases make too much of it" in fault(f"a: &a {long}\nb: [*a, *a, *a, *a, *a]")
    merges = ["a0: &a0 {x0: 1}"]
    merges += [f"a{n}: &a{n} {{<<: *a{n - 1}, x{n}: 1}}" for n in range(1, 3_000)]
    assert "its merges make too much of it" in fault("\n".join(merges))
    chain = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 200))]
    assert "nested too deeply" in fault("\n".join(chain))


def test_a_slow_loader_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aa_sdk.cli._sources.yaml_documents._LOADER", yaml.SafeLoader)
    text = "a: !Ref B\nc:\n  - d: 1\n"
    document = YamlDocument(text)
    assert document.value == {"a": {"Ref": "B"}, "c": [{"d": 1}]}
    assert document.places([("c", 0)]) == {("c", 0): Place(3, 5, 3, 9)}
    assert fault("[" * 5_000) == "not YAML"


WRITER: Any = yaml  # whose types say too little
TEXTS = st.text("abXY:/*?$ é日-0.#\n\t\"'%{}[]", max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(JSON, st.booleans())
def test_what_is_written_as_yaml_is_read_back(content: Any, flow: bool) -> None:  # noqa: FBT001 (a strategy gives it)
    text = WRITER.safe_dump(content, default_flow_style=flow, allow_unicode=True)
    assert value(text) == content


@given(JSON)
def test_json_is_yaml(content: Any) -> None:
    assert value(json.dumps(content, indent=1)) == content
