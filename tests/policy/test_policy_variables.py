"""Policy variables: proofs that hold for all values, and examples with concrete ones."""

from typing import Any

import pytest

from aa_sdk.policy import PolicyCheck, check_no_new_access, check_no_public_access
from tests.policy.evaluator import Request, allowed
from tests.policy.pairs import as_request
from tests.policy.statements import BUCKET, allow, deny, policy, when

HOME = f"{BUCKET}/home/${{aws:username}}/*"


def test_a_verdict_says_that_variables_were_approximated() -> None:
    """A proof is one all the same."""
    mine = policy(allow(Resource=HOME))
    assert check_no_new_access(mine, mine) == PolicyCheck(
        "PASS", check_no_new_access(mine, mine).message, exact=False
    )
    old = policy(allow(Resource=HOME), version="2008-10-17")
    assert check_no_new_access(old, old).exact
    escaped = policy(allow(Resource=f"{BUCKET}/${{*}}${{?}}${{$}}"))
    assert check_no_new_access(escaped, escaped).exact


def test_a_variable_can_take_the_value_that_is_denied() -> None:
    """A user may be called what the existing policy denies."""
    new = policy(allow(Resource=HOME))
    existing = policy(allow(), deny(Resource=f"{BUCKET}/home/root/*"))
    check = check_no_new_access(new, existing)
    assert check.result == "FAIL"
    request = as_request(check)
    assert request.context["aws:username"] == "root"
    assert allowed(new, request)
    assert not allowed(existing, request)


def test_an_example_sets_the_variable_and_what_it_is_compared_with() -> None:
    """Both keys stand in the context of the example."""
    mine = "${aws:PrincipalTag/team}"
    new = policy(when("StringEquals", "aws:ResourceTag/team", mine))
    existing = policy(when("StringEquals", "aws:ResourceTag/team", "red"))
    request = as_request(check_no_new_access(new, existing))
    context = {key.lower(): value for key, value in request.context.items()}
    assert context["aws:resourcetag/team"] == context["aws:principaltag/team"] != "red"
    assert allowed(new, request)


def test_a_default_stands_in_for_a_missing_key() -> None:
    """The pattern matches the default where the key is absent."""
    new = policy(allow(Resource=f"{BUCKET}/${{aws:PrincipalTag/team, 'shared'}}"))
    existing = policy(
        allow(Resource=f"{BUCKET}/${{aws:PrincipalTag/team, 'shared'}}"),
        deny(Resource=f"{BUCKET}/shared", Condition={"Null": {"aws:PrincipalTag/team": "true"}}),
    )
    check = check_no_new_access(new, existing)
    request = as_request(check)
    assert request.resource == f"{BUCKET}/shared"
    assert request.context["aws:PrincipalTag/team"] is None
    assert allowed(new, request)
    assert not allowed(existing, request)


def test_a_deny_by_variable_is_not_taken_for_a_deny_of_all() -> None:
    """What a variable denies depends on its value."""
    new = policy(allow(), deny(Resource=f"{BUCKET}/${{aws:username}}"))
    existing = policy(allow(), deny(Resource=f"{BUCKET}/ada"))
    assert check_no_new_access(new, existing).result == "FAIL"
    wider = policy(allow(), deny(Resource=f"{BUCKET}/*"))
    assert check_no_new_access(wider, new).result == "PASS"


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (HOME, f"{BUCKET}/home/${{aws:username}}/docs/*"),
        (f"{BUCKET}/home/*", HOME),
        (f"{BUCKET}/*/${{aws:username}}/*", HOME),
    ],
)
def test_what_holds_for_every_value_is_proven(wide: str, narrow: str) -> None:
    """The same variable stands for the same value in both policies."""
    new, existing = policy(allow(Resource=narrow)), policy(allow(Resource=wide))
    assert check_no_new_access(new, existing).result == "PASS"
    assert check_no_new_access(existing, new).result == "FAIL"


def test_a_variable_pins_nobody() -> None:
    """Whoever sets its value is who should have been kept out."""
    tagged = {"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}}
    check = check_no_public_access(policy(allow(Principal="*", Condition=tagged)))
    assert check.result == "FAIL"
    assert not check.exact


def shown(new: dict[str, Any], existing: dict[str, Any]) -> Request:
    """The request that shows what is new, of which both policies are asked."""
    request = as_request(check_no_new_access(new, existing))
    assert allowed(new, request)
    assert not allowed(existing, request)
    return request


def test_an_example_may_need_values_between_wildcards() -> None:
    new = policy(allow(Resource=f"{BUCKET}/?/${{aws:username}}/*"))
    existing = policy(allow(), deny(Resource=f"{BUCKET}/?/root/*"))
    assert shown(new, existing).context["aws:username"] == "root"


def test_an_example_is_found_where_case_does_not_matter() -> None:
    """The text that the pattern was assumed to match may be in another case."""
    team = "aws:ResourceTag/team"
    also = {"StringEqualsIgnoreCaseIfExists": {team: "tEAM-${aws:username}"}}
    new = policy(when("StringEqualsIgnoreCase", team, "Team-${aws:username}", **also))
    context = shown(new, policy(when("StringEquals", team, "red"))).context
    assert str(context[team]).lower() == f"team-{context['aws:username']}"


def test_a_default_may_be_empty() -> None:
    new = policy(allow(Resource="${aws:PrincipalTag/prefix, ''}*"))
    existing = policy(allow(), deny(Condition={"Null": {"aws:PrincipalTag/prefix": "true"}}))
    assert shown(new, existing).context["aws:PrincipalTag/prefix"] is None


def test_an_example_has_addresses_and_numbers_as_well() -> None:
    narrow = {
        "IpAddress": {"aws:SourceIp": "192.0.2.0/24"},
        "NumericLessThan": {"aws:MultiFactorAuthAge": "300"},
    }
    new = policy(allow(Resource=HOME, Condition=narrow))
    context = shown(new, policy(allow(Action="s3:PutObject"))).context
    assert context["aws:SourceIp"] == "192.0.2.0"
    assert context["aws:MultiFactorAuthAge"] == "299"


def test_a_variable_is_filled_in_where_a_policy_has_no_resource() -> None:
    """As in the trust policy of a role."""
    mine = "${aws:PrincipalTag/team}"
    trust = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}
    condition = {"StringEquals": {"aws:ResourceTag/team": mine}}
    new, existing = policy({**trust, "Condition": condition}), policy({**trust, "Action": "s3:*"})
    check = check_no_new_access(new, existing, "RESOURCE_POLICY")
    assert allowed(new, as_request(check))


def test_a_key_that_is_a_number_elsewhere_is_no_text_to_fill_in() -> None:
    """A FAIL without an example then: no guess can be tried."""
    age = "aws:MultiFactorAuthAge"
    condition = {"NumericLessThan": {age: "300"}}
    new = policy(allow(Resource=f"{BUCKET}/${{{age}}}", Condition=condition))
    check = check_no_new_access(new, policy(allow(Action="s3:PutObject")))
    assert (check.result, check.exact, check.counterexample) == ("FAIL", False, None)


def test_a_fail_has_no_example_if_only_trusted_callers_have_the_value() -> None:
    """Whoever has the value that fits comes from the network that is pinned."""
    network = "aws:SourceVpc"
    account = {"AWS": "111122223333"}
    document = policy(
        allow(Principal="*", Resource=f"{BUCKET}/${{{network}}}"),
        deny(Principal="*", NotResource=f"{BUCKET}/vpc-1"),
        allow(Principal=account, Condition={"StringEquals": {network: "vpc-1"}}),
    )
    check = check_no_public_access(document)
    assert (check.result, check.exact, check.counterexample) == ("FAIL", False, None)
