"""Rules about the form of conditions: operators, context keys, and lists of values."""

from collections.abc import Iterator
from typing import Any

from aa_sdk.policy._language.json_values import entries, is_object
from aa_sdk.policy._validation.document import Condition, OperatorName, Statement, read_operator
from aa_sdk.policy._validation.located_json import Key, Path
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule, statement_rule

_TAGGED = (
    ":resourcetag",
    ":requesttag",
    ":principaltag",
    ":existingobjecttag",
    ":requestobjecttag",
)
"""The endings of keys that a slash and the key of a tag follow."""


def _operators(statement: Statement) -> Iterator[tuple[Path, OperatorName]]:
    element = statement.elements.get("Condition")
    for text in element if is_object(element) else ():
        yield (*statement.path, "Condition", Key(text)), read_operator(text)


def _unknown_operator(statement: Statement) -> Issues:
    for path, operator in _operators(statement):
        if not operator.family:
            yield Issue("There is no such condition operator: look at its spelling.", (path,))


def _null_if_exists(statement: Statement) -> Issues:
    for path, operator in _operators(statement):
        if operator.family == "null" and operator.if_exists:
            details = "Null asks for the presence of a key already: leave IfExists out."
            yield Issue(details, (path,))


def _qualified_null(statement: Statement) -> Issues:
    for path, operator in _operators(statement):
        if operator.family == "null" and operator.qualifier:
            constant = "true" if operator.qualifier == "ForAllValues" else "false"
            details = f"Null with {operator.qualifier} is always {constant}: leave the prefix out."
            yield Issue(details, (path,))


def _keys_in_two_cases(statement: Statement) -> Issues:
    written = {condition.key for condition in statement.conditions}
    if len({key.lower() for key in written}) == len(written):
        return
    by_name: dict[str, list[Condition]] = {}
    for condition in statement.conditions:
        by_name.setdefault(condition.name, []).append(condition)
    for conditions in by_name.values():
        if len({condition.key for condition in conditions}) > 1:
            details = "The same context key stands here in different case: write it in one way."
            yield Issue(details, tuple(_key(condition) for condition in conditions))


def _key(condition: Condition) -> Path:
    return (*condition.path[:-1], Key(condition.key))


def _key_without_prefix(condition: Condition) -> Issues:
    prefix, _, name = condition.key.partition(":")
    if not (prefix and name):
        details = "A context key is the prefix of a service, a colon and a name."
        yield Issue(details, (_key(condition),))


def _missing_tag_key(condition: Condition) -> Issues:
    head, _, tag_key = condition.name.partition("/")
    if not tag_key and head.endswith(_TAGGED):
        details = "The key of a tag is missing: add a slash and the tag's key."
        yield Issue(details, (_key(condition),))


def _old_arn_key(replacement: str) -> Any:
    def check(condition: Condition) -> Issues:
        if condition.name == "aws:arn":
            details = f"The context key aws:ARN is out of use: take {replacement} instead."
            yield Issue(details, (_key(condition),))

    return check


def _mixed_types(condition: Condition) -> Issues:
    if len({_json_type(value) for value in entries(condition.value)} - {""}) > 1:
        details = "The values are of several JSON types: write all of them in the same one."
        yield Issue(details, (condition.path,))


def _json_type(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else ""


def _several_truth_values(condition: Condition) -> Issues:
    operator = condition.operator
    if operator.family not in ("bool", "null") or operator.qualifier:
        return
    if len(entries(condition.value)) > 1:
        yield Issue("Only one of true and false may stand here.", (condition.path,))


def _empty_list(code: str) -> Any:
    def check(condition: Condition) -> Issues:
        if condition.value == [] and _empty_list_code(condition.operator) == code:
            yield Issue(_EMPTY[code], (condition.path,))

    return check


def _empty_list_code(operator: OperatorName) -> str:
    if operator.qualifier == "ForAllValues":
        return "EMPTY_ARRAY_CONDITION_FORALLVALUES"
    if operator.if_exists:
        return "EMPTY_ARRAY_CONDITION_IFEXISTS"
    if operator.qualifier == "ForAnyValue":
        return "EMPTY_ARRAY_CONDITION_FORANYVALUE"
    return "EMPTY_ARRAY_CONDITION"


_ONLY_MISSING = (
    "Without values this holds only where the key is missing: ask for that by Null and true."
)
_EMPTY = {
    "EMPTY_ARRAY_CONDITION": "The list is empty, and asks nothing: add values.",
    "EMPTY_ARRAY_CONDITION_FORALLVALUES": _ONLY_MISSING,
    "EMPTY_ARRAY_CONDITION_FORANYVALUE": "Without values this never holds: add values.",
    "EMPTY_ARRAY_CONDITION_IFEXISTS": _ONLY_MISSING,
}

RULES: tuple[Rule, ...] = (
    statement_rule("INVALID_CONDITION_OPERATOR", "ERROR", _unknown_operator),
    statement_rule("NULL_WITH_IF_EXISTS", "ERROR", _null_if_exists),
    statement_rule("NULL_WITH_QUALIFIER", "SUGGESTION", _qualified_null),
    statement_rule("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", "ERROR", _keys_in_two_cases),
    condition_rule("INVALID_CONDITION_KEY_FORMAT", "ERROR", _key_without_prefix),
    condition_rule("MISSING_TAG_KEY_IN_CONDITION", "ERROR", _missing_tag_key),
    condition_rule(
        "DEPRECATED_GLOBAL_CONDITION_KEY",
        "WARNING",
        _old_arn_key("aws:PrincipalArn"),
        kinds=("identity", "service_control"),
    ),
    condition_rule(
        "UNSUPPORTED_GLOBAL_CONDITION_KEY",
        "ERROR",
        _old_arn_key("aws:PrincipalArn or aws:SourceArn"),
        kinds=("resource", "trust", "resource_control"),
    ),
    condition_rule("INVALID_CONDITION_DATA_TYPE", "ERROR", _mixed_types),
    condition_rule("INVALID_CONDITION_MULTIPLE_BOOLEAN", "ERROR", _several_truth_values),
    *(condition_rule(code, "SUGGESTION", _empty_list(code)) for code in _EMPTY),
)
