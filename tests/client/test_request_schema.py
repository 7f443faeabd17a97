"""The quick check of requests, which must never let through what the thorough one refuses."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk._transport._requests.checks import check
from aa_sdk._transport._requests.schema import acceptor
from tests.effort import examples
from tests.sample_values import MODEL, OPERATIONS, sample_request
from tests.service_model_strategies import requests

SHAPES: dict[str, Any] = {name: MODEL.operation_model(name).input_shape for name in OPERATIONS}
ACCEPTORS = {name: acceptor(shape) for name, shape in SHAPES.items()}

ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    10**9,
    0.5,
    "",
    "x",
    "x\n",
    "x" * 3000,
    "\ud800",
    b"x",
    [],
    ["x"] * 120,
    (),
    ("x",) * 21,
    {"x"},
    {},
    {"unheard-of": "x"},
    datetime(2026, 1, 1),  # noqa: DTZ001 (without a time zone, which is refused)
    datetime(2026, 1, 1, tzinfo=UTC),
]


WALKS: dict[type[object], Callable[[Any], Iterable[tuple[Any, Any]]]] = {
    dict: dict[Any, Any].items,
    list: enumerate,
    tuple: enumerate,
}


def inside(value: object) -> list[tuple[Any, Any]]:
    """What a mapping or a list holds, with its keys or its numbers."""
    walk = WALKS.get(type(value))
    return list(walk(value)) if walk else []


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a request."""
    return [path, *(place for key, one in inside(value) for place in places(one, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The same request with another value in one place."""
    if not path:
        return new
    key, *rest = path
    with_it = {**dict(inside(value)), key: changed(value[key], tuple(rest), new)}
    return with_it if isinstance(value, dict) else type(value)(with_it.values())


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_request_as_models_make_it_is_let_through(operation: str) -> None:
    assert ACCEPTORS[operation](sample_request(operation))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_one_odd_value_is_let_through_only_where_the_service_model_allows_it(
    operation: str,
) -> None:
    request = sample_request(operation)
    for place in places(request):
        for odd in ODD:
            one = changed(request, place, odd)
            if ACCEPTORS[operation](one):
                assert list(check(SHAPES[operation], one)) == [], (place, odd)


@pytest.mark.parametrize("operation", OPERATIONS)
@settings(max_examples=examples(50), database=None)
@given(data=st.data())
def test_no_combination_of_odd_values_is_let_through_that_the_service_model_forbids(
    operation: str, data: st.DataObject
) -> None:
    request = data.draw(requests(operation))
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.sampled_from(places(request)))
        request = changed(request, place, data.draw(st.sampled_from(ODD)))
    if ACCEPTORS[operation](request):
        assert list(check(SHAPES[operation], request)) == []
