"""Names of accounts and regions, and of what is there already."""

import re
from collections.abc import Iterable
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
    keys = world.access_keys.items()
    there = [scope for scope in world.scopes.values() if scope.analyzers]
    named = [world.account_id, *(account for _, account in keys), *(s.account_id for s in there)]
    for account_id in dict.fromkeys(named):
        yield Account(
            account_id,
            tuple(key for key, account in keys if account == account_id),
            tuple(scope.region for scope in there if scope.account_id == account_id),
        )


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
