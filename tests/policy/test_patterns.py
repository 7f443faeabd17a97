"""Texts of a document read into patterns."""

from aa_sdk.policy._language.patterns import Variable, Wild, parse
from tests.policy.globs import wild


def test_tokens_keep_wildcards_variables_and_escapes_apart() -> None:
    """The escapes of wildcards are literal text."""
    assert wild("a**${*}${?}${$}").tokens == ("a", Wild.RUN, "*?$")
    assert wild("${aws:A, 'x y'}b").tokens == (Variable("aws:a", "x y"), "b")
    assert parse("${aws:a}", "", wildcards=True).literal == "${aws:a}"
