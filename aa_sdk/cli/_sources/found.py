"""What is found in files: policies, and what could be one and cannot be read as it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from aa_sdk.models import AccessCheckResourceType, PolicyType
from aa_sdk.policy._validation.places import Place


@dataclass(frozen=True, slots=True)
class FoundPolicy:
    """A policy, and where it stands."""

    name: str
    """Its name in reports, unlike any other: the path, and for a part of a template or a plan the
    address behind it, as in `stack.yaml: Bucket.Properties.PolicyDocument`."""
    path: str
    """The file as it was named, with forward slashes; `stdin` for what came from there."""
    address: str | None
    """Which part of a template or a plan; None where the file is the policy."""
    text: str
    """The policy as JSON."""
    place: Callable[[int | None], Place | None]
    """Finds a statement in the file by its index, from 0; the whole policy for None."""
    policy_type: PolicyType | None = None
    """What it hangs on, as a template says; None where nobody says it."""
    resource_type: AccessCheckResourceType | None = None
    """The type of the resource that it is for, as a template says; None where nobody says it, and
    for types that are not checked for public access."""
    resource: str = ""
    """The resource's type in the words of the file; empty where nobody says it."""
    is_rewritten: bool = False
    """Whether the text is not the file's own, so that its lines are others."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A policy whose text is not known before something is deployed: it never passes."""

    name: str
    """As for a policy."""
    path: str
    """As for a policy."""
    address: str | None
    """As for a policy; None where the file as a whole cannot be read."""
    reason: str
    """Why, in a clause: `it depends on the parameter "Team"`."""
    place: Place | None
    """Where that stands, if it is known."""
    file: str | None = None
    """The file that has it, from the folder of this one, where that is said."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that is found."""

    policies: tuple[FoundPolicy, ...]
    """The policies, in the order of the files."""
    unresolved: tuple[Unresolved, ...]
    """What cannot be read as it stands, in the order of the files."""
    holders: int = 0
    """How many templates and plans were read: one may hold no policy."""
