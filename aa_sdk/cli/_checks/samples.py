"""Invented policies, to see what checks say: what `aa-sdk check --demo` checks."""

import json
from collections.abc import Mapping
from typing import Any

from aa_sdk.cli._sources.found import Found, FoundPolicy
from aa_sdk.policy._validation.places import StatementPlaces


def _policy(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


_ORDERS = "arn:aws:s3:::orders-inbox-4433"
_READING = {"Sid": "ReadOrders", "Effect": "Allow", "Action": "s3:GetObject"}

READER = _policy({**_READING, "Resource": f"{_ORDERS}/*"})
"""What a role should be allowed at most."""
DEPLOYER = _policy(
    {**_READING, "Resource": f"{_ORDERS}/*"},
    {"Sid": "PassAnyRole", "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
)
_SERVING = {"Sid": "Website", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
WEBSITE = _policy({**_SERVING, "Resource": f"{_ORDERS}/*"})
_UPLOADING = {
    "Sid": "Partner",
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::444455556666:role/media-exports"},
    "Action": "s3:PutObject",
}
PARTNER = _policy(
    {
        **_UPLOADING,
        "Resource": f"{_ORDERS}/*",
        "Condition": {"Bool": {"aws:SecureTransport": "true"}},
    }
)
PREVIEWED = f"{_ORDERS}-9baea6c1"
"""A bucket that the sample data of the emulator has findings on."""
PREVIEWED_POLICY = _policy(
    {**_SERVING, "Resource": f"{PREVIEWED}/*"}, {**_UPLOADING, "Resource": f"{PREVIEWED}/*"}
)
"""What is proposed for it."""

_IDENTITY = {"reader-role.json": READER, "deployer-role.json": DEPLOYER}
_RESOURCE = {"partner-bucket.json": PARTNER, "website-bucket.json": WEBSITE}


def sample_policies() -> Found:
    """Return policies of roles and of buckets: of each a good one, and one that is not."""
    return Found((*_found(_IDENTITY), *_found(_RESOURCE)), ())


def sample_roles() -> Found:
    """Return the policies of roles."""
    return Found(_found(_IDENTITY), ())


def sample_buckets() -> Found:
    """Return the policies of buckets."""
    return Found(_found(_RESOURCE), ())


def _found(texts: Mapping[str, str]) -> tuple[FoundPolicy, ...]:
    return tuple(
        FoundPolicy(
            f"samples/{name}",
            f"samples/{name}",
            None,
            text,
            StatementPlaces(text),
            "RESOURCE_POLICY" if texts is _RESOURCE else "IDENTITY_POLICY",
            "AWS::S3::Bucket" if texts is _RESOURCE else None,
        )
        for name, text in texts.items()
    )
