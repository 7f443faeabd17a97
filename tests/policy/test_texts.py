"""Texts that patterns match, against the evaluator."""

import random

import pytest

from aa_sdk.policy._analysis.texts import likely_texts
from aa_sdk.policy._language.patterns import Pattern, arn_pattern
from tests.effort import examples
from tests.policy.evaluator import arn_glob, glob
from tests.policy.globs import random_glob, wild

SAMPLES = ("sample",)


def arn(text: str) -> Pattern:
    return arn_pattern(text, "", variables=False)


def test_every_text_made_of_a_pattern_matches_it() -> None:
    for seed in range(examples(200)):
        text = random_glob(random.Random(seed))  # noqa: S311 (no secrets)
        made = [*likely_texts([wild(text)], SAMPLES)]
        assert made
        assert all(glob(text, one) for one in made if one not in SAMPLES), seed


def test_parts_of_an_arn_are_filled_as_they_are_written() -> None:
    pattern = "arn:aws:ec2:*:*:instance/i-?"
    first, *others = likely_texts([arn(pattern)], SAMPLES)
    assert first == "arn:aws:ec2:us-east-1:111122223333:instance/i-e"
    assert all(arn_glob(pattern, one, {}, {}) for one in others)


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        ("connect:Create*", "connect:*Contact", "connect:CreateexampleContact"),
        ("connect:*Contact*", "connect:*Data*", "connect:exampleContactexampleexampleDataexample"),
        ("connect:*Flow", "connect:Get*", "connect:GetexampleFlow"),
        ("connect:Get*", "connect:GetFlow", "connect:GetFlow"),
        ("connect:GetFlow", "connect:*Flow", "connect:GetFlow"),
        ("connect:Get*", "connect:GetUser*", "connect:GetUserexample"),
        ("*", "connect:Get*", "connect:Getexample"),
        ("*", "*", "sample"),
    ],
)
def test_two_patterns_are_laid_over_each_other(one: str, other: str, first: str) -> None:
    """The longer beginning, what is in the middle of each, the longer end."""
    assert next(likely_texts([wild(one), wild(other)], SAMPLES)) == first


def test_arns_are_laid_over_each_other_part_by_part() -> None:
    one, other = "arn:aws:iam::*:role/*", "arn:*:iam::444455556666:*/admin*"
    text = next(likely_texts([arn(one), arn(other)], SAMPLES))
    assert text == "arn:aws:iam::444455556666:role/example/adminexample"
    assert arn_glob(one, text, {}, {})
    assert arn_glob(other, text, {}, {})


def test_nothing_is_made_of_patterns_with_other_parts() -> None:
    """One with colons and one that cannot cross them."""
    assert list(likely_texts([arn("arn:aws:s3:::*a"), arn("*a")], SAMPLES)) == []
