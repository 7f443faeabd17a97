"""Failures that somebody asked for, of jobs that are still to be started."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

# The values of the service model, written out: its models would have to be imported for them, and
# most emulators never need them. A test holds them against the models.
ANALYZER_REASONS = (
    "AWS_SERVICE_ACCESS_DISABLED",
    "DELEGATED_ADMINISTRATOR_DEREGISTERED",
    "ORGANIZATION_DELETED",
    "SERVICE_LINKED_ROLE_CREATION_FAILED",
)
"""Why the creation of an analyzer fails."""
PREVIEW_CODES = ("INTERNAL_ERROR", "INVALID_CONFIGURATION")
"""Why an access preview fails."""
GENERATION_CODES = (
    "AUTHORIZATION_ERROR",
    "RESOURCE_NOT_FOUND_ERROR",
    "SERVICE_QUOTA_EXCEEDED_ERROR",
    "SERVICE_ERROR",
)
"""Why a policy generation fails."""
SCAN_CODES = ("ACCESS_DENIED", "INTERNAL_ERROR")
"""Why an external access analyzer fails to look at a resource."""


@dataclass(slots=True)
class NextFailures:
    """How jobs are to fail that are started next, the first one first."""

    analyzers: deque[str] = field(default_factory=deque[str])
    """Reason codes for the creation of analyzers."""
    previews: deque[str] = field(default_factory=deque[str])
    """Reason codes for access previews."""
    recommendations: deque[Mapping[str, str]] = field(default_factory=deque[Mapping[str, str]])
    """Code and message for recommendations."""
    generations: deque[Mapping[str, str]] = field(default_factory=deque[Mapping[str, str]])
    """Code and message for policy generations."""
    scans: deque[str] = field(default_factory=deque[str])
    """Error codes for scans of resources."""


def taken(asked: deque[T]) -> T | None:
    """Take out how the job that is being started is to fail; None if it is not to."""
    return asked.popleft() if asked else None


def check_code(code: str, known: Sequence[str]) -> None:
    """Refuse a code that a job of this kind does not fail with.

    Raises:
        ValueError: It is none of those known; the text lists them.
    """
    if code not in known:
        raise ValueError(f"{code!r} should be one of {', '.join(known)}")
