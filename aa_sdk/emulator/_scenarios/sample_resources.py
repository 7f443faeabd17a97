"""Invented resources for populated worlds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

_AREAS = ("billing", "orders", "search", "media", "ledger", "audit", "fleet", "loyalty", "pricing")
_USES = ("archive", "events", "inbox", "exports", "snapshots", "uploads", "reports", "staging")

ACTIONS: Mapping[str, Sequence[str]] = {
    "AWS::S3::Bucket": ("s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:GetBucketLocation"),
    "AWS::IAM::Role": ("sts:AssumeRole",),
    "AWS::SQS::Queue": ("sqs:SendMessage", "sqs:ReceiveMessage", "sqs:GetQueueUrl"),
    "AWS::Lambda::Function": ("lambda:InvokeFunction", "lambda:GetFunction"),
    "AWS::Lambda::LayerVersion": ("lambda:GetLayerVersion",),
    "AWS::KMS::Key": ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"),
    "AWS::SecretsManager::Secret": ("secretsmanager:GetSecretValue",),
    "AWS::EFS::FileSystem": ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"),
    "AWS::EC2::Snapshot": ("ec2:CreateVolume", "ec2:CopySnapshot"),
    "AWS::ECR::Repository": ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    "AWS::RDS::DBSnapshot": ("rds:CopyDBSnapshot", "rds:RestoreDBInstanceFromDBSnapshot"),
    "AWS::RDS::DBClusterSnapshot": ("rds:CopyDBClusterSnapshot",),
    "AWS::SNS::Topic": ("sns:Publish", "sns:Subscribe"),
    "AWS::S3Express::DirectoryBucket": ("s3express:CreateSession",),
    "AWS::DynamoDB::Table": ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"),
    "AWS::DynamoDB::Stream": ("dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    "AWS::IAM::User": ("iam:GetUser",),
}
"""What can be done with each type of resource."""

EXTERNAL_TYPES: Sequence[str] = tuple(kind for kind in ACTIONS if kind != "AWS::IAM::User")
"""Types of resources that external access findings are about."""

# {r} region, {a} account, {n} name, {x} hexadecimal digits
_ARNS: Mapping[str, str] = {
    "AWS::S3::Bucket": "s3:::{n}-{x}",
    "AWS::IAM::Role": "iam::{a}:role/{n}",
    "AWS::SQS::Queue": "sqs:{r}:{a}:{n}",
    "AWS::Lambda::Function": "lambda:{r}:{a}:function:{n}",
    "AWS::Lambda::LayerVersion": "lambda:{r}:{a}:layer:{n}:1",
    "AWS::KMS::Key": "kms:{r}:{a}:key/{x}0000-4000-8000-{x}0000",
    "AWS::SecretsManager::Secret": "secretsmanager:{r}:{a}:secret:{n}-{x}",
    "AWS::EFS::FileSystem": "elasticfilesystem:{r}:{a}:file-system/fs-{x}",
    "AWS::EC2::Snapshot": "ec2:{r}::snapshot/snap-{x}",
    "AWS::ECR::Repository": "ecr:{r}:{a}:repository/{n}",
    "AWS::RDS::DBSnapshot": "rds:{r}:{a}:snapshot:{n}",
    "AWS::RDS::DBClusterSnapshot": "rds:{r}:{a}:cluster-snapshot:{n}",
    "AWS::SNS::Topic": "sns:{r}:{a}:{n}",
    "AWS::S3Express::DirectoryBucket": "s3express:{r}:{a}:bucket/{n}--use1-az4--x-s3",
    "AWS::DynamoDB::Table": "dynamodb:{r}:{a}:table/{n}",
    "AWS::DynamoDB::Stream": "dynamodb:{r}:{a}:table/{n}/stream/2026-01-01T00:00:00.000",
    "AWS::IAM::User": "iam::{a}:user/{n}",
}

_HEX_BITS = 32


@dataclass(frozen=True, slots=True)
class SampleResources:
    """Draws resources of a region from a source of numbers."""

    random: Random
    """The source of numbers."""
    partition: str
    """The partition of the region."""
    region: str
    """The region of resources that have one."""
    accounts: Sequence[str]
    """The accounts that own them; the first owns about half."""

    def owner(self) -> str:
        """Return the account that owns the next resource."""
        if len(self.accounts) == 1 or self.random.random() < 1 / 2:
            return self.accounts[0]
        return self.random.choice(self.accounts[1:])

    def arn(self, resource_type: str, owner: str) -> str:
        """Return the ARN of a new resource."""
        number = self.random.getrandbits(_HEX_BITS)
        name = f"{self.random.choice(_AREAS)}-{self.random.choice(_USES)}-{number % 10_000:04d}"
        form = _ARNS[resource_type]
        place = form.format(r=self.region, a=owner, n=name, x=f"{number:08x}")
        return f"arn:{self.partition}:{place}"

    def actions(self, resource_type: str) -> list[str]:
        """Return some of the actions on a type of resource, at least one."""
        known = ACTIONS[resource_type]
        return sorted(self.random.sample(known, self.random.randint(1, len(known))))
