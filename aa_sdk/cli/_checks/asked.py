"""What a command asks of policies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from aa_sdk.models import PolicyType
from aa_sdk.policy import Account, Organization


class Public(StrEnum):
    """Which policies are checked for public access."""

    NONE = "none"
    NAMED = "named"
    """Those whose resource a template names."""
    RESOURCES = "resources"
    """These, and whatever names a principal."""
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Whose external access is looked for."""

    owner: str
    """The account that owns the resources."""
    zone: Account | Organization


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of each policy."""

    existing: str | None = None
    """A file that says what no policy may allow more than."""
    base: str | None = None
    """A git revision, than whose versions no policy may allow more."""
    actions: tuple[str, ...] = ()
    """What no policy may allow."""
    resources: tuple[str, ...] = ()
    """What no policy may give access to."""
    public: Public = Public.NONE
    """Which policies are checked for public access."""
    validate: bool = False
    """Whether policies are validated."""
    strict: bool = False
    """Whether a policy fails for a `WARNING`, too."""
    outside: Outside | None = None
    """Whose external access is looked for."""
    policy_type: PolicyType | None = None
    """What policies hang on where no template says it; None to tell it for each."""
    resource_type: str | None = None
    """The type of the resource where no template says it."""
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    """The values of parameters of templates."""
    ask_service: bool = False
    """Whether the service is asked what is undecided here."""
    is_single: bool = True
    """Whether one question is asked, so that of one policy there is one verdict."""


SAMPLE = "samples/reader-role.json"
"""The sample that samples are compared with."""
