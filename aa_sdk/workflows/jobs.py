"""Work that the service does in the background: started, waited for, and taken up again."""

from aa_sdk._lazy import hide_imports
from aa_sdk.workflows._jobs.access_previews import AccessPreviewJob
from aa_sdk.workflows._jobs.analyzers import AnalyzerJob
from aa_sdk.workflows._jobs.job import Job
from aa_sdk.workflows._jobs.policy_generation import PolicyGenerationJob
from aa_sdk.workflows._jobs.polling import Polling
from aa_sdk.workflows._jobs.recommendations import RecommendationJob
from aa_sdk.workflows._jobs.resource_scans import ResourceScanJob, ScanStatus

__all__ = (
    "AccessPreviewJob",
    "AnalyzerJob",
    "Job",
    "PolicyGenerationJob",
    "Polling",
    "RecommendationJob",
    "ResourceScanJob",
    "ScanStatus",
)
hide_imports(__name__)
