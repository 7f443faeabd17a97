"""What type checkers refuse of models: every line with an ignore, and no other.

As in `filters_errors`, both checkers complain about an ignore that nothing needs. The codes are
mypy's. Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from aa_sdk import is_known
from aa_sdk.models import (
    AccessPreviewFinding,
    AnalysisRule,
    AnalysisRuleCriteria,
    CheckNoPublicAccessResponse,
    CreateAnalyzerRequest,
    Criterion,
    ExternalAccessDetails,
    Finding,
    FindingStatus,
    FindingSummaryV2,
    GetAnalyzerRequest,
    GetAnalyzerResponse,
    GetFindingV2Response,
    ListFindingsV2Response,
    PathIndex,
    UnknownUnionMember,
    UnusedAccessConfiguration,
    UnusedPermissionDetails,
)


def fields_do_not_change(
    finding: Finding, summary: FindingSummaryV2, whole: GetFindingV2Response, rule: AnalysisRule
) -> None:
    finding.status = "ARCHIVED"  # type: ignore[misc]
    finding.action = ()  # type: ignore[misc]
    finding.principal = {}  # type: ignore[misc]
    summary.resource = None  # type: ignore[misc]
    whole.id = "another"  # type: ignore[misc]
    whole.finding_details = ()  # type: ignore[misc]
    rule.exclusions = ()  # type: ignore[misc]


def fields_of_what_is_inside_do_not_change(
    answer: GetAnalyzerResponse, page: ListFindingsV2Response, detail: ExternalAccessDetails
) -> None:
    answer.analyzer = answer.analyzer  # type: ignore[misc]
    answer.analyzer.name = "another"  # type: ignore[misc]
    page.findings[0].status = "ARCHIVED"  # type: ignore[misc]
    page.findings[0] = page.findings[1]  # type: ignore[index]
    page.next_token = None  # type: ignore[misc]
    detail.is_public = False  # type: ignore[misc]
    detail.condition["aws:SourceVpc"] = "vpc-1"  # type: ignore[index]


def fields_of_requests_do_not_change(request: CreateAnalyzerRequest, asked: Criterion) -> None:
    request.type = "ACCOUNT"  # type: ignore[misc]
    request.tags = {}  # type: ignore[misc]
    asked.eq = ["ACTIVE"]  # type: ignore[misc]
    GetAnalyzerRequest(analyzer_name="a").analyzer_name = "b"  # type: ignore[misc]
    UnusedAccessConfiguration().unused_access_age = 90  # type: ignore[misc]
    PathIndex(index=1).index = 2  # type: ignore[misc]
    UnknownUnionMember("a", {}).tag = "b"  # type: ignore[misc]


def what_is_said_of_a_finding_cannot_be_set(
    finding: AccessPreviewFinding, check: CheckNoPublicAccessResponse
) -> None:
    finding.about = "ExternalAccess"  # type: ignore[misc]
    finding.is_known_public = True  # type: ignore[misc]
    finding.resource_text = ""  # type: ignore[misc]
    check.passed = True  # type: ignore[misc]


def a_model_is_built_from_its_fields_by_name() -> None:
    GetAnalyzerRequest()  # type: ignore[call-arg]
    GetAnalyzerRequest("a")  # type: ignore[call-arg]
    GetAnalyzerRequest(analyzerName="a")  # type: ignore[call-arg]
    GetAnalyzerRequest(analyzer_name="a", name="b")  # type: ignore[call-arg]
    GetAnalyzerRequest(analyzer_name=None)  # type: ignore[arg-type]
    UnusedAccessConfiguration(unusedAccessAge=90)  # type: ignore[call-arg]
    UnusedAccessConfiguration(unused_access_age="90")  # type: ignore[arg-type]
    UnusedPermissionDetails(actions=())  # type: ignore[call-arg]


def a_list_that_can_be_left_out_is_not_none() -> None:
    AnalysisRule(exclusions=None)  # type: ignore[arg-type]
    AnalysisRuleCriteria(account_ids=["111122223333"], resource_tags=None)  # type: ignore[arg-type]


def only_details_can_be_asked_for(whole: GetFindingV2Response) -> None:
    whole.details(FindingSummaryV2)  # type: ignore[type-var]
    whole.detail(str)  # type: ignore[type-var]
    whole.detail("ExternalAccessDetails")  # type: ignore[arg-type]
    whole.details()  # type: ignore[call-arg]


def names_are_those_of_fields(finding: Finding, whole: GetFindingV2Response) -> None:
    _ = finding.resourceType  # type: ignore[attr-defined]
    _ = finding.resorce  # type: ignore[attr-defined]
    _ = finding["resource"]  # type: ignore[index]
    _ = whole.is_public  # type: ignore[attr-defined]
    _ = is_known(FindingStatus)  # type: ignore[call-arg]


class Changeable(FindingSummaryV2):  # type: ignore[misc]
    """A class of one's own, which says that it is frozen, as ours do."""
