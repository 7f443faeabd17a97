"""Operations on analyzers."""

from collections.abc import Mapping
from typing import Any

from aa_sdk.emulator._account import lifecycle
from aa_sdk.emulator._account.analyzer_configuration import (
    check_configuration,
    default_configuration,
    merged,
)
from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._account.failures import taken
from aa_sdk.emulator._handlers.archive_rules import add_rule
from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._handlers.tags import check_tags
from aa_sdk.emulator._protocol.errors import (
    access_denied,
    conflict,
    not_supported,
    other_problem,
    quota_exceeded,
)
from aa_sdk.emulator._protocol.timestamps import iso_text


def create_analyzer(call: Call) -> Output:
    """Create an analyzer, within the quota of its type."""
    # The analyzer is entered last of all: a request that ends in an error has no effect.
    scope, params = call.scope, call.params
    name: str = params["analyzerName"]
    analyzer_type: str = params["type"]
    if name in scope.analyzers:
        raise conflict(
            f"An analyzer named {name} already exists", scope.analyzer_arn(name), "Analyzer"
        )
    if analyzer_type.startswith("ORGANIZATION") and not call.world.organization:
        raise other_problem("You must create an organization before an organization analyzer")
    _check_quota(call, analyzer_type)
    analyzer = _new_analyzer(call, name, analyzer_type)
    check_tags(analyzer.tags, call.world.quotas)
    given: Mapping[str, Any] | None = params.get("configuration")
    check_configuration(analyzer, given)
    analyzer.configuration = default_configuration(analyzer, given)
    for rule in params.get("archiveRules") or ():
        add_rule(call, analyzer, rule["ruleName"], rule["filter"])
    analyzer.failure = taken(call.world.failures.analyzers)
    scope.analyzers[name] = analyzer
    return {"arn": analyzer.arn}


def _new_analyzer(call: Call, name: str, analyzer_type: str) -> Analyzer:
    durations = call.world.durations
    is_organization = analyzer_type.startswith("ORGANIZATION")
    wait = durations.organization_analyzer if is_organization else durations.account_analyzer
    return Analyzer(
        arn=call.scope.analyzer_arn(name),
        name=name,
        type=analyzer_type,
        created_at=call.now,
        ready_at=call.after(wait),
        tags=dict(call.params.get("tags") or {}),
    )


def _check_quota(call: Call, analyzer_type: str) -> None:
    quotas, existing = call.world.quotas, call.scope.analyzers.values()
    if analyzer_type == "ORGANIZATION_INTERNAL_ACCESS":
        allowed = quotas.organization_internal_analyzers
    elif analyzer_type.startswith("ORGANIZATION"):
        allowed = quotas.organization_analyzers
    else:
        allowed = quotas.account_analyzers
    if sum(analyzer.type == analyzer_type for analyzer in existing) >= allowed:
        raise quota_exceeded(
            f"The account has the {allowed} analyzers of type {analyzer_type} it may have",
            analyzer_type,
            "Analyzer",
        )


def get_analyzer(call: Call) -> Output:
    """Return an analyzer with its configuration."""
    analyzer = call.analyzer()
    summary = _summary(analyzer, call.now)
    if analyzer.configuration is not None:
        summary["configuration"] = analyzer.configuration
    return {"analyzer": summary}


def list_analyzers(call: Call) -> Output:
    """Return a page of analyzers by name, without their configurations."""
    wanted = call.params.get("type")
    by_name = sorted(call.scope.analyzers.values(), key=lambda analyzer: analyzer.name)
    chosen = [analyzer for analyzer in by_name if wanted in (None, analyzer.type)]
    page, more = call.paging().cut(chosen, lambda analyzer: analyzer.name)
    return {"analyzers": [_summary(analyzer, call.now) for analyzer in page], **more}


def update_analyzer(call: Call) -> Output:
    """Change an analyzer's configuration."""
    analyzer = call.analyzer()
    if analyzer.kind == "external":
        raise not_supported("External access analyzers have no configuration to update")
    given: Mapping[str, Any] | None = call.params.get("configuration")
    if analyzer.status_at(call.now) == "CREATING":
        raise conflict("The analyzer is being created", analyzer.arn, "Analyzer")
    check_configuration(analyzer, given)
    analyzer.configuration = merged(analyzer, given)
    return {"configuration": analyzer.configuration}


def delete_analyzer(call: Call) -> Output:
    """Delete an analyzer with its findings, rules and previews."""
    analyzer = call.analyzer()
    if analyzer.managed_by is not None:
        raise access_denied(f"{analyzer.name} is managed by {analyzer.managed_by}")
    lifecycle.delete_analyzer(call.world, analyzer, call.now)
    return None


def create_service_linked_analyzer(_call: Call) -> Output:
    """Deny it: only services of AWS itself may do this."""
    raise access_denied("Only AWS services create service-linked analyzers")


def delete_service_linked_analyzer(call: Call) -> Output:
    """Delete a service-linked analyzer that its managing service no longer needs."""
    analyzer = call.analyzer()
    if analyzer.managed_by is None:
        raise not_supported(f"{analyzer.name} is not a service-linked analyzer")
    if analyzer.in_use:
        raise conflict(f"{analyzer.managed_by} still uses this analyzer", analyzer.arn, "Analyzer")
    lifecycle.delete_analyzer(call.world, analyzer, call.now)
    return None


def _summary(analyzer: Analyzer, now: int) -> dict[str, Any]:
    summary: dict[str, Any] = {
        "arn": analyzer.arn,
        "name": analyzer.name,
        "type": analyzer.type,
        "createdAt": iso_text(analyzer.created_at),
        "status": analyzer.status_at(now),
        "tags": analyzer.tags,
    }
    if analyzer.last_resource is not None and analyzer.last_resource_at is not None:
        summary["lastResourceAnalyzed"] = analyzer.last_resource
        summary["lastResourceAnalyzedAt"] = iso_text(analyzer.last_resource_at)
    reason = analyzer.reason_at(now)
    if reason is not None:
        summary["statusReason"] = {"code": reason}
    if analyzer.managed_by is not None:
        summary["managedBy"] = analyzer.managed_by
    return summary
