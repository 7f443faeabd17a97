"""What type checkers make of the client. Nothing here runs."""

from collections.abc import Mapping
from typing import Any, assert_type

from aa_sdk import (
    AccessAnalyzerClient,
    AnalyzerSummary,
    CallEvent,
    ConflictException,
    EmptyResponse,
    FindingDetails,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
    InvalidField,
    InvalidRequestError,
    JobFailedError,
    Listing,
    PaginationError,
    Paginator,
    ResourceNotFoundException,
    ResponseDecodeError,
    ResponseMetadata,
    ServiceError,
    ServiceQuotaExceededException,
    ThrottlingException,
    TransportError,
    ValidationException,
)
from aa_sdk.models import (
    AccessPreviewFinding,
    AccessPreviewSummary,
    AnalyzedResourceSummary,
    ArchiveRuleSummary,
    CreateAnalyzerRequest,
    CreateAnalyzerResponse,
    DeleteAnalyzerRequest,
    GetAnalyzerResponse,
    GetFindingRecommendationResponse,
    ListAnalyzersRequest,
    ListAnalyzersResponse,
    ListFindingsResponse,
    ListFindingsV2Response,
    PolicyGeneration,
    RecommendedStep,
    TagResourceResponse,
    ValidatePolicyFinding,
    ValidatePolicyResponse,
    ValidationExceptionField,
    ValidationExceptionReason,
)
from aa_sdk.pagination import Items, Pages


async def lifetime() -> None:
    async with AccessAnalyzerClient("eu-west-1") as client:
        assert_type(client, AccessAnalyzerClient)
        assert_type(client.region_name, str | None)
        assert_type(await client.aclose(), None)


async def coroutines(client: AccessAnalyzerClient) -> None:
    response = await client.get_analyzer(analyzer_name="a")
    assert_type(response, GetAnalyzerResponse)
    assert_type(response.analyzer, AnalyzerSummary)
    assert_type(response.response_metadata, ResponseMetadata)
    assert_type(response.response_metadata.http_headers, Mapping[str, str])
    assert_type(await client.delete_analyzer(analyzer_name="a"), EmptyResponse)
    assert_type(await client.tag_resource(resource_arn="a", tags={"b": "c"}), TagResourceResponse)


class Ours(AccessAnalyzerClient):
    """A client of somebody's own."""


def options(client: Ours, events: list[CallEvent]) -> None:
    assert_type(client.with_options(timeout=2, retries=0), Ours)
    assert_type(client.with_options(timeout=None, retries=None), Ours)
    AccessAnalyzerClient("eu-west-1", timeout=0.5, on_call=events.append)
    AccessAnalyzerClient("eu-west-1", timeout=5, on_call=print)


def one_call(event: CallEvent, metadata: ResponseMetadata) -> None:
    assert_type(event.operation, str)
    assert_type(event.region_name, str | None)
    assert_type(event.request_id, str | None)
    assert_type(event.status_code, int | None)
    assert_type(event.attempts, int)
    assert_type(event.throttled_attempts, int)
    assert_type(event.duration, float)
    assert_type(event.error_code, str | None)
    assert_type(metadata.status_code, int)
    assert_type(metadata.http_status_code, int)
    assert_type(metadata.throttled_attempts, int)


async def paginators(client: AccessAnalyzerClient) -> None:
    findings = client.list_findings_v2(analyzer_arn="a")
    assert_type(findings, Paginator[FindingSummaryV2, ListFindingsV2Response])
    assert_type(await findings, ListFindingsV2Response)
    assert_type(await findings.page(), ListFindingsV2Response)
    assert_type(await findings.collect(), Listing[FindingSummaryV2])
    assert_type(await findings.collect(limit=3), Listing[FindingSummaryV2])
    assert_type(await findings.first(), FindingSummaryV2 | None)
    assert_type(findings.pages(), Pages[ListFindingsV2Response])
    assert_type(aiter(findings), Items[FindingSummaryV2])
    async for finding in findings:
        assert_type(finding, FindingSummaryV2)
    async for page in findings.pages():
        assert_type(page, ListFindingsV2Response)
        assert_type(page.next_token, str | None)


async def each_kind_of_item(client: AccessAnalyzerClient) -> None:
    assert_type(await client.list_analyzers().collect(), Listing[AnalyzerSummary])
    assert_type(await client.list_findings(analyzer_arn="a").first(), FindingSummary | None)
    assert_type(await client.list_findings(analyzer_arn="a"), ListFindingsResponse)
    assert_type(
        await client.list_archive_rules(analyzer_name="a").collect(), Listing[ArchiveRuleSummary]
    )
    assert_type(
        await client.list_analyzed_resources(analyzer_arn="a").collect(),
        Listing[AnalyzedResourceSummary],
    )
    assert_type(
        await client.list_access_previews(analyzer_arn="a").collect(), Listing[AccessPreviewSummary]
    )
    assert_type(
        await client.list_access_preview_findings(
            access_preview_id="a", analyzer_arn="b"
        ).collect(),
        Listing[AccessPreviewFinding],
    )
    assert_type(await client.list_policy_generations().collect(), Listing[PolicyGeneration])
    validation = client.validate_policy(policy_document={}, policy_type="IDENTITY_POLICY")
    assert_type(validation, Paginator[ValidatePolicyFinding, ValidatePolicyResponse])
    finding = client.get_finding_v2(analyzer_arn="a", id="b")
    assert_type(finding, Paginator[FindingDetails, GetFindingV2Response])
    assert_type(await finding, GetFindingV2Response)
    assert_type(await finding.collect(), Listing[FindingDetails])
    recommendation = client.get_finding_recommendation(analyzer_arn="a", id="b")
    assert_type(recommendation, Paginator[RecommendedStep, GetFindingRecommendationResponse])


async def sending(client: AccessAnalyzerClient) -> None:
    assert_type(await client.send(ListAnalyzersRequest()), ListAnalyzersResponse)
    create = CreateAnalyzerRequest(analyzer_name="a", type="ACCOUNT")
    assert_type(await client.send(create), CreateAnalyzerResponse)
    assert_type(await client.send(DeleteAnalyzerRequest(analyzer_name="a")), EmptyResponse)
    assert_type(await client.call("GetAnalyzer", {"analyzerName": "a"}), dict[str, Any])


def service_errors(
    error: ServiceError,
    *,
    conflict: ConflictException,
    absent: ResourceNotFoundException,
    quota: ServiceQuotaExceededException,
    throttled: ThrottlingException,
    invalid: ValidationException,
) -> None:
    assert_type(error.code, str)
    assert_type(error.message, str)
    assert_type(error.operation, str)
    assert_type(error.status_code, int)
    assert_type(error.request_id, str | None)
    assert_type(error.retryable, bool)
    assert_type(error.retry_after_seconds, int | None)
    assert_type(error.response, Mapping[str, Any])
    assert_type(conflict.resource_id, str | None)
    assert_type(absent.resource_type, str | None)
    assert_type(quota.resource_type, str | None)
    assert_type(throttled.retry_after_seconds, int | None)
    assert_type(invalid.reason, ValidationExceptionReason | None)
    assert_type(invalid.field_list, tuple[ValidationExceptionField, ...])


def our_errors(
    request: InvalidRequestError,
    response: ResponseDecodeError,
    transport: TransportError,
    pages: PaginationError,
    job: JobFailedError,
) -> None:
    assert_type(request.fields, tuple[InvalidField, ...])
    assert_type(request.operation, str | None)
    assert_type(request.fields[0].path, str)
    assert_type(request.fields[0].value, object)
    assert_type(response.request_id, str | None)
    assert_type(response.where, tuple[str, ...])
    assert_type(transport.reason, str)
    assert_type(pages.pages, int)
    assert_type(job.job_id, str)


async def wrong_calls(client: AccessAnalyzerClient) -> None:
    # Each ignore below is itself checked: one that ignores nothing is an error.
    await client.get_analyzer()  # type: ignore[call-arg]  # required  # pyright: ignore[reportCallIssue] # required
    client.list_analyzers(type="ACCOUNTS")  # type: ignore[arg-type]  # misspelt  # pyright: ignore[reportArgumentType] # misspelt
    client.list_analyzers(max_results="3")  # type: ignore[arg-type]  # no number  # pyright: ignore[reportArgumentType] # no number
    AccessAnalyzerClient(transport="trio")  # type: ignore[arg-type]  # no library  # pyright: ignore[reportArgumentType] # no library
