"""The text of a policy, and what it allows where."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aa_sdk.frames._narrowing.unused import pattern_of
from aa_sdk.policy import InvalidPolicyError, Policy, UnsupportedPolicyError
from aa_sdk.policy._language.documents import text_of_file
from aa_sdk.policy._language.json_values import entries, is_object
from aa_sdk.policy._validation.located_json import LocatedJson
from aa_sdk.policy._validation.located_json import Path as Place
from aa_sdk.policy.errors import DOCUMENT

STATEMENT = "Statement"
_ACTION = "Action"
_NOT_ACTION = "NotAction"


@dataclass(frozen=True, slots=True)
class Grant:
    """An Allow statement."""

    index: int
    """Its place in the document, from 0."""
    place: Place
    """The way to it."""
    elements: Mapping[str, Any]
    """What it says."""
    actions: tuple[str, ...]
    """What its Action or NotAction names, as it is written."""
    negated: bool
    """Whether it has a NotAction."""
    is_listed: bool
    """Whether its actions stand in a list."""

    @property
    def sid(self) -> str | None:
        """Its Sid."""
        sid = self.elements.get("Sid")
        return sid if isinstance(sid, str) and sid else None


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy as text, and what is of interest in it."""

    located: LocatedJson
    """The text, and where things stand in it."""
    count: int
    """How many statements it has."""
    is_listed: bool
    """Whether they stand in a list."""
    grants: tuple[Grant, ...]
    """Its Allow statements."""
    denied: tuple[str, ...]
    """Actions, in lower case, that it denies on any resource and without condition."""

    @property
    def text(self) -> str:
        """The text."""
        return self.located.text


def read_document(policy: str | Mapping[str, Any] | Path) -> PolicyText:
    """Read a policy to be edited.

    What the policy checks cannot decide is read all the same, as long as it is well formed.

    Raises:
        InvalidPolicyError: It is malformed, or no identity policy.
        UnsupportedPolicyError: It has more than 1 MiB.
        TypeError: It is of another type.
    """
    text = _text(policy)
    try:
        Policy.parse(text)
    except UnsupportedPolicyError as error:
        if error.path == DOCUMENT:
            raise
    try:
        located = LocatedJson(text)
    except json.JSONDecodeError as error:
        raise InvalidPolicyError(DOCUMENT, error.msg.lower()) from None
    statements = located.value.get(STATEMENT)
    is_listed = isinstance(statements, list)
    listed = entries(statements)
    for index, entry in enumerate(listed):
        _check(entry, index)
    grants = [
        _grant(entry, index, (STATEMENT, index) if is_listed else (STATEMENT,))
        for index, entry in enumerate(listed)
        if entry["Effect"] == "Allow"
    ]
    denied = [pattern for entry in listed for pattern in _denied(entry)]
    return PolicyText(located, len(listed), is_listed, tuple(grants), tuple(denied))


def _text(policy: object) -> str:
    if isinstance(policy, str):
        return policy
    if isinstance(policy, Path):
        return text_of_file(policy)
    if not is_object(policy):
        raise TypeError(
            f"policy is of type {type(policy).__name__}: pass JSON text, a mapping, or the path "
            "of a file"
        )
    try:
        return json.dumps(policy, indent=4, allow_nan=False, default=_as_dict)
    except (TypeError, ValueError, RecursionError):  # whose words may repeat the document
        raise InvalidPolicyError(DOCUMENT, "not something JSON can express") from None


def _as_dict(value: object) -> dict[Any, Any]:
    if is_object(value):
        return dict(value)
    raise TypeError


def _check(entry: Any, index: int) -> None:
    """See that a statement has what is looked at here, though something else may be undecided."""
    path = f"{STATEMENT}[{index}]"
    if not is_object(entry):
        raise InvalidPolicyError(path, "not a JSON object")
    if entry.get("Effect") not in ("Allow", "Deny"):
        raise InvalidPolicyError(f"{path}.Effect", "neither Allow nor Deny")
    if (_ACTION in entry) == (_NOT_ACTION in entry):
        raise InvalidPolicyError(path, "not exactly one of Action and NotAction")
    if not all(isinstance(text, str) for text in _named(entry)):
        raise InvalidPolicyError(path, "an action that is not a string")
    if "Principal" in entry or "NotPrincipal" in entry:
        raise InvalidPolicyError(path, "an identity policy with Principal")


def _grant(entry: Mapping[str, Any], index: int, place: Place) -> Grant:
    negated = _NOT_ACTION in entry
    is_listed = isinstance(entry.get(_ACTION), list)
    return Grant(index, place, entry, tuple(_named(entry)), negated, is_listed)


def _named(entry: Mapping[str, Any]) -> list[Any]:
    return entries(entry[_ACTION] if _ACTION in entry else entry[_NOT_ACTION])


def _denied(entry: Mapping[str, Any]) -> list[str]:
    """What a statement denies whatever else there is."""
    is_outright = (
        entry["Effect"] == "Deny"
        and _ACTION in entry
        and "*" in entries(entry.get("Resource"))
        and not entry.get("Condition")
    )
    return [pattern_of(text) for text in _named(entry)] if is_outright else []
