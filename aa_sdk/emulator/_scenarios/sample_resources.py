"""Invented resources for populated worlds."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from aa_sdk.emulator._protocol.wire import compact_json
from aa_sdk.emulator._scenarios.draws import Draws

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
_BITS = (1, 2, 4, 8)
_NAMES = tuple(f"{area}-{use}-" for area in _AREAS for use in _USES)


class SampleResources:
    """Draws resources of a region."""

    def __init__(self, draws: Draws, partition: str, region: str, accounts: Sequence[str]) -> None:
        """Say where resources are.

        Args:
            draws: What decides.
            partition: The partition of the region.
            region: The region of resources that have one.
            accounts: The accounts that own them; the first owns about half.
        """
        self.draws: Draws = draws
        self.partition: str = partition
        self.region: str = region
        self.accounts: Sequence[str] = accounts
        self._others = accounts[1:]
        self._forms: dict[tuple[str, str], Callable[[str, str], str]] = {}

    def owner(self) -> str:
        """Return the account that owns the next resource."""
        if not self._others or self.draws.fraction() < 1 / 2:
            return self.accounts[0]
        return self.draws.choice(self._others)

    def arn(self, resource_type: str, owner: str) -> str:
        """Return the ARN of a new resource."""
        draws = self.draws
        number = draws.bits(_HEX_BITS)
        name = _NAMES[draws.below(len(_AREAS)) * len(_USES) + draws.below(len(_USES))]
        form = self._forms.get((resource_type, owner)) or self._form(resource_type, owner)
        return form(f"{name}{number % 10_000:04d}", f"{number:08x}")

    def _form(self, resource_type: str, owner: str) -> Callable[[str, str], str]:
        """Return what makes an ARN of a name and digits; all else in it is filled in once."""
        place = _ARNS[resource_type].format(
            r=_literal(self.region), a=_literal(owner), n="{0}", x="{1}"
        )
        form = self._forms[resource_type, owner] = f"arn:{self.partition}:{place}".format
        return form

    def actions(self, resource_type: str) -> str:
        """Return some of the actions on a type of resource, at least one, as a JSON list."""
        # As `Draws.sample` does it, on bits: of so few actions, every list is there beforehand.
        below, left = self.draws.below, len(ACTIONS[resource_type])
        pool, chosen = list(_BITS[:left]), 0
        for _ in range(1 + below(left)):
            number = below(left)
            left -= 1
            chosen |= pool[number]
            pool[number] = pool[left]
        return _action_lists(resource_type)[chosen]


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@cache
def _action_lists(resource_type: str) -> list[str]:
    """Return the JSON lists of a type's actions, at the number whose bits tell which it has."""
    known = ACTIONS[resource_type]
    chosen = (
        sorted(action for action, bit in zip(known, _BITS, strict=False) if bits & bit)
        for bits in range(1 << len(known))
    )
    return [compact_json(actions).decode() for actions in chosen]
