"""Configurations of analyzers: what fits a type, what two of them mean, and what is sent."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final, TypeAlias, cast

from pydantic import ValidationError

from aa_sdk.errors import InvalidField
from aa_sdk.models import (
    AnalysisRule,
    AnalysisRuleCriteria,
    AnalyzerConfiguration,
    InternalAccessAnalysisRule,
    InternalAccessAnalysisRuleCriteria,
    InternalAccessConfiguration,
    ResourceType,
    UnusedAccessConfiguration,
    UpdateAnalyzerRequest,
    is_known,
)
from aa_sdk.operations._value_words import invalid_field
from aa_sdk.workflows._plan.limits import kind_of, tag_faults

DEFAULT_AGE: Final = 90
"""Days after which access counts as unused where nothing else is said."""

Scope: TypeAlias = frozenset[tuple[str, frozenset[Hashable]]]
"""One exclusion or inclusion: its members and their values, in no order."""

_OLDEST = 365
_MOST_ACCOUNTS = 2000
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_RESOURCE_TYPE = re.compile(r"AWS::\w+::\w+", re.ASCII)
_WATCHED = (
    "AWS::S3::Bucket",
    "AWS::S3Express::DirectoryBucket",
    "AWS::DynamoDB::Table",
    "AWS::DynamoDB::Stream",
    "AWS::RDS::DBSnapshot",
    "AWS::RDS::DBClusterSnapshot",
)


def read_configuration(given: object) -> tuple[AnalyzerConfiguration | None, list[InvalidField]]:
    """Read what was given as a configuration, whichever form it has.

    Args:
        given: A model, a mapping, None, or anything else.

    Returns:
        The configuration, and what keeps it from being one.
    """
    members: dict[str, Any] = {"analyzer_name": "any", "configuration": given}
    try:
        read = UpdateAnalyzerRequest(**members).configuration
        return deepcopy(read), []  # the mappings in a model could change yet
    except ValidationError as error:
        return None, [
            invalid_field(UpdateAnalyzerRequest, _path(fault["loc"]), fault)
            for fault in error.errors()
        ]


def configuration_faults(
    configuration: AnalyzerConfiguration | None, analyzer_type: str
) -> list[InvalidField]:
    """Find what does not fit the type of the analyzer.

    Args:
        configuration: The configuration.
        analyzer_type: A type that there is.
    """
    kind, is_organization = kind_of(analyzer_type), analyzer_type.startswith("ORGANIZATION")
    match configuration:
        case None:
            return []
        case UnusedAccessConfiguration() if kind == "unused":
            return [*_unused_faults(configuration, is_organization=is_organization)]
        case InternalAccessConfiguration() if kind == "internal":
            return [*_internal_faults(configuration, is_organization=is_organization)]
        case _:
            wanted = {
                "external": "nothing to configure: leave it out",
                "unused": "an UnusedAccessConfiguration",
                "internal": "an InternalAccessConfiguration",
            }
            return [InvalidField("configuration", f"{analyzer_type} has {wanted[kind]}")]


def _unused_faults(
    configuration: UnusedAccessConfiguration, *, is_organization: bool
) -> Iterator[InvalidField]:
    path, age = "configuration.unused_access", configuration.unused_access_age
    if age is not None and not 1 <= age <= _OLDEST:
        yield InvalidField(f"{path}.unused_access_age", f"must be from 1 to {_OLDEST} days", age)
    rule = configuration.analysis_rule or AnalysisRule()
    for index, scope in enumerate(rule.exclusions):
        place = f"{path}.analysis_rule.exclusions[{index}]"
        yield from _account_faults(scope.account_ids, place, is_organization=is_organization)
        for number, tags in enumerate(scope.resource_tags):
            for fault in tag_faults(tags):
                tag = fault.path.removeprefix("tags")
                where = f"{place}.resource_tags[{number}]{tag}"
                yield InvalidField(where, fault.reason, fault.value)
    if sum(len(scope.account_ids) for scope in rule.exclusions) > _MOST_ACCOUNTS:
        reason = f"at most {_MOST_ACCOUNTS} accounts"
        yield InvalidField(f"{path}.analysis_rule.exclusions", reason)


def _internal_faults(
    configuration: InternalAccessConfiguration, *, is_organization: bool
) -> Iterator[InvalidField]:
    rule = configuration.analysis_rule or InternalAccessAnalysisRule()
    for index, scope in enumerate(rule.inclusions):
        place = f"configuration.internal_access.analysis_rule.inclusions[{index}]"
        yield from _account_faults(scope.account_ids, place, is_organization=is_organization)
        for kind in scope.resource_types:
            is_new = _RESOURCE_TYPE.fullmatch(kind) and not is_known(ResourceType, kind)
            if kind not in _WATCHED and not is_new:
                reason = f"must be of {', '.join(_WATCHED)}"
                yield InvalidField(f"{place}.resource_types", reason, kind)
        for arn in scope.resource_arns:
            if "*" in arn or not arn.startswith("arn:"):
                reason = "must be ARNs of single resources, without wildcards"
                yield InvalidField(f"{place}.resource_arns", reason, arn)


def _account_faults(
    accounts: Iterable[str], place: str, *, is_organization: bool
) -> Iterator[InvalidField]:
    path = f"{place}.account_ids"
    for account in accounts:
        if not is_organization:
            yield InvalidField(path, "are for analyzers of an organization: leave them out")
            return
        if not _ACCOUNT.fullmatch(account):
            yield InvalidField(path, "must be account ids, 12 digits each", account)


def age_of(configuration: AnalyzerConfiguration | None) -> int | None:
    """Return the days after which access counts as unused; None where none are told."""
    if isinstance(configuration, UnusedAccessConfiguration):
        return configuration.unused_access_age
    return None


def scopes_of(configuration: AnalyzerConfiguration | None) -> frozenset[Scope] | None:
    """Return what an analyzer leaves out, or watches, in a form that is equal for equal meanings.

    Neither order nor repetition counts. Of what names nothing but accounts, or types, or ARNs,
    each value stands for itself: two in one criterion are as good as in two.

    Args:
        configuration: The configuration.

    Returns:
        The exclusions or inclusions; None where the configuration does not tell.
    """
    match configuration:
        case UnusedAccessConfiguration(analysis_rule=AnalysisRule(exclusions=given)):
            return frozenset(part for scope in given for part in _parts(_members_of(scope)))
        case InternalAccessConfiguration(
            analysis_rule=InternalAccessAnalysisRule(inclusions=watched)
        ):
            return frozenset(part for scope in watched for part in _parts(_members_of(scope)))
        case _:
            return None


def _members_of(
    scope: AnalysisRuleCriteria | InternalAccessAnalysisRuleCriteria,
) -> dict[str, frozenset[Hashable]]:
    members = {
        name: frozenset(
            frozenset(cast("Mapping[str, str]", value).items())
            if isinstance(value, Mapping)
            else value
            for value in getattr(scope, name)
        )
        for name in type(scope).model_fields
    }
    return {name: values for name, values in members.items() if values}


def _parts(members: Mapping[str, frozenset[Hashable]]) -> Iterator[Scope]:
    if len(members) == 1 and "resource_tags" not in members:
        ((name, values),) = members.items()
        for value in values:
            yield frozenset({(name, frozenset({value}))})
    elif members:
        yield frozenset(members.items())


def update_to(
    wanted: AnalyzerConfiguration, present: AnalyzerConfiguration | None
) -> AnalyzerConfiguration:
    """Return what to send so that an analyzer leaves out, or watches, what it is to.

    All of it is said, whether the service keeps what an update leaves out or not: also the age,
    which it takes as long as it is no other, and an empty list.

    Args:
        wanted: What the specification says.
        present: What the analyzer has now.
    """
    if isinstance(wanted, UnusedAccessConfiguration):
        rule = wanted.analysis_rule or AnalysisRule()
        return UnusedAccessConfiguration(
            unused_access_age=age_of(present),
            analysis_rule=AnalysisRule(exclusions=rule.exclusions),
        )
    watched = cast("InternalAccessConfiguration", wanted).analysis_rule
    inclusions = (watched or InternalAccessAnalysisRule()).inclusions
    return InternalAccessConfiguration(
        analysis_rule=InternalAccessAnalysisRule(inclusions=inclusions)
    )


def _path(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)[1:]
