"""What type checkers see of the offline policy checks and validation, and what they refuse."""

from pathlib import Path
from typing import assert_type

from aa_sdk.models import ValidatePolicyFinding
from aa_sdk.policy import (
    ActionCatalogue,
    PolicyCheck,
    PolicyValidation,
    check_no_new_access,
    validate,
)

validation = validate({"Statement": []})
assert_type(validation, PolicyValidation)
assert_type(validation.findings, tuple[ValidatePolicyFinding, ...])
assert_type(validation.not_checked, frozenset[str])
validate(Path("policy.json"), "SERVICE_CONTROL_POLICY")
validate("{}", "RESOURCE_POLICY", resource_type="AWS::S3::Bucket")
validate("{}", catalogue=ActionCatalogue.installed())
assert_type(check_no_new_access("{}", Path("policy.json")), PolicyCheck)

validate("{}", "IDENTITY")  # type: ignore[arg-type]  # no type of policy
validate("{}", "RESOURCE_POLICY", resource_type="s3")  # type: ignore[arg-type]  # no type of resource
validate([])  # type: ignore[arg-type]  # a list is no policy
validate("{}", "RESOURCE_POLICY", "AWS::S3::Bucket")  # type: ignore[call-arg]  # by name only
