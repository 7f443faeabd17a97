"""What the tests of the rules share: documents, and what is found in them."""

from typing import Any

from aa_sdk.models import (
    Location,
    PathIndex,
    PathKey,
    PathValue,
    PolicyType,
    Substring,
    ValidatePolicyResourceType,
)
from aa_sdk.policy import ActionCatalogue, validate

NOTHING_KNOWN = ActionCatalogue.empty()

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
"""A statement of an identity policy that nothing is wrong with."""


def policy(*statements: object, version: str | None = "2012-10-17") -> dict[str, Any]:
    """A document with these statements."""
    head = {} if version is None else {"Version": version}
    return {**head, "Statement": list(statements)}


def changed(**elements: Any) -> dict[str, Any]:
    """`ALLOW` with other elements, or without those that are None."""
    return {name: value for name, value in {**ALLOW, **elements}.items() if value is not None}


def when(**operators: Any) -> dict[str, Any]:
    """A document with one statement that has these conditions."""
    return policy(changed(Condition=operators))


def found(
    document: Any,
    policy_type: PolicyType = "IDENTITY_POLICY",
    *,
    resource_type: ValidatePolicyResourceType | None = None,
    catalogue: ActionCatalogue | None = NOTHING_KNOWN,
) -> list[tuple[str, ...]]:
    """The findings of a document, each as its code and its places: `Statement[0].Action[1]`.

    A key is written in angle brackets, a part of a string as `{start+length}`.
    """
    validation = validate(document, policy_type, resource_type=resource_type, catalogue=catalogue)
    return [
        (finding.issue_code, *(_path(location) for location in finding.locations))
        for finding in validation.findings
    ]


def _path(location: Location) -> str:
    text = ""
    for step in location.path:
        match step:
            case PathIndex(index=index):
                text += f"[{index}]"
            case PathKey(key=key):
                text += f".<{key}>"
            case PathValue(value=value):
                text += f".{value}"
            case Substring(start=start, length=length):
                text += f"{{{start}+{length}}}"
            case _:
                raise AssertionError(step)
    return text.removeprefix(".")
