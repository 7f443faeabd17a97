"""Hostile policies: each ends by an answer or is refused, after a set number of steps."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from aa_sdk.policy import PolicyCheck, UnsupportedPolicyError, check_no_new_access
from aa_sdk.policy._analysis.budget import Budget
from tests.effort import examples
from tests.policy.statements import BUCKET, allow, deny, policy, when

Pair = tuple[dict[str, Any], dict[str, Any]]


def words(rng: random.Random, count: int, size: int = 6) -> list[str]:
    return ["".join(rng.choices("abcdefgh", k=size)) for _ in range(count)]


def seeded() -> random.Random:
    return random.Random(5)  # noqa: S311 (no secrets)


def many_globs(rng: random.Random) -> Pair:
    both = [policy(allow(Action=[f"s3:*{word}*" for word in words(rng, 300)])) for _ in range(2)]
    return both[0], both[1]


def nested_stars(rng: random.Random) -> Pair:
    del rng
    one, other = BUCKET + "*a*b" * 150, BUCKET + "*b*a" * 150
    return policy(allow(Resource=one)), policy(allow(Resource=other))


def many_statements(rng: random.Random) -> Pair:
    def statements() -> list[dict[str, Any]]:
        pairs = zip(words(rng, 2_500), words(rng, 2_500), strict=True)
        return [allow(Action=f"s3:{one}", Resource=f"{BUCKET}/{two}") for one, two in pairs]

    return policy(*statements()), policy(*statements())


def many_denies(rng: random.Random) -> Pair:
    denies = [deny(Action=f"s3:{word}", Resource=f"{BUCKET}/{word}") for word in words(rng, 2_000)]
    return policy(allow(), *denies), policy(allow(), allow(Action="ec2:*"), *denies[::-1])


def a_riddle(rng: random.Random) -> Pair:
    """Three truth values a statement: as hard as satisfiability."""
    clauses = [
        {f"aws:k{n}": str(rng.random() < 0.5).lower() for n in rng.sample(range(60), 3)}
        for _ in range(256)
    ]
    return policy(allow()), policy(*(allow(Condition={"Bool": clause}) for clause in clauses))


def many_keys(rng: random.Random) -> Pair:
    del rng
    texts = {f"aws:k{n}": "a" for n in range(20_000)}
    return policy(allow(Condition={"StringEquals": texts})), policy(allow(Action="ec2:*"))


def many_variables(rng: random.Random) -> Pair:
    del rng
    named = [f"{BUCKET}/${{aws:v{n}}}" for n in range(40)]
    return policy(allow(Resource=named)), policy(allow(Resource=[f"{one}/" for one in named]))


def many_sets(rng: random.Random) -> Pair:
    tags = words(rng, 40)
    theirs = [when("ForAnyValue:StringLike", "aws:TagKeys", [f"{tag}*", tag[:2]]) for tag in tags]
    return policy(when("ForAllValues:StringLike", "aws:TagKeys", tags)), policy(*theirs)


def many_blocks(rng: random.Random) -> Pair:
    def blocks(size: int) -> list[str]:
        return [f"{rng.randrange(256)}.{rng.randrange(256)}.0.0/{size}" for _ in range(5_000)]

    key = "aws:SourceIp"
    return policy(when("IpAddress", key, blocks(24))), policy(when("IpAddress", key, blocks(16)))


def a_long_text(rng: random.Random) -> Pair:
    del rng
    text = f"{BUCKET}/{'a' * 400_000}*"
    return policy(allow(Resource=text)), policy(allow(Resource=f"{text}b*"))


HOSTILE: list[Callable[[random.Random], Pair]] = [
    *[many_globs, a_riddle, many_keys, many_variables, many_sets, many_blocks, a_long_text],
]
# Thousands of statements are no reason to refuse.
LARGE_BUT_PLAIN: list[Callable[[random.Random], Pair]] = [
    nested_stars,
    many_statements,
    many_denies,
]


def outcome(new: dict[str, Any], existing: dict[str, Any]) -> PolicyCheck | str:
    try:
        return check_no_new_access(new, existing)
    except UnsupportedPolicyError as error:
        return str(error)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_policy_is_answered_or_refused_for_the_work_that_it_takes(
    hostile: Callable[[random.Random], Pair],
) -> None:
    """Never by the clock: with all examples it is tried twice, and ends the same way."""
    outcomes = [outcome(*hostile(seeded())) for _ in range(examples(2))]
    assert all(one == outcomes[0] for one in outcomes)
    assert isinstance(outcomes[0], PolicyCheck) or "work" in outcomes[0]


@pytest.mark.parametrize("large", LARGE_BUT_PLAIN)
def test_what_is_large_but_plain_is_answered(large: Callable[[random.Random], Pair]) -> None:
    answers = [outcome(*large(seeded())) for _ in range(examples(2))]
    assert all(one == answers[0] for one in answers)
    assert isinstance(answers[0], PolicyCheck)
    if large is many_denies:
        assert answers[0].result == "PASS"


def test_a_budget_ends_after_its_steps() -> None:
    """The step after the last is refused."""
    budget = Budget(2)
    budget.spend(2)
    with pytest.raises(UnsupportedPolicyError):
        budget.spend()


def test_a_document_of_just_under_a_mebibyte_is_read() -> None:
    """The limit is on the document, not on what happens to be in it."""
    text = json.dumps({**policy(allow()), "Id": "x" * ((1 << 20) - 200)})
    assert check_no_new_access(text, text).result == "PASS"
