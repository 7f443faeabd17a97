"""What access a proposed configuration of a resource gives to others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from aa_sdk._arns import Arn
from aa_sdk.emulator._account.external_access import (
    ExternalAccess,
    UnreadablePolicyError,
    external_access,
)


class ConfigurationKind(NamedTuple):
    """One member of the union of configurations."""

    resource_type: str
    """The type of resource that it is for."""
    arn_service: str
    """The service in the ARN of such a resource."""
    policy: str | None = None
    """The member with the resource's policy; None where more than a policy gives access."""


KINDS: Mapping[str, ConfigurationKind] = {
    "dynamodbStream": ConfigurationKind("AWS::DynamoDB::Stream", "dynamodb", "streamPolicy"),
    "dynamodbTable": ConfigurationKind("AWS::DynamoDB::Table", "dynamodb", "tablePolicy"),
    "ebsSnapshot": ConfigurationKind("AWS::EC2::Snapshot", "ec2"),
    "ecrRepository": ConfigurationKind("AWS::ECR::Repository", "ecr", "repositoryPolicy"),
    "efsFileSystem": ConfigurationKind(
        "AWS::EFS::FileSystem", "elasticfilesystem", "fileSystemPolicy"
    ),
    "iamRole": ConfigurationKind("AWS::IAM::Role", "iam", "trustPolicy"),
    "kmsKey": ConfigurationKind("AWS::KMS::Key", "kms"),
    "rdsDbClusterSnapshot": ConfigurationKind("AWS::RDS::DBClusterSnapshot", "rds"),
    "rdsDbSnapshot": ConfigurationKind("AWS::RDS::DBSnapshot", "rds"),
    "s3Bucket": ConfigurationKind("AWS::S3::Bucket", "s3"),
    "s3ExpressDirectoryBucket": ConfigurationKind(
        "AWS::S3Express::DirectoryBucket", "s3express", "bucketPolicy"
    ),
    "secretsManagerSecret": ConfigurationKind(
        "AWS::SecretsManager::Secret", "secretsmanager", "secretPolicy"
    ),
    "snsTopic": ConfigurationKind("AWS::SNS::Topic", "sns", "topicPolicy"),
    "sqsQueue": ConfigurationKind("AWS::SQS::Queue", "sqs", "queuePolicy"),
}
"""The kinds of configuration, by the union's tag."""

# There is no role without a trust policy and no key without a key policy: an empty one is a
# mistake. For all others it proposes to take the policy away.
_NEEDS_POLICY = frozenset({"iamRole", "kmsKey"})

_ACL_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "READ": ("s3:ListBucket",),
    "WRITE": ("s3:PutObject",),
    "READ_ACP": ("s3:GetBucketAcl",),
    "WRITE_ACP": ("s3:PutBucketAcl",),
    "FULL_CONTROL": ("s3:GetBucketAcl", "s3:ListBucket", "s3:PutBucketAcl", "s3:PutObject"),
}
_EVERYBODY = ("/AllUsers", "/AuthenticatedUsers")


class InvalidConfigurationError(ValueError):
    """A configuration that no resource can have."""


def proposed_access(
    kind: str, configuration: Mapping[str, Any], trusted: str
) -> list[ExternalAccess] | None:
    """Return the access that a configuration gives to others.

    Args:
        kind: The member of the configuration union, such as `s3Bucket`.
        configuration: The configuration in wire form.
        trusted: The account that makes up the zone of trust.

    Returns:
        The access. None if the configuration proposes nothing, so that what is there stays.

    Raises:
        InvalidConfigurationError: A policy in it cannot be read, or may not be empty.
    """
    if not configuration:
        return None
    try:
        member = KINDS[kind].policy
        if member is None:
            return list(_READERS[kind](configuration, trusted))
        policy = configuration.get(member)
        return None if policy is None else list(_policy(kind, policy, trusted))
    except UnreadablePolicyError as error:
        raise InvalidConfigurationError from error


def _policy(
    kind: str, policy: str, trusted: str, source: str | None = None
) -> Iterable[ExternalAccess]:
    if policy:
        return external_access(policy, trusted, source=source)
    if kind in _NEEDS_POLICY:
        raise InvalidConfigurationError
    return ()


def _bucket(configuration: Mapping[str, Any], trusted: str) -> Iterator[ExternalAccess]:
    # The two settings take back what is public, and only that: access of named accounts stays.
    block: Mapping[str, Any] = configuration.get("bucketPublicAccessBlock") or {}
    policy: str = configuration.get("bucketPolicy") or ""
    for access in _policy("s3Bucket", policy, trusted, "POLICY"):
        if not (access.is_public and block.get("restrictPublicBuckets")):
            yield access
    for grant in configuration.get("bucketAclGrants") or ():
        access = _acl_grant(grant)
        if not (access.is_public and block.get("ignorePublicAcls")):
            yield access
    points: Mapping[str, Mapping[str, Any]] = configuration.get("accessPoints") or {}
    for point in points.values():
        yield from _policy(
            "s3Bucket", point.get("accessPointPolicy") or "", trusted, "S3_ACCESS_POINT"
        )


def _acl_grant(grant: Mapping[str, Any]) -> ExternalAccess:
    actions = _ACL_ACTIONS[grant["permission"]]
    grantee = grant["grantee"]
    if str(grantee.get("uri") or "").endswith(_EVERYBODY):
        return ExternalAccess("AWS", "*", actions, source="BUCKET_ACL")
    who = grantee.get("id") or grantee["uri"]
    return ExternalAccess("CanonicalUser", who, actions, source="BUCKET_ACL")


def _key(configuration: Mapping[str, Any], trusted: str) -> Iterator[ExternalAccess]:
    policies: Mapping[str, str] = configuration.get("keyPolicies") or {}
    for policy in policies.values():
        yield from _policy("kmsKey", policy, trusted)
    for grant in configuration.get("grants") or ():
        principal: str = grant["granteePrincipal"]
        arn = Arn.parse(principal)
        if (principal if arn is None else arn.account) != trusted:
            actions = tuple(sorted(f"kms:{name}" for name in grant["operations"]))
            yield ExternalAccess("AWS", principal, actions)


def _volume_snapshot(configuration: Mapping[str, Any], trusted: str) -> Iterator[ExternalAccess]:
    shared = [account for account in configuration.get("userIds") or () if account != trusted]
    if "all" in (configuration.get("groups") or ()):
        shared.append("*")
    for account in shared:
        yield ExternalAccess("AWS", account, ("ec2:CopySnapshot", "ec2:CreateVolume"))


def _database_snapshot(configuration: Mapping[str, Any], trusted: str) -> Iterator[ExternalAccess]:
    attributes: Mapping[str, Mapping[str, list[str]]] = configuration.get("attributes") or {}
    for attribute in attributes.values():
        for account in attribute.get("accountIds") or ():
            if account != trusted:
                principal = "*" if account == "all" else account
                yield ExternalAccess("AWS", principal, ("rds:CopyDBSnapshot",))


_READERS: Mapping[str, Callable[[Mapping[str, Any], str], Iterator[ExternalAccess]]] = {
    "s3Bucket": _bucket,
    "kmsKey": _key,
    "ebsSnapshot": _volume_snapshot,
    "rdsDbSnapshot": _database_snapshot,
    "rdsDbClusterSnapshot": _database_snapshot,
}
