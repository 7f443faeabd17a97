"""The kinds of resources that access previews are made for, told by their ARNs."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from aa_sdk import models
from aa_sdk._arns import Arn


class ResourceKind(NamedTuple):
    """A kind of resource, and where in its configuration an argument goes."""

    name: str
    """What it is called, with its article."""
    service: str
    """The service in its ARN."""
    resource: str
    """What the last part of its ARN looks like, as a regular expression."""
    configuration: type[Any]
    """The class of its configuration."""
    places: Mapping[str, tuple[str, ...]]
    """The way to the member that an argument is, by the argument's name."""
    needs_policy: bool = False
    """Whether there is no such resource without a policy."""

    def fits(self, arn: Arn) -> bool:
        """Tell whether an ARN is one of such a resource."""
        is_named = re.fullmatch(self.resource, arn.resource) is not None
        return arn.service == self.service and is_named


def _as_they_are(policy: str, *others: str) -> Mapping[str, tuple[str, ...]]:
    return {"policy": (policy,)} | {name: (name,) for name in others}


_KEY = {"kms_key_id": ("kms_key_id",)}
_SHARED_DATABASE = {"account_ids": ("attributes", "restore", "account_ids")} | _KEY
_SHARED_VOLUME = {"user_ids": ("user_ids",), "groups": ("groups",)} | _KEY

KINDS = (
    ResourceKind(
        "an S3 bucket",
        "s3",
        r"[^/:]+",
        models.S3BucketConfiguration,
        _as_they_are(
            "bucket_policy", "access_points", "bucket_acl_grants", "bucket_public_access_block"
        ),
    ),
    ResourceKind(
        "an S3 directory bucket",
        "s3express",
        r"bucket/[^/]+",
        models.S3ExpressDirectoryBucketConfiguration,
        _as_they_are("bucket_policy", "access_points"),
    ),
    ResourceKind(
        "an IAM role",
        "iam",
        r"role/.+",
        models.IamRoleConfiguration,
        _as_they_are("trust_policy"),
        needs_policy=True,
    ),
    ResourceKind(
        "a KMS key",
        "kms",
        r"key/.+",
        models.KmsKeyConfiguration,
        # The one name that policies of keys have.
        {"policy": ("key_policies", "default"), "grants": ("grants",)},
        needs_policy=True,
    ),
    ResourceKind(
        "a secret",
        "secretsmanager",
        r"secret:.+",
        models.SecretsManagerSecretConfiguration,
        _as_they_are("secret_policy", "kms_key_id"),
    ),
    ResourceKind(
        "an SQS queue",
        "sqs",
        r"[^/:]+",
        models.SqsQueueConfiguration,
        _as_they_are("queue_policy"),
    ),
    ResourceKind(
        "an SNS topic",
        "sns",
        r"[^/:]+",
        models.SnsTopicConfiguration,
        _as_they_are("topic_policy"),
    ),
    ResourceKind(
        "an EBS snapshot",
        "ec2",
        r"snapshot/.+",
        models.EbsSnapshotConfiguration,
        _SHARED_VOLUME,
    ),
    ResourceKind(
        "an RDS snapshot",
        "rds",
        r"snapshot:.+",
        models.RdsDbSnapshotConfiguration,
        _SHARED_DATABASE,
    ),
    ResourceKind(
        "an RDS cluster snapshot",
        "rds",
        r"cluster-snapshot:.+",
        models.RdsDbClusterSnapshotConfiguration,
        _SHARED_DATABASE,
    ),
    ResourceKind(
        "an ECR repository",
        "ecr",
        r"repository/.+",
        models.EcrRepositoryConfiguration,
        _as_they_are("repository_policy"),
    ),
    ResourceKind(
        "an EFS file system",
        "elasticfilesystem",
        r"file-system/.+",
        models.EfsFileSystemConfiguration,
        _as_they_are("file_system_policy"),
    ),
    ResourceKind(
        "a DynamoDB table",
        "dynamodb",
        r"table/[^/]+(/index/[^/]+)?",
        models.DynamodbTableConfiguration,
        _as_they_are("table_policy"),
    ),
    ResourceKind(
        "a DynamoDB stream",
        "dynamodb",
        r"table/[^/]+/stream/[^/]+",
        models.DynamodbStreamConfiguration,
        _as_they_are("stream_policy"),
    ),
)
"""All of them."""


def near_miss(arn: Arn) -> str:
    """Say what to name instead of a resource that is close to one of a kind; nothing otherwise."""
    if arn.service in {"s3", "s3express"} and arn.resource.startswith("accesspoint"):
        return (
            "is an access point, which belongs to its bucket: give the ARN of the bucket, and "
            "access_points={this ARN: {'access_point_policy': policy}}"
        )
    if arn.service == "s3" and "/" in arn.resource:
        bucket = arn._replace(resource=arn.resource.partition("/")[0])
        return f"is an object in a bucket: give the ARN of the bucket, {bucket}"
    if arn.service == "kms" and arn.resource.startswith("alias/"):
        return "is an alias: give the ARN of its key"
    return ""
