"""Which of the actions that a statement speaks of can be about a resource."""

from collections.abc import Iterator, Sequence

from aa_sdk.policy._analysis.automata import PatternSet
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._language.statements import Selector, action_pattern
from aa_sdk.policy._validation.catalogue import ActionCatalogue, Service
from aa_sdk.policy._zone.resource_types import ACTIONS_ON, ActionsOnType

_EVERYTHING = action_pattern("*", "")


def all_actions_on(resource_type: str) -> str:
    """Name all actions that can be about a resource: those of a service, or all there are."""
    on_type = ACTIONS_ON.get(resource_type)
    return f"{on_type.service}:*" if on_type else "*"


def actions_on(
    resource_type: str, selector: Selector, catalogue: ActionCatalogue | None
) -> Sequence[str] | None:
    """List the actions of a statement that can be about a resource.

    Args:
        resource_type: The type of the resource.
        selector: The actions that the statement speaks of.
        catalogue: What the services know, if each action is to be listed by its name.

    Returns:
        The actions: as written, or by name. None for all but some, where no catalogue tells them.
    """
    on_type = ACTIONS_ON.get(resource_type)
    if on_type is None:
        return None if selector.negated else selector.as_written
    service = catalogue.services.get(on_type.service) if catalogue else None
    if service:
        return list(_by_name(service, on_type, selector))
    if selector.negated:
        return None
    prefix = f"{on_type.service}:"
    written = zip(selector.patterns, selector.as_written, strict=True)
    return [
        text
        for pattern, text in written
        if pattern == _EVERYTHING or text.lower().startswith(prefix)
    ]


def _by_name(service: Service, on_type: ActionsOnType, selector: Selector) -> Iterator[str]:
    named = PatternSet(selector.patterns)
    budget = Budget()
    types = {*on_type.catalogue_types}
    for action in service.actions.values():
        text = f"{service.prefix}:{action.name}"
        is_about = not types or types.intersection(action.resource_types)
        if is_about and selector.negated is not bool(named.matches(text.lower(), budget)):
            yield text
