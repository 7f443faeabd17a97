"""What the service model says in regular expressions and enums, told in words."""

import re
from collections.abc import Iterable
from typing import Any

from aa_sdk._words import did_you_mean, quoted

_ANALYZER_ARN = "[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:analyzer/.{1,255}"
_ANALYZER_NAME = "[A-Za-z_][A-Za-z0-9_.-]*"
_RULE_NAME = "[A-Za-z][A-Za-z0-9_.-]*"
_UUID = "[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"

PATTERNS = {
    _ANALYZER_ARN: (
        "must be the ARN of an analyzer, such as "
        "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"
    ),
    _ANALYZER_NAME: (
        "must begin with a letter from A to Z or an underscore, and have only such letters, "
        "digits, and the signs _ . -"
    ),
    _RULE_NAME: (
        "must begin with a letter from A to Z, and have only such letters, digits, and the signs "
        "_ . -"
    ),
    _UUID: "must be an id such as 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9, its letters in lower case",
    "arn:[^:]*:[^:]*:[^:]*:[^:]*:.*": "must be an ARN, such as arn:aws:s3:::reports",
    "arn:[^:]*:cloudtrail:[^:]*:[^:]*:trail/.{1,576}": (
        "must be the ARN of a CloudTrail trail, such as "
        "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit"
    ),
    "arn:[^:]*:iam::[^:]*:role/.{1,576}": (
        "must be the ARN of an IAM role, such as arn:aws:iam::111122223333:role/audit"
    ),
    "arn:[^:]*:iam::[^:]*:(role|user)/.{1,576}": (
        "must be the ARN of an IAM role or user, such as arn:aws:iam::111122223333:role/audit"
    ),
    "arn:[^:]*:s3:[^:]*:[^:]*:accesspoint/.*": (
        "must be the ARN of an S3 access point, such as "
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/reports"
    ),
    "arn:[^:]*:s3express:[^:]*:[^:]*:accesspoint/.*": (
        "must be the ARN of an access point of a directory bucket, such as "
        "arn:aws:s3express:eu-west-1:111122223333:accesspoint/reports--euw1-az1--xa-s3"
    ),
    "vpc-([0-9a-f]){8}(([0-9a-f]){9})?": (
        "must be the id of a VPC: vpc- and 8 or 17 digits from 0 to f, such as vpc-1a2b3c4d"
    ),
}
"""What a text must be, by the pattern that says so."""

OTHER_PATTERN = "has characters or a form that the service does not take"
"""What is said of a pattern that came after this release."""


def unlike_pattern(pattern: str, value: str) -> str:
    """Say what a text must be.

    Args:
        pattern: The pattern, which the text is unlike.
        value: The text.
    """
    shown = quoted(value)
    if pattern == _ANALYZER_ARN and _is_name(value):
        found = f"(await client.get_analyzer({shown})).analyzer.arn"
        return f"is an ARN; {shown} looks like a name: pass {found}"
    if pattern in (_ANALYZER_NAME, _RULE_NAME) and shown and value.startswith("arn:"):
        name = value.rpartition("/")[2]
        return f"is a name; {shown} is an ARN: pass its last part, {quoted(name)}"
    return PATTERNS.get(pattern, OTHER_PATTERN)


def unknown_operation(name: str, known: Iterable[str]) -> str:
    """Say that there is no such operation, and which one was probably meant.

    Args:
        name: What was asked for.
        known: The names of the operations.
    """
    hint = did_you_mean(str(name), known)
    return f"{quoted(name) or 'this'} is not one the installed botocore knows{hint}"


def _is_name(value: str) -> bool:
    """Say whether a text may be the name of an analyzer, and not the id of something."""
    return bool(re.fullmatch(_ANALYZER_NAME, value)) and not re.fullmatch(_UUID, value)


def unlike_enum(shape: Any, value: str) -> str:
    """Say which values there are, and which of them was probably meant.

    Args:
        shape: botocore's shape.
        value: A text that is none of them.
    """
    known = f"must be one of {', '.join(shape.enum)}"
    hint = did_you_mean(value, shape.enum)
    return f"{known}, not {quoted(value)}{hint}" if hint and quoted(value) else known
