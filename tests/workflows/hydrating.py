"""A service that has findings to read, and watches how they are read."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import anyio

from aa_sdk import AccessAnalyzerClient, FindingSummaryV2, Paginator
from aa_sdk.models import ListFindingsV2Response
from aa_sdk.workflows import Gone, Hydrated, Hydration, HydrationFailed, HydrationResult, hydrate
from tests.fake_service import FakeService, Reply, Sent, error_reply

ARN = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"
FACTS: Mapping[str, Any] = {
    "analyzedAt": "2026-01-01T00:00:00Z",
    "createdAt": "2026-01-01T00:00:00Z",
    "updatedAt": "2026-01-01T00:00:00Z",
    "resourceType": "AWS::S3::Bucket",
    "resourceOwnerAccount": "111122223333",
    "status": "ACTIVE",
}
DETAILS: list[dict[str, Any]] = [{"externalAccessDetails": {"condition": {}, "isPublic": True}}]
NOT_THERE = error_reply(
    "ResourceNotFoundException", 404, resourceId="f-404", resourceType="Finding"
)
FAILED = error_reply("InternalServerException", 500)
EXPIRED = error_reply("ExpiredTokenException", 403)


def ids(count: int) -> list[str]:
    return [f"f-{number}" for number in range(count)]


def summary(finding_id: str) -> FindingSummaryV2:
    return FindingSummaryV2.model_validate({**FACTS, "id": finding_id})


class Service(FakeService):
    """Lists findings and gives each; what it does instead for some of them may be said."""

    def __init__(self, count: int = 0, *, page: int = 4, seconds: float = 0) -> None:
        super().__init__(self._answer)
        self.findings = ids(count)
        self.page = page
        self.seconds = seconds
        """How long it takes to read a finding."""
        self.instead: dict[str, Reply | Callable[[], Awaitable[Reply]]] = {}
        """Answers for some ids, and for pages: `page 2` is the third."""
        self.read: list[str] = []
        self.pages = 0
        self.under_way = self.most_under_way = 0

    def listing(
        self, client: AccessAnalyzerClient
    ) -> Paginator[FindingSummaryV2, ListFindingsV2Response]:
        return client.list_findings_v2(ARN)

    async def _answer(self, sent: Sent) -> Reply:
        if sent.path == "/analyzer":
            return Reply({"analyzers": []})
        if sent.method == "POST":
            return await self._one(f"page {sent.json.get('nextToken', 0)}", self._page)
        finding_id = sent.path.split("/")[-1]
        self.read.append(finding_id)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await anyio.sleep(self.seconds)
            return await self._one(finding_id, _finding)
        finally:
            self.under_way -= 1

    async def _one(self, name: str, usual: Callable[[str], Reply]) -> Reply:
        instead = self.instead.get(name)
        if instead is None:
            return usual(name)
        return instead if isinstance(instead, Reply) else await instead()

    def _page(self, name: str) -> Reply:
        self.pages += 1
        number = int(name.split()[1])
        start, end = number * self.page, (number + 1) * self.page
        found = [{**FACTS, "id": one} for one in self.findings[start:end]]
        more = {"nextToken": str(number + 1)} if end < len(self.findings) else {}
        return Reply({"findings": found, **more})


def _finding(finding_id: str) -> Reply:
    return Reply({**FACTS, "id": finding_id, "findingDetails": DETAILS})


def kinds(results: Iterable[HydrationResult]) -> list[str]:
    """What became of each, as `f-1 read`."""
    told: list[str] = []
    for result in results:
        match result:
            case Hydrated():
                told.append(f"{result.id} read")
            case HydrationFailed(finding_id, error):
                told.append(f"{finding_id} {type(error).__name__}")
            case Gone(finding_id):
                told.append(f"{finding_id} gone")
    return told


async def take(run: Hydration, came: list[str], *, seconds: float = 0) -> None:
    """Note the ids that come, each so long after the one before, also those before an error."""
    async with run as results:
        async for result in results:
            came.append(result.id)
            await anyio.sleep(seconds)


async def everything(client: AccessAnalyzerClient, findings: Any, **options: Any) -> list[str]:
    """Read, and tell what became of each in the order in which it came."""
    async with hydrate(client, analyzer_arn=ARN, findings=findings, **options) as results:
        return kinds([result async for result in results])


@asynccontextmanager
async def opened(service: Service, **options: Any) -> AsyncGenerator[AccessAnalyzerClient]:
    """A client of a service, connected, for that takes real time, and without a pace."""
    async with service.client(pace=None, **options) as client:
        await client.list_analyzers().page()
        yield client
