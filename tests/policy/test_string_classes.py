"""The classes of strings, against all short texts."""

import random

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.string_classes import StringClasses
from aa_sdk.policy._language.patterns import Pattern, Wild, literal, parse
from tests.effort import examples
from tests.policy.evaluator import glob
from tests.policy.globs import SHORT, random_glob, wild


def test_every_short_text_falls_into_a_class_with_the_same_matches() -> None:
    """No two texts that a pattern tells apart share a class, literals among the patterns."""
    for seed in range(examples(60)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        patterns = [wild(random_glob(rng)) for _ in range(rng.randint(0, 3))]
        patterns += [literal(rng.choice(SHORT)) for _ in range(rng.randint(1, 3))]
        patterns.append(parse("ab", "", folded=True))
        classes = StringClasses(patterns, Budget())
        by_column = {
            tuple(classes.mask(pattern) >> n & 1 == 1 for pattern in patterns): n
            for n in range(classes.size)
        }
        for word in SHORT:
            assert column(patterns, word) in by_column, seed
        for bits, n in by_column.items():
            assert bits == column(patterns, classes.example(n)), seed


def test_only_strings_that_matter_have_a_class() -> None:
    """Those that match a pattern inside, if there is one, and none outside; all others as ever."""
    for seed in range(examples(200)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        patterns = [wild(random_glob(rng)) for _ in range(rng.randint(1, 4))]
        patterns += [literal(rng.choice(SHORT)) for _ in range(rng.randint(0, 3))]
        inside = rng.sample(patterns, rng.choice((0, 1, 2)) if len(patterns) > 1 else 0)
        outside = rng.sample(patterns, rng.choice((0, 0, 1)))
        classes = StringClasses(patterns, Budget(), inside=inside, outside=outside)
        columns = {
            tuple(classes.mask(pattern) >> n & 1 == 1 for pattern in patterns): n
            for n in range(classes.size)
        }

        def matters(word: str, inside: list[Pattern], outside: list[Pattern]) -> bool:
            among = not inside or any(column(inside, word))
            return among and not any(column(outside, word))

        shown = {column(patterns, word): word for word in SHORT if matters(word, inside, outside)}
        assert shown.keys() <= columns.keys(), seed
        for bits, n in columns.items():
            example = classes.example(n)
            assert matters(example, inside, outside), seed
            assert bits == column(patterns, example), seed


def column(patterns: list[Pattern], word: str) -> tuple[bool, ...]:
    """What each pattern says of a word."""
    return tuple(accepts(pattern, word) for pattern in patterns)


def accepts(pattern: Pattern, word: str) -> bool:
    if pattern.folded:
        return word.lower() == "ab"
    text = "".join(
        token.value if isinstance(token, Wild) else str(token) for token in pattern.tokens
    )
    return word == text if pattern.literal is not None else glob(text, word)


def test_a_pattern_with_a_variable_may_match_whatever_it_would_with_a_star() -> None:
    """Either is possible inside, and only one outside."""
    pattern = wild("a${aws:a}")
    classes = StringClasses([pattern, literal("ab"), literal("b")], Budget())
    assumed = classes.mask(pattern)
    assert assumed & classes.mask(literal("ab"))
    assert classes.mask(literal("ab")) & ~assumed
    assert not assumed & classes.mask(literal("b"))
