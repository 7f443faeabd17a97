"""A model in one readable line, for those kinds that have one."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel

from aa_sdk._display.limits import harmless
from aa_sdk._display.words import moment_text, short_arn, shorten

FINDINGS = frozenset(
    {
        "FindingSummaryV2",
        "GetFindingV2Response",
        "FindingSummary",
        "Finding",
        "AccessPreviewFinding",
    }
)
"""The classes of the forms that a finding has."""

_UUID = 36
_SHORT_ID = 8
_MOST_RESOURCE = 110
_MOST_LINE = 240


def kinds(of: type) -> list[str]:
    """Return the names of a class and of those that it comes from, its own first."""
    return [base.__name__ for base in of.__mro__]


def kinds_of(value: object) -> list[str]:
    """Return the names of the classes of a value."""
    return kinds(type(value))


def is_finding(names: Iterable[str]) -> bool:
    """Tell by the names of its classes whether something is a finding, in any form."""
    return not FINDINGS.isdisjoint(names)


def line_of(model: BaseModel) -> str | None:
    """Return a model as one line, escaped; None for a kind that has no better one than its repr.

    Args:
        model: Any model.
    """
    try:
        for kind in kinds_of(model):
            if kind in _LINES:
                return _line(_LINES[kind](model))
    except (AttributeError, TypeError, ValueError):
        pass  # made without validation, it may have anything in it
    return None


def short_id(id: str) -> str:
    """Return the first part of a UUID, and any other id as it is."""
    return id[:_SHORT_ID] if len(id) == _UUID else shorten(id, _UUID)


def _line(text: str) -> str:
    return harmless(text, _MOST_LINE)


def _joined(*parts: str | None) -> str:
    return " ".join(filter(None, parts))


def _finding(finding: Any) -> str:
    return _joined(
        getattr(finding, "change_type", None),
        shorten(finding.status, _UUID),
        "PUBLIC" if finding.is_known_public else None,
        shorten(finding.about, _UUID),
        short_arn(finding.resource_text, _MOST_RESOURCE),
        f"({short_id(finding.id)})",
        f"error {shorten(finding.error, _UUID)}" if finding.error else None,
    )


def _analyzer(analyzer: Any) -> str:
    return _joined(analyzer.status, analyzer.type, analyzer.name)


def _rule(rule: Any) -> str:
    return f"{rule.rule_name}: {criteria_text(rule.filter)}"


def criteria_text(criteria: Any) -> str:
    """Say a filter in words: `status = ACTIVE and resource ~ logs`."""
    return " and ".join(
        told for key, criterion in criteria.items() for told in _criterion(key, criterion)
    )


def _criterion(key: str, criterion: Any) -> list[str]:
    told: list[str] = [
        f"{key} {sign} {' or '.join(values)}"
        for sign, values in (
            ("=", criterion.eq),
            ("≠", criterion.neq),
            ("contains", criterion.contains),
        )
        if values is not None
    ]
    if criterion.exists is not None:
        told.append(f"{key} {'exists' if criterion.exists else 'does not exist'}")
    return told


def _verdict(response: Any) -> str:
    return f"{response.result or 'no verdict'}: {response.message or 'no message'}"


def _validation(finding: Any) -> str:
    where = f" at {place_text(finding)}" if finding.locations else ""
    return f"{finding.finding_type} {finding.issue_code}{where}: {finding.finding_details}"


def place_text(finding: Any) -> str:
    """Return where a finding on a policy begins: `line 3, column 7`."""
    start = finding.locations[0].span.start
    return f"line {start.line}, column {start.column}"


def _resource(resource: Any) -> str:
    return _joined(
        getattr(resource, "status", None),
        "PUBLIC" if getattr(resource, "is_public", False) else None,
        short_arn(resource.resource_arn, _MOST_RESOURCE),
    )


def _preview(preview: Any) -> str:
    return f"{preview.status} access preview {short_id(preview.id)}"


def _generation(job: Any) -> str:
    started = moment_text(job.started_on)
    who = short_arn(job.principal_arn, _MOST_RESOURCE) if hasattr(job, "principal_arn") else ""
    return _joined(job.status, "policy generation", short_id(job.job_id), who, f"since {started}")


def _step(step: Any) -> str:
    return _joined(step.recommended_action, step.existing_policy_id)


def _reason(reason: Any) -> str:
    number = reason.statement_index
    statement = "" if number is None else f"statement {number}"
    sid = f'"{reason.statement_id}"' if reason.statement_id else ""
    return f"{_joined(statement, sid) or 'reason'}: {reason.description or 'no description'}"


_LINES: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(FINDINGS, _finding),
    "AnalyzerSummary": _analyzer,
    "ArchiveRuleSummary": _rule,
    "CheckNoNewAccessResponse": _verdict,
    "CheckAccessNotGrantedResponse": _verdict,
    "CheckNoPublicAccessResponse": _verdict,
    "ReasonSummary": _reason,
    "ValidatePolicyFinding": _validation,
    "AnalyzedResource": _resource,
    "AnalyzedResourceSummary": _resource,
    "AccessPreview": _preview,
    "AccessPreviewSummary": _preview,
    "PolicyGeneration": _generation,
    "JobDetails": _generation,
    "UnusedPermissionsRecommendedStep": _step,
}
