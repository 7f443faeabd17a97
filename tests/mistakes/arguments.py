"""Mistakes with arguments."""

from pathlib import Path
from typing import Any

from aa_sdk import InvalidRequestError
from aa_sdk.policy import InvalidPolicyError, check_no_public_access
from tests.mistakes.mistake import Mistake

ANALYZER = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/account-external"

# What checkers refuse is written for those who run none.
ONE_ID: Any = "222891f6"

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        'one text where several go: `ids="222891f6"`',
        lambda client: client.update_findings(ANALYZER, status="ARCHIVED", ids=ONE_ID),
        InvalidRequestError,
        ("ids", "is one text where several go", "222891f6"),
        ("put it into a list",),
    ),
    Mistake(
        'the name of a file as a policy: `policy_document="policy.json"`',
        lambda client: client.check_no_public_access(
            policy_document="policy.json", resource_type="AWS::S3::Bucket"
        ),
        InvalidRequestError,
        ("policy_document", "is the name of a file"),
        ("pathlib.Path",),
    ),
    Mistake(
        'the name of a file as a policy, offline: `check_no_public_access("policy.json")`',
        lambda client: check_no_public_access("policy.json"),  # noqa: ARG005 (it needs none)
        InvalidPolicyError,
        ("the name of a file",),
        ("pathlib.Path",),
    ),
    Mistake(
        'a policy file that is not there: `policy_document=Path("absent.json")`',
        lambda client: client.check_no_public_access(
            policy_document=Path("absent.json"), resource_type="AWS::S3::Bucket"
        ),
        InvalidRequestError,
        ("policy_document", "the file 'absent.json' cannot be read"),
        ("No such file or directory",),
    ),
)
