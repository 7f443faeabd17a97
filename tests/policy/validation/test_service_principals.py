"""How services are called, and for whom they may act."""

from typing import Any

import pytest

from tests.policy.validation.documents import changed, found, policy, when
from tests.policy.validation.roles import found_in_trust, trust

MALFORMED = "INVALID_SERVICE_PRINCIPAL_FORMAT"
UNRESTRICTED = "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL"
PLACE = "Statement[0].Principal.Service"
SERVICES = [
    "ec2.amazonaws.com",
    "ec2.amazonaws.com.cn",
    "states.eu-west-1.amazonaws.com",
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "s3.data-source.lustre.fsx.amazonaws.com",
    "alexa-appkit.amazon.com",
    "ec2.c2s.ic.gov",
]
NO_SERVICES = [
    "",
    "ec2",
    "EC2.amazonaws.com",
    "ec2.amazonaws.org",
    "events.amazon.com",
    "https://ec2.amazonaws.com",
    "ec2.amazonaws.com ",
    ".amazonaws.com",
    "amazonaws.com",
    "ec2..amazonaws.com",
]


def topic(principal: object, **elements: Any) -> list[tuple[str, ...]]:
    resource = "arn:aws:sns:eu-west-1:111122223333:a-topic"
    ordinary = {"Action": "sns:Publish", "Resource": resource, "Principal": principal}
    findings = found(policy(changed(**{**ordinary, **elements})), "RESOURCE_POLICY")
    # That a caller can forge the key is said besides, whoever the principal is.
    return [one for one in findings if one[0] != "UNTRUSTWORTHY_CONDITION_KEY"]


@pytest.mark.parametrize("service", SERVICES)
def test_services_have_names_in_domains_of_aws(service: str) -> None:
    source = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    assert topic({"Service": service}, Condition=source) == []
    assert found(when(StringEquals={"iam:PassedToService": [service]})) == []


@pytest.mark.parametrize("service", NO_SERVICES)
def test_other_names_are_no_services(service: str) -> None:
    source = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    principal = {"Service": ["ec2.amazonaws.com", service]}
    assert topic(principal, Condition=source) == [(MALFORMED, f"{PLACE}[1]")]
    key = "iam:PassedToService"
    assert found(when(StringLike={key: service})) == [
        (MALFORMED, f"Statement[0].Condition.StringLike.{key}")
    ]


@pytest.mark.parametrize(
    "key",
    [
        "aws:CalledViaFirst",
        "aws:calledvialast",
        "aws:PrincipalServiceName",
        "codestar-connections:PassedToService",
        "iam:AWSServiceName",
        "organizations:ServicePrincipal",
        "sts:AWSServiceName",
    ],
)
def test_services_are_the_values_of_some_context_keys(key: str) -> None:
    assert found(when(StringNotEquals={key: "lambda"})) == [
        (MALFORMED, f"Statement[0].Condition.StringNotEquals.{key}")
    ]


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("Null", "iam:PassedToService", "true"),
        ("StringLike", "iam:PassedToService", "dms.*.amazonaws.com"),
        ("StringLike", "iam:AWSServiceName", "*a4b.amazonaws.com"),
        ("StringEquals", "iam:PassedToService", "${aws:PrincipalTag/service}"),
        ("StringEquals", "lambda:Principal", "111122223333"),
        ("StringLike", "kms:ViaService", "s3.*.amazonaws.com"),
        ("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"),
        ("StringEquals", "kms:ViaService", "ec2.us-gov-west-1.amazonaws.com"),
        ("StringEquals", "kms:ViaService", "ec2.cn-north-1.amazonaws.com.cn"),
        ("StringEquals", "kms:ViaService", "dynamodb.us-isob-east-1.sc2s.sgov.gov"),
    ],
)
def test_patterns_and_other_values_are_not_taken_for_wrong_names(
    operator: str, key: str, value: str
) -> None:
    assert found(when(**{operator: {key: value}})) == []


@pytest.mark.parametrize("service", ["s3.amazonaws.com", "s3", "s3.eu.amazonaws.com"])
def test_kms_is_called_by_way_of_a_service_in_a_region(service: str) -> None:
    assert found(when(StringEquals={"kms:ViaService": [service]})) == [
        (MALFORMED, "Statement[0].Condition.StringEquals.kms:ViaService[0]")
    ]


def test_a_service_should_not_act_for_anybody() -> None:
    assert topic({"Service": "events.amazonaws.com"}) == [(UNRESTRICTED, PLACE)]
    both = {"AWS": "111122223333", "Service": ["events.amazonaws.com", "s3.amazonaws.com"]}
    assert topic(both) == [(UNRESTRICTED, f"{PLACE}[0]", f"{PLACE}[1]")]


@pytest.mark.parametrize(
    "elements",
    [
        {"Effect": "Deny"},
        {"Principal": {"AWS": "111122223333"}},
        {"Principal": None, "NotPrincipal": {"Service": "s3.amazonaws.com"}, "Effect": "Deny"},
        {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::a-bucket"}}},
        {"Condition": {"StringEquals": {"aws:SourceOrgID": "o-1234567890"}}},
        {"Condition": {"StringEquals": {"kms:CallerAccount": "111122223333"}}},
    ],
)
def test_a_service_that_is_held_back_somehow_is_left_alone(elements: dict[str, Any]) -> None:
    assert topic(**{"principal": {"Service": "s3.amazonaws.com"}, **elements}) == []


def test_what_a_service_does_with_a_role_is_not_what_it_does_for_somebody() -> None:
    statement = trust(Principal={"Service": "pods.eks.amazonaws.com"})
    assert found_in_trust(statement) == []
    assert found(policy(statement), "RESOURCE_POLICY") == [("MISSING_RESOURCE", "Statement[0]")]


def test_the_referer_does_not_tell_for_whom_a_service_acts() -> None:
    referer = {"StringEquals": {"aws:Referer": "111122223333"}}
    service = {"Service": "ses.amazonaws.com"}
    assert topic(service, Condition=referer) == [
        (
            "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
            "Statement[0].Condition.StringEquals.aws:Referer",
        )
    ]
    assert len(topic({"AWS": "111122223333", **service}, Condition=referer)) == 1
    assert topic({"AWS": "111122223333"}, Condition=referer) == []
    assert topic(service, Condition=referer, Effect="Deny") == []
    account = {"StringEquals": {"aws:Referer": "111122223333", "aws:SourceAccount": "111122223333"}}
    assert topic(service, Condition=account) == []
