"""Rules about the names of actions."""

from collections.abc import Iterable

from aa_sdk._nearest import nearest
from aa_sdk.policy._validation.catalogue import ActionCatalogue
from aa_sdk.policy._validation.document import Document
from aa_sdk.policy._validation.named_actions import ActionLookup, all_actions
from aa_sdk.policy._validation.retired import RETIRED_SERVICES
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, catalogue_rule

_SUGGESTIONS = 3  # looking for one takes a millisecond


def _unknown_service(document: Document, catalogue: ActionCatalogue) -> Issues:
    known = catalogue.services
    found = 0
    for action in all_actions(document):
        prefix = action.prefix
        if action.has_prefix and prefix not in known and prefix not in RETIRED_SERVICES:
            found += 1
            hint = _meant(prefix, known) if found <= _SUGGESTIONS else ""
            yield Issue(f"No service has this prefix{hint}", (action.entry.path,))


def _unknown_action(document: Document, catalogue: ActionCatalogue) -> Issues:
    lookup = ActionLookup(catalogue)
    found = 0
    for action in all_actions(document):
        if not action.has_prefix:
            details = "An action has the prefix of its service, as in s3:GetObject."
            yield Issue(details, (action.entry.path,))
        elif lookup.find(action) == []:
            found += 1
            names = (one.name for one in catalogue.services[action.prefix].actions.values())
            hint = _meant(action.name, names) if found <= _SUGGESTIONS else ""
            yield Issue(f"The service has no such action{hint}", (action.entry.path,))


def _meant(name: str, known: Iterable[str]) -> str:
    close = nearest(name, known)
    return f": did you mean {close}?" if close else "."


RULES: tuple[Rule, ...] = (
    catalogue_rule("INVALID_ACTION", "ERROR", _unknown_action),
    catalogue_rule("INVALID_SERVICE_IN_ACTION", "ERROR", _unknown_service),
)
