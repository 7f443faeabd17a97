"""Rules about handing on roles: passing any role, and creating any service-linked role.

Both ask the same of a statement that allows the action: is it named, covered by a wildcard, or left
out of a NotAction; and is the resource the bare `*`, or everything but some? Of narrower patterns
the service says nothing.
"""

from collections.abc import Iterator
from functools import partial
from typing import Literal, NamedTuple

from aa_sdk.policy._validation.document import Statement
from aa_sdk.policy._validation.globs import covers, is_glob
from aa_sdk.policy._validation.located_json import Path
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, statement_rule

Way = Literal["named", "wildcard", "NotAction"]


class _Power(NamedTuple):
    """An action that hands on a role."""

    action: str
    """The action in lower case."""
    key: str
    """The context key that narrows it."""
    key_may_be_wild: bool
    """Whether the key narrows it whatever its values."""
    what: str
    """What it lets somebody do."""


_PASS_ROLE = _Power(
    "iam:passrole", "iam:PassedToService", key_may_be_wild=True, what="pass any role to any service"
)
_CREATE_SLR = _Power(
    "iam:createservicelinkedrole",
    "iam:AWSServiceName",
    key_may_be_wild=False,
    what="create service-linked roles of any service",
)


def _granted(power: _Power, way: Way, resource_element: str, statement: Statement) -> Issues:
    if (
        statement.effect != "Allow"
        or statement.resource_element != resource_element
        or not (resources := _resources(statement))
        or not (actions := list(_actions(power, way, statement)))
        or _is_narrowed(power, statement)
    ):
        return
    details = f"This lets its principal {power.what}: name resources, or ask for {power.key}."
    yield Issue(details, (*actions, *resources))


def _resources(statement: Statement) -> list[Path]:
    if statement.resource_element == "NotResource":
        return [(*statement.path, "NotResource")]
    return [entry.path for entry in statement.resources if entry.text == "*"]


def _actions(power: _Power, way: Way, statement: Statement) -> Iterator[Path]:
    if way == "NotAction":
        if statement.action_element == "NotAction" and not any(
            covers(text, power.action) for text in statement.lowered_actions
        ):
            yield (*statement.path, "NotAction")
    elif statement.action_element == "Action":
        for entry, text in zip(statement.actions, statement.lowered_actions, strict=True):
            is_meant = text == power.action if way == "named" else is_glob(text)
            if is_meant and covers(text, power.action):
                yield entry.path


def _is_narrowed(power: _Power, statement: Statement) -> bool:
    return any(
        condition.name == power.key.lower()
        and (power.key_may_be_wild or not any(is_glob(entry.text) for entry in condition.values))
        for condition in statement.conditions
    )


_FORMS: tuple[tuple[str, Way, str], ...] = (
    ("WITH_NOT_RESOURCE", "named", "NotResource"),
    ("WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", "wildcard", "NotResource"),
    ("WITH_NOT_ACTION_AND_NOT_RESOURCE", "NotAction", "NotResource"),
    ("WITH_STAR_IN_RESOURCE", "named", "Resource"),
    ("WITH_STAR_IN_ACTION_AND_RESOURCE", "wildcard", "Resource"),
    ("WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", "NotAction", "Resource"),
)

RULES: tuple[Rule, ...] = (
    *(
        statement_rule(
            f"PASS_ROLE_{form}",
            "SECURITY_WARNING",
            partial(_granted, _PASS_ROLE, way, element),
            kinds=("identity",),
        )
        for form, way, element in _FORMS
    ),
    *(
        statement_rule(
            f"CREATE_SLR_{form}",
            "WARNING",
            partial(_granted, _CREATE_SLR, way, element),
            kinds=("identity",),
        )
        for form, way, element in _FORMS
    ),
)
