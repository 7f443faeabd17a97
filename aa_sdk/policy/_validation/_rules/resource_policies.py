"""Rules about what the policy of a type of resource may speak of."""

import re
from typing import NamedTuple

from aa_sdk.policy._validation.catalogue import ActionCatalogue
from aa_sdk.policy._validation.document import Document, Statement
from aa_sdk.policy._validation.named_actions import ActionLookup
from aa_sdk.policy._validation.resource_arns import arns_of
from aa_sdk.policy._validation.rules import (
    Issue,
    Issues,
    Rule,
    catalogue_rule,
    statement_rule,
)


class _Subject(NamedTuple):
    """A type of resource that has a policy."""

    service: str
    """The prefix of the actions on it."""
    types: frozenset[str]
    """What the catalogue calls it and what lies in it."""
    arn: re.Pattern[str]
    """What its ARN looks like after the partition; a wildcard stands for anything."""
    takes_star: bool = False
    """Whether the resource may be `*` alone."""


_SUBJECTS = {
    "AWS::S3::Bucket": _Subject(
        "s3", frozenset(("bucket", "object")), re.compile(r"s3:[*]*:[*]*:.+")
    ),
    "AWS::S3::AccessPoint": _Subject(
        "s3",
        frozenset(("accesspoint", "accesspointobject")),
        re.compile(r"s3:[^:]+:[^:]+:(accesspoint/.+|accesspoint:.+|\*.*)"),
    ),
    "AWS::S3::MultiRegionAccessPoint": _Subject(
        "s3",
        frozenset(("accesspointobject", "multiregionaccesspoint", "object")),
        re.compile(r"s3:[*]*:[^:]+:(accesspoint/.+|\*.*)"),
    ),
    "AWS::S3ObjectLambda::AccessPoint": _Subject(
        "s3-object-lambda",
        frozenset(("objectlambdaaccesspoint",)),
        re.compile(r"s3-object-lambda:[^:]+:[^:]+:(accesspoint/.+|\*.*)"),
    ),
    "AWS::DynamoDB::Table": _Subject(
        "dynamodb",
        frozenset(("global-table", "index", "stream", "table")),
        re.compile(r"dynamodb:[^:]+:[^:]+:(table/.+|\*.*)"),
        takes_star=True,
    ),
}


def _foreign_action(statement: Statement) -> Issues:
    subject = _SUBJECTS.get(statement.document.resource_type or "")
    for action in statement.named_actions if subject else ():
        if subject and action.has_prefix and action.prefix != subject.service:
            details = "The policy of this resource speaks of actions of its own service only."
            yield Issue(details, (action.entry.path,))


def _misplaced_action(document: Document, catalogue: ActionCatalogue) -> Issues:
    subject = _SUBJECTS.get(document.resource_type or "")
    if subject is None:
        return
    lookup = ActionLookup(catalogue)
    for statement in document.statements:
        for action in statement.named_actions:
            found = lookup.find(action) if action.prefix == subject.service else None
            if found and not any(subject.types & {*one.resource_types} for one in found):
                details = "No request that the action allows is about this type of resource."
                yield Issue(details, (action.entry.path,))


def _foreign_resource(statement: Statement) -> Issues:
    subject = _SUBJECTS.get(statement.document.resource_type or "")
    if subject is None:
        return
    details = "The policy of this resource speaks of the resource only: give its ARN."
    for entry in statement.resources if not subject.takes_star else ():
        if entry.text == "*":
            yield Issue(details, (entry.path,))
    for entry, arn in arns_of(statement):
        place = ":".join((arn.service, arn.region, arn.account, arn.resource))
        if arn.prefix == "arn" and arn.resource and not subject.arn.fullmatch(place):
            yield Issue(details, (entry.path,))


RULES: tuple[Rule, ...] = (
    statement_rule("UNSUPPORTED_ACTION_IN_POLICY", "ERROR", _foreign_action, kinds=("resource",)),
    catalogue_rule("UNSUPPORTED_ACTION_IN_POLICY", "ERROR", _misplaced_action),
    statement_rule(
        "UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "ERROR", _foreign_resource, kinds=("resource",)
    ),
)
