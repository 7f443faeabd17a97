"""Reading the patterns of Action elements."""

import pytest

from aa_sdk.policy import InvalidPolicyError, Policy
from tests.policy.statements import allow, policy


def test_an_action_is_read_the_same_however_often_and_however_long_it_is() -> None:
    """What is kept of the short ones makes no difference."""
    for text in ("s3:Get*", f"s3:{'Get' * 100}*"):
        first, second = (Policy.parse(policy(allow(Action=text))) for _ in range(2))
        assert first == second
        (pattern,) = first.statements[0].actions.patterns
        assert pattern.tokens[0] == text.rstrip("*").lower()


def test_a_wrong_action_is_refused_with_its_place_each_time() -> None:
    """Also where it stood somewhere else before."""
    for place in (0, 1, 0):
        actions = ["s3:Get*", "s3:Get*"]
        actions[place] = "s3"
        with pytest.raises(InvalidPolicyError) as caught:
            Policy.parse(policy(allow(Action=actions)))
        assert caught.value.path == f"Statement[0].Action[{place}]"
