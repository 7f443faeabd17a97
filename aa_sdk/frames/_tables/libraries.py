"""Libraries that tables are handed to, loaded where they are."""

from importlib import import_module
from typing import Any


def needed(user: str, *names: str) -> list[Any]:
    """Load libraries that something cannot do without.

    Args:
        user: What needs them.
        names: What they are installed and loaded as.

    Raises:
        ModuleNotFoundError: One of them is not installed.
    """
    try:
        return [import_module(name) for name in names]
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{user} needs {' and '.join(names)}: pip install {' '.join(names)}", name=error.name
        ) from error


def installed(name: str) -> Any:
    """Load a library; None where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None
