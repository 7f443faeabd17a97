"""What type checkers see of the assertions about policies, and what they refuse."""

from pathlib import Path
from typing import assert_type

from aa_sdk.models import Access
from aa_sdk.policy import ActionCatalogue, Effective, Policy, PolicyCheck, PolicyValidation
from aa_sdk.pytest_plugin import (
    assert_access_not_granted,
    assert_no_new_access,
    assert_no_public_access,
    assert_valid,
)

path = Path("policy.json")
policy = Policy.parse("{}")
both = Effective(identity=policy)

assert_type(assert_no_new_access(path, both), PolicyCheck)
assert_type(assert_no_new_access("{}", policy, "RESOURCE_POLICY"), PolicyCheck)
assert_type(assert_access_not_granted(both, Access(actions=["s3:*"])), PolicyCheck)
assert_type(assert_access_not_granted({}, actions="s3:*", resources=("*",)), PolicyCheck)
assert_type(assert_no_public_access(policy, "AWS::SQS::Queue"), PolicyCheck)
assert_type(assert_valid(path, severity="WARNING", ignore=["X"]), PolicyValidation)
assert_valid({}, "RESOURCE_POLICY", resource_type="AWS::S3::Bucket")
assert_valid("{}", catalogue=ActionCatalogue.installed())

assert_no_new_access(path, policy, "RESOURCE")  # type: ignore[arg-type]  # no type of policy
assert_no_public_access(both)  # type: ignore[arg-type]  # about an identity
assert_no_public_access(path, "AWS::S3::Bukket")  # type: ignore[arg-type]  # no type of resource
assert_valid(policy)  # type: ignore[arg-type]  # what was read has no places
assert_valid(path, severity="GRAVE")  # type: ignore[arg-type]  # no severity
assert_access_not_granted({}, actions=1)  # type: ignore[arg-type]  # no text
