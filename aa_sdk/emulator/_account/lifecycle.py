"""What happens to findings: they open, are archived by rules, are resolved, and are replaced."""

from sys import intern

from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._findings.store import NewFinding


def open_finding(world: World, analyzer: Analyzer, new: NewFinding) -> FindingRecord:
    """Add a finding to an analyzer; one of its archive rules may archive it at once.

    Args:
        world: Where filters are compiled.
        analyzer: The analyzer that finds it.
        new: The finding. Rules are asked only if it is active.
    """
    record = analyzer.store.add(new)
    if analyzer.last_resource_at is None or new.analyzed_at >= analyzer.last_resource_at:
        analyzer.last_resource = record.resource.arn
        analyzer.last_resource_at = new.analyzed_at
    if new.status == "ACTIVE" and _archived_by_rule(world, analyzer, record):
        analyzer.store.set_status(record, intern("ARCHIVED"), new.updated_at)
    return record


def _archived_by_rule(world: World, analyzer: Analyzer, record: FindingRecord) -> bool:
    for rule in analyzer.rules.values():
        asked = world.filters.get(analyzer.arn, rule.filter)
        if asked.allows_group(record.group) and asked.allows_record(record):
            return True
    return False


def resolve(analyzer: Analyzer, record: FindingRecord, now: int) -> None:
    """Note that what a finding is about is gone.

    A finding about a failed analysis is not resolved: it goes away.
    """
    if record.facts.error is not None:
        analyzer.store.remove(record)
        return
    record.analyzed_at = now
    analyzer.store.set_status(record, "RESOLVED", now)
