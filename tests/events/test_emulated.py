"""What the emulator puts on the bus reads, and says what the service says when it is asked."""

from collections.abc import Iterator

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.events import (
    AccessAnalyzerEvent,
    AccessPreviewStateChange,
    ExternalAccessEvent,
    InternalAccessEvent,
    UnknownEvent,
    UnusedAccessEvent,
    parse_event,
)
