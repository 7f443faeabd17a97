"""Proposed configurations of resources, for access previews: one class for each kind of resource.

What is left out stays as it is on an existing resource; a new resource gets the default given
with the field. Policies are JSON text, mappings, or the paths of files.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model
from aa_sdk.models._types import (
    ListOf,
    ListOrEmpty,
    MapOrEmpty,
    OpenEnum,
    PolicyDocument,
    TextList,
    TextListOrEmpty,
)
from aa_sdk.models._unions import BareMember, TaggedUnion, UnknownUnionMember

__all__ = (
    "AclGrantee",
    "AclGranteeId",
    "AclGranteeUri",
    "AclPermission",
    "Configuration",
    "DynamodbStreamConfiguration",
    "DynamodbTableConfiguration",
    "EbsSnapshotConfiguration",
    "EcrRepositoryConfiguration",
    "EfsFileSystemConfiguration",
    "IamRoleConfiguration",
    "InternetConfiguration",
    "KmsGrantConfiguration",
    "KmsGrantConstraints",
    "KmsGrantOperation",
    "KmsKeyConfiguration",
    "NetworkOriginConfiguration",
    "RdsDbClusterSnapshotAccountIds",
    "RdsDbClusterSnapshotAttributeValue",
    "RdsDbClusterSnapshotConfiguration",
    "RdsDbSnapshotAccountIds",
    "RdsDbSnapshotAttributeValue",
    "RdsDbSnapshotConfiguration",
    "S3AccessPointConfiguration",
    "S3BucketAclGrantConfiguration",
    "S3BucketConfiguration",
    "S3ExpressDirectoryAccessPointConfiguration",
    "S3ExpressDirectoryBucketConfiguration",
    "S3PublicAccessBlockConfiguration",
    "SecretsManagerSecretConfiguration",
    "SnsTopicConfiguration",
    "SqsQueueConfiguration",
    "VpcConfiguration",
)
hide_imports(__name__)


AclPermission: TypeAlias = Annotated[
    Literal["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"], OpenEnum()
]
"""What an S3 ACL lets a grantee do."""

KmsGrantOperation: TypeAlias = Annotated[
    Literal[
        "CreateGrant",
        "Decrypt",
        "DescribeKey",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "GetPublicKey",
        "ReEncryptFrom",
        "ReEncryptTo",
        "RetireGrant",
        "Sign",
        "Verify",
    ],
    OpenEnum(),
]
"""What a KMS grant lets its principal do."""


class AclGranteeId(BareMember, frozen=True):
    """An AWS account as grantee of an ACL."""

    id: str
    """Canonical user id of the account."""


class AclGranteeUri(BareMember, frozen=True):
    """A predefined group as grantee of an ACL."""

    uri: str
    """URI of the group, such as `http://acs.amazonaws.com/groups/global/AllUsers`."""


AclGrantee: TypeAlias = Annotated[
    AclGranteeId | AclGranteeUri | UnknownUnionMember,
    TaggedUnion(id=AclGranteeId, uri=AclGranteeUri),
]
"""Whom an ACL lets in."""


class VpcConfiguration(Model, frozen=True):
    """An access point that takes requests from one VPC only."""

    vpc_id: str
    """Id of the VPC: `vpc-` and 8 or 17 hexadecimal digits."""


class InternetConfiguration(Model, frozen=True):
    """An access point that takes requests from the internet."""


NetworkOriginConfiguration: TypeAlias = Annotated[
    VpcConfiguration | InternetConfiguration | UnknownUnionMember,
    TaggedUnion(vpcConfiguration=VpcConfiguration, internetConfiguration=InternetConfiguration),
]
"""Where an access point takes requests from."""


class S3PublicAccessBlockConfiguration(Model, frozen=True):
    """What S3 ignores of a bucket's or access point's public permissions.

    New buckets have both off, new access points both on.
    """

    ignore_public_acls: StrictBool
    """Ignore ACLs that let everyone in."""
    restrict_public_buckets: StrictBool
    """Keep a policy that lets everyone in to AWS services and the owner's account."""


class S3BucketAclGrantConfiguration(Model, frozen=True):
    """One entry of a bucket's ACL."""

    permission: AclPermission
    """What is permitted."""
    grantee: AclGrantee
    """To whom."""


class S3AccessPointConfiguration(Model, frozen=True):
    """An access point, or multi-region access point, of a bucket."""

    access_point_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none."""
    public_access_block: S3PublicAccessBlockConfiguration | None = None
    """Its block on public access. New: both on."""
    network_origin: NetworkOriginConfiguration | None = None
    """Where it takes requests from. New: the internet. A multi-region one knows no VPC."""


class S3BucketConfiguration(Model, frozen=True):
    """A bucket of S3."""

    bucket_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none. New: none."""
    bucket_acl_grants: ListOrEmpty[S3BucketAclGrantConfiguration] = ()
    """Its whole ACL, at most 100 entries."""
    bucket_public_access_block: S3PublicAccessBlockConfiguration | None = None
    """Its block on public access. New: both off."""
    access_points: MapOrEmpty[str, S3AccessPointConfiguration] = Field(default_factory=dict)
    """All its access points under their ARNs, at most 10 new ones."""


class S3ExpressDirectoryAccessPointConfiguration(Model, frozen=True):
    """An access point of a directory bucket."""

    access_point_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none."""
    network_origin: NetworkOriginConfiguration | None = None
    """Where it takes requests from."""


class S3ExpressDirectoryBucketConfiguration(Model, frozen=True):
    """A directory bucket of S3."""

    bucket_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none. New: none."""
    access_points: MapOrEmpty[str, S3ExpressDirectoryAccessPointConfiguration] = Field(
        default_factory=dict
    )
    """All its access points under their ARNs, at most 10."""


class DynamodbStreamConfiguration(Model, frozen=True):
    """A stream of DynamoDB."""

    stream_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none. New: none."""


class DynamodbTableConfiguration(Model, frozen=True):
    """A table or index of DynamoDB."""

    table_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none. New: none."""


class EbsSnapshotConfiguration(Model, frozen=True):
    """A snapshot of an EBS volume."""

    user_ids: TextListOrEmpty = ()
    """Account ids it is shared with. An empty list stands for none. New: none."""
    groups: TextListOrEmpty = ()
    """Groups it is shared with; `all` makes it public. An empty list stands for none. New: none."""
    kms_key_id: str | None = None
    """Its KMS key: ARN, id, alias ARN or alias name. New: not encrypted."""


class EcrRepositoryConfiguration(Model, frozen=True):
    """A repository of ECR."""

    repository_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none. New: none."""


class EfsFileSystemConfiguration(Model, frozen=True):
    """A file system of EFS."""

    file_system_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none. New: none."""


class IamRoleConfiguration(Model, frozen=True):
    """A role of IAM."""

    trust_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Who may assume it. Never an empty string, and required for a new role."""


class KmsGrantConstraints(Model, frozen=True):
    """The encryption context that requests under a grant need. One of the two is given."""

    encryption_context_equals: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The context is exactly this."""
    encryption_context_subset: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The context has at least this."""


class KmsGrantConfiguration(Model, frozen=True):
    """A grant on a KMS key."""

    operations: ListOf[KmsGrantOperation]
    """What is granted."""
    grantee_principal: str
    """ARN of the principal it is granted to."""
    issuing_account: str
    """Account id of the grant's issuer, not always the key's owner."""
    retiring_principal: str | None = None
    """ARN of the principal that may retire the grant."""
    constraints: KmsGrantConstraints | None = None
    """Conditions on cryptographic operations. Default: none."""


class KmsKeyConfiguration(Model, frozen=True):
    """A key of KMS."""

    key_policies: MapOrEmpty[str, PolicyDocument] = Field(default_factory=dict, repr=False)
    """Its policy under the only name there is, `default`. Never an empty string. New: KMS's own."""
    grants: ListOrEmpty[KmsGrantConfiguration] = ()
    """All its grants, at most 100."""


class RdsDbClusterSnapshotAccountIds(BareMember, frozen=True):
    """Accounts that may restore a cluster snapshot."""

    account_ids: TextList
    """Account ids; `all` makes it public. An empty list stands for none. New: none."""


RdsDbClusterSnapshotAttributeValue: TypeAlias = Annotated[
    RdsDbClusterSnapshotAccountIds | UnknownUnionMember,
    TaggedUnion(accountIds=RdsDbClusterSnapshotAccountIds),
]
"""Value of a cluster snapshot's attribute."""


class RdsDbClusterSnapshotConfiguration(Model, frozen=True):
    """A manual snapshot of an RDS cluster."""

    attributes: MapOrEmpty[str, RdsDbClusterSnapshotAttributeValue] = Field(default_factory=dict)
    """Its attributes by name. The only name there is: `restore`."""
    kms_key_id: str | None = None
    """Its KMS key: ARN, id, alias ARN or alias name. New: not encrypted."""


class RdsDbSnapshotAccountIds(BareMember, frozen=True):
    """Accounts that may restore a database snapshot."""

    account_ids: TextList
    """Account ids; `all` makes it public. An empty list stands for none. New: none."""


RdsDbSnapshotAttributeValue: TypeAlias = Annotated[
    RdsDbSnapshotAccountIds | UnknownUnionMember,
    TaggedUnion(accountIds=RdsDbSnapshotAccountIds),
]
"""Value of a database snapshot's attribute."""


class RdsDbSnapshotConfiguration(Model, frozen=True):
    """A manual snapshot of an RDS database."""

    attributes: MapOrEmpty[str, RdsDbSnapshotAttributeValue] = Field(default_factory=dict)
    """Its attributes by name. The only name there is: `restore`."""
    kms_key_id: str | None = None
    """Its KMS key: ARN, id, alias ARN or alias name. New: not encrypted."""


class SecretsManagerSecretConfiguration(Model, frozen=True):
    """A secret of Secrets Manager."""

    kms_key_id: str | None = None
    """Its KMS key: ARN, id or alias. New, or an empty string: the key AWS manages."""
    secret_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none. New: none."""


class SnsTopicConfiguration(Model, frozen=True):
    """A topic of SNS."""

    topic_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy, at most 30,720 characters. An empty string stands for none. New: none."""


class SqsQueueConfiguration(Model, frozen=True):
    """A queue of SQS."""

    queue_policy: PolicyDocument | None = Field(default=None, repr=False)
    """Its policy. An empty string stands for none. New: none."""


Configuration: TypeAlias = Annotated[
    EbsSnapshotConfiguration
    | EcrRepositoryConfiguration
    | IamRoleConfiguration
    | EfsFileSystemConfiguration
    | KmsKeyConfiguration
    | RdsDbClusterSnapshotConfiguration
    | RdsDbSnapshotConfiguration
    | SecretsManagerSecretConfiguration
    | S3BucketConfiguration
    | SnsTopicConfiguration
    | SqsQueueConfiguration
    | S3ExpressDirectoryBucketConfiguration
    | DynamodbStreamConfiguration
    | DynamodbTableConfiguration
    | UnknownUnionMember,
    TaggedUnion(
        ebsSnapshot=EbsSnapshotConfiguration,
        ecrRepository=EcrRepositoryConfiguration,
        iamRole=IamRoleConfiguration,
        efsFileSystem=EfsFileSystemConfiguration,
        kmsKey=KmsKeyConfiguration,
        rdsDbClusterSnapshot=RdsDbClusterSnapshotConfiguration,
        rdsDbSnapshot=RdsDbSnapshotConfiguration,
        secretsManagerSecret=SecretsManagerSecretConfiguration,
        s3Bucket=S3BucketConfiguration,
        snsTopic=SnsTopicConfiguration,
        sqsQueue=SqsQueueConfiguration,
        s3ExpressDirectoryBucket=S3ExpressDirectoryBucketConfiguration,
        dynamodbStream=DynamodbStreamConfiguration,
        dynamodbTable=DynamodbTableConfiguration,
    ),
]
"""What is proposed for one resource, by its kind."""
