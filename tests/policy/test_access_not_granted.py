"""Actions and resources that a policy must not grant."""

from typing import Any

import pytest

from aa_sdk.models.policy_checks import Access
from aa_sdk.policy import InvalidPolicyError, UnsupportedPolicyError, check_access_not_granted
from tests.policy.statements import BUCKET, allow, deny, policy, when

READ = policy(allow(Action="s3:Get*", Resource=f"{BUCKET}/*"))


@pytest.mark.parametrize(
    ("actions", "resources", "granted"),
    [
        (["s3:GetObject"], None, True),
        (["S3:getobject"], None, True),
        (["s3:PutObject"], None, False),
        (["s3:PutObject", "s3:GetObject"], None, True),
        (["s3:*"], None, True),
        (["*"], None, True),
        (None, [f"{BUCKET}/a"], True),
        (None, [f"{BUCKET}/*"], True),
        (None, [BUCKET], False),
        (None, ["arn:aws:s3:::basalt/*"], False),
        (["s3:GetObject"], ["arn:aws:s3:::basalt/*"], False),
        (["s3:PutObject"], [f"{BUCKET}/*"], False),
        (["s3:PutObject", "s3:GetObject"], ["arn:aws:s3:::basalt/*", f"{BUCKET}/x"], True),
    ],
)
def test_listed_access_is_found_wherever_it_overlaps(
    actions: list[str] | None, resources: list[str] | None, *, granted: bool
) -> None:
    """Actions alone mean any resource, resources alone any action, both these on those."""
    check = check_access_not_granted(READ, Access(actions=actions, resources=resources))
    assert ("FAIL" if granted else "PASS") == check.result
    assert granted is bool(check.reasons)


def test_a_deny_counts_and_a_condition_does_not_excuse() -> None:
    """What is denied in every case is not granted; what is allowed in some case is."""
    access = Access(actions=["s3:GetObject"])
    denied = policy(allow(Action="*"), deny(Action="s3:Get*"))
    assert check_access_not_granted(denied, access).result == "PASS"
    conditional = policy(when("Bool", "aws:MultiFactorAuthPresent", "true"))
    check = check_access_not_granted(conditional, access)
    assert check.counterexample is not None
    assert check.counterexample.context == {"aws:MultiFactorAuthPresent": "true"}


def test_a_condition_that_nothing_satisfies_grants_nothing() -> None:
    """A key cannot be absent and have a value."""
    never = policy(when("StringEquals", "aws:x", "a", Null={"aws:x": "true"}))
    assert check_access_not_granted(never, Access(actions=["*"])).result == "PASS"


def test_a_resource_policy_grants_to_somebody() -> None:
    """The example says to whom."""
    document = policy(allow(Principal={"AWS": "arn:aws:iam::111122223333:user/ada"}))
    check = check_access_not_granted(document, [Access(actions=["s3:*"])], "RESOURCE_POLICY")
    assert check.counterexample is not None
    assert check.counterexample.principal == "arn:aws:iam::111122223333:user/ada"
    assert check.counterexample.principal_type == "AWS"


@pytest.mark.parametrize(
    "access",
    [
        [],
        [Access(actions=["s3:a"]), Access(actions=["s3:b"])],
        Access(),
        Access(actions=[], resources=[]),
        Access(actions=[f"s3:a{n}" for n in range(101)]),
        Access(resources=[f"arn:aws:s3:::a{n}" for n in range(101)]),
        Access(actions=["s3"]),
        [{"actions": 5}],
    ],
)
def test_access_that_the_service_would_not_take_is_invalid(access: Any) -> None:
    """One object, with at most a hundred actions and a hundred resources."""
    with pytest.raises(InvalidPolicyError) as caught:
        check_access_not_granted(READ, access)
    assert caught.value.path.startswith("access")


@pytest.mark.parametrize("text", ["${aws:username}", "${*}", "a/${", "${$}{a}"])
def test_a_listed_resource_has_no_policy_variable(text: str) -> None:
    """A list has no version, which would tell what it is."""
    for version in ("2012-10-17", "2008-10-17"):
        document = policy(allow(Resource=f"{BUCKET}/*"), version=version)
        with pytest.raises(UnsupportedPolicyError) as caught:
            check_access_not_granted(document, Access(resources=[BUCKET, f"{BUCKET}/{text}"]))
        assert caught.value.path == "access.resources[1]"
        assert "write *" in caught.value.feature


@pytest.mark.parametrize("text", ["$", "a$b", "{a}", "$$*"])
def test_a_dollar_alone_is_text_in_a_listed_resource(text: str) -> None:
    document = policy(allow(Resource=f"{BUCKET}/${{$}}*"), allow(Resource=f"{BUCKET}/{{?}}"))
    granted = text.startswith(("$", "{"))
    check = check_access_not_granted(document, Access(resources=[f"{BUCKET}/{text}"]))
    assert check.passed is not granted


def test_a_wildcard_inside_a_service_is_refused_in_access_too() -> None:
    """As in a policy."""
    with pytest.raises(UnsupportedPolicyError):
        check_access_not_granted(READ, Access(actions=["s*:Get"]))
