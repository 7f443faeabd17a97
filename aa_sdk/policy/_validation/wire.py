"""Findings as `ValidatePolicy` writes them."""

import json

from aa_sdk.models._policy_files import is_file_name
from aa_sdk.models.policy_validation import (
    Location,
    PathElement,
    PathIndex,
    PathKey,
    PathValue,
    Substring,
    ValidatePolicyFinding,
    ValidatePolicyFindingType,
)
from aa_sdk.policy._validation.document import Kind
from aa_sdk.policy._validation.located_json import Key, LocatedJson, Step
from aa_sdk.policy._validation.table import Told

_LINK = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"
    "#access-analyzer-reference-policy-checks-"
)
_ANCHORS = {
    "ERROR": "error",
    "WARNING": "general-warning",
    "SECURITY_WARNING": "security-warning",
    "SUGGESTION": "suggestion",
}
_QUOTAS: dict[Kind, tuple[ValidatePolicyFindingType, str]] = {
    "identity": ("WARNING", "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"),
    "resource": ("WARNING", "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"),
    "trust": ("WARNING", "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA"),
    "service_control": ("ERROR", "POLICY_SIZE_EXCEEDS_SCP_QUOTA"),
    "resource_control": ("ERROR", "POLICY_SIZE_EXCEEDS_RCP_QUOTA"),
}
_START = {"line": 1, "column": 0, "offset": 0}


def in_order(told: list[Told], document: LocatedJson) -> list[ValidatePolicyFinding]:
    """Make findings of what was told, in the order of the document.

    Args:
        told: What the rules said.
        document: The document that it is about.

    Returns:
        The findings by the offset of their first place.
    """
    places = {place for _, issue in told for place in issue.places}
    steps = {step: _element(step) for step in {step for place in places for step in place}}
    spans = document.spans(places)
    # Models cannot be changed, so findings share those of their places.
    locations = {
        place: _location([steps[step] for step in place], *map(document.position, spans[place]))
        for place in places
    }
    return [
        _finding(
            rule.finding_type,
            rule.code,
            issue.details,
            [locations[place] for place in issue.places],
        )
        for rule, issue in sorted(told, key=lambda one: spans[one.issue.places[0]])
    ]


def _element(step: Step) -> PathElement:
    if isinstance(step, int):
        return PathIndex(index=step)
    if isinstance(step, str):
        return PathValue(value=step)
    if isinstance(step, Key):
        return PathKey(key=step.name)
    return Substring(start=step.start, length=step.length)


def not_json(text: str, error: json.JSONDecodeError) -> ValidatePolicyFinding:
    """Write that a text could not be read."""
    line_start = text.rfind("\n", 0, error.pos) + 1
    place = {
        "line": text.count("\n", 0, error.pos) + 1,
        "column": error.pos - line_start,
        "offset": error.pos,
    }
    details = f"The policy is not JSON: {error.msg} in line {place['line']}."
    if not text.strip():
        details = "The policy is empty."
    if is_file_name(text):
        details = "The policy is the name of a file: pass it as a pathlib.Path."
    return _finding("ERROR", "JSON_SYNTAX_ERROR", details, [_location([], place, place)])


def not_an_object(document: LocatedJson) -> ValidatePolicyFinding:
    """Write that a document is JSON, but no policy."""
    start, end = map(document.position, document.spans([()])[()])
    details = "A policy is a JSON object."
    return _finding("ERROR", "DATA_TYPE_MISMATCH", details, [_location([], start, end)])


def too_large(kind: Kind) -> ValidatePolicyFinding:
    """Write that a document is so large that nothing else was looked for."""
    finding_type, code = _QUOTAS[kind]
    details = "The policy has more than 1 MiB, and nothing else was looked for: no policy has that."
    return _finding(finding_type, code, details, [_location([], _START, _START)])


def _location(path: list[PathElement], start: dict[str, int], end: dict[str, int]) -> Location:
    return Location.model_validate({"path": path, "span": {"start": start, "end": end}})


def _finding(
    finding_type: ValidatePolicyFindingType,
    code: str,
    details: str,
    locations: list[Location],
) -> ValidatePolicyFinding:
    anchor = f"{_ANCHORS[finding_type]}-{code.lower().replace('_', '-')}"
    return ValidatePolicyFinding.model_validate(
        {
            "findingDetails": details,
            "findingType": finding_type,
            "issueCode": code,
            "learnMoreLink": _LINK + anchor,
            "locations": locations,
        }
    )
