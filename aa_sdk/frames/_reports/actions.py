"""What an action is for: to read, to write, or to say who may do what.

Nobody says it in a finding. Names of actions follow habits, and the rule here is one of names: a
verb that only looks reads; what is about policies, grants and shares, all of IAM that is no
reading, and what hands over a role, decides on permissions; the rest writes. What is not known to
read counts as writing, so that the rule errs to the careful side.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["permissions", "write", "read"]
"""What an action is for.

`permissions`: it changes who may do what, or gives the caller what a role may do. `write`: it
changes or deletes things, or runs something. `read`: it looks, at data or at settings.
"""

LEVELS: tuple[Level, ...] = ("permissions", "write", "read")
"""The levels, the one to look at first in front."""

_READS = re.compile(
    r"Get|List|Describe|Head|Query|Scan|Select|Search|Read|View|Lookup|Check(?!point|in|out)|Count|Estimate"
    r"|Preview|Simulate|Verify|Validate|Filter|Discover|Detect|Evaluate|Explain|Download|Receive"
    r"|Retrieve|Batch(Get|Describe|Detect|Check|Read)|ConditionCheck|PartiQLSelect|Test",
    re.IGNORECASE,
)
_GRANTS = re.compile(
    r"polic(y|ies)|acl(s|$|for)|permission|grant|publicaccess|ownershipcontrols|owneroverride"
    r"|(snapshot|image)attribute|passrole|assumerole|accountassociation|bypass",
    re.IGNORECASE,
)
# What services call a policy or an access control list, and is none on who may do what.
_OTHERS = re.compile(
    r"(lifecycle|scaling|retention|backup|routing|loadbalancer|replication|cache|caching|request"
    r"|security|rotation|expiration|traffic|deletion|encryption|headers|alerting|notification"
    r"|firewall|event|scheduling|metering|deployment|reasoning|ipam)polic|(network|web)acl"
    r"|policytable",
    re.IGNORECASE,
)
_EXCEPTIONS: dict[str, Level] = {
    "kms:decrypt": "read",  # it changes nothing, and shows what was secret
    "logs:startquery": "read",
    "logs:stopquery": "read",
    "sqs:setqueueattributes": "permissions",  # the queue's policy is one of them
    "sns:settopicattributes": "permissions",  # so is the topic's
    "iam:generateservicelastaccesseddetails": "read",
    "iam:generatecredentialreport": "read",
    "sts:getfederationtoken": "permissions",  # credentials for others
    "sso:getrolecredentials": "permissions",
    "elasticfilesystem:clientmount": "read",  # writing is another action
    "lambda:enablereplication": "permissions",
    "sns:verifysmssandboxphonenumber": "write",
}
_ALL_GRANT = frozenset({"iam", "organizations", "sso", "ram", "identitystore"})
_WILDCARD = re.compile(r"[*?]")


@lru_cache(maxsize=4096)  # findings name the same few actions again and again
def level_of(action: str) -> Level:
    """Say what an action is for.

    Args:
        action: The action as IAM writes it, such as `s3:GetObject`, with or without wildcards.

    Returns:
        Its level; with wildcards, the level of the most that they stand for.
    """
    service, _, name = action.rpartition(":")
    service = service.lower()
    if exception := _EXCEPTIONS.get(action.lower()):
        return exception
    if _READS.match(_WILDCARD.split(name)[0]):
        return "read"
    if _WILDCARD.search(name) or service in _ALL_GRANT:
        return "permissions"
    is_about_access = _GRANTS.search(name) and not _OTHERS.search(name)
    return "permissions" if is_about_access else "write"


def highest(actions: Iterable[str]) -> Level | None:
    """Return the level to look at first among those of some actions; None without actions."""
    there = {level_of(action) for action in actions}
    return next((level for level in LEVELS if level in there), None)


def gravest_first(actions: Iterable[str]) -> tuple[str, ...]:
    """Put actions into order: permissions, writing, reading; those of a level stay as they came."""
    return tuple(sorted(actions, key=lambda action: LEVELS.index(level_of(action))))
