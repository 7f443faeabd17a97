"""What is told of the members of an organization."""

from dataclasses import dataclass
from typing import Literal, get_args

from aa_sdk.emulator._account.savable import check_text

MemberStatus = Literal["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"]
"""What state an account is in."""

LONGEST_NAME = 50
LONGEST_UNIT_NAME = 128
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the organization."""

    account_id: str
    """Its id."""
    name: str | None = None
    """Its name; None for one that goes by the id."""
    status: MemberStatus = "ACTIVE"
    """The state it is in."""
    unit: str = ""
    """The organizational unit it is in, as `Workloads/Production`; empty below the root."""


def checked_name(name: str) -> str:
    """Return the name of an account if it is one.

    Raises:
        ValueError: It has no characters, too many, or half a one.
    """
    check_text(name=name)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ValueError(f"name: should have 1 to {LONGEST_NAME} characters")
    return name


def checked_status(status: MemberStatus) -> MemberStatus:
    """Return the state of an account if it is one.

    Raises:
        ValueError: There is no such state.
    """
    if status not in get_args(MemberStatus):
        named = ", ".join(get_args(MemberStatus))
        raise ValueError(f"status: should be one of {named}: not {status!r}")
    return status


def checked_unit(unit: str) -> str:
    """Return the path of an organizational unit if it is one; an empty one is the root's.

    Raises:
        ValueError: A name in it is empty, too long or has blanks around it, or it is too deep.
    """
    check_text(unit=unit)
    names = unit.split("/") if unit else []
    good = all(0 < len(name) <= LONGEST_UNIT_NAME and name == name.strip() for name in names)
    if not good or len(names) > DEEPEST:
        raise ValueError(
            f"unit: should be up to {DEEPEST} names of organizational units, such as "
            f"Workloads/Production: not {unit[:40]!r}"
        )
    return unit
