"""Rules about the values of conditions: whether they are what operator and key want."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from aa_sdk.policy._language.literals import (
    canonical_bytes,
    parse_instant,
    parse_number,
    parse_truth,
)
from aa_sdk.policy._validation.document import Condition, Entry
from aa_sdk.policy._validation.placeholders import has_wildcard, variables
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule
from aa_sdk.policy.errors import InvalidPolicyError, UnsupportedPolicyError

_VPC = re.compile(r"vpc-(?:[0-9A-Za-z]{8}|[0-9A-Za-z]{17})", re.ASCII)
_VPC_ENDPOINT = re.compile(r"vpce-(?:[0-9A-Za-z]{8}|[0-9A-Za-z]{17})", re.ASCII)
_KMS_KEY = re.compile(r"arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+", re.ASCII)
_KMS_KEYS = frozenset(("s3:x-amz-server-side-encryption-aws-kms-key-id",))
"""The context keys whose values are the ARNs of KMS keys."""


def _unreadable(
    families: tuple[str, ...], parse: Callable[[str, str], object], details: str
) -> Any:
    def check(condition: Condition) -> Issues:
        if condition.operator.family in families:
            for value in condition.values:
                if not variables(value.text) and not _reads(parse, value.text):
                    yield Issue(details, (value.path,))

    return check


def _reads(parse: Callable[[str, str], object], text: str) -> bool:
    try:
        parse(text, "")
    except InvalidPolicyError:
        return False
    except UnsupportedPolicyError:  # well formed, but nothing to compare with
        return True
    return True


def _seconds_since_1970(condition: Condition) -> Issues:
    if condition.operator.family != "date":
        return
    for value in condition.values:
        if _is_epoch_time(value.text):
            details = "A number is taken for seconds since 1970: write the date as YYYY-MM-DD."
            yield Issue(details, (value.path,))


def _is_epoch_time(text: str) -> bool:
    # Four digits are a year.
    return "-" not in text[1:] and len(text) != len("YYYY") and _reads(parse_instant, text)


def _fixed_texts(condition: Condition) -> Iterator[Entry]:
    """The values that are compared as they stand."""
    if condition.operator.family in ("string", "arn"):
        for value in condition.values:
            if not variables(value.text) and not has_wildcard(value.text):
                yield value


def _malformed(keys: frozenset[str], form: re.Pattern[str], details: str) -> Any:
    def check(condition: Condition) -> Issues:
        if condition.name in keys:
            for value in _fixed_texts(condition):
                if not form.fullmatch(value.text):
                    yield Issue(details, (value.path,))

    return check


def _several_bounds(condition: Condition) -> Issues:
    operator = condition.operator
    if operator.family != "numeric" or operator.comparison == "=":
        return
    values = condition.values
    if len(values) > 1 and all(_reads(parse_number, value.text) for value in values):
        which = "greatest" if operator.comparison.startswith("<") else "least"
        details = f"The {which} of these values decides alone: leave the others out."
        yield Issue(details, (condition.path,))


RULES: tuple[Rule, ...] = (
    condition_rule(
        "TYPE_MISMATCH_BOOLEAN",
        "WARNING",
        _unreadable(("bool", "null"), parse_truth, "The operator wants true or false here."),
    ),
    condition_rule(
        "TYPE_MISMATCH_DATE",
        "WARNING",
        _unreadable(("date",), parse_instant, "The operator wants a date here, as YYYY-MM-DD."),
    ),
    condition_rule(
        "TYPE_MISMATCH_NUMBER",
        "WARNING",
        _unreadable(("numeric",), parse_number, "The operator wants a number here."),
    ),
    condition_rule(
        "TYPE_MISMATCH_STRING",
        "WARNING",
        _unreadable(("binary",), canonical_bytes, "The operator wants bytes in base64 here."),
    ),
    condition_rule("INVALID_DATE_VALUE", "WARNING", _seconds_since_1970),
    condition_rule(
        "INVALID_VPC_FORMAT",
        "ERROR",
        _malformed(
            frozenset(("aws:sourcevpc",)),
            _VPC,
            "This is no id of a VPC: they are vpc- and 8 or 17 letters and digits.",
        ),
    ),
    condition_rule(
        "INVALID_VPCE_FORMAT",
        "ERROR",
        _malformed(
            frozenset(("aws:sourcevpce",)),
            _VPC_ENDPOINT,
            "This is no id of a VPC endpoint: they are vpce- and 8 or 17 letters and digits.",
        ),
    ),
    condition_rule(
        "INVALID_KMS_KEY_VALUE",
        "ERROR",
        _malformed(
            _KMS_KEYS,
            _KMS_KEY,
            "The value has to be the ARN of a KMS key, with Region, account and the key's id.",
        ),
    ),
    condition_rule("REDUNDANT_CONDITION_VALUE_NUM", "SUGGESTION", _several_bounds),
)
