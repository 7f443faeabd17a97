"""A client of a service that answers from a script, and what is told of its calls."""

from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from aa_sdk import (
    AccessAnalyzerError,
    CallEvent,
)
from tests.fake_service import FakeService, Outcome, Reply, Sent, error_reply

GOOD = Reply({"analyzers": []})
THROTTLED = error_reply("ThrottlingException", 429)


async def dropped(_: Sent) -> Reply:
    raise ConnectionClosedError(endpoint_url="https://example.test")


class Watched:
    """A client of a service that answers from a script, and what is told of its calls."""

    def __init__(self, *replies: Outcome, **options: Any) -> None:
        self.service = FakeService(*replies)
        self.events: list[CallEvent] = []
        self.client = self.service.client(on_call=self.events.append, **options)

    async def list_analyzers(self) -> CallEvent:
        """Make one call, and return what is told of it."""
        async with self.client as client:
            await client.list_analyzers()
        (event,) = self.events
        return event

    async def failure(self, kind: type[AccessAnalyzerError]) -> CallEvent:
        """Make one call that fails, and return what is told of it."""
        with pytest.raises(kind):
            await self.list_analyzers()
        (event,) = self.events
        return event
