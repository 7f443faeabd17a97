"""A policy itself tells for which type of resource it is, where nobody says it."""

from typing import Any, get_args

import pytest

from aa_sdk.models import AccessCheckResourceType
from aa_sdk.policy import (
    Effective,
    InvalidPolicyError,
    UnsupportedPolicyError,
    check_no_public_access,
)
from aa_sdk.policy._resource_forms import FORMS
from aa_sdk.policy._told_types import told_type

HERE = "us-east-1:111122223333"
ARNS: dict[str, str] = {
    "AWS::ApiGateway::RestApi": f"arn:aws:execute-api:{HERE}:abcdef/*",
    "AWS::Backup::BackupVault": f"arn:aws:backup:{HERE}:backup-vault:amber",
    "AWS::CloudTrail::Dashboard": f"arn:aws:cloudtrail:{HERE}:dashboard/amber",
    "AWS::CloudTrail::EventDataStore": f"arn:aws:cloudtrail:{HERE}:eventdatastore/amber",
    "AWS::CodeArtifact::Domain": f"arn:aws:codeartifact:{HERE}:domain/amber",
    "AWS::DynamoDB::Stream": f"arn:aws:dynamodb:{HERE}:table/amber/stream/2026",
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{HERE}:table/amber",
    "AWS::EFS::FileSystem": f"arn:aws:elasticfilesystem:{HERE}:file-system/fs-1",
    "AWS::KMS::Key": f"arn:aws:kms:{HERE}:key/amber",
    "AWS::Kinesis::Stream": f"arn:aws:kinesis:{HERE}:stream/amber",
    "AWS::Kinesis::StreamConsumer": f"arn:aws:kinesis:{HERE}:stream/amber/consumer/a:1",
    "AWS::Lambda::Function": f"arn:aws:lambda:{HERE}:function:amber",
    "AWS::OpenSearchService::Domain": f"arn:aws:es:{HERE}:domain/amber/*",
    "AWS::S3::AccessPoint": f"arn:aws:s3:{HERE}:accesspoint/amber/object/*",
    "AWS::S3::Bucket": "arn:aws:s3:::amber/*",
    "AWS::S3::Glacier": f"arn:aws:glacier:{HERE}:vaults/amber",
    "AWS::S3Express::AccessPoint": f"arn:aws:s3express:{HERE}:accesspoint/amber",
    "AWS::S3Express::DirectoryBucket": f"arn:aws:s3express:{HERE}:bucket/amber",
    "AWS::S3Outposts::AccessPoint": f"arn:aws:s3-outposts:{HERE}:outpost/op-1/accesspoint/a/*",
    "AWS::S3Outposts::Bucket": f"arn:aws:s3-outposts:{HERE}:outpost/op-1/bucket/a/accesspoint/b",
    "AWS::S3Tables::Table": f"arn:aws:s3tables:{HERE}:bucket/amber/table/t",
    "AWS::S3Tables::TableBucket": f"arn:aws:s3tables:{HERE}:bucket/amber",
    "AWS::SNS::Topic": f"arn:aws:sns:{HERE}:amber",
    "AWS::SQS::Queue": f"arn:aws:sqs:{HERE}:amber",
    "AWS::SecretsManager::Secret": f"arn:aws:secretsmanager:{HERE}:secret:amber",
}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    usual = {"Effect": "Allow", "Principal": "*"}
    return {"Version": "2012-10-17", "Statement": [{**usual, **one} for one in statements]}


def about(resource: Any, action: Any = "*") -> dict[str, Any]:
    return policy({"Action": action, "Resource": resource})


def not_told(document: dict[str, Any]) -> str:
    with pytest.raises(UnsupportedPolicyError) as caught:
        told_type(document)
    assert caught.value.path == "resource_type"
    with pytest.raises(UnsupportedPolicyError):
        check_no_public_access(document)
    return str(caught.value)


def test_each_type_that_is_checked_has_an_arn_here() -> None:
    (trust,) = FORMS.keys() - ARNS.keys()
    assert not FORMS[trust]
    assert FORMS.keys() == {*get_args(get_args(AccessCheckResourceType)[0])}


@pytest.mark.parametrize(("kind", "arn"), ARNS.items())
def test_an_arn_tells_the_type_and_what_is_open_is_seen(kind: Any, arn: str) -> None:
    assert told_type(about(arn)) == kind
    assert told_type(policy({"Action": "*", "NotResource": arn})) == kind
    check = check_no_public_access(about(arn))
    assert check.result == "FAIL"
    assert check == check_no_public_access(about(arn), kind)


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("SQS:SendMessage", "AWS::SQS::Queue"),
        (["kms:Decrypt", "kms:*"], "AWS::KMS::Key"),
        ("s3:Get*", "AWS::S3::Bucket"),
        ("execute-api:Invoke", "AWS::ApiGateway::RestApi"),
        ("*", "AWS::S3::Bucket"),
        ("*:*", "AWS::S3::Bucket"),
    ],
)
@pytest.mark.parametrize("resource", ["*", "arn:*", "arn:aws:*"])
def test_actions_tell_it_where_arns_do_not(action: Any, kind: str, resource: str) -> None:
    assert told_type(about(resource, action)) == kind
    assert check_no_public_access(about(resource, action)).result == "FAIL"


def test_a_role_and_a_file_system_need_no_resource() -> None:
    assume = policy({"Action": ["sts:AssumeRole", "sts:TagSession"]})
    assert told_type(assume) == "AWS::IAM::AssumeRolePolicyDocument"
    assert told_type(policy({"Action": "elasticfilesystem:*"})) == "AWS::EFS::FileSystem"
    assert told_type(policy({"NotAction": "sqs:*"})) == "AWS::S3::Bucket"


def test_arns_say_more_than_actions() -> None:
    queue = {"Action": ["sqs:*", "sns:Publish"], "Resource": ARNS["AWS::SQS::Queue"]}
    anything = {"Action": "s3:*", "Resource": "*"}
    assert told_type(policy(queue)) == "AWS::SQS::Queue"
    denied = {"Action": "*", "Resource": "*"}
    assert told_type(policy({**queue, "Effect": "Deny"}, denied)) == "AWS::SQS::Queue"
    assert check_no_public_access(policy(queue, anything)).result == "FAIL"


def test_a_vault_has_the_arns_of_what_is_kept_in_it() -> None:
    kept = ["arn:aws:ec2:us-east-1::snapshot/*", f"arn:aws:backup:{HERE}:recovery-point:*"]
    document = about(kept, "backup:CopyFromBackupVault")
    assert told_type(document) == "AWS::Backup::BackupVault"
    assert check_no_public_access(document).result == "FAIL"


def test_an_api_completes_its_arns() -> None:
    document = about("execute-api:/*", "execute-api:Invoke")
    assert told_type(document) == "AWS::ApiGateway::RestApi"


def test_names_do_not_mislead() -> None:
    for name in ("accesspoint/a", "amber/accesspoint/b", "accesspoint"):
        assert told_type(about(f"arn:aws:s3:::{name}")) == "AWS::S3::Bucket"
    assert told_type(about("arn:aws:sqs:us-east-1:111122223333:*")) == "AWS::SQS::Queue"
    assert told_type(about("arn:*:sqs:*")) == "AWS::SQS::Queue"


@pytest.mark.parametrize(
    ("document", "what"),
    [
        (about([ARNS["AWS::SQS::Queue"], ARNS["AWS::SNS::Topic"]]), "SNS::Topic and AWS::SQS"),
        (about("*", ["s3:*", "sqs:*"]), "AWS::S3::Bucket and AWS::SQS::Queue"),
        (about(f"arn:aws:ecr:{HERE}:repository/a"), "resources of ecr that are not checked"),
        (about("*", "events:PutEvents"), "resources of events that are not checked"),
        (about(f"arn:aws:lambda:{HERE}:layer:a:1"), "resources of lambda that are not checked"),
        (about("*", "cloudtrail:*"), "resources of cloudtrail that are not checked"),
        (about("arn:aws:s3:us-east-1::amber"), "ARNs that no such resource has"),
        (about("arn::sqs:::amber"), "ARNs that no such resource has"),
    ],
)
def test_what_does_not_tell_one_type_has_no_verdict(document: dict[str, Any], what: str) -> None:
    message = not_told(document)
    assert what in message
    assert message.endswith("say which type of resource it is attached to")


def test_a_type_that_is_said_counts() -> None:
    document = about(ARNS["AWS::SQS::Queue"])
    assert check_no_public_access(document, "AWS::SQS::Queue").result == "FAIL"
    assert check_no_public_access(document, "AWS::S3::Bucket").result == "PASS"


def test_a_condition_that_is_not_decided_hides_no_type_where_it_is_read_leniently() -> None:
    odd = {"Action": "sqs:*", "Resource": "*", "Condition": {"NumericFoo": {"a": "1"}}}
    assert told_type(policy(odd), leniently=True) == "AWS::SQS::Queue"
    with pytest.raises(UnsupportedPolicyError, match="NumericFoo"):
        told_type(policy(odd))


def test_what_several_policies_leave_to_an_identity_is_of_no_resource() -> None:
    left: Any = Effective(
        identity=[{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}]
    )
    with pytest.raises(InvalidPolicyError, match="stands for no resource policy"):
        check_no_public_access(left)
