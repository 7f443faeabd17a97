"""Mistakes with the files of policies."""

from pathlib import Path

from aa_sdk import InvalidRequestError
from aa_sdk.policy import InvalidPolicyError, check_no_public_access
from tests.mistakes.mistake import Mistake

MISTAKES: tuple[Mistake, ...] = (
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
