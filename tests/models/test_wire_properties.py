"""What holds for every request and every response there can be."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aa_sdk import models
from aa_sdk.models import EmptyResponse, Request, Response
from tests.effort import examples
from tests.service_model_strategies import OPERATIONS, arguments, instants, requests, responses

few = settings(
    max_examples=examples(30),
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def request_type(operation: str) -> type[Request]:
    kind: type[Request] = getattr(models, f"{operation}Request")
    return kind


def response_type(operation: str) -> type[Response]:
    kind: type[Response] = getattr(models, f"{operation}Response", EmptyResponse)
    return kind


@pytest.mark.parametrize("operation", OPERATIONS)
@few
@given(data=st.data())
def test_any_response_dumps_to_what_came_in_and_comes_back_from_its_dump(
    operation: str, data: st.DataObject
) -> None:
    kind, body = response_type(operation), data.draw(responses(operation))
    response = kind.from_wire(json.dumps(body))
    dump = response.to_wire()
    assert instants(operation, body) == instants(operation, dump)
    assert response == kind.from_wire(json.dumps(dump))
    assert response == kind.model_validate(response.model_dump(exclude_unset=True))


@pytest.mark.parametrize("operation", OPERATIONS)
@few
@given(data=st.data())
def test_any_request_builds_by_name_and_dumps_to_its_wire_form(
    operation: str, data: st.DataObject
) -> None:
    wire = data.draw(requests(operation))
    request = request_type(operation)(**arguments(operation, wire))
    assert wire == request.to_wire()
    assert request == request_type(operation)(**wire)
