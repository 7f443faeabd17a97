"""What every structure can do."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any, cast

import pytest
from pydantic import ValidationError

from aa_sdk import models
from aa_sdk.models import (
    AnalyzerSummary,
    EmptyResponse,
    FindingSummaryV2,
    GetAnalyzerRequest,
    GetAnalyzerResponse,
    ListFindingsV2Request,
    Model,
    Request,
    Response,
    ResponseMetadata,
    Returns,
    Span,
    UnusedAccessConfiguration,
    ValidatePolicyResponse,
)
from tests.conformance.comparer import Comparer
from tests.models.complete_bodies import DOCUMENT, SHAPES, STRUCTURES, complete
from tests.service_model import PAGINATORS, SERVICE

FINDING = complete("FindingSummaryV2")


# What the service sends, and may send more of than we know.
SENT = [name for name in STRUCTURES if not name.endswith("Request")]

IN_RESPONSES = Comparer(SERVICE, PAGINATORS).sent - {"Criterion"}


def model_of(name: str) -> type[Model]:
    model: type[Model] = getattr(models, name)
    return model


def decoded(name: str) -> Model:
    return model_of(name).from_wire(json.dumps(complete(name)))


def errors_of(
    function: Callable[..., object], /, *given: Any, **named: Any
) -> list[tuple[str, tuple[int | str, ...]]]:
    """Call a function and return what pydantic finds wrong, and where."""
    try:
        function(*given, **named)
    except ValidationError as error:
        return [(details["type"], details["loc"]) for details in error.errors()]
    return []


def nothing(name: str, member: str) -> Any:
    """Return what a response's null for a member is: an empty list or map, or None."""
    shape = SHAPES[SHAPES[name]["members"][member]["shape"]]
    empty: dict[str, Any] = {"list": [], "map": {}}
    return empty.get(shape["type"]) if name in IN_RESPONSES else None


def without(body: dict[str, Any], *names: str) -> str:
    return json.dumps({name: value for name, value in body.items() if name not in names})


def test_a_complete_body_dumps_to_what_came_in() -> None:
    for name in STRUCTURES:
        assert complete(name) == decoded(name).to_wire(), name


def test_a_body_can_be_bytes() -> None:
    for name in STRUCTURES:
        body = json.dumps(complete(name)).encode()
        assert decoded(name) == model_of(name).from_wire(body), name


def test_members_nobody_knows_yet_are_kept() -> None:
    for name in SENT:
        body = {**complete(name), "newMember": {"deep": [1, None, "x"]}}
        model = model_of(name).from_wire(json.dumps(body))
        assert model.model_extra == {"newMember": {"deep": [1, None, "x"]}}, name
        assert body == model.to_wire(), name
        assert body == model.model_dump(mode="json", by_alias=True, exclude_unset=True), name


def test_a_misspelt_name_is_refused_by_hand() -> None:
    for name in STRUCTURES:
        errors = errors_of(model_of(name), **complete(name), mispelt=1)
        assert errors == [("extra_forbidden", ("mispelt",))], name


def test_every_missing_member_is_named() -> None:
    for name in STRUCTURES:
        required = {key for key, info in model_of(name).model_fields.items() if info.is_required()}
        assert {loc for _, (loc, *_) in errors_of(model_of(name))} == required, name
        if not required:
            assert model_of(name)().to_wire() == {}, name


def test_optional_members_may_be_missing_or_null() -> None:
    for name in SENT:
        optional = SHAPES[name]["members"].keys() - set(SHAPES[name].get("required", ()))
        bare = {member: value for member, value in complete(name).items() if member not in optional}
        assert bare == model_of(name).from_wire(json.dumps(bare)).to_wire(), name
        read = model_of(name).from_wire(json.dumps(bare | dict.fromkeys(optional)))
        assert bare | {member: nothing(name, member) for member in optional} == read.to_wire(), name


def test_fields_cannot_be_set() -> None:
    for name in STRUCTURES:
        model = decoded(name)
        for field in type(model).model_fields:
            errors = errors_of(setattr, model, field, None)
            assert errors == [("frozen_instance", (field,))], name
        assert complete(name) == model.to_wire(), name


def test_copies_and_pickles_are_equal() -> None:
    for name in STRUCTURES:
        model = decoded(name)
        twins = [
            pickle.loads(pickle.dumps(model)),  # noqa: S301 (our own pickle)
            copy.copy(model),
            copy.deepcopy(model),
            model.model_copy(),
        ]
        assert [complete(name)] * 4 == [cast("Model", twin).to_wire() for twin in twins], name
        assert [model] * 4 == twins, name


def test_no_repr_shows_a_policy_document() -> None:
    for name in STRUCTURES:
        body: dict[str, Any] = complete(name)
        if name in SENT:
            body["newPolicy"] = DOCUMENT
        model = model_of(name).from_wire(json.dumps(body))
        assert "nobody" not in f"{model!r} {model}", name
        assert "nobody" not in repr(list(model.__repr_args__())), name


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_every_model_has_a_json_schema(mode: Any) -> None:
    for name in STRUCTURES:
        properties = model_of(name).model_json_schema(mode=mode).get("properties", {})
        assert SHAPES[name]["members"].keys() == properties.keys(), name


def test_a_repr_names_the_member_it_does_not_show() -> None:
    span = Span.from_wire(json.dumps({**complete("Span"), "newPolicy": DOCUMENT}))
    assert "newPolicy=" in repr(span)


def test_a_wire_name_is_taken_by_hand_too() -> None:
    by_wire_name: dict[str, Any] = {"unusedAccessAge": 90}
    by_name = UnusedAccessConfiguration(unused_access_age=90)
    assert by_name == UnusedAccessConfiguration(**by_wire_name)


def test_a_snake_case_name_on_the_wire_is_one_nobody_knows() -> None:
    body = {"unused_access_age": 90}
    model = UnusedAccessConfiguration.from_wire(json.dumps(body))
    assert model.unused_access_age is None
    assert model.model_extra == body


def test_names_are_refused_in_nested_mappings_too() -> None:
    with pytest.raises(ValidationError) as caught:
        GetAnalyzerResponse(analyzer={**complete("AnalyzerSummary"), "mispelt": 1})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # a mapping in place of a model
    assert caught.value.errors()[0]["loc"] == ("analyzer", "mispelt")


def test_an_instance_with_members_nobody_knows_can_be_passed_on_by_hand() -> None:
    body = {**complete("AnalyzerSummary"), "newMember": 1}
    summary = AnalyzerSummary.from_wire(json.dumps(body))
    assert {"analyzer": body} == GetAnalyzerResponse(analyzer=summary).to_wire()


def test_a_request_refuses_unknown_names_wherever_they_come_from() -> None:
    body = {"analyzerName": "audit", "mispelt": 1}
    with pytest.raises(ValidationError):
        GetAnalyzerRequest.model_validate(body)
    with pytest.raises(ValidationError):
        GetAnalyzerRequest.from_wire(json.dumps(body))


def test_a_request_leaves_out_what_is_none() -> None:
    request = ListFindingsV2Request(analyzer_arn="a", filter={"status": {"eq": None}}, sort=None)  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]  # that it is None is the test
    assert request.to_wire() == {"analyzerArn": "a", "filter": {"status": {}}}


def test_an_error_names_the_place_as_one_writes_it_and_not_the_value() -> None:
    with pytest.raises(ValidationError) as caught:
        FindingSummaryV2.from_wire(json.dumps({**FINDING, "createdAt": "yesterday"}))
    assert caught.value.errors()[0]["loc"] == ("created_at",)
    assert "yesterday" not in str(caught.value)


def test_equal_bodies_make_equal_models_and_others_do_not() -> None:
    body = json.dumps(FINDING)
    assert FindingSummaryV2.from_wire(body) == FindingSummaryV2.from_wire(body)
    assert hash(FindingSummaryV2.from_wire(body)) == hash(FindingSummaryV2.from_wire(body))
    other = FindingSummaryV2.from_wire(json.dumps({**FINDING, "id": "another"}))
    assert FindingSummaryV2.from_wire(body) != other


def test_members_nobody_knows_count_for_equality() -> None:
    with_one = json.dumps({**FINDING, "newMember": 1})
    assert FindingSummaryV2.from_wire(with_one) != FindingSummaryV2.from_wire(json.dumps(FINDING))


def test_classes_with_the_same_fields_are_not_equal() -> None:
    finding, summary = decoded("Finding"), decoded("FindingSummary")
    assert finding.to_wire() == summary.to_wire()
    assert finding != summary


def test_a_model_is_not_equal_to_its_own_dump() -> None:
    finding = decoded("Finding")
    assert finding != finding.to_wire()


def test_metadata_is_part_of_neither_equality_nor_dump() -> None:
    body = json.dumps({"analyzer": complete("AnalyzerSummary")})
    metadata = ResponseMetadata("request-1", 200, 2, {"x-amzn-requestid": "request-1"})
    response = GetAnalyzerResponse.from_wire(body).with_metadata(metadata)
    assert metadata is response.response_metadata
    assert GetAnalyzerResponse.from_wire(body) == response
    assert json.loads(body) == response.to_wire()
    assert {"analyzer"} == set(response.model_dump())
    assert "request-1" not in repr(response)


def test_metadata_survives_pickling_and_copying() -> None:
    metadata = ResponseMetadata("request-1", 200, 2, {"x-amzn-requestid": "request-1"})
    response = EmptyResponse().with_metadata(metadata)
    assert metadata == pickle.loads(pickle.dumps(response)).response_metadata  # noqa: S301 (our own)
    assert metadata == copy.deepcopy(response).response_metadata
    assert metadata == response.model_copy().response_metadata


def test_a_response_made_by_hand_has_empty_metadata() -> None:
    assert ResponseMetadata() == EmptyResponse().response_metadata
    assert ResponseMetadata(None, 200, 0, {}) == ResponseMetadata()


def test_every_request_says_its_operation_and_response() -> None:
    assert GetAnalyzerRequest.operation() == "GetAnalyzer"
    assert GetAnalyzerResponse is GetAnalyzerRequest.response_type()
    assert EmptyResponse is models.DeleteAnalyzerRequest.response_type()


def test_what_names_no_response_says_so() -> None:
    nothing: Any = Returns
    with pytest.raises(TypeError, match="Returns does not say what it returns"):
        nothing.response_type()


def test_requests_are_no_responses() -> None:
    assert not issubclass(GetAnalyzerRequest, Response)
    assert not issubclass(GetAnalyzerResponse, Request)


@pytest.mark.parametrize("body", ["", "null", "[]", '"text"', "{", '{"findings": [{]}', "\xff"])
def test_what_is_no_json_object_is_refused(body: str) -> None:
    with pytest.raises(ValidationError):
        ValidatePolicyResponse.from_wire(body)
