"""Who is covered by whom."""

from typing import Any

import pytest

from aa_sdk.policy import UnsupportedPolicyError, check_no_new_access
from tests.policy.evaluator import allowed
from tests.policy.pairs import as_request
from tests.policy.statements import allow, deny, policy

ONE = "111122223333"
ADA = f"arn:aws:iam::{ONE}:user/ada"
ROLE = f"arn:aws:iam::{ONE}:role/path/app"
SESSION = f"arn:aws:sts::{ONE}:assumed-role/app/run"


def to(principal: Any, **more: Any) -> dict[str, Any]:
    return policy(allow(Principal=principal, **more))


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("*", {"AWS": "*"}),
        ({"AWS": "*"}, "*"),
        ({"AWS": ONE}, {"AWS": f"arn:aws:iam::{ONE}:root"}),
        ({"AWS": f"arn:aws:iam::{ONE}:root"}, {"AWS": [ONE]}),
        ({"AWS": ADA}, {"AWS": ONE}),
        ({"AWS": SESSION}, {"AWS": ROLE}),
        ({"AWS": SESSION}, {"AWS": ONE}),
        ({"Service": "sns.amazonaws.com"}, "*"),
        ({"Service": "sns.amazonaws.com"}, {"Service": "*"}),
        ({"Federated": "cognito-identity.amazonaws.com"}, {"AWS": "*"}),
        ({"CanonicalUser": "ab" * 32}, "*"),
        ({"AWS": f"arn:aws-cn:iam::{ONE}:user/ada"}, {"AWS": ONE}),
        ({"AWS": ADA}, {"AWS": [ADA], "Service": "sns.amazonaws.com"}),
    ],
)
def test_one_principal_is_covered_by_another(narrow: Any, wide: Any) -> None:
    """PASS one way; the other way too only if they are the same."""
    assert check_no_new_access(to(narrow), to(wide), "RESOURCE_POLICY").result == "PASS"


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"AWS": ONE}, {"AWS": ADA}),
        ({"AWS": ROLE}, {"AWS": SESSION}),
        ({"AWS": ADA}, {"AWS": "444455556666"}),
        ("*", {"AWS": ONE}),
        ("*", {"Service": "*"}),
        ({"Service": "*"}, {"Service": "sns.amazonaws.com"}),
        ({"Service": "sns.amazonaws.com"}, {"AWS": ONE}),
        ({"Federated": "*"}, {"Federated": "graph.facebook.com"}),
        ({"AWS": f"arn:aws-cn:iam::{ONE}:user/ada"}, {"AWS": f"arn:aws:iam::{ONE}:root"}),
    ],
)
def test_one_principal_is_not_covered_by_another(narrow: Any, wide: Any) -> None:
    """The example names one that makes the difference."""
    new, existing = to(narrow), to(wide)
    check = check_no_new_access(new, existing, "RESOURCE_POLICY")
    assert check.result == "FAIL"
    assert check.counterexample is not None
    assert check.counterexample.principal
    if "aws-cn" not in str(narrow):
        assert allowed(new, as_request(check))
        assert not allowed(existing, as_request(check))


def test_the_stranger_of_an_example_is_nobody_whom_the_policies_name() -> None:
    taken = {"AWS": "999999990001", "Service": ["example-1.amazonaws.com"]}
    check = check_no_new_access(to("*"), to(taken), "RESOURCE_POLICY")
    assert check.counterexample is not None
    assert check.counterexample.principal == "arn:aws:iam::999999990002:root"


def test_everyone_but_an_account_is_everyone_without_its_principals() -> None:
    """NotPrincipal is a complement."""
    but = policy({**allow(), "NotPrincipal": {"AWS": ONE}})
    without = policy(allow(Principal="*"), deny(Principal={"AWS": f"arn:aws:iam::{ONE}:root"}))
    assert check_no_new_access(but, without, "RESOURCE_POLICY").result == "PASS"
    assert check_no_new_access(without, but, "RESOURCE_POLICY").result == "PASS"
    assert check_no_new_access(to({"AWS": ADA}), but, "RESOURCE_POLICY").result == "FAIL"


def test_denying_a_session_is_not_forgotten_for_its_role() -> None:
    """A role acts through its sessions."""
    existing = policy(allow(Principal="*"), deny(Principal={"AWS": SESSION}))
    check = check_no_new_access(to({"AWS": ROLE}), existing, "RESOURCE_POLICY")
    assert check.counterexample is not None
    assert check.counterexample.principal == SESSION


def test_the_principal_and_the_keys_about_it_are_independent() -> None:
    """Naming a role and asking for its ARN are different limits."""
    asking = to("*", Condition={"ArnEquals": {"aws:PrincipalArn": ADA}})
    naming = to({"AWS": ADA})
    assert check_no_new_access(naming, asking, "RESOURCE_POLICY").result == "FAIL"
    assert check_no_new_access(asking, naming, "RESOURCE_POLICY").result == "FAIL"


@pytest.mark.parametrize(
    "listed",
    [
        [ONE, f"arn:aws:iam::{ONE}:root", f"arn:aws-cn:iam::{ONE}:root"],
        [ROLE, f"arn:aws:iam::{ONE}:role/app", SESSION],
    ],
)
def test_principals_that_could_be_read_two_ways_are_refused(listed: list[str]) -> None:
    """A bare account id among partitions, a session of a role with two paths."""
    with pytest.raises(UnsupportedPolicyError):
        check_no_new_access(to({"AWS": listed}), to("*"), "RESOURCE_POLICY")
