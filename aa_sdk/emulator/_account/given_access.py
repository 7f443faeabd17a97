"""What a resource gives to others, in the form that findings have.

Who gets in by a policy is decided by `aa_sdk.policy.external_access`. What is no policy (access
control lists, grants, accounts that a snapshot is shared with) names whom it is for. Both come
together here: a finding is about one principal and one condition, wherever the access is given.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

# The package loads a name when it is used, so that importing it here costs nothing.
from aa_sdk import policy
from aa_sdk._arns import Arn
from aa_sdk.emulator._account.savable import is_savable

_EVERYBODY = "*"


class Owner(NamedTuple):
    """The account that owns a resource: it makes up the zone of trust."""

    account_id: str
    """The account, 12 digits."""
    canonical_id: str = ""
    """Its canonical user id, which is another name for it; empty if nobody knows it."""


class GivenAccess(NamedTuple):
    """What one principal from outside of the zone of trust may do, in the terms of findings."""

    principal: Mapping[str, str]
    """The principal under its kind, as in `{"AWS": "*"}`."""
    actions: tuple[str, ...]
    """What it may do, sorted."""
    condition: Mapping[str, str] = {}
    """What holds of all of it, by context key."""
    is_public: bool = False
    """Whether anybody at all gets it."""
    sources: tuple[Mapping[str, Any], ...] = ()
    """For buckets: where it is given, each in the form that findings have."""

    @classmethod
    def without_policy(
        cls, kind: str, name: str, actions: Iterable[str], source: str | None = None
    ) -> Self:
        """Return access that knows no condition: it is public if it is for everybody."""
        sources = () if source is None else ({"type": source},)
        return cls({kind: name}, tuple(sorted(actions)), {}, name == _EVERYBODY, sources)

    def members(self) -> dict[str, Any]:
        """Return it in the form that findings have."""
        members: dict[str, Any] = {
            "principal": dict(self.principal),
            "action": list(self.actions),
            "condition": dict(self.condition),
            "isPublic": self.is_public,
        }
        if self.sources:
            members["sources"] = list(self.sources)
        return members


def given_by_policy(
    document: str, resource_type: str, owner: Owner, source: Mapping[str, Any] | None = None
) -> list[GivenAccess]:
    """List what a resource's policy gives to others than the account that owns the resource.

    Args:
        document: The policy as JSON text.
        resource_type: The type of the resource, such as `AWS::S3::Bucket`.
        owner: The account.
        source: The source that the access is reported with, where it is not the usual one.

    Returns:
        The access, one entry for each principal and condition.

    Raises:
        InvalidPolicyError: The document is malformed. It is a `ValueError`.
        UnsupportedPolicyError: It is not decided whom the policy lets in.
    """
    zone = policy.Account(owner.canonical_id)
    given = [
        GivenAccess(
            access.principal,
            access.actions,
            access.condition,
            access.is_public,
            (source,) if source else tuple(one.to_wire() for one in access.sources),
        )
        for access in policy.external_access(document, resource_type, owner.account_id, zone)
    ]
    if not all(is_savable(access.members()) for access in given):
        raise policy.InvalidPolicyError("", "some text has half a character")
    return given


def joined(given: Iterable[GivenAccess]) -> list[GivenAccess]:
    """Put together what one principal gets under one condition, in the order in which it comes.

    What is public and what is not stay apart.
    """
    together: dict[object, GivenAccess] = {}
    for access in given:
        key = whose(access.principal), frozenset(access.condition.items()), access.is_public
        known = together.get(key)
        together[key] = access if known is None else _both(known, access)
    return list(together.values())


def _both(one: GivenAccess, other: GivenAccess) -> GivenAccess:
    return one._replace(
        actions=tuple(sorted({*one.actions, *other.actions})),
        sources=(*one.sources, *(new for new in other.sources if new not in one.sources)),
    )


def whose(principal: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Tell who a principal is, so that it can be compared: an account has two ways to be written.

    Args:
        principal: The principal as a finding has it.
    """
    return frozenset((kind, _account_in(name) or name) for kind, name in principal.items())


def _account_in(name: str) -> str | None:
    arn = Arn.parse(name)
    return arn.account if arn is not None and arn.resource == "root" else None
