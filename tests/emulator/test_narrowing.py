"""Narrower policies: nothing more is granted, nothing unused is, and what is used still is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk import policy
from aa_sdk.emulator._account.narrowing import Usage, has_not_action, narrowed
from tests.effort import examples

CATALOGUE: Mapping[str, Sequence[str]] = {
    "s3": (
        *("GetBucketAcl", "GetObject", "GetObjectAcl", "GetObjectVersion", "GetObjectVersionAcl"),
        *("ListAllMyBuckets", "ListBucket", "PutObject"),
    ),
    "sqs": ("ReceiveMessage", "SendMessage"),
}


def known(service: str) -> Sequence[str]:
    return CATALOGUE.get(service, ())


def unknown(_service: str) -> Sequence[str]:
    return ()


def allow(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


def document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def narrow(
    *statements: Mapping[str, Any],
    unused: Sequence[str],
    used: Sequence[str] = (),
    actions_of: Callable[[str], Sequence[str]] = unknown,
) -> list[Mapping[str, Any]] | None:
    left = narrowed(document(*statements), Usage.of(unused, used), actions_of)
    return None if left is None else left["Statement"]


def test_an_action_that_is_unused_goes_and_the_others_stay_where_they_are() -> None:
    before = allow("s3:PutObject", "S3:getobject", "s3:ListBucket")
    assert narrow(before, unused=["s3:GetObject"]) == [allow("s3:PutObject", "s3:ListBucket")]


def test_a_statement_about_nothing_but_unused_actions_vanishes() -> None:
    kept = allow("sqs:SendMessage")
    assert narrow(allow("s3:GetObject"), kept, unused=["s3:GetObject"]) == [kept]


def test_everything_of_an_unused_service_goes() -> None:
    before = allow("s3:GetObject", "s3:Put*", "s3:*", "sqs:SendMessage")
    assert narrow(before, unused=["s3:*"]) == [allow("sqs:SendMessage")]


def test_a_policy_of_which_nothing_is_left_has_no_statements() -> None:
    assert narrow(allow("s3:*"), allow("sqs:*"), unused=["s3:*", "sqs:*"]) == []


def test_a_policy_that_grants_nothing_unused_stays() -> None:
    before = [allow("s3:Get*", "sqs:*"), {"Effect": "Deny", "Action": "*", "Resource": "arn:*"}]
    assert narrow(*before, unused=["s3:PutObject", "sns:*"]) is None


def test_all_but_the_actions_of_a_statement_stays() -> None:
    rest = {
        "Sid": "Read",
        "Resource": ["arn:aws:s3:::inbox/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "true"}},
    }
    deny = {"Sid": "Never", "Effect": "Deny", "Action": "s3:PutObject", "NotResource": "arn:aws:x"}
    before = {**document(allow("s3:GetObject", "s3:PutObject", **rest), deny), "Id": "policy"}
    left = narrowed(before, Usage.of(["s3:PutObject"], []), unknown)
    assert left == {**before, "Statement": [allow("s3:GetObject", **rest), deny]}


def test_statements_that_deny_outlive_those_that_allow() -> None:
    deny = {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}
    assert narrow(allow("s3:*"), deny, unused=["s3:*"]) == [deny]


def test_a_single_statement_and_a_single_action_need_no_list() -> None:
    before = {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}
    assert narrowed(before, Usage.of(["s3:GetObject"], []), unknown) == {"Statement": []}
    assert narrowed(before, Usage.of(["s3:PutObject"], []), unknown) is None


def test_a_wildcard_gives_way_to_what_was_used_of_it() -> None:
    used = ["s3:PutObjectAcl", "s3:GetObject", "s3:GetBucketAcl", "sqs:SendMessage"]
    before = allow("s3:Get*", "sns:*")
    left = narrow(before, unused=["s3:GetObjectAcl"], used=used, actions_of=known)
    assert left == [allow("s3:GetBucketAcl", "s3:GetObject", "sns:*")]


def test_what_was_used_of_a_service_that_is_unused_by_the_finding_stays() -> None:
    before = allow("s3:*", "s3:PutObject", "s3:GetObject")
    left = narrow(before, unused=["s3:*"], used=["s3:GetObject"])
    assert left == [allow("s3:GetObject")]
    assert narrow(before, unused=["s3:*"], used=["s3:*"]) is None


def test_without_activity_a_wildcard_gives_way_to_what_the_service_has_besides() -> None:
    unused = ["s3:GetObjectAcl", "s3:ListBucket", "s3:PutObject"]
    assert narrow(allow("s3:*"), unused=unused, actions_of=known) == [
        allow("s3:GetBucketAcl", "s3:GetObject", "s3:GetObjectVersion*", "s3:ListAllMyBuckets")
    ]
    assert narrow(allow("s3:*Acl"), unused=unused, actions_of=known) == [
        allow("s3:GetBucketAcl", "s3:GetObjectVersionAcl")
    ]
    assert narrow(allow("s3:List?ucket"), unused=unused, actions_of=known) == []


def test_two_stars_are_one() -> None:
    for action in ("s3:*", "s3:**"):
        left = narrow(allow(action), unused=["s3:PutObject", "s3:GetObject"], actions_of=known)
        assert left == [
            allow("s3:GetBucketAcl", "s3:GetObjectAcl", "s3:GetObjectVersion*", "s3:List*")
        ]


def test_what_was_used_stays_though_the_catalogue_does_not_know_it() -> None:
    used = ["s3:*", "s3:NewAction", "s3:GetObject"]
    left = narrow(allow("s3:*"), unused=["s3:PutObject"], used=used, actions_of=known)
    assert left == [allow("s3:Get*", "s3:List*", "s3:NewAction")]


def test_where_nothing_is_known_a_wildcard_stays_and_the_unused_is_denied() -> None:
    before = allow("s3:*", "s3:PutObject")
    left = narrow(before, unused=["s3:PutObject", "sns:Publish"])
    deny = {"Effect": "Deny", "Action": ["s3:PutObject"], "Resource": "*"}
    assert left == [allow("s3:*"), deny]


def test_a_denial_that_is_there_is_not_added_again() -> None:
    deny = {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}
    before = allow("s3:*")
    for stronger in (deny, {**deny, "Action": ["sns:*", "S3:Put*"]}):
        assert narrow(before, stronger, unused=["s3:PutObject"]) is None
    for weaker in (
        {**deny, "Resource": "arn:aws:s3:::inbox/*"},
        {**deny, "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {**deny, "Action": "s3:DeleteObject"},
    ):
        left = narrow(before, weaker, unused=["s3:PutObject"])
        assert left == [before, weaker, {**deny, "Action": ["s3:PutObject"]}]


def test_a_service_is_not_denied_by_what_denies_single_characters_of_it() -> None:
    deny = {"Effect": "Deny", "Action": "s3:?", "Resource": "*"}
    left = narrow(allow("*"), deny, unused=["s3:*"])
    assert left == [allow("*"), deny, {**deny, "Action": ["s3:*"]}]
    assert narrow(allow("*"), {**deny, "Action": "s3:*"}, unused=["s3:*"]) is None


@pytest.mark.parametrize("everything", ["*", "**", "*:*"])
def test_everything_gives_way_to_what_was_used(everything: str) -> None:
    used = ["sns:*", "s3:GetObject", "sqs:*"]
    left = narrow(
        allow(everything), unused=["s3:*", "sqs:SendMessage"], used=used, actions_of=known
    )
    assert left == [allow("s3:GetObject", "sns:*", "sqs:ReceiveMessage")]


def test_everything_stays_and_the_unused_is_denied_where_nothing_is_known_to_be_used() -> None:
    deny = {"Effect": "Deny", "Action": ["s3:*", "sqs:SendMessage"], "Resource": "*"}
    assert narrow(allow("*"), unused=["s3:*", "sqs:SendMessage"]) == [allow("*"), deny]
    assert narrow(allow("*"), unused=["s3:*"], used=["s3:*"]) is None


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_policy_that_says_what_it_is_not_about_is_told(effect: str) -> None:
    negative = {"Effect": effect, "NotAction": "iam:*", "Resource": "*"}
    assert has_not_action(document(allow("s3:*"), negative))
    assert has_not_action({"Statement": negative})
    assert not has_not_action(document(allow("s3:*")))


ACTIONS = [f"{service}:{name}" for service, names in CATALOGUE.items() for name in names]
PATTERNS = st.sampled_from(
    [
        *ACTIONS,
        *("*", "s3:*", "s3:Get*", "s3:getobject*", "s3:*Object", "s3:Get?bject", "s3:List*"),
        *("sqs:*", "sqs:Send*", "SQS:ReceiveMessage", "sns:*", "sns:Publish"),
    ]
)
RESOURCES = st.sampled_from(["*", "arn:aws:s3:::inbox/*"])
ALLOWS = st.tuples(st.lists(PATTERNS, min_size=1, max_size=4), RESOURCES).map(
    lambda drawn: allow(*drawn[0], Resource=drawn[1])
)
DENIES = st.lists(PATTERNS.filter(lambda action: action != "*"), min_size=1, max_size=2).map(
    lambda actions: {**allow(*actions), "Effect": "Deny"}
)


def grants(statements: Mapping[str, Any], action: str) -> bool:
    check = policy.check_access_not_granted(statements, [{"actions": [action]}], "IDENTITY_POLICY")
    return not check.passed


@settings(max_examples=examples(120))
@given(
    statements=st.lists(ALLOWS, min_size=1, max_size=3),
    denies=st.lists(DENIES, max_size=1),
    unused=st.sets(st.sampled_from([*ACTIONS, "s3:*", "sqs:*", "sns:*"]), max_size=5),
    used=st.sets(st.sampled_from([*ACTIONS, "s3:*", "sqs:*"]), max_size=3),
    actions_of=st.sampled_from([known, unknown]),
)
def test_the_narrower_policy_grants_what_is_used_and_nothing_else_that_the_finding_names(
    statements: list[dict[str, Any]],
    denies: list[dict[str, Any]],
    unused: set[str],
    used: set[str],
    actions_of: Callable[[str], Sequence[str]],
) -> None:
    before = document(*statements, *denies)
    usage = Usage.of(unused, used)
    left = narrowed(before, usage, actions_of)
    after = before if left is None else left
    if after["Statement"]:
        assert policy.check_no_new_access(after, before, "IDENTITY_POLICY").passed
        assert narrowed(after, usage, actions_of) is None
    nothing = document({"Effect": "Deny", "Action": "*", "Resource": "*"})
    after = after if after["Statement"] else nothing
    for action in [*ACTIONS, "sns:Publish"]:
        if usage.is_unused(action.lower()):
            assert not grants(after, action)
        elif action in used or (not usage.used and actions_of is known):
            assert grants(after, action) == grants(before, action)
