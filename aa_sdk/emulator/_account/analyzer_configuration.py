"""What may stand in an analyzer's configuration, and what an update may change."""

from collections.abc import Mapping, Sequence
from typing import Any

from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._protocol.errors import invalid_field, other_problem

DEFAULT_AGE = 90
OLDEST_AGE = 365
MOST_EXCLUSIONS = 2000

INTERNAL_TYPES = (
    "AWS::S3::Bucket",
    "AWS::DynamoDB::Table",
    "AWS::RDS::DBSnapshot",
    "AWS::S3Express::DirectoryBucket",
    "AWS::RDS::DBClusterSnapshot",
    "AWS::DynamoDB::Stream",
)
"""Resource types that internal access analyzers look at."""

_TAGS = {"unused": "unusedAccess", "internal": "internalAccess"}


def check_configuration(analyzer: Analyzer, given: Mapping[str, Any] | None) -> None:
    """Raise the error response for a configuration that does not fit its analyzer.

    Raises:
        ErrorResponse: It is one for another kind of analyzer, or a value in it is out of range.
    """
    if given is None:
        return
    # The union has exactly one member here: the service model has checked it.
    ((tag, content),) = ((name, value) for name, value in given.items() if value is not None)
    if _TAGS.get(analyzer.kind) != tag:
        raise invalid_field("configuration", f"has no {tag} for analyzers of type {analyzer.type}")
    if tag == "unusedAccess":
        _check_unused(analyzer, content)
    else:
        _check_internal(analyzer, content)


def _check_unused(analyzer: Analyzer, content: Mapping[str, Any]) -> None:
    age = content.get("unusedAccessAge")
    if age is not None and not 1 <= age <= OLDEST_AGE:
        raise invalid_field(
            "configuration.unusedAccess.unusedAccessAge", f"must be from 1 to {OLDEST_AGE}"
        )
    for index, rule in enumerate(_rules(content, "exclusions")):
        name = f"configuration.unusedAccess.analysisRule.exclusions[{index}].accountIds"
        accounts = rule.get("accountIds") or ()
        if accounts and not analyzer.is_organization:
            raise invalid_field(name, "is for analyzers of an organization")
        if len(accounts) > MOST_EXCLUSIONS:
            raise invalid_field(name, f"must have at most {MOST_EXCLUSIONS} items")
        if analyzer.account_id in accounts:
            raise invalid_field(name, "must not have the analyzer's own account")


def _check_internal(analyzer: Analyzer, content: Mapping[str, Any]) -> None:
    for rule in _rules(content, "inclusions"):
        wrong = [kind for kind in rule.get("resourceTypes") or () if kind not in INTERNAL_TYPES]
        if wrong:
            raise _bad_criteria(f"{wrong[0]} is not supported")
        if rule.get("accountIds") and not analyzer.is_organization:
            raise _bad_criteria("account ids are for analyzers of an organization")
        if any("*" in arn for arn in rule.get("resourceArns") or ()):
            raise _bad_criteria("resource ARNs have no wildcards")


def _rules(content: Mapping[str, Any], member: str) -> Sequence[Mapping[str, Any]]:
    rule: Mapping[str, Any] = content.get("analysisRule") or {}
    criteria: Sequence[Mapping[str, Any]] = rule.get(member) or ()
    return criteria


def _bad_criteria(problem: str) -> Exception:
    return other_problem(f"Invalid InternalAccessAnalysisRuleCriteria: {problem}")


def default_configuration(
    analyzer: Analyzer, given: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """Return the configuration a new analyzer gets: what was given, and defaults."""
    if analyzer.kind == "external":
        return None
    tag = _TAGS[analyzer.kind]
    content = dict((given or {}).get(tag) or {})
    if analyzer.kind == "unused":
        content.setdefault("unusedAccessAge", DEFAULT_AGE)
    return {tag: content}


def merged(analyzer: Analyzer, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the configuration after an update.

    Raises:
        ErrorResponse: The update changes the age after which access counts as unused.
    """
    tag = _TAGS[analyzer.kind]
    before: dict[str, Any] = (analyzer.configuration or {}).get(tag) or {}
    update: Mapping[str, Any] = (given or {}).get(tag) or {}
    content = {key: value for key, value in update.items() if value is not None}
    if content.get("unusedAccessAge", before.get("unusedAccessAge")) != before.get(
        "unusedAccessAge"
    ):
        raise other_problem("Cannot update unused access age")
    return {tag: {**before, **content}}
