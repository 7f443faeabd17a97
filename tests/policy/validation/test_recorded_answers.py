"""What the service was recorded to find, for every type of policy where it makes sense."""

from typing import Any

import pytest

from aa_sdk.models import PolicyType, ValidatePolicyResourceType
from aa_sdk.policy import ActionCatalogue
from tests.policy.validation.documents import ALLOW, changed, found, policy

PARTNER = {"AWS": "444455556666"}
ROLE = "arn:aws:iam::111122223333:role/app"
TRUST: ValidatePolicyResourceType = "AWS::IAM::AssumeRolePolicyDocument"
POINT: ValidatePolicyResourceType = "AWS::S3::AccessPoint"
Type = tuple[PolicyType, ValidatePolicyResourceType | None, dict[str, Any]]
TYPES: list[Type] = [
    ("IDENTITY_POLICY", None, ALLOW),
    ("RESOURCE_POLICY", None, changed(Principal=PARTNER)),
    ("RESOURCE_POLICY", TRUST, changed(Principal=PARTNER, Action="sts:AssumeRole", Resource=None)),
    ("SERVICE_CONTROL_POLICY", None, ALLOW),
    ("RESOURCE_CONTROL_POLICY", None, changed(Principal="*", Effect="Deny")),
]
NO_TEXT = (5, 1.5, True, None, {"a": "b"}, [5], [{"a": "b"}], [["a"]], [None])
NO_PRINCIPAL: tuple[Any, ...] = (
    *(5, True, None, ["*"]),
    *({"AWS": 5}, {"AWS": {"a": "b"}}, {"AWS": [5]}, {"a": {}}),
)
NO_CONDITION = (5, True, None, "a", ["a"], {"Bool": 5}, {"StringEquals": ["aws:a"]})
WRONG: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("Action", "NotAction", "Resource", "NotResource"), NO_TEXT),
    **dict.fromkeys(("Effect", "Sid"), (*NO_TEXT, ["Allow"])),
    **dict.fromkeys(("Principal", "NotPrincipal"), NO_PRINCIPAL),
    "Condition": NO_CONDITION,
}


@pytest.mark.parametrize(("policy_type", "resource_type", "right"), TYPES)
def test_an_element_of_the_wrong_type_is_a_finding_where_it_stands(
    policy_type: PolicyType,
    resource_type: ValidatePolicyResourceType | None,
    right: dict[str, Any],
) -> None:
    assert found(policy(right), policy_type, resource_type=resource_type) == []
    for name, values in WRONG.items():
        rest = {key: one for key, one in right.items() if key != name.removeprefix("Not")}
        for value in values:
            document = policy(right, {**rest, name: value})
            told = found(document, policy_type, resource_type=resource_type)
            where = [place[0] for code, *place in told if code == "DATA_TYPE_MISMATCH"]
            assert where, (name, value)
            assert all(place.startswith(f"Statement[1].{name}") for place in where), (name, value)


@pytest.mark.parametrize("text", ["fakeArn", "arn", "arn:aws:s3", "fake*"])
@pytest.mark.parametrize("element", ["Resource", "NotResource"])
def test_a_resource_without_all_parts_of_an_arn_lacks_some(text: str, element: str) -> None:
    for policy_type, resource_type, right in TYPES:
        if resource_type is None:
            rest = {key: one for key, one in right.items() if key != "Resource"}
            for value, place in ((text, element), (["*", text], f"{element}[1]")):
                told = found(policy({**rest, element: value}), policy_type)
                assert ("MISSING_ARN_FIELD", f"Statement[0].{place}") in told, policy_type


def test_the_policy_of_an_access_point_does_not_speak_of_buckets() -> None:
    def codes(resource: str) -> list[str]:
        document = policy(changed(Principal=PARTNER, Resource=resource))
        return [code for code, *_ in found(document, "RESOURCE_POLICY", resource_type=POINT)]

    point = "arn:aws:s3:us-east-1:111122223333:accesspoint/reports"
    for resource in ("arn:aws:s3:::amber", "arn:aws:s3:::amber/*", "arn:aws-cn:s3:::amber"):
        assert codes(resource) == ["UNSUPPORTED_RESOURCE_ARN_IN_POLICY"], resource
    for resource in (point, f"{point}/object/*"):
        assert codes(resource) == [], resource


@pytest.mark.parametrize(
    ("action", "resource", "code"),
    [
        ("iam:PassRole", "*", "PASS_ROLE_WITH_STAR_IN_RESOURCE"),
        ("iam:passrole", [ROLE, "*"], "PASS_ROLE_WITH_STAR_IN_RESOURCE"),
        (["s3:GetObject", "iam:PassRole"], "*", "PASS_ROLE_WITH_STAR_IN_RESOURCE"),
        ("iam:Pass*", "*", "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"),
        ("iam:*", "*", "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"),
        ("*", "*", "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"),
        ("iam:PassRole", ROLE, None),
        ("iam:PassRole", "arn:aws:iam::*:role/*", None),
        ("iam:*", "arn:aws:iam::111122223333:role/*", None),
        ("iam:GetRole", "*", None),
    ],
)
def test_passing_every_role_is_told_by_how_it_is_said(
    action: Any, resource: Any, code: str | None, catalogue: ActionCatalogue
) -> None:
    """Whether or not a catalogue knows the actions."""
    document = policy(changed(Action=action, Resource=resource))
    for known in (ActionCatalogue.empty(), catalogue):
        told = [name for name, *_ in found(document, catalogue=known) if "PASS_ROLE" in name]
        assert told == ([] if code is None else [code])
