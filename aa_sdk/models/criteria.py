"""Filters and sort orders, as lists of findings and archive rules take them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Protocol, TypeAlias, TypedDict

from pydantic import GetCoreSchemaHandler, StrictBool
from pydantic_core import CoreSchema, core_schema

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model
from aa_sdk.models._types import OpenEnum, TextList, Texts

__all__ = (
    "Criterion",
    "CriterionDict",
    "FilterCriteria",
    "OrderBy",
    "SortAttribute",
    "SortCriteria",
    "SortCriteriaDict",
    "SupportsCriteria",
)
hide_imports(__name__)


OrderBy: TypeAlias = Annotated[Literal["ASC", "DESC"], OpenEnum()]
"""Ascending or descending."""

SortAttribute: TypeAlias = Annotated[
    Literal[
        "analyzedAt",
        "createdAt",
        "findingType",
        "id",
        "resource",
        "resourceOwnerAccount",
        "resourceType",
        "status",
        "updatedAt",
    ],
    OpenEnum(),
]
"""Member of a finding to sort by, in its wire name. `findingType` is one of V2 findings only.

The service documents none. These are the members that every finding has, and those by which the
emulator sorts. At run time any text passes: the service judges it.
"""


class Criterion(Model, frozen=True):
    """What one filter key must be. Values of one operator are alternatives: any may match.

    Every value is a string on the wire, `"true"` and `"false"` too. A list holds 1 to 20.
    """

    eq: TextList | None = None
    """Equals one of these."""
    neq: TextList | None = None
    """Equals none of these."""
    contains: TextList | None = None
    """Has one of these in it."""
    exists: StrictBool | None = None
    """Whether the finding has this key at all."""


class CriterionDict(TypedDict, total=False):
    """`Criterion` as a mapping."""

    eq: Texts
    neq: Texts
    contains: Texts
    exists: bool


class SupportsCriteria(Protocol):
    """Anything that can say itself as criteria, as `aa_sdk.FindingFilter` does."""

    def to_criteria(self) -> Mapping[str, Criterion]:
        """Return one criterion for each filter key."""
        ...


class _CriteriaMap:
    """Validates a filter to a `dict[str, Criterion]`."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            _criteria, handler.generate_schema(dict[str, Criterion])
        )


def _criteria(value: Any) -> Any:
    return value.to_criteria() if hasattr(value, "to_criteria") else value


FilterCriteria: TypeAlias = Annotated[
    SupportsCriteria | Mapping[str, Criterion | CriterionDict], _CriteriaMap()
]
"""A filter to send: an `aa_sdk.FindingFilter`, or a mapping of filter keys to criteria.

A model keeps it as a mapping to `Criterion`. All keys must match: there is no "or" across them.
"""


class SortCriteria(Model, frozen=True):
    """The order in which findings are listed."""

    attribute_name: SortAttribute | None = None
    """Member to sort by, in its wire name, such as `createdAt`. Default: up to the service."""
    order_by: OrderBy | None = None
    """The direction. Default: up to the service."""


class SortCriteriaDict(TypedDict, total=False):
    """`SortCriteria` as a mapping."""

    attribute_name: SortAttribute
    order_by: OrderBy
