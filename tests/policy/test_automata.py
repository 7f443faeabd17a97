"""Which patterns can match together, against all short texts."""

import itertools
import random

import pytest

from aa_sdk.policy._analysis.automata import PatternSet, covers
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.string_classes import StringClasses
from aa_sdk.policy._language.patterns import Pattern, Variable, Wild, arn_pattern, literal, parse
from aa_sdk.policy.errors import UnsupportedPolicyError
from tests.policy.evaluator import arn_glob, glob

SHORT = ["".join(chars) for size in range(5) for chars in itertools.product("aBb", repeat=size)]


def wild(text: str) -> Pattern:
    return parse(text, "", wildcards=True, variables=True)


def random_glob(rng: random.Random) -> str:
    return "".join(rng.choice("aab*?B") for _ in range(rng.randint(1, 4)))


@pytest.mark.parametrize("seed", range(60))
def test_the_combinations_found_are_those_that_short_texts_show(seed: int) -> None:
    """Every combination that a text shows is found, and each one found is shown by its text."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    texts = [random_glob(rng) for _ in range(rng.randint(1, 4))]
    found = PatternSet([wild(text) for text in texts]).classes(Budget())
    shown = {sum(glob(text, word) << n for n, text in enumerate(texts)) for word in SHORT}
    assert shown <= found.keys()
    for matched, example in found.items():
        assert matched == sum(glob(text, example) << n for n, text in enumerate(texts))


@pytest.mark.parametrize("seed", range(60))
def test_every_short_text_falls_into_a_class_with_the_same_answers(seed: int) -> None:
    """No two texts that a test tells apart share a class, literals among the tests."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    patterns = [wild(random_glob(rng)) for _ in range(rng.randint(0, 3))]
    patterns += [literal(rng.choice(SHORT)) for _ in range(rng.randint(1, 3))]
    patterns.append(parse("ab", "", folded=True))
    domain = StringClasses(patterns, Budget())
    classes = {
        tuple(domain.mask(pattern) >> n & 1 == 1 for pattern in patterns): n
        for n in range(domain.size)
    }
    for word in SHORT:
        assert tuple(accepts(pattern, word) for pattern in patterns) in classes
    for answers, n in classes.items():
        assert answers == tuple(accepts(pattern, domain.example(n)) for pattern in patterns)


def accepts(pattern: Pattern, word: str) -> bool:
    if pattern.folded:
        return word.lower() == "ab"
    text = "".join(
        token.value if isinstance(token, Wild) else str(token) for token in pattern.tokens
    )
    return word == text if pattern.literal is not None else glob(text, word)


def test_wildcards_of_an_arn_stop_at_its_first_five_colons() -> None:
    """A part is matched by its own pattern, and the last part may hold colons."""
    pattern = "arn:aws:*:*:?:a*"
    both = PatternSet([arn_pattern(pattern, "", variables=True)])
    for value in ("arn:aws:s3:r:1:a:b", "arn:aws:s3:r:12:a", "arn:aws:s3:r:1:2:a", "arn:aws:::1:a"):
        assert both.matches(value, Budget()) == arn_glob(pattern, value, {}, {})


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("home/${aws:username}/*", "home/${aws:username}/docs/*", True),
        ("home/${aws:username}/docs/*", "home/${aws:username}/*", False),
        ("home/*", "home/${aws:username}", True),
        ("home/?", "home/${aws:username}", False),
        ("${aws:a}", "${aws:b}", False),
        ("a${aws:a}*", "a${aws:a}${aws:b}", True),
    ],
)
def test_patterns_with_variables_are_compared_for_all_values(
    wide: str, narrow: str, *, expected: bool
) -> None:
    """What holds whatever the variable stands for is seen; nothing else is taken to hold."""
    assert covers(wild(wide), wild(narrow), Budget()) is expected


def test_a_pattern_with_a_variable_may_match_whatever_it_would_with_a_star() -> None:
    """Both answers are open inside, and only one outside."""
    pattern = wild("a${aws:a}")
    domain = StringClasses([pattern, literal("ab"), literal("b")], Budget())
    inside = domain.mask(pattern)
    assert inside & domain.mask(literal("ab"))
    assert domain.mask(literal("ab")) & ~inside
    assert not inside & domain.mask(literal("b"))


def test_tokens_keep_wildcards_variables_and_escapes_apart() -> None:
    """The escapes of wildcards are literal text."""
    assert wild("a**${*}${?}${$}").tokens == ("a", Wild.RUN, "*?$")
    assert wild("${aws:A, 'x y'}b").tokens == (Variable("aws:a", "x y"), "b")
    assert parse("${aws:a}", "", wildcards=True).literal == "${aws:a}"


def test_work_on_patterns_is_bounded() -> None:
    """Patterns whose product explodes are refused after a set number of steps."""
    patterns = [wild(f"*{first}{second}*") for first in "abcdef" for second in "abcdef"]
    with pytest.raises(UnsupportedPolicyError):
        PatternSet(patterns).classes(Budget(10_000))
