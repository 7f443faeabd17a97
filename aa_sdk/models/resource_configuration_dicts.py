"""Proposed configurations of resources as mappings, for whoever would rather write no classes.

Each is the class of its name without `Dict`, with the same keys; what they mean stands there. Where
it has another structure in it, either form will do.

```python
proposed: ConfigurationDict = {
    "sqs_queue": {"queue_policy": {"Version": "2012-10-17", "Statement": []}}
}
```
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from aa_sdk._lazy import hide_imports
from aa_sdk.models._types import PolicyDocument, Texts
from aa_sdk.models.resource_configurations import (
    AclGrantee,
    AclPermission,
    DynamodbStreamConfiguration,
    DynamodbTableConfiguration,
    EbsSnapshotConfiguration,
    EcrRepositoryConfiguration,
    EfsFileSystemConfiguration,
    IamRoleConfiguration,
    InternetConfiguration,
    KmsGrantConfiguration,
    KmsGrantConstraints,
    KmsGrantOperation,
    KmsKeyConfiguration,
    NetworkOriginConfiguration,
    RdsDbClusterSnapshotAttributeValue,
    RdsDbClusterSnapshotConfiguration,
    RdsDbSnapshotAttributeValue,
    RdsDbSnapshotConfiguration,
    S3AccessPointConfiguration,
    S3BucketAclGrantConfiguration,
    S3BucketConfiguration,
    S3ExpressDirectoryAccessPointConfiguration,
    S3ExpressDirectoryBucketConfiguration,
    S3PublicAccessBlockConfiguration,
    SecretsManagerSecretConfiguration,
    SnsTopicConfiguration,
    SqsQueueConfiguration,
    VpcConfiguration,
)

__all__ = (
    "AclGranteeDict",
    "ConfigurationDict",
    "DynamodbStreamConfigurationDict",
    "DynamodbTableConfigurationDict",
    "EbsSnapshotConfigurationDict",
    "EcrRepositoryConfigurationDict",
    "EfsFileSystemConfigurationDict",
    "IamRoleConfigurationDict",
    "InternetConfigurationDict",
    "KmsGrantConfigurationDict",
    "KmsGrantConstraintsDict",
    "KmsKeyConfigurationDict",
    "NetworkOriginConfigurationDict",
    "RdsDbClusterSnapshotAttributeValueDict",
    "RdsDbClusterSnapshotConfigurationDict",
    "RdsDbSnapshotAttributeValueDict",
    "RdsDbSnapshotConfigurationDict",
    "S3AccessPointConfigurationDict",
    "S3BucketAclGrantConfigurationDict",
    "S3BucketConfigurationDict",
    "S3ExpressDirectoryAccessPointConfigurationDict",
    "S3ExpressDirectoryBucketConfigurationDict",
    "S3PublicAccessBlockConfigurationDict",
    "SecretsManagerSecretConfigurationDict",
    "SnsTopicConfigurationDict",
    "SqsQueueConfigurationDict",
    "VpcConfigurationDict",
)
hide_imports(__name__)


class AclGranteeDict(TypedDict, total=False):
    """`AclGrantee` as a mapping: exactly one of the keys."""

    id: str
    uri: str


class VpcConfigurationDict(TypedDict):
    """`VpcConfiguration` as a mapping."""

    vpc_id: str


class InternetConfigurationDict(TypedDict):
    """`InternetConfiguration` as a mapping: an empty one."""


class NetworkOriginConfigurationDict(TypedDict, total=False):
    """`NetworkOriginConfiguration` as a mapping: exactly one of the keys."""

    vpc_configuration: VpcConfiguration | VpcConfigurationDict
    internet_configuration: InternetConfiguration | InternetConfigurationDict


class S3PublicAccessBlockConfigurationDict(TypedDict):
    """`S3PublicAccessBlockConfiguration` as a mapping."""

    ignore_public_acls: bool
    restrict_public_buckets: bool


class S3BucketAclGrantConfigurationDict(TypedDict):
    """`S3BucketAclGrantConfiguration` as a mapping."""

    permission: AclPermission
    grantee: AclGrantee | AclGranteeDict


class S3AccessPointConfigurationDict(TypedDict, total=False):
    """`S3AccessPointConfiguration` as a mapping."""

    access_point_policy: PolicyDocument
    public_access_block: S3PublicAccessBlockConfiguration | S3PublicAccessBlockConfigurationDict
    network_origin: NetworkOriginConfiguration | NetworkOriginConfigurationDict


class S3BucketConfigurationDict(TypedDict, total=False):
    """`S3BucketConfiguration` as a mapping."""

    bucket_policy: PolicyDocument
    bucket_acl_grants: Sequence[S3BucketAclGrantConfiguration | S3BucketAclGrantConfigurationDict]
    bucket_public_access_block: (
        S3PublicAccessBlockConfiguration | S3PublicAccessBlockConfigurationDict
    )
    access_points: Mapping[str, S3AccessPointConfiguration | S3AccessPointConfigurationDict]


class S3ExpressDirectoryAccessPointConfigurationDict(TypedDict, total=False):
    """`S3ExpressDirectoryAccessPointConfiguration` as a mapping."""

    access_point_policy: PolicyDocument
    network_origin: NetworkOriginConfiguration | NetworkOriginConfigurationDict


class S3ExpressDirectoryBucketConfigurationDict(TypedDict, total=False):
    """`S3ExpressDirectoryBucketConfiguration` as a mapping."""

    bucket_policy: PolicyDocument
    access_points: Mapping[
        str,
        S3ExpressDirectoryAccessPointConfiguration | S3ExpressDirectoryAccessPointConfigurationDict,
    ]


class DynamodbStreamConfigurationDict(TypedDict, total=False):
    """`DynamodbStreamConfiguration` as a mapping."""

    stream_policy: PolicyDocument


class DynamodbTableConfigurationDict(TypedDict, total=False):
    """`DynamodbTableConfiguration` as a mapping."""

    table_policy: PolicyDocument


class EbsSnapshotConfigurationDict(TypedDict, total=False):
    """`EbsSnapshotConfiguration` as a mapping."""

    user_ids: Texts
    groups: Texts
    kms_key_id: str


class EcrRepositoryConfigurationDict(TypedDict, total=False):
    """`EcrRepositoryConfiguration` as a mapping."""

    repository_policy: PolicyDocument


class EfsFileSystemConfigurationDict(TypedDict, total=False):
    """`EfsFileSystemConfiguration` as a mapping."""

    file_system_policy: PolicyDocument


class IamRoleConfigurationDict(TypedDict, total=False):
    """`IamRoleConfiguration` as a mapping."""

    trust_policy: PolicyDocument


class KmsGrantConstraintsDict(TypedDict, total=False):
    """`KmsGrantConstraints` as a mapping."""

    encryption_context_equals: Mapping[str, str]
    encryption_context_subset: Mapping[str, str]


class KmsGrantConfigurationDict(TypedDict):
    """`KmsGrantConfiguration` as a mapping."""

    operations: Sequence[KmsGrantOperation]
    grantee_principal: str
    issuing_account: str
    retiring_principal: NotRequired[str]
    constraints: NotRequired[KmsGrantConstraints | KmsGrantConstraintsDict]


class KmsKeyConfigurationDict(TypedDict, total=False):
    """`KmsKeyConfiguration` as a mapping."""

    key_policies: Mapping[str, PolicyDocument]
    grants: Sequence[KmsGrantConfiguration | KmsGrantConfigurationDict]


class RdsDbClusterSnapshotAttributeValueDict(TypedDict, total=False):
    """`RdsDbClusterSnapshotAttributeValue` as a mapping."""

    account_ids: Texts


class RdsDbClusterSnapshotConfigurationDict(TypedDict, total=False):
    """`RdsDbClusterSnapshotConfiguration` as a mapping."""

    attributes: Mapping[
        str, RdsDbClusterSnapshotAttributeValue | RdsDbClusterSnapshotAttributeValueDict
    ]
    kms_key_id: str


class RdsDbSnapshotAttributeValueDict(TypedDict, total=False):
    """`RdsDbSnapshotAttributeValue` as a mapping."""

    account_ids: Texts


class RdsDbSnapshotConfigurationDict(TypedDict, total=False):
    """`RdsDbSnapshotConfiguration` as a mapping."""

    attributes: Mapping[str, RdsDbSnapshotAttributeValue | RdsDbSnapshotAttributeValueDict]
    kms_key_id: str


class SecretsManagerSecretConfigurationDict(TypedDict, total=False):
    """`SecretsManagerSecretConfiguration` as a mapping."""

    kms_key_id: str
    secret_policy: PolicyDocument


class SnsTopicConfigurationDict(TypedDict, total=False):
    """`SnsTopicConfiguration` as a mapping."""

    topic_policy: PolicyDocument


class SqsQueueConfigurationDict(TypedDict, total=False):
    """`SqsQueueConfiguration` as a mapping."""

    queue_policy: PolicyDocument


class ConfigurationDict(TypedDict, total=False):
    """`Configuration` as a mapping: exactly one of the keys, the kind of the resource."""

    ebs_snapshot: EbsSnapshotConfiguration | EbsSnapshotConfigurationDict
    ecr_repository: EcrRepositoryConfiguration | EcrRepositoryConfigurationDict
    iam_role: IamRoleConfiguration | IamRoleConfigurationDict
    efs_file_system: EfsFileSystemConfiguration | EfsFileSystemConfigurationDict
    kms_key: KmsKeyConfiguration | KmsKeyConfigurationDict
    rds_db_cluster_snapshot: (
        RdsDbClusterSnapshotConfiguration | RdsDbClusterSnapshotConfigurationDict
    )
    rds_db_snapshot: RdsDbSnapshotConfiguration | RdsDbSnapshotConfigurationDict
    secrets_manager_secret: (
        SecretsManagerSecretConfiguration | SecretsManagerSecretConfigurationDict
    )
    s3_bucket: S3BucketConfiguration | S3BucketConfigurationDict
    sns_topic: SnsTopicConfiguration | SnsTopicConfigurationDict
    sqs_queue: SqsQueueConfiguration | SqsQueueConfigurationDict
    s3_express_directory_bucket: (
        S3ExpressDirectoryBucketConfiguration | S3ExpressDirectoryBucketConfigurationDict
    )
    dynamodb_stream: DynamodbStreamConfiguration | DynamodbStreamConfigurationDict
    dynamodb_table: DynamodbTableConfiguration | DynamodbTableConfigurationDict
