"""The zone of trust as a policy: it allows everything, to whoever belongs to the zone.

What a resource's policy allows beyond it is external access. Who belongs to the zone is told by
the principal, or by a context key that pins it; and since no two parts of a request hang together
for the engine, what a principal implies for such keys is said as conditions as well.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from aa_sdk._arns import Arn
from aa_sdk.policy._language.conditions import Condition, parse_conditions
from aa_sdk.policy._language.documents import Policy
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.principals import Principal

_ACCOUNT_KEYS = (
    "aws:PrincipalAccount",
    "aws:SourceAccount",
    "aws:SourceOwner",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
)
_ARN_KEYS = ("aws:PrincipalArn", "aws:SourceArn", "s3:DataAccessPointArn")
_ORGANIZATION_KEYS = ("aws:PrincipalOrgID", "aws:SourceOrgID")
_PATH_KEYS = ("aws:PrincipalOrgPaths", "aws:SourceOrgPaths")
# Only a request of a service has these, and the first one says so.
_SERVICE_CONDITIONS = (
    ("Bool", "aws:PrincipalIsAWSService", "true"),
    ("Null", "aws:PrincipalServiceName", "false"),
    ("Null", "aws:PrincipalServiceNamesList", "false"),
)
_USER_OR_ROLE = ("user/", "role/")

_Pin = tuple[str, str, Sequence[str] | str]
"""An operator, a key, and its values."""


class Members(NamedTuple):
    """Who belongs to a zone of trust, besides the services of AWS."""

    accounts: tuple[str, ...]
    """The accounts, by their ids."""
    organization: str = ""
    """The id of the organization that belongs to it as a whole."""
    paths: tuple[str, ...] = ()
    """Patterns of paths in an organization; whoever is below one of them belongs to it."""
    canonical_ids: tuple[str, ...] = ()
    """The accounts, as far as they are known by their canonical user ids."""


def zone_policy(members: Members, keys: Collection[str]) -> Layers:
    """Write the policy that allows everything to members and to services.

    Args:
        members: Who belongs to the zone.
        keys: The context keys that matter, in lower case.

    Returns:
        The policy. About other keys it says nothing.
    """
    everything: dict[str, Any] = {"Effect": "Allow", "Action": "*"}
    named: dict[str, Any] = {"AWS": [*members.accounts], "Service": "*"}
    if members.canonical_ids:
        named["CanonicalUser"] = [*members.canonical_ids]
    pinned = [
        {**everything, "Principal": "*", "Condition": {operator: {key: values}}}
        for operator, key, values in _pins_of_members(members)
        if key.lower() in keys
    ]
    return Policy.parse({"Statement": [{**everything, "Principal": named}, *pinned]}).layers


def _pins_of_members(members: Members) -> Iterator[_Pin]:
    for key in _ACCOUNT_KEYS:
        yield "StringEquals", key, members.accounts
    for key in _ARN_KEYS:
        yield "ArnLike", key, [f"arn:*:*:*:{account}:*" for account in members.accounts]
    yield from _SERVICE_CONDITIONS
    if members.organization:
        for key in _ORGANIZATION_KEYS:
            yield "StringEquals", key, members.organization
    if members.paths:
        for key in _PATH_KEYS:
            yield "ForAnyValue:StringLike", key, members.paths


def implied_conditions(principal: Principal, keys: Collection[str]) -> Iterator[Condition]:
    """Tell what context keys say of a request by a principal who is named.

    Args:
        principal: A user, role, session or account; of others nothing is known.
        keys: The context keys that matter, in lower case.

    Yields:
        The conditions that its requests fulfil.
    """
    if not principal.account:
        return
    for operator, key, values in _pins_of_principal(principal):
        if key.lower() in keys:
            yield from parse_conditions({operator: {key: values}}, key, variables=False)


def _arns_of(principal: Principal) -> list[str]:
    """What the key with the caller's ARN may have."""
    if principal.is_session:
        # The role, with a path that the session does not tell.
        its = f"arn:*:iam::{principal.account}:role/"
        return [its + principal.role, f"{its}*/{principal.role}"]
    arn = Arn.parse(principal.name)
    is_own = arn is not None and arn.resource.startswith(_USER_OR_ROLE)
    return [principal.name if is_own else f"arn:*:*:*:{principal.account}:*"]


def _pins_of_principal(principal: Principal) -> Iterator[_Pin]:
    yield "StringEquals", "aws:PrincipalAccount", principal.account
    yield "StringEquals", "kms:CallerAccount", principal.account
    yield "ArnLike", "aws:PrincipalArn", _arns_of(principal)
    yield "Bool", "aws:PrincipalIsAWSService", "false"
    yield "Null", "aws:PrincipalServiceName", "true"
    yield "Null", "aws:PrincipalServiceNamesList", "true"


def _all_conditions() -> list[Condition]:
    anyone = Members(("0" * 12,), "o-any", ("o-any/*",))
    keys = {key.lower() for _, key, _ in _pins_of_members(anyone)}
    statements = zone_policy(anyone, keys).statements
    return [condition for statement in statements for condition in statement.conditions]


ZONE_CONDITIONS = _all_conditions()
"""What zones of trust ask of all keys that can tell a member: for the kinds of these keys."""
