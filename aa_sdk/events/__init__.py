"""What Access Analyzer puts on EventBridge, as models: parsed, and told apart by `detail-type`."""

from aa_sdk._lazy import hide_imports
from aa_sdk.events._details import (
    AccessPreviewStateChangeDetail,
    ExternalAccessEventDetail,
    InternalAccessEventDetail,
    UnusedAccessEventDetail,
)
from aa_sdk.events._families import (
    AccessPreviewStateChange,
    ExternalAccessEvent,
    InternalAccessEvent,
    UnknownEvent,
    UnusedAccessEvent,
)
from aa_sdk.events._reading import AccessAnalyzerEvent, FindingEvent, parse_event

__all__ = (
    "AccessAnalyzerEvent",
    "AccessPreviewStateChange",
    "AccessPreviewStateChangeDetail",
    "ExternalAccessEvent",
    "ExternalAccessEventDetail",
    "FindingEvent",
    "InternalAccessEvent",
    "InternalAccessEventDetail",
    "UnknownEvent",
    "UnusedAccessEvent",
    "UnusedAccessEventDetail",
    "parse_event",
)
hide_imports(__name__)
