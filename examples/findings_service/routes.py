"""What the service can be asked."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from aa_sdk import AccessAnalyzerClient, AnalyzerSummary, FindingFilter, GetFindingV2Response
from aa_sdk.models import AccessCheckResourceType, CheckNoPublicAccessResponse, ResourceType
from findings_service.streams import lines_of

router = APIRouter()

PER_PAGE = 100


def within(seconds: float) -> Callable[[Request], Awaitable[AccessAnalyzerClient]]:
    """Make a dependency: the client, each of whose calls may take so many seconds."""

    async def client(request: Request) -> AccessAnalyzerClient:
        shared: AccessAnalyzerClient = request.state.client
        return shared.with_options(timeout=seconds)

    return client


# Somebody waits for a page in a browser; a stream and a proof are worth a longer wait.
Quick = Annotated[AccessAnalyzerClient, Depends(within(5))]
Patient = Annotated[AccessAnalyzerClient, Depends(within(30))]


class FindingQuery(BaseModel):
    """Which findings; what is left out does not matter."""

    model_config = ConfigDict(extra="forbid")

    status: list[Literal["ACTIVE", "ARCHIVED", "RESOLVED"]] = []
    resource_type: list[ResourceType] = []
    is_public: bool | None = None

    def to_filter(self) -> FindingFilter:
        """Say it in the service's terms."""
        found = FindingFilter()
        if self.status:
            found = found.status.eq(*self.status)
        if self.resource_type:
            found = found.resource_type.eq(*self.resource_type)
        if self.is_public is not None:
            found = found.is_public.eq(self.is_public)
        return found


class Archiving(BaseModel):
    """Which findings are to be archived."""

    ids: Annotated[list[str], Field(min_length=1)]


class PolicyCheck(BaseModel):
    """A policy, and what it is to hang on."""

    policy: dict[str, Any]
    resource_type: AccessCheckResourceType


@router.get("/health")
async def health() -> dict[str, str]:
    """Say that the process answers. It asks nobody: AWS being away is no reason to restart it."""
    return {"status": "ok"}


@router.get("/analyzers")
async def list_analyzers(client: Quick) -> list[AnalyzerSummary]:
    """List the analyzers of the account and Region."""
    return await client.list_analyzers().collect()


@router.get("/analyzers/{name}/findings")
async def list_findings(
    name: str, query: Annotated[FindingQuery, Query()], client: Patient
) -> StreamingResponse:
    """Stream findings, a line of JSON each, one page of them in memory at a time."""
    listing = client.list_findings_v2(
        analyzer_arn=await arn_of(client, name), filter=query.to_filter(), max_results=PER_PAGE
    )
    pages = listing.pages()
    # Before the response begins: what goes wrong here is still a status.
    first = await anext(pages)
    return StreamingResponse(lines_of(first, pages), media_type="application/x-ndjson")


@router.get("/analyzers/{name}/findings/{finding_id}")
async def get_finding(name: str, finding_id: str, client: Quick) -> GetFindingV2Response:
    """Read one finding with all its details."""
    return await client.get_finding_v2(analyzer_arn=await arn_of(client, name), id=finding_id)


@router.post("/analyzers/{name}/findings/archive", status_code=204)
async def archive_findings(name: str, wanted: Archiving, client: Quick) -> None:
    """Archive findings."""
    await client.update_findings(
        analyzer_arn=await arn_of(client, name), ids=wanted.ids, status="ARCHIVED"
    )


@router.post("/policy-checks/no-public-access")
async def check_no_public_access(
    wanted: PolicyCheck, client: Patient
) -> CheckNoPublicAccessResponse:
    """Check that a policy lets nobody in whom it does not name."""
    return await client.check_no_public_access(
        policy_document=wanted.policy, resource_type=wanted.resource_type
    )


async def arn_of(client: AccessAnalyzerClient, name: str) -> str:
    """Return the ARN of an analyzer, by which the service knows it."""
    answer = await client.get_analyzer(analyzer_name=name)
    return answer.analyzer.arn
