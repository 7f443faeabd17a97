"""Which users of an OIDC provider a trust policy means."""

from typing import Any

import pytest

from tests.policy.validation.roles import found_in_trust, trust

NAME = "token.actions.githubusercontent.com"
GITHUB = f"arn:aws:iam::111122223333:oidc-provider/{NAME}"
CLUSTER_NAME = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633"
CLUSTER = f"arn:aws:iam::111122223333:oidc-provider/{CLUSTER_NAME}"
BRANCH = "repo:an-owner/a-repository:ref:refs/heads/main"
UNCONDITIONAL = "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"
NO_REPOSITORY = "MISSING_GITHUB_REPO_CONDITION_KEY"
BROAD = "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED"
AUDIENCE = "CONFIRM_AUDIENCE_CLAIM_TYPE"
AUDIENCE_OF_MANY = "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE"
PROVIDER = "Statement[0].Principal.Federated"


def found_for(
    provider: object, conditions: dict[str, Any] | None = None, **elements: Any
) -> list[tuple[str, ...]]:
    principal = {"Federated": provider}
    action = "sts:AssumeRoleWithWebIdentity"
    ordinary = {"Principal": principal, "Condition": conditions, "Action": action}
    findings = found_in_trust(trust(**{**ordinary, **elements}))
    return [one for one in findings if one[0] not in _OF_WILDCARDS]


# What wildcards get wherever they stand.
_OF_WILDCARDS = ("EQUIVALENT_TO_NULL_FALSE", "WILDCARD_WITHOUT_LIKE_OPERATOR")


@pytest.mark.parametrize(
    ("provider", "conditions"),
    [
        (
            "accounts.google.com",
            {"StringEquals": {"accounts.google.com:aud": "66677788899900pro0"}},
        ),
        ("www.amazon.com", {"StringEquals": {"www.amazon.com:app_id": "amzn1.application-oa2-1"}}),
        ("graph.facebook.com", {"StringEquals": {"graph.facebook.com:app_id": "111222333444555"}}),
        (
            "cognito-identity.amazonaws.com",
            {
                "StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:1234"},
                "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "unauthenticated"},
            },
        ),
        (CLUSTER, {"StringEquals": {f"{CLUSTER_NAME}:sub": "system:serviceaccount:a:b"}}),
        (GITHUB, {"StringEquals": {f"{NAME}:sub": BRANCH}}),
        (GITHUB, {"StringEquals": {f"{NAME.upper()}:SUB": BRANCH}}),
        ("WWW.amazon.com", {"StringEquals": {"www.amazon.com:app_id": "amzn1.application-oa2-1"}}),
        (GITHUB.replace("token", "TOKEN"), {"StringEquals": {f"{NAME}:sub": BRANCH}}),
    ],
)
def test_nothing_is_wrong_with_ordinary_trust_in_providers(
    provider: str, conditions: dict[str, Any]
) -> None:
    assert found_for(provider, conditions) == []


@pytest.mark.parametrize(
    "conditions",
    [
        None,
        {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
        {"StringEquals": {"graph.facebook.com:app_id": "111222333444555"}},
    ],
)
def test_some_key_of_the_provider_has_to_be_asked_for(conditions: dict[str, Any] | None) -> None:
    assert found_for("accounts.google.com", conditions) == [(UNCONDITIONAL, PROVIDER)]
    assert found_for(["accounts.google.com", "www.amazon.com"], conditions) == [
        (UNCONDITIONAL, f"{PROVIDER}[0]", f"{PROVIDER}[1]")
    ]


@pytest.mark.parametrize(
    "elements",
    [
        {"Effect": "Deny"},
        {"Action": "sts:TagSession"},
        {"Action": None, "NotAction": "sts:TagSession"},
        {"Principal": None, "NotPrincipal": {"Federated": "accounts.google.com"}},
        {"Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/a"}},
        {"Principal": {"AWS": "111122223333"}},
    ],
)
def test_only_who_lets_a_user_of_a_provider_assume_a_role_has_to_ask(
    elements: dict[str, Any],
) -> None:
    codes = {code for code, *_ in found_for("accounts.google.com", **elements)}
    assert UNCONDITIONAL not in codes


@pytest.mark.parametrize(
    "action",
    ["sts:*", "sts:AssumeRoleWith*", ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"]],
)
def test_users_of_a_provider_may_also_be_let_in_by_a_wildcard_or_one_of_several_actions(
    action: object,
) -> None:
    assert found_for("accounts.google.com", Action=action) == [(UNCONDITIONAL, PROVIDER)]


def test_github_is_asked_for_the_repository() -> None:
    conditions = {"StringEquals": {f"{NAME}:actor": "somebody"}}
    assert found_for(GITHUB, conditions) == [(NO_REPOSITORY, PROVIDER)]
    assert found_for(GITHUB) == [(UNCONDITIONAL, PROVIDER), (NO_REPOSITORY, PROVIDER)]


@pytest.mark.parametrize(
    "subject",
    [
        BRANCH,
        "repo:An-Owner@331386621/a.repository@1377587215:ref:refs/heads/feature/1",
        "repo:an-owner/a-repository:environment:production:ref:refs/heads/main",
    ],
)
def test_a_branch_of_a_repository_is_a_good_subject(subject: str) -> None:
    assert found_for(GITHUB, {"StringLike": {f"{NAME}:sub": ["*", subject]}}) == [
        (BROAD, f"Statement[0].Condition.StringLike.{NAME}:sub[0]")
    ]


@pytest.mark.parametrize(
    "subject",
    [
        "*",
        "repo:*",
        "repo:an-owner/*",
        "repo:an-owner/a-repository:*",
        "repo:an-owner/*:ref:refs/heads/main",
        "repo:an-owner/a-repository:ref:refs/heads/*",
        "repo:an-owner/a-repository:ref:refs/heads/",
        "repo:an-owner/a-repository:environment:production",
        "repo:an-owner/a-repository:pull_request",
    ],
)
@pytest.mark.parametrize("operator", ["StringLike", "StringEquals", "ForAnyValue:StringLike"])
def test_any_other_subject_may_be_several(operator: str, subject: str) -> None:
    assert found_for(GITHUB, {operator: {f"{NAME}:sub": subject}}) == [
        (BROAD, f"Statement[0].Condition.{operator}.{NAME}:sub")
    ]


@pytest.mark.parametrize(
    ("conditions", "effect"),
    [
        ({"Null": {f"{NAME}:sub": "false"}}, "Allow"),
        ({"StringNotLike": {f"{NAME}:sub": "repo:*"}}, "Allow"),
        ({"StringLike": {f"{NAME}:sub": "repo:*"}}, "Deny"),
    ],
)
def test_only_subjects_that_may_assume_the_role_are_looked_at(
    conditions: dict[str, Any], effect: str
) -> None:
    assert found_for(GITHUB, conditions, Effect=effect) == []


@pytest.mark.parametrize("operator", ["StringEquals", "StringLike", "ForAllValues:StringEquals"])
def test_the_audience_of_a_provider_that_aws_does_not_know_has_to_be_confirmed(
    operator: str,
) -> None:
    key = f"{CLUSTER_NAME}:aud"
    assert found_for(CLUSTER, {operator: {key: ["sts.amazonaws.com"]}}) == [
        (AUDIENCE, f"Statement[0].Condition.{operator}.{key}")
    ]


@pytest.mark.parametrize(
    ("provider", "key"),
    [
        (CLUSTER, f"{CLUSTER_NAME}:aud"),
        ("accounts.google.com", "accounts.google.com:aud"),
        ("graph.facebook.com", "graph.facebook.com:app_id"),
        ("www.amazon.com", "www.amazon.com:app_id"),
    ],
)
def test_a_token_is_not_for_any_of_several_audiences(provider: str, key: str) -> None:
    assert found_for(provider, {"ForAnyValue:StringEquals": {key: "a"}}) == [
        (AUDIENCE_OF_MANY, f"Statement[0].Condition.ForAnyValue:StringEquals.{key}")
    ]


@pytest.mark.parametrize(
    "conditions",
    [
        {"Null": {f"{CLUSTER_NAME}:aud": "false"}},
        {"StringEquals": {f"{CLUSTER_NAME}:sub": "a", "saml:aud": "b"}},
        {"StringEquals": {f"{CLUSTER_NAME}:sub": "a", "other.example.com:aud": "b"}},
    ],
)
def test_other_keys_are_no_audience_of_the_provider(conditions: dict[str, Any]) -> None:
    assert found_for(CLUSTER, conditions) == []
