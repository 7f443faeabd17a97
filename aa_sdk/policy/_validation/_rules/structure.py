"""Rules about the form of a document: its elements, their names and their types."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from aa_sdk._display.words import shorten
from aa_sdk._nearest import nearest
from aa_sdk.policy._language.elements import (
    NEGATIONS,
    POLICY_ELEMENTS,
    STATEMENT_ELEMENTS,
    VERSIONS,
)
from aa_sdk.policy._language.json_values import is_list, is_object
from aa_sdk.policy._validation.document import Document, Kind, Statement
from aa_sdk.policy._validation.located_json import Key, Path
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, document_rule, statement_rule

_SID = re.compile(r"[A-Za-z0-9]*", re.ASCII)
_MOST_NAMED = 40
_STRING = "a string"
_STRINGS = "a string or a list of strings"


def _missing_version(document: Document) -> Issues:
    if "Version" not in document.elements:
        details = "Without a Version the oldest version of the policy language applies: add one."
        yield Issue(details, ((),))


def _invalid_version(document: Document) -> Issues:
    version = document.elements.get("Version")
    if isinstance(version, str) and version not in VERSIONS:
        details = "There are the versions 2012-10-17 and 2008-10-17: take the newer one."
        yield Issue(details, (("Version",),))


def _missing_statement(document: Document) -> Issues:
    if "Statement" not in document.elements:
        yield Issue("A policy has a Statement: add one.", ((),))
    elif document.elements["Statement"] == []:
        yield Issue("The policy has no statement: add one.", (("Statement",),))


def _unknown_elements(
    elements: Mapping[str, Any], known: frozenset[str], path: Path
) -> Iterator[Issue]:
    whole = "statement" if path else "policy"
    for name in elements:
        if name not in known:
            near = _likely(name, known)
            hint = f": did you mean {near}?" if near else "."
            told = f"A {whole} has no element {shorten(name, _MOST_NAMED)!r}{hint}"
            yield Issue(told, ((*path, Key(name)),))


@lru_cache(maxsize=256)
def _likely(name: str, known: frozenset[str]) -> str | None:
    return nearest(name, sorted(known))


def _invalid_policy_element(document: Document) -> Issues:
    yield from _unknown_elements(document.elements, POLICY_ELEMENTS, ())


def _invalid_statement_element(statement: Statement) -> Issues:
    yield from _unknown_elements(statement.elements, STATEMENT_ELEMENTS, statement.path)


def _mismatch(path: Path, wanted: str) -> Issue:
    return Issue(f"The value here has to be {wanted}.", (path,))


def _mistyped_document(document: Document) -> Issues:
    for name in ("Version", "Id"):
        if not isinstance(document.elements.get(name, ""), str):
            yield _mismatch((name,), _STRING)
    statement = document.elements.get("Statement", [])
    if is_list(statement):
        for index, entry in enumerate(statement):
            if not is_object(entry):
                yield _mismatch(("Statement", index), "a JSON object")
    elif not is_object(statement):
        yield _mismatch(("Statement",), "a JSON object or a list of them")


def _mistyped_statement(statement: Statement) -> Issues:
    elements = statement.elements
    for name in ("Sid", "Effect"):
        if not isinstance(elements.get(name, ""), str):
            yield _mismatch((*statement.path, name), _STRING)
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        if name in elements:
            yield from _mistyped_strings(elements[name], (*statement.path, name))
    for name in ("Principal", "NotPrincipal"):
        if name in elements:
            yield from _mistyped_principal(elements[name], (*statement.path, name))
    if "Condition" in elements:
        yield from _mistyped_condition(elements["Condition"], (*statement.path, "Condition"))


def _mistyped_strings(value: Any, path: Path) -> Iterator[Issue]:
    if is_list(value):
        for index, entry in enumerate(value):
            if not isinstance(entry, str):
                yield _mismatch((*path, index), _STRING)
    elif not isinstance(value, str):
        yield _mismatch(path, _STRINGS)


def _mistyped_principal(value: Any, path: Path) -> Iterator[Issue]:
    if is_object(value):
        for key, listed in value.items():
            yield from _mistyped_strings(listed, (*path, key))
    elif not isinstance(value, str):
        yield _mismatch(path, "* or a JSON object")


def _mistyped_condition(value: Any, path: Path) -> Iterator[Issue]:
    if not is_object(value):
        yield _mismatch(path, "a JSON object")
        return
    for operator, keys in value.items():
        if not is_object(keys):
            yield _mismatch((*path, operator), "a JSON object")
            continue
        for key, values in keys.items():
            yield from _mistyped_condition_values(values, (*path, operator, key))


def _mistyped_condition_values(value: Any, path: Path) -> Iterator[Issue]:
    if is_list(value):
        for index, entry in enumerate(value):
            if not isinstance(entry, str | int | float):
                yield _mismatch((*path, index), "a string, a number, true or false")
    elif not isinstance(value, str | int | float):
        yield _mismatch(path, "a string, a number, true or false, or a list of them")


def _missing_effect(statement: Statement) -> Issues:
    if "Effect" not in statement.elements:
        yield Issue("A statement has an Effect, Allow or Deny: add it.", (statement.path,))


def _invalid_effect(statement: Statement) -> Issues:
    if isinstance(statement.elements.get("Effect"), str) and not statement.effect:
        yield Issue("The Effect is Allow or Deny.", ((*statement.path, "Effect"),))


def _missing_action(statement: Statement) -> Issues:
    if not statement.elements.keys() & {"Action", "NotAction"}:
        yield Issue("A statement has an Action or a NotAction: add one.", (statement.path,))


def _missing_resource(statement: Statement) -> Issues:
    if not statement.elements.keys() & {"Resource", "NotResource"}:
        yield Issue("A statement has a Resource or a NotResource: add one.", (statement.path,))


def _missing_principal(statement: Statement) -> Issues:
    if not statement.elements.keys() & {"Principal", "NotPrincipal"}:
        details = "A statement of a resource policy has a Principal: add one."
        yield Issue(details, (statement.path,))


def _unsupported_principal(statement: Statement) -> Issues:
    details = "An identity policy speaks of whoever it is attached to: leave this element out."
    for name in ("Principal", "NotPrincipal"):
        if name in statement.elements:
            yield Issue(details, ((*statement.path, Key(name)),))


def _unsupported_combination(statement: Statement) -> Issues:
    for name, negated in NEGATIONS.items():
        if name in statement.elements and negated in statement.elements:
            places = tuple((*statement.path, Key(either)) for either in (name, negated))
            yield Issue(f"{name} and {negated} exclude each other: leave one out.", places)


def _allow_with_not_principal(statement: Statement) -> Issues:
    if statement.effect == "Allow" and "NotPrincipal" in statement.elements:
        details = "Everybody but those named gets the access: name who should have it instead."
        yield Issue(details, ((*statement.path, Key("NotPrincipal")),))


def _empty_list(name: str, what: str) -> Any:
    def check(statement: Statement) -> Issues:
        for either in (name, NEGATIONS[name]):
            if statement.elements.get(either) == []:
                details = f"The list is empty, and the statement does nothing: add {what}."
                yield Issue(details, ((*statement.path, either),))

    return check


def _empty_principal_list(statement: Statement) -> Issues:
    name = statement.principal_element
    element = statement.elements.get(name)
    details = "The list is empty, and names nobody: add principals."
    if element == []:
        yield Issue(details, ((*statement.path, name),))
    for key, listed in element.items() if is_object(element) else ():
        if listed == []:
            yield Issue(details, ((*statement.path, name, key),))


def _empty_principal(statement: Statement) -> Issues:
    for name in ("Principal", "NotPrincipal"):
        if statement.elements.get(name) == {}:
            yield Issue("The object is empty, and names nobody.", ((*statement.path, name),))


def _empty_condition(statement: Statement) -> Issues:
    element = statement.elements.get("Condition")
    details = "The object is empty, and asks nothing: add a condition or leave it out."
    if element == {}:
        yield Issue(details, ((*statement.path, "Condition"),))
    for operator, keys in element.items() if is_object(element) else ():
        if keys == {}:
            yield Issue(details, ((*statement.path, "Condition", operator),))


def _empty_sid(statement: Statement) -> Issues:
    if statement.elements.get("Sid") == "":
        yield Issue("The Sid is empty: fill it in or leave it out.", ((*statement.path, "Sid"),))


def _unsupported_sid(statement: Statement) -> Issues:
    sid = statement.elements.get("Sid")
    if isinstance(sid, str) and not _SID.fullmatch(sid):
        yield Issue("A Sid has letters and digits only.", ((*statement.path, "Sid"),))


def _repeated_sids(document: Document) -> Issues:
    by_sid: dict[str, list[Path]] = {}
    for statement in document.statements:
        sid = statement.elements.get("Sid")
        if isinstance(sid, str) and sid:
            by_sid.setdefault(sid, []).append((*statement.path, "Sid"))
    for places in by_sid.values():
        if len(places) > 1:
            yield Issue("Several statements have this Sid: give each its own.", tuple(places))


_IAM: tuple[Kind, ...] = ("identity", "trust")
_OF_RESOURCES: tuple[Kind, ...] = ("resource", "trust", "resource_control")
_UNLIKE_TRUST: tuple[Kind, ...] = ("identity", "resource", "service_control", "resource_control")

RULES: tuple[Rule, ...] = (
    document_rule("MISSING_VERSION", "WARNING", _missing_version),
    document_rule("INVALID_VERSION", "ERROR", _invalid_version),
    document_rule("MISSING_STATEMENT", "ERROR", _missing_statement),
    document_rule("INVALID_POLICY_ELEMENT", "ERROR", _invalid_policy_element),
    statement_rule("INVALID_POLICY_ELEMENT", "ERROR", _invalid_statement_element),
    document_rule("DATA_TYPE_MISMATCH", "ERROR", _mistyped_document),
    statement_rule("DATA_TYPE_MISMATCH", "ERROR", _mistyped_statement),
    statement_rule("MISSING_EFFECT", "ERROR", _missing_effect),
    statement_rule("INVALID_EFFECT", "ERROR", _invalid_effect),
    statement_rule("MISSING_ACTION", "ERROR", _missing_action),
    statement_rule("MISSING_RESOURCE", "ERROR", _missing_resource, kinds=_UNLIKE_TRUST),
    statement_rule("MISSING_PRINCIPAL", "ERROR", _missing_principal, kinds=_OF_RESOURCES),
    statement_rule("UNSUPPORTED_PRINCIPAL", "ERROR", _unsupported_principal, kinds=("identity",)),
    statement_rule("UNSUPPORTED_ELEMENT_COMBINATION", "ERROR", _unsupported_combination),
    statement_rule(
        "ALLOW_WITH_NOT_PRINCIPAL",
        "SECURITY_WARNING",
        _allow_with_not_principal,
        kinds=("resource",),
    ),
    statement_rule("EMPTY_ARRAY_ACTION", "SUGGESTION", _empty_list("Action", "actions")),
    statement_rule("EMPTY_ARRAY_RESOURCE", "SUGGESTION", _empty_list("Resource", "resources")),
    statement_rule("EMPTY_ARRAY_PRINCIPAL", "SUGGESTION", _empty_principal_list),
    statement_rule("EMPTY_OBJECT_PRINCIPAL", "SUGGESTION", _empty_principal),
    statement_rule("EMPTY_OBJECT_CONDITION", "SUGGESTION", _empty_condition),
    statement_rule("EMPTY_SID_VALUE", "SUGGESTION", _empty_sid),
    statement_rule("UNSUPPORTED_SID", "ERROR", _unsupported_sid, kinds=_IAM),
    document_rule("UNIQUE_SIDS_REQUIRED", "ERROR", _repeated_sids, kinds=_IAM),
    document_rule(
        "UNIQUE_SIDS_RECOMMENDED",
        "WARNING",
        _repeated_sids,
        kinds=("resource", "service_control", "resource_control"),
    ),
)
