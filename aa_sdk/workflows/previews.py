"""What to propose in an access preview, made of an ARN and a policy."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from aa_sdk import models
from aa_sdk._arns import Arn
from aa_sdk._lazy import hide_imports
from aa_sdk._words import got, several
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.workflows._resource_kinds import KINDS, ResourceKind, near_miss

__all__ = ("preview_configuration",)
hide_imports(__name__)

_WORDS = {"Input should": "must", "a valid tuple": "a list", "a valid dictionary": "a mapping"}
"""What callers know by other names than pydantic does."""


def preview_configuration(
    arn: str,
    policy: models.PolicyDocument | None = None,
    *,
    access_points: Mapping[
        str,
        models.S3AccessPointConfiguration
        | models.S3AccessPointConfigurationDict
        | models.S3ExpressDirectoryAccessPointConfiguration
        | models.S3ExpressDirectoryAccessPointConfigurationDict,
    ]
    | None = None,
    bucket_acl_grants: Sequence[
        models.S3BucketAclGrantConfiguration | models.S3BucketAclGrantConfigurationDict
    ]
    | None = None,
    bucket_public_access_block: models.S3PublicAccessBlockConfiguration
    | models.S3PublicAccessBlockConfigurationDict
    | None = None,
    grants: Sequence[models.KmsGrantConfiguration | models.KmsGrantConfigurationDict] | None = None,
    user_ids: models.Texts | None = None,
    groups: models.Texts | None = None,
    account_ids: models.Texts | None = None,
    kms_key_id: str | None = None,
) -> dict[str, models.Configuration]:
    """Make the `configurations` of an access preview for one resource.

    ```python
    proposed = preview_configuration("arn:aws:sqs:eu-west-1:111122223333:inbox", policy)
    job = await AccessPreviewJob.start(client, analyzer_arn, configurations=proposed)
    ```

    The ARN tells the kind: an S3 bucket or directory bucket, an IAM role, a KMS key, a secret, an
    SQS queue, an SNS topic, an ECR repository, an EFS file system, a DynamoDB table or stream; or,
    without a policy, an EBS snapshot, an RDS snapshot or cluster snapshot. What is not given stays
    as it is on a resource that exists.

    Args:
        arn: ARN of the resource, which need not exist.
        policy: The policy that is proposed: JSON text, a mapping, or the path of a file, which is
            read at once. Of a role it is the trust policy. An empty text proposes to take the
            policy away, which roles and KMS keys cannot be without.
        access_points: All access points of a bucket or directory bucket: ARN to configuration.
        bucket_acl_grants: The whole access control list of a bucket.
        bucket_public_access_block: The block on public access of a bucket.
        grants: All grants of a KMS key.
        user_ids: Account ids that an EBS snapshot is shared with; none if empty.
        groups: Groups that an EBS snapshot is shared with: `all` makes it public.
        account_ids: Account ids that a snapshot of RDS is shared with: `all` makes it public.
        kms_key_id: The KMS key of a secret or a snapshot.

    Returns:
        What `create_access_preview` and `AccessPreviewJob.start` take as `configurations`.

    Raises:
        InvalidRequestError: It is no ARN, or that of something there are no previews for; nothing
            is proposed, or something that such a resource does not have; or a value has the wrong
            type.
    """
    kind = _kind_of(arn)
    arguments = {
        "policy": policy,
        "access_points": access_points,
        "bucket_acl_grants": bucket_acl_grants,
        "bucket_public_access_block": bucket_public_access_block,
        "grants": grants,
        "user_ids": user_ids,
        "groups": groups,
        "account_ids": account_ids,
        "kms_key_id": kms_key_id,
    }
    given = {name: value for name, value in arguments.items() if value is not None}
    _check(kind, given)
    try:
        return {arn: kind.configuration(**_members(kind, given))}
    except ValidationError as error:
        faults = [_invalid_field(kind, fault) for fault in error.errors()]
        raise InvalidRequestError(*faults) from error


def _kind_of(arn: object) -> ResourceKind:
    parsed = Arn.parse(arn) if isinstance(arn, str) else None
    if parsed is None:
        words = f"must be the ARN of a resource, such as arn:aws:s3:::bucket{got(arn)}"
        raise InvalidRequestError(InvalidField("arn", words, arn))
    kind = next((kind for kind in KINDS if kind.fits(parsed)), None)
    if kind and not re.search(r"[\s*?]", parsed.resource):
        return kind
    words = near_miss(parsed) or f"must be the ARN of {_listed([kind.name for kind in KINDS])}"
    if kind:
        words = f"must be the ARN of {kind.name}, and of one: without wildcards and spaces"
    raise InvalidRequestError(InvalidField("arn", words, arn))


def _check(kind: ResourceKind, given: Mapping[str, object]) -> None:
    takes = _listed(list(kind.places))
    if strange := [name for name in given if name not in kind.places]:
        words = f"is nothing that {kind.name} has: give {takes}"
        raise InvalidRequestError(*(InvalidField(name, words) for name in strange))
    if not given:
        first = next(iter(kind.places))
        raise InvalidRequestError(InvalidField(first, f"nothing is proposed: give {takes}"))
    policy = given.get("policy")
    if kind.needs_policy and isinstance(policy, str) and not policy.strip():
        words = f"must not be empty: there is no such thing as {kind.name} without a policy"
        raise InvalidRequestError(InvalidField("policy", words))


def _members(kind: ResourceKind, given: Mapping[str, object]) -> dict[str, Any]:
    """Put what is given where it belongs in the configuration."""
    members: dict[str, Any] = {}
    for name, value in given.items():
        *way, last = kind.places[name]
        inside = members
        for part in way:
            inside = inside.setdefault(part, {})
        inside[last] = value
    return members


def _invalid_field(kind: ResourceKind, fault: ErrorDetails) -> InvalidField:
    """Tell what pydantic forbids, in terms of the arguments."""
    place = fault["loc"]
    name = next(name for name, way in kind.places.items() if way[0] == place[0])
    rest = place[len(kind.places[name]) :]
    path = name + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in rest)
    value = fault["input"]
    if fault["type"] == "tuple_type" and isinstance(value, str):
        return InvalidField(path, several(path, value))
    if name == "policy" and fault["type"] == "string_type":
        return InvalidField(path, f"must be JSON text, a mapping or a Path{got(value)}")
    words = fault["msg"]
    for theirs, ours in _WORDS.items():
        words = words.replace(theirs, ours)
    return InvalidField(path, words + got(value))


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
