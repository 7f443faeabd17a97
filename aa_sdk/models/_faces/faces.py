"""Which class of models shows as what: the one place that knows all of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import BaseModel

from aa_sdk._display.layout import Card, Face, Note, Span
from aa_sdk.models._faces import analyzers, findings, policies, statistics
from aa_sdk.models._faces.lines import FINDINGS, kinds_of
from aa_sdk.models._faces.members import card_of
from aa_sdk.models._faces.rows import rows_of, table_face


def face_of(model: Any) -> Face:
    """Return what is shown of a model, or of a union's member that is new to this release.

    A model that was made without validation may have anything in it, or lack what it must have:
    it shows as what is there.

    Args:
        model: Any model.
    """
    try:
        for kind in kinds_of(model):
            if kind in _FACES:
                return _FACES[kind](model)
    except (AttributeError, TypeError, ValueError):
        pass
    return card_of(model)


def _inside(member: str) -> Callable[[Any], Face]:
    """Show a response as the one thing that is in it."""

    def face(response: BaseModel) -> Face:
        inside = getattr(response, member)
        return (_nothing(response),) if inside is None else face_of(inside)

    return face


def _nothing(response: BaseModel) -> Card:
    return Card(type(response).__name__, [("", Span("nothing is set", "muted"))])


def _page(member: str, what: str) -> Callable[[Any], Face]:
    """Show a response as the list that is in it, and whether there is more."""

    def face(response: Any) -> Face:
        items: Sequence[object] = getattr(response, member)
        more = "there is more: next_token is set" if response.next_token else "the last page"
        rows = rows_of(set(map(type, items))) if items else None
        if items and rows is None:
            return card_of(response)
        shown = table_face(items, rows, _moment_of(response)) if rows else (_none(what),)
        return (*shown, Note(Span(more, "muted")))

    return face


def _none(what: str) -> Note:
    return Note(Span(f"0 {what}", "strong"))


def _moment_of(response: Any) -> datetime | None:
    """Return when the service answered; None where nobody wrote that down."""
    try:
        moment = parsedate_to_datetime(response.response_metadata.http_headers["date"])
    except (KeyError, TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None


def _new_face(member: Any) -> Face:
    return (Card("UnknownUnionMember", findings.unknown_rows(member)),)


_FACES: dict[str, Callable[[Any], Face]] = {
    **dict.fromkeys(FINDINGS, findings.finding_face),
    "GetFindingResponse": _inside("finding"),
    "ExternalAccessDetails": findings.detail_face,
    "InternalAccessDetails": findings.detail_face,
    "UnusedPermissionDetails": findings.detail_face,
    "UnusedIamUserAccessKeyDetails": findings.detail_face,
    "UnusedIamRoleDetails": findings.detail_face,
    "UnusedIamUserPasswordDetails": findings.detail_face,
    "UnknownUnionMember": _new_face,
    "AnalyzerSummary": analyzers.analyzer_face,
    "GetAnalyzerResponse": _inside("analyzer"),
    "ArchiveRuleSummary": analyzers.archive_rule_face,
    "GetArchiveRuleResponse": _inside("archive_rule"),
    "AnalyzedResource": analyzers.resource_face,
    "AnalyzedResourceSummary": analyzers.resource_face,
    "GetAnalyzedResourceResponse": _inside("resource"),
    "AccessPreview": analyzers.preview_face,
    "AccessPreviewSummary": analyzers.preview_face,
    "GetAccessPreviewResponse": _inside("access_preview"),
    "CheckNoNewAccessResponse": policies.check_face,
    "CheckAccessNotGrantedResponse": policies.check_face,
    "CheckNoPublicAccessResponse": policies.check_face,
    "ReasonSummary": policies.reason_face,
    "ValidatePolicyFinding": policies.validation_face,
    "PolicyGeneration": policies.generation_face,
    "JobDetails": policies.generation_face,
    "GeneratedPolicy": policies.generated_policy_face,
    "GetGeneratedPolicyResponse": policies.generated_face,
    "GetFindingRecommendationResponse": policies.recommendation_face,
    "UnusedPermissionsRecommendedStep": policies.step_face,
    "GetFindingsStatisticsResponse": statistics.response_face,
    "ExternalAccessFindingsStatistics": statistics.one_face,
    "InternalAccessFindingsStatistics": statistics.one_face,
    "UnusedAccessFindingsStatistics": statistics.one_face,
    "ListFindingsResponse": _page("findings", "findings"),
    "ListFindingsV2Response": _page("findings", "findings"),
    "ListAccessPreviewFindingsResponse": _page("findings", "findings"),
    "ListAnalyzersResponse": _page("analyzers", "analyzers"),
    "ListArchiveRulesResponse": _page("archive_rules", "archive rules"),
    "ListAnalyzedResourcesResponse": _page("analyzed_resources", "analyzed resources"),
    "ListAccessPreviewsResponse": _page("access_previews", "access previews"),
    "ListPolicyGenerationsResponse": _page("policy_generations", "policy generations"),
    "ValidatePolicyResponse": _page("findings", "validation findings"),
}
