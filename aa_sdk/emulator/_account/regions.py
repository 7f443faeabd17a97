"""Regions: which there are, which of them an account can turn off, and which are off."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

EVERY_ACCOUNT = "*"
"""Stands in place of an account where a Region is off for all of them."""

Switches = dict[str, dict[str, bool]]
"""Whether Regions are on, by Region and account, where anybody has said so."""

# Those from before March 2019, which are on for every account.
_ALWAYS_ON = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)


@cache
def regions_in(partition: str) -> tuple[str, ...]:
    """Return the Regions of a partition that have the service, by name, as botocore knows them.

    Args:
        partition: The partition, such as `aws`.
    """
    data: Any = import_module("botocore.loaders").Loader().load_data("endpoints")
    resolver: Any = import_module("botocore.regions").EndpointResolver(data)
    found: Iterable[str] = resolver.get_available_endpoints("access-analyzer", partition)
    return tuple(sorted(found))


def opt_in_regions() -> tuple[str, ...]:
    """Return the Regions that an account can turn on and off, by name."""
    return tuple(region for region in regions_in("aws") if region not in _ALWAYS_ON)


def opt_status(switches: Switches, region: str, account_id: str) -> str:
    """Return whether a Region is on for an account, in the words of Account Management."""
    if is_off(switches, region, account_id):
        return "DISABLED"
    return "ENABLED" if region in opt_in_regions() else "ENABLED_BY_DEFAULT"


def is_off(switches: Switches, region: str, account_id: str) -> bool:
    """Tell whether a Region is off for an account."""
    told = switches.get(region)
    return told is not None and not told.get(account_id, told.get(EVERY_ACCOUNT, True))


def switch(switches: Switches, region: str, account_id: str | None, *, on: bool) -> None:
    """Turn a Region on or off.

    Args:
        switches: What is said so far; it is changed.
        region: The Region.
        account_id: The account; None for all, whatever was said of some before.
        on: Whether it is on from now on.

    Raises:
        ValueError: No account can turn this Region on and off.
    """
    if region not in opt_in_regions():
        allowed = ", ".join(opt_in_regions())
        raise ValueError(f"only Regions that one opts in to can be off, and these are {allowed}")
    if account_id is None:
        switches[region] = {EVERY_ACCOUNT: on}
    else:
        switches.setdefault(region, {})[account_id] = on
