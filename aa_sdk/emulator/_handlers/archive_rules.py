"""Operations on archive rules, and the rules at work."""

from collections.abc import Mapping
from typing import Any

from aa_sdk.emulator._account.entities import Analyzer, ArchiveRule
from aa_sdk.emulator._account.lifecycle import change_status
from aa_sdk.emulator._findings.filter_keys import check_rule_filter
from aa_sdk.emulator._findings.queries import matching
from aa_sdk.emulator._handlers.call import Call, Output, look_up
from aa_sdk.emulator._protocol.errors import conflict, quota_exceeded
from aa_sdk.emulator._protocol.timestamps import iso_text


def add_rule(call: Call, analyzer: Analyzer, name: str, criteria: Mapping[str, Any]) -> None:
    """Give an analyzer a rule, within the quota."""
    allowed = call.world.quotas.archive_rules
    if len(analyzer.rules) >= allowed:
        raise quota_exceeded(
            f"The analyzer has the {allowed} archive rules it may have", analyzer.arn, "ArchiveRule"
        )
    check_rule_filter(criteria, analyzer.kind)
    analyzer.rules[name] = ArchiveRule(name, criteria, call.now, call.now)


def create_archive_rule(call: Call) -> Output:
    """Add a rule; what exists already stays as it is."""
    analyzer = call.analyzer()
    name: str = call.params["ruleName"]
    if name in analyzer.rules:
        raise conflict(f"A rule named {name} already exists", name, "ArchiveRule")
    add_rule(call, analyzer, name, call.params["filter"])
    return None


def get_archive_rule(call: Call) -> Output:
    """Return one rule."""
    return {"archiveRule": _summary(_rule(call, call.analyzer()))}


def list_archive_rules(call: Call) -> Output:
    """Return a page of rules by name; none for an analyzer that does not exist.

    The operation has no way to say that there is no such analyzer.
    """
    analyzer = call.scope.analyzers.get(call.params["analyzerName"])
    rules = sorted(analyzer.rules.values(), key=lambda rule: rule.name) if analyzer else []
    page, more = call.paging().cut(rules, lambda rule: rule.name)
    return {"archiveRules": [_summary(rule) for rule in page], **more}


def update_archive_rule(call: Call) -> Output:
    """Replace a rule's filter; what exists already stays as it is."""
    analyzer = call.analyzer()
    rule = _rule(call, analyzer)
    check_rule_filter(call.params["filter"], analyzer.kind)
    rule.filter = call.params["filter"]
    rule.updated_at = call.now
    return None


def delete_archive_rule(call: Call) -> Output:
    """Delete a rule; what it archived stays archived."""
    analyzer = call.analyzer()
    del analyzer.rules[_rule(call, analyzer).name]
    return None


def apply_archive_rule(call: Call) -> Output:
    """Archive the active findings that a rule matches."""
    analyzer = call.analyzer()
    # Only active findings are archived, whatever status the rule itself names.
    criteria = {**_rule(call, analyzer).filter, "status": {"eq": ["ACTIVE"]}}
    compiled = call.world.filters.get(analyzer.arn, criteria)
    matched = matching(analyzer.store, compiled)
    change_status(call.world, analyzer, matched, "ARCHIVED", call.now)
    return None


def _rule(call: Call, analyzer: Analyzer) -> ArchiveRule:
    return look_up(analyzer.rules, call.params["ruleName"], "ArchiveRule")


def _summary(rule: ArchiveRule) -> dict[str, Any]:
    return {
        "ruleName": rule.name,
        "filter": rule.filter,
        "createdAt": iso_text(rule.created_at),
        "updatedAt": iso_text(rule.updated_at),
    }
