"""Filters take no arguments where they are made: what is told of some, and that tools see none."""

import copy
import inspect
import pickle
from typing import Any

import pytest

from aa_sdk import FindingFilter

F: Any = FindingFilter  # checkers refuse arguments already


@pytest.mark.parametrize(
    ("given", "write"),
    [
        ({"status": "ACTIVE"}, "FindingFilter().status.eq(…)"),
        (
            {"resourceType": "x", "isPublic": 1},
            "FindingFilter().resource_type.eq(…).is_public.eq(…)",
        ),
        ({"principal": "x"}, "FindingFilter().principal.aws.eq(…)"),
        ({"condition.aws:SourceIp": "x"}, 'FindingFilter().condition("aws:SourceIp").eq(…)'),
        ({"statsu": "x"}, "FindingFilter().status.eq(…)"),
        ({"quux": "x"}, "FindingFilter().status.eq(…)"),
    ],
)
def test_what_is_passed_is_told_by_its_operators(given: dict[str, Any], write: str) -> None:
    with pytest.raises(TypeError) as caught:
        F(**given)
    assert str(caught.value) == f"FindingFilter() takes no arguments: write {write}"


def test_a_filter_for_a_purpose_is_told_by_what_makes_it() -> None:
    of: Any = FindingFilter.for_external()
    made: Any = of.__class__
    with pytest.raises(TypeError, match=r"write FindingFilter\.for_external\(\)\.status\.eq"):
        made({"status": {"eq": ["ACTIVE"]}})


def test_tools_see_no_arguments_and_copies_are_made_as_before() -> None:
    assert not inspect.signature(FindingFilter).parameters
    asked = FindingFilter().status.eq("ACTIVE")
    assert copy.deepcopy(asked) == asked
    assert pickle.loads(pickle.dumps(asked)) == asked  # noqa: S301 (made right here)
