"""Policies of resources for tests, and what is told of them; every example of it is replayed."""

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aa_sdk.policy import (
    Account,
    ActionCatalogue,
    ExternalAccess,
    Organization,
    external_access,
)
from tests.policy.evaluator import Request, Value, allowed, as_list, lookup
from tests.policy.statements import policy

OWNER = "111122223333"
PARTNER = "444455556666"
OTHER = "777788889999"
ROLE = f"arn:aws:iam::{PARTNER}:role/app"
ORGANIZATION = "o-amber12345"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
UNIT = f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/"
BUCKET = "AWS::S3::Bucket"
ACCOUNT = Account()

Statement = dict[str, Any]
Zone = Account | Organization
Condition = Mapping[str, Any]

ACCOUNT_KEYS = (
    "aws:PrincipalAccount",
    "aws:SourceAccount",
    "aws:SourceOwner",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
)
ARN_KEYS = ("aws:PrincipalArn", "aws:SourceArn", "s3:DataAccessPointArn")
ORGANIZATION_KEYS = ("aws:PrincipalOrgID", "aws:SourceOrgID")
PATH_KEYS = ("aws:PrincipalOrgPaths", "aws:SourceOrgPaths")
ONLY_OF_SERVICES = ("aws:PrincipalServiceName", "aws:PrincipalServiceNamesList")


# Statements.


def to(principal: Any, action: Any = "s3:GetObject", **condition: Condition) -> Statement:
    """An Allow to somebody, if a condition holds."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return {**statement, **({"Condition": condition} if condition else {})}


def anyone(action: Any = "s3:GetObject", **condition: Condition) -> Statement:
    """An Allow to everyone, if a condition holds."""
    return to("*", action, **condition)


def never(action: Any = "s3:*", principal: Any = "*", **condition: Condition) -> Statement:
    """A Deny for everyone, or for somebody, if a condition holds."""
    return {**to(principal, action, **condition), "Effect": "Deny"}


def all_but(principal: Any, statement: Statement) -> Statement:
    """The same statement about everybody else."""
    rest = {name: part for name, part in statement.items() if name != "Principal"}
    return {**rest, "NotPrincipal": principal}


# What is told of them.


class Told(NamedTuple):
    """Who gets in, for short."""

    principal: str | dict[str, str]
    """For `{"AWS": "*"}` and the like the entry alone."""
    actions: Sequence[str] = ("s3:GetObject",)
    condition: Mapping[str, str] = {}
    is_public: bool = False


NOBODY: list[Told] = []
OPEN = [Told("*", is_public=True)]


def told(
    *statements: Statement,
    of: str = BUCKET,
    zone: Zone = ACCOUNT,
    catalogue: ActionCatalogue | None = None,
    exact: bool = True,
) -> list[Told]:
    """What is told of a policy; each example has to be a request from outside that gets in."""
    document = policy(*statements)
    found = external_access(document, of, OWNER, zone, catalogue=catalogue)
    for access in found:
        assert access.exact is exact
        if exact:
            replay(document, access, zone)
    return [in_short(access) for access in found]


def in_short(access: ExternalAccess) -> Told:
    ((kind, name),) = access.principal.items()
    principal = name if kind == "AWS" else access.principal
    return Told(principal, access.actions, access.condition, access.is_public)


def replay(
    document: Mapping[str, Any], access: ExternalAccess, zone: Zone, owner: str = OWNER
) -> None:
    """Check that the example is allowed, from outside, and one of what is told."""
    example = access.example
    assert example is not None
    assert example.principal is not None
    assert example.principal_type is not None
    who = example.principal_type, example.principal
    assert allowed(document, Request(example.action, example.resource, who, example.context))
    assert not belongs(zone, who, example.context, owner)
    index, sid = example.allowed_by
    assert (index, sid) in [(one.index, one.sid) for one in access.statements]


Cases = Mapping[str, tuple[Sequence[Statement], Sequence[Told]]]
"""A sentence, the statements that it is about, and what is told of them."""


def judge(cases: Cases, *, of: str = BUCKET, zone: Zone = ACCOUNT) -> None:
    """Check each of some sentences."""
    for sentence, (statements, expected) in cases.items():
        assert told(*statements, of=of, zone=zone) == expected, sentence


# Who belongs to a zone, one request at a time and apart from the engine.


def belongs(
    zone: Zone,
    who: tuple[str, str] | None,
    context: Mapping[str, Value],
    owner: str = OWNER,
) -> bool:
    """Whether a caller is of the zone, or is known to be by some context key."""
    accounts = {owner, *(zone.accounts if isinstance(zone, Organization) else ())}
    if who and is_named(zone, who, accounts):
        return True
    if (lookup(context, "aws:PrincipalIsAWSService") or "false") == "true":
        return True
    if any(lookup(context, key) for key in ONLY_OF_SERVICES):
        return True
    if any(one in accounts for key in ACCOUNT_KEYS for one in values_of(context, key)):
        return True
    if any(account_of(one) in accounts for key in ARN_KEYS for one in values_of(context, key)):
        return True
    return isinstance(zone, Organization) and is_in_organization(zone, context)


def is_named(zone: Zone, who: tuple[str, str], accounts: Container[str]) -> bool:
    kind, name = who
    if kind == "CanonicalUser":
        ids = zone.canonical_ids if isinstance(zone, Organization) else [zone.canonical_id]
        return name in ids
    return kind == "Service" or (kind == "AWS" and account_of(name) in accounts)


def is_in_organization(zone: Organization, context: Mapping[str, Value]) -> bool:
    ids = [one for key in ORGANIZATION_KEYS for one in values_of(context, key)]
    paths = [one for key in PATH_KEYS for one in values_of(context, key)]
    if not zone.paths:
        return zone.id in ids or any(one.startswith(f"{zone.id}/") for one in paths)
    units = [path.rstrip("*/") + "/" for path in zone.paths]
    return any(one.startswith(unit) for one in paths for unit in units)


def values_of(context: Mapping[str, Value], key: str) -> list[str]:
    carried = lookup(context, key)
    return [] if carried is None else as_list(carried)


def account_of(arn: str) -> str:
    parts = arn.split(":", 5)
    return parts[4] if len(parts) > 5 and parts[0] == "arn" else ""


def all_forms(document: dict[str, Any], text: str, folder: Path) -> list[Any]:
    """A document in each form but the one that has been read: a mapping, text, a file."""
    file = folder / "policy.json"
    file.write_text(text, encoding="utf-8")
    return [document, text, file]
