"""Rules about conditions on tags, which hold or fail for whatever has none to look at."""

from collections.abc import Callable
from typing import Literal

from aa_sdk.policy._validation.catalogue import ActionCatalogue
from aa_sdk.policy._validation.document import Condition, Document, NamedAction, OperatorName
from aa_sdk.policy._validation.named_actions import ActionLookup
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, catalogue_rule

_PREFIX = "aws:resourcetag/"
"""What the keys begin with. Those of the request are not asked about: whoever tags gives them."""
_NAMES = frozenset(("aws:resourcetag/${tagkey}", "aws:requesttag/${tagkey}", "aws:tagkeys"))
"""How the pages list the key. What is tagged as it is made, where the others are listed, has its
tags by then."""
_DETAILS = {
    "Allow": "Some services do not know this key, and what is listed of them is never allowed:"
    " move it to a statement without the key.",
    "Deny": "Some services do not know this key, and what is listed of them is never denied:"
    " move it to a statement without the key.",
}
_REST = "Not all actions know this key, and the rest is left out: list the actions that are meant."


def _fails_without_key(operator: OperatorName) -> bool:
    if operator.family in ("", "null") or operator.if_exists:
        return False
    if operator.qualifier:
        return operator.qualifier == "ForAnyValue"
    return not operator.negated


def _listed(effect: Literal["Allow", "Deny"]) -> Callable[[Document, ActionCatalogue], Issues]:
    def check(document: Document, catalogue: ActionCatalogue) -> Issues:
        lookup = ActionLookup(catalogue)
        for condition in _tag_conditions(document, effect, "Action"):
            places = [
                action.entry.path
                for action in condition.statement.named_actions
                if not _is_known(action, lookup)
            ]
            if places:
                yield Issue(_DETAILS[effect], (*places, condition.path))

    return check


def _is_known(action: NamedAction, lookup: ActionLookup) -> bool:
    """Whether all that an action stands for looks at the key, or there is no such action."""
    return all(_NAMES & one.condition_keys for one in lookup.find(action) or ())


def _unlisted(effect: Literal["Allow", "Deny"]) -> Callable[[Document, ActionCatalogue], Issues]:
    def check(document: Document, catalogue: ActionCatalogue) -> Issues:
        del catalogue
        for condition in _tag_conditions(document, effect, "NotAction"):
            place = (*condition.statement.path, "NotAction")
            yield Issue(_REST, (place, condition.path))

    return check


def _tag_conditions(document: Document, effect: str, element: str) -> list[Condition]:
    return [
        condition
        for statement in document.statements
        if statement.effect == effect and statement.action_element == element
        for condition in statement.conditions
        if condition.name.startswith(_PREFIX) and _fails_without_key(condition.operator)
    ]


RULES: tuple[Rule, ...] = (
    catalogue_rule(
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", "SECURITY_WARNING", _listed("Deny")
    ),
    catalogue_rule(
        "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "SECURITY_WARNING",
        _unlisted("Deny"),
    ),
    catalogue_rule(
        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", "SUGGESTION", _listed("Allow")
    ),
    catalogue_rule(
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "SUGGESTION",
        _unlisted("Allow"),
    ),
)
