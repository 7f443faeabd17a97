"""Verdicts as JSON, under names as the service spells them."""

from typing import Any

from aa_sdk.cli._checks.verdicts import Issue, Reason, Verdict
from aa_sdk.policy import AccessExample, ExternalAccess, StatementReference
from aa_sdk.policy._validation.places import Place


def record_of(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict, with the policy and the question that it is about.

    Args:
        verdict: The verdict.
    """
    return {
        "policy": verdict.name,
        "path": verdict.path,
        "address": verdict.address,
        **_place(verdict.place),
        "check": verdict.check,
        **bare_record_of(verdict),
        **({"wayOut": verdict.way_out} if verdict.way_out else {}),
    }


def bare_record_of(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict alone.

    Args:
        verdict: The verdict.
    """
    told: dict[str, Any] = {"result": verdict.state.upper(), "message": verdict.message}
    if verdict.check == "validate":
        return told | {
            "findings": [_issue(one) for one in verdict.issues],
            "notChecked": list(verdict.not_checked),
        }
    told |= {
        "reasons": [_reason(one) for one in verdict.reasons],
        "counterexample": verdict.example and example_record(verdict.example),
        "exact": verdict.exact,
    }
    if verdict.check == "external-access":
        told["externalAccess"] = [_access(one) for one in verdict.accesses]
    return told


def _reason(reason: Reason) -> dict[str, Any]:
    statement = {"statementIndex": reason.index, "statementId": reason.sid}
    told = {name: value for name, value in statement.items() if value is not None}
    return {"description": reason.text, **told, **_place(reason.place)}


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "findingType": issue.kind,
        "issueCode": issue.code,
        "findingDetails": issue.text,
        "learnMoreLink": issue.link,
        **_place(issue.place),
    }


def example_record(example: AccessExample) -> dict[str, Any]:
    """Return a request that is allowed.

    Args:
        example: The request.
    """
    index, sid = example.allowed_by
    return {
        "action": example.action,
        "resource": example.resource,
        "principal": {example.principal_type: example.principal} if example.principal else None,
        "context": example.context,
        "allowedBy": {"statementIndex": index, "statementId": sid},
    }


def statement_record(statement: StatementReference) -> dict[str, Any]:
    """Return which statement is meant.

    Args:
        statement: The statement.
    """
    return {"statementIndex": statement.index, "statementId": statement.sid}


def _access(access: ExternalAccess) -> dict[str, Any]:
    return {
        "principal": access.principal,
        "action": list(access.actions),
        "condition": access.condition,
        "isPublic": access.is_public,
        "statements": [statement_record(one) for one in access.statements],
        "counterexample": access.example and example_record(access.example),
        "exact": access.exact,
    }


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"line": None, "column": None, "endLine": None, "endColumn": None}
    return {
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
