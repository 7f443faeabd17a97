"""What access previews and the events about them both say: how far a preview is, and why it failed.

Kept by itself, for the module of previews has all resource configurations with it.
"""

from typing import Annotated, Literal, TypeAlias

from aa_sdk.models._base import Model
from aa_sdk.models._types import OpenEnum

AccessPreviewStatus: TypeAlias = Annotated[Literal["COMPLETED", "CREATING", "FAILED"], OpenEnum()]
"""How far a preview is. Its findings can be read once it is `COMPLETED`."""

AccessPreviewStatusReasonCode: TypeAlias = Annotated[
    Literal["INTERNAL_ERROR", "INVALID_CONFIGURATION"], OpenEnum()
]
"""Why a preview failed: on the service's side, or for what was proposed."""


class AccessPreviewStatusReason(Model, frozen=True):
    """Why a preview failed."""

    code: AccessPreviewStatusReasonCode
    """The kind of failure."""
