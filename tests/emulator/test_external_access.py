"""Who outside of the zone of trust a resource policy names."""

import json
from typing import Any

import pytest

from aa_sdk.emulator._account.external_access import (
    ExternalAccess,
    UnreadablePolicyError,
    external_access,
)

OWNER, PARTNER = "111122223333", "444455556666"
ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject"}


def named(**statement: Any) -> list[tuple[str, str]]:
    """The principals that a policy of one statement gives access to, with their kinds."""
    text = json.dumps({"Statement": {**ALLOW, **statement}})
    return [(access.kind, access.principal) for access in external_access(text, OWNER)]


def test_everybody_outside_is_named_once_for_each_kind_of_principal() -> None:
    role = f"arn:aws:iam::{PARTNER}:role/reader"
    for principal, expected in (
        ("*", [("AWS", "*")]),
        ({"AWS": "*"}, [("AWS", "*")]),
        ({"AWS": [PARTNER, role]}, [("AWS", PARTNER), ("AWS", role)]),
        (
            {"Federated": "accounts.google.com", "AWS": PARTNER},
            [("AWS", PARTNER), ("Federated", "accounts.google.com")],
        ),
        ({"CanonicalUser": "79a5"}, [("CanonicalUser", "79a5")]),
        ({"AWS": [OWNER, f"arn:aws:iam::{OWNER}:root", f"arn:aws:iam::{OWNER}:role/a:b"]}, []),
        ({"Service": "sns.amazonaws.com"}, []),
        (None, []),
    ):
        assert named(Principal=principal) == expected, principal


def test_statements_that_deny_are_left_out() -> None:
    assert named(Principal="*", Effect="Deny") == []


def test_a_condition_is_flat_and_makes_access_by_everybody_less_than_public() -> None:
    condition = {
        "StringEquals": {"aws:SourceVpc": ["vpc-2", "vpc-1"]},
        "Bool": {"aws:SecureTransport": True},
    }
    statement = {**ALLOW, "Principal": "*", "Action": ["s3:PutObject", "s3:GetObject"]}
    conditional, free = external_access(
        json.dumps({"Statement": [{**statement, "Condition": condition}, statement]}),
        OWNER,
        source="POLICY",
    )
    assert conditional == ExternalAccess(
        "AWS",
        "*",
        ("s3:GetObject", "s3:PutObject"),
        (("aws:SecureTransport", "True"), ("aws:SourceVpc", "vpc-2,vpc-1")),
        "POLICY",
    )
    assert (conditional.is_public, free.is_public) == (False, True)
    assert conditional.members()["sources"] == [{"type": "POLICY"}]


@pytest.mark.parametrize(
    "policy",
    [
        *("", "[]", "5", "{}", "[" * 100_000, '{"Statement": 1}', '{"Statement": ["a"]}'),
        json.dumps({"Statement": {**ALLOW, "Principal": "everybody"}}),
        json.dumps({"Statement": {**ALLOW, "Principal": {"AWS": 444455556666}}}),
        json.dumps({"Statement": {**ALLOW, "Principal": {"AWS": None}}}),
        json.dumps({"Statement": {"Effect": "Allow", "Action": {"s3": "*"}}}),
        json.dumps({"Statement": {**ALLOW, "Condition": ["a"]}}),
        json.dumps({"Statement": {**ALLOW, "Condition": {"Bool": "true"}}}),
    ],
    ids=lambda policy: policy[:40],
)
def test_what_is_no_policy_is_refused(policy: str) -> None:
    with pytest.raises(UnreadablePolicyError):
        list(external_access(policy, OWNER))
