"""What `${` is hangs on the version of each document: a variable or an escape, or just text."""

from typing import Any

import pytest

from aa_sdk.policy import InvalidPolicyError, Policy, check_no_new_access
from tests.policy.evaluator import allowed
from tests.policy.pairs import as_request
from tests.policy.statements import BUCKET, allow, policy, when

OLD_VERSIONS = (None, "2008-10-17")
ROLE = "arn:aws:iam::111122223333:role/"


def old_policies(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """The policy in each way of being old."""
    return [
        {"Statement": statement, **({"Version": version} if version else {})}
        for version in OLD_VERSIONS
    ]


def adds(new: dict[str, Any], existing: dict[str, Any]) -> bool:
    """Whether a policy adds access to another, which a request shows."""
    check = check_no_new_access(new, existing)
    assert check.exact
    if check.result == "FAIL":
        request = as_request(check)
        assert allowed(new, request)
        assert not allowed(existing, request)
    return check.result == "FAIL"


# A text of an old document, the same in the new version, and what it would be without wildcards.
WILDCARDS = [
    ("${*}", "${$}{*}", "${$}{${*}}"),
    ("${?}", "${$}{?}", "${$}{${?}}"),
    ("{a*", "{a*", "{a${*}"),
    ("${a*}", "${$}{a*}", "${$}{a${*}}"),
    ("${a?", "${$}{a?", "${$}{a${?}"),
    ("${a:*}x?", "${$}{a:*}x?", "${$}{a:${*}}x${?}"),
]


def statements(text: str) -> list[dict[str, Any]]:
    """The text where wildcards are known: in a resource and in two conditions."""
    return [
        allow(Resource=f"{BUCKET}/{text}"),
        when("StringLike", "aws:ResourceTag/a", text),
        when("ArnLike", "aws:PrincipalArn", ROLE + text),
    ]


@pytest.mark.parametrize(("old", "same", "narrower"), WILDCARDS)
def test_a_wildcard_in_braces_is_one_in_an_old_document(old: str, same: str, narrower: str) -> None:
    """Whichever element it stands in."""
    for one, other, less in zip(*map(statements, (old, same, narrower)), strict=True):
        for wild in old_policies(one):
            assert not adds(wild, policy(other))
            assert not adds(policy(other), wild)
            assert adds(wild, policy(less))
            assert not adds(policy(less), wild)


@pytest.mark.parametrize(
    ("old", "same"),
    [
        ("${$}", "${$}{${$}}"),
        ("${a", "${$}{a"),
        ("${aws:username}", "${$}{aws:username}"),
        ("${", "${$}{"),
        ("${}", "${$}{}"),
    ],
)
def test_all_else_behind_a_dollar_is_text_in_an_old_document(old: str, same: str) -> None:
    for document in old_policies(allow(Resource=f"{BUCKET}/{old}")):
        assert not adds(document, policy(allow(Resource=f"{BUCKET}/{same}")))
        assert not adds(policy(allow(Resource=f"{BUCKET}/{same}")), document)


def test_an_operator_without_wildcards_takes_all_of_it_for_text() -> None:
    for document in old_policies(when("StringEquals", "aws:ResourceTag/a", "${*}")):
        same = policy(when("StringEquals", "aws:ResourceTag/a", "${$}{*}"))
        assert not adds(document, same)
        assert not adds(same, document)
        assert adds(document, policy(when("StringEquals", "aws:ResourceTag/a", "*")))


@pytest.mark.parametrize("text", ["${a", "${", "${*", "${}", "${ }"])
def test_a_new_document_has_neither_open_nor_empty_variables(text: str) -> None:
    """What the service makes of them is not told: they are refused."""
    for statement in (
        allow(Resource=f"{BUCKET}/{text}"),
        when("StringEquals", "aws:ResourceTag/a", text),
    ):
        with pytest.raises(InvalidPolicyError):
            Policy.parse(policy(statement))
