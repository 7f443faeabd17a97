"""The actions of services, and the resources that they are about, as far as it is known.

With the extra `validate` there is a catalogue of all services. Without it something is known of
the resources of the best known services, and nothing of what other actions they have.
"""

import re
from collections.abc import Mapping, Sequence

# The package loads a name when it is used, so that importing it here costs nothing.
from aa_sdk import policy

ANY = "*"
"""Stands for all resources; actions that are not about single ones have no other."""

_MOST_TYPES = 3
_HERE = "${Region}:${Account}"
_PARTITION = "${Partition}"
_NOT_ABOUT_ONE = "(?:List|Describe).*"

# By service: names of actions, and what follows the partition in the ARNs that they are about.
_FORMS: Mapping[str, Sequence[tuple[str, str]]] = {
    "dynamodb": [
        (
            "(?:Batch)?(?:Get|Put|Update|Delete|Write)Item|Query|Scan|"
            "(?:Create|Delete|Describe|Update)Table",
            f"dynamodb:{_HERE}:table/${{TableName}}",
        ),
    ],
    "ec2": [
        (
            "(?:Start|Stop|Reboot|Terminate|Run)Instances",
            f"ec2:{_HERE}:instance/${{InstanceId}}",
        ),
    ],
    "iam": [("(?:Get|Pass|Create|Delete)Role", "iam::${Account}:role/${RoleNameWithPath}")],
    "kms": [
        (
            "Decrypt|Encrypt|GenerateDataKey.*|Sign|Verify|DescribeKey|ScheduleKeyDeletion",
            f"kms:{_HERE}:key/${{KeyId}}",
        ),
    ],
    "lambda": [
        (
            "InvokeFunction|GetFunction|(?:Create|Delete)Function|UpdateFunction(?:Code|Configuration)",
            f"lambda:{_HERE}:function:${{FunctionName}}",
        ),
    ],
    "logs": [
        (
            "PutLogEvents|GetLogEvents|CreateLogStream",
            f"logs:{_HERE}:log-group:${{LogGroupName}}:log-stream:${{LogStreamName}}",
        ),
        (
            "(?:Create|Delete)LogGroup|DescribeLogStreams|FilterLogEvents|StartQuery",
            f"logs:{_HERE}:log-group:${{LogGroupName}}",
        ),
    ],
    "s3": [
        ("(?:Get|Put|Delete)Object", "s3:::${BucketName}/${ObjectName}"),
        (
            "ListBucket|(?:Create|Delete)Bucket|(?:Get|Put|Delete)Bucket(?:Policy|Location|Acl)",
            "s3:::${BucketName}",
        ),
    ],
    "secretsmanager": [
        (
            "(?:Get|Put)SecretValue|(?:Create|Delete|Describe|Update)Secret",
            f"secretsmanager:{_HERE}:secret:${{SecretId}}",
        ),
    ],
    "sns": [("Publish|Subscribe|(?:Create|Delete)Topic", f"sns:{_HERE}:${{TopicName}}")],
    "sqs": [
        (
            "(?:Send|Receive|Delete)Message|(?:Create|Delete|Purge)Queue|GetQueue.*",
            f"sqs:{_HERE}:${{QueueName}}",
        ),
    ],
    "sts": [("AssumeRole", "iam::${Account}:role/${RoleNameWithPath}")],
}


def known_actions(service: str, catalogue: policy.ActionCatalogue | None = None) -> list[str]:
    """List the names of the actions of a service, such as `GetObject`; none if it is not known.

    Args:
        service: What its actions begin with, such as `s3`.
        catalogue: Where they stand; by default in that of the extra `validate`, if any.
    """
    known = _knowing(service, catalogue)
    return [action.name for action in known.services[service].actions.values()] if known else []


def placeholders_of(
    action: str, partition: str, catalogue: policy.ActionCatalogue | None = None
) -> list[str]:
    """List the placeholders of the resources that an action is about.

    Args:
        action: The action, such as `s3:ListBucket`.
        partition: The partition of the ARNs.
        catalogue: Where the action stands; by default in that of the extra `validate`, if any.

    Returns:
        ARNs such as `arn:aws:s3:::${BucketName}`, or `*` alone where the action is about no single
        resources, or about too many types of them to tell which.
    """
    service, _, name = action.partition(":")
    known = _knowing(service, catalogue)
    if known is None or name.lower() not in known.services[service].actions:
        return [_well_known(service, name, partition)]
    types = known.services[service].resource_types
    named = known.services[service].actions[name.lower()].resource_types
    about = [types[one] for one in named if one in types]
    if not 0 < len(about) <= _MOST_TYPES:
        return [ANY]
    return sorted({str(one.arn).replace(_PARTITION, partition) for one in about})


def _knowing(
    service: str, catalogue: policy.ActionCatalogue | None
) -> policy.ActionCatalogue | None:
    """Return the catalogue if it knows a service; its files may be such that it cannot be read."""
    given = policy.ActionCatalogue.installed() if catalogue is None else catalogue
    try:
        is_known = given is not None and bool(given.services[service].actions)
    except (KeyError, policy.UnsupportedPolicyError):
        return None
    return given if is_known else None


def _well_known(service: str, name: str, partition: str) -> str:
    general = [(_NOT_ABOUT_ONE, ANY), (".*", f"{service}:{_HERE}:${{Resource}}")]
    forms = [*_FORMS[service], (".*", ANY)] if service in _FORMS else general
    form = next(form for names, form in forms if re.fullmatch(names, name, re.IGNORECASE))
    return ANY if form == ANY else f"arn:{partition}:{form}"
