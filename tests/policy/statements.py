"""Statements and policies for tests, and how a labelled pair of them is judged."""

from typing import Any

from aa_sdk.policy import check_no_new_access
from tests.policy.evaluator import allowed
from tests.policy.pairs import as_request

BUCKET = "arn:aws:s3:::amber"


def allow(**elements: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **elements}
    for name in ("Action", "Resource"):
        if f"Not{name}" in statement:
            del statement[name]
    return statement


def deny(**elements: Any) -> dict[str, Any]:
    return allow(**{**elements, "Effect": "Deny"})


def when(operator: str, key: str, value: Any, **more: Any) -> dict[str, Any]:
    return allow(Condition={operator: {key: value}, **more})


def policy(*statements: dict[str, Any], version: str = "2012-10-17") -> dict[str, Any]:
    return {"Version": version, "Statement": list(statements)}


def as_policy(statement: dict[str, Any]) -> dict[str, Any]:
    """A policy of one statement, in the old language if the statement is marked so."""
    elements = dict(statement)
    version = "2008-10-17" if elements.pop("old", False) else "2012-10-17"
    return policy(elements, version=version)


def judge(new: dict[str, Any], existing: dict[str, Any]) -> bool:
    """Whether the new statement adds nothing; a request shows it if it does."""
    mine, theirs = as_policy(new), as_policy(existing)
    check = check_no_new_access(mine, theirs)
    if check.result == "FAIL":
        assert allowed(mine, as_request(check))
        assert not allowed(theirs, as_request(check))
    return check.result == "PASS"
