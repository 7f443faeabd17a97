"""Invented details for findings of every type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aa_sdk.emulator._protocol.timestamps import iso_text
from aa_sdk.emulator._scenarios.sample_resources import SampleResources

DAY = 24 * 60 * 60 * 1000

Details = list[dict[str, Any]]

_SERVICES: Mapping[str, Sequence[str]] = {
    "athena": ("GetQueryResults", "StartQueryExecution"),
    "cloudwatch": ("GetMetricData", "PutMetricData"),
    "dynamodb": ("DeleteTable", "PutItem", "Scan", "UpdateItem"),
    "ec2": ("CreateSnapshot", "DescribeInstances", "RunInstances", "TerminateInstances"),
    "glue": ("GetTable", "StartJobRun"),
    "iam": ("CreateAccessKey", "PassRole"),
    "kms": ("Decrypt", "ScheduleKeyDeletion"),
    "lambda": ("InvokeFunction", "UpdateFunctionCode"),
    "logs": ("CreateLogGroup", "PutLogEvents"),
    "s3": ("DeleteObject", "GetObject", "PutBucketPolicy", "PutObject"),
    "sns": ("Publish",),
    "sqs": ("ReceiveMessage", "SendMessage"),
}

_PROVIDERS = ("accounts.google.com", "www.amazon.com", "graph.facebook.com")


@dataclass(frozen=True, slots=True)
class SampleWorld:
    """Who and what the findings of a populated world are about."""

    resources: SampleResources
    """Where resources come from."""
    outsiders: Sequence[str]
    """Accounts outside of the zone of trust."""
    networks: Sequence[str]
    """The ids of VPCs that conditions name."""
    organization: str
    """The id of the organization that conditions name."""
    now: int
    """The time, in milliseconds since 1970."""


def _external(world: SampleWorld, resource_type: str) -> Details:
    draw = world.resources.random
    is_public = draw.random() < 1 / 4
    details: dict[str, Any] = {
        "action": world.resources.actions(resource_type),
        "condition": {} if is_public else _condition(world),
        "isPublic": is_public,
        "principal": {"AWS": "*"} if is_public else _principal(world, resource_type),
        "resourceControlPolicyRestriction": _restriction(world, "FAILED_TO_EVALUATE_RCP"),
    }
    if resource_type == "AWS::S3::Bucket":
        details["sources"] = _sources(world)
    return [details]


def _condition(world: SampleWorld) -> dict[str, str]:
    draw = world.resources.random
    choices: Sequence[dict[str, str]] = (
        {},
        {},
        {"aws:PrincipalOrgID": world.organization},
        {"aws:SourceIp": f"203.0.113.{draw.randint(0, 255)}/32"},
        {"aws:SourceVpc": draw.choice(world.networks)},
        {"aws:UserId": f"AROA{draw.randint(1, 40):016X}"},
        {"kms:CallerAccount": draw.choice(world.outsiders)},
    )
    return draw.choice(choices)


def _principal(world: SampleWorld, resource_type: str) -> dict[str, str]:
    draw = world.resources.random
    if resource_type == "AWS::IAM::Role" and draw.random() < 1 / 3:
        return {"Federated": draw.choice(_PROVIDERS)}
    account = draw.choice(world.outsiders)
    role = f"arn:{world.resources.partition}:iam::{account}:role/partner-{draw.randint(1, 99)}"
    return {"AWS": draw.choice((account, role))}


def _sources(world: SampleWorld) -> list[dict[str, Any]]:
    draw, owner = world.resources.random, world.resources.accounts[0]
    place = f"arn:{world.resources.partition}:s3:{world.resources.region}:{owner}"
    point = {"accessPointArn": f"{place}:accesspoint/shared-{draw.randint(1, 99)}"}
    account = {"accessPointAccount": draw.choice(world.outsiders)}
    choices: Sequence[dict[str, Any]] = (
        {"type": "POLICY"},
        {"type": "POLICY"},
        {"type": "BUCKET_ACL"},
        {"type": "S3_ACCESS_POINT", "detail": point},
        {"type": "S3_ACCESS_POINT_ACCOUNT", "detail": {**point, **account}},
    )
    return [draw.choice(choices)]


def _restriction(world: SampleWorld, failure: str) -> str:
    choices = ("NOT_APPLICABLE", "NOT_APPLICABLE", "APPLICABLE", failure)
    return world.resources.random.choice(choices)


def _internal(world: SampleWorld, resource_type: str) -> Details:
    draw, accounts = world.resources.random, world.resources.accounts
    account = draw.choice(accounts)
    kind = draw.choice(("role", "user"))
    arn = f"arn:{world.resources.partition}:iam::{account}:{kind}/team-{draw.randint(1, 99)}"
    details: dict[str, Any] = {
        "action": world.resources.actions(resource_type),
        "condition": draw.choice(({}, {}, {"aws:VpceOrgID": world.organization})),
        "principal": {"AWS": arn},
        "principalOwnerAccount": account,
        "accessType": "INTRA_ACCOUNT" if account == accounts[0] else "INTRA_ORG",
        "principalType": f"IAM_{kind.upper()}",
        "resourceControlPolicyRestriction": _restriction(world, "APPLIED"),
        "serviceControlPolicyRestriction": _restriction(world, "FAILED_TO_EVALUATE_SCP"),
    }
    if resource_type == "AWS::S3::Bucket":
        details["sources"] = [{"type": "POLICY"}]
    return [details]


def _last_accessed(world: SampleWorld) -> dict[str, str]:
    draw = world.resources.random
    # One in four was never used at all.
    if draw.random() < 1 / 4:
        return {}
    return {"lastAccessed": iso_text(world.now - draw.randint(91, 400) * DAY)}


def _unused_permissions(world: SampleWorld, _resource_type: str) -> Details:
    draw = world.resources.random
    services = sorted(draw.sample(sorted(_SERVICES), draw.randint(1, 6)))
    return [
        {
            "serviceNamespace": service,
            "actions": [
                {"action": f"{service}:{action}", **_last_accessed(world)}
                for action in _SERVICES[service]
            ],
            **_last_accessed(world),
        }
        for service in services
    ]


def _unused_key(world: SampleWorld, _resource_type: str) -> Details:
    number = world.resources.random.getrandbits(64)
    return [{"accessKeyId": f"AKIA{number:016X}", **_last_accessed(world)}]


def _unused_entity(world: SampleWorld, _resource_type: str) -> Details:
    return [_last_accessed(world)]


DETAILS: Mapping[str, Callable[[SampleWorld, str], Details]] = {
    "ExternalAccess": _external,
    "InternalAccess": _internal,
    "UnusedIAMRole": _unused_entity,
    "UnusedIAMUserAccessKey": _unused_key,
    "UnusedIAMUserPassword": _unused_entity,
    "UnusedPermission": _unused_permissions,
}
"""What makes details, by finding type."""
