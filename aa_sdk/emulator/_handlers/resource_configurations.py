"""What access a proposed configuration of a resource gives to others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aa_sdk._arns import Arn
from aa_sdk.emulator._account.given_access import GivenAccess, Owner, given_by_policy, joined


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


# At a new access point public access is blocked unless the configuration says that it is not.
_NEW_POINT_BLOCK: Mapping[str, Any] = {"restrictPublicBuckets": True}


class InvalidConfigurationError(ValueError):
    """A configuration that no resource can have."""


def proposed_access(
    kind: str, configuration: Mapping[str, Any], owner: Owner
) -> list[GivenAccess] | None:
    """Return the access that a configuration gives to others.

    Args:
        kind: The member of the configuration union, such as `s3Bucket`.
        configuration: The configuration in wire form.
        owner: The account that makes up the zone of trust.

    Returns:
        The access, one entry for each principal and condition. None if the configuration proposes
        nothing, so that what is there stays.

    Raises:
        InvalidConfigurationError: A policy in it may not be empty, or a grant is for nobody.
        InvalidPolicyError: A policy in it is malformed.
        UnsupportedPolicyError: It is not decided whom a policy in it lets in.
    """
    if not configuration:
        return None
    member = KINDS[kind].policy
    if member is None:
        return joined(_READERS[kind](configuration, owner))
    document = configuration.get(member)
    return None if document is None else joined(_policy(kind, document, owner))


def _policy(kind: str, document: str, owner: Owner) -> Sequence[GivenAccess]:
    if document:
        return given_by_policy(document, KINDS[kind].resource_type, owner)
    if kind in _NEEDS_POLICY:
        raise InvalidConfigurationError
    return ()


def _bucket(configuration: Mapping[str, Any], owner: Owner) -> Iterator[GivenAccess]:
    block: Mapping[str, Any] = configuration.get("bucketPublicAccessBlock") or {}
    document: str = configuration.get("bucketPolicy") or ""
    restricted = bool(block.get("restrictPublicBuckets"))
    yield from _blocked(_policy("s3Bucket", document, owner), public=restricted)
    yield from _blocked(
        _acl_grants(configuration, owner), public=bool(block.get("ignorePublicAcls"))
    )
    points: Mapping[str, Mapping[str, Any]] = configuration.get("accessPoints") or {}
    for arn, point in points.items():
        own = point.get("publicAccessBlock") or _NEW_POINT_BLOCK
        # What is blocked for the bucket is blocked for requests through its access points too.
        blocked = restricted or bool(own["restrictPublicBuckets"])
        yield from _blocked(_access_point(arn, point, owner), public=blocked)


def _blocked(given: Iterable[GivenAccess], *, public: bool) -> Iterator[GivenAccess]:
    # Such a setting takes back what is public, and only that: access of named accounts stays.
    return (access for access in given if not (public and access.is_public))


def _access_point(arn: str, point: Mapping[str, Any], owner: Owner) -> Sequence[GivenAccess]:
    document = point.get("accessPointPolicy")
    if not document:
        return ()
    source = {"type": "S3_ACCESS_POINT", "detail": {"accessPointArn": arn}}
    return given_by_policy(document, "AWS::S3::AccessPoint", owner, source)


def _acl_grants(configuration: Mapping[str, Any], owner: Owner) -> Iterator[GivenAccess]:
    for grant in configuration.get("bucketAclGrants") or ():
        actions = _ACL_ACTIONS[grant["permission"]]
        grantee: Mapping[str, str | None] = grant["grantee"]
        group = grantee.get("uri") or ""
        who = grantee.get("id") or group
        if not who:
            raise InvalidConfigurationError
        if group.endswith(_EVERYBODY):
            yield GivenAccess.without_policy("AWS", "*", actions, "BUCKET_ACL")
        elif who != owner.canonical_id:
            yield GivenAccess.without_policy("CanonicalUser", who, actions, "BUCKET_ACL")


def _key(configuration: Mapping[str, Any], owner: Owner) -> Iterator[GivenAccess]:
    policies: Mapping[str, str] = configuration.get("keyPolicies") or {}
    for document in policies.values():
        yield from _policy("kmsKey", document, owner)
    for grant in configuration.get("grants") or ():
        principal: str = grant["granteePrincipal"]
        arn = Arn.parse(principal)
        if (principal if arn is None else arn.account) != owner.account_id:
            actions = [f"kms:{name}" for name in grant["operations"]]
            yield GivenAccess.without_policy("AWS", principal, actions)


def _volume_snapshot(configuration: Mapping[str, Any], owner: Owner) -> Iterator[GivenAccess]:
    named: Sequence[str] = configuration.get("userIds") or ()
    shared = [account for account in named if account != owner.account_id]
    if "all" in (configuration.get("groups") or ()):
        shared.append("*")
    for account in shared:
        actions = ("ec2:CopySnapshot", "ec2:CreateVolume")
        yield GivenAccess.without_policy("AWS", account, actions)


def _database_snapshot(configuration: Mapping[str, Any], owner: Owner) -> Iterator[GivenAccess]:
    attributes: Mapping[str, Mapping[str, list[str]]] = configuration.get("attributes") or {}
    for attribute in attributes.values():
        for account in attribute.get("accountIds") or ():
            if account != owner.account_id:
                principal = "*" if account == "all" else account
                yield GivenAccess.without_policy("AWS", principal, ["rds:CopyDBSnapshot"])


_READERS: Mapping[str, Callable[[Mapping[str, Any], Owner], Iterator[GivenAccess]]] = {
    "s3Bucket": _bucket,
    "kmsKey": _key,
    "ebsSnapshot": _volume_snapshot,
    "rdsDbSnapshot": _database_snapshot,
    "rdsDbClusterSnapshot": _database_snapshot,
}
