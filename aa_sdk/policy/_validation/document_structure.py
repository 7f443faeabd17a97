"""Checks the form of a policy document: the checks of the service that need no service data.

It goes over the decoded JSON once more, beside `_language`, on purpose: reading for a verdict ends
at the first thing that is wrong, whereas this lists everything, and names places and codes as
`ValidatePolicy` does. What both know about the language stands in `_language/elements.py`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aa_sdk.policy._language.elements import (
    EFFECTS,
    NEGATIONS,
    POLICY_ELEMENTS,
    STATEMENT_ELEMENTS,
    VERSIONS,
)
from aa_sdk.policy._language.json_positions import LocatedJson, PathStep, position
from aa_sdk.policy._language.json_values import entries, is_object

_SID = re.compile(r"[A-Za-z0-9]*")
_LINK = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"
    "#access-analyzer-reference-policy-checks-"
)
_ANCHORS = {
    "ERROR": "error",
    "WARNING": "general-warning",
    "SECURITY_WARNING": "security-warning",
    "SUGGESTION": "suggestion",
}

Path = tuple[PathStep, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about a policy that is wrong or could be better."""

    finding_type: str
    """`ERROR`, `WARNING`, `SECURITY_WARNING` or `SUGGESTION`."""
    code: str
    """The issue code."""
    details: str
    """What is wrong."""
    path: Path = ()
    """Where in the document."""

    def wire(self, document: LocatedJson) -> dict[str, Any]:
        """Return it as `ValidatePolicy` does.

        Args:
            document: The document that it is about.
        """
        return self._finding(document.location(self.path))

    def _finding(self, location: Mapping[str, Any]) -> dict[str, Any]:
        anchor = f"{_ANCHORS[self.finding_type]}-{self.code.lower().replace('_', '-')}"
        return {
            "findingDetails": self.details,
            "findingType": self.finding_type,
            "issueCode": self.code,
            "learnMoreLink": _LINK + anchor,
            "locations": [location],
        }

    def wire_at(self, text: str, offset: int) -> dict[str, Any]:
        """Return it for a text that could not be read beyond `offset`."""
        place = position(text, offset)
        return self._finding({"path": [], "span": {"start": place, "end": place}})


def syntax_issue(text: str, error: json.JSONDecodeError) -> dict[str, Any]:
    """Return the finding about a text that is not JSON."""
    details = f"The policy is not JSON: {error.msg} in line {error.lineno}"
    return Issue("ERROR", "JSON_SYNTAX_ERROR", details).wire_at(text, error.pos)


def check_structure(document: Any, policy_type: str, resource_type: str | None) -> Iterator[Issue]:
    """Go through what is wrong with the form of a policy.

    Args:
        document: The policy, decoded.
        policy_type: As in the request, such as `IDENTITY_POLICY`.
        resource_type: The type of resource the policy is for, if the request says so.
    """
    if not is_object(document):
        yield Issue("ERROR", "DATA_TYPE_MISMATCH", "A policy is a JSON object")
        return
    yield from _unknown_elements(document, POLICY_ELEMENTS, ())
    yield from _version(document)
    if "Statement" not in document:
        yield Issue("ERROR", "MISSING_STATEMENT", "A policy has a Statement")
        return
    element = document["Statement"]
    is_trust = policy_type == "RESOURCE_POLICY" and (resource_type or "").startswith("AWS::IAM::")
    sids: set[str] = set()
    for index, statement in enumerate(entries(element)):
        path: Path = ("Statement",) if element is statement else ("Statement", index)
        if not is_object(statement):
            yield Issue("ERROR", "DATA_TYPE_MISMATCH", "A statement is a JSON object", path)
            continue
        yield from _statement(statement, path, policy_type, is_trust=is_trust)
        yield from _sid(statement, path, policy_type, sids)


def _unknown_elements(
    elements: Mapping[str, Any], known: frozenset[str], path: Path
) -> Iterator[Issue]:
    for name in elements:
        if name not in known:
            details = f"{name} is no element of a policy here"
            yield Issue("ERROR", "INVALID_POLICY_ELEMENT", details, (*path, name))


def _version(policy: Mapping[str, Any]) -> Iterator[Issue]:
    if "Version" not in policy:
        details = "Without a Version the oldest version of the policy language applies"
        yield Issue("WARNING", "MISSING_VERSION", details)
    # A list, since what stands there need not be hashable.
    elif policy["Version"] not in list(VERSIONS):
        details = "There are the versions 2012-10-17 and 2008-10-17"
        yield Issue("ERROR", "INVALID_VERSION", details, ("Version",))


def _statement(
    statement: Mapping[str, Any], path: Path, policy_type: str, *, is_trust: bool
) -> Iterator[Issue]:
    yield from _unknown_elements(statement, STATEMENT_ELEMENTS, path)
    if "Effect" not in statement:
        yield Issue("ERROR", "MISSING_EFFECT", "A statement has an Effect", path)
    elif statement["Effect"] not in EFFECTS:
        details = "The Effect is Allow or Deny"
        yield Issue("ERROR", "INVALID_EFFECT", details, (*path, "Effect"))
    for name, negated in NEGATIONS.items():
        if name in statement and negated in statement:
            details = f"{name} and {negated} exclude each other"
            code = "UNSUPPORTED_ELEMENT_COMBINATION"
            yield Issue("ERROR", code, details, (*path, negated))
    if "Action" not in statement and "NotAction" not in statement:
        yield Issue("ERROR", "MISSING_ACTION", "A statement has an Action or a NotAction", path)
    if not is_trust and "Resource" not in statement and "NotResource" not in statement:
        details = "A statement has a Resource or a NotResource"
        yield Issue("ERROR", "MISSING_RESOURCE", details, path)
    yield from _principal(statement, path, policy_type)
    yield from _empty(statement, path)


def _principal(statement: Mapping[str, Any], path: Path, policy_type: str) -> Iterator[Issue]:
    either = ("Principal", NEGATIONS["Principal"])
    given = next((name for name in either if name in statement), None)
    if policy_type == "RESOURCE_POLICY":
        if given is None:
            details = "A statement of a resource policy has a Principal"
            yield Issue("ERROR", "MISSING_PRINCIPAL", details, path)
        elif given == "NotPrincipal" and statement.get("Effect") == "Allow":
            details = "Everybody but those named gets the access"
            code = "ALLOW_WITH_NOT_PRINCIPAL"
            yield Issue("SECURITY_WARNING", code, details, (*path, given))
    elif policy_type == "IDENTITY_POLICY" and given is not None:
        details = "An identity policy speaks of whoever it is attached to"
        yield Issue("ERROR", "UNSUPPORTED_PRINCIPAL", details, (*path, given))


def _empty(statement: Mapping[str, Any], path: Path) -> Iterator[Issue]:
    for name, code in (("Action", "EMPTY_ARRAY_ACTION"), ("Resource", "EMPTY_ARRAY_RESOURCE")):
        if statement.get(name) == []:
            yield Issue("SUGGESTION", code, f"The {name} is an empty list", (*path, name))
    for name in ("Condition", "Principal"):
        if statement.get(name) == {}:
            code = f"EMPTY_OBJECT_{name.upper()}"
            yield Issue("SUGGESTION", code, f"The {name} is an empty object", (*path, name))


def _sid(
    statement: Mapping[str, Any], path: Path, policy_type: str, seen: set[str]
) -> Iterator[Issue]:
    sid = statement.get("Sid")
    if not isinstance(sid, str):
        return
    place = (*path, "Sid")
    if not sid:
        yield Issue("SUGGESTION", "EMPTY_SID_VALUE", "The Sid is empty", place)
    elif sid in seen:
        must = policy_type == "IDENTITY_POLICY"
        finding_type, code = ("ERROR", "UNIQUE_SIDS_REQUIRED") if must else _ADVISED
        yield Issue(finding_type, code, "An earlier statement has the same Sid", place)
    if policy_type == "IDENTITY_POLICY" and not _SID.fullmatch(sid):
        details = "A Sid has letters and digits only"
        yield Issue("ERROR", "UNSUPPORTED_SID", details, place)
    seen.add(sid)


_ADVISED = ("WARNING", "UNIQUE_SIDS_RECOMMENDED")
