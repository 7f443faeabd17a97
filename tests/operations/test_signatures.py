"""The methods of the client beside the request models they build and the service model."""

import inspect
import json
from collections.abc import Callable, Sequence
from types import UnionType
from typing import (
    Annotated,
    Any,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import pytest

from aa_sdk import AccessAnalyzerClient, Paginator, models
from aa_sdk.models import Request, Response
from tests.conformance.annotations import both_forms, wire_type
from tests.fake_service import REGION, FakeService, Reply, invoke
from tests.sample_values import (
    OPERATIONS,
    PAGINATORS,
    as_arguments,
    method_name,
    sample_answer,
    sample_request,
    snake_case,
)

# What the client has beside the operations.
OWN_NAMES = {"aclose", "call", "pace", "paced", "region_name", "send", "with_options"}

# What may be given without its name, from what contains to what is contained.
IDENTIFIERS = (
    "analyzer_arn",
    "analyzer_name",
    "job_id",
    "access_preview_id",
    "id",
    "rule_name",
)


def method(operation: str) -> Callable[..., Any]:
    method: Callable[..., Any] = getattr(AccessAnalyzerClient, method_name(operation))
    return method


def request_type(operation: str) -> type[Request]:
    request: type[Request] = getattr(models, f"{operation}Request")
    return request


def response_type(operation: str) -> type[Response]:
    # Each request class is a `Returns` too, of which a checker knows nothing here.
    request: Any = request_type(operation)
    response: type[Response] = request.response_type()
    return response


def plain(annotation: Any) -> Any:
    """The type that checkers see, mappings in the place of structures left aside."""
    if get_origin(annotation) is Annotated:
        return plain(get_args(annotation)[0])
    if not get_args(annotation):
        return annotation
    origin = Union if get_origin(annotation) is UnionType else get_origin(annotation)
    kinds = tuple(plain(kind) for kind in get_args(annotation) if not is_typeddict(kind))
    return kinds[0] if origin is Union and len(kinds) == 1 else (origin, kinds)


def items_of(response: type[Response], field: str) -> Any:
    """The type of the items in a field, which may be an optional one."""
    annotation = get_type_hints(response, include_extras=True)[field]
    origin, inner = plain(annotation)
    if origin is Union:
        ((origin, inner),) = (kind for kind in inner if kind is not type(None))
    assert origin is Sequence
    return inner[0]


async def test_the_methods_are_named_as_those_of_boto3() -> None:
    session: Any = FakeService().session()
    async with session.create_client("accessanalyzer", region_name=REGION) as client:
        expected = set(client.meta.method_to_api_mapping)
    ours = {name for name in dir(AccessAnalyzerClient) if not name.startswith("_")}
    assert ours - OWN_NAMES == expected
    assert len(expected) == len(OPERATIONS)


def test_the_parameters_are_the_fields_of_the_request() -> None:
    for operation in OPERATIONS:
        parameters = dict(inspect.signature(method(operation)).parameters)
        del parameters["self"]
        fields = request_type(operation).model_fields
        assert parameters.keys() == fields.keys(), operation
        required = {name for name, p in parameters.items() if p.default is inspect.Parameter.empty}
        assert required == {name for name, field in fields.items() if field.is_required()}, (
            operation
        )
        assert all(parameters[name].default is None for name in parameters.keys() - required), (
            operation
        )


def test_identifiers_and_nothing_else_may_be_given_by_position() -> None:
    for operation in OPERATIONS:
        parameters = dict(inspect.signature(method(operation)).parameters)
        del parameters["self"]
        by_name = [n for n, p in parameters.items() if p.kind is inspect.Parameter.KEYWORD_ONLY]
        by_position = [name for name in IDENTIFIERS if name in parameters]
        assert [*by_position, *by_name] == list(parameters), operation
        assert all(
            parameters[name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
            and parameters[name].default is inspect.Parameter.empty
            for name in by_position
        ), operation


async def test_identifiers_by_position_are_sent_as_those_by_name() -> None:
    service = FakeService()
    async with service.client() as client:
        for operation in OPERATIONS:
            named = as_arguments(sample_request(operation))
            service.replies = [Reply(sample_answer(operation))]
            await invoke(client, operation, named)
            by_position = [named.pop(name) for name in IDENTIFIERS if name in named]
            await invoke(client, operation, named, *by_position)
            one, other = service.requests[-2:]
            assert one.on_the_wire() == other.on_the_wire(), operation


def test_what_is_no_identifier_is_refused_by_position() -> None:
    for operation in OPERATIONS:
        named = as_arguments(sample_request(operation))
        by_position = [named.pop(name) for name in IDENTIFIERS if name in named]
        signature = inspect.signature(method(operation))
        signature.bind("self", *by_position, **named)
        for name in named:
            others = {other: value for other, value in named.items() if other != name}
            with pytest.raises(TypeError):
                signature.bind("self", *by_position, named[name], **others)


def test_a_structure_may_be_a_mapping_wherever_a_method_takes_it() -> None:
    for operation in OPERATIONS:
        hints = get_type_hints(method(operation), include_extras=True)
        fields = get_type_hints(request_type(operation), include_extras=True)
        del hints["return"]
        for name, hint in hints.items():
            of_field = wire_type(fields[name])
            # A filter is one of the kinds of `FilterCriteria`, which are the same everywhere.
            expected = of_field if name == "filter" else both_forms(of_field)
            assert wire_type(hint) == expected, f"{operation}.{name}"


def test_a_parameter_has_the_type_of_its_field() -> None:
    for operation in OPERATIONS:
        hints = get_type_hints(method(operation), include_extras=True)
        fields = get_type_hints(request_type(operation), include_extras=True)
        del hints["return"]
        assert {n: plain(h) for n, h in hints.items()} == {n: plain(fields[n]) for n in hints}, (
            operation
        )


def test_required_parameters_come_first() -> None:
    for operation in OPERATIONS:
        parameters = list(inspect.signature(method(operation)).parameters.values())[1:]
        optional = [p.default is not inspect.Parameter.empty for p in parameters]
        assert optional == sorted(optional), operation


def test_the_result_is_the_response_or_a_paginator_of_it() -> None:
    for operation in OPERATIONS:
        result = get_type_hints(method(operation), include_extras=True)["return"]
        response: type[Response] = response_type(operation)
        if operation not in PAGINATORS:
            assert inspect.iscoroutinefunction(method(operation)), operation
            assert result is response, operation
            continue
        assert not inspect.iscoroutinefunction(method(operation)), operation
        item, page = get_args(result)
        assert get_origin(result) is Paginator, operation
        assert page is response, operation
        field = snake_case(PAGINATORS[operation]["result_key"])
        assert plain(item) == items_of(response, field), operation


async def test_a_listing_gives_the_items_under_botocores_result_key() -> None:
    for operation in PAGINATORS:
        key = PAGINATORS[operation]["result_key"]
        first, second = sample_answer(operation), sample_answer(operation, choice=1)
        del second["nextToken"]
        arguments = as_arguments(sample_request(operation))
        service = FakeService(Reply(first), Reply(second))
        async with service.client() as client:
            listing = getattr(client, method_name(operation))(**arguments)
            items = await listing.collect()
        page = response_type(operation)
        expected = [
            item
            for body in (first, second)
            for item in getattr(page.from_wire(json.dumps(body)), snake_case(key))
        ]
        assert items == expected, operation
        assert len(items) == len(first[key]) + len(second[key]), operation


async def test_send_returns_what_the_method_returns() -> None:
    service = FakeService()
    async with service.client() as client:
        for operation in OPERATIONS:
            arguments = as_arguments(sample_request(operation))
            service.replies = [Reply(sample_answer(operation))]
            request: Any = request_type(operation)(**arguments)
            sent: Any = await client.send(request)
            called = await invoke(client, operation, arguments)
            assert type(sent) is type(called), operation
            assert sent == called, operation
