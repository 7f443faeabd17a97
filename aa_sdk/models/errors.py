"""What the service's errors carry. The errors themselves are in `aa_sdk.errors`."""

from typing import Annotated, Literal, TypeAlias

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model
from aa_sdk.models._types import OpenEnum

__all__ = (
    "ValidationExceptionField",
    "ValidationExceptionReason",
)
hide_imports(__name__)


ValidationExceptionReason: TypeAlias = Annotated[
    Literal["unknownOperation", "cannotParse", "fieldValidationFailed", "other", "notSupported"],
    OpenEnum(),
]
"""The kind of refusal in a `ValidationException`."""


class ValidationExceptionField(Model, frozen=True):
    """One part of a request that the service refuses."""

    name: str
    """The member, in its wire name."""
    message: str
    """What is wrong with it."""
