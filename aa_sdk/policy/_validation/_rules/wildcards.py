"""Rules about wildcards in the values of conditions, and variables that come to the same."""

from collections.abc import Iterator
from typing import Any, Literal

from aa_sdk.policy._validation.document import Condition, Entry, OperatorName
from aa_sdk.policy._validation.placeholders import has_wildcard, variables, without_variables
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule

_SENSITIVE = frozenset(
    (
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:resourceaccount",
        "aws:resourceorgid",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
    )
)
"""The keys that no pattern is of use for."""
_VARIABLE = "\0"


def _without_like(condition: Condition) -> Issues:
    operator = condition.operator
    if operator.family != "string" or operator.comparison == "like":
        return
    for value in condition.values:
        if has_wildcard(value.text):
            details = "The operator takes * and ? for themselves: for a pattern take a Like one."
            yield Issue(details, (value.path,))


def _star(when: Literal["present", "missing", "always", "never"], details: str) -> Any:
    def check(condition: Condition) -> Issues:
        if condition.operator.comparison == "like" and _with_star(condition.operator) == when:
            for value in condition.values:
                if value.text and not value.text.strip("*"):
                    yield Issue(details, (value.path,))
                    return

    return check


def _with_star(operator: OperatorName) -> Literal["present", "missing", "always", "never"]:
    """When a condition holds one of whose values is `*`: for which presence of its key."""
    if operator.negated:
        never = operator.qualifier == "ForAnyValue" and not operator.if_exists
        return "never" if never else "missing"
    if operator.if_exists or operator.qualifier == "ForAllValues":
        return "always"
    return "present"


def _sensitive_values(condition: Condition) -> Iterator[Entry]:
    if condition.name in _SENSITIVE and condition.operator.comparison == "like":
        yield from condition.values


def _user_ids(condition: Condition) -> Iterator[Entry]:
    """The patterns of user ids that widen access."""
    if condition.name == "aws:userid" and condition.operator.comparison == "like":
        widening = "Deny" if condition.operator.negated else "Allow"
        if condition.statement.effect == widening:
            yield from condition.values


def _wide_wildcard(condition: Condition) -> Issues:
    for value in _sensitive_values(condition):
        if has_wildcard(value.text):
            details = "No pattern is safe for this context key: write whole values."
            yield Issue(details, (value.path,))
    for value in _user_ids(condition):
        if _is_wide(value.text, "*?"):
            details = "A wildcard may stand after the colon of a user id, or alone before it."
            yield Issue(details, (value.path,))


def _wide_variable(condition: Condition) -> Issues:
    for value in _sensitive_values(condition):
        if any(variable.context_key not in _SENSITIVE for variable in variables(value.text)):
            details = "The value of a variable may act as a wildcard: write whole values."
            yield Issue(details, (value.path,))
    for value in _user_ids(condition):
        if variables(value.text) and _is_wide(value.text, _VARIABLE):
            details = "A variable may stand after the colon of a user id, or alone before it."
            yield Issue(details, (value.path,))


def _is_wide(user_id: str, placeholders: str) -> bool:
    """Whether placeholders stand before the colon of a user id, and not just one there."""
    before, colon, _ = without_variables(user_id, _VARIABLE).partition(":")
    return any(sign in before for sign in placeholders) and not (colon and len(before) == 1)


RULES: tuple[Rule, ...] = (
    condition_rule("WILDCARD_WITHOUT_LIKE_OPERATOR", "WARNING", _without_like),
    condition_rule(
        "EQUIVALENT_TO_NULL_FALSE",
        "SUGGESTION",
        _star("present", "This only asks for the presence of the key: write Null and false."),
    ),
    condition_rule(
        "EQUIVALENT_TO_NULL_TRUE",
        "SUGGESTION",
        _star("missing", "This only asks for the absence of the key: write Null and true."),
    ),
    condition_rule(
        "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
        "SUGGESTION",
        _star("always", "This always holds: leave the key out."),
    ),
    condition_rule(
        "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
        "SUGGESTION",
        _star("never", "This never holds: leave the key or the statement out."),
    ),
    condition_rule("WILDCARD_USAGE_TOO_PERMISSIVE", "ERROR", _wide_wildcard),
    condition_rule("VARIABLE_USAGE_TOO_PERMISSIVE", "ERROR", _wide_variable),
)
