"""What is given to others, in the terms of findings, and put together from several sources."""

import json
from typing import Any

import pytest

from aa_sdk.emulator._account.given_access import GivenAccess, Owner, given_by_policy, joined
from aa_sdk.policy import InvalidPolicyError

OWNER, PARTNER = "111122223333", "444455556666"
ROOT, ROLE = f"arn:aws:iam::{PARTNER}:root", f"arn:aws:iam::{PARTNER}:role/reader"
BUCKET, POINT = "AWS::S3::Bucket", "AWS::S3::AccessPoint"
ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
POLICY = {"type": "POLICY"}


def given(*statements: dict[str, Any], of: str = BUCKET) -> list[GivenAccess]:
    return given_by_policy(json.dumps({"Statement": [*statements]}), of, Owner(OWNER))


def named(principal: Any) -> list[dict[str, str]]:
    """The principals that a statement about one Principal element gives access to."""
    return [dict(access.principal) for access in given({**ALLOW, "Principal": principal})]


def read_by(name: str, *actions: str, **more: Any) -> GivenAccess:
    return GivenAccess({"AWS": name}, actions or ("s3:GetObject",), **more)


def test_everybody_outside_is_named_once_with_the_kind_of_principal() -> None:
    for principal, expected in (
        ("*", [{"AWS": "*"}]),
        ({"AWS": "*"}, [{"AWS": "*"}]),
        ({"AWS": [PARTNER, ROLE, ROOT]}, [{"AWS": PARTNER}, {"AWS": ROLE}]),
        (
            {"AWS": PARTNER, "Federated": "accounts.google.com"},
            [{"AWS": PARTNER}, {"Federated": "accounts.google.com"}],
        ),
        ({"CanonicalUser": "79a5"}, [{"CanonicalUser": "79a5"}]),
        ({"AWS": [OWNER, f"arn:aws:iam::{OWNER}:root", f"arn:aws:iam::{OWNER}:role/a/b"]}, []),
        ({"Service": "sns.amazonaws.com"}, []),
    ):
        assert named(principal) == expected, principal


def test_access_is_told_in_the_form_of_findings() -> None:
    condition = {"StringEquals": {"aws:SourceVpc": ["vpc-2", "vpc-1"], "aws:UserAgent": "curl"}}
    statement = {**ALLOW, "Principal": "*", "Action": ["s3:PutObject", "s3:GetObject"]}
    told = [access.members() for access in given({**statement, "Condition": condition}, statement)]
    both = {"principal": {"AWS": "*"}, "action": ["s3:GetObject", "s3:PutObject"]}
    assert told == [
        {
            **both,
            "condition": {"aws:SourceVpc": "vpc-2,vpc-1"},
            "isPublic": False,
            "sources": [POLICY],
        },
        {**both, "condition": {}, "isPublic": True, "sources": [POLICY]},
    ]


def test_a_source_is_told_for_buckets_and_where_one_is_named() -> None:
    statement = {**ALLOW, "Principal": {"AWS": PARTNER}}
    assert [access.sources for access in given(statement)] == [(POLICY,)]
    assert [access.sources for access in given(statement, of=POINT)] == [()]
    assert "sources" not in given(statement, of=POINT)[0].members()
    source = {"type": "S3_ACCESS_POINT"}
    text = json.dumps({"Statement": statement})
    (told,) = given_by_policy(text, POINT, Owner(OWNER), source)
    assert told.sources == (source,)


def test_what_names_whom_it_is_for_is_public_if_it_is_for_everybody() -> None:
    everybody = GivenAccess.without_policy("AWS", "*", ["b", "a"], "BUCKET_ACL")
    assert everybody == read_by("*", "a", "b", is_public=True, sources=({"type": "BUCKET_ACL"},))
    assert GivenAccess.without_policy("AWS", PARTNER, ["a"]) == read_by(PARTNER, "a")


def test_access_of_one_principal_under_one_condition_is_one() -> None:
    from_vpc = {"aws:SourceVpc": "vpc-1"}
    acl = {"type": "BUCKET_ACL"}
    assert joined(
        [
            read_by(PARTNER, "s3:PutObject", sources=(POLICY,)),
            read_by("*"),
            read_by(PARTNER, condition=from_vpc),
            read_by(ROOT, "s3:DeleteObject", "s3:PutObject", sources=(acl,)),
            read_by(PARTNER, sources=(POLICY,)),
            read_by("*", "s3:PutObject", is_public=True),
            read_by("*", "s3:PutObject"),
        ]
    ) == [
        read_by(PARTNER, "s3:DeleteObject", "s3:GetObject", "s3:PutObject", sources=(POLICY, acl)),
        read_by("*", "s3:GetObject", "s3:PutObject"),
        read_by(PARTNER, condition=from_vpc),
        read_by("*", "s3:PutObject", is_public=True),
    ]


def test_principals_that_only_look_alike_are_told_apart() -> None:
    apart = [
        read_by(PARTNER),
        read_by(ROLE),
        GivenAccess({"CanonicalUser": PARTNER}, ("s3:GetObject",)),
        read_by("arn:aws:iam::777788889999:root"),
    ]
    assert joined(apart) == apart


@pytest.mark.parametrize(
    "policy",
    [
        *("", "[]", "5", "{}", "[" * 100_000, '{"Statement": 1}', '{"Statement": ["a"]}'),
        json.dumps({"Statement": {**ALLOW, "Principal": "everybody"}}),
        json.dumps({"Statement": {**ALLOW, "Principal": {"AWS": 444455556666}}}),
        json.dumps({"Statement": {**ALLOW, "Principal": {"AWS": None}}}),
        json.dumps({"Statement": {**ALLOW, "Principal": "*", "Action": {"s3": "*"}}}),
        json.dumps({"Statement": {**ALLOW, "Principal": "*", "Resource": {"s3": "*"}}}),
        json.dumps({"Statement": {**ALLOW, "Principal": "*", "Condition": ["a"]}}),
        json.dumps({"Statement": {**ALLOW, "Principal": "*", "Condition": {"Bool": "true"}}}),
        json.dumps({"Statement": ALLOW}),
    ],
    ids=lambda policy: policy[:40],
)
def test_what_is_no_policy_of_a_resource_is_refused(policy: str) -> None:
    with pytest.raises(InvalidPolicyError):
        given_by_policy(policy, BUCKET, Owner(OWNER))
