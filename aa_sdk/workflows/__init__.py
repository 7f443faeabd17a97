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
    from aa_sdk.workflows.changes import (
        Archived,
        Changed,
        Changes,
        Deleted,
        Expired,
        FindingChange,
        New,
        Reopened,
        Resolved,
        StoredFinding,
    )
    from aa_sdk.workflows.desired_state import (
        AnalyzerFailedError,
        AnalyzerNotFoundError,
        AnalyzerSpec,
        Applied,
        Blocked,
        Change,
        Plan,
        PlanBlockedError,
        Unmanaged,
        ensure_analyzer,
        find_analyzer,
        plan_analyzer,
    )
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
    from aa_sdk.workflows.previews import (
        preview_configuration,
    )
    from aa_sdk.workflows.store import (
        FindingStore,
        StoredFindings,
        StoreError,
        StoreInUseError,
        StoreRun,
    )
    from aa_sdk.workflows.sync import (
        sync_findings,
    )

__all__ = (
    "AccessPreviewJob",
    "AnalyzerFailedError",
    "AnalyzerJob",
    "AnalyzerNotFoundError",
    "AnalyzerSpec",
    "Applied",
    "Archived",
    "ArchivingFailure",
    "ArchivingReport",
    "Blocked",
    "Change",
    "Changed",
    "Changes",
    "ChosenFindings",
    "Deleted",
    "Expired",
    "FindingChange",
    "FindingStore",
    "Gone",
    "Hydrated",
    "Hydration",
    "HydrationFailed",
    "HydrationReport",
    "HydrationResult",
    "HydrationStream",
    "Job",
    "New",
    "Plan",
    "PlanBlockedError",
    "PolicyGenerationJob",
    "Polling",
    "RecommendationJob",
    "Reopened",
    "Resolved",
    "ResourceScanJob",
    "RuleEffect",
    "ScanStatus",
    "StoreError",
    "StoreInUseError",
    "StoreRun",
    "StoredFinding",
    "StoredFindings",
    "Unmanaged",
    "archive",
    "ensure_analyzer",
    "find_analyzer",
    "hydrate",
    "plan_analyzer",
    "preview_configuration",
    "rule_effect",
    "sync_findings",
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
    "aa_sdk.workflows.changes": (
        "Archived",
        "Changed",
        "Changes",
        "Deleted",
        "Expired",
        "FindingChange",
        "New",
        "Reopened",
        "Resolved",
        "StoredFinding",
    ),
    "aa_sdk.workflows.desired_state": (
        "AnalyzerFailedError",
        "AnalyzerNotFoundError",
        "AnalyzerSpec",
        "Applied",
        "Blocked",
        "Change",
        "Plan",
        "PlanBlockedError",
        "Unmanaged",
        "ensure_analyzer",
        "find_analyzer",
        "plan_analyzer",
    ),
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
    "aa_sdk.workflows.store": (
        "FindingStore",
        "StoreError",
        "StoreInUseError",
        "StoreRun",
        "StoredFindings",
    ),
    "aa_sdk.workflows.sync": ("sync_findings",),
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
