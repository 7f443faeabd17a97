"""What type checkers make of the models. Read by them, never run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeVar, assert_never, assert_type

from aa_sdk.models import (
    AccessPreview,
    AccessPreviewFinding,
    AnalysisRule,
    AnalysisRuleCriteria,
    AnalyzerConfiguration,
    AnalyzerSummary,
    AnalyzerType,
    CheckNoPublicAccessRequest,
    CheckNoPublicAccessResponse,
    Configuration,
    CreateArchiveRuleRequest,
    Criterion,
    DeleteAnalyzerRequest,
    EmptyResponse,
    ExternalAccessDetails,
    FilterCriteria,
    Finding,
    FindingDetails,
    FindingSource,
    FindingStatus,
    FindingSummary,
    FindingSummaryV2,
    FindingType,
    GetAnalyzerRequest,
    GetAnalyzerResponse,
    GetFindingV2Response,
    InternalAccessConfiguration,
    InternalAccessDetails,
    KmsKeyConfiguration,
    ListAnalyzersRequest,
    ListFindingsV2Request,
    ListFindingsV2Response,
    Location,
    PathIndex,
    PathKey,
    PathValue,
    PolicyDocument,
    ResourceType,
    Response,
    ResponseMetadata,
    Returns,
    Substring,
    UnknownUnionMember,
    UnusedAccessConfiguration,
    UnusedAction,
    UnusedIamRoleDetails,
    UnusedIamUserAccessKeyDetails,
    UnusedIamUserPasswordDetails,
    UnusedPermissionDetails,
    UpdateFindingsRequest,
    is_known,
)

R = TypeVar("R", bound=Response)


def every_kind_of_detail_can_be_told_apart(details: FindingDetails) -> str:
    match details:
        case ExternalAccessDetails(is_public=is_public, condition=condition):
            assert_type(is_public, bool | None)
            assert_type(condition, Mapping[str, str])
            return "external"
        case InternalAccessDetails(access_type=access_type):
            assert_type(access_type, Literal["INTRA_ACCOUNT", "INTRA_ORG"] | None)
            return "internal"
        case UnusedPermissionDetails():
            return details.service_namespace
        case UnusedIamUserAccessKeyDetails():
            return details.access_key_id
        case UnusedIamRoleDetails() | UnusedIamUserPasswordDetails():
            assert_type(details.last_accessed, datetime | None)
            return "unused"
        case UnknownUnionMember(tag, value):
            assert_type(value, Any)
            return tag
        case _:
            assert_never(details)


def a_forgotten_kind_is_noticed(configuration: AnalyzerConfiguration) -> str:
    match configuration:
        case UnusedAccessConfiguration():
            return "unused"
        case UnknownUnionMember():
            return "unknown"
        case _:
            assert_type(configuration, InternalAccessConfiguration)
            return "internal"


def every_step_of_a_path_can_be_told_apart(location: Location) -> list[int | str]:
    steps: list[int | str] = []
    for element in location.path:
        match element:
            case PathIndex(index=index):
                steps.append(index)
            case PathKey(key=key):
                steps.append(key)
            case PathValue(value=value):
                steps.append(value)
            case Substring(start=start):
                steps.append(start)
            case UnknownUnionMember():
                pass
            case _:
                assert_never(element)
    return steps


def enums_are_closed_for_checkers(finding: FindingSummaryV2, status: FindingStatus) -> str:
    assert_type(finding.status, Literal["ACTIVE", "ARCHIVED", "RESOLVED"])
    assert_type(status, Literal["ACTIVE", "ARCHIVED", "RESOLVED"])
    match finding.status:
        case "ACTIVE":
            return "active"
        case "ARCHIVED" | "RESOLVED":
            return "over"
        case _:
            assert_never(finding.status)


def a_value_of_tomorrow_has_a_path_of_its_own(finding: FindingSummaryV2) -> str:
    if not is_known(FindingStatus, finding.status):
        return f"{finding.status} is new"
    match finding.status:
        case "ACTIVE":
            return "active"
        case "ARCHIVED" | "RESOLVED":
            return "over"
        case _:
            assert_never(finding.status)


def any_enum_and_any_value_can_be_asked_for(finding: GetFindingV2Response, text: str) -> None:
    assert_type(is_known(FindingType, finding.finding_type), bool)
    assert_type(is_known(ResourceType, text), bool)
    assert_type(is_known(AnalyzerType, "ACCOUNT"), bool)


def details_are_of_the_kind_that_was_asked_for(
    finding: GetFindingV2Response, some: type[ExternalAccessDetails | InternalAccessDetails]
) -> None:
    assert_type(finding.details(ExternalAccessDetails), tuple[ExternalAccessDetails, ...])
    assert_type(finding.detail(ExternalAccessDetails), ExternalAccessDetails | None)
    assert_type(finding.details(UnknownUnionMember), tuple[UnknownUnionMember, ...])
    assert_type(finding.details(some), tuple[ExternalAccessDetails | InternalAccessDetails, ...])
    for unused in finding.details(UnusedPermissionDetails):
        assert_type(unused.actions, Sequence[UnusedAction])


def a_report_needs_neither_or_nor_assert(
    findings: Sequence[
        Finding | FindingSummary | FindingSummaryV2 | GetFindingV2Response | AccessPreviewFinding
    ],
) -> list[tuple[str, str, bool]]:
    rows = [(f.about, f.resource_text, f.is_known_public) for f in findings]
    assert_type(rows, list[tuple[str, str, bool]])
    return rows


def lists_and_maps_of_responses_are_never_none(
    finding: FindingSummary, details: InternalAccessDetails, check: CheckNoPublicAccessResponse
) -> None:
    assert_type(finding.action, Sequence[str])
    assert_type(finding.principal, Mapping[str, str])
    assert_type(details.sources, Sequence[FindingSource])
    assert_type([reason.statement_index for reason in check.reasons], list[int | None])
    assert_type(check.passed, bool)


def a_list_can_be_left_out_of_what_is_sent_and_sent_empty() -> None:
    UnusedAccessConfiguration(analysis_rule=AnalysisRule())
    AnalysisRule(exclusions=[AnalysisRuleCriteria(account_ids=["111122223333"])])
    AnalysisRule(exclusions=())


class Annotated(FindingSummaryV2, frozen=True):
    """A class of one's own."""

    owner: str


def a_class_of_ones_own_is_checked_as_ours_are(finding: Annotated) -> None:
    assert_type(finding.owner, str)
    finding.owner = "me"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # that it is noticed is the test
    finding.id = "f"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # that it is noticed is the test


def a_misspelt_enum_value_is_noticed() -> None:
    UpdateFindingsRequest(analyzer_arn="a", status="ARCHIVE")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # that it is noticed is the test
    UpdateFindingsRequest(analyzer_arn="a", status="RESOLVED")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # that it is noticed is the test
    ListAnalyzersRequest(type="ACCOUNT_UNUSED")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # that it is noticed is the test


def a_missing_or_misspelt_name_is_noticed() -> None:
    GetAnalyzerRequest()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # that it is noticed is the test
    GetAnalyzerRequest(name="audit")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # that it is noticed is the test


def lists_are_sequences(page: ListFindingsV2Response, whole: GetFindingV2Response) -> None:
    assert_type(page.findings, Sequence[FindingSummaryV2])
    assert_type(page.findings[0].analyzed_at, datetime)
    assert_type(page.next_token, str | None)
    for details in whole.finding_details:
        every_kind_of_detail_can_be_told_apart(details)


def maps_are_mappings(analyzer: AnalyzerSummary, preview: AccessPreview) -> None:
    assert_type(analyzer.tags, Mapping[str, str])
    for configuration in preview.configurations.values():
        a_union_is_accepted(configuration)


def a_union_is_accepted(configuration: Configuration) -> None:
    match configuration:
        case KmsKeyConfiguration(key_policies=policies):
            assert_type(policies, Mapping[str, PolicyDocument])
        case _:
            pass


class OneFilter:
    """Something that can say itself as criteria."""

    def to_criteria(self) -> dict[str, Criterion]:
        return {"status": Criterion(eq=["ACTIVE"])}


def any_sequence_and_any_filter_can_be_given(criteria: FilterCriteria) -> None:
    UpdateFindingsRequest(analyzer_arn="a", status="ACTIVE", ids=["a"])
    UpdateFindingsRequest(analyzer_arn="a", status="ACTIVE", ids=("a", "b"))
    ListFindingsV2Request(analyzer_arn="a", filter=criteria)
    ListFindingsV2Request(analyzer_arn="a", filter=OneFilter())
    ListFindingsV2Request(analyzer_arn="a", filter={"status": {"eq": ["ACTIVE"]}})
    ListFindingsV2Request(analyzer_arn="a", filter={"error": {"exists": False}})
    ListFindingsV2Request(analyzer_arn="a", filter={"status": Criterion(eq=("ACTIVE",))})
    CreateArchiveRuleRequest(analyzer_name="a", rule_name="r", filter={"id": {"eq": ["b"]}})


def a_policy_document_is_text_or_a_mapping(policy: Mapping[str, object]) -> None:
    CheckNoPublicAccessRequest(policy_document="{}", resource_type="AWS::S3::Bucket")
    CheckNoPublicAccessRequest(policy_document={"a": [1]}, resource_type="AWS::S3::Bucket")
    CheckNoPublicAccessRequest(policy_document=policy, resource_type="AWS::S3::Bucket")


def sends(request: Returns[R]) -> R:
    return request.response_type().from_wire("{}")


def a_request_knows_its_response(response: GetAnalyzerResponse) -> None:
    assert_type(sends(GetAnalyzerRequest(analyzer_name="a")), GetAnalyzerResponse)
    assert_type(sends(DeleteAnalyzerRequest(analyzer_name="a")), EmptyResponse)
    assert_type(
        sends(CheckNoPublicAccessRequest(policy_document="", resource_type="AWS::S3::Bucket")),
        CheckNoPublicAccessResponse,
    )
    assert_type(GetAnalyzerRequest.response_type(), type[GetAnalyzerResponse])
    assert_type(GetAnalyzerResponse.from_wire(b"{}"), GetAnalyzerResponse)
    assert_type(response.with_metadata(ResponseMetadata()), GetAnalyzerResponse)
    assert_type(response.response_metadata.request_id, str | None)
