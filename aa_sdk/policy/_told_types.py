"""The type of the resource that a policy is for, as the policy itself tells it.

A verdict on public access is about a type: what is said of other resources gives nothing away. So
a type that is only supposed would let pass what is open. ARNs tell it, and where there are none,
or only a `*`, the services of the actions.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from aa_sdk.models import AccessCheckResourceType
from aa_sdk.policy._language.documents import PolicyDocument
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.statements import Selector
from aa_sdk.policy._resource_forms import about_type
from aa_sdk.policy._sides import layers_of
from aa_sdk.policy._trusted_keys import TRUST_POLICY
from aa_sdk.policy._zone.lenient_reading import read_leniently
from aa_sdk.policy.errors import UnsupportedPolicyError

RESOURCE_TYPE = "resource_type"
"""The argument that says a type."""

_UNTOLD: AccessCheckResourceType = "AWS::S3::Bucket"
_VAULT = "AWS::Backup::BackupVault"
_WILDCARDS = frozenset("*?$")

# By service: what an ARN of a type has from its account on; the first that fits counts. What fits
# none, and services that are not here, have resources that are not checked.
_TYPES: Mapping[str, Sequence[tuple[str, str]]] = {
    "apigateway": [("", "AWS::ApiGateway::RestApi")],
    "backup": [("", _VAULT)],
    "cloudtrail": [
        ("[^:]*:dashboard/", "AWS::CloudTrail::Dashboard"),
        ("[^:]*:eventdatastore/", "AWS::CloudTrail::EventDataStore"),
    ],
    "codeartifact": [("[^:]*:domain/", "AWS::CodeArtifact::Domain")],
    "dynamodb": [
        ("[^:]*:table/[^/]+/stream/", "AWS::DynamoDB::Stream"),
        ("", "AWS::DynamoDB::Table"),
    ],
    "elasticfilesystem": [("", "AWS::EFS::FileSystem")],
    "es": [("", "AWS::OpenSearchService::Domain")],
    "execute-api": [("", "AWS::ApiGateway::RestApi")],
    "glacier": [("", "AWS::S3::Glacier")],
    "kinesis": [
        ("[^:]*:[^/]+/[^/]+/consumer/", "AWS::Kinesis::StreamConsumer"),
        ("", "AWS::Kinesis::Stream"),
    ],
    "kms": [("", "AWS::KMS::Key")],
    "lambda": [("[^:]*:layer:", ""), ("", "AWS::Lambda::Function")],
    # A bucket has no account in its ARN, and may be called like anything else.
    "s3": [("[^:]+:accesspoint[/:]", "AWS::S3::AccessPoint"), ("", "AWS::S3::Bucket")],
    "s3-outposts": [
        ("[^:]*:outpost/[^/]+/accesspoint/", "AWS::S3Outposts::AccessPoint"),
        ("", "AWS::S3Outposts::Bucket"),
    ],
    "s3express": [
        ("[^:]*:accesspoint/", "AWS::S3Express::AccessPoint"),
        ("", "AWS::S3Express::DirectoryBucket"),
    ],
    "s3tables": [
        ("[^:]*:bucket/[^/]+/table/", "AWS::S3Tables::Table"),
        ("", "AWS::S3Tables::TableBucket"),
    ],
    "secretsmanager": [("", "AWS::SecretsManager::Secret")],
    "sns": [("", "AWS::SNS::Topic")],
    "sqs": [("", "AWS::SQS::Queue")],
    "sts": [("", TRUST_POLICY)],
}


def told_type(policy: PolicyDocument, *, leniently: bool = False) -> AccessCheckResourceType:
    """Return the type of the resource that a policy is for.

    Args:
        policy: The policy of the resource.
        leniently: Whether it may have conditions that are not decided here, as it may where the
            question is who gets in. Default: an error tells of them.

    Returns:
        The type; `AWS::S3::Bucket` where nothing tells one, as where everything is allowed on `*`.

    Raises:
        InvalidPolicyError: The policy is malformed.
        UnsupportedPolicyError: It speaks of resources of several types, or of one that is not
            checked; or something in it is not decided here.
    """
    if leniently:
        layers = Layers.of(read_leniently(policy).statements)
    else:
        layers = layers_of(policy, "RESOURCE_POLICY")
    by_actions = {told for one in layers.statements for told in _told_by_actions(one.actions)}
    by_arns = {told for one in layers.statements for told in _told_by_arns(one.resources)}
    # A vault's policy has the ARNs of what is kept in it.
    told = by_actions if by_actions == {_VAULT} else by_arns or by_actions or {_UNTOLD}
    first, *others = sorted(told)
    if others or "::" not in first:
        raise _not_told(" and ".join(map(_named, (first, *others))))
    if about_type(layers, first).allows != layers.allows:
        raise _not_told("ARNs that no such resource has")
    return cast("AccessCheckResourceType", first)


def _not_told(what: str) -> UnsupportedPolicyError:
    reason = f"the policy speaks of {what}: say which type of resource it is attached to"
    return UnsupportedPolicyError(RESOURCE_TYPE, reason)


def _named(told: str) -> str:
    return told if "::" in told else f"resources of {told} that are not checked"


def _told_by_actions(actions: Selector) -> Iterator[str]:
    for text in () if actions.negated else actions.as_written:
        service, colon, _ = text.lower().partition(":")
        if colon and not _WILDCARDS & {*service}:
            yield _type_of(service, "")


def _told_by_arns(resources: Selector | None) -> Iterator[str]:
    for text in resources.as_written if resources else ():
        start, _, rest = text.partition(":")
        if start == "execute-api":  # what is left out of it, the API completes
            yield _type_of(start, "")
        _, _, rest = rest.partition(":")
        service, _, rest = rest.partition(":")
        if start == "arn" and service and not _WILDCARDS & {*service}:
            yield _type_of(service, rest.partition(":")[2])


def _type_of(service: str, behind: str) -> str:
    """Return a type that is checked, or what else there is in its place."""
    found = (kind for pattern, kind in _TYPES.get(service, ()) if re.match(pattern, behind))
    return next(found, "") or service
