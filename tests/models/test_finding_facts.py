"""What findings of every form say, with a value for each: for tables and reports."""

import json
from typing import Any

import pytest

from aa_sdk.models import (
    AccessPreviewFinding,
    CheckAccessNotGrantedResponse,
    CheckNoNewAccessResponse,
    CheckNoPublicAccessResponse,
    ExternalAccessDetails,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
    Model,
    UnknownUnionMember,
    UnusedIamRoleDetails,
    UnusedPermissionDetails,
)
from tests.models.complete_bodies import complete

FLAT: list[Any] = [Finding, FindingSummary, AccessPreviewFinding]
FORMS: list[Any] = [*FLAT, FindingSummaryV2, GetFindingV2Response]


def read(kind: type[Model], **members: Any) -> Any:
    """Read a complete model with some members of another value; `...` for one left out."""
    body = {**complete(kind.__name__), **members}
    return kind.from_wire(json.dumps({k: value for k, value in body.items() if value is not ...}))


def whole(*details: dict[str, Any], **members: Any) -> GetFindingV2Response:
    finding: GetFindingV2Response = read(
        GetFindingV2Response, findingDetails=list(details), **members
    )
    return finding


EXTERNAL: dict[str, Any] = {"externalAccessDetails": {"isPublic": True, "condition": {}}}
UNUSED = [{"unusedPermissionDetails": {"serviceNamespace": name}} for name in ("s3", "sqs")]
INSIDE: dict[str, Any] = {"externalAccessDetails": {"isPublic": False, "condition": {}}}
NEW: dict[str, Any] = {"newAccessDetails": {"a": 1}}


def test_details_of_one_kind_come_in_their_order() -> None:
    finding = whole(UNUSED[0], NEW, UNUSED[1])
    unused = tuple(UnusedPermissionDetails(service_namespace=name) for name in ("s3", "sqs"))
    assert finding.details(UnusedPermissionDetails) == unused
    assert finding.detail(UnusedPermissionDetails) == unused[0]
    assert finding.details(UnknownUnionMember) == (
        UnknownUnionMember("newAccessDetails", {"a": 1}),
    )
    assert finding.details(ExternalAccessDetails) == ()
    assert finding.detail(ExternalAccessDetails) is None


def test_an_error_finding_has_no_details_of_any_kind() -> None:
    assert whole(error="ACCESS_DENIED").detail(ExternalAccessDetails) is None


@pytest.mark.parametrize("kind", FORMS)
def test_the_resource_has_a_text_even_where_the_service_leaves_it_out(kind: type[Model]) -> None:
    assert read(kind, resource="arn:aws:s3:::a").resource_text == "arn:aws:s3:::a"
    for nothing in (..., None, ""):
        finding = read(
            kind,
            resource=nothing,
            resourceType="AWS::S3::Bucket",
            resourceOwnerAccount="111122223333",
        )
        assert finding.resource_text == "AWS::S3::Bucket of 111122223333"


@pytest.mark.parametrize("kind", FLAT)
def test_findings_of_the_first_version_and_of_previews_are_about_external_access(
    kind: type[Model],
) -> None:
    assert read(kind).about == "ExternalAccess"
    assert [read(kind, isPublic=given).is_known_public for given in (True, False, None, ...)] == [
        *(True, False, False, False)
    ]


def test_a_summary_is_about_its_type_and_does_not_know_whether_it_is_public() -> None:
    assert read(FindingSummaryV2, findingType="UnusedIAMRole").about == "UnusedIAMRole"
    assert read(FindingSummaryV2, findingType="NewAccess").about == "NewAccess"
    assert read(FindingSummaryV2, findingType=...).about == "Unknown"
    assert not read(FindingSummaryV2, findingType="ExternalAccess").is_known_public


ABOUT: list[tuple[list[dict[str, Any]], str]] = [
    ([EXTERNAL], "ExternalAccess"),
    (UNUSED, "UnusedPermission"),
    ([{"unusedIamRoleDetails": {}}], "UnusedIAMRole"),
    ([NEW], "Unknown"),
    ([{}], "Unknown"),
    ([], "Unknown"),
]


@pytest.mark.parametrize(("details", "about"), ABOUT)
def test_a_whole_finding_without_type_is_about_what_its_details_are(
    details: list[dict[str, Any]], about: str
) -> None:
    assert whole(*details, findingType=...).about == about
    assert whole(*details, findingType="SomethingNew").about == "SomethingNew"


def test_a_whole_finding_is_public_where_its_details_say_so() -> None:
    assert whole(INSIDE, EXTERNAL).is_known_public
    nobody: list[list[dict[str, Any]]] = [
        *([INSIDE], [{"externalAccessDetails": {}}], [NEW], UNUSED, [])
    ]
    for details in nobody:
        assert not whole(*details).is_known_public


@pytest.mark.parametrize("kind", FORMS)
def test_what_is_said_of_a_finding_is_part_of_no_dump_and_no_repr(kind: type[Model]) -> None:
    finding = read(kind)
    _ = (finding.about, finding.is_known_public, finding.resource_text)
    assert finding.to_wire() == complete(kind.__name__)
    assert not {"about", "is_known_public", "resource_text"} & finding.model_dump().keys()
    assert "about" not in repr(finding)
    assert finding == read(kind)


def test_a_member_of_tomorrow_under_one_of_these_names_is_kept() -> None:
    finding = read(Finding, about="tomorrow", passed=1)
    assert finding.model_extra == {"about": "tomorrow", "passed": 1}
    assert finding.about == "ExternalAccess"
    assert finding.to_wire()["about"] == "tomorrow"


@pytest.mark.parametrize(
    "kind", [CheckAccessNotGrantedResponse, CheckNoNewAccessResponse, CheckNoPublicAccessResponse]
)
def test_a_check_passed_if_the_verdict_is_pass_and_in_no_other_case(kind: type[Model]) -> None:
    verdicts: list[Any] = ["PASS", "FAIL", "pass", "INCONCLUSIVE", None, ...]
    passed = [read(kind, result=verdict).passed for verdict in verdicts]
    assert passed == [True, False, False, False, False, False]


def test_details_are_told_by_their_class() -> None:
    assert (
        whole({"unusedIamRoleDetails": {}}).detail(UnusedIamRoleDetails) == UnusedIamRoleDetails()
    )
