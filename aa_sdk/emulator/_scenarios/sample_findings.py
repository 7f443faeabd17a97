"""Invented details for findings of every type.

They are drawn as the JSON that findings keep, put together from pieces of JSON. To make
dictionaries first and write those takes longer than all the rest, and a million findings are to be
drawn in seconds.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from aa_sdk.emulator._protocol.timestamps import iso_text
from aa_sdk.emulator._protocol.wire import compact_json
from aa_sdk.emulator._scenarios.draws import Draws
from aa_sdk.emulator._scenarios.sample_resources import SampleResources

DAY = 24 * 60 * 60 * 1000

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

_NAMES = sorted(_SERVICES)
_PROVIDERS = ("accounts.google.com", "www.amazon.com", "graph.facebook.com")


_LEAST_DAYS = 91
_MOST_DAYS = 400
_RCP_OUTSIDE = ("NOT_APPLICABLE", "NOT_APPLICABLE", "APPLICABLE", "FAILED_TO_EVALUATE_RCP")
_RCP_INSIDE = ("NOT_APPLICABLE", "NOT_APPLICABLE", "APPLICABLE", "APPLIED")
_SCP_INSIDE = ("NOT_APPLICABLE", "NOT_APPLICABLE", "APPLICABLE", "FAILED_TO_EVALUATE_SCP")


class Sample(NamedTuple):
    """The details of one finding, as JSON, and what else is kept of them."""

    details: str
    """The whole list."""
    is_public: bool | None = None
    """As in `Facts`."""
    rcp: str | None = None
    """As in `Facts`."""
    scp: str | None = None
    """As in `Facts`."""
    principal: str = "{}"
    """The principal."""
    condition: str = "{}"
    """The condition."""


class SampleWorld:
    """Who and what the findings of a populated world are about."""

    def __init__(
        self,
        resources: SampleResources,
        outsiders: Sequence[str],
        networks: Sequence[str],
        organization: str,
        now: int,
    ) -> None:
        """Say what there is.

        Args:
            resources: Where resources come from.
            outsiders: Accounts outside of the zone of trust.
            networks: The ids of VPCs that conditions name.
            organization: The id of the organization that conditions name.
            now: The time, in milliseconds since 1970.
        """
        self.resources: SampleResources = resources
        self.draws: Draws = resources.draws
        self.outsiders: Sequence[str] = outsiders
        self.networks: Sequence[str] = networks
        self.organization: str = organization
        self.now: int = now
        self.accounts: Sequence[str] = [_inside_quotes(one) for one in resources.accounts]
        """The accounts of the organization, as they stand in JSON."""
        self.points: str = _inside_quotes(
            f"arn:{resources.partition}:s3:{resources.region}:{resources.accounts[0]}:accesspoint/"
        )
        """How the ARN of an access point begins, as it stands in JSON."""
        self.identities: str = f"arn:{resources.partition}:iam::"
        """How the ARN of a role or user begins."""
        self.last_accessed: Sequence[str] = [
            f'"lastAccessed":"{iso_text(now - days * DAY)}"'
            for days in range(_LEAST_DAYS, _MOST_DAYS + 1)
        ]
        """What is said of what was not used for so long: from a quarter of a year up."""


def _inside_quotes(text: str) -> str:
    return compact_json(text).decode()[1:-1]


def _external(world: SampleWorld, resource_type: str) -> Sample:
    is_public = world.draws.fraction() < 1 / 4
    actions = world.resources.actions(resource_type)
    condition = "{}" if is_public else _condition(world)
    principal = '{"AWS":"*"}' if is_public else _principal(world, resource_type)
    rcp = world.draws.choice(_RCP_OUTSIDE)
    sources = _sources(world) if resource_type == "AWS::S3::Bucket" else ""
    public = "true" if is_public else "false"
    details = (
        f'[{{"action":{actions},"condition":{condition},"isPublic":{public}'
        f',"principal":{principal},"resourceControlPolicyRestriction":"{rcp}"{sources}}}]'
    )
    return Sample(details, is_public, rcp, None, principal, condition)


def _condition(world: SampleWorld) -> str:
    draws = world.draws
    address, network = draws.below(256), draws.choice(world.networks)
    user, outsider = 1 + draws.below(40), draws.choice(world.outsiders)
    match draws.below(7):
        case 0 | 1:
            return "{}"
        case 2:
            return f'{{"aws:PrincipalOrgID":"{world.organization}"}}'
        case 3:
            return f'{{"aws:SourceIp":"203.0.113.{address}/32"}}'
        case 4:
            return f'{{"aws:SourceVpc":"{network}"}}'
        case 5:
            return f'{{"aws:UserId":"AROA{user:016X}"}}'
        case _:
            return f'{{"kms:CallerAccount":"{outsider}"}}'


def _principal(world: SampleWorld, resource_type: str) -> str:
    draws = world.draws
    if resource_type == "AWS::IAM::Role" and draws.fraction() < 1 / 3:
        return f'{{"Federated":"{draws.choice(_PROVIDERS)}"}}'
    account, number = draws.choice(world.outsiders), 1 + draws.below(99)
    if draws.below(2) == 0:
        return f'{{"AWS":"{account}"}}'
    return f'{{"AWS":"{world.identities}{account}:role/partner-{number}"}}'


def _sources(world: SampleWorld) -> str:
    draws = world.draws
    number, account = 1 + draws.below(99), draws.choice(world.outsiders)
    point = f'"accessPointArn":"{world.points}shared-{number}"'
    chosen = draws.choice(
        (
            '"POLICY"',
            '"POLICY"',
            '"BUCKET_ACL"',
            f'"S3_ACCESS_POINT","detail":{{{point}}}',
            f'"S3_ACCESS_POINT_ACCOUNT","detail":{{{point},"accessPointAccount":"{account}"}}',
        )
    )
    return f',"sources":[{{"type":{chosen}}}]'


def _internal(world: SampleWorld, resource_type: str) -> Sample:
    draws = world.draws
    account = draws.choice(world.accounts)
    kind = draws.choice(("role", "user"))
    principal = f'{{"AWS":"{world.identities}{account}:{kind}/team-{1 + draws.below(99)}"}}'
    actions = world.resources.actions(resource_type)
    condition = "{}" if draws.below(3) <= 1 else f'{{"aws:VpceOrgID":"{world.organization}"}}'
    access = "INTRA_ACCOUNT" if account == world.accounts[0] else "INTRA_ORG"
    rcp, scp = draws.choice(_RCP_INSIDE), draws.choice(_SCP_INSIDE)
    sources = ',"sources":[{"type":"POLICY"}]' if resource_type == "AWS::S3::Bucket" else ""
    details = (
        f'[{{"action":{actions},"condition":{condition},"principal":{principal}'
        f',"principalOwnerAccount":"{account}","accessType":"{access}"'
        f',"principalType":"IAM_{kind.upper()}","resourceControlPolicyRestriction":"{rcp}"'
        f',"serviceControlPolicyRestriction":"{scp}"{sources}}}]'
    )
    return Sample(details, None, rcp, scp, principal, condition)


def _last_accessed(world: SampleWorld, before: str) -> str:
    # One in four was never used at all.
    if world.draws.fraction() < 1 / 4:
        return ""
    return before + world.last_accessed[world.draws.below(len(world.last_accessed))]


def _unused_permissions(world: SampleWorld, _resource_type: str) -> Sample:
    draws = world.draws
    count = 1 + draws.below(6)
    services = [_unused_service(world, name) for name in sorted(draws.sample(_NAMES, count))]
    return Sample(f"[{','.join(services)}]")


def _unused_service(world: SampleWorld, service: str) -> str:
    actions = [
        f'{{"action":"{service}:{action}"{_last_accessed(world, ",")}}}'
        for action in _SERVICES[service]
    ]
    last = _last_accessed(world, ",")
    return f'{{"serviceNamespace":"{service}","actions":[{",".join(actions)}]{last}}}'


def _unused_key(world: SampleWorld, _resource_type: str) -> Sample:
    number = world.draws.bits(64)
    return Sample(f'[{{"accessKeyId":"AKIA{number:016X}"{_last_accessed(world, ",")}}}]')


def _unused_entity(world: SampleWorld, _resource_type: str) -> Sample:
    return Sample(f"[{{{_last_accessed(world, '')}}}]")


DETAILS: Mapping[str, Callable[[SampleWorld, str], Sample]] = {
    "ExternalAccess": _external,
    "InternalAccess": _internal,
    "UnusedIAMRole": _unused_entity,
    "UnusedIAMUserAccessKey": _unused_key,
    "UnusedIAMUserPassword": _unused_entity,
    "UnusedPermission": _unused_permissions,
}
"""What makes details, by finding type."""
