"""What a response leaves out of its lists and maps is empty, and what is sent says what was set."""

import gc
import json
import pickle
import sys
from types import FrameType
from typing import Any

import pytest
from pydantic import ValidationError

from aa_sdk import models
from aa_sdk.models import (
    CreateAccessPreviewRequest,
    CreateAnalyzerRequest,
    Criterion,
    EbsSnapshotConfiguration,
    ExternalAccessDetails,
    FindingSummary,
    GetAnalyzerResponse,
    GetFindingV2Response,
    InternalAccessAnalysisRuleCriteria,
    KmsKeyConfiguration,
    ListFindingsResponse,
    Model,
    UpdateAnalyzerRequest,
)
from tests.conformance.comparer import Comparer
from tests.models.complete_bodies import STRUCTURES, complete
from tests.service_model import PAGINATORS, SERVICE

IN_RESPONSES = sorted(Comparer(SERVICE, PAGINATORS).sent & set(STRUCTURES))


def empties(kind: type[Model]) -> dict[str, Any]:
    """Return the lists and maps of a model that may be left out, by their wire names."""
    defaults = {
        str(info.alias): info.get_default(call_default_factory=True)
        for info in kind.model_fields.values()
    }
    return {alias: default for alias, default in defaults.items() if default in ((), {})}


def read(kind: type[Model], body: dict[str, Any]) -> Model:
    return kind.from_wire(json.dumps(body))


def test_lists_and_maps_that_are_left_out_or_null_are_empty_and_equal() -> None:
    seen = 0
    for name in IN_RESPONSES:
        kind: type[Model] = getattr(models, name)
        body, defaults = complete(name), empties(kind)
        nulls = body | dict.fromkeys(defaults)
        left_out = read(kind, {key: value for key, value in body.items() if key not in defaults})
        twins = [read(kind, nulls), kind.model_validate(nulls), kind(**nulls)]
        assert [left_out] * 3 == twins, name
        assert {left_out} == {*twins}, name
        for field, info in kind.model_fields.items():
            if info.alias in defaults:
                assert {repr(getattr(twin, field)) for twin in twins} == {
                    repr(defaults[info.alias])
                }
                seen += 1
    assert seen > 50


def test_what_was_left_out_stays_out_of_the_dump() -> None:
    for name in IN_RESPONSES:
        kind: type[Model] = getattr(models, name)
        defaults = empties(kind)
        bare = {key: value for key, value in complete(name).items() if key not in defaults}
        for twin in (read(kind, bare), pickle.loads(pickle.dumps(read(kind, bare)))):  # noqa: S301 (our own pickle)
            assert bare == twin.to_wire(), name
            assert bare == twin.model_dump(mode="json", by_alias=True, exclude_unset=True), name


def test_every_list_and_map_is_dumped_as_its_items_are() -> None:
    for name in IN_RESPONSES:
        kind: type[Model] = getattr(models, name)
        whole = read(kind, complete(name))
        by_text = json.loads(whole.model_dump_json(by_alias=True, exclude_unset=True))
        assert complete(name) == by_text == whole.to_wire(), name


def test_no_two_findings_share_an_empty_map() -> None:
    one, other = (ExternalAccessDetails.from_wire("{}") for _ in range(2))
    assert one.condition == {} == other.condition
    assert one.condition is not other.condition
    assert one.principal is not one.condition


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"action": ["s3:GetObject", 1]}, ("action", 1)),
        ({"action": "s3:GetObject"}, ("action",)),
        ({"condition": {"aws:SourceVpc": None}}, ("condition", "aws:SourceVpc")),
        ({"condition": []}, ("condition",)),
    ],
)
def test_what_is_no_list_or_map_is_refused_with_its_place(
    members: dict[str, Any], place: tuple[object, ...]
) -> None:
    for kind in (ExternalAccessDetails, FindingSummary):
        with pytest.raises(ValidationError) as caught:
            read(kind, {**complete(kind.__name__), **members})
        assert [error["loc"] for error in caught.value.errors()] == [place]


def calls_while_reading(findings: int) -> int:
    """Count the calls into Python that reading a page takes."""
    page = json.dumps({"findings": [complete("FindingSummary")] * findings})
    ListFindingsResponse.from_wire(page)  # what is made at first use is made now
    calls: list[FrameType] = []

    def count(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            calls.append(frame)

    before = sys.getprofile()
    gc.disable()  # hypothesis is called by it
    sys.setprofile(count)
    try:
        ListFindingsResponse.from_wire(page)
    finally:
        sys.setprofile(before)
        gc.enable()
    return len(calls)


def test_no_python_runs_for_a_finding_of_a_page() -> None:
    assert calls_while_reading(1) == calls_while_reading(100)


def test_an_empty_list_is_sent_where_it_was_set_and_only_there() -> None:
    snapshot = EbsSnapshotConfiguration(groups=[])
    request = CreateAccessPreviewRequest(
        analyzer_arn="a", configurations={"s": snapshot, "k": KmsKeyConfiguration()}
    )
    configurations: dict[str, Any] = {"s": {"ebsSnapshot": {"groups": []}}, "k": {"kmsKey": {}}}
    assert request.to_wire()["configurations"] == configurations
    assert snapshot.user_ids == ()


def test_none_by_hand_is_as_good_as_left_out() -> None:
    nothing: Any = None
    assert EbsSnapshotConfiguration(user_ids=nothing).to_wire() == {}
    request = CreateAnalyzerRequest(analyzer_name="a", type="ACCOUNT", tags=None)
    assert request.to_wire() == {"analyzerName": "a", "type": "ACCOUNT"}
    with pytest.raises(ValidationError) as caught:
        CreateAnalyzerRequest(analyzer_name=nothing, type="ACCOUNT")
    assert [error["loc"] for error in caught.value.errors()] == [("analyzer_name",)]


def test_none_inside_of_a_mapping_by_hand_is_no_empty_list() -> None:
    given: Any = {"a": {"ebs_snapshot": {"groups": None}}}
    with pytest.raises(ValidationError) as caught:
        CreateAccessPreviewRequest(analyzer_arn="a", configurations=given)
    assert caught.value.errors()[0]["loc"][-1] == "groups"


def test_what_an_analyzer_is_set_up_with_can_be_sent_back_as_it_came() -> None:
    rule = {"inclusions": [{"accountIds": [], "resourceArns": ["arn:aws:s3:::a"]}]}
    analyzer = {
        **complete("AnalyzerSummary"),
        "configuration": {"internalAccess": {"analysisRule": rule}},
    }
    answer = GetAnalyzerResponse.from_wire(json.dumps({"analyzer": analyzer}))
    request = UpdateAnalyzerRequest(analyzer_name="a", configuration=answer.analyzer.configuration)
    assert request.to_wire()["configuration"] == analyzer["configuration"]
    assert InternalAccessAnalysisRuleCriteria().resource_types == ()


def test_an_operator_that_is_not_asked_for_is_none() -> None:
    criterion = Criterion.from_wire("{}")
    assert (criterion.eq, criterion.neq, criterion.contains) == (None, None, None)


def test_details_that_are_null_are_empty() -> None:
    body = json.dumps({**complete("GetFindingV2Response"), "findingDetails": None})
    assert GetFindingV2Response.from_wire(body).finding_details == ()
