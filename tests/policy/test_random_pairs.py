"""The engine against brute force, over random pairs of small policies."""

import collections
import random

import pytest

from aa_sdk.models.policy_checks import Access
from aa_sdk.policy import check_access_not_granted
from tests.effort import examples
from tests.policy.evaluator import action_matches, allowed, completed, glob, resource_matches
from tests.policy.generator import (
    ACTION_PATTERNS,
    ACTIONS,
    RESOURCE_PATTERNS,
    random_policy,
    random_theme,
)
from tests.policy.pairs import as_request, examine_many
from tests.policy.universe import universe

CHUNK = 1_000


@pytest.mark.parametrize("start", range(0, examples(10) * CHUNK, CHUNK))
def test_no_pass_is_wrong_and_every_counterexample_replays(start: int) -> None:
    """The verdicts of up to 10,000 pairs agree with an evaluator that was written apart."""
    verdicts, wrong = examine_many(range(start, start + CHUNK))
    assert wrong[:3] == []
    # Neither verdict may become so rare that the comparison says nothing.
    assert verdicts["PASS"] > CHUNK // 4
    assert verdicts["FAIL"] > CHUNK // 4
    assert verdicts["FAIL without counterexample"] <= CHUNK // 100
    assert verdicts["FAIL, counterexample missed"] == 0


def test_access_that_is_not_granted_agrees_with_brute_force() -> None:
    """Actions, resources and both are looked for as the evaluator sees them."""
    verdicts: collections.Counter[str] = collections.Counter()
    for seed in range(examples(2_000)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        theme = random_theme(rng)
        policy = random_policy(rng, theme, theme.versions[0])
        actions = [text for text in ACTION_PATTERNS if rng.random() < 0.1]
        resources = [text for text in RESOURCE_PATTERNS if rng.random() < 0.1]
        if not actions and not resources:
            actions = [rng.choice(ACTIONS)]
        access = Access(actions=actions or None, resources=resources or None)
        check = check_access_not_granted(
            policy, access, "RESOURCE_POLICY" if theme.principals else "IDENTITY_POLICY"
        )
        verdicts[check.result] += 1
        space = universe(theme)
        target = {"Action": actions or "*", "Resource": resources or "*"}
        granted = (
            space.allowed(policy)
            & space.where(0, [action_matches(target, text) for text in ACTIONS])
            & space.where(1, [resource_matches({}, target, text, {}) for text in theme.resources])
        )
        if check.result == "PASS":
            assert granted == 0, seed
        elif check.counterexample is not None:
            request = as_request(check)
            assert allowed(policy, request), seed
            assert action_matches(target, request.action), seed
            assert resource_matches({}, target, request.resource, {}), seed
        else:
            assert not check.exact, seed
    # More than a seventh each.
    assert min(verdicts.values()) * 7 > verdicts.total()


def test_the_evaluator_knows_what_a_wildcard_is() -> None:
    """A word on the referee: it is checked by hand on what the comparison leans on most."""
    assert glob("a*b?", "aXXbY")
    assert not glob("a*b?", "aXXb")
    assert completed("arn:aws:s3", {}) == "arn:aws:s3:*:*:*"
    crossing = {"Resource": "arn:aws:iam::*:role/x"}
    assert resource_matches({}, crossing, "arn:aws:iam::1:role/x", {})
    assert not resource_matches({}, crossing, "arn:aws:iam::1:2:role/x", {})
