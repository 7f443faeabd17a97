"""ARNs of resources that are no ARNs."""

import pytest

from tests.policy.validation.documents import changed, found, policy

RESOURCE = "Statement[0].Resource"


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        ("fakeArn", "MISSING_ARN_FIELD"),
        ("", "MISSING_ARN_FIELD"),
        ("arn:aws:s3", "MISSING_ARN_FIELD"),
        ("arn:aws:waf:*", "MISSING_ARN_FIELD"),
        ("*:*", "MISSING_ARN_FIELD"),
        ("aws:aws:s3:::b", "INVALID_ARN_PREFIX"),
        (":aws:s3:::b", "INVALID_ARN_PREFIX"),
        ("ARN:aws:s3:::b", "INVALID_ARN_PREFIX"),
        ("arn:aws:S3:::b", "INVALID_ARN_SERVICE_CASE"),
        ("arn:aws:sqs:eu-west-1:1111:q", "INVALID_ARN_ACCOUNT"),
        ("arn:aws:sqs:eu-west-1:1111222233334:q", "INVALID_ARN_ACCOUNT"),
        ("arn:aws:sqs:eu-west-1:account:q", "INVALID_ARN_ACCOUNT"),
        ("arn:aws:*code*::111122223333:*", "WILDCARD_IN_SERVICE_NAME"),
        ("arn:aws:code?uild:::*", "WILDCARD_IN_SERVICE_NAME"),
    ],
)
def test_an_arn_has_six_fields_of_a_certain_form(resource: str, code: str) -> None:
    assert found(policy(changed(Resource=resource))) == [(code, RESOURCE)]
    listed = policy(changed(Resource=None, NotResource=["arn:aws:s3:::b", resource]))
    assert (code, "Statement[0].NotResource[1]") in found(listed)


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        "**",
        "arn:aws:s3:::b",
        "*:aws:s3:::b",
        "arn:aws:sqs:eu-west-1:111122223333:q",
        "arn:aws:sqs:eu-west-1:1111*:q",
        "arn:aws:sqs:eu-west-1:${aws:PrincipalAccount}:q",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:catalog::aws-marketplace:product/a",
        "arn:aws:datazone::aws-managed:blueprint/a",
        "arn:aws:events::partner:source/a",
        "arn:aws:s3:::b/${aws:username}:x",
        "aws:aws:s3:::" + 3000 * "b",
    ],
)
def test_an_arn_of_that_form_is_fine(resource: str) -> None:
    assert found(policy(changed(Resource=resource))) == []
