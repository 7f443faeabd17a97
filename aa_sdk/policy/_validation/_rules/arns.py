"""Rules about the form of the ARNs of resources."""

import re
from collections.abc import Callable

from aa_sdk._arns import FIELDS
from aa_sdk.policy._validation.document import Statement
from aa_sdk.policy._validation.globs import is_glob
from aa_sdk.policy._validation.resource_arns import ResourceArn, arns_of
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, statement_rule

_ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)
# Resources that AWS or a partner owns have a name in the place of an account.
_OWNERS = frozenset(("aws", "aws-managed", "aws-marketplace", "partner"))


def each_arn(
    details: str, is_wrong: Callable[[ResourceArn], bool]
) -> Callable[[Statement], Issues]:
    """Make a check that says something of each ARN that is wrong in one way."""

    def check(statement: Statement) -> Issues:
        for entry, arn in arns_of(statement):
            if is_wrong(arn):
                yield Issue(details, (entry.path,))

    return check


def _lacks_fields(arn: ResourceArn) -> bool:
    return arn.fields < FIELDS


def _has_other_prefix(arn: ResourceArn) -> bool:
    return arn.fields == FIELDS and arn.prefix != "arn" and not is_glob(arn.prefix)


def _has_capitals_in_service(arn: ResourceArn) -> bool:
    return arn.fields == FIELDS and arn.service != arn.service.lower()


def _has_other_account(arn: ResourceArn) -> bool:
    account = arn.account
    if not account or is_glob(account) or account in _OWNERS:
        return False
    return _ACCOUNT.fullmatch(account) is None


def _has_wildcard_in_service(arn: ResourceArn) -> bool:
    return arn.fields == FIELDS and is_glob(arn.service)


RULES: tuple[Rule, ...] = (
    statement_rule(
        "MISSING_ARN_FIELD",
        "ERROR",
        each_arn(
            "An ARN has six fields, arn:partition:service:region:account:resource: add those that"
            " are missing.",
            _lacks_fields,
        ),
    ),
    statement_rule(
        "INVALID_ARN_PREFIX",
        "ERROR",
        each_arn("An ARN begins with arn: put it in front.", _has_other_prefix),
    ),
    statement_rule(
        "INVALID_ARN_SERVICE_CASE",
        "ERROR",
        each_arn("The service of an ARN has small letters only.", _has_capitals_in_service),
    ),
    statement_rule(
        "INVALID_ARN_ACCOUNT",
        "ERROR",
        each_arn("The account of an ARN has 12 digits.", _has_other_account),
    ),
    statement_rule(
        "WILDCARD_IN_SERVICE_NAME",
        "SUGGESTION",
        each_arn(
            "The service of the ARN has a wildcard, and may stand for others than are meant: name"
            " it.",
            _has_wildcard_in_service,
        ),
    ),
)
