"""Random policies are cut down, and held against brute force."""

import json
import random

from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.frames import LeastPrivilege, least_privilege
from aa_sdk.frames._narrowing.unused import meet
from aa_sdk.policy._validation.globs import covers
from tests.policy.evaluator import glob
from tests.policy.generator import ACTIONS, Policy, Theme, random_policy, random_theme
from tests.policy.universe import Universe, universe

PATTERNS = ["s3:*", "s3:a*", "s3:?b", "*", "ec2:*", "s3:*b"]
SOME = st.lists(st.sampled_from([*ACTIONS, *PATTERNS]), max_size=4)


def case(seed: int) -> tuple[Universe, Policy]:
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme: Theme = random_theme(rng)._replace(principals=False)
    version = theme.versions[0]
    return universe(theme), random_policy(rng, theme, version)


def bits_of(everything: Universe, actions: list[str]) -> int:
    """The requests for actions that something stands for."""
    return everything.where(
        0, [any(glob(one.lower(), action.lower()) for one in actions) for action in ACTIONS]
    )


def allowed_by(everything: Universe, smaller: LeastPrivilege) -> int:
    """The requests that are left; a policy without statements allows none."""
    return everything.allowed(json.loads(smaller.policy))


@given(st.integers(0, 10**9), SOME)
def test_what_goes_is_unused_and_what_is_left_is_told(seed: int, unused: list[str]) -> None:
    everything, policy = case(seed)
    smaller = least_privilege(policy, unused)
    before = everything.allowed(policy)
    after = allowed_by(everything, smaller)
    assert after & ~before == 0
    assert before & ~after & ~bits_of(everything, unused) == 0
    assert after & bits_of(everything, [*smaller.removed_actions]) == 0
    assert before & bits_of(everything, [*smaller.not_allowed]) == 0
    left = bits_of(everything, [*smaller.kept])
    assert after & bits_of(everything, unused) & ~left == 0
    assert {*smaller.kept, *smaller.removed_actions, *smaller.not_allowed} == {
        *smaller.unused_actions
    }
    if not smaller.undecided:
        assert smaller.proven
        assert smaller.proof_of_removal is None or smaller.proof_of_removal.passed
    if before != after:
        assert smaller.removed


GLOBS = st.text("ab*?", max_size=5)


@given(GLOBS, GLOBS)
def test_patterns_meet_if_a_text_is_in_both(one: str, other: str) -> None:
    # What is in both is in both with each run of characters as long as the patterns need.
    longest = len(one) + len(other)
    assert meet(one, other) == meet(other, one)
    assert meet(one, other) == _have_one_in_common(one, other, longest)


def _have_one_in_common(one: str, other: str, longest: int) -> bool:
    texts = {""}
    for _ in range(longest + 1):
        if any(covers(one, text) and covers(other, text) for text in texts):
            return True
        texts = {
            text + char
            for text in texts
            for char in "ab"
            if _may_begin(one, text + char) and _may_begin(other, text + char)
        }
    return False


def _may_begin(pattern: str, text: str) -> bool:
    return any(covers(pattern[:end], text) for end in range(len(pattern) + 1)) or any(
        char == "*" and covers(pattern[: end + 1], text) for end, char in enumerate(pattern)
    )
