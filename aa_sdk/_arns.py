"""Amazon Resource Names taken apart."""

from typing import NamedTuple, Self

FIELDS = 6
"""How many parts, set apart by colons, an ARN has; the last one may have colons of its own."""


class Arn(NamedTuple):
    """An Amazon Resource Name: `arn:partition:service:region:account:resource`."""

    partition: str
    """`aws`, `aws-cn`, `aws-us-gov` and so on."""
    service: str
    """The namespace of the service, such as `s3`."""
    region: str
    """The Region; empty where resources have none."""
    account: str
    """The account's 12 digits; empty where resources do not say."""
    resource: str
    """Everything after the fifth colon."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Take an ARN apart.

        Args:
            text: Any text.

        Returns:
            Its parts as they stand, unchecked; None if the text is no ARN.
        """
        prefix, *parts = text.split(":", FIELDS - 1)
        return cls(*parts) if prefix == "arn" and len(parts) == FIELDS - 1 else None

    def __str__(self) -> str:
        return ":".join(("arn", *self))
