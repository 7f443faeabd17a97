"""Many calls composed into one piece of work, which loses nothing and can be run again.

Names are loaded when they are first asked for, as those of `aa_sdk` are.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

if TYPE_CHECKING:
    from aa_sdk.workflows.hydration import (
        Gone,
        Hydrated,
        Hydration,
        HydrationFailed,
        HydrationReport,
        HydrationResult,
        HydrationStream,
        hydrate,
    )

__all__ = (
    "Gone",
    "Hydrated",
    "Hydration",
    "HydrationFailed",
    "HydrationReport",
    "HydrationResult",
    "HydrationStream",
    "hydrate",
)

_HOMES = {
    "aa_sdk.workflows.hydration": (
        "Gone",
        "Hydrated",
        "Hydration",
        "HydrationFailed",
        "HydrationReport",
        "HydrationResult",
        "HydrationStream",
        "hydrate",
    ),
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
