"""Policies to check, and a service that answers for them."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aa_sdk import AccessAnalyzerClient
from aa_sdk.policy import ActionCatalogue
from aa_sdk.workflows import PolicyReport, check_policies
from tests.fake_service import FakeService, Reply, Sent, error_reply

NOTHING = ActionCatalogue.empty()
BUCKET = "arn:aws:s3:::reports"
UNPROCESSABLE = error_reply("UnprocessableEntityException", 422)
DENIED = error_reply("AccessDeniedException", 403)
EXPIRED = error_reply("ExpiredTokenException", 403)

Answering = Callable[[Sent], Awaitable[Reply]]


def allow(action: str | list[str] = "s3:GetObject", **elements: Any) -> dict[str, Any]:
    """A policy of one Allow statement."""
    statement = {"Effect": "Allow", "Action": action, "Resource": f"{BUCKET}/*", **elements}
    return {"Version": "2012-10-17", "Statement": [statement]}


def undecidable(action: str = "s3:*") -> dict[str, Any]:
    """A policy with a condition operator that nobody here knows."""
    return allow(action, Condition={"FooEquals": {"aws:username": "a"}})


def inexact(action: str = "s3:*") -> dict[str, Any]:
    """A policy that allows nothing, which is not seen here: its FAIL has no counterexample."""
    contradiction = {"Null": {"aws:username": "true"}}
    return allow(action, Resource=f"{BUCKET}/${{aws:username}}", Condition=contradiction)


def laid_out_otherwise(document: dict[str, Any]) -> str:
    """The same document with keys in another order, and other blanks."""
    return json.dumps(dict(reversed(document.items())), indent=3)


def verdict(result: str, *statements: int) -> Reply:
    """What the service says of a check."""
    reasons = [{"description": "invented", "statementIndex": index} for index in statements]
    return Reply({"result": result, "message": f"invented {result}", "reasons": reasons})


class Service(FakeService):
    """Answers each call in the same way, and counts those that are under way."""

    def __init__(self, answer: Reply | Answering) -> None:
        super().__init__(self._answer)
        self._given = answer
        self.under_way = self.most_under_way = 0

    async def _answer(self, sent: Sent) -> Reply:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            return self._given if isinstance(self._given, Reply) else await self._given(sent)
        finally:
            self.under_way -= 1

    @property
    def asked(self) -> list[str]:
        """The paths of the calls."""
        return [sent.path for sent in self.requests]


async def check(policies: Any, **options: Any) -> PolicyReport:
    """Check without a catalogue, so that it does not matter whether one is installed."""
    given: dict[str, Any] = {"catalogue": NOTHING, **options}
    return await check_policies(policies, **given)


async def check_with(
    service: FakeService, policies: Any, **options: Any
) -> tuple[PolicyReport, AccessAnalyzerClient]:
    """Check with a client of a service, and without validation unless it is asked for."""
    async with service.client(pace=None) as client:
        report = await check(policies, **{"validate": False, "client": client, **options})
    return report, client
