"""Slices against brute force over random policies, and what holds for all of them."""

import json
import random

from aa_sdk.policy import compare
from tests.effort import examples
from tests.policy.difference.brute_force import examine_layers, examine_many, kind_of
from tests.policy.evaluator import as_list
from tests.policy.generator import random_pair, random_policy, random_statement, random_theme

TOO_MUCH = "more work than one check may take"


def test_slices_hold_the_whole_difference_and_each_has_some_of_it() -> None:
    """Pairs of policies, both ways: a side has slices exactly where the check fails.

    Each request that one side only allows lies in a slice, and each example in its own.
    """
    verdicts, wrong = examine_many(range(examples(600)))
    assert wrong[:3] == []
    # Where a slice is wider than the difference, neither document has a name for what is too much.
    sides = verdicts["exactly"] + verdicts["wider"]
    assert sides > examples(600) // 2
    assert verdicts["exactly"] > sides // 2
    assert verdicts["no example"] <= sides // 15
    assert set(verdicts) <= {"exactly", "wider", "no example"}


def test_slices_of_what_layers_leave_hold_the_whole_difference() -> None:
    """Layers with layers, and with a policy alone; what takes too much work is rare."""
    verdicts, wrong = examine_many(range(examples(150)), examine_layers)
    assert wrong[:3] == []
    sides = verdicts["exactly"] + verdicts["wider"]
    assert sides > examples(150) // 4
    assert verdicts["exactly"] > sides // 6
    assert verdicts[TOO_MUCH] <= examples(150) // 50
    assert set(verdicts) <= {"exactly", "wider", "no example", TOO_MUCH}


def test_there_is_no_difference_between_a_policy_and_itself() -> None:
    """In the same order and in another."""
    for seed in range(examples(300)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        theme = random_theme(rng)
        policy = random_policy(rng, theme, theme.versions[0])
        listed = as_list(policy["Statement"])
        mixed = {**policy, "Statement": rng.sample(listed, len(listed))}
        assert compare(policy, policy, kind_of(theme)).equivalent, seed
        assert compare(policy, mixed, kind_of(theme)).equivalent, seed


def test_what_one_way_is_added_is_removed_the_other_way() -> None:
    for seed in range(examples(200)):
        theme, new, existing = random_pair(random.Random(seed))  # noqa: S311 (no secrets)
        there = compare(new, existing, kind_of(theme))
        back = compare(existing, new, kind_of(theme))
        assert (there.added, there.removed) == (back.removed, back.added), seed


def test_an_allow_more_removes_nothing_and_a_deny_more_adds_nothing() -> None:
    """Whatever it says."""
    for seed in range(examples(200)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        theme = random_theme(rng)
        version = theme.versions[0]
        policy = random_policy(rng, theme, version)
        for effect in ("Allow", "Deny"):
            more = json.loads(json.dumps(policy))
            more["Statement"].append(random_statement(rng, theme, version, effect))
            difference = compare(more, policy, kind_of(theme))
            assert not (difference.removed if effect == "Allow" else difference.added), seed
