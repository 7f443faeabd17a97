"""Whom a statement names, and how."""

from typing import Any

import pytest

from aa_sdk.models import PolicyType
from tests.policy.validation.documents import changed, found, policy
from tests.policy.validation.roles import found_in_trust, trust

BUCKET = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::a-bucket/*"}
CANONICAL_USER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"


def of_a_bucket(**elements: Any) -> dict[str, Any]:
    return policy(changed(**BUCKET, **elements))


def found_in_bucket(**elements: Any) -> list[tuple[str, ...]]:
    return found(of_a_bucket(**elements), "RESOURCE_POLICY", resource_type="AWS::S3::Bucket")


@pytest.mark.parametrize(
    "principal",
    [
        "*",
        {"AWS": "*"},
        {"AWS": "111122223333"},
        {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws-cn:iam::111122223333:role/a/b"]},
        {"AWS": "arn:aws:sts::111122223333:assumed-role/a/b"},
        {"CanonicalUser": CANONICAL_USER},
    ],
)
def test_ordinary_principals_are_as_they_should_be(principal: object) -> None:
    assert found_in_bucket(Principal=principal) == []
    assert found_in_bucket(NotPrincipal=principal, Effect="Deny") == []


@pytest.mark.parametrize("name", ["arn:aws:iam::111122223333:root", "111122223333", "", "everyone"])
def test_a_principal_stands_under_a_key(name: str) -> None:
    expected = [("INVALID_PRINCIPAL_FORMAT", "Statement[0].Principal")]
    assert found_in_bucket(Principal=name) == expected
    assert found_in_trust(trust(Principal=name)) == expected
    assert found_in_bucket(NotPrincipal=name, Effect="Deny") == [
        ("INVALID_PRINCIPAL_FORMAT", "Statement[0].NotPrincipal")
    ]


def test_there_are_four_keys_for_principals() -> None:
    principal = {"AWS": "111122223333", "aws": "111122223333", "Group": "arn:aws:iam::1:group/a*"}
    assert found_in_bucket(Principal=principal) == [
        ("INVALID_PRINCIPAL_KEY", "Statement[0].Principal.<aws>"),
        ("INVALID_PRINCIPAL_KEY", "Statement[0].Principal.<Group>"),
    ]
    assert found_in_trust(trust(Principal={"User": "a"})) == [
        ("INVALID_PRINCIPAL_KEY", "Statement[0].Principal.<User>")
    ]


@pytest.mark.parametrize(
    ("principal", "place"),
    [
        ({"AWS": ["*", "arn:aws:iam::111122223333:user/*"]}, "AWS[1]"),
        ({"AWS": "arn:aws:iam::11112222333?:root"}, "AWS"),
        ({"CanonicalUser": "*"}, "CanonicalUser"),
    ],
)
def test_no_wildcard_stands_for_a_part_of_a_principal(principal: object, place: str) -> None:
    expected = [("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", f"Statement[0].Principal.{place}")]
    assert found_in_bucket(Principal=principal) == expected
    assert found_in_trust(trust(Principal=principal)) == expected


@pytest.mark.parametrize("service", ["*", "*.amazonaws.com", "s?.amazonaws.com"])
def test_no_wildcard_stands_for_services(service: str) -> None:
    assert found_in_trust(trust(Principal={"Service": service})) == [
        ("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "Statement[0].Principal.Service")
    ]


def test_only_a_trust_policy_names_identity_providers() -> None:
    provider = "arn:aws:iam::111122223333:saml-provider/a"
    assert found_in_bucket(Principal={"Federated": [provider, "accounts.google.com"]}) == [
        ("FEDERATED_PRINCIPAL_NOT_SUPPORTED", "Statement[0].Principal.Federated[0]"),
        ("FEDERATED_PRINCIPAL_NOT_SUPPORTED", "Statement[0].Principal.Federated[1]"),
    ]


@pytest.mark.parametrize(
    ("unique_id", "code"),
    [
        ("AROADBQP57FF2AEXAMPLE", "INVALID_ROLE_REFERENCE"),
        ("AIDACKCEVSQ6C2EXAMPLE", "INVALID_USER_REFERENCE"),
    ],
)
def test_a_unique_id_is_no_good_name(unique_id: str, code: str) -> None:
    principal = {"AWS": ["111122223333", unique_id]}
    assert found_in_bucket(Principal=principal) == [(code, "Statement[0].Principal.AWS[1]")]
    assert found_in_trust(trust(Principal=principal)) == [(code, "Statement[0].Principal.AWS[1]")]


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "AGPAI23HZ27SI6FQMGNQ2"},
        {"AWS": "aroadbqp57ff2aexample"},
        {"AWS": "AROA"},
        {"CanonicalUser": "AIDACKCEVSQ6C2EXAMPLE"},
    ],
)
def test_other_names_are_no_ids_of_roles_and_users(principal: object) -> None:
    assert found_in_bucket(Principal=principal) == []


@pytest.mark.parametrize(
    ("policy_type", "code"),
    [
        ("IDENTITY_POLICY", "UNSUPPORTED_PRINCIPAL"),
        ("SERVICE_CONTROL_POLICY", "SCP_SYNTAX_ERROR_PRINCIPAL"),
    ],
)
def test_where_nobody_is_named_nobody_is_named_wrongly(policy_type: PolicyType, code: str) -> None:
    document = policy(changed(Principal={"AWS": "AROADBQP57FF2AEXAMPLE", "Group": "*"}))
    assert found(document, policy_type) == [(code, "Statement[0].<Principal>")]
    document = policy(changed(Principal="somebody"))
    assert found(document, policy_type) == [(code, "Statement[0].<Principal>")]
