"""Structures as models and as mappings in both spellings: the same is sent."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from aa_sdk import AccessAnalyzerClient, InvalidRequestError, models
from aa_sdk.emulator import Population
from aa_sdk.models import Request
from tests.fake_service import FakeService, Reply, invoke
from tests.sample_values import (
    MODEL,
    OPERATIONS,
    as_arguments,
    in_snake_case,
    sample_answer,
    sample_request,
)

ANALYZER = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"

# The widest union a request can hold has fourteen members.
CHOICES = {name: 14 if name == "CreateAccessPreview" else 2 for name in OPERATIONS}


async def test_every_form_of_a_structure_is_sent_as_the_same() -> None:
    service = FakeService()
    async with service.client() as client:
        for operation, choices in CHOICES.items():
            service.replies = [Reply(sample_answer(operation))]
            for choice in range(choices):
                params = sample_request(operation, choice=choice)
                shape = MODEL.operation_model(operation).input_shape
                by_wire_name = as_arguments(params)
                request: Request = getattr(models, f"{operation}Request")(**by_wire_name)
                as_models = {name: getattr(request, name) for name in by_wire_name}
                for arguments in (by_wire_name, in_snake_case(shape, params), as_models):
                    await invoke(client, operation, arguments)
                one, *others = (sent.on_the_wire() for sent in service.requests[-3:])
                assert others == [one, one], (operation, choice)


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
async def test_several_texts_may_be_a_list_a_tuple_or_a_set(kind: Callable[..., Any]) -> None:
    texts = kind(["a", "b", "c"])
    service = FakeService(Reply({"findings": []}))
    async with service.client() as client:
        await client.update_findings(ANALYZER, status="ARCHIVED", ids=texts)
        await client.check_access_not_granted(
            policy_document="{}", access=[{"actions": texts}], policy_type="IDENTITY_POLICY"
        )
        await client.list_findings_v2(ANALYZER, filter={"resource": {"contains": texts}}).page()
        await client.untag_resource(resource_arn=ANALYZER, tag_keys=texts)
    ids, access, criteria, keys = service.requests
    assert ids.json["ids"] == ["a", "b", "c"]
    assert access.json["access"] == [{"actions": ["a", "b", "c"]}]
    assert criteria.json["filter"] == {"resource": {"contains": ["a", "b", "c"]}}
    assert keys.query == [("tagKeys", "a"), ("tagKeys", "b"), ("tagKeys", "c")]


async def test_one_text_in_the_place_of_several_is_refused() -> None:
    one: Any = "finding"
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.update_findings(ANALYZER, status="ARCHIVED", ids=one)
    assert [field.path for field in caught.value.fields] == ["ids"]
    assert service.requests == []


async def test_findings_are_sorted_by_any_text() -> None:
    newer_than_this_release: Any = "severity"
    service = FakeService(Reply({"findings": []}))
    async with service.client() as client:
        listing = client.list_findings(
            ANALYZER, sort={"attribute_name": newer_than_this_release, "order_by": "DESC"}
        )
        await listing.page()
    assert service.requests[0].json["sort"] == {"attributeName": "severity", "orderBy": "DESC"}


async def test_the_emulator_sorts_by_each_attribute_there_is(
    client: AccessAnalyzerClient, population: Population
) -> None:
    for attribute in get_args(get_args(models.SortAttribute)[0]):
        listing = client.list_findings_v2(
            population.external, sort={"attribute_name": attribute, "order_by": "ASC"}
        )
        wire = [finding.to_wire() for finding in await listing.collect()]
        values = [finding[attribute] for finding in wire]
        assert len(values) > 1
        assert values == sorted(values), attribute
