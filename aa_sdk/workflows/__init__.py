"""Many calls composed into one piece of work, which loses nothing and can be run again.

Names are loaded when they are first asked for, as those of `aa_sdk` are.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

__all__: tuple[str, ...] = ()

_HOMES: dict[str, tuple[str, ...]] = {}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
