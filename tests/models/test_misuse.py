"""What models say to those who misspell a field or take them for dictionaries."""

import copy
import json
import pickle
from typing import Any

import pytest
from rich.pretty import pretty_repr

from aa_sdk import models
from aa_sdk.models import (
    CheckNoPublicAccessResponse,
    EmptyResponse,
    ExternalAccessDetails,
    FindingSummaryV2,
    GetFindingV2Response,
    ListFindingsV2Request,
    ListFindingsV2Response,
    Model,
    Response,
)
from tests.models.complete_bodies import complete

FINDING: Any = GetFindingV2Response.from_wire(json.dumps(complete("GetFindingV2Response")))


def said(model: Any, name: str) -> str:
    with pytest.raises(AttributeError) as caught:
        getattr(model, name)
    assert caught.value.name == name
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("resourceType", "resource_type"),
        ("ResourceType", "resource_type"),
        ("findingDetails", "finding_details"),
        ("resorce", "resource"),
        ("resource_typ", "resource_type"),
        ("responseMetadata", "response_metadata"),
        ("detials", "details"),
        ("toWire", "to_wire"),
    ],
)
def test_a_misspelt_attribute_is_told_what_it_is_called(name: str, meant: str) -> None:
    words = f"GetFindingV2Response has no attribute {name!r}: did you mean {meant!r}?"
    assert said(FINDING, name) == words


def test_a_name_like_no_other_is_told_so() -> None:
    words = "CheckNoPublicAccessResponse has no attribute 'zyx'"
    assert said(CheckNoPublicAccessResponse(), "zyx") == words


@pytest.mark.parametrize("name", ["get", "items", "keys", "pop", "values"])
def test_who_takes_a_model_for_a_dictionary_is_told_how_to_get_one(name: str) -> None:
    assert "is no dictionary" in said(FINDING, name)
    assert "to_wire()" in said(FINDING, name)


@pytest.mark.parametrize(
    ("key", "way_out"),
    [
        ("resource", "write .resource"),
        ("resourceType", "write .resource_type"),
        ("finding_typ", "write .finding_type"),
        ("zyx", "to_wire() makes a dictionary of it"),
        (0, "write .finding_details[0]"),
        (slice(1), "to_wire() makes a dictionary of it"),
    ],
)
def test_a_key_is_told_the_attribute(key: Any, way_out: str) -> None:
    with pytest.raises(TypeError) as caught:
        FINDING[key]
    assert str(caught.value) == f"GetFindingV2Response has attributes, not keys: {way_out}"


def test_an_index_is_told_the_list_where_there_is_one() -> None:
    page: Any = ListFindingsV2Response(findings=[])
    with pytest.raises(TypeError, match=r"write \.findings\[-1\]"):
        page[-1]
    detail: Any = ExternalAccessDetails()  # which has two lists
    with pytest.raises(TypeError, match="to_wire"):
        detail[0]


def test_requests_answer_too() -> None:
    request: Any = ListFindingsV2Request(analyzer_arn="a")
    assert "did you mean 'analyzer_arn'?" in said(request, "analyzerArn")


def test_members_nobody_knows_are_attributes_and_are_suggested() -> None:
    body = {**complete("FindingSummaryV2"), "riskLevel": 3}
    finding: Any = FindingSummaryV2.from_wire(json.dumps(body))
    assert finding.riskLevel == 3
    assert "did you mean 'riskLevel'?" in said(finding, "risk_level")
    with pytest.raises(TypeError, match=r"write \.riskLevel"):
        finding["riskLevel"]


def test_asking_what_is_there_works_as_ever() -> None:
    assert not hasattr(FINDING, "resourceType")
    assert getattr(FINDING, "resourceType", 7) == 7
    assert hasattr(FINDING, "resource_type")


@pytest.mark.parametrize("name", ["_repr_mimebundle_", "__len__", "__array__", "_no_such_name"])
def test_names_that_programs_ask_for_get_the_plain_answer(name: str) -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(FINDING, name)
    assert "did you mean" not in str(caught.value)


def test_a_model_that_is_not_complete_yet_can_be_copied_and_pickled() -> None:
    bare: Any = FindingSummaryV2.__new__(FindingSummaryV2)
    assert "no attribute" in said(bare, "zyx")
    for twin in (copy.copy(FINDING), copy.deepcopy(FINDING), pickle.loads(pickle.dumps(FINDING))):  # noqa: S301 (our own pickle)
        assert twin == FINDING


class Broken(Model, frozen=True):
    """A model with a property that asks for something that is not there."""

    @property
    def broken(self) -> Any:
        """What does not work."""
        unrelated: Any = object()
        return unrelated.missing


def test_a_property_that_fails_keeps_its_own_words() -> None:
    with pytest.raises(AttributeError) as caught:
        _ = Broken().broken
    assert "missing" in str(caught.value)
    assert "did you mean" not in str(caught.value)


def test_a_model_is_no_sequence_and_is_iterated_as_before() -> None:
    detail: Any = ExternalAccessDetails(is_public=True)
    assert dict(detail)["is_public"] is True
    with pytest.raises(TypeError):
        len(detail)


USES: list[Any] = [iter, list, dict, set, enumerate, sorted]


@pytest.mark.parametrize("use", USES)
def test_a_page_is_no_list_of_its_items_and_says_where_they_are(use: Any) -> None:
    with pytest.raises(TypeError) as caught:
        use(ListFindingsV2Response(findings=[]))
    assert str(caught.value) == (
        "ListFindingsV2Response has attributes, not items: write .findings, "
        "or await listing.collect() for a list, or model_dump() for a dictionary"
    )


def test_a_response_that_is_no_page_says_what_it_has() -> None:
    def said_of(response: Any) -> str:
        with pytest.raises(TypeError) as caught:
            iter(response)
        return str(caught.value).partition(": ")[2]

    assert said_of(CheckNoPublicAccessResponse()) == (
        "write .reasons, or model_dump() for a dictionary"
    )
    assert said_of(EmptyResponse()) == "model_dump() for a dictionary"


def test_every_operation_s_response_refuses_to_be_taken_for_a_list() -> None:
    kinds = (getattr(models, name) for name in dir(models) if name.endswith("Response"))
    responses: Any = [kind for kind in kinds if issubclass(kind, Response)]
    assert len(responses) > 30
    for kind in responses:
        with pytest.raises(TypeError, match=f"{kind.__name__} has attributes, not items"):
            iter(kind.model_construct())


def test_a_response_is_dumped_copied_compared_and_shown_without_being_iterated() -> None:
    twins = (
        copy.copy(FINDING),
        copy.deepcopy(FINDING),
        FINDING.model_copy(),
        pickle.loads(pickle.dumps(FINDING)),  # noqa: S301 (our own pickle)
        GetFindingV2Response(**FINDING.model_dump()),
        GetFindingV2Response.model_validate_json(FINDING.model_dump_json(by_alias=True)),
    )
    for twin in twins:
        assert twin == FINDING
        assert (hash(twin), repr(twin), str(twin)) == (hash(FINDING), repr(FINDING), str(FINDING))
    assert FINDING.id in pretty_repr(FINDING)
