"""Names of accounts and regions, and of what is there already."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from aa_sdk.emulator._account.world import World

_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_REGION = re.compile(r"[a-z]{2,5}(-[a-z]{2,12}){1,3}-\d{1,2}", re.ASCII)
_ACCESS_KEY = re.compile(r"\w{1,128}", re.ASCII)


class AlreadyThereError(ValueError):
    """What is to be added is there already, or something else is under its name."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account that an emulator knows of."""

    account_id: str
    """Its id."""
    access_key_ids: tuple[str, ...]
    """The access keys that were announced for it."""
    region_names: tuple[str, ...]
    """Where it has analyzers."""


def accounts_of(world: World) -> Iterable[Account]:
    """Return the accounts that have been heard of, the emulator's own first."""
    keys, regions = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for key, account_id in world.access_keys.items():
        keys[account_id].append(key)
    for scope in world.scopes.values():
        if scope.analyzers:
            regions[scope.account_id].append(scope.region)
    for account_id in account_ids_of(world):
        yield Account(account_id, tuple(keys[account_id]), tuple(regions[account_id]))


def account_ids_of(world: World) -> Collection[str]:
    """Return the ids of the accounts that have been heard of, the emulator's own first."""
    there = (scope.account_id for scope in world.scopes.values() if scope.analyzers)
    named = [world.account_id, *world.access_keys.values(), *there, *world.members]
    if world.delegated_administrator is not None:
        named.append(world.delegated_administrator)
    return dict.fromkeys(named).keys()


def checked_account(account_id: str) -> str:
    """Return the id of an account if it is one.

    Raises:
        ValueError: It has not 12 digits.
    """
    return _checked(_ACCOUNT, account_id, "an account id has 12 digits")


def checked_region(region: str) -> str:
    """Return the name of a region if it looks like one; which there are is for AWS to say.

    Raises:
        ValueError: It looks like none.
    """
    return _checked(_REGION, region, "a region is named as us-east-1 is")


def checked_access_key(access_key_id: str) -> str:
    """Return an access key id if it is one.

    Raises:
        ValueError: It has other characters than letters, digits and underscores, or none.
    """
    return _checked(_ACCESS_KEY, access_key_id, "an access key id has letters and digits alone")


def _checked(pattern: re.Pattern[str], text: str, rule: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f"{rule}: not {text[:40]!r}")
    return text
