"""One pattern covers another if it matches whatever the other does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.policy._validation.globs import covers, is_glob, literal_prefix


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("a", "a"),
        ("*", ""),
        ("*", "a:b/c*?"),
        ("a*", "a"),
        ("a*", "a?c*"),
        ("a**", "a*"),
        ("a*", "a**"),
        ("a?c", "abc"),
        ("a?c", "a?c"),
        ("*a*b*", "xxaxxbxx"),
        ("*ab", "abab"),
        ("*?b*", "xab"),
        ("a?*", "ab"),
    ],
)
def test_what_a_pattern_covers(wide: str, narrow: str) -> None:
    assert covers(wide, narrow)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("a", "b"),
        ("a", "A"),
        ("a", "a*"),
        ("a?", "a"),
        ("a?", "a*"),
        ("a?c", "a*c"),
        ("ab*ba", "aba"),
        ("a*b", "abc"),
        ("*a*b*", "b a"),
        ("a*", "*"),
        ("?*", "*"),
        ("a*?", "a*"),
    ],
)
def test_what_a_pattern_does_not_cover(wide: str, narrow: str) -> None:
    assert not covers(wide, narrow)


def test_a_text_without_wildcards_is_its_own_prefix() -> None:
    assert literal_prefix("s3:Get") == "s3:Get"
    assert literal_prefix("s3:G?t*") == "s3:G"
    assert not is_glob("s3:Get")
    assert is_glob("s3:G?t")


GLOBS = st.text(alphabet="ab*?", max_size=6)
TEXTS = st.text(alphabet="ab", max_size=6)


def matches(pattern: str, text: str) -> bool:
    expression = "".join({"*": ".*", "?": "."}.get(char, char) for char in pattern)
    return re.fullmatch(expression, text) is not None


@given(wide=GLOBS, narrow=GLOBS, text=TEXTS)
def test_what_the_narrow_pattern_matches_the_wide_one_does(
    wide: str, narrow: str, text: str
) -> None:
    if covers(wide, narrow) and matches(narrow, text):
        assert matches(wide, text)


@given(wide=GLOBS, text=TEXTS)
def test_a_text_is_covered_where_it_is_matched(wide: str, text: str) -> None:
    assert covers(wide, text) == matches(wide, text)
