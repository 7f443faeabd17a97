"""Which patterns can match together, against all short texts."""

import random

import pytest

from aa_sdk.policy._analysis.automata import PatternSet, covers
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._language.patterns import arn_pattern, parse
from aa_sdk.policy.errors import UnsupportedPolicyError
from tests.effort import examples
from tests.policy.evaluator import arn_glob, glob
from tests.policy.globs import LONGER, SHORT, random_glob, wild


def matched_by(texts: list[str], word: str) -> int:
    return sum(glob(text, word) << n for n, text in enumerate(texts))


def test_the_combinations_found_are_those_that_short_texts_show() -> None:
    """Every combination that a text shows is found, and each one found is shown by its text."""
    for seed in range(examples(60)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        texts = [random_glob(rng) for _ in range(rng.randint(1, 4))]
        combinations = PatternSet([wild(text) for text in texts]).classes(Budget())
        shown = {matched_by(texts, word) for word in SHORT}
        assert shown <= combinations.keys(), seed
        for matched, example in combinations.items():
            assert matched == matched_by(texts, example), seed


def test_a_pattern_meets_those_with_which_it_has_a_short_text_in_common() -> None:
    """Patterns of four signs have one of five letters in common, if they have any."""
    for seed in range(examples(300)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        texts = [random_glob(rng) for _ in range(rng.randint(1, 3))]
        other = random_glob(rng)
        common = any(glob(other, word) and matched_by(texts, word) for word in LONGER)
        patterns = PatternSet([wild(text) for text in texts])
        assert patterns.meets(wild(other), Budget()) is common, (texts, other)


def test_a_pattern_that_crosses_colons_meets_fields_on_both_sides_of_one() -> None:
    fields = PatternSet([arn_pattern("arn:?*:s3:::b?", "", variables=True)])
    for text, expected in (
        ("arn:*b1", True),
        ("arn:a?s3:::b1", True),
        ("arn:a:?3:::${aws:a}", True),
        ("arn:${aws:a}", True),
        ("arn:?:s3:?b1", False),
        ("arn:?b:s3:::b1", True),
        ("arn:??????:s3:::b1", True),
        ("arn:a:b:s3:::b1", False),
        ("arn:*:sqs:*", False),
        ("arn:a:s3:::b1*2", False),
        ("arn:", False),
    ):
        assert fields.meets(wild(text), Budget()) is expected, text
    assert not fields.meets(parse("", ""), Budget())
    assert PatternSet([parse("", "")]).meets(wild("*"), Budget())


def test_patterns_that_lead_nowhere_are_not_followed() -> None:
    """Nine names with stars around them cost what their letters do, and not all subsets of them."""
    names = ["alpha", "bravo", "delta", "gamma", "kappa", "omega", "sigma", "theta", "zebra"]
    patterns = PatternSet([wild("s3:*"), *(wild(f"s3:*{name}*") for name in names)])
    assert set(patterns.classes(Budget(2_000), inside=[0b1], outside=~0b1)) == {0b1}
    assert set(patterns.classes(Budget(8_000), inside=[0b10, 0b100], outside=~0b111)) == {0b111}
    with pytest.raises(UnsupportedPolicyError):
        patterns.classes(Budget(10_000))
    assert patterns.classes(Budget(), inside=[0b10], outside=0b1) == {}


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


def test_a_value_may_come_in_another_case_where_case_does_not_matter() -> None:
    """Then a pattern that minds case does not match all that the other does."""
    exact, folded = (
        parse("${aws:a}", "", variables=True, folded=folded) for folded in (False, True)
    )
    assert covers(folded, exact, Budget())
    assert covers(folded, folded, Budget())
    assert not covers(exact, folded, Budget())


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("${aws:a, 'x'}", "${aws:a}", True),
        ("${aws:a}", "${aws:a, 'x'}", False),
        ("${aws:a, 'x'}", "${aws:a, 'y'}", False),
        ("${aws:a, 'x'}*", "${aws:a}${aws:a, 'y'}", True),
        ("${aws:a, 'x'}", "${aws:b}", False),
    ],
)
def test_a_default_counts_where_the_key_may_be_absent(
    wide: str, narrow: str, *, expected: bool
) -> None:
    """A variable without a default matches nothing then, whatever stands beside it."""
    assert covers(wild(wide), wild(narrow), Budget()) is expected


def test_work_on_patterns_is_bounded() -> None:
    """Patterns whose product explodes are refused after a set number of steps."""
    patterns = [wild(f"*{first}{second}*") for first in "abcdef" for second in "abcdef"]
    with pytest.raises(UnsupportedPolicyError):
        PatternSet(patterns).classes(Budget(10_000))


def test_there_is_a_character_that_no_pattern_names_even_if_they_name_the_usual_ones() -> None:
    """Without one, that another text matches nothing would not be found."""
    usual = "".join(map(chr, range(0x20, 0x7F)))
    patterns = PatternSet([parse(usual, ""), parse("\u0100", "")])
    assert set(patterns.classes(Budget())) == {0b00, 0b01, 0b10}
    assert patterns.matches(patterns.filler, Budget()) == 0


def test_a_wildcard_that_stops_at_colons_is_tried_with_one() -> None:
    """Also where no pattern names the colon."""
    inside = parse("a*", "", wildcards=True, fields=True)
    across = parse("a*", "", wildcards=True)
    combinations = PatternSet([inside, across]).classes(Budget())
    assert set(combinations) == {0b00, 0b11, 0b10}
    assert ":" in combinations[0b10]
