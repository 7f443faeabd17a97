"""Reads from a resource policy who outside of the zone of trust gets access.

Plain on purpose: every Allow statement counts, Deny statements do not, and a condition is
reported but not weighed. That is what previews and populated worlds need; whether a policy
grants access is a question for `aa_sdk.policy`.

It reads documents apart from `aa_sdk.policy._language` for the same reason. That reading decides,
so it refuses what it does not know exactly: versions, elements, operators, ARNs with a mistake.
This one lists who is named, and a policy with an operator nobody knows still names somebody. Where
both mean the same (what is a JSON object, which entries an element has) they share `json_values`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aa_sdk._arns import Arn
from aa_sdk.policy._language.json_values import entries, is_object

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
        members: dict[str, Any] = {
            "principal": {self.kind: self.principal},
            "action": list(self.actions),
            "condition": dict(self.condition),
            "isPublic": self.is_public,
        }
        if self.source is not None:
            members["sources"] = [{"type": self.source}]
        return members


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
        statements = entries(document["Statement"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadablePolicyError from error
    if not all(is_object(statement) for statement in statements):
        raise UnreadablePolicyError
    return statements


def _texts(value: Any) -> list[str]:
    texts = entries(value)
    if not all(isinstance(text, str) for text in texts):
        raise UnreadablePolicyError
    return texts


def _principals(value: Any) -> Iterator[tuple[str, str]]:
    if value == "*":
        yield "AWS", "*"
    elif is_object(value):
        for kind in _PRINCIPAL_KEYS:
            yield from ((kind, text) for text in _texts(value.get(kind, ())))
    elif value is not None:
        raise UnreadablePolicyError


def _condition(blocks: Any) -> dict[str, str]:
    """Flatten a condition to one text for each key, as findings have it."""
    if not is_object(blocks):
        raise UnreadablePolicyError
    values: dict[str, str] = {}
    for block in blocks.values():
        if not is_object(block):
            raise UnreadablePolicyError
        # A key under two operators is one key here; findings have no place for both.
        for key, value in block.items():
            values[key] = ",".join(str(entry) for entry in entries(value))
    return values


def _is_trusted(principal: str, trusted: str) -> bool:
    arn = Arn.parse(principal)
    return principal == trusted or (arn is not None and arn.account == trusted)
