"""The ARNs of a Resource or NotResource element, taken apart."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from aa_sdk._arns import FIELDS
from aa_sdk.policy._validation.document import Entry, Statement

_LONGEST = 2048  # characters of a resource
_VARIABLE = re.compile(r"\$\{[^{}]*\}")


class ResourceArn(NamedTuple):
    """A resource as its fields; policy variables have become `*`, and missing fields are empty."""

    prefix: str
    """`arn`, or whatever stands there."""
    partition: str
    """`aws`, `aws-cn` and so on."""
    service: str
    """The service, such as `s3`."""
    region: str
    """The Region."""
    account: str
    """The account."""
    resource: str
    """Everything after the fifth colon."""
    fields: int
    """How many fields are there, six or fewer."""


def arns_of(statement: Statement) -> Iterator[tuple[Entry, ResourceArn]]:
    """Take the resources of a statement apart; those that stand for all are left out."""
    for entry in statement.resources:
        if entry.text != "*" and len(entry.text) <= _LONGEST:
            arn = _read(entry.text)
            if arn:
                yield entry, arn


@lru_cache(maxsize=2048)
def _read(text: str) -> ResourceArn | None:
    if text and not text.strip("*"):
        return None
    parts = _VARIABLE.sub("*", text).split(":", FIELDS - 1)
    prefix, partition, service, region, account, resource = *parts, *[""] * (FIELDS - len(parts))
    return ResourceArn(prefix, partition, service, region, account, resource, len(parts))
