"""What roles and users did, and which policies they have.

IAM is the same in every Region, so this belongs to the world and goes by the ARNs of roles and
users, which have their account in them.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# The package loads a name when it is used, so that importing it here costs nothing.
from aa_sdk import policy

PRINCIPAL = r"^arn:[^:]*:iam::[^:]*:(role|user)/.{1,576}$"
"""The form of a role's or user's ARN."""
USE = r"^[A-Za-z0-9-]+:(\*|[A-Za-z0-9]+)$"
"""The form of what was used: `s3:GetObject`, or `s3:*` where only the service is known."""

_NO_PRINCIPAL = "an ARN of a role or user is needed, such as arn:aws:iam::111122223333:role/reader"


class Use(NamedTuple):
    """One or more calls of an action."""

    action: str
    """The action, such as `s3:GetObject`; `s3:*` where it is not known which of the service."""
    at: int
    """When, in milliseconds since 1970."""
    region: str | None = None
    """The Region it was called in; None if that does not matter."""


class AttachedPolicy(NamedTuple):
    """A policy that a role or user has."""

    document: str
    """The policy as JSON text."""
    updated_at: int | None = None
    """When it last changed, in milliseconds since 1970; None for an inline policy."""


@dataclass(slots=True)
class Principals:
    """What is known of roles and users, by ARN."""

    uses: dict[str, list[Use]] = field(default_factory=dict[str, list[Use]])
    """What they did."""
    policies: dict[str, dict[str, AttachedPolicy]] = field(
        default_factory=dict[str, dict[str, AttachedPolicy]]
    )
    """The policies attached to them, by the ARN of a managed and the name of an inline policy."""

    def add_uses(self, principal: str, actions: Sequence[str], at: int, region: str | None) -> None:
        """Note that a role or user called actions.

        Raises:
            ValueError: It is no role or user, or one of the actions is none.
        """
        check_principal(principal)
        new = [Use(_use(action), at, region) for action in actions]
        self.uses.setdefault(principal, []).extend(new)

    def attach(self, principal: str, policy_id: str | None, attached: AttachedPolicy) -> str:
        """Attach a policy to a role or user, in the place of one with the same id.

        Returns:
            Its id.
        """
        policies = self.policies.setdefault(principal, {})
        numbers = range(1, len(policies) + 2)
        policy_id = policy_id or next(
            name for name in (f"policy-{number}" for number in numbers) if name not in policies
        )
        policies[policy_id] = attached
        return policy_id

    def save(self) -> dict[str, Any]:
        """Return all of it as plain JSON values."""
        return {
            "uses": {arn: [list(use) for use in uses] for arn, uses in self.uses.items()},
            "policies": {
                arn: {name: attached._asdict() for name, attached in policies.items()}
                for arn, policies in self.policies.items()
            },
        }

    @classmethod
    def load(cls, saved: Mapping[str, Any]) -> "Principals":
        """Return what was saved; see `save`. Parts that are missing are empty."""
        return cls(
            {arn: [Use(*use) for use in uses] for arn, uses in saved.get("uses", {}).items()},
            {
                arn: {name: AttachedPolicy(**attached) for name, attached in policies.items()}
                for arn, policies in saved.get("policies", {}).items()
            },
        )


def check_principal(principal: str) -> None:
    """Raise for what is no role or user.

    Raises:
        ValueError: It is not the ARN of one.
    """
    if not re.fullmatch(PRINCIPAL, principal):
        raise ValueError(_NO_PRINCIPAL)


def _use(action: str) -> str:
    service, _, name = action.partition(":")
    use = f"{service.lower()}:{name or '*'}"
    if not re.fullmatch(USE, use):
        raise ValueError(f"no action such as s3:GetObject, and no service: {action!r}")
    return use


def document_text(document: str | Mapping[str, Any]) -> str:
    """Return the JSON text of a policy that a role or user can have.

    Raises:
        ValueError: It is malformed, or it is not a policy for identities.
    """
    try:
        text = document if isinstance(document, str) else json.dumps(document, allow_nan=False)
        statements = policy.Policy.parse(text).statements
    except (TypeError, RecursionError, policy.UnsupportedPolicyError) as error:
        raise ValueError(str(error)) from error
    for statement in statements:
        if statement.principals is not None or statement.resources is None:
            raise ValueError(
                f"Statement[{statement.index}]: the policy of a role or user has a Resource "
                "and no Principal"
            )
    return text
