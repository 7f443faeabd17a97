"""The condition keys that policies name, held against the catalogue."""

from functools import lru_cache

from aa_sdk.policy._validation.catalogue import ActionCatalogue, ConditionKey
from aa_sdk.policy._validation.global_keys import GLOBAL, global_key

_REMEMBERED = 200  # characters of a key


def prefix_of(name: str) -> str:
    """Return what stands before the colon of a condition key; empty where there is none."""
    prefix, colon, _ = name.partition(":")
    return prefix if colon else ""


def find_keys(catalogue: ActionCatalogue, name: str) -> list[ConditionKey] | None:
    """Find what is known of a condition key.

    Args:
        catalogue: The catalogue.
        name: The key in lower case.

    Returns:
        The keys that it may be, none where there is no such one; None where nothing is known of
        keys with its prefix.
    """
    return (_find if len(name) <= _REMEMBERED else _find.__wrapped__)(catalogue, name)


@lru_cache(maxsize=2048)
def _find(catalogue: ActionCatalogue, name: str) -> list[ConditionKey] | None:
    prefix = prefix_of(name)
    if prefix == GLOBAL:
        known = global_key(name)
        return [known] if known else []
    services = catalogue.services_of_key(prefix)
    return [key for one in services for key in one.matching_keys(name)] if services else None
