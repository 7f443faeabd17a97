"""What follows from the conditions and principals of a statement, against every small request."""

import random
from typing import Any

import pytest

from aa_sdk.policy import Policy
from aa_sdk.policy._analysis.implication import applies_wherever
from tests.effort import examples
from tests.policy.evaluator import as_list
from tests.policy.generator import Theme, random_statement, random_theme
from tests.policy.statements import allow, policy, when
from tests.policy.universe import universe


def covered(theme: Theme, document: dict[str, Any]) -> int:
    """The requests that the statement of a document covers, whatever the action and resource."""
    (statement,) = as_list(document["Statement"])
    return universe(theme).covered(document, {**statement, "Action": "*", "Resource": "*"})


def test_no_statement_is_said_to_apply_where_it_does_not() -> None:
    """Random statements over each kind of key, and over principals."""
    applied = 0
    for seed in range(examples(2_000)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        theme = random_theme(rng)
        documents: list[dict[str, Any]] = []
        for _ in range(2):
            statement = random_statement(rng, theme, theme.versions[0], "Allow")
            for name in ("NotAction", "NotResource"):
                statement.pop(name, None)
            statement.update(Action="*", Resource="*")
            version = {"Version": theme.versions[0]} if theme.versions[0] else {}
            documents.append({**version, "Statement": [statement]})
        wide, narrow = (Policy.parse(one).statements[0] for one in documents)
        if applies_wherever(wide, [narrow]):
            applied += 1
            assert not covered(theme, documents[1]) & ~covered(theme, documents[0]), seed
    assert applied > examples(2_000) // 10


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        (allow(), when("StringEquals", "aws:x", "a"), True),
        (when("StringEquals", "aws:x", ["a", "b"]), when("StringEquals", "AWS:X", "a"), True),
        (when("StringEquals", "aws:x", "a"), when("StringEquals", "aws:x", ["a", "b"]), False),
        (when("StringNotEquals", "aws:x", "a"), when("StringNotEquals", "aws:x", ["b", "a"]), True),
        (
            when("StringNotEquals", "aws:x", ["b", "a"]),
            when("StringNotEquals", "aws:x", "a"),
            False,
        ),
        (when("StringLikeIfExists", "aws:x", "a*"), when("StringLike", "aws:x", "a*"), True),
        (when("StringLike", "aws:x", "a*"), when("StringLikeIfExists", "aws:x", "a*"), False),
        (when("StringEquals", "aws:x", "a"), when("StringEquals", "aws:y", "a"), False),
        (when("StringEquals", "aws:x", "a"), allow(), False),
    ],
)
def test_a_condition_follows_from_one_that_asks_the_same_or_more(
    wide: dict[str, Any], narrow: dict[str, Any], *, expected: bool
) -> None:
    one, other = Policy.parse(policy(wide, narrow)).statements
    assert applies_wherever(one, [other]) is expected


def test_conditions_of_several_statements_hold_together() -> None:
    """A statement and the limit that it is looked at in."""
    wide, one, other = Policy.parse(
        policy(
            allow(Condition={"StringEquals": {"aws:x": "a"}, "Null": {"aws:y": "true"}}),
            when("StringEquals", "aws:x", "a"),
            when("Null", "aws:y", "true"),
        )
    ).statements
    assert applies_wherever(wide, [one, other])
    assert not applies_wherever(wide, [one])


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ({"Principal": "*"}, {"NotPrincipal": {"AWS": "111122223333"}}, True),
        ({"Principal": {"AWS": ["111122223333", "444455556666"]}}, {"AWS": "444455556666"}, True),
        ({"Principal": {"AWS": "444455556666"}}, {"AWS": ["111122223333", "444455556666"]}, False),
        ({"NotPrincipal": {"AWS": "444455556666"}}, {"AWS": "111122223333"}, False),
        (
            {"NotPrincipal": {"AWS": "444455556666"}},
            {"NotPrincipal": {"AWS": ["111122223333", "444455556666"]}},
            True,
        ),
        (
            {"NotPrincipal": {"AWS": ["111122223333", "444455556666"]}},
            {"NotPrincipal": {"AWS": "444455556666"}},
            False,
        ),
    ],
)
def test_principals_are_compared_entry_by_entry(
    wide: dict[str, Any], narrow: dict[str, Any], *, expected: bool
) -> None:
    """More are named by the wider one; fewer, if it names whom it does not speak of."""
    named = narrow if "NotPrincipal" in narrow else {"Principal": narrow}
    one, other = Policy.parse(policy(allow(**wide), allow(**named))).statements
    assert applies_wherever(one, [other]) is expected
    assert not applies_wherever(other, [Policy.parse(policy(allow())).statements[0]])
