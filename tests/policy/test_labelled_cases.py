"""Labelled cases that may lie beside the repository; without them this module is skipped."""

import json
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.models.policy_checks import Access
from aa_sdk.policy import check_access_not_granted, check_no_new_access, check_no_public_access

FOLDER = Path(__file__).parents[3] / "shared" / "policy_cases"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the labelled cases are not here")


def cases(name: str) -> list[Any]:
    path = FOLDER / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


@pytest.mark.parametrize(
    "case", cases("check_no_new_access.json"), ids=lambda case: f"{case['id']}-{case['note'][:30]}"
)
def test_no_new_access_is_decided_as_labelled(case: Any) -> None:
    """The verdict is the label's."""
    check = check_no_new_access(case["new"], case["existing"], case["policy_type"])
    assert case["expected"] == check.result


@pytest.mark.parametrize("case", cases("published_examples.json"), ids=lambda case: str(case["id"]))
def test_published_examples_are_decided_as_published(case: Any) -> None:
    """Verdict and reasons are those that AWS printed."""
    if case["check"] == "CheckNoNewAccess":
        check = check_no_new_access(case["new"], case["existing"], case["policyType"])
    elif case["check"] == "CheckAccessNotGranted":
        access = [Access(**entry) for entry in case["access"]]
        check = check_access_not_granted(case["policy"], access, case["policyType"])
    else:
        check = check_no_public_access(case["policy"], case["resourceType"])
    assert case["expected"] == check.result
    output: dict[str, list[Any]] = case["expected_output"] or {}
    published = output.get("reasons", [])
    for expected, reason in zip(published, check.reasons, strict=False):
        assert expected["statementIndex"] == reason.statement_index
        assert expected.get("statementId") == reason.statement_id


@pytest.mark.parametrize("case", cases("public_meaning.json"), ids=lambda case: str(case["id"]))
def test_public_means_what_the_services_say(case: Any) -> None:
    """A policy fails exactly if it is called public."""
    check = check_no_public_access(case["policy"], case["resourceType"])
    assert ("FAIL" if case["expected_public"] else "PASS") == check.result
