"""Which selectors hold, or touch, what a pattern matches, against all short texts."""

import random

import pytest

from aa_sdk.policy._analysis.automata import variable_symbols
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.selector_index import SelectorIndex, are_apart
from aa_sdk.policy._language.patterns import Pattern, arn_pattern, literal
from aa_sdk.policy._language.statements import Selector
from aa_sdk.policy.errors import UnsupportedPolicyError
from tests.effort import examples
from tests.policy.evaluator import arn_glob, glob
from tests.policy.globs import SHORT, random_glob, wild


def random_selector(rng: random.Random) -> tuple[list[str], bool]:
    """Globs, and whether everything but them is meant."""
    return [random_glob(rng) for _ in range(rng.randint(0, 3))], rng.random() < 0.4


def holds(selector: tuple[list[str], bool], word: str) -> bool:
    globs, negated = selector
    return negated != any(glob(text, word) for text in globs)


def test_who_holds_or_touches_a_pattern_is_told_as_short_texts_show() -> None:
    """Nobody is said to hold it who does not, nor not to touch it who does; a text is known."""
    told = 0
    for seed in range(examples(300)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        selectors = [random_selector(rng) for _ in range(rng.randint(1, 4))]
        index = SelectorIndex.of(
            [Selector(tuple(map(wild, globs)), negated) for globs, negated in selectors],
            {},
            Budget(),
        )
        text = random_glob(rng)
        own = [word for word in SHORT if glob(text, word)]
        covering, touching = index.covering(wild(text)), index.touching(wild(text))
        told += covering.bit_count()
        for place, selector in enumerate(selectors):
            shown = [holds(selector, word) for word in own]
            assert not covering >> place & 1 or all(shown), seed
            assert touching >> place & 1 or not any(shown), seed
            for word in SHORT[:40]:
                assert index.matching(word) >> place & 1 == holds(selector, word), seed
                assert index.covering(literal(word)) >> place & 1 == holds(selector, word), seed
    assert told > examples(300) // 3


def test_a_selector_of_everything_holds_whatever_there_is() -> None:
    """So does one that excludes nothing."""
    index = SelectorIndex.of([None, Selector((), negated=True), Selector(())], {}, Budget())
    assert index.covering(wild("*")) == 0b011
    assert index.matching("a") == 0b011
    assert index.touching(wild("a*")) == 0b011


def test_what_is_excluded_already_is_excluded_by_nobody_else() -> None:
    """All but `a*` and `b`, where only texts without an `a` in front matter."""
    index = SelectorIndex.of([Selector((wild("ab*"), wild("b*")), negated=True)], {}, Budget())
    outside, rest = index.apart_from((wild("a*"),))
    assert outside.matching("abc")
    assert not index.covering(wild("*a"))
    assert rest.covering(wild("c*"))
    assert rest.covering(wild("a*"))
    assert not rest.covering(wild("*a"))
    assert list(rest.excluded_near([wild("b?")])) == [wild("b*")]
    assert index.apart_from(())[1] is index


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("a*", "a*b*", True),
        ("a*b", "a*", False),
        ("*a*", "b*a?", True),
        ("a?*", "a??", True),
        ("?*", "*?", False),
        ("a${aws:a}*", "a${aws:a}b", True),
        ("a*", "a${aws:a}b", True),
        ("a?", "a${aws:a}", False),
        ("a${aws:a}", "a${aws:b}", False),
        ("a${aws:a}", "ab", False),
    ],
)
def test_a_pattern_holds_another_that_it_matches_as_a_text(
    wide: str, narrow: str, *, expected: bool
) -> None:
    """For all values of the variables. That `?*` and `*?` are the same is not seen."""
    one, other = wild(wide), wild(narrow)
    symbols = variable_symbols(one.variables + other.variables)
    index = SelectorIndex.of([Selector((one,))], symbols, Budget())
    assert bool(index.covering(other)) is expected


def test_wildcards_of_arns_hold_what_stays_between_the_same_colons() -> None:
    arns = ["arn:aws:*:*:*:a*", "arn:aws:s3:::a*", "arn:aws:?3:*:1:ab", "arn:*:s3:r:1:*", "*"]
    texts = ["arn:aws:s3:::ab", "arn:aws:s3:r:1:ab", "arn:aws:s3:r:1:a:b", "arn:aws:e3:r:1:ab", "a"]
    patterns = [arn_pattern(text, "", variables=False) for text in arns]
    index = SelectorIndex.of([Selector((one,)) for one in patterns], {}, Budget())
    covered = [index.covering(one) for one in patterns]
    assert covered == [0b10001, 0b10011, 0b10101, 0b11000, 0b10000]
    for text in texts:
        expected = sum(arn_glob(arn, text, {}, {}) << n for n, arn in enumerate(arns))
        assert index.matching(text) == expected


def test_a_text_may_match_for_some_value_of_a_variable() -> None:
    """It is held by whoever names it so, and by nobody who excludes it so, for sure."""
    named, excluded = Selector((wild("a${aws:a}"),)), Selector((wild("a${aws:a}"),), negated=True)
    symbols = variable_symbols(wild("a${aws:a}").variables)
    index = SelectorIndex.of([named, excluded], symbols, Budget())
    assert index.matching("ab") == 0b11
    assert index.covering(literal("ab")) == 0
    assert index.matching("b") == index.covering(literal("b")) == 0b10


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("ab", "ab", False),
        ("ab", "aB", True),
        ("a*", "b*", True),
        ("a*", "ab*", False),
        ("*a", "*b", True),
        ("a*b", "*bb", False),
        ("ab", "b*", True),
        ("*", "ab", False),
    ],
)
def test_patterns_are_apart_that_begin_or_end_otherwise(
    one: str, other: str, *, apart: bool
) -> None:
    assert are_apart(wild(one), wild(other)) is are_apart(wild(other), wild(one)) is apart


def test_work_on_an_index_is_bounded() -> None:
    """By the patterns in it and by each look at all of them."""
    many = tuple(Pattern((f"a{n}", *wild("*b").tokens)) for n in range(400))
    with pytest.raises(UnsupportedPolicyError):
        SelectorIndex.of([Selector(many)], {}, Budget(50))
    index = SelectorIndex.of([Selector(many)], {}, Budget(150))
    with pytest.raises(UnsupportedPolicyError):
        index.touching(wild("a*"))
