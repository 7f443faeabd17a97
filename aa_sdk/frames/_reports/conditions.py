"""What conditions on access are worth: which hold who comes in, and which hardly hold anything."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

Hold: TypeAlias = Literal["none", "weak", "place", "identity"]
"""How well conditions hold access back, the weakest first.

`none`: there are none. `weak`: they say little of who comes in, or this release does not know them.
`place`: callers have to come from some network, or through some service. `identity`: callers have
to be of some account, organization, or named.
"""

HOLDS: tuple[Hold, ...] = ("none", "weak", "place", "identity")

NO_CONDITION: Final = "no condition"
_UNKNOWN_KEY: Final = ("weak", "no key that this report knows: read what it asks for")
_OPEN_VALUE: Final = "its value lets everyone through"

_OF_PRINCIPAL = "callers of that identity alone; it is as narrow as its value"
_OF_ORGANIZATION = "anyone in the organization, in each of its accounts"
_OF_SOURCE = "a service on behalf of that account or resource, not of others"
_OF_NETWORK = "requests from that network; whoever is in it has access"
_OF_ENDPOINT = "requests through endpoints of that account or organization"

_KEYS: Final[Mapping[str, tuple[Hold, str]]] = {
    "aws:principalaccount": ("identity", "callers of that account"),
    "aws:principalarn": ("identity", _OF_PRINCIPAL),
    "aws:principalorgid": ("identity", _OF_ORGANIZATION),
    "aws:principalorgpaths": ("identity", "anyone in that part of the organization"),
    "aws:principalservicename": ("identity", "that AWS service, on behalf of whomever it works"),
    "aws:principalservicenameslist": ("identity", "that AWS service, on behalf of anyone"),
    "aws:principalisawsservice": ("place", "any AWS service, on behalf of whomever it works"),
    "aws:userid": ("identity", _OF_PRINCIPAL),
    "aws:username": ("identity", "users of that name; other accounts may have one too"),
    "aws:sourceaccount": ("identity", _OF_SOURCE),
    "aws:sourceowner": ("identity", _OF_SOURCE),
    "aws:sourcearn": ("identity", _OF_SOURCE),
    "aws:sourceorgid": ("identity", "a service on behalf of accounts of the organization"),
    "aws:sourceorgpaths": ("identity", "a service on behalf of a part of the organization"),
    "aws:sourceip": ("place", "requests from those addresses, whoever sends them"),
    "aws:vpcsourceip": ("place", "requests from those addresses, whoever sends them"),
    "aws:sourcevpc": ("place", _OF_NETWORK),
    "aws:sourcevpcarn": ("place", _OF_NETWORK),
    "aws:sourcevpce": ("place", "requests through that endpoint; whoever reaches it has access"),
    "aws:ec2instancesourcevpc": ("place", _OF_NETWORK),
    "aws:vpceaccount": ("identity", _OF_ENDPOINT),
    "aws:vpceorgid": ("identity", _OF_ENDPOINT),
    "aws:vpceorgpaths": ("identity", _OF_ENDPOINT),
    "aws:calledvia": ("place", "requests that a service makes for the caller"),
    "aws:viaawsservice": ("place", "requests that a service makes for the caller"),
    "kms:calleraccount": ("identity", "callers of that account"),
    "kms:viaservice": ("place", "requests through that service, whoever makes them"),
    "s3:dataaccesspointaccount": ("identity", "access points of that account"),
    "s3:dataaccesspointarn": ("identity", "that access point; its policy decides on callers"),
    "sts:externalid": ("identity", "those who know the external id: no other customer of theirs"),
    "lambda:eventsourcetoken": ("identity", "those who know the token"),
    "lambda:functionurlauthtype": ("weak", "how callers sign in, not who they are"),
    "elasticfilesystem:accessedviamounttarget": ("place", _OF_NETWORK),
    "aws:securetransport": ("weak", "encrypted requests, which everyone can send"),
    "aws:multifactorauthpresent": ("weak", "a second factor, whoever has it"),
    "aws:useragent": ("weak", "a header that callers write themselves"),
    "aws:referer": ("weak", "a header that callers write themselves"),
    "aws:currenttime": ("weak", "a time, whoever calls"),
    "s3express:sessionmode": ("weak", "the kind of session, whoever opens it"),
    "s3:x-amz-server-side-encryption-aws-kms-key-id": ("weak", "how things are encrypted"),
}
# The keys of those who issue web identities begin with their names.
_ENDINGS: Final[Mapping[str, tuple[Hold, str]]] = {
    ":sub": ("identity", "that subject of the identity provider"),
    ":aud": ("place", "tokens issued for that program, whoever has one"),
    ":app_id": ("place", "tokens issued for that program, whoever has one"),
    ":amr": ("weak", "how the caller signed in with the identity provider"),
}
_VALUES = re.compile(r"[\s,\[\]\"']+")
_EVERYTHING = re.compile(r"\*+|0\.0\.0\.0/0|::/0|arn:\*(:\*)*")


def hold_of(condition: Mapping[str, str]) -> Hold:
    """Say how well conditions, which hold together, hold access back.

    Args:
        condition: Context key to value, as findings have it.
    """
    there: set[Hold] = {_read(key, value)[0] for key, value in condition.items()}
    return max(there, key=_rank) if there else "none"


def weakest(conditions: Iterable[Mapping[str, str]]) -> Hold:
    """Say how well access is held back where any one of several conditions will do."""
    there: set[Hold] = {hold_of(condition) for condition in conditions}
    return min(there, key=_rank) if there else "none"


def _rank(hold: Hold) -> int:
    return HOLDS.index(hold)


def meaning_of(key: str, value: str = "") -> str:
    """Say whom a condition lets through.

    Args:
        key: The context key, in any case.
        value: Its value. Default: some value that is not everything.
    """
    return _read(key, value)[1]


def _read(key: str, value: str) -> tuple[Hold, str]:
    if any(_EVERYTHING.fullmatch(one) for one in _VALUES.split(value)):
        return "weak", _OPEN_VALUE
    lower = key.lower()
    if known := _KEYS.get(lower):
        return known
    return next((said for end, said in _ENDINGS.items() if lower.endswith(end)), _UNKNOWN_KEY)
