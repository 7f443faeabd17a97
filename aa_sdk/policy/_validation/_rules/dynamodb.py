"""Rules about fine-grained access to DynamoDB."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from aa_sdk.policy._validation.document import Condition, Entry, Statement
from aa_sdk.policy._validation.globs import covers
from aa_sdk.policy._validation.placeholders import has_wildcard, variables
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule, statement_rule

_READING = frozenset(
    f"dynamodb:{name}" for name in ("batchgetitem", "getitem", "partiqlselect", "query", "scan")
)
_RETURNING = frozenset(
    f"dynamodb:{name}"
    for name in ("deleteitem", "partiqldelete", "partiqlupdate", "putitem", "updateitem")
)
"""The actions that write, and can give back what they wrote over."""
_REPLACING = frozenset(("dynamodb:batchwriteitem", "dynamodb:putitem"))
_WRITING = _RETURNING | _REPLACING | {"dynamodb:partiqlinsert"}
_SCAN = frozenset(("dynamodb:scan",))

_ATTRIBUTES = frozenset(("dynamodb:attributes",))
_LEADING_KEYS = frozenset(("dynamodb:leadingkeys",))


class _Parameter(NamedTuple):
    """A parameter of requests that is a context key."""

    keys: frozenset[str]
    """The key alone."""
    known: frozenset[str]
    """All its values."""
    narrow: frozenset[str] = frozenset()
    """The values with which no more is given back than was asked for by name."""
    actions: frozenset[str] = frozenset()
    """The actions that have it."""


_SELECT = _Parameter(
    frozenset(("dynamodb:select",)),
    frozenset(("ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT")),
    frozenset(("SPECIFIC_ATTRIBUTES", "COUNT")),
    _READING,
)
_RETURN_VALUES = _Parameter(
    frozenset(("dynamodb:returnvalues",)),
    frozenset(("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW")),
    frozenset(("NONE", "UPDATED_OLD", "UPDATED_NEW")),
    _RETURNING,
)
_RETURN_CONSUMED_CAPACITY = _Parameter(
    frozenset(("dynamodb:returnconsumedcapacity",)), frozenset(("TOTAL", "NONE"))
)


def _invalid_value(parameter: _Parameter) -> Any:
    details = f"DynamoDB has no other values here than {', '.join(sorted(parameter.known))}."

    def check(condition: Condition) -> Issues:
        operator = condition.operator
        if condition.name not in parameter.keys or operator.family != "string":
            return
        for value in condition.values:
            text = value.text.upper() if operator.comparison == "fold" else value.text
            if text not in parameter.known and not (has_wildcard(text) or variables(text)):
                yield Issue(details, (value.path,))

    return check


def _actions(statement: Statement, names: frozenset[str]) -> list[Entry]:
    """The actions of a statement that are among some, without patterns."""
    if statement.action_element != "Action":
        return []
    return [action for action in statement.actions if action.text.lower() in names]


def _covering(statement: Statement, names: frozenset[str]) -> Iterator[Entry]:
    """The actions of a statement that are among some, or patterns that cover one."""
    if statement.action_element == "Action":
        for action in statement.actions:
            if any(covers(action.text.lower(), name) for name in names):
                yield action


def _restricting(statement: Statement, keys: frozenset[str]) -> list[Condition]:
    """The first condition on which a statement allows something: it stands for all."""
    return statement.conditions_on(keys)[:1] if statement.effect == "Allow" else []


def _replaced_items(statement: Statement) -> Issues:
    for condition in _restricting(statement, _ATTRIBUTES):
        for action in _actions(statement, _REPLACING):
            details = "The action replaces whole items: for some attributes take UpdateItem."
            yield Issue(details, (action.path, condition.path))


def _scanned_tables(statement: Statement) -> Issues:
    for condition in _restricting(statement, _LEADING_KEYS):
        for action in _covering(statement, _SCAN):
            details = "Scan reads all items whatever their keys are: leave the action out."
            yield Issue(details, (action.path, condition.path))


def _without_parameter(parameter: _Parameter, others: frozenset[str], details: str) -> Any:
    def check(statement: Statement) -> Issues:
        for condition in statement.conditions_on(parameter.keys)[:1]:
            # With IfExists one statement may speak of both kinds of actions.
            if not (condition.operator.if_exists and _actions(statement, parameter.actions)):
                for action in _actions(statement, others):
                    yield Issue(details, (action.path, condition.path))

    return check


def _whole_items(parameter: _Parameter, details: str) -> Any:
    def check(statement: Statement) -> Issues:
        for condition in _restricting(statement, _ATTRIBUTES):
            limits = statement.conditions_on(parameter.keys)
            if any(_is_narrow(limit, parameter) for limit in limits):
                return
            if any(_covering(statement, parameter.actions)):
                yield Issue(details, (condition.path,))

    return check


def _is_narrow(condition: Condition, parameter: _Parameter) -> bool:
    """Whether a condition leaves only narrow values of a parameter."""
    if condition.operator.family != "string":
        return False
    texts = {value.text.upper() for value in condition.values}
    left = parameter.known - texts if condition.operator.negated else texts
    return bool(texts) and left <= parameter.narrow


RULES: tuple[Rule, ...] = (
    condition_rule(
        "DYNAMODB_INVALID_RETURN_CONSUMED_CAPACITY",
        "ERROR",
        _invalid_value(_RETURN_CONSUMED_CAPACITY),
    ),
    condition_rule("DYNAMODB_INVALID_RETURN_VALUES", "ERROR", _invalid_value(_RETURN_VALUES)),
    condition_rule("DYNAMODB_INVALID_SELECT_VALUE", "ERROR", _invalid_value(_SELECT)),
    statement_rule("DYNAMODB_REPLACE_OPERATION_WITH_ATTRIBUTES", "WARNING", _replaced_items),
    statement_rule("DYNAMODB_SCAN_BYPASSES_LEADING_KEYS", "WARNING", _scanned_tables),
    statement_rule(
        "DYNAMODB_WRONG_CONDITION_FOR_ACTION",
        "WARNING",
        _without_parameter(
            _SELECT,
            _WRITING,
            "dynamodb:Select is for actions that read: for this one take dynamodb:ReturnValues.",
        ),
    ),
    statement_rule(
        "DYNAMODB_WRONG_CONDITION_FOR_ACTION",
        "WARNING",
        _without_parameter(
            _RETURN_VALUES,
            _READING,
            "dynamodb:ReturnValues is for actions that write: for this one take dynamodb:Select.",
        ),
    ),
    statement_rule(
        "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
        "SECURITY_WARNING",
        _whole_items(
            _SELECT,
            "Reading without a projection gives all attributes: ask for SPECIFIC_ATTRIBUTES by "
            "dynamodb:Select too.",
        ),
    ),
    statement_rule(
        "DYNAMODB_ATTRIBUTES_WITHOUT_RETURN_VALUES",
        "SECURITY_WARNING",
        _whole_items(
            _RETURN_VALUES,
            "Writing may give back all attributes: limit dynamodb:ReturnValues to NONE, "
            "UPDATED_OLD and UPDATED_NEW too.",
        ),
    ),
)
