"""Context keys: which there are, of what type, and who evaluates them."""

from typing import Any

import pytest

from aa_sdk.policy import ActionCatalogue
from tests.policy.validation.documents import changed, found, policy

CONDITION = "Statement[0].Condition"


def told(
    catalogue: ActionCatalogue, action: Any = "s3:ListBucket", **operators: Any
) -> list[tuple[str, ...]]:
    """The findings of a statement with these conditions."""
    document = policy(changed(Action=action, Condition=operators))
    return found(document, catalogue=catalogue)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("aws:PrincipalOrgIdentifier", "INVALID_GLOBAL_CONDITION_KEY"),
        ("AWS:nothing", "INVALID_GLOBAL_CONDITION_KEY"),
        ("aws:PrincipalOrgId", None),
        ("aws:PrincipalTag/a", None),
        ("bucket:prefix", "INVALID_SERVICE"),
        ("deepracer:UserToken", None),
        ("login.example.com:aud", None),
        ("login/path:aud", None),
        ("cognito-identity-auth:a", None),
        ("s3:prefixes", "INVALID_SERVICE_CONDITION_KEY"),
        ("s3:PREFIX", None),
        ("s3:Unused", None),
        ("accounts.google.com:nothing", None),
    ],
)
def test_a_key_has_to_be_there(catalogue: ActionCatalogue, key: str, code: str | None) -> None:
    expected = [(code, f"{CONDITION}.StringEquals.<{key}>")] if code else []
    assert told(catalogue, StringEquals={key: "a"}) == expected


def test_a_key_that_any_request_may_carry_needs_no_page(catalogue: ActionCatalogue) -> None:
    instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i"
    assert told(catalogue, ArnEquals={"ssm:SourceInstanceArn": instance}) == []
    assert told(catalogue, ArnEquals={"ssm:SourceInstance": instance}) == [
        ("INVALID_SERVICE_CONDITION_KEY", f"{CONDITION}.ArnEquals.<ssm:SourceInstance>")
    ]


@pytest.mark.parametrize(
    ("operator", "key", "code"),
    [
        ("StringEquals", "aws:CalledVia", "MISSING_QUALIFIER"),
        ("StringLike", "secretsmanager:Services", "MISSING_QUALIFIER"),
        ("ForAnyValue:StringEquals", "aws:CalledVia", None),
        ("ForAllValues:StringEquals", "secretsmanager:Services", None),
        ("Null", "aws:CalledVia", None),
        ("Nothing", "aws:CalledVia", None),
        ("StringEquals", "aws:CalledViaFirst", None),
        ("ForAllValues:StringEquals", "aws:CalledViaFirst", "FORALLVALUES_WITH_SINGLE_VALUED_KEY"),
        ("ForAllValues:StringEquals", "s3:prefix", "FORALLVALUES_WITH_SINGLE_VALUED_KEY"),
        ("ForAnyValue:StringEquals", "s3:prefix", None),
        ("StringEquals", "aws:SecureTransport", "TYPE_MISMATCH"),
        ("NumericEquals", "s3:prefix", "TYPE_MISMATCH"),
        ("Bool", "aws:PrincipalArn", "TYPE_MISMATCH"),
        ("StringEquals", "aws:SourceIp", "TYPE_MISMATCH"),
        ("StringEquals", "s3:max-keys", "TYPE_MISMATCH"),
        ("StringEquals", "aws:CurrentTime", "TYPE_MISMATCH"),
        ("Bool", "aws:SecureTransport", None),
        ("NumericLessThan", "s3:max-keys", None),
        ("DateLessThan", "aws:CurrentTime", None),
        ("NotIpAddress", "aws:SourceIp", None),
        ("DateLessThan", "aws:EpochTime", None),
        ("ArnLike", "s3:prefix", None),
        ("StringEquals", "aws:PrincipalArn", None),
        ("ArnLike", "aws:PrincipalArn", None),
        ("StringLike", "aws:PrincipalArn", "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"),
        ("StringNotLike", "aws:SourceArn", "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"),
        ("StringLikeIfExists", "aws:SourceArn", "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"),
        ("StringLike", "s3:prefix", None),
    ],
)
def test_an_operator_has_to_suit_its_key(
    catalogue: ActionCatalogue, operator: str, key: str, code: str | None
) -> None:
    values = {"Bool": "true", "IpAddress": "192.0.2.0/24"}
    numbers = operator.startswith(("Numeric", "Date"))
    value = "2030-01-01T00:00:00Z" if numbers and "Date" in operator else "1" if numbers else "a"
    conditions = {operator: {key: values.get(operator, value)}}
    codes = {
        "MISSING_QUALIFIER",
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
        "TYPE_MISMATCH",
        "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
    }
    expected = [(code, f"{CONDITION}.{operator}.{key}")] if code else []
    assert [one for one in told(catalogue, **conditions) if one[0] in codes] == expected


def test_the_type_of_a_key_may_be_unknown(catalogue: ActionCatalogue) -> None:
    codes = [code for code, *_ in told(catalogue, "iam:PassRole", Bool={"iam:Strange": "true"})]
    assert "TYPE_MISMATCH" not in codes


def test_claims_of_a_provider_may_be_lists(catalogue: ActionCatalogue) -> None:
    conditions = {"ForAllValues:StringEquals": {"accounts.google.com:sub": "a"}}
    codes = [code for code, *_ in told(catalogue, "sts:AssumeRoleWithWebIdentity", **conditions)]
    assert "FORALLVALUES_WITH_SINGLE_VALUED_KEY" not in codes


def test_the_region_of_a_request_has_to_be_there(catalogue: ActionCatalogue) -> None:
    regions = ["eu-west-1", "EU-WEST-1", "eu-west-9", "eu-*", "${aws:PrincipalTag/region}"]
    place = f"{CONDITION}.StringLike.aws:RequestedRegion[2]"
    assert told(catalogue, StringLike={"aws:RequestedRegion": regions}) == [
        ("INVALID_REGION", place)
    ]
    assert told(catalogue, StringEquals={"aws:PrincipalTag/region": "nowhere"}) == []
    assert told(catalogue, Null={"aws:RequestedRegion": "false"}) == []


class TestEvaluation:
    """Keys that an action beside them never looks at."""

    CODE = "UNSUPPORTED_ACTION_FOR_CONDITION_KEY"

    def test_each_action_has_to_evaluate_the_key_of_a_service(
        self, catalogue: ActionCatalogue
    ) -> None:
        actions = ["s3:ListBucket", "s3:GetObject", "iam:GetRole", "s3:Create*"]
        assert told(catalogue, actions, StringEquals={"s3:prefix": "a"}) == [
            (
                self.CODE,
                "Statement[0].Action[1]",
                "Statement[0].Action[2]",
                f"{CONDITION}.StringEquals.s3:prefix",
            )
        ]

    def test_a_key_of_a_provider_is_that_of_some_actions(self, catalogue: ActionCatalogue) -> None:
        document = policy(
            {
                "Effect": "Allow",
                "Principal": {"Federated": "accounts.google.com"},
                "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
                "Condition": {"StringEquals": {"accounts.google.com:aud": "a"}},
            }
        )
        assert (
            self.CODE,
            "Statement[0].Action[1]",
            f"{CONDITION}.StringEquals.accounts.google.com:aud",
        ) in found(document, "RESOURCE_POLICY", catalogue=catalogue)

    @pytest.mark.parametrize(
        ("action", "conditions"),
        [
            ("s3:ListBucket", {"StringEquals": {"s3:prefix": "a"}}),
            ("s3:Nothing", {"StringEquals": {"s3:prefix": "a"}}),
            ("s3:GetObject", {"StringEqualsIfExists": {"s3:prefix": "a"}}),
            ("s3:GetObject", {"Null": {"s3:prefix": "true"}}),
            ("s3:GetObject", {"StringEquals": {"s3:ExistingObjectTag/a": "a"}}),
            # What evaluates these is not known well enough.
            ("sqs:SendMessage", {"StringEquals": {"secretsmanager:SecretId": "a"}}),
            # Nothing evaluates these as far as the pages say.
            ("s3:GetObject", {"StringEquals": {"s3:Unused": "a"}}),
            ("s3:GetObject", {"StringEquals": {"s3:nothing": "a"}}),
            ("s3:GetObject", {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}),
            ("s3:GetObject", {"ArnEquals": {"lambda:SourceFunctionArn": "arn:aws:lambda:::f"}}),
            (
                "secretsmanager:GetSecretValue",
                {"StringEquals": {"secretsmanager:ResourceTag/a": "a"}},
            ),
        ],
    )
    def test_what_may_be_evaluated_is_fine(
        self, catalogue: ActionCatalogue, action: str, conditions: dict[str, Any]
    ) -> None:
        codes = [code for code, *_ in told(catalogue, action, **conditions)]
        assert self.CODE not in codes

    def test_what_a_statement_leaves_out_is_not_asked(self, catalogue: ActionCatalogue) -> None:
        condition = {"StringEquals": {"s3:prefix": "a"}}
        document = policy(changed(Action=None, NotAction="s3:GetObject", Condition=condition))
        assert self.CODE not in [code for code, *_ in found(document, catalogue=catalogue)]
