"""Texts that come again and again are one object, however many findings are kept."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from aa_sdk import models
from aa_sdk.models import FindingSummary, FindingSummaryV2, Model, Response
from tests.models.complete_bodies import complete

# The listings that come by the hundred: the field with the items, and what names one item.
UNIQUE = {
    "ListAccessPreviewFindingsResponse": ("findings", ("id", "existing_finding_id")),
    "ListAnalyzedResourcesResponse": ("analyzed_resources", ("resource_arn",)),
    "ListFindingsResponse": ("findings", ("id", "resource")),
    "ListFindingsV2Response": ("findings", ("id", "resource")),
}


def items(name: str) -> Sequence[Model]:
    """Read a page whose two items are equal in everything."""
    response: type[Response] = getattr(models, name)
    body: dict[str, Any] = complete(name)
    ((member, (item,)),) = [entry for entry in body.items() if isinstance(entry[1], list)]
    page = response.from_wire(json.dumps({**body, member: [item, item]}))
    found: Sequence[Model] = getattr(page, UNIQUE[name][0])
    return found


@pytest.mark.parametrize("name", UNIQUE)
def test_a_text_that_two_items_have_is_one_object_unless_it_names_the_item(name: str) -> None:
    first, second = map(vars, items(name))
    texts = {field for field, value in first.items() if isinstance(value, str)}
    shared = {field for field in texts if first[field] is second[field]}
    assert shared == texts - set(UNIQUE[name][1])
    assert {"resource_type", "resource_owner_account"} <= shared


def test_a_text_is_one_object_on_all_pages() -> None:
    (first, _), (second, _) = items("ListFindingsV2Response"), items("ListFindingsV2Response")
    assert first is not second
    assert vars(first)["status"] is vars(second)["status"]


def test_a_new_value_of_an_enum_is_shared_as_the_known_ones_are() -> None:
    body = json.dumps({**complete("FindingSummaryV2"), "status": "SUPPRESSED"})
    first, second = FindingSummaryV2.from_wire(body), FindingSummaryV2.from_wire(body)
    assert first.status is second.status


def test_the_texts_inside_of_an_item_are_shared_too() -> None:
    body = complete("FindingSummary")
    sent = json.dumps({**body, "action": ["s3:GetObject"], "principal": {"AWS": "111122223333"}})
    first, second = (vars(FindingSummary.from_wire(sent)) for _ in range(2))
    assert first["action"][0] is second["action"][0]
    assert first["principal"]["AWS"] is second["principal"]["AWS"]


@pytest.mark.parametrize("sent", [7, None, [], {}, True])
def test_an_id_that_is_no_text_is_refused_as_any_other(sent: object) -> None:
    body = complete("FindingSummaryV2")
    with pytest.raises(ValidationError) as caught:
        FindingSummaryV2.from_wire(json.dumps({**body, "id": sent, "status": sent}))
    problems = {error["loc"]: error["type"] for error in caught.value.errors()}
    assert problems == {("id",): "string_type", ("status",): "string_type"}


def test_an_id_is_a_text_in_the_json_schema() -> None:
    properties = FindingSummaryV2.model_json_schema()["properties"]
    assert properties["id"] == {**properties["resourceOwnerAccount"], "title": "Id"}
