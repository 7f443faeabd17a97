"""Many calls composed into one piece of work, which loses nothing and can be run again.

Names are loaded when they are first asked for, as those of `aa_sdk` are.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

if TYPE_CHECKING:
    from aa_sdk.workflows.jobs import (
        AccessPreviewJob,
        AnalyzerJob,
        Job,
        PolicyGenerationJob,
        Polling,
        RecommendationJob,
        ResourceScanJob,
        ScanStatus,
    )
    from aa_sdk.workflows.previews import preview_configuration

__all__ = (
    "AccessPreviewJob",
    "AnalyzerJob",
    "Job",
    "PolicyGenerationJob",
    "Polling",
    "RecommendationJob",
    "ResourceScanJob",
    "ScanStatus",
    "preview_configuration",
)

_HOMES: dict[str, tuple[str, ...]] = {
    "aa_sdk.workflows.jobs": (
        "AccessPreviewJob",
        "AnalyzerJob",
        "Job",
        "PolicyGenerationJob",
        "Polling",
        "RecommendationJob",
        "ResourceScanJob",
        "ScanStatus",
    ),
    "aa_sdk.workflows.previews": ("preview_configuration",),
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
