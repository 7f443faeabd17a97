"""Statistics, summed up over the groups that findings lie in."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from aa_sdk.emulator._findings.records import Facts
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._protocol.timestamps import iso_text

TOP_ACCOUNTS = 10

_TOTALS = {
    "totalActiveFindings": "ACTIVE",
    "totalArchivedFindings": "ARCHIVED",
    "totalResolvedFindings": "RESOLVED",
}


def get_findings_statistics(call: Call) -> Output:
    """Return the statistics of an analyzer's findings; nothing unless it is active."""
    analyzer = call.analyzer()
    if analyzer.status_at(call.now) != "ACTIVE":
        return {"findingsStatistics": []}
    tag, summed = {
        "external": ("externalAccessFindingsStatistics", _external),
        "internal": ("internalAccessFindingsStatistics", _internal),
        "unused": ("unusedAccessFindingsStatistics", _unused),
    }[analyzer.kind]
    statistics = {tag: {**summed(analyzer.store), **_totals(analyzer.store)}}
    return {"findingsStatistics": [statistics], "lastUpdatedAt": iso_text(call.now)}


def _counts(store: FindingStore) -> Iterator[tuple[Facts, int]]:
    return ((facts, group.count) for facts, group in store.groups.items() if group.count)


def _totals(store: FindingStore) -> dict[str, int]:
    counts = Counter[str]()
    for facts, count in _counts(store):
        counts[facts.status] += count
    return {member: counts[status] for member, status in _TOTALS.items()}


def _external(store: FindingStore) -> dict[str, Any]:
    types: dict[str, Counter[str]] = defaultdict(Counter[str])
    for facts, count in _counts(store):
        if facts.status != "ACTIVE":
            continue
        if facts.error is not None:
            member = "totalActiveErrors"
        else:
            member = "totalActivePublic" if facts.is_public else "totalActiveCrossAccount"
        types[facts.resource_type][member] += count
    members = ("totalActivePublic", "totalActiveCrossAccount", "totalActiveErrors")
    return {"resourceTypeStatistics": _by_type(types, members)}


def _internal(store: FindingStore) -> dict[str, Any]:
    types: dict[str, Counter[str]] = defaultdict(Counter[str])
    names = {status: member for member, status in _TOTALS.items()}
    for facts, count in _counts(store):
        types[facts.resource_type][names[facts.status]] += count
    return {"resourceTypeStatistics": _by_type(types, tuple(_TOTALS))}


def _by_type(types: dict[str, Counter[str]], members: tuple[str, ...]) -> dict[str, Any]:
    return {
        kind: {member: counts[member] for member in members}
        for kind, counts in sorted(types.items())
    }


def _unused(store: FindingStore) -> dict[str, Any]:
    types = Counter[str]()
    accounts: dict[str, Counter[str]] = defaultdict(Counter[str])
    for facts, count in _counts(store):
        if facts.status == "ACTIVE":
            types[facts.finding_type] += count
            accounts[facts.owner][facts.finding_type] += count
    top = sorted(accounts.items(), key=lambda item: (-item[1].total(), item[0]))[:TOP_ACCOUNTS]
    statistics: dict[str, Any] = {
        "unusedAccessTypeStatistics": [
            {"unusedAccessType": kind, "total": total} for kind, total in sorted(types.items())
        ]
    }
    # The list of accounts has at least one entry where it is there at all.
    if top:
        statistics["topAccounts"] = [
            {"account": account, "numberOfActiveFindings": counts.total(), "details": counts}
            for account, counts in top
        ]
    return statistics
