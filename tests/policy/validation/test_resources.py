"""ARNs of resources that the service has not."""

import pytest

from aa_sdk.policy import ActionCatalogue
from tests.policy.validation.documents import changed, found, policy


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        ("arn:amazon:s3:::b", "INVALID_PARTITION"),
        ("arn:${aws:x}a:s3:::b", None),
        ("arn:aws-cn:s3:::b", None),
        ("arn:amazon:nothing:::b", None),
        ("arn:aws:sqs:us-east-11:111122223333:q", "INVALID_ARN_REGION"),
        ("arn:aws:sqs:us-east-1:111122223333:q", None),
        ("arn:aws:sqs:us-*-11:111122223333:q", None),
        ("arn:aws:nothing:us-east-11:111122223333:q", None),
        ("arn:aws:sqs::111122223333:q", "MISSING_ARN_REGION"),
        ("arn:aws:sqs:::q", "MISSING_ARN_REGION"),
        ("arn:aws:sqs:*:111122223333:q", None),
        ("arn:aws:nothing::111122223333:q", None),
        ("arn:aws:s3::111122223333:accesspoint*", None),
        ("arn:aws:waf:eu-west-1:111122223333:rule/r", "ARN_REGION_NOT_ALLOWED"),
        ("arn:aws:iam:eu-*:111122223333:role/r", "ARN_REGION_NOT_ALLOWED"),
        ("arn:aws:iam:*:111122223333:role/r", None),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/p", None),
        ("arn:aws:nothing:eu-west-1:111122223333:r", None),
        ("arn:aws:iam:::role/r", "MISSING_ARN_ACCOUNT"),
        ("arn:aws:iam::*:role/r", None),
        ("arn:aws:iam:::*", None),
        ("arn:aws:sqs:*::q", "MISSING_ARN_ACCOUNT"),
        ("arn:aws:ssm:*::document/AWS-Run", None),
        ("arn:aws:nothing:::r", None),
        ("arn:aws:s3::111122223333:b/*", "ARN_ACCOUNT_NOT_ALLOWED"),
        ("arn:aws:iam::111122223333:roles/r", "INVALID_ARN_RESOURCE"),
        ("arn:aws:iam::111122223333:rol", "INVALID_ARN_RESOURCE"),
        ("arn:aws:iam::111122223333:r*", None),
        ("arn:aws:iam::111122223333:?ole/r", None),
        ("arn:aws:secretsmanager:*:*:elsewhere", None),
        ("arn:aws:iam", "MISSING_ARN_FIELD"),
        ("*", None),
    ],
)
def test_an_arn_has_the_fields_of_its_service(
    catalogue: ActionCatalogue, resource: str, code: str | None
) -> None:
    expected = [(code, "Statement[0].Resource")] if code else []
    assert found(policy(changed(Resource=resource)), catalogue=catalogue) == expected


@pytest.mark.parametrize(
    ("resource", "codes"),
    [
        ("arn:aws:s3::111122223333:b", ["ARN_ACCOUNT_NOT_ALLOWED"]),
        ("arn:aws:s3:eu-west-1::b", ["ARN_REGION_NOT_ALLOWED"]),
        ("arn:aws:s3:*:*:b", []),
    ],
)
def test_an_arn_of_a_bucket_has_no_owner(
    catalogue: ActionCatalogue, resource: str, codes: list[str]
) -> None:
    told = found(policy(changed(Resource=resource)), catalogue=catalogue)
    assert [code for code, *_ in told] == codes
