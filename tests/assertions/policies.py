"""Policies that the tests of assertions are about."""

import json
from pathlib import Path
from typing import Any

Document = dict[str, Any]


def policy(*statements: Document) -> Document:
    """A policy of some statements."""
    return {"Version": "2012-10-17", "Statement": [*statements]}


def allow(action: str | list[str], **rest: Any) -> Document:
    """A statement that allows something."""
    return {"Effect": "Allow", "Action": action, "Resource": "*", **rest}


def written(folder: Path, name: str, document: Document) -> Path:
    """A file that holds a policy, a line for each element."""
    path = folder / name
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")
    return path


READING = policy(allow("s3:Get*", Sid="Read"))
WRITING = policy(allow("s3:GetObject", Sid="Read"), allow(["s3:PutObject"], Sid="Write"))
SECURE = policy(allow("s3:Get*", Condition={"Bool": {"aws:SecureTransport": "true"}}))
PUBLIC = policy(allow("s3:GetObject", Principal="*", Sid="Everyone"))
PASSING_ROLES = policy(allow(["s3:GetObject", "iam:PassRole"]))
UNDECIDED = policy(allow("s3:GetObject"), allow("*:Get*"))
