"""Filters: the time to build one, and to evaluate one on 100,000 findings.

Usage: python benchmarks/filters.py [rounds]

One process, one core. The clock is the process's CPU time, so that other work on the machine
does not count.
"""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

import itertools
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from loopback import spread, table

from aa_sdk.filters import FindingFilter, FindingLike
from aa_sdk.models import FindingSummary, FindingSummaryV2, GetFindingV2Response

FINDINGS, BUILDS = 100_000, 10_000
LIMIT_BUILD, LIMIT_MATCH = 20.0, 0.5

STATUSES = ("ACTIVE", "ACTIVE", "ARCHIVED", "RESOLVED")
TYPES = ("AWS::S3::Bucket", "AWS::IAM::Role", "AWS::KMS::Key")
ACCOUNTS = ("111122223333", "444455556666")
NAMES = ("prod", "stage", "dev", "prod-eu", "sandbox")

SUMMARIES = (
    FindingFilter()
    .status.eq("ACTIVE")
    .resource_type.eq("AWS::S3::Bucket", "AWS::IAM::Role")
    .resource.contains("prod")
    .error.exists(False)
)
DETAILS = (
    FindingFilter()
    .status.eq("ACTIVE")
    .is_public.eq(False)
    .principal.aws.contains("4444")
    .condition("aws:PrincipalOrgID")
    .exists(False)
)


def build() -> object:
    """Build a filter of five keys and its criteria."""
    return (
        FindingFilter()
        .status.eq("ACTIVE")
        .resource_type.eq("AWS::S3::Bucket", "AWS::IAM::Role")
        .is_public.eq(True)
        .principal.aws.contains("111122223333")
        .error.exists(False)
        .to_criteria()
    )


def documents(count: int) -> list[dict[str, Any]]:
    """Return V2 findings in wire form, with their details."""
    facts = itertools.cycle(itertools.product(STATUSES, TYPES, ACCOUNTS, NAMES))
    return [_document(number, *fact) for number, fact in zip(range(count), facts, strict=False)]


def _document(number: int, status: str, kind: str, account: str, name: str) -> dict[str, Any]:
    return {
        "id": f"finding-{number}",
        "status": status,
        "resourceType": kind,
        "resourceOwnerAccount": account,
        "resource": f"arn:aws:s3:::{name}-{number}",
        "findingType": "ExternalAccess",
        "createdAt": "2026-02-03T08:15:30Z",
        "analyzedAt": "2026-02-03T08:20:00Z",
        "updatedAt": "2026-02-03T08:20:00Z",
        "findingDetails": [
            {
                "externalAccessDetails": {
                    "isPublic": number % 7 == 0,
                    "principal": {"AWS": "*" if number % 7 == 0 else account},
                    "condition": {"aws:SourceVpc": "vpc-1"} if number % 3 else {},
                }
            }
        ],
    }


def beside(document: dict[str, Any]) -> dict[str, Any]:
    """Return a finding as V1 has it, details beside the rest."""
    shared = {name: value for name, value in document.items() if not name.startswith("finding")}
    return {**shared, **document["findingDetails"][0]["externalAccessDetails"]}


def summary(document: dict[str, Any]) -> dict[str, Any]:
    """Return a finding as V2 lists it, without details."""
    return {name: value for name, value in document.items() if name != "findingDetails"}


def seconds(work: Callable[[], object], rounds: int) -> list[float]:
    """Return the CPU seconds of each round, after one to warm up."""
    spent: list[float] = []
    for number in range(rounds + 1):
        started = time.process_time()
        work()
        if number:
            spent.append(time.process_time() - started)
    return spent


def building(rounds: int) -> tuple[str, ...]:
    """Measure building."""

    def work() -> None:
        for _ in range(BUILDS):
            build()

    each = [spent / BUILDS * 1e6 for spent in seconds(work, rounds)]
    return ("build five keys and their criteria", spread(each, "µs", 1), f"{LIMIT_BUILD:.0f} µs")


def matching(
    title: str, finding_filter: FindingFilter, findings: Sequence[FindingLike], rounds: int
) -> tuple[str, ...]:
    """Measure one filter on many findings."""
    passing = sum(map(finding_filter.matches, findings))
    assert 0 < passing < len(findings)
    spent = seconds(
        lambda: [finding for finding in findings if finding_filter.matches(finding)], rounds
    )
    return (f"{title}, {passing:,} pass", spread(spent, "s"), f"{LIMIT_MATCH} s")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 7
    whole = documents(FINDINGS)
    short, flat = [summary(one) for one in whole], [beside(one) for one in whole]
    rows = [("what", "CPU", "to reach"), building(rounds)]
    for title, finding_filter, model, wire in (
        ("V2 summaries", SUMMARIES, FindingSummaryV2, short),
        ("V1 summaries, by details", DETAILS, FindingSummary, flat),
        ("V2 findings, by details", DETAILS, GetFindingV2Response, whole),
    ):
        models = [model.from_wire(json.dumps(document)) for document in wire]
        rows.append(matching(f"{title}: models", finding_filter, models, rounds))
        rows.append(matching(f"{title}: mappings", finding_filter, wire, rounds))
    table(f"Filters: building, and four keys on {FINDINGS:,} findings", rows)


if __name__ == "__main__":
    main()
