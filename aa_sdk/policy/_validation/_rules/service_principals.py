"""Rules about services as principals: how they are called, and for whom they may act."""

import re

from aa_sdk.policy._validation.document import Condition, Kind, Statement
from aa_sdk.policy._validation.global_keys import OF_SOURCES
from aa_sdk.policy._validation.globs import is_glob
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule, statement_rule

_NAME = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*"
_DOMAIN = r"(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|aws\.internal)"
_REGION = r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]+"
_SERVICE = re.compile(rf"{_NAME}\.{_DOMAIN}|alexa-[a-z]+\.amazon\.com")
_SERVICE_IN_REGION = re.compile(rf"[a-z0-9-]+\.{_REGION}\.{_DOMAIN}")
_FORMATS = {
    **dict.fromkeys(
        (
            "aws:calledvia",
            "aws:calledviafirst",
            "aws:calledvialast",
            "aws:principalservicename",
            "aws:principalservicenameslist",
            "codeconnections:passedtoservice",
            "codestar-connections:passedtoservice",
            "iam:awsservicename",
            "iam:passedtoservice",
            "organizations:serviceprincipal",
            "sts:awsservicename",
        ),
        (_SERVICE, "SERVICE.amazonaws.com"),
    ),
    "kms:viaservice": (_SERVICE_IN_REGION, "SERVICE.REGION.amazonaws.com"),
}
"""The context keys that hold services, in lower case, and how those are written."""


def _malformed_principal(statement: Statement) -> Issues:
    for entry in statement.principals:
        if entry.key == "Service" and _is_malformed(entry.text, _SERVICE):
            yield Issue(_details("SERVICE.amazonaws.com"), (entry.path,))


def _malformed_value(condition: Condition) -> Issues:
    known = _FORMATS.get(condition.name)
    if known and condition.operator.family == "string":
        pattern, written = known
        for entry in condition.values:
            if _is_malformed(entry.text, pattern):
                yield Issue(_details(written), (entry.path,))


def _is_malformed(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether it can be told that no service is called so: not of patterns and variables."""
    return not pattern.fullmatch(text) and not is_glob(text) and "${" not in text


def _details(written: str) -> str:
    return f"No service is called so: write {written}, in lower case."


def _any_source(statement: Statement) -> Issues:
    services = [entry.path for entry in statement.principals if entry.key == "Service"]
    if services and _grants(statement) and not statement.conditions:
        details = (
            "The service may act for anybody here: "
            "ask for aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths."
        )
        yield Issue(details, tuple(services))


def _referer(statement: Statement) -> Issues:
    referers = [one for one in statement.conditions if one.name == "aws:referer"]
    if (
        referers
        and _grants(statement)
        and any(entry.key == "Service" for entry in statement.principals)
        and not any(condition.name in OF_SOURCES for condition in statement.conditions)
    ):
        details = (
            "aws:Referer is not made for telling whom a service acts for: "
            "ask for aws:SourceArn or aws:SourceAccount instead."
        )
        for condition in referers:
            yield Issue(details, (condition.path,))


def _grants(statement: Statement) -> bool:
    return (
        statement.effect == "Allow"
        and statement.principal_element == "Principal"
        and bool(statement.resource_element)
    )


_OF_RESOURCES: tuple[Kind, ...] = ("resource", "trust")

RULES: tuple[Rule, ...] = (
    statement_rule(
        "INVALID_SERVICE_PRINCIPAL_FORMAT", "ERROR", _malformed_principal, kinds=_OF_RESOURCES
    ),
    condition_rule("INVALID_SERVICE_PRINCIPAL_FORMAT", "ERROR", _malformed_value),
    statement_rule(
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", "SECURITY_WARNING", _any_source, kinds=("resource",)
    ),
    statement_rule(
        "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        "SUGGESTION",
        _referer,
        kinds=("resource",),
    ),
)
