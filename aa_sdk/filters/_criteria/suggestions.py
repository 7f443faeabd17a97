"""Tells a slip of the pen from something this release does not know yet."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from aa_sdk.filters._keys import FILTER_KEYS, FilterKey, Operator

_KEY_LIKENESS: Final = 0.81
_VALUE_LIKENESS: Final = 0.92  # resource types have most of their letters in common
_STATE_LIKENESS: Final = 0.88  # and INACTIVE, say, may become a status
_SUGGESTED_KEY_LIKENESS: Final = 0.5
_SUGGESTED_VALUE_LIKENESS: Final = 0.75
_PART_LENGTH: Final = 5
_ACCOUNT_DIGITS: Final = 12
_RESOURCE_TYPE: Final = re.compile(r"AWS::\w+::\w+", re.ASCII)


def intended_key(name: str) -> str | None:
    """Return the documented key that an undocumented one is probably meant to be.

    That is one that differs in case, underscores or a letter or two, that the name is a part
    of, or that it becomes with `condition.` before it. Condition keys differ by single letters
    (`aws:SourceVpc`, `aws:SourceVpce`), so among them only the case may differ.

    Args:
        name: A key that is not in `FILTER_KEYS`.

    Returns:
        The documented key; None when the name resembles none, as a key that the service may
        have got since this release.
    """
    folded = {_folded(key): key for key in FILTER_KEYS}
    same = same_key(name) or same_key(f"condition.{name}")
    if same or name.startswith("condition."):
        return same
    family, dot, rest = name.rpartition(".")
    tails = [key.removeprefix(family + dot) for key in FILTER_KEYS if key.startswith(family + dot)]
    plain = [tail for tail in tails if "." not in tail]
    if close := get_close_matches(rest, plain, 1, _KEY_LIKENESS):
        return family + dot + close[0]
    part = len(name) >= _PART_LENGTH and _folded(name)
    return next((key for text, key in folded.items() if part and part in text), None)


def same_key(name: str) -> str | None:
    """Return the documented key that differs from a name in case, underscores and hyphens alone.

    Args:
        name: A key as it was written, such as `resource_type`.
    """
    return {_folded(key): key for key in FILTER_KEYS}.get(_folded(name))


def nearest_keys(name: str) -> str | None:
    """Return the documented keys nearest to a name, for a suggestion.

    Args:
        name: A key that is not in `FILTER_KEYS`.

    Returns:
        Usually one key, otherwise several with `or` between them; None when none is near.
    """
    if meant := intended_key(name):
        return repr(meant)
    return _closest(name, FILTER_KEYS, _SUGGESTED_KEY_LIKENESS)


def value_problem(key: FilterKey, operator: Operator, value: str) -> str | None:
    """Return what is wrong with a value of a documented key.

    Args:
        key: The key.
        operator: The operator the value stands under.
        value: The value.

    Returns:
        The reason, with a suggestion where one is near; None for a value that can occur.
    """
    if key.kind == "account" or key.name == "principal.AWS":
        return _account_problem(key, operator, value)
    if not key.values or value in key.values:
        return None
    if operator == "contains":
        return _part_problem(key, value)
    if _may_be_new(key, value):
        return None
    if close := _closest(value, key.values, _SUGGESTED_VALUE_LIKENESS):
        return f"is no {key.name}; did you mean {close}?"
    way_out = f"FindingFilter().key({key.name!r}) takes any text"
    return f"is no {key.name}; known are {', '.join(key.values)}; {way_out}"


def misspelt(key: FilterKey, value: str) -> str | None:
    """Return why a value is a known one with a slip of the pen, which no new one will be.

    Args:
        key: A key whose values are on a list; of any other key, no value is.
        value: The value.

    Returns:
        The reason, with the known value that is meant; None for a value that may be meant so.
    """
    if not key.values or value in key.values:
        return None
    folded = {_folded(known): known for known in key.values}
    text = _folded(value)
    likeness = _STATE_LIKENESS if key.kind == "enum" else _VALUE_LIKENESS
    close = [one for one in folded if sorted(one) == sorted(text)]  # letters change places
    close = close or get_close_matches(text, folded, 1, likeness)
    return f"is no {key.name}; did you mean {folded[close[0]]!r}?" if close else None


def _may_be_new(key: FilterKey, value: str) -> bool:
    """Tell whether a value is one that open lists of values may have got meanwhile."""
    if key.kind == "resource_type" and not _RESOURCE_TYPE.fullmatch(value):
        return False
    return key.kind in ("open_enum", "resource_type") and misspelt(key, value) is None


def _part_problem(key: FilterKey, value: str) -> str | None:
    if key.kind != "enum" or any(value.casefold() in known.casefold() for known in key.values):
        return None
    return f"is in no {key.name}; known are {', '.join(key.values)}"


def _account_problem(key: FilterKey, operator: Operator, value: str) -> str | None:
    if operator == "contains" or (key.kind != "account" and not value.isdecimal()):
        return None
    if len(value) == _ACCOUNT_DIGITS and value.isdecimal():
        return None
    padded = value.zfill(_ACCOUNT_DIGITS)
    # A number drops the zeros that an account id may start with.
    hint = f"; did you mean {padded!r}?" if value.isdecimal() and padded != value else ""
    return f"is no account id, which has {_ACCOUNT_DIGITS} digits{hint}"


def _closest(value: str, known: Iterable[str], likeness: float) -> str | None:
    folded = {_folded(text): text for text in known}
    near = [text for text in folded if value and _folded(value) in text]
    near = near or get_close_matches(_folded(value), folded, 1, likeness)
    return " or ".join(repr(folded[text]) for text in near) or None


def _folded(text: str) -> str:
    return text.casefold().replace("_", "").replace("-", "")
