"""Reads from a resource policy who outside of the zone of trust gets access.

Plain on purpose: every Allow statement counts, Deny statements do not, and a condition is
reported but not weighed. That is what previews and populated worlds need; whether a policy
grants access is a question for `aa_sdk.policy`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

_ACCOUNT_FIELD = 4
_PRINCIPAL_KEYS = ("AWS", "Federated", "CanonicalUser")


class UnreadablePolicyError(ValueError):
    """A text that is not a policy."""


@dataclass(frozen=True, slots=True)
class ExternalAccess:
    """One principal outside of the zone of trust, and what it may do."""

    kind: str
    """The key of the principal, such as `AWS`."""
    principal: str
    """The principal; `*` for everybody."""
    actions: tuple[str, ...]
    """What it may do, sorted."""
    condition: tuple[tuple[str, str], ...] = ()
    """The condition as pairs of key and value, sorted."""
    source: str | None = None
    """For buckets: `POLICY`, `BUCKET_ACL` or an access point."""

    @property
    def is_public(self) -> bool:
        """Whether anybody at all gets it."""
        return self.principal == "*" and not self.condition

    def members(self) -> dict[str, Any]:
        """Return it in the form that findings have."""
        found: dict[str, Any] = {
            "principal": {self.kind: self.principal},
            "action": list(self.actions),
            "condition": dict(self.condition),
            "isPublic": self.is_public,
        }
        if self.source is not None:
            found["sources"] = [{"type": self.source}]
        return found


def external_access(
    policy: str, trusted: str, *, source: str | None = None
) -> Iterator[ExternalAccess]:
    """Go through the access that a resource policy gives to others.

    Args:
        policy: The policy as JSON text.
        trusted: The account that makes up the zone of trust.
        source: The source that the access is reported with.

    Raises:
        UnreadablePolicyError: The text is not a policy.
    """
    for statement in _statements(policy):
        if statement.get("Effect") != "Allow":
            continue
        actions = tuple(sorted(_texts(statement.get("Action", ()))))
        condition = tuple(sorted(_condition(statement.get("Condition") or {}).items()))
        for kind, principal in _principals(statement.get("Principal")):
            if not _is_trusted(principal, trusted):
                yield ExternalAccess(kind, principal, actions, condition, source)


def _statements(policy: str) -> list[Mapping[str, Any]]:
    try:
        document = json.loads(policy)
        found = document["Statement"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadablePolicyError from error
    statements = list(cast("Sequence[Any]", found if isinstance(found, list) else [found]))
    if not all(isinstance(statement, dict) for statement in statements):
        raise UnreadablePolicyError
    return statements


def _texts(value: Any) -> list[str]:
    items = cast("Sequence[Any]", [value] if isinstance(value, str) else value)
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise UnreadablePolicyError
    return list(items)


def _principals(value: Any) -> Iterator[tuple[str, str]]:
    if value == "*":
        yield "AWS", "*"
    elif isinstance(value, dict):
        by_kind = cast("dict[str, Any]", value)
        for kind in _PRINCIPAL_KEYS:
            yield from ((kind, text) for text in _texts(by_kind.get(kind, ())))
    elif value is not None:
        raise UnreadablePolicyError


def _condition(blocks: Any) -> dict[str, str]:
    """Flatten a condition to one text for each key, as findings have it."""
    if not isinstance(blocks, dict):
        raise UnreadablePolicyError
    found: dict[str, str] = {}
    for block in cast("dict[str, Any]", blocks).values():
        if not isinstance(block, dict):
            raise UnreadablePolicyError
        for key, value in cast("dict[str, Any]", block).items():
            values = cast("Sequence[Any]", value if isinstance(value, list) else [value])
            found[key] = ",".join(str(item) for item in values)
    return found


def _is_trusted(principal: str, trusted: str) -> bool:
    if principal == trusted:
        return True
    parts = principal.split(":")
    return len(parts) > _ACCOUNT_FIELD and parts[_ACCOUNT_FIELD] == trusted
