"""IAM Access Analyzer in memory: for tests, documentation, and trying things out."""

from aa_sdk._lazy import hide_imports
from aa_sdk.emulator._account.access_keys import Credentials
from aa_sdk.emulator._account.places import Account
from aa_sdk.emulator._account.world import Durations, Quotas
from aa_sdk.emulator._protocol.delivery import Delivery
from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse
from aa_sdk.emulator._scenarios.population import Population
from aa_sdk.emulator._snapshot.errors import SnapshotError
from aa_sdk.emulator.call_log import CallLog, RecordedCall
from aa_sdk.emulator.clock import Clock, LoopClock, TimeSource, WallClock
from aa_sdk.emulator.emulator import Emulator
from aa_sdk.emulator.event_log import EventLog
from aa_sdk.emulator.faults import Fault, Faults, RateLimit, When

__all__ = (
    "Account",
    "CallLog",
    "Clock",
    "Credentials",
    "Delivery",
    "Durations",
    "Emulator",
    "EventLog",
    "Fault",
    "Faults",
    "HttpRequest",
    "HttpResponse",
    "LoopClock",
    "Population",
    "Quotas",
    "RateLimit",
    "RecordedCall",
    "SnapshotError",
    "TimeSource",
    "WallClock",
    "When",
)
hide_imports(__name__)
