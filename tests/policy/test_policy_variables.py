"""Policy variables: proofs that hold for all values, and examples with concrete ones."""

from typing import Any

import pytest

from aa_sdk.policy import Policy, PolicyCheck, check_no_new_access, check_no_public_access
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, contributions
from aa_sdk.policy._analysis.policy_variables import example_of
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


def test_an_example_is_found_where_only_the_case_is_another() -> None:
    """What ignores case allows more than what does not, for the same variable."""
    team, mine = "aws:ResourceTag/team", "${aws:PrincipalTag/team}"
    new = policy(when("StringEqualsIgnoreCase", team, mine))
    for exact in ("StringEquals", "StringLike"):
        context = shown(new, policy(when(exact, team, mine))).context
        theirs, own = str(context[team]), str(context["aws:principaltag/team"])
        assert theirs != own
        assert theirs.lower() == own.lower()
        assert check_no_new_access(policy(when(exact, team, mine)), new).passed


def test_an_example_is_found_for_two_variables_that_ignore_case() -> None:
    team = "aws:ResourceTag/team"
    new = policy(when("StringEqualsIgnoreCase", team, "${aws:username}"))
    shown(new, policy(when("StringEqualsIgnoreCase", team, "${aws:PrincipalTag/team}")))
    other = {"StringEqualsIgnoreCase": {team: "${aws:PrincipalTag/team}"}}
    shown(new, policy(allow(), deny(Condition=other)))
    differing = when("StringNotEqualsIgnoreCase", team, "${aws:PrincipalTag/team}")
    shown(new, policy(differing, when("StringEquals", team, "${aws:username}")))


@pytest.mark.parametrize(
    ("new", "denied"),
    [
        ("home/*/${aws:username}", "home/${aws:PrincipalTag/team, 'a'}/${aws:username}"),
        ("${aws:username}${aws:username}", "a*"),
        ("${aws:username}${aws:PrincipalTag/team}", "${aws:PrincipalTag/team}${aws:username}"),
        ("${aws:username}/${aws:PrincipalTag/team}", "a/b"),
        ("${aws:username, 'x'}/${aws:PrincipalTag/team}", "x/b"),
        ("${aws:username}", "${aws:PrincipalTag/team}b"),
    ],
)
def test_an_example_is_found_where_two_variables_have_to_agree(new: str, denied: str) -> None:
    existing = policy(allow(), deny(Resource=f"{BUCKET}/{denied}"))
    shown(policy(allow(Resource=f"{BUCKET}/{new}")), existing)


def test_a_value_may_have_to_fit_what_its_own_key_is_compared_with() -> None:
    """The key of the variable is one that a condition asks for."""
    tag = "aws:PrincipalTag/team"
    limit = {"StringLike": {tag: "red-?"}}
    new = policy(allow(Resource=f"{BUCKET}/${{{tag}}}", Condition=limit))
    request = shown(new, policy(allow(Action="s3:PutObject")))
    assert request.resource == f"{BUCKET}/{request.context[tag]}"


def test_a_value_may_have_to_fit_what_several_conditions_on_its_key_leave() -> None:
    """One text of many that the policies name, in another case."""
    tag = "aws:ResourceTag/team"
    names = [f"team-{n}" for n in range(20)]
    limits = {"StringEqualsIgnoreCase": {tag: names[13:]}, "StringNotEquals": {tag: names}}
    new = policy(allow(Resource=f"{BUCKET}/${{{tag}}}/*", Condition=limits))
    request = shown(new, policy(when("StringEquals", tag, names)))
    assert str(request.context[tag]).lower() in names[13:]


def test_a_key_that_a_set_operator_asks_for_has_one_value_if_it_is_in_a_variable() -> None:
    """A variable cannot stand for several."""
    tag = "aws:PrincipalTag/team"
    asked = {"ForAnyValue:StringEquals": {tag: ["red", "blue"]}}
    new = policy(allow(Resource=f"{BUCKET}/${{{tag}}}", Condition=asked))
    assert shown(new, policy(allow(Action="s3:PutObject"))).context[tag] == "red"


def test_a_key_with_several_values_is_absent_from_an_example_if_it_is_in_a_variable() -> None:
    """AWS has no such variables, but an absent key means the same to everyone."""
    keys = "aws:TagKeys"
    new = policy(allow(Resource=f"{BUCKET}/${{{keys}, 'none'}}"), allow(Resource=f"{BUCKET}/a"))
    asked = {"ForAnyValue:StringEquals": {keys: "a"}}
    request = shown(new, policy(allow(Condition=asked)))
    assert request.context[keys] is None
    present = policy(allow(Resource=f"{BUCKET}/${{{keys}}}", Condition={"Null": {keys: "false"}}))
    check = check_no_new_access(present, policy(allow(Action="s3:PutObject")))
    assert (check.result, check.exact, check.counterexample) == ("FAIL", False, None)


def test_a_fail_has_no_example_if_no_work_is_left_for_guesses() -> None:
    """The verdict stands."""
    parsed = Policy.parse(policy(allow(Resource=HOME)))
    query = AccessQuery(parsed.layers, Policy.parse(policy(allow(Action="s3:PutObject"))).layers)
    found = list(contributions(query, Budget()))
    assert example_of(query, found, Budget())
    assert example_of(query, found, Budget(0)) is None


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
