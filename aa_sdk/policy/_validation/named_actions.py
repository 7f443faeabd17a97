"""The actions that policies name, held against the catalogue."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import translate
from functools import lru_cache

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._validation.catalogue import Action, ActionCatalogue, Service
from aa_sdk.policy._validation.document import Document, NamedAction
from aa_sdk.policy._validation.retired import RETIRED_ACTIONS

_STEPS = 60_000
_NAMES_A_STEP = 10


def all_actions(document: Document) -> Iterator[NamedAction]:
    """List the actions of all statements; those that stand for all are left out."""
    for statement in document.statements:
        yield from statement.named_actions


class ActionLookup:
    """The actions of the catalogue, for one rule and one document."""

    def __init__(self, catalogue: ActionCatalogue) -> None:
        self._services: Mapping[str, Service] = catalogue.services
        self._budget = Budget(_STEPS)

    def find(self, action: NamedAction) -> list[Action] | None:
        """Find what an action stands for.

        Args:
            action: The action, perhaps with wildcards.

        Returns:
            The actions, none where there is no such one; None where it cannot be told, since the
            service is not known or AWS speaks of the action no longer.

        Raises:
            UnsupportedPolicyError: The document has more actions than a rule may look at.
        """
        service = self._services.get(action.prefix)
        if service is None:
            return None
        self._budget.spend()
        if not action.has_wildcard:
            exact = service.actions.get(action.name)
            if exact is None and f"{action.prefix}:{action.name}" in RETIRED_ACTIONS:
                return None
            return [exact] if exact else []
        self._budget.spend(len(service.actions) // _NAMES_A_STEP)
        return matching_actions(service, action.name)


@lru_cache(maxsize=2048)
def matching_actions(service: Service, pattern: str) -> list[Action]:
    """Find the actions of a service that a pattern in lower case matches."""
    # fnmatch has sets of characters too, which policies have not.
    matches = re.compile(translate(pattern.replace("[", "[[]"))).match
    return [action for name, action in service.actions.items() if matches(name)]
