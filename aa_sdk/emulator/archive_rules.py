"""Operations on archive rules, and the rules at work."""

from collections.abc import Mapping
from typing import Any

from aa_sdk.emulator.clock import iso_text
from aa_sdk.emulator.filter_keys import check_rule_keys
from aa_sdk.emulator.finding_queries import matching
from aa_sdk.emulator.invocation import Answer, Invocation
from aa_sdk.emulator.refusals import conflict, invalid_field, not_found, quota_exceeded
from aa_sdk.emulator.state import Analyzer, ArchiveRule

__all__ = (
    "apply_archive_rule",
    "check_rule_filter",
    "create_archive_rule",
    "delete_archive_rule",
    "get_archive_rule",
    "list_archive_rules",
    "new_rule",
    "update_archive_rule",
)


def new_rule(name: str, criteria: Mapping[str, Any], now: int) -> ArchiveRule:
    """Return a rule created now."""
    return ArchiveRule(name, criteria, now, now)


def check_rule_filter(analyzer: Analyzer, criteria: Mapping[str, Any]) -> None:
    """Refuse a filter that a rule of this analyzer may not have.

    Raises:
        Refusal: It is empty, or has a key that rules or this kind of analyzer do not know.
    """
    if not criteria:
        raise invalid_field("filter", "must have at least 1 entries")
    check_rule_keys(criteria, analyzer.kind)


def create_archive_rule(call: Invocation) -> Answer:
    """Add a rule; what exists already stays as it is."""
    analyzer = call.analyzer()
    name: str = call.params["ruleName"]
    if name in analyzer.rules:
        raise conflict(f"A rule named {name} already exists", name, "ArchiveRule")
    allowed = call.world.quotas.archive_rules
    if len(analyzer.rules) >= allowed:
        message = f"The analyzer has the {allowed} archive rules it may have"
        raise quota_exceeded(message, analyzer.arn, "ArchiveRule")
    check_rule_filter(analyzer, call.params["filter"])
    analyzer.rules[name] = new_rule(name, call.params["filter"], call.now)
    return None


def get_archive_rule(call: Invocation) -> Answer:
    """Return one rule."""
    return {"archiveRule": _summary(_rule(call, call.analyzer()))}


def list_archive_rules(call: Invocation) -> Answer:
    """Return a page of rules by name; none for an analyzer that does not exist.

    The operation has no way to say that there is no such analyzer.
    """
    analyzer = call.scope.analyzers.get(call.params["analyzerName"])
    rules = sorted(analyzer.rules.values(), key=lambda rule: rule.name) if analyzer else []
    page, more = call.paging().cut(rules, lambda rule: rule.name)
    return {"archiveRules": [_summary(rule) for rule in page], **more}


def update_archive_rule(call: Invocation) -> Answer:
    """Replace a rule's filter; what exists already stays as it is."""
    analyzer = call.analyzer()
    rule = _rule(call, analyzer)
    check_rule_filter(analyzer, call.params["filter"])
    rule.filter = call.params["filter"]
    rule.updated_at = call.now
    return None


def delete_archive_rule(call: Invocation) -> Answer:
    """Delete a rule; what it archived stays archived."""
    analyzer = call.analyzer()
    del analyzer.rules[_rule(call, analyzer).name]
    return None


def apply_archive_rule(call: Invocation) -> Answer:
    """Archive the active findings that a rule matches."""
    analyzer = call.analyzer()
    criteria = {**_rule(call, analyzer).filter, "status": {"eq": ["ACTIVE"]}}
    asked = call.world.filters.get(analyzer.arn, criteria)
    for record in matching(analyzer.store, asked):
        analyzer.store.set_status(record, "ARCHIVED", call.now)
    return None


def _rule(call: Invocation, analyzer: Analyzer) -> ArchiveRule:
    name: str = call.params["ruleName"]
    rule = analyzer.rules.get(name)
    if rule is None:
        raise not_found(name, "ArchiveRule")
    return rule


def _summary(rule: ArchiveRule) -> dict[str, Any]:
    return {
        "ruleName": rule.name,
        "filter": rule.filter,
        "createdAt": iso_text(rule.created_at),
        "updatedAt": iso_text(rule.updated_at),
    }
