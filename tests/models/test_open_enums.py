"""Open enums can be asked what they know."""

from typing import Annotated, Any, Literal, get_args, get_origin

import pytest

import aa_sdk
from aa_sdk import is_known, models
from aa_sdk.models import FindingStatus, PolicyDocument, Timestamp
from aa_sdk.models._types import OpenEnum
from tests.service_model import SERVICE

ENUMS = [name for name, shape in SERVICE["shapes"].items() if "enum" in shape]


def test_every_enum_knows_its_values_and_no_others() -> None:
    assert ENUMS
    for name in ENUMS:
        enum = getattr(models, name)
        for value in SERVICE["shapes"][name]["enum"]:
            assert is_known(enum, value), name
        strangers: list[object] = ["SOMETHING_NEW", "", None, 1, [], enum]
        for unknown in strangers:
            assert not is_known(enum, unknown), name


def test_every_open_enum_is_one_of_the_service() -> None:
    public: Any = models
    values = {name: getattr(public, name) for name in public.__all__}
    opened = {
        name
        for name, value in values.items()
        if get_origin(value) is Annotated
        and any(isinstance(mark, OpenEnum) for mark in get_args(value))
    }
    assert opened - {"AnalyzerType", "SortAttribute"} == {*ENUMS}


@pytest.mark.parametrize(
    "given",
    ["ACTIVE", str, Literal["ACTIVE"], Annotated[str, 1], PolicyDocument, Timestamp, None, 7],
)
def test_what_is_no_enum_is_told_what_to_pass(given: object) -> None:
    with pytest.raises(TypeError, match=r"is_known\(FindingStatus, finding.status\)"):
        is_known(given, "ACTIVE")


def test_the_package_has_it_too() -> None:
    assert aa_sdk.is_known is models.is_known
    assert is_known(FindingStatus, "ACTIVE")
