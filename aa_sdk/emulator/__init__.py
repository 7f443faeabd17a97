"""IAM Access Analyzer in memory: for tests, documentation, and trying things out."""

from aa_sdk.emulator.call_log import CallLog, RecordedCall
from aa_sdk.emulator.clock import Clock, TimeSource, WallClock
from aa_sdk.emulator.emulator import Emulator
from aa_sdk.emulator.faults import Fault, Faults, When
from aa_sdk.emulator.http_messages import HttpRequest, HttpResponse
from aa_sdk.emulator.population import Population
from aa_sdk.emulator.snapshot_errors import SnapshotError
from aa_sdk.emulator.world import Durations, Quotas

__all__ = (
    "CallLog",
    "Clock",
    "Durations",
    "Emulator",
    "Fault",
    "Faults",
    "HttpRequest",
    "HttpResponse",
    "Population",
    "Quotas",
    "RecordedCall",
    "SnapshotError",
    "TimeSource",
    "WallClock",
    "When",
)
