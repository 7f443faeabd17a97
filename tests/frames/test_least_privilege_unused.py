"""What is unused may come as text, details, findings and rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.errors import ServiceError
from aa_sdk.frames import least_privilege
from aa_sdk.models import (
    FindingSummaryV2,
    GetFindingV2Response,
    UnusedAction,
    UnusedPermissionDetails,
)
from aa_sdk.workflows import Gone, Hydrated, HydrationFailed
from tests.frames.narrow import allow, cut, details, statements_of

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ROLE = "arn:aws:iam::111122223333:role/reports"


def finding(*parts: Any, resource: str | None = ROLE, id: str = "f") -> GetFindingV2Response:
    return GetFindingV2Response(
        analyzed_at=NOW,
        created_at=NOW,
        updated_at=NOW,
        id=id,
        resource=resource,
        resource_type="AWS::IAM::Role",
        resource_owner_account="111122223333",
        status="ACTIVE",
        finding_details=parts,
        finding_type="UnusedPermission",
    )


def unused_of(source: Any) -> tuple[str, ...]:
    return least_privilege({"Statement": allow("s3:*")}, source).unused_actions


@dataclass
class Rows:
    rows: list[dict[str, Any]]

    def to_dicts(self) -> list[dict[str, Any]]:
        return self.rows


def row(service: str, action: str | None, **more: Any) -> dict[str, Any]:
    return {"service_namespace": service, "action": action, **more}


S3 = details("s3", "PutObject", "GetObject")
WHOLE = UnusedPermissionDetails(service_namespace="sqs")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("s3:PutObject", ("s3:PutObject",)),
        (["s3:Put*", "s3:put*", "*"], ("s3:Put*", "*")),
        ({"s3:PutObject"}, ("s3:PutObject",)),
        ((text for text in ["a:B", "c-d:E_1?"]), ("a:B", "c-d:E_1?")),
        (S3, ("s3:PutObject", "s3:GetObject")),
        (WHOLE, ("sqs:*",)),
        ([S3, [WHOLE, "ec2:*"]], ("s3:PutObject", "s3:GetObject", "sqs:*", "ec2:*")),
        (details("s3", "s3:PutObject"), ("s3:PutObject",)),
        (finding(S3, WHOLE), ("s3:PutObject", "s3:GetObject", "sqs:*")),
        (Hydrated(None, finding(WHOLE)), ("sqs:*",)),
        ([finding(S3), finding(WHOLE)], ("s3:PutObject", "s3:GetObject", "sqs:*")),
        ([row("s3", "PutObject"), row("sqs", None)], ("s3:PutObject", "sqs:*")),
        (row("s3", "PutObject", resource=ROLE), ("s3:PutObject",)),
        (Rows([row("s3", "PutObject", resource=ROLE)]), ("s3:PutObject",)),
        ([], ()),
    ],
    ids=range(15),
)
def test_what_says_what_is_unused(source: Any, expected: tuple[str, ...]) -> None:
    assert unused_of(source) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("PutObject", "names no service"),
        ("", "names no service"),
        ("arn:aws:s3:::bucket", "is an ARN and no action"),
        ("s3:", "is no action"),
        (":PutObject", "is no action"),
        ("s3:Put:Object", "is no action"),
        ("s3: PutObject", "is no action"),
        ("s*:PutObject", "is no action"),
        ("s3:PutObject\n", "is no action"),
        ("s3:<script>", "is no action"),
    ],
)
def test_what_is_misspelt_is_refused_and_says_where(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=rf"unused_actions\[1\] {problem}: write it as service"):
        unused_of(["s3:GetObject", text])


SUMMARY = FindingSummaryV2(
    analyzed_at=NOW,
    created_at=NOW,
    updated_at=NOW,
    id="f",
    resource_type="AWS::IAM::Role",
    resource_owner_account="111122223333",
    status="ACTIVE",
)
ERROR = ServiceError({"Error": {"Code": "X", "Message": "x"}}, "GetFindingV2")


@pytest.mark.parametrize("source", [SUMMARY, Gone("f"), HydrationFailed("f", ERROR)])
def test_a_finding_without_its_details_is_refused(source: Any) -> None:
    with pytest.raises(ValueError, match=r"unused_actions\[0\] .* hydrate"):
        unused_of([source])


def test_a_finding_of_another_type_is_refused() -> None:
    with pytest.raises(ValueError, match="of type UnusedPermission"):
        unused_of(finding())


@pytest.mark.parametrize(
    "sources",
    [
        [finding(S3), finding(S3, resource=f"{ROLE}-2")],
        [finding(S3, resource=None), finding(S3, resource=None, id="g")],
        [row("s3", "A", resource="a"), row("s3", "A", resource="b")],
    ],
)
def test_what_one_role_does_not_use_another_may(sources: Any) -> None:
    with pytest.raises(ValueError, match="2 roles or users"):
        unused_of(sources)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (None, "NoneType"),
        (b"s3:PutObject", "bytes"),
        ([1], "int"),
        (UnusedAction(action="PutObject"), "the details it stands in"),
        ({"service_namespace": "s3", "action": 1}, "unused_actions_table"),
        ({"s3:PutObject": True}, "unused_actions_table"),
    ],
)
def test_something_else_is_refused(source: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        unused_of(source)


def test_a_generator_of_details_is_read_once() -> None:
    def several() -> Iterator[UnusedPermissionDetails]:
        yield S3
        yield WHOLE

    smaller = cut(allow("s3:GetObject", "sqs:SendMessage", "sqs:*"), *several())
    assert smaller.is_empty


async def test_findings_as_the_service_sends_them() -> None:
    emulator = Emulator()
    emulator.populate(findings=40, seed=3)
    async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
        analyzers = await client.list_analyzers(type="ACCOUNT_UNUSED_ACCESS").collect()
        listed = await client.list_findings_v2(
            analyzer_arn=analyzers[0].arn, filter={"findingType": {"eq": ["UnusedPermission"]}}
        ).collect()
        whole = await client.get_finding_v2(analyzer_arn=analyzers[0].arn, id=listed[0].id)
    named = unused_of(whole)
    assert named
    smaller = cut(allow(*named, "x:Y"), whole)
    assert statements_of(smaller)["Action"] == ["x:Y"]
    with pytest.raises(ValueError, match="hydrate"):
        unused_of(listed)
