"""A preview of a policy with an element of the wrong JSON type fails, whatever has the policy."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._handlers.resource_configurations import KINDS
from tests.emulator.direct_calls import ACCOUNT, Direct
from tests.emulator.previews import PARTNER

POINT = f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/reports"
Configure = Callable[[str], dict[str, Any]]


def member(name: str) -> Configure:
    return lambda document: {name: document}


# Every place where a configuration holds a policy: the kind, a resource, an action on it.
PLACES: list[tuple[str, str, str, Configure]] = [
    ("dynamodbStream", "dynamodb:us-east-1:A:table/a/stream/b", "dynamodb:GetRecords", member("")),
    ("dynamodbTable", "dynamodb:us-east-1:A:table/a", "dynamodb:GetItem", member("")),
    ("ecrRepository", "ecr:us-east-1:A:repository/a", "ecr:BatchGetImage", member("")),
    (
        "efsFileSystem",
        "elasticfilesystem:us-east-1:A:file-system/fs-1",
        "elasticfilesystem:ClientMount",
        member(""),
    ),
    ("iamRole", "iam::A:role/a", "sts:AssumeRole", member("")),
    (
        "kmsKey",
        "kms:us-east-1:A:key/a",
        "kms:Decrypt",
        lambda document: {"keyPolicies": {"default": document}},
    ),
    ("s3Bucket", "s3:::ledger", "s3:GetObject", member("bucketPolicy")),
    (
        "s3Bucket",
        "s3:::ledger",
        "s3:GetObject",
        lambda document: {"accessPoints": {POINT: {"accessPointPolicy": document}}},
    ),
    (
        "s3ExpressDirectoryBucket",
        "s3express:us-east-1:A:bucket/a--use1-az4--x-s3",
        "s3express:CreateSession",
        member(""),
    ),
    (
        "secretsManagerSecret",
        "secretsmanager:us-east-1:A:secret:a-b1C2d3",
        "secretsmanager:GetSecretValue",
        member(""),
    ),
    ("snsTopic", "sns:us-east-1:A:a", "sns:Publish", member("")),
    ("sqsQueue", "sqs:us-east-1:A:a", "sqs:SendMessage", member("")),
]
WITHOUT_POLICY = {"ebsSnapshot", "rdsDbSnapshot", "rdsDbClusterSnapshot"}

WRONG_CONDITIONS: list[Any] = [
    5,
    True,
    None,
    "a",
    [{"Bool": {}}],
    {"Bool": 5},
    {"StringEquals": ["aws:a"]},
    {"StringEquals": {"aws:a": {"b": "c"}}},
    {"StringEquals": {"aws:a": [["b"]]}},
    {"StringEquals": {"aws:a": None}},
]
WRONG: list[tuple[str, Any]] = [
    *(
        (name, value)
        for name in ("Action", "NotAction", "Resource", "NotResource")
        for value in (5, True, None, {"a": "b"}, [5], [{"a": "b"}], [["a"]])
    ),
    *(
        (name, value)
        for name in ("Principal", "NotPrincipal")
        for value in (5, True, None, ["*"], {"AWS": 5}, {"AWS": {"a": "b"}}, {"AWS": [PARTNER, 5]})
    ),
    *(("Effect", value) for value in (5, True, None, {"a": "b"}, ["Allow"])),
    *(("Sid", value) for value in (5, True, {"a": "b"}, ["a"])),
    *(("Condition", value) for value in WRONG_CONDITIONS),
]


def outcome(kind: str, resource: str, configuration: dict[str, Any]) -> tuple[str, str | None]:
    """The status of a preview, and why it failed."""
    direct = Direct(Emulator())
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    name = "arn:aws:" + resource.replace(":A:", f":{ACCOUNT}:")
    created = direct.ok(
        "CreateAccessPreview", analyzerArn=arn, configurations={name: {kind: configuration}}
    )
    direct.emulator.advance(timedelta(seconds=5))
    shown = direct.ok("GetAccessPreview", analyzerArn=arn, accessPreviewId=created["id"])
    previewed = shown["accessPreview"]
    return previewed["status"], previewed.get("statusReason", {}).get("code")


def configured(kind: str, configure: Configure, document: Any) -> dict[str, Any]:
    text = json.dumps(document)
    return {KINDS[kind].policy or name: value for name, value in configure(text).items()}


@pytest.mark.parametrize(("kind", "resource", "action", "configure"), PLACES)
def test_an_element_of_the_wrong_type_fails_the_preview(
    kind: str, resource: str, action: str, configure: Configure
) -> None:
    right = {"Effect": "Allow", "Principal": {"AWS": PARTNER}, "Action": action, "Resource": "*"}
    for statement in (right, {**right, "Sid": "a", "Condition": {"Bool": {"aws:a": True}}}):
        whole = configured(kind, configure, {"Statement": statement})
        assert outcome(kind, resource, whole) == ("COMPLETED", None)
    failed = ("FAILED", "INVALID_CONFIGURATION")
    for name, value in WRONG:
        plain = {key: one for key, one in right.items() if key != name.removeprefix("Not")}
        wrong = configured(kind, configure, {"Statement": [right, {**plain, name: value}]})
        assert outcome(kind, resource, wrong) == failed, (name, value)
    for document in ({"Statement": 5}, {"Statement": [right, None]}, [right], 5, None, "a"):
        wrong = configured(kind, configure, document)
        assert outcome(kind, resource, wrong) == failed, document
    for element in ({"Version": 2012}, {"Version": None}, {"Id": 5}, {"Id": {"a": "b"}}):
        wrong = configured(kind, configure, {**element, "Statement": right})
        assert outcome(kind, resource, wrong) == failed, element


def test_every_kind_that_has_a_policy_is_tried() -> None:
    assert {kind for kind, *_ in PLACES} == KINDS.keys() - WITHOUT_POLICY
