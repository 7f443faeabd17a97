"""Many calls composed into one piece of work, which loses nothing and can be run again.

Names are loaded when they are first asked for, as those of `aa_sdk` are.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

if TYPE_CHECKING:
    from aa_sdk.workflows.archiving import (
        ArchivingFailure,
        ArchivingReport,
        ChosenFindings,
        RuleEffect,
        archive,
        rule_effect,
        unarchive,
    )

__all__ = (
    "ArchivingFailure",
    "ArchivingReport",
    "ChosenFindings",
    "RuleEffect",
    "archive",
    "rule_effect",
    "unarchive",
)

_HOMES = {
    "aa_sdk.workflows.archiving": (
        "ArchivingFailure",
        "ArchivingReport",
        "ChosenFindings",
        "RuleEffect",
        "archive",
        "rule_effect",
        "unarchive",
    ),
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
