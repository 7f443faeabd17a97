"""Makes policies narrower: what is not used is no longer granted.

Three things hold of the narrower policy. It grants nothing that the wider one did not. What is
unused it does not grant, and what is used it still does. An action that is written out either stays
or goes. A wildcard that takes in something unused gives way to what is left of it, as far as that
is known: what the principal is known to have used of the service, or else all that a catalogue of
the service knows and that is not unused. Where neither is known the wildcard stays, for it may
stand for what is used, and a statement that denies what is unused takes that away.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

ActionsOf = Callable[[str], Sequence[str]]
"""Returns the names of the actions of a service, such as `GetObject`; none if it is not known."""

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|$")


class Usage(NamedTuple):
    """What a principal uses of its permissions, and what it does not."""

    unused: Mapping[str, str]
    """Actions such as `s3:GetObject`, and `s3:*` for services, by the same in lower case."""
    used: Mapping[str, str]
    """The same of what is used. `s3:*` says that it is not known which actions of the service."""

    @classmethod
    def of(cls, unused: Iterable[str], used: Iterable[str]) -> "Usage":
        """Return it for actions and services; what is used is not unused."""
        uses = {action.lower(): action for action in used}
        return cls(
            {name.lower(): name for name in unused if name.lower() not in uses},
            uses,
        )

    def is_unused(self, action: str) -> bool:
        """Tell whether an action in lower case is unused, by itself or with its service."""
        is_named = action in self.unused or _all_of(_service(action)) in self.unused
        return is_named and action not in self.used


class _Kept(NamedTuple):
    """What is left of an action or wildcard."""

    actions: Sequence[str]
    """What stands in its place."""
    denied: Sequence[str] = ()
    """What has to be denied besides."""


def has_not_action(document: Mapping[str, Any]) -> bool:
    """Tell whether a policy says somewhere which actions it is not about."""
    return any("NotAction" in statement for statement in _listed(document["Statement"]))


def narrowed(
    document: Mapping[str, Any], usage: Usage, actions_of: ActionsOf
) -> dict[str, Any] | None:
    """Return what is left of a policy without what is unused.

    Args:
        document: A policy without `NotAction`; all of it but its actions is kept.
        usage: What is unused, and what is used.
        actions_of: Knows the actions of services.

    Returns:
        The policy; with no statements if nothing is left. None if it grants nothing unused.
    """
    statements, denied = list[Mapping[str, Any]](), dict[str, None]()
    changed = False
    for statement in _listed(document["Statement"]):
        if statement["Effect"] == "Deny":
            statements.append(statement)
            continue
        before: list[str] = _listed(statement["Action"])
        kept = [_kept(action, usage, actions_of) for action in before]
        after = list(dict.fromkeys(action for one in kept for action in one.actions))
        denied.update(dict.fromkeys(action for one in kept for action in one.denied))
        is_same = all(one.actions == [action] for one, action in zip(kept, before, strict=True))
        changed = changed or not is_same
        if after:
            statements.append(statement if is_same else {**statement, "Action": after})
    barred = _denied_already(statements)
    missing = sorted(
        action for action in denied if not any(matches(action.lower()) for matches in barred)
    )
    if missing:
        statements.append({"Effect": "Deny", "Action": missing, "Resource": "*"})
    return {**document, "Statement": statements} if changed or missing else None


def _denied_already(statements: Iterable[Mapping[str, Any]]) -> list[Callable[[str], object]]:
    """Return what tells of an action whether the policy denies it whatever it is about."""
    return [
        _matcher(action.lower())
        for statement in statements
        if statement["Effect"] == "Deny"
        and statement.get("Resource") == "*"
        and not statement.get("Condition")
        for action in _listed(statement["Action"])
    ]


def _listed(value: Any) -> list[Any]:
    is_one = isinstance(value, str | Mapping)
    return [value] if is_one else value


def _kept(action: str, usage: Usage, actions_of: ActionsOf) -> _Kept:
    name = action.lower()
    if "*" not in name and "?" not in name:
        return _Kept([] if usage.is_unused(name) else [action])
    if "*" in _service(name):
        return _kept_of_all(action, usage, actions_of)
    return _kept_of_service(action, usage, actions_of)


def _kept_of_service(action: str, usage: Usage, actions_of: ActionsOf) -> _Kept:
    """Return what is left of a wildcard for actions of one service."""
    service, matches = _service(action.lower()), _matcher(action.lower())
    everything = _all_of(service)
    unused = [key for key in usage.unused if matches(key)]
    uses = sorted(use for key, use in usage.used.items() if key != everything and matches(key))
    if everything not in usage.unused and not unused:
        return _Kept([action])
    if not usage.unused.keys().isdisjoint({everything, action.lower()}):
        return _Kept(uses)
    if _is_known(service, usage):
        return _Kept(uses)
    known = {f"{service}:{one}".lower(): f"{service}:{one}" for one in actions_of(service)}
    if not known:
        return _Kept([action], [usage.unused[key] for key in unused])
    left = [one for key, one in known.items() if matches(key) and not usage.is_unused(key)]
    new = [use for use in uses if use.lower() not in known]
    return _Kept(_summary([*left, *new], action.lower(), unused))


def _kept_of_all(action: str, usage: Usage, actions_of: ActionsOf) -> _Kept:
    """Return what is left of all actions of all services."""
    if not usage.unused:
        return _Kept([action])
    if not usage.used:
        return _Kept([action], list(usage.unused.values()))
    kept = [_kept(use, usage, actions_of) for use in sorted(usage.used.values())]
    return _Kept(
        [name for one in kept for name in one.actions],
        [name for one in kept for name in one.denied],
    )


def _is_known(service: str, usage: Usage) -> bool:
    """Tell whether it is known what is used of a service that something is used of."""
    is_used = any(_service(use) == service for use in usage.used)
    return is_used and _all_of(service) not in usage.used


def _service(action: str) -> str:
    return action.partition(":")[0]


def _all_of(service: str) -> str:
    return f"{service}:*"


def _matcher(pattern: str) -> Callable[[str], object]:
    # Where an action ends in a star it stands for many, which one character does not take in.
    text = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "[^*]")
    return re.compile(text, re.DOTALL).fullmatch


def _summary(actions: Sequence[str], pattern: str, unused: Iterable[str]) -> list[str]:
    """Write actions as few wildcards, which lie in the pattern and take in nothing unused.

    Some services have hundreds of actions, and policies may not be that long. So actions that
    begin with the same words become one wildcard, at the first word where that can be. It is never
    wider than the pattern: something unused begins with all of the pattern, and so with less of it.
    """
    stem = pattern.rstrip("*")
    begun = {action[:end] for action in unused for end in range(1, len(action) + 1)}
    counts = Counter(start for action in actions for start in _starts(action))

    def written(action: str) -> str:
        if "*" not in stem and "?" not in stem:
            for start in _starts(action):
                if start.lower() not in begun and counts[start] > 1:
                    return f"{start}*"
        return action

    return sorted({written(action) for action in actions})


def _starts(action: str) -> Iterator[str]:
    """Return an action cut off behind each of its words; the last one is the action itself."""
    first = action.index(":") + 1
    return (action[: end.start()] for end in _WORD.finditer(action, first + 1))
