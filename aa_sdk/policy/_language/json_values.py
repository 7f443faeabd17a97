"""Decoded JSON: an object, an array, one value or several, told so that type checkers follow.

Whoever reads policy documents, strictly or not, starts here.
"""

from collections.abc import Mapping
from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Tell whether a value is a JSON object.

    Args:
        value: Decoded JSON.

    Returns:
        Whether it is.
    """
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Tell whether a value is a JSON array.

    Args:
        value: Decoded JSON.

    Returns:
        Whether it is.
    """
    return isinstance(value, list)


def entries(value: Any) -> list[Any]:
    """List what a policy element holds: the entries of a list, or the one value in its place.

    Args:
        value: Decoded JSON.

    Returns:
        The entries.
    """
    return [*value] if isinstance(value, list | tuple) else [value]
