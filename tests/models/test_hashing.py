"""Models are hashable whatever they hold, and equal ones have equal hashes."""

import json
from collections import OrderedDict
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aa_sdk import models
from aa_sdk.models import (
    EmptyResponse,
    ExternalAccessDetails,
    FindingSummaryV2,
    GetFindingV2Response,
    Model,
    Response,
    ResponseMetadata,
    UnknownUnionMember,
)
from tests.effort import examples
from tests.filters.samples import SUMMARY, V2, model
from tests.service_model_strategies import OPERATIONS, arguments, requests, responses

few = settings(
    max_examples=examples(15),
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

PLAIN: Any = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "a", "b"])
VALUES: Any = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)


def reordered(value: object, leaf: Callable[[Any], Any] = lambda value: value) -> Any:
    """The same JSON value with the members of its objects in another order."""
    if isinstance(value, dict):
        members = list(cast("dict[str, Any]", value).items())[::-1]
        return {name: reordered(member, leaf) for name, member in members}
    if isinstance(value, list):
        return [reordered(item, leaf) for item in cast("list[object]", value)]
    return leaf(value)


def retyped(value: Any) -> Any:
    """The same JSON value in another order and with numbers of other types."""
    return reordered(value, lambda leaf: float(leaf) if isinstance(leaf, int) else leaf)


def assert_interchangeable(one: object, other: object) -> None:
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1


@pytest.mark.parametrize("operation", OPERATIONS)
@few
@given(data=st.data())
def test_equal_responses_have_equal_hashes(operation: str, data: st.DataObject) -> None:
    kind: type[Response] = getattr(models, f"{operation}Response", EmptyResponse)
    body = data.draw(responses(operation))
    one = kind.from_wire(json.dumps(body))
    assert_interchangeable(one, kind.from_wire(json.dumps(reordered(body))))
    assert_interchangeable(one, one.model_copy())


@pytest.mark.parametrize("operation", OPERATIONS)
@few
@given(data=st.data())
def test_equal_requests_have_equal_hashes(operation: str, data: st.DataObject) -> None:
    kind: type[Model] = getattr(models, f"{operation}Request")
    wire = data.draw(requests(operation))
    assert_interchangeable(kind(**wire), kind(**arguments(operation, wire)))


@settings(max_examples=examples(300))
@given(value=VALUES)
def test_what_is_unknown_is_hashed_by_what_it_says(value: Any) -> None:
    one = model(FindingSummaryV2, {**SUMMARY, "risk": value})
    assert_interchangeable(one, model(FindingSummaryV2, {**SUMMARY, "risk": retyped(value)}))
    member, same = UnknownUnionMember("new", value), UnknownUnionMember("new", retyped(value))
    assert_interchangeable(member, same)
    details: list[dict[str, Any]] = [{"newAccessDetails": value or {}}]
    finding = model(GetFindingV2Response, {**V2, "findingDetails": details})
    assert_interchangeable(finding, GetFindingV2Response.from_wire(json.dumps(finding.to_wire())))


@settings(max_examples=examples(200))
@given(one=VALUES, other=VALUES)
def test_no_two_equal_payloads_differ_in_their_hashes(one: Any, other: Any) -> None:
    members = [UnknownUnionMember("new", value) for value in (one, other)]
    if members[0] == members[1]:
        assert hash(members[0]) == hash(members[1])


def test_a_set_of_findings_stays_one_when_the_service_adds_a_member() -> None:
    levels = ["high", "low", "high"]
    findings = {model(GetFindingV2Response, {**V2, "risk": {"level": level}}) for level in levels}
    assert len(findings) == 2


def test_conditions_that_differ_tell_details_apart() -> None:
    conditions: list[dict[str, str]] = [{}, {"aws:SourceVpc": "vpc-1"}, {"aws:SourceVpc": "vpc-2"}]
    details = [ExternalAccessDetails(condition=condition) for condition in conditions]
    assert len(set(map(hash, details))) == 3


BY_HAND: list[tuple[Any, Any]] = [
    ({"a": 1, "b": [2]}, OrderedDict[str, Any](b=[2], a=1)),
    ({"a": [1]}, MappingProxyType({"a": [1.0]})),
    ({1, 2}, frozenset({2, 1})),
    (bytearray(b"a"), bytearray(b"a")),
    ((1, [2, {}]), (True, [2.0, {}])),
]


@pytest.mark.parametrize(("one", "other"), BY_HAND, ids=repr)
def test_payloads_made_by_hand_are_hashed_too(one: object, other: object) -> None:
    assert_interchangeable(UnknownUnionMember("new", one), UnknownUnionMember("new", other))


def test_depth_is_no_obstacle() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert {UnknownUnionMember("new", deep)}


def test_what_is_told_of_an_answer_is_hashable() -> None:
    one, other = (ResponseMetadata("r-1", http_headers={"date": "today"}) for _ in range(2))
    assert_interchangeable(one, other)
