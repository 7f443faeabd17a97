"""The organization: which accounts are in it, where they are, and how all of it is named."""

from collections.abc import Iterator
from hashlib import sha256

from aa_sdk.emulator._account.members import Member
from aa_sdk.emulator._account.places import account_ids_of
from aa_sdk.emulator._account.world import World, partition_of

SERVICE_PRINCIPAL = "access-analyzer.amazonaws.com"
"""The service that an account may be the delegated administrator of."""


def members_of(world: World) -> list[Member]:
    """Return the accounts of the organization, by id: all that the emulator has heard of."""
    known = sorted(account_ids_of(world)) if world.organization else []
    return [world.members.get(account) or Member(account) for account in known]


def is_member(world: World, account_id: str) -> bool:
    """Tell whether an account is in the organization."""
    told = account_id == world.account_id or account_id in world.members
    return world.organization and (told or account_id in account_ids_of(world))


def administers(world: World, account_id: str) -> bool:
    """Tell whether an account may ask what there is in the organization."""
    return account_id in (world.account_id, world.delegated_administrator)


def name_of(world: World, member: Member) -> str:
    """Return the name of an account."""
    own = "management" if member.account_id == world.account_id else f"account-{member.account_id}"
    return member.name or own


def organization_id(world: World) -> str:
    """Return the id of the organization, which goes by its management account."""
    return f"o-{_digits(world, '')[:10]}"


def root_id(world: World) -> str:
    """Return the id of what all accounts are below."""
    return f"r-{_digits(world, '')[:4]}"


def unit_id(world: World, unit: str) -> str:
    """Return the id of an organizational unit; of the root, if it is empty."""
    root = root_id(world)
    return f"ou-{root.removeprefix('r-')}-{_digits(world, unit)[:8]}" if unit else root


def units_of(world: World) -> list[str]:
    """Return the organizational units, those above them included, by name."""
    return sorted({unit for member in members_of(world) for unit in _upward(member.unit)})


def arn(world: World, kind: str, *parts: str) -> str:
    """Return the ARN of something in the organization.

    Args:
        world: What there is.
        kind: What it is: `account`, `root`, `ou`, or `organization` itself.
        *parts: Its id, where it is not the organization.
    """
    path = "/".join((kind, organization_id(world), *parts))
    return f"arn:{partition_of(world.region)}:organizations::{world.account_id}:{path}"


def _upward(unit: str) -> Iterator[str]:
    while unit:
        yield unit
        unit = unit.rpartition("/")[0]


def _digits(world: World, unit: str) -> str:
    return sha256(f"organization {world.account_id} {unit}".encode()).hexdigest()
