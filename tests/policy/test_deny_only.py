"""A policy that only denies is a policy: it grants nothing."""

import pytest

from aa_sdk.models.policy_checks import Access
from aa_sdk.policy import (
    Policy,
    PolicyCheck,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
)
from tests.policy.evaluator import allowed
from tests.policy.pairs import as_request
from tests.policy.statements import allow, deny, policy

DENYING = policy(deny(Action="*"), deny(Action="s3:*", Resource="arn:aws:s3:::amber/*"))


def test_it_is_read() -> None:
    assert [statement.effect for statement in Policy.parse(DENYING).statements] == ["Deny", "Deny"]


@pytest.mark.parametrize(
    "existing", [policy(allow()), policy(deny()), policy(deny(Action="ec2:*"))]
)
def test_it_adds_no_access_to_any_policy(existing: dict[str, object]) -> None:
    assert check_no_new_access(DENYING, existing) == PolicyCheck(
        "PASS", "The new policy allows nothing that the existing policy does not allow."
    )


def test_all_that_is_allowed_is_new_beside_it() -> None:
    """Also what it denies itself."""
    new = policy(deny(Action="s3:Put*"), allow(Action="s3:*"), allow(Action="s3:PutObject"))
    check = check_no_new_access(new, DENYING)
    assert [reason.statement_index for reason in check.reasons] == [1]
    request = as_request(check)
    assert allowed(new, request)
    assert not allowed(DENYING, request)


def test_it_grants_no_access_on_a_list() -> None:
    assert check_access_not_granted(DENYING, Access(actions=["*"])).result == "PASS"


@pytest.mark.parametrize("principal", ["*", {"AWS": "111122223333"}])
def test_it_opens_nothing_to_the_public(principal: object) -> None:
    assert check_no_public_access(policy(deny(Principal=principal))).result == "PASS"
