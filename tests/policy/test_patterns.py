"""Texts of a document read into patterns."""

import pytest

from aa_sdk.policy._language.patterns import Token, Variable, Wild, arn_pattern, parse
from tests.policy.globs import wild


def test_tokens_keep_wildcards_variables_and_escapes_apart() -> None:
    """The escapes of wildcards are literal text."""
    assert wild("a**${*}${?}${$}").tokens == ("a", Wild.RUN, "*?$")
    assert wild("${aws:A, 'x y'}b").tokens == (Variable("aws:a", "x y"), "b")
    assert parse("${aws:a}", "", wildcards=True).literal == "${aws:a}"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("${*}", ("${", Wild.RUN, "}")),
        ("${?}", ("${", Wild.ONE, "}")),
        ("${$}", ("${$}",)),
        ("${}", ("${}",)),
        ("${a", ("${a",)),
        ("${a*", ("${a", Wild.RUN)),
        ("*$", (Wild.RUN, "$")),
    ],
)
def test_without_variables_a_dollar_is_text_and_a_wildcard_behind_it_is_one(
    text: str, tokens: tuple[Token, ...]
) -> None:
    assert parse(text, "", wildcards=True).tokens == tokens


def test_a_colon_in_braces_parts_an_arn_where_there_are_no_variables() -> None:
    """An ARN is filled up with what it lacks; the colon in a variable is not one of its own."""
    old = arn_pattern("arn:aws:s3:${a:*}", "", variables=False)
    assert old.tokens == ("arn:aws:s3:${a:", Wild.FIELD_RUN, "}:", Wild.RUN)
    new = arn_pattern("arn:aws:s3:${a:b}:*", "", variables=True)
    assert new.tokens[-4:] == (":", Wild.FIELD_RUN, ":", Wild.RUN)
