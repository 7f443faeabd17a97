"""What a role or user used of its permissions, as far as the world knows.

Whoever builds a world says what a role or user did. Of one that nobody said anything about, the
findings of unused access know something: when what is unused now was last used, if ever. Invented
findings are about invented roles and users, and what those did besides is invented too, so that
there is something to write policies from: they are in use, or else the findings would be about
the whole role or user. It is nothing that any finding says is unused, and the same every time.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from aa_sdk.emulator._account.analyzer_configuration import DEFAULT_AGE
from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._account.narrowing import Usage
from aa_sdk.emulator._account.principals import Use
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._protocol.timestamps import milliseconds_in, moment_of

_SAMPLES: Mapping[str, Sequence[str]] = {
    "cloudformation": ("DescribeStacks", "ListStacks"),
    "cloudtrail": ("DescribeTrails", "LookupEvents"),
    "ecr": ("BatchGetImage", "GetAuthorizationToken"),
    "ecs": ("DescribeTasks", "RunTask"),
    "events": ("PutEvents",),
    "secretsmanager": ("DescribeSecret", "GetSecretValue"),
    "ssm": ("GetParameter", "GetParametersByPath"),
    "states": ("DescribeExecution", "StartExecution"),
    "sts": ("AssumeRole", "GetCallerIdentity"),
}
_SAMPLE_SERVICES = 3


def used_between(
    world: World, principal: str, start: int, end: int, regions: Collection[str] | None = None
) -> list[str]:
    """List what a role or user used in a range of time.

    Args:
        world: The world.
        principal: Its ARN.
        start: The first moment of the range, in milliseconds since 1970.
        end: The last one.
        regions: The Regions that count; None for all.

    Returns:
        Actions such as `s3:GetObject`, and `s3:*` where only the service is known; sorted.
    """
    uses = world.principals.uses.get(principal) or _told_by_findings(world, principal)
    used = {
        use.action.lower(): use.action
        for use in uses
        if start <= use.at <= end
        and (regions is None or use.region is None or use.region in regions)
    }
    return sorted(used.values())


def usage_of(world: World, analyzer: Analyzer, record: FindingRecord) -> Usage:
    """Return what a finding of unused permissions says, and what is used all the same.

    What somebody said a role or user did within the time that the analyzer looks back on counts for
    more than the finding, which may be older. What findings tell does not count here: they know of
    what is unused alone, and to go by that would take away all the rest.
    """
    is_told = world.principals.uses.get(record.resource.arn)
    return Usage.of(_unused(record), _used_lately(world, analyzer, record) if is_told else ())


def likely_uses(world: World, analyzer: Analyzer, record: FindingRecord, usage: Usage) -> list[str]:
    """List what a role or user is likely to use, which is nothing that the finding says is not."""
    used = _used_lately(world, analyzer, record)
    return [use for use in used if not usage.is_unused(use.lower())]


def _used_lately(world: World, analyzer: Analyzer, record: FindingRecord) -> list[str]:
    now = world.now()
    return used_between(world, record.resource.arn, now - _looks_back(analyzer), now)


def _looks_back(analyzer: Analyzer) -> int:
    content: Mapping[str, Any] = (analyzer.configuration or {}).get("unusedAccess") or {}
    days: int = content.get("unusedAccessAge") or DEFAULT_AGE
    return milliseconds_in(timedelta(days=days))


def _details(record: FindingRecord) -> Iterator[Mapping[str, Any]]:
    return (detail["unusedPermissionDetails"] for detail in record.detail_list())


def _actions(detail: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the actions of one service with what is said of them."""
    service: str = detail["serviceNamespace"]
    for entry in detail.get("actions") or ():
        name: str = entry["action"]
        yield name if ":" in name else f"{service}:{name}", entry


def _unused(record: FindingRecord) -> Iterator[str]:
    for detail in _details(record):
        actions = [action for action, _ in _actions(detail)]
        yield from actions or [f"{detail['serviceNamespace']}:*"]


def _told_by_findings(world: World, principal: str) -> Iterator[Use]:
    found = [
        (analyzer, record)
        for scope in world.scopes.values()
        for analyzer in scope.analyzers.values()
        if analyzer.kind == "unused" and principal in analyzer.store.resources
        for record in analyzer.store.resources[principal].findings
        if record.facts.finding_type == "UnusedPermission"
    ]
    mentioned = set[str]()
    for _, record in found:
        for detail in _details(record):
            mentioned.add(detail["serviceNamespace"])
            yield from _last_accessed(detail)
    for analyzer, record in found:
        is_sample = any(first <= record.seq < behind for first, behind in analyzer.samples)
        if is_sample and record.facts.error is None:
            yield from _invented(principal, mentioned, record.analyzed_at)


def _last_accessed(detail: Mapping[str, Any]) -> Iterator[Use]:
    latest = None
    for action, entry in _actions(detail):
        if entry.get("lastAccessed") is not None:
            use = Use(action, moment_of(entry["lastAccessed"]))
            latest = use.at if latest is None else max(latest, use.at)
            yield use
    # A service that was used later than any action that is named was used in another way.
    if detail.get("lastAccessed") is not None:
        at = moment_of(detail["lastAccessed"])
        if latest is None or at > latest:
            yield Use(f"{detail['serviceNamespace']}:*", at)


def _invented(principal: str, mentioned: Collection[str], at: int) -> Iterator[Use]:
    draw = Random(principal)  # noqa: S311 (the same every time, by intent)
    services = sorted(_SAMPLES.keys() - set(mentioned))
    for service in draw.sample(services, min(_SAMPLE_SERVICES, len(services))):
        yield from (Use(f"{service}:{action}", at) for action in _SAMPLES[service])
