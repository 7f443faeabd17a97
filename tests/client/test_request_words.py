"""What the service model says in regular expressions and enums, told in words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import StringShape

from aa_sdk._transport._requests.checks import check
from aa_sdk._transport._requests.words import OTHER_PATTERN, PATTERNS, unlike_pattern
from tests.sample_values import MODEL, OPERATIONS

ARN = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/audit"

# What only looks like words.
EXPRESSION = re.compile(r"[\[\]{}*+?^\\]|\.\*")


def texts(shape: Any, seen: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The shapes of all texts in a request."""
    if shape.name in seen:
        return
    match shape.type_name:
        case "string":
            yield shape
            return
        case "structure":
            inside = [*shape.members.values()]
        case "list":
            inside = [shape.member]
        case "map":
            inside = [shape.key, shape.value]
        case _:
            return
    for inner in inside:
        yield from texts(inner, seen | {shape.name})


def sent_texts() -> list[Any]:
    """The shapes of all texts that requests have."""
    shapes = (MODEL.operation_model(operation).input_shape for operation in OPERATIONS)
    return [text for shape in shapes for text in texts(shape)]


def text_of(**metadata: Any) -> Any:
    """A shape of a text."""
    return StringShape("Sample", {"type": "string", **metadata}, None)


def said(shape: Any, value: str) -> list[str]:
    """What is said of a text."""
    return [str(field) for field in check(shape, value, "place")]


def test_every_pattern_of_a_request_has_words() -> None:
    sent = {shape.metadata["pattern"] for shape in sent_texts() if "pattern" in shape.metadata}
    assert sent - PATTERNS.keys() == set()
    assert PATTERNS.keys() - sent == set()
    assert len(sent) > 5


def test_the_words_show_no_expression_and_their_example_is_right() -> None:
    for pattern, words in PATTERNS.items():
        assert not EXPRESSION.search(words), words
        for example in re.findall(r"such as (\S+?)(?:,|$)", words):
            assert re.fullmatch(pattern, example), words


def test_every_text_that_breaks_its_pattern_is_told_in_words() -> None:
    for shape in sent_texts():
        if "pattern" in shape.metadata:
            for value in ("a b", "arn:aws:s3", "é", "", "x" * 300 + "/"):
                for text in said(shape, value):
                    assert not EXPRESSION.search(text.removesuffix(repr(value))), text


def test_a_pattern_of_tomorrow_is_neither_shown_nor_guessed_at() -> None:
    assert said(text_of(pattern="[a-f]{3}"), "xyz") == [f"place: {OTHER_PATTERN}, got 'xyz'"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("audit", "is an ARN; 'audit' looks like a name: pass "),
        ("0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", "must be the ARN of an analyzer, such as "),
        ("a1b2c3d4-0a1b-2c3d-4e5f-0a1b2c3d4e5f", "must be the ARN of an analyzer, such as "),
        ("two words", "must be the ARN of an analyzer, such as "),
        ("arn:aws:s3:::reports", "must be the ARN of an analyzer, such as "),
    ],
)
def test_a_name_for_the_arn_of_an_analyzer_is_told_from_other_texts(
    value: str, expected: str
) -> None:
    shape = MODEL.shape_for("AnalyzerArn")
    assert unlike_pattern(shape.metadata["pattern"], value).startswith(expected)
    (text,) = said(shape, value)
    assert text.endswith(f", got {value!r}") == (value != "audit")


@pytest.mark.parametrize("name", ["AnalyzerName", "Name"])
def test_an_arn_for_a_name_is_told_with_its_last_part(name: str) -> None:
    (text,) = said(MODEL.shape_for(name), ARN)
    assert text == f"place: is a name; {ARN!r} is an ARN: pass its last part, 'audit'"


def test_a_text_that_may_be_a_document_is_not_repeated() -> None:
    document = '{"Statement": "hunter2"}'
    for shape in sent_texts():
        assert "hunter2" not in "".join(said(shape, document))
        assert "hunter2" not in "".join(said(shape, f"arn:aws:s3:::{document}"))


def test_a_value_near_one_of_an_enum_is_told_with_it() -> None:
    shape = text_of(enum=["ACTIVE", "ARCHIVED"])
    for value in ("active", "ACTVE", "Active"):
        assert said(shape, value) == [
            f"place: must be one of ACTIVE, ARCHIVED, not {value!r}: did you mean 'ACTIVE'?"
        ]
    assert said(shape, "ZZZ") == ["place: must be one of ACTIVE, ARCHIVED, got 'ZZZ'"]
    assert said(shape, "{ACTIVE}") == ["place: must be one of ACTIVE, ARCHIVED"]
