"""The table of finding types and their details, held against the enum and the union."""

from typing import Any, get_args

import pytest

from aa_sdk.models import FindingDetails, FindingType
from aa_sdk.models._finding_types import DETAILS_BY_TYPE
from aa_sdk.models._unions import TaggedUnion

# What the aliases are at run time is nothing that checkers know.
TYPE_ALIAS: Any = FindingType
DETAILS_ALIAS: Any = FindingDetails


def test_every_finding_type_has_its_details() -> None:
    assert set(get_args(get_args(TYPE_ALIAS)[0])) == DETAILS_BY_TYPE.keys()


def test_every_member_of_the_details_union_belongs_to_one_finding_type() -> None:
    (union,) = (item for item in DETAILS_ALIAS.__metadata__ if isinstance(item, TaggedUnion))
    assert dict(DETAILS_BY_TYPE.values()) == union.variants
    assert len(DETAILS_BY_TYPE) == len(union.variants)


@pytest.mark.parametrize("finding_type", DETAILS_BY_TYPE)
def test_a_type_and_its_details_have_the_same_name_but_for_capitals(finding_type: str) -> None:
    tag, model = DETAILS_BY_TYPE[finding_type]
    assert tag.lower() == model.__name__.lower() == f"{finding_type}Details".lower()
