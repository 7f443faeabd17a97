"""Cases that others have labelled: what AWS says of a policy is what the checks say of it.

`cases/` holds policies, labels and where each comes from.
"""

import json
from pathlib import Path
from typing import Any

from aa_sdk.models.policy_checks import Access
from aa_sdk.policy import (
    PolicyCheck,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
)

FOLDER = Path(__file__).parent / "cases"


def labelled(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert content["cases"]
    return content


def test_no_new_access_is_decided_as_labelled() -> None:
    labels = labelled("no_new_access.json")
    for case in labels["cases"]:
        existing = labels["existing"][case["existing"]]
        check = check_no_new_access(case["new"], existing, case["policy_type"])
        assert case["expected"] == check.result, case["id"]


def decide(case: dict[str, Any]) -> PolicyCheck:
    if case["check"] == "CheckNoNewAccess":
        return check_no_new_access(case["new"], case["existing"], case["policy_type"])
    if case["check"] == "CheckAccessNotGranted":
        access = [Access(**entry) for entry in case["access"]]
        return check_access_not_granted(case["policy"], access, case["policy_type"])
    return check_no_public_access(case["policy"], case["resource_type"])


def test_published_examples_are_decided_as_published() -> None:
    """The verdict, and the reasons where they are published too."""
    for case in labelled("published_examples.json")["cases"]:
        check = decide(case)
        assert case["expected"] == check.result, case["id"]
        if case["reasons"]:
            reasons = [
                {"statement_index": one.statement_index, "statement_id": one.statement_id}
                for one in check.reasons
            ]
            assert case["reasons"] == reasons, case["id"]


def test_public_means_what_the_services_say() -> None:
    for case in labelled("public_meaning.json")["cases"]:
        check = check_no_public_access(case["policy"], case["resource_type"])
        assert case["expected"] == check.result, case["id"]
