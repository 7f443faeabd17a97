"""Unions are told apart by their tag and never by their shape."""

import json
import pickle
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from aa_sdk import models
from aa_sdk.models import (
    AnalyzerConfiguration,
    CreateAccessPreviewRequest,
    CreateAnalyzerRequest,
    ExternalAccessDetails,
    FindingDetails,
    GetFindingV2Response,
    InternalAccessConfiguration,
    InternalAccessDetails,
    Location,
    Model,
    PathElement,
    PathIndex,
    PathKey,
    PathValue,
    RdsDbSnapshotAccountIds,
    RdsDbSnapshotConfiguration,
    S3BucketAclGrantConfiguration,
    S3BucketConfiguration,
    Substring,
    UnknownUnionMember,
    UnusedAccessConfiguration,
    UnusedIamRoleDetails,
    UnusedIamUserPasswordDetails,
    UpdateAnalyzerResponse,
)
from tests.models.complete_bodies import DOCUMENT, UNION_MEMBERS, complete

FINDING = complete("GetFindingV2Response")


def adapter(union: Any) -> TypeAdapter[Any]:
    return TypeAdapter(union)


def read(union: Any, body: Any) -> Any:
    return adapter(union).validate_json(json.dumps(body), by_alias=True, by_name=False)


def dumped(union: Any, value: Any) -> Any:
    return adapter(union).dump_python(value, mode="json", by_alias=True, exclude_unset=True)


def details(*bodies: Any) -> GetFindingV2Response:
    return GetFindingV2Response.from_wire(json.dumps({**FINDING, "findingDetails": bodies}))


@pytest.mark.parametrize(("name", "tag"), UNION_MEMBERS)
def test_every_member_round_trips(name: str, tag: str) -> None:
    union = getattr(models, name)
    value = read(union, complete(name, tag))
    assert isinstance(value, Model)
    assert complete(name, tag) == dumped(union, value)


@pytest.mark.parametrize(("name", "tag"), UNION_MEMBERS)
def test_by_hand_an_instance_or_a_mapping_will_do(name: str, tag: str) -> None:
    union = getattr(models, name)
    value = read(union, complete(name, tag))
    by_name = adapter(union).dump_python(value, exclude_unset=True)
    assert value == adapter(union).validate_python(value)
    assert value == adapter(union).validate_python(complete(name, tag))
    assert value == adapter(union).validate_python(by_name)


@pytest.mark.parametrize("name", sorted({name for name, _ in UNION_MEMBERS}))
@pytest.mark.parametrize(
    "body",
    [
        {"newMember": {"a": [1, None]}},
        {"newMember": "text"},
        {"newMember": []},
        {"newMember": 0},
        {},
        {"newMember": None},
        {"newMember": 1, "another": 2},
        None,
    ],
    ids=json.dumps,
)
def test_what_nobody_knows_yet_is_kept(name: str, body: Any) -> None:
    union = getattr(models, name)
    value = read(union, body)
    assert isinstance(value, UnknownUnionMember)
    assert body == dumped(union, value)


def test_an_unknown_member_says_its_tag_and_payload() -> None:
    (unknown,) = details({"unusedGroupDetails": {"lastAccessed": "never"}}).finding_details
    assert UnknownUnionMember("unusedGroupDetails", {"lastAccessed": "never"}) == unknown


def test_shapes_that_look_alike_are_told_apart_by_their_tag() -> None:
    at = {"lastAccessed": "2024-01-01T00:00:00Z"}
    finding_details = details(
        {"unusedIamRoleDetails": at},
        {"unusedIamUserPasswordDetails": at},
        {"internalAccessDetails": {}},
        {"externalAccessDetails": {}},
    ).finding_details
    assert [
        UnusedIamRoleDetails,
        UnusedIamUserPasswordDetails,
        InternalAccessDetails,
        ExternalAccessDetails,
    ] == [type(one) for one in finding_details]


def test_a_payload_of_the_wrong_shape_is_not_taken_for_another_member() -> None:
    with pytest.raises(ValidationError) as caught:
        details({"unusedPermissionDetails": {"lastAccessed": "2024-01-01T00:00:00Z"}})
    assert [error["loc"] for error in caught.value.errors()] == [
        ("finding_details", 0, "unusedPermissionDetails", "service_namespace")
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"externalAccessDetails": {"isPublic": True, "x": 1}, "unusedIamRoleDetails": {}},
        {"externalAccessDetails": {"isPublic": True}, "newMember": {}},
        {"externalAccessDetails": None, "unusedIamRoleDetails": None},
    ],
)
def test_several_members_or_none_break_no_page_and_lose_nothing(body: Any) -> None:
    response = details(body, {"unusedIamRoleDetails": {}})
    assert [UnknownUnionMember("", body), UnusedIamRoleDetails()] == list(response.finding_details)
    assert [body, {"unusedIamRoleDetails": {}}] == response.to_wire()["findingDetails"]


def test_a_null_beside_a_member_is_as_if_it_were_not_there() -> None:
    (detail,) = details({"externalAccessDetails": {}, "unusedIamRoleDetails": None}).finding_details
    assert ExternalAccessDetails() == detail


def test_an_absent_union_is_none() -> None:
    assert UpdateAnalyzerResponse.from_wire("{}").configuration is None
    assert UpdateAnalyzerResponse.from_wire('{"configuration": null}').configuration is None


def test_a_tag_in_snake_case_on_the_wire_is_one_nobody_knows() -> None:
    body = {"configuration": {"unused_access": {"unusedAccessAge": 9}}}
    response = UpdateAnalyzerResponse.from_wire(json.dumps(body))
    assert UnknownUnionMember("unused_access", {"unusedAccessAge": 9}) == response.configuration
    assert body == response.to_wire()


def test_members_nobody_knows_inside_a_variant_are_kept() -> None:
    body = {"configuration": {"unusedAccess": {"unusedAccessAge": 9, "newMember": {"a": 1}}}}
    assert body == UpdateAnalyzerResponse.from_wire(json.dumps(body)).to_wire()


def test_bare_scalars_and_lists_have_a_class_of_one_field() -> None:
    path = [{"index": 0}, {"key": "a"}, {"substring": {"start": 1, "length": 2}}, {"value": "b"}]
    location = Location.from_wire(json.dumps({**complete("Location"), "path": path}))
    expected = (
        PathIndex(index=0),
        PathKey(key="a"),
        Substring(start=1, length=2),
        PathValue(value="b"),
    )
    assert expected == location.path
    assert path == location.to_wire()["path"]


def test_falsy_payloads_count_as_present() -> None:
    assert PathIndex(index=0) == read(PathElement, {"index": 0})
    assert PathKey(key="") == read(PathElement, {"key": ""})
    attribute: Any = {"attributes": {"restore": {"accountIds": []}}}
    snapshot = RdsDbSnapshotConfiguration.from_wire(json.dumps(attribute))
    assert {"restore": RdsDbSnapshotAccountIds(account_ids=())} == snapshot.attributes
    assert attribute == snapshot.to_wire()


@pytest.mark.parametrize(
    "given",
    [
        UnusedAccessConfiguration(unused_access_age=90),
        {"unused_access": {"unused_access_age": 90}},
        {"unusedAccess": {"unusedAccessAge": 90}},
        {"unused_access": UnusedAccessConfiguration(unused_access_age=90)},
    ],
)
def test_a_request_takes_a_union_in_each_form(given: Any) -> None:
    request = CreateAnalyzerRequest(
        analyzer_name="audit", type="ACCOUNT_UNUSED_ACCESS", configuration=given
    )
    assert request.to_wire()["configuration"] == {"unusedAccess": {"unusedAccessAge": 90}}


def test_digits_in_a_tag_are_no_words_of_their_own() -> None:
    request = CreateAccessPreviewRequest(
        analyzer_arn="a",
        configurations={"b": {"s3_bucket": {"bucket_policy": ""}}},  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]  # a mapping in place of a model
    )
    assert {"b": S3BucketConfiguration(bucket_policy="")} == request.configurations


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, ()),
        ({"unused_access": {}, "internal_access": {}}, ()),
        ({"unused_access": None}, ()),
        ({"unusedAccess": {"unused_access_age": "x"}}, ("unused_access", "unused_access_age")),
        ({"unused_access": {"age": 1}}, ("unused_access", "age")),
        ({"newMember": {}}, ("newMember",)),
        (UnknownUnionMember("unusedAccess", {}), ()),
        (ExternalAccessDetails(), ()),
        ("unusedAccess", ()),
        (7, ()),
    ],
)
def test_by_hand_anything_but_one_known_member_is_refused(
    given: Any, place: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        CreateAnalyzerRequest(analyzer_name="a", type="ACCOUNT", configuration=given)
    assert [("configuration", *place)] == [error["loc"] for error in caught.value.errors()]


def test_a_stored_response_with_an_odd_union_can_be_read_again() -> None:
    response = details({}, {"newMember": 1}, {"externalAccessDetails": {}})
    again = GetFindingV2Response.model_validate(response.model_dump(by_alias=True))
    assert response.finding_details == again.finding_details


def test_names_are_dumped_in_snake_case_without_aliases() -> None:
    request = CreateAnalyzerRequest(
        analyzer_name="a",
        type="ACCOUNT_INTERNAL_ACCESS",
        configuration=InternalAccessConfiguration(),
    )
    dump = request.model_dump(exclude_unset=True)
    assert dump["configuration"] == {"internal_access": {}}


def test_a_response_made_by_hand_may_have_a_member_nobody_knows() -> None:
    unknown = UnknownUnionMember("newAccessDetails", {"deep": [1]})
    body: dict[str, Any] = {**FINDING, "findingDetails": [unknown]}
    response = GetFindingV2Response(**body)
    assert response.finding_details == (unknown,)
    assert response.to_wire()["findingDetails"] == [{"newAccessDetails": {"deep": [1]}}]


def test_an_unknown_member_is_not_shown_by_the_repr() -> None:
    body = {"permission": "READ", "grantee": {"newPolicy": DOCUMENT}}
    grant = S3BucketAclGrantConfiguration.from_wire(json.dumps(body))
    assert "newPolicy" in repr(grant)
    assert "nobody" not in repr(grant)


def test_an_unknown_member_is_frozen_compares_and_pickles() -> None:
    unknown = UnknownUnionMember("tag", {"a": 1})
    with pytest.raises(AttributeError):
        unknown.tag = "other"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # that it is frozen is the test
    assert unknown == pickle.loads(pickle.dumps(unknown))  # noqa: S301 (our own pickle)
    assert unknown != UnknownUnionMember("tag", {"a": 2})


def test_a_match_statement_finds_the_variant() -> None:
    def says(one: FindingDetails) -> str:
        match one:
            case ExternalAccessDetails(is_public=True):
                return "public"
            case UnknownUnionMember(tag, value):
                return f"{tag} {value}"
            case _:
                return "other"

    finding_details = details(
        {"externalAccessDetails": {"isPublic": True}}, {"b": 1}, {}
    ).finding_details
    assert [says(one) for one in finding_details] == ["public", "b 1", " {}"]


@pytest.mark.parametrize("union", [AnalyzerConfiguration, FindingDetails, PathElement])
def test_a_union_has_a_json_schema(union: Any) -> None:
    assert adapter(union).json_schema()
