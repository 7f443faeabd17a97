"""What holds for every request and every answer there can be, through the whole client."""

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aa_sdk import InvalidRequestError
from tests.client.pair import Pair
from tests.effort import examples
from tests.fake_service import FakeService, Reply, invoke
from tests.sample_values import as_arguments, sample_request
from tests.service_model_strategies import OPERATIONS, arguments, instants, requests, responses

pytestmark = pytest.mark.usefixtures("way")

few = settings(
    max_examples=examples(10),
    derandomize=True,
    database=None,
    # Making a failure smaller takes minutes here; the models have their own, faster properties.
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,  # the clients, of which one does for all examples
    ],
)


@pytest.mark.parametrize("operation", OPERATIONS)
@few
@given(data=st.data())
async def test_any_request_that_goes_out_is_the_one_that_botocore_sends(
    pair: Pair, operation: str, data: st.DataObject
) -> None:
    wire = data.draw(requests(operation))
    if "clientToken" in sample_request(operation):
        wire["clientToken"] = "given-token"
    given_here = arguments(operation, wire)
    try:
        sent = await pair.ours(operation, lambda client: invoke(client, operation, given_here))
    except InvalidRequestError as error:
        refused = [field.path for field in error.fields]
    else:
        refused = []
        expected = await pair.theirs(operation, wire)
        assert sent.on_the_wire() == expected.on_the_wire()
    # Filters are known better here than by the service model.
    assert all("filter" in path for path in refused)


@pytest.mark.parametrize("operation", OPERATIONS)
@few
@given(data=st.data())
async def test_any_answer_dumps_to_what_came_in(operation: str, data: st.DataObject) -> None:
    body = data.draw(responses(operation))
    service = FakeService(Reply(json.dumps(body).encode()))
    async with service.client() as client:
        response = await invoke(client, operation, as_arguments(sample_request(operation)))
    assert instants(operation, response.to_wire()) == instants(operation, body)
