"""Types of resources: which actions can be about one, a row each."""

from typing import NamedTuple

from aa_sdk.policy._trusted_keys import TRUST_POLICY


class ActionsOnType(NamedTuple):
    """What can act on a resource of some type."""

    service: str
    """The prefix of the actions."""
    catalogue_types: tuple[str, ...] = ()
    """What the catalogue calls the type, and what lies in it; all types of the service if empty."""


ROLE = "AWS::IAM::Role"
"""What findings call a role, for whose policy the checks have a name of their own."""
BUCKET = "AWS::S3::Bucket"

ACTIONS_ON: dict[str, ActionsOnType] = {
    BUCKET: ActionsOnType("s3", ("bucket", "object")),
    "AWS::S3::AccessPoint": ActionsOnType("s3", ("accesspoint", "accesspointobject", "object")),
    "AWS::S3::Glacier": ActionsOnType("glacier", ("vault",)),
    "AWS::S3Express::DirectoryBucket": ActionsOnType("s3express", ("bucket",)),
    "AWS::S3Express::AccessPoint": ActionsOnType("s3express", ("accesspoint",)),
    "AWS::S3Outposts::Bucket": ActionsOnType("s3-outposts", ("bucket", "object")),
    "AWS::S3Outposts::AccessPoint": ActionsOnType("s3-outposts", ("accesspoint", "object")),
    "AWS::S3Tables::TableBucket": ActionsOnType("s3tables", ("tablebucket", "table")),
    "AWS::S3Tables::Table": ActionsOnType("s3tables", ("table",)),
    TRUST_POLICY: ActionsOnType("sts", ("role",)),
    "AWS::KMS::Key": ActionsOnType("kms", ("key",)),
    "AWS::SQS::Queue": ActionsOnType("sqs", ("queue",)),
    "AWS::SNS::Topic": ActionsOnType("sns", ("topic",)),
    "AWS::Lambda::Function": ActionsOnType(
        "lambda", ("function", "function alias", "function version")
    ),
    "AWS::Lambda::LayerVersion": ActionsOnType("lambda", ("layerversion",)),
    "AWS::SecretsManager::Secret": ActionsOnType("secretsmanager", ("secret",)),
    "AWS::EFS::FileSystem": ActionsOnType("elasticfilesystem", ("file-system",)),
    "AWS::ECR::Repository": ActionsOnType("ecr", ("repository",)),
    "AWS::DynamoDB::Table": ActionsOnType("dynamodb", ("table", "index")),
    "AWS::DynamoDB::Stream": ActionsOnType("dynamodb", ("stream",)),
    "AWS::Kinesis::Stream": ActionsOnType("kinesis", ("stream",)),
    "AWS::Kinesis::StreamConsumer": ActionsOnType("kinesis", ("consumer",)),
    "AWS::OpenSearchService::Domain": ActionsOnType("es", ("domain",)),
    "AWS::ApiGateway::RestApi": ActionsOnType("execute-api"),
    "AWS::CodeArtifact::Domain": ActionsOnType("codeartifact", ("domain",)),
    "AWS::Backup::BackupVault": ActionsOnType("backup", ("backupvault",)),
    "AWS::CloudTrail::Dashboard": ActionsOnType("cloudtrail", ("dashboard",)),
    "AWS::CloudTrail::EventDataStore": ActionsOnType("cloudtrail", ("eventdatastore",)),
}
"""By type of resource, as findings and checks call them."""
