"""The columns in which models of each kind stand in a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from aa_sdk._display.layout import Content, Span
from aa_sdk._display.words import moment_text, shorten
from aa_sdk.models._faces.lines import criteria_text, kinds_of, place_text
from aa_sdk.models._faces.words import (
    age_span,
    arn_span,
    moment_span,
    pairs,
    resource_spans,
    service_of,
    several,
    status_span,
    what_spans,
)

SHORT_ID = 8
"""Characters of an id that are shown at least."""

UNKNOWN = "UnknownUnionMember"
"""The class of what stands among details or steps and is new to this release."""

_OWNER = 12
_MOST_TEXT = 100
_MOST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Beside:
    """What rows are shown with, beside the items themselves."""

    id_length: int = SHORT_ID
    """Characters of an id that tell it from the others."""
    now: datetime | None = None
    """When the items were read; None where nobody knows, and no ages are shown."""


@dataclass(frozen=True, slots=True)
class Rows:
    """How items of one kind stand in a table."""

    one: str
    """What one of them is called."""
    header: Sequence[str]
    """The names of the columns."""
    cells: Callable[[Any, Beside], Sequence[Content]]
    """What stands in the columns."""
    group: Callable[[Any], str | None]
    """The word by which they are counted in the line above, as their status is."""
    right: frozenset[int] = frozenset()
    """The columns of numbers."""
    spare: frozenset[int] = frozenset()
    """The columns that are left out where there is little room."""
    elastic: Sequence[tuple[int, int]] = ()
    """The columns that are shortened where there is little room, and to how much."""
    subject: Callable[[Any], Any] | None = None
    """What an item is about, by which it is counted; None where that is itself."""


def _status(item: Any) -> str:
    status: str = item.status
    return status.lower()


def _finding(finding: Any, beside: Beside) -> Sequence[Content]:
    return (
        Span(finding.id[: beside.id_length], "plain", finding.id),
        status_span(finding.status),
        what_spans(finding),
        resource_spans(finding.resource_type, finding.resource),
        Span(shorten(finding.resource_owner_account, _OWNER), "plain"),
        age_span(finding.created_at, beside.now),
        Span(moment_text(getattr(finding, "updated_at", finding.created_at)), "muted"),
    )


def _finding_elsewhere(found: Any, beside: Beside) -> Sequence[Content]:
    return Span(found.account), Span(found.region), *_finding(found.finding, beside)


def _scope(scope: Any, _beside: Beside) -> Sequence[Content]:
    names = ", ".join(one.name for one in scope.analyzers)
    problem = str(scope.problem) if scope.problem else ""
    return (
        Span(scope.account),
        Span(scope.region),
        Span(shorten(names, _MOST_TEXT), "strong"),
        Span(shorten(problem, _MOST_TEXT), "plain", problem),
    )


def _analyzer(analyzer: Any, beside: Beside) -> Sequence[Content]:
    reason = analyzer.status_reason.code if analyzer.status_reason else ""
    return (
        Span(shorten(analyzer.name, _MOST_TEXT), "strong", analyzer.arn),
        (status_span(analyzer.status), Span(shorten(reason, _MOST_TEXT), "muted")),
        Span(shorten(analyzer.type, _MOST_TEXT)),
        age_span(analyzer.created_at, beside.now),
        moment_span(analyzer.last_resource_analyzed_at),
    )


def _rule(rule: Any, beside: Beside) -> Sequence[Content]:
    wanted = criteria_text(rule.filter)
    return (
        Span(shorten(rule.rule_name, _MOST_TEXT), "strong"),
        Span(shorten(wanted, _MOST_TEXT), "plain", wanted if len(wanted) > _MOST_TEXT else ""),
        age_span(rule.created_at, beside.now),
        Span(moment_text(rule.updated_at), "muted"),
    )


def _resource(resource: Any, _beside: Beside) -> Sequence[Content]:
    return (
        resource_spans(resource.resource_type, resource.resource_arn),
        Span(shorten(resource.resource_type, _MOST_TEXT), "muted"),
        Span(shorten(resource.resource_owner_account, _OWNER)),
    )


def _preview(preview: Any, beside: Beside) -> Sequence[Content]:
    reason = preview.status_reason.code if preview.status_reason else ""
    return (
        Span(preview.id[: beside.id_length], "plain", preview.id),
        (status_span(preview.status), Span(shorten(reason, _MOST_TEXT), "muted")),
        Span(shorten(preview.analyzer_arn.rpartition("/")[2], _MOST_TEXT)),
        age_span(preview.created_at, beside.now),
        Span(moment_text(preview.created_at), "muted"),
    )


def _generation(job: Any, _beside: Beside) -> Sequence[Content]:
    return (
        Span(shorten(job.job_id, _MOST_TEXT)),
        status_span(job.status),
        arn_span(job.principal_arn, 60),
        moment_span(job.started_on),
        moment_span(job.completed_on),
    )


def _validation(finding: Any, _beside: Beside) -> Sequence[Content]:
    is_grave = finding.finding_type in {"ERROR", "SECURITY_WARNING"}
    return (
        Span(shorten(finding.finding_type, _MOST_TEXT), "public" if is_grave else "badge"),
        Span(place_text(finding) if finding.locations else "", "muted"),
        Span(shorten(finding.issue_code, _MOST_TEXT), "strong"),
        Span(shorten(finding.finding_details, _MOST_SENTENCE)),
    )


def _reason(reason: Any, _beside: Beside) -> Sequence[Content]:
    index = reason.statement_index
    return (
        "" if index is None else f"{index:,}",
        Span(shorten(reason.statement_id or "", _MOST_TEXT), "strong"),
        Span(shorten(reason.description or "", _MOST_SENTENCE)),
    )


def _detail(detail: Any, _beside: Beside) -> Sequence[Content]:
    return (_KINDS_OF_DETAILS[_kind_of_detail(detail)], *_FACTS[_kind_of_detail(detail)](detail))


def _kind_of_detail(detail: Any) -> str:
    return next(kind for kind in kinds_of(detail) if kind in _KINDS_OF_DETAILS)


def _access(detail: Any) -> Sequence[Content]:
    public = [Span("PUBLIC", "public")] if getattr(detail, "is_public", None) else []
    return ([*public, *pairs(detail.principal, " ", 2)], several(detail.action, 3))


def _permission(detail: Any) -> Sequence[Content]:
    return (
        (Span(shorten(detail.service_namespace, _MOST_TEXT), "strong"), _used(detail)),
        several((action.action for action in detail.actions), 3),
    )


def _used(detail: Any) -> Span:
    moment = detail.last_accessed
    return Span(f"last used {moment_text(moment)}" if moment else "never used", "muted")


_KINDS_OF_DETAILS = {
    "ExternalAccessDetails": "external access",
    "InternalAccessDetails": "internal access",
    "UnusedPermissionDetails": "unused permissions",
    "UnusedIamUserAccessKeyDetails": "unused access key",
    "UnusedIamRoleDetails": "unused role",
    "UnusedIamUserPasswordDetails": "unused password",
    UNKNOWN: "new to this release",
}
_FACTS: Mapping[str, Callable[[Any], Sequence[Content]]] = {
    "ExternalAccessDetails": _access,
    "InternalAccessDetails": _access,
    "UnusedPermissionDetails": _permission,
    "UnusedIamUserAccessKeyDetails": lambda one: (
        Span(shorten(one.access_key_id, _MOST_TEXT), "strong"),
        _used(one),
    ),
    "UnusedIamRoleDetails": lambda one: (_used(one), ""),
    "UnusedIamUserPasswordDetails": lambda one: (_used(one), ""),
    UNKNOWN: lambda one: (Span(shorten(one.tag, _MOST_TEXT), "muted"), ""),
}


def _step(step: Any, _beside: Beside) -> Sequence[Content]:
    action: str = getattr(step, "recommended_action", None) or step.tag
    policy: str = getattr(step, "existing_policy_id", None) or ""
    return (
        Span(shorten(action, _MOST_TEXT), "strong"),
        Span(shorten(policy, _MOST_TEXT)),
        "a new policy" if getattr(step, "recommended_policy", None) else "",
    )


FINDINGS = Rows(
    "finding",
    ("id", "status", "what", "resource", "owner", "age", "updated"),
    _finding,
    _status,
    right=frozenset({5}),
    spare=frozenset({6}),
    elastic=((4, 7), (3, 16)),
)
"""Findings, in any form."""

_ELSEWHERE = Rows(
    "finding",
    ("account", "region", *FINDINGS.header),
    _finding_elsewhere,
    _status,
    right=frozenset({7}),
    spare=frozenset({6, 7, 8}),
    elastic=((5, 16), (6, 7)),
    subject=attrgetter("finding"),
)
"""Findings of many accounts and Regions."""

DETAILS = Rows(
    "detail",
    ("kind", "who or what", "actions"),
    _detail,
    lambda detail: _KINDS_OF_DETAILS[_kind_of_detail(detail)],
    elastic=(
        (1, 20),
        (2, 20),
    ),
)
"""Details of findings."""

_RESOURCES = Rows(
    "analyzed resource",
    ("resource", "type", "owner"),
    _resource,
    lambda resource: service_of(resource.resource_type),
    spare=frozenset({1}),
    elastic=((0, 20),),
)

ROWS: Mapping[str, Rows] = {
    "FleetFinding": _ELSEWHERE,
    "ScopeResult": Rows(
        "scope",
        ("account", "region", "analyzers", "problem"),
        _scope,
        lambda scope: "with a problem" if scope.problem else "ok",
        elastic=((3, 20), (2, 20)),
    ),
    "AnalyzerSummary": Rows(
        "analyzer",
        ("name", "status", "type", "age", "last looked at a resource"),
        _analyzer,
        _status,
        right=frozenset({3}),
        spare=frozenset({4}),
        elastic=(
            (0, 20),
            (1, 20),
        ),
    ),
    "ArchiveRuleSummary": Rows(
        "archive rule",
        ("name", "archives findings where", "age", "updated"),
        _rule,
        lambda _rule: None,
        right=frozenset({2}),
        spare=frozenset({3}),
        elastic=(
            (0, 20),
            (1, 20),
        ),
    ),
    "AnalyzedResource": _RESOURCES,
    "AnalyzedResourceSummary": _RESOURCES,
    "AccessPreviewSummary": Rows(
        "access preview",
        ("id", "status", "analyzer", "age", "created"),
        _preview,
        _status,
        right=frozenset({3}),
        spare=frozenset({4}),
        elastic=(
            (1, 20),
            (2, 20),
        ),
    ),
    "PolicyGeneration": Rows(
        "policy generation",
        ("job", "status", "for", "started", "completed"),
        _generation,
        _status,
        spare=frozenset({4}),
        elastic=(
            (0, 20),
            (2, 20),
        ),
    ),
    "ValidatePolicyFinding": Rows(
        "validation finding",
        ("kind", "where", "issue", "what"),
        _validation,
        lambda finding: finding.finding_type.replace("_", " ").lower(),
        elastic=(
            (2, 20),
            (3, 20),
        ),
    ),
    "ReasonSummary": Rows(
        "reason",
        ("statement", "Sid", "what it does"),
        _reason,
        lambda _reason: None,
        right=frozenset({0}),
        elastic=(
            (1, 20),
            (2, 20),
        ),
    ),
    "UnusedPermissionsRecommendedStep": Rows(
        "recommended step",
        ("do", "existing policy", "with"),
        _step,
        lambda step: getattr(step, "recommended_action", "new step").replace("_", " ").lower(),
        elastic=((1, 20),),
    ),
    **dict.fromkeys(_FACTS.keys() - {UNKNOWN}, DETAILS),
}
"""By the name of the class."""
