"""What the tests of trust policies share."""

from typing import Any

from tests.policy.validation.documents import changed, found, policy


def trust(**elements: Any) -> dict[str, Any]:
    """A statement of a trust policy with these elements, or without those that are None."""
    return changed(**{"Resource": None, "Action": "sts:AssumeRole", **elements})


def found_in_trust(*statements: object) -> list[tuple[str, ...]]:
    """The findings of a trust policy with these statements."""
    document = policy(*statements)
    return found(document, "RESOURCE_POLICY", resource_type="AWS::IAM::AssumeRolePolicyDocument")
