"""What is proposed in an access preview, made of an ARN and a policy."""

import json
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, InvalidRequestError, models
from aa_sdk.emulator import Emulator
from aa_sdk.policy import external_access
from aa_sdk.workflows import AccessPreviewJob, preview_configuration
from tests.workflows.conftest import RunJob
from tests.workflows.job_kinds import EXTERNAL

POLICY: dict[str, Any] = {"Version": "2012-10-17", "Statement": []}
TEXT = json.dumps(POLICY)
HERE = "us-east-1:111122223333"

BUCKET = "arn:aws:s3:::ledger"
POINT = f"arn:aws:s3:{HERE}:accesspoint/a"
DIRECTORY = f"arn:aws:s3express:{HERE}:bucket/ledger--use1-az4--x-s3"
ROLE = "arn:aws:iam::111122223333:role/team/reader"
KEY = f"arn:aws:kms:{HERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SECRET = f"arn:aws:secretsmanager:{HERE}:secret:db/password-AbCdEf"
QUEUE = f"arn:aws-cn:sqs:{HERE}:inbox.fifo"
TOPIC = f"arn:aws:sns:{HERE}:news"
VOLUME = "arn:aws:ec2:us-east-1::snapshot/snap-0123456789abcdef0"
DATABASE = f"arn:aws:rds:{HERE}:snapshot:before"
CLUSTER = f"arn:aws:rds:{HERE}:cluster-snapshot:before"
IMAGES = f"arn:aws:ecr:{HERE}:repository/team/app"
FILES = f"arn:aws:elasticfilesystem:{HERE}:file-system/fs-0123"
TABLE = f"arn:aws:dynamodb:{HERE}:table/orders"
STREAM = f"{TABLE}/stream/2026-01-01T00:00:00.000"

OF_A_POLICY: list[tuple[str, type[Any], str]] = [
    (BUCKET, models.S3BucketConfiguration, "bucket_policy"),
    (DIRECTORY, models.S3ExpressDirectoryBucketConfiguration, "bucket_policy"),
    (ROLE, models.IamRoleConfiguration, "trust_policy"),
    (SECRET, models.SecretsManagerSecretConfiguration, "secret_policy"),
    (QUEUE, models.SqsQueueConfiguration, "queue_policy"),
    (TOPIC, models.SnsTopicConfiguration, "topic_policy"),
    (IMAGES, models.EcrRepositoryConfiguration, "repository_policy"),
    (FILES, models.EfsFileSystemConfiguration, "file_system_policy"),
    (TABLE, models.DynamodbTableConfiguration, "table_policy"),
    (f"{TABLE}/index/by-date", models.DynamodbTableConfiguration, "table_policy"),
    (STREAM, models.DynamodbStreamConfiguration, "stream_policy"),
]
ACCOUNTS = ["444455556666"]


@pytest.mark.parametrize(("arn", "kind", "member"), OF_A_POLICY)
@pytest.mark.parametrize("policy", [POLICY, TEXT])
def test_a_policy_stands_where_the_kind_of_the_resource_has_it(
    arn: str, kind: type[Any], member: str, policy: Any
) -> None:
    assert preview_configuration(arn, policy) == {arn: kind(**{member: TEXT})}


@pytest.mark.parametrize(("arn", "kind", "member"), OF_A_POLICY)
def test_an_empty_text_proposes_to_take_the_policy_away(
    arn: str, kind: type[Any], member: str
) -> None:
    if arn != ROLE:
        assert preview_configuration(arn, "") == {arn: kind(**{member: ""})}


@pytest.mark.parametrize("arn", [ROLE, KEY])
@pytest.mark.parametrize("empty", ["", "\n "])
def test_roles_and_keys_cannot_be_without_a_policy(arn: str, empty: str) -> None:
    with pytest.raises(InvalidRequestError, match="policy: must not be empty"):
        preview_configuration(arn, empty)


def test_a_key_has_its_policy_under_the_one_name_there_is() -> None:
    proposed = preview_configuration(KEY, POLICY)
    assert proposed == {KEY: models.KmsKeyConfiguration(key_policies={"default": TEXT})}


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(TEXT)
    assert preview_configuration(QUEUE, path) == preview_configuration(QUEUE, TEXT)
    with pytest.raises(InvalidRequestError, match=r"policy: the file .* cannot be read"):
        preview_configuration(QUEUE, tmp_path / "absent.json")


@pytest.mark.parametrize(
    ("arn", "given", "expected"),
    [
        (
            VOLUME,
            {"user_ids": ACCOUNTS, "groups": ["all"], "kms_key_id": KEY},
            models.EbsSnapshotConfiguration(user_ids=ACCOUNTS, groups=["all"], kms_key_id=KEY),
        ),
        (VOLUME, {"user_ids": []}, models.EbsSnapshotConfiguration(user_ids=[])),
        (
            DATABASE,
            {"account_ids": ACCOUNTS, "kms_key_id": KEY},
            models.RdsDbSnapshotConfiguration(
                attributes={"restore": models.RdsDbSnapshotAccountIds(account_ids=ACCOUNTS)},
                kms_key_id=KEY,
            ),
        ),
        (
            CLUSTER,
            {"account_ids": ["all"]},
            models.RdsDbClusterSnapshotConfiguration(
                attributes={"restore": models.RdsDbClusterSnapshotAccountIds(account_ids=["all"])}
            ),
        ),
        (
            BUCKET,
            {
                "policy": TEXT,
                "bucket_public_access_block": {
                    "ignore_public_acls": True,
                    "restrict_public_buckets": False,
                },
                "access_points": {
                    f"arn:aws:s3:{HERE}:accesspoint/a": {"access_point_policy": TEXT}
                },
                "bucket_acl_grants": [{"permission": "READ", "grantee": {"id": "abc"}}],
            },
            models.S3BucketConfiguration(
                bucket_policy=TEXT,
                bucket_public_access_block=models.S3PublicAccessBlockConfiguration(
                    ignore_public_acls=True, restrict_public_buckets=False
                ),
                access_points={POINT: models.S3AccessPointConfiguration(access_point_policy=TEXT)},
                bucket_acl_grants=[
                    models.S3BucketAclGrantConfiguration(
                        permission="READ", grantee=models.AclGranteeId(id="abc")
                    )
                ],
            ),
        ),
        (
            KEY,
            {
                "grants": [
                    {
                        "operations": ["Decrypt"],
                        "grantee_principal": ROLE,
                        "issuing_account": "111122223333",
                    }
                ]
            },
            models.KmsKeyConfiguration(
                grants=[
                    models.KmsGrantConfiguration(
                        operations=["Decrypt"],
                        grantee_principal=ROLE,
                        issuing_account="111122223333",
                    )
                ]
            ),
        ),
        (
            SECRET,
            {"policy": "", "kms_key_id": ""},
            models.SecretsManagerSecretConfiguration(secret_policy="", kms_key_id=""),
        ),
    ],
)
def test_what_a_resource_has_besides_stands_in_its_place(
    arn: str, given: dict[str, Any], expected: Any
) -> None:
    proposed: dict[str, Any] = preview_configuration(arn, **given)
    assert proposed == {arn: expected}
    assert proposed[arn].to_wire() == expected.to_wire()


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    (VOLUME, {"policy": TEXT}, "policy", "an EBS snapshot has: give user_ids, groups or kms"),
    (DATABASE, {"user_ids": ACCOUNTS}, "user_ids", "give account_ids or kms_key_id"),
    (QUEUE, {"policy": TEXT, "groups": ["all"]}, "groups", "give policy"),
    (QUEUE, {}, "policy", "nothing is proposed: give policy"),
    (VOLUME, {}, "user_ids", "nothing is proposed"),
    (
        QUEUE,
        {"policy": [POLICY]},
        "policy",
        "JSON text, a mapping or a Path, got a list",
    ),
    (KEY, {"policy": 7}, "policy", "must be JSON text"),
    (QUEUE, {"policy": "policy.json"}, "policy", "pathlib.Path"),
    (QUEUE, {"policy": {"Statement": {1, 2}}}, "policy", "JSON can express"),
    (VOLUME, {"user_ids": "444455556666"}, "user_ids", "write ['444455556666']"),
    (DATABASE, {"account_ids": [1]}, "account_ids[0]", "must be a valid string"),
    (BUCKET, {"bucket_acl_grants": {"permission": "READ"}}, "bucket_acl_grants", "must be a list"),
    (BUCKET, {"access_points": [POINT]}, "access_points", "must be a mapping, got a list"),
    (BUCKET, {"access_points": {"a": {"policy": TEXT}}}, "access_points.a.policy", ""),
    (
        BUCKET,
        {"bucket_acl_grants": [{"permission": "READ"}]},
        "bucket_acl_grants[0].grantee",
        "",
    ),
]


@pytest.mark.parametrize(("arn", "given", "place", "words"), REFUSED)
def test_what_such_a_resource_cannot_have_is_refused_in_the_callers_words(
    arn: str, given: dict[str, Any], place: str, words: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        preview_configuration(arn, **given)
    assert [field.path for field in caught.value.fields] == [place]
    assert words in str(caught.value)
    assert "2012-10-17" not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize(
    ("arn", "words"),
    [
        ("ledger", "must be the ARN of a resource, such as arn:aws:s3:::bucket"),
        (None, "must be the ARN"),
        (["arn:aws:s3:::ledger"], "got a list"),
        (f"arn:aws:lambda:{HERE}:function:f", "an S3 bucket, an S3 directory bucket, an IAM role"),
        ("arn:aws:iam::111122223333:user/reader", "or a DynamoDB stream"),
        (f"{TABLE}/backup/1", "a DynamoDB table or a DynamoDB stream"),
        (f"{TOPIC}:11111111-2222-3333-4444-555555555555", "an SNS topic"),
        ("arn:aws:s3:::", "an S3 bucket"),
        (POINT, "is an access point, which belongs to its bucket"),
        (f"arn:aws:s3express:{HERE}:accesspoint/a", "is an access point"),
        (
            "arn:aws:s3:::ledger/2026/*",
            "is an object in a bucket: give the ARN of the bucket, arn:",
        ),
        (f"arn:aws:kms:{HERE}:alias/main", "is an alias"),
        ("arn:aws:s3:::led*", "must be the ARN of an S3 bucket, and of one: without wildcards"),
        ("arn:aws:iam::111122223333:role/*", "must be the ARN of an IAM role, and of one"),
        ("arn:aws:s3:::ledger\n", "must be the ARN of an S3 bucket, and of one"),
    ],
)
def test_what_cannot_be_previewed_is_refused_with_the_way_out(arn: Any, words: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        preview_configuration(arn, TEXT)
    assert [field.path for field in caught.value.fields] == ["arn"]
    assert words in str(caught.value)


SHARED = {
    "Effect": "Allow",
    "Principal": {"AWS": "444455556666"},
    "Action": "*",
    "Resource": "*",
}
TRUST = {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"}

EVERY: list[tuple[str, dict[str, Any]]] = [
    *((arn, {"policy": {"Statement": SHARED}}) for arn, *_ in OF_A_POLICY if arn != ROLE),
    (ROLE, {"policy": {"Statement": TRUST}}),
    (KEY, {"policy": {"Statement": SHARED}}),
    (VOLUME, {"user_ids": ACCOUNTS}),
    (DATABASE, {"account_ids": ACCOUNTS}),
    (CLUSTER, {"account_ids": ACCOUNTS}),
]


@pytest.mark.parametrize(("arn", "given"), EVERY, ids=[arn for arn, _ in EVERY])
def test_what_is_made_is_what_a_preview_takes(
    run_job: RunJob, arn: str, given: dict[str, Any]
) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        proposed = preview_configuration(arn, **given)
        job = await AccessPreviewJob.start(client, EXTERNAL, configurations=proposed)
        assert (await job).configurations == proposed

    run_job(program)


WHOM: dict[str, dict[str, Any]] = {
    "another account": {"Principal": {"AWS": "444455556666"}},
    "everyone": {"Principal": "*"},
    "the account itself": {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
    "an organization": {
        "Principal": "*",
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
    },
    "a service": {"Principal": {"Service": "lambda.amazonaws.com"}},
}

OPENED: list[tuple[str, models.ResourceType, str]] = [
    (BUCKET, "AWS::S3::Bucket", "s3:GetObject"),
    (DIRECTORY, "AWS::S3Express::DirectoryBucket", "s3express:CreateSession"),
    (ROLE, "AWS::IAM::Role", "sts:AssumeRole"),
    (KEY, "AWS::KMS::Key", "kms:Decrypt"),
    (SECRET, "AWS::SecretsManager::Secret", "secretsmanager:GetSecretValue"),
    (QUEUE, "AWS::SQS::Queue", "sqs:SendMessage"),
    (TOPIC, "AWS::SNS::Topic", "sns:Publish"),
    (IMAGES, "AWS::ECR::Repository", "ecr:BatchGetImage"),
    (FILES, "AWS::EFS::FileSystem", "elasticfilesystem:ClientMount"),
    (TABLE, "AWS::DynamoDB::Table", "dynamodb:GetItem"),
    (STREAM, "AWS::DynamoDB::Stream", "dynamodb:GetRecords"),
]


@pytest.mark.parametrize(("arn", "kind", "action"), OPENED, ids=[arn for arn, *_ in OPENED])
def test_a_preview_finds_the_access_that_the_policy_gives(
    run_job: RunJob, arn: str, kind: models.ResourceType, action: str
) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        for whom in WHOM.values():
            statement = {"Effect": "Allow", "Action": action, **whom}
            if arn != ROLE:
                statement["Resource"] = "*"
            policy = {"Version": "2012-10-17", "Statement": [statement]}
            expected = external_access(policy, kind, "111122223333")
            job = await AccessPreviewJob.start(
                client, EXTERNAL, configurations=preview_configuration(arn, policy)
            )
            await job
            found = [
                (each.resource_type, each.is_public, each.principal, each.action, each.condition)
                async for each in job.findings()
            ]
            assert found == [
                (kind, each.is_public, each.principal, each.actions, each.condition)
                for each in expected
            ]

    run_job(program)
