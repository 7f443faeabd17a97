"""What counts as public, and the table of keys that tell a trusted caller."""

import collections
import ipaddress
import json
import random
from typing import Any

import pytest

from aa_sdk.models.policy_checks import AccessCheckResourceType
from aa_sdk.policy import UnsupportedPolicyError, check_no_public_access
from aa_sdk.policy._trusted_keys import TABLE
from tests.effort import examples
from tests.policy.evaluator import allowed, as_list, one_principal_matches
from tests.policy.generator import KEYS, NEW, Theme, random_policy
from tests.policy.pairs import as_request
from tests.policy.universe import universe

BUCKET: AccessCheckResourceType = "AWS::S3::Bucket"
TRUST: AccessCheckResourceType = "AWS::IAM::AssumeRolePolicyDocument"


def opened(
    condition: dict[str, Any] | None = None, *, principal: Any = "*", effect: str = "Allow"
) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": effect, "Principal": principal, "Action": "s3:GetObject"}
    return {**statement, "Resource": "*", **({"Condition": condition} if condition else {})}


def is_public(*statements: dict[str, Any], kind: AccessCheckResourceType = BUCKET) -> bool:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    check = check_no_public_access(document, kind)
    if check.result == "FAIL" and check.counterexample:
        assert allowed(document, as_request(check))
    assert check.passed is (check.result == "PASS")
    return not check.passed


@pytest.mark.parametrize(
    ("principal", "public"),
    [
        ("*", True),
        ({"AWS": "*"}, True),
        ({"AWS": "111122223333"}, False),
        ({"AWS": ["arn:aws:iam::111122223333:role/app", "444455556666"]}, False),
        ({"Service": "logging.s3.amazonaws.com"}, False),
        ({"Service": "*"}, True),
        (
            {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
            False,
        ),
        ({"Federated": "accounts.google.com"}, True),
        ({"Federated": "arn:aws:iam::111122223333:saml-provider/corp"}, True),
    ],
)
def test_a_policy_is_public_unless_it_names_its_callers(principal: Any, *, public: bool) -> None:
    """Identity providers stand for whoever has an identity there."""
    assert public is is_public(opened(principal=principal))


def test_everyone_but_some_is_public() -> None:
    """What NotPrincipal leaves is open to strangers."""
    statement = opened()
    statement["NotPrincipal"] = statement.pop("Principal") and {"AWS": "111122223333"}
    assert is_public(statement)


@pytest.mark.parametrize(
    ("operator", "key", "value", "public"),
    [
        ("StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d", False),
        ("StringEquals", "AWS:sourcevpc", ["vpc-1", "vpc-2"], False),
        ("StringLike", "aws:SourceVpc", "vpc-0a1b2c3d", False),
        ("StringLike", "aws:SourceVpc", "vpc-*", True),
        ("StringLike", "aws:SourceVpc", ["vpc-1", "vpc-2*"], True),
        ("StringEquals", "aws:SourceVpc", "${aws:PrincipalTag/vpc}", True),
        ("StringEqualsIfExists", "aws:SourceVpc", "vpc-1", True),
        ("StringNotEquals", "aws:SourceVpc", "vpc-1", True),
        ("Null", "aws:SourceVpc", "false", True),
        ("StringEqualsIgnoreCase", "aws:PrincipalOrgID", "o-abc", False),
        ("ForAnyValue:StringEquals", "aws:PrincipalOrgPaths", "o-a/r-b/", False),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a/*", True),
        ("ForAllValues:StringEquals", "aws:PrincipalOrgPaths", "o-a/r-b/", True),
        ("ArnEquals", "aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:news", False),
        ("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:news", True),
        ("NumericEquals", "aws:SourceAccount", "111122223333", True),
        ("StringLike", "aws:SourceVpc", "", False),
        ("StringEquals", "aws:UserAgent", "secret", True),
        ("StringEquals", "aws:Referer", "https://example.com/", True),
        ("Bool", "aws:SecureTransport", "true", True),
        ("StringEquals", "acme:TrustMe", "yes", True),
        ("StringEquals", "aws:userid", "AIDAEXAMPLE", False),
        ("StringLike", "aws:userid", "AROAEXAMPLE:*", True),
        ("StringEquals", "aws:userid", "AROAEXAMPLE:session", True),
        ("IpAddress", "aws:SourceIp", "192.0.2.0/24", False),
        ("IpAddress", "aws:SourceIp", "11.0.0.0/8", False),
        ("IpAddress", "aws:SourceIp", "10.0.0.0/7", True),
        ("IpAddress", "aws:SourceIp", ["192.0.2.0/24", "0.0.0.0/0"], True),
        ("IpAddress", "aws:SourceIp", [f"{n}.0.0.0/8" for n in range(64)], True),
        ("IpAddress", "aws:SourceIp", ["172.16.0.0/12", "192.168.0.0/16"], False),
        ("IpAddress", "aws:SourceIp", "2001:db8::/32", False),
        ("IpAddress", "aws:SourceIp", "2001::/16", True),
        ("NotIpAddress", "aws:SourceIp", "192.0.2.0/24", True),
    ],
)
def test_a_condition_makes_a_policy_private_if_it_pins_a_trusted_key(
    operator: str, key: str, value: Any, *, public: bool
) -> None:
    """Fixed values of keys that a caller cannot influence, and nothing else."""
    assert public is is_public(opened({operator: {key: value}}))


def test_a_deny_of_everything_else_pins_as_well() -> None:
    """Allow all and deny all but one network is the same as allowing that network."""
    fence = opened({"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, effect="Deny")
    assert not is_public(opened(), fence)
    assert is_public(
        opened(), opened({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, effect="Deny")
    )


def test_a_broad_block_elsewhere_does_not_spoil_a_narrow_one() -> None:
    """Only what is allowed counts, not what is mentioned."""
    narrow = opened({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}})
    only_version_4 = opened({"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, effect="Deny")
    assert not is_public(narrow, only_version_4)
    assert is_public(opened(), only_version_4)


def test_one_public_statement_is_enough() -> None:
    """Reasons name it."""
    private = opened(principal={"AWS": "111122223333"})
    document = {"Statement": [private, {**opened(), "Sid": "Open"}]}
    check = check_no_public_access(document)
    reasons = [(one.statement_index, one.statement_id) for one in check.reasons]
    assert reasons == [(1, "Open")]


def test_access_points_of_an_account_are_trusted_by_buckets_only() -> None:
    """The name may be a wildcard, the account may not."""
    cases: list[tuple[str, AccessCheckResourceType, bool]] = [
        ("111122223333", BUCKET, False),
        ("*", BUCKET, True),
        ("111122223333", "AWS::S3::AccessPoint", True),
    ]
    for account, kind, public in cases:
        arn = f"arn:aws:s3:eu-west-1:{account}:accesspoint/*"
        statement = opened({"StringLike": {"s3:DataAccessPointArn": arn}})
        assert public is is_public(statement, kind=kind)


def test_a_mount_target_is_trusted_by_file_systems_only() -> None:
    """And only if it has to be one."""
    via = "elasticfilesystem:AccessedViaMountTarget"
    assert not is_public(opened({"Bool": {via: "true"}}), kind="AWS::EFS::FileSystem")
    assert is_public(opened({"Bool": {via: "false"}}), kind="AWS::EFS::FileSystem")
    assert is_public(opened({"Bool": {via: ["true", "false"]}}), kind="AWS::EFS::FileSystem")
    assert is_public(opened({"Bool": {via: "true"}}))


def test_a_role_may_trust_a_saml_provider_and_pinned_subjects() -> None:
    """An OIDC provider vouches for anyone, until the subject is fixed."""
    saml = {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"}
    oidc = {"Federated": "arn:aws:iam::111122223333:oidc-provider/ci.example.com"}
    subject = {"ci.example.com:sub": "repo:amber/site:ref:refs/heads/main"}
    assert not is_public(opened(principal=saml), kind=TRUST)
    assert is_public(opened(principal=oidc), kind=TRUST)
    assert is_public(
        opened({"StringEquals": {"ci.example.com:aud": "x"}}, principal=oidc), kind=TRUST
    )
    assert not is_public(opened({"StringEquals": subject}, principal=oidc), kind=TRUST)
    wild = {"ci.example.com:sub": "repo:amber/*"}
    assert is_public(opened({"StringLike": wild}, principal=oidc), kind=TRUST)


def test_a_resource_type_that_the_service_does_not_check_is_refused() -> None:
    """Types are those of the operation."""
    kind: Any = "AWS::EC2::Instance"
    with pytest.raises(UnsupportedPolicyError) as caught:
        check_no_public_access({"Statement": opened()}, kind)
    assert caught.value.path == "resource_type"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("AWS::SQS::Que", "'AWS::SQS::Que' is not checked: did you mean 'AWS::SQS::Queue'?"),
        ("Zzz", "'Zzz' is not checked"),
        (json.dumps({"Statement": opened()}), "no type that is checked"),
        (["AWS::SQS::Queue"], "no type that is checked"),
    ],
)
def test_a_resource_type_is_named_with_the_likely_one_and_a_document_is_not(
    kind: Any, told: str
) -> None:
    with pytest.raises(UnsupportedPolicyError) as caught:
        check_no_public_access({"Statement": opened()}, kind)
    assert str(caught.value) == f"resource_type: {told}"


def test_the_table_has_one_row_a_key_each_with_a_source() -> None:
    """Nobody is trusted by hearsay."""
    names = [row.context_key.lower() for row in TABLE]
    assert len(names) == len(set(names))
    assert all(row.source for row in TABLE)


RENAMED = {"aws:Text": "aws:SourceVpc", "aws:TagKeys": "aws:PrincipalOrgPaths"}
PINNING = {"aws:Text", "aws:TagKeys", "aws:SourceIp", "aws:PrincipalArn"}


def test_public_agrees_with_brute_force() -> None:
    """Random policies over trusted and other keys, every request of a stranger enumerated."""
    verdicts: collections.Counter[str] = collections.Counter()
    for seed in range(examples(2_000)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        keys = rng.sample(["string", "set", "address", "arn", "number"], 2)
        theme = Theme(
            tuple(sorted(keys)), principals=True, versions=(NEW, NEW), variables=(), dollars=False
        )
        policy = random_policy(rng, theme, NEW)
        text = json.dumps(policy)
        for name, trusted in RENAMED.items():
            text = text.replace(f'"{name}"', f'"{trusted}"')
        check = check_no_public_access(text, "AWS::S3::Bucket")
        verdicts[check.result] += 1
        space = universe(theme)
        if check.result == "PASS":
            strangers = space.where(2, [is_stranger(policy, who) for who in space.fields[2]])
            for n, key in enumerate(KEYS[name] for name in theme.keys):
                if key.name in PINNING:
                    loose = [not is_pinned(policy, key.name, value) for value in key.values]
                    strangers &= space.where(3 + n, loose)
            assert space.allowed(policy) & strangers == 0, seed
        else:
            request = as_request(check)
            assert request.principal
            assert is_stranger(policy, request.principal), seed
            assert allowed(json.loads(text), request), seed
            for name in PINNING:
                value = request.context.get(RENAMED.get(name, name))
                assert not is_pinned(policy, name, value), seed
    assert min(verdicts.values()) * 10 > verdicts.total()


def is_stranger(policy: Any, who: tuple[str, str]) -> bool:
    """Whether no statement names the caller, identity providers not counting."""
    elements = [
        element
        for statement in policy["Statement"]
        for name, element in statement.items()
        if name.endswith("Principal") and element != "*"
    ]
    return not any(
        entry != "*" and kind != "Federated" and one_principal_matches(kind, entry, who)
        for element in elements
        for kind, entries in element.items()
        for entry in as_list(entries)
    )


def is_pinned(policy: Any, key: str, value: Any) -> bool:
    """Whether a fixed value that the policy asks for is among those of the request."""
    values = [
        (operator, text)
        for statement in policy["Statement"]
        for operator, keys in statement.get("Condition", {}).items()
        if operator != "Null"
        for text in as_list(keys.get(key, []))
    ]
    carried = [] if value is None else [value] if isinstance(value, str) else value
    return any(one_pins(operator, text, one) for operator, text in values for one in carried)


def one_pins(operator: str, text: str, value: str) -> bool:
    if "IpAddress" in operator:
        block = ipaddress.ip_network(text, strict=False)
        address = ipaddress.ip_address(value)
        narrow = block.prefixlen >= {4: 8, 6: 32}[block.version]
        return narrow and address.version == block.version and address in block
    if ("Like" in operator or "Arn" in operator) and ("*" in text or "?" in text):
        return False
    return text.lower() == value.lower() if "IgnoreCase" in operator else text == value
