"""Actions that somebody asks about: whether there are such, and which were probably meant.

A policy grants no action that does not exist, so that a gate with a misspelt one lets all through.
"""

from collections.abc import Iterator, Mapping

from aa_sdk._nearest import nearest
from aa_sdk.policy._language.statements import action_pattern
from aa_sdk.policy._validation.catalogue import Action, ActionCatalogue, Service
from aa_sdk.policy._validation.globs import is_glob
from aa_sdk.policy._validation.named_actions import matching_actions
from aa_sdk.policy._validation.retired import RETIRED_ACTIONS, RETIRED_SERVICES
from aa_sdk.policy.errors import PolicyError, UnsupportedPolicyError

_WRITE = "write service:Action, such as iam:PassRole"
_FEW = 3  # services that an action without one may be of, to be named


def malformed(action: str, catalogue: ActionCatalogue) -> str | None:
    """Say that something is not written as an action is, and how to write it.

    Args:
        action: The action, perhaps with wildcards.
        catalogue: The actions that there are; it may know nothing.

    Returns:
        What is wrong; None if nothing is.
    """
    try:
        action_pattern(action, "")
    except PolicyError as error:
        if isinstance(error, UnsupportedPolicyError) and ":" in action:
            return None  # an action, if one that is not decided here
        names = [*_spelled(action, catalogue)]
        way_out = f"write {' or '.join(names)}" if 0 < len(names) <= _FEW else _WRITE
        return f"{action!r} is not an action: {way_out}"
    return None


def unlisted(action: str, catalogue: ActionCatalogue) -> str | None:
    """Say that there is no such action, and which one was probably meant.

    Args:
        action: The action, perhaps with wildcards, which is not malformed.
        catalogue: The actions that there are. Where it knows nothing, nothing is unlisted.

    Returns:
        What is wrong; None where there is such an action, or it cannot be told.
    """
    prefix, _, name = action.lower().partition(":")
    if not catalogue or is_glob(prefix) or prefix in RETIRED_SERVICES:
        return None
    service = catalogue.services.get(prefix)
    if service is None:
        return f"{action!r}: no service has this prefix{_hint(_meant(action, catalogue))}"
    known = _actions(service)
    if not known or _has(service, name):
        return None
    near = nearest(name, (one.name for one in known.values()))
    told = "matches no action" if is_glob(name) else "is no action"
    return f"{action!r} {told} of {prefix}{_hint(near and f'{prefix}:{near}')}"


def _actions(service: Service) -> Mapping[str, Action]:
    """Return the actions of a service; none where the file is damaged, and nothing can be told."""
    try:
        return service.actions
    except UnsupportedPolicyError:
        return {}


def _has(service: Service, name: str) -> bool:
    if is_glob(name):
        return bool(matching_actions(service, name))
    return name in service.actions or f"{service.prefix}:{name}" in RETIRED_ACTIONS


def _spelled(name: str, catalogue: ActionCatalogue) -> Iterator[str]:
    """Find the actions of all services that have a name."""
    for prefix, service in catalogue.services.items():
        found = _actions(service).get(name.lower())
        if found:
            yield f"{prefix}:{found.name}"


def _meant(action: str, catalogue: ActionCatalogue) -> str | None:
    """Find the action that was probably meant by one whose service there is not."""
    prefix, _, name = action.partition(":")
    same = {one.partition(":")[0]: one for one in _spelled(name, catalogue)}
    near = nearest(prefix, same) or (next(iter(same)) if len(same) == 1 else None)
    if near is not None:
        return same[near]
    service = nearest(prefix, catalogue.services)
    return service and f"{service}:{name}"


def _hint(near: str | None) -> str:
    return f": did you mean {near!r}?" if near else ""
