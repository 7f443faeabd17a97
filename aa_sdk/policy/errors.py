"""The errors of the offline policy checks.

```
PolicyError
├── InvalidPolicyError       also a ValueError: the document is not a policy
└── UnsupportedPolicyError   it is one, but not one that can be decided here
```

An error text names the place and the reason and never quotes a value of the document.
"""

from typing import Self

from aa_sdk._lazy import hide_imports

__all__ = ("DOCUMENT", "InvalidPolicyError", "PolicyError", "UnsupportedPolicyError")
hide_imports(__name__)

DOCUMENT = ""
"""The path of a document as a whole."""


class PolicyError(Exception):
    """A policy document that cannot be checked."""

    path: str
    """Where in the document; empty for the document as a whole."""

    def __init__(self, path: str, explanation: str) -> None:
        """Make the error.

        Args:
            path: Where in the document, as in `Statement[0].Condition.Bool`.
            explanation: What stands there.
        """
        super().__init__(path, explanation)
        self.path = path
        self._explanation = explanation

    def within(self, place: str) -> Self:
        """Make the same error of a document that is one of several.

        Args:
            place: Which document, as in `boundary`.

        Returns:
            The error, whose path begins with the place.
        """
        return type(self)(f"{place}.{self.path}" if self.path else place, self._explanation)

    def __str__(self) -> str:
        return f"{self.path}: {self._explanation}" if self.path else self._explanation


class InvalidPolicyError(PolicyError, ValueError):
    """The document is malformed: AWS would refuse it."""

    @property
    def reason(self) -> str:
        """What is wrong at `path`."""
        return self._explanation


class UnsupportedPolicyError(PolicyError):
    """The document holds something that is not decided here, or needs more work than is allowed."""

    @property
    def feature(self) -> str:
        """What is not supported at `path`."""
        return self._explanation
