"""The four families of events, what is none of them, and the face that all of them have."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from pydantic import ConfigDict, Field

from aa_sdk.events._details import (
    AccessPreviewStateChangeDetail,
    ExternalAccessEventDetail,
    InternalAccessEventDetail,
    UnusedAccessEventDetail,
)
from aa_sdk.events._findings import FindingFace
from aa_sdk.events._members import AnalyzerArns, EventList, analyzer_among
from aa_sdk.events._times import EventTime
from aa_sdk.models import FindingSummaryV2, FindingType, Model
from aa_sdk.models._preview_facts import AccessPreviewStatus

if TYPE_CHECKING:
    from aa_sdk._display.layout import Face

EXTERNAL: Final = "Access Analyzer Finding"
INTERNAL: Final = "Internal Access Finding"
UNUSED: Final = "Unused Access Finding for IAM entities"
PREVIEW: Final = "Access Preview State Change"


def _with_hyphens(name: str) -> str:
    return name.replace("_", "-")


class Envelope(Model, frozen=True):
    """What every event on a bus has."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        # Checkers would ask for an alias that stands at the field in place of its name.
        alias_generator=_with_hyphens,
        # Python reads numbers beyond all doubles as infinite, and they are to come back as that.
        ser_json_inf_nan="constants",
    )

    id: str
    """Id of the event; the same each time it is delivered."""
    detail_type: str
    """What kind of event it is."""
    source: str
    """Who sent it: `aws.access-analyzer`."""
    account: str
    """Account id of the analyzer."""
    time: EventTime
    """When it was sent."""
    region: str
    """Region of the analyzer."""
    resources: EventList
    """What it is about: the analyzer's ARN."""
    version: str = "0"
    """Version of the envelope."""

    @property
    def analyzer_arn(self) -> str | None:
        """The analyzer that it comes from; None if it names none."""
        return analyzer_among(self.resources)

    @property
    def finding_id(self) -> str | None:
        """Id of the finding; None if it is about something else."""
        return None

    @property
    def finding_type(self) -> str | None:
        """What the finding is about; None if it says nothing."""
        return None

    @property
    def resource(self) -> str | None:
        """ARN of the resource; None if it names none, or several."""
        return None

    @property
    def resource_type(self) -> str | None:
        """Kind of the resource; None if it says nothing."""
        return None

    @property
    def resource_owner_account(self) -> str | None:
        """Account id of the resource's owner; None if it says nothing."""
        return None

    @property
    def status(self) -> str | None:
        """Status of what it is about; None if it says nothing."""
        return None

    @property
    def previous_status(self) -> str | None:
        """Status before; None if there was none, or it says nothing."""
        return None

    @property
    def is_deleted(self) -> bool:
        """Whether the finding is gone."""
        return False

    @property
    def is_known_public(self) -> bool:
        """Whether it says of a finding that anyone has access."""
        return False

    def summary(self) -> FindingSummaryV2 | None:
        """Return the finding as a listing would show it; None if it is about something else."""
        return None

    # How events show is loaded when one is shown, as for all models.
    def __str__(self) -> str:
        from aa_sdk.events._faces import line_of  # noqa: PLC0415 (see above)

        return line_of(self) or repr(self)

    def _face(self) -> "Face":
        from aa_sdk.events._faces import face_of  # noqa: PLC0415 (see above)

        return face_of(self)


class ExternalAccessEvent(FindingFace, Envelope, frozen=True):
    """An external access finding is new, has changed, or is gone."""

    resources: AnalyzerArns
    """The analyzer's ARN."""
    detail: ExternalAccessEventDetail
    """The finding."""

    @property
    def finding_id(self) -> str:
        """Id of the finding."""
        return self.detail.id

    @property
    def finding_type(self) -> FindingType:
        """What the finding is about: such events do not say it, for there is one type alone."""
        return "ExternalAccess"

    @property
    def is_known_public(self) -> bool:
        """Whether it says that anyone has access; an error finding does not say it."""
        return self.detail.is_public is True


class InternalAccessEvent(FindingFace, Envelope, frozen=True):
    """An internal access finding is new, has changed, or is gone."""

    resources: AnalyzerArns
    """The analyzer's ARN."""
    detail: InternalAccessEventDetail
    """The finding."""

    @property
    def finding_id(self) -> str:
        """Id of the finding."""
        return self.detail.id

    @property
    def finding_type(self) -> FindingType:
        """What the finding is about."""
        return self.detail.finding_type


class UnusedAccessEvent(FindingFace, Envelope, frozen=True):
    """An unused access finding is new, has changed, or is gone."""

    resources: AnalyzerArns
    """The analyzer's ARN."""
    detail: UnusedAccessEventDetail
    """The finding."""

    @property
    def finding_id(self) -> str:
        """Id of the finding."""
        return self.detail.finding_id

    @property
    def finding_type(self) -> FindingType:
        """What the finding is about."""
        return self.detail.finding_type


class AccessPreviewStateChange(Envelope, frozen=True):
    """An access preview has another status. It is about no finding."""

    resources: AnalyzerArns
    """The analyzer's ARN."""
    detail: AccessPreviewStateChangeDetail
    """The preview."""

    @property
    def analyzer_arn(self) -> str:
        """The analyzer that the preview is made with."""
        return cast("str", analyzer_among(self.resources))  # resources without one were refused

    @property
    def resource(self) -> str | None:
        """ARN of the resource in the preview; None if there are several."""
        several = self.detail.configured_resources
        return several[0] if len(several) == 1 else None

    @property
    def status(self) -> AccessPreviewStatus:
        """Status of the preview."""
        return self.detail.status

    @property
    def previous_status(self) -> AccessPreviewStatus | None:
        """Status of the preview before; None on the first event."""
        return self.detail.previous_status or None


class UnknownEvent(Envelope, frozen=True):
    """An event of a kind that this release does not know, or not in this form.

    What its detail has under the names that findings have, and is of the type it should be, is
    there under the same names as on other events.
    """

    detail: Mapping[str, Any] = Field(repr=False)
    """What it says, as it came. Not in the repr, because there may be policy documents in it."""

    # A cached property lives in the instance's __dict__, which pydantic leaves out of equality
    # and dumps, and takes along where an event is copied or pickled.
    @cached_property
    def problem(self) -> str | None:
        """Why an event of a known kind could not be read; None if the kind is not known."""
        return None

    @property
    def finding_id(self) -> str | None:
        """Id of the finding; None if it is not of a kind that is about findings."""
        return self._text(_IDS[self.detail_type]) if self.detail_type in _IDS else None

    @property
    def finding_type(self) -> str | None:
        """What the finding is about; None if it says nothing."""
        return self._text("findingType")

    @property
    def resource(self) -> str | None:
        """ARN of the resource; None if it says nothing."""
        return self._text("resource")

    @property
    def resource_type(self) -> str | None:
        """Kind of the resource; None if it says nothing."""
        return self._text("resourceType")

    @property
    def resource_owner_account(self) -> str | None:
        """Account id of the resource's owner; None if it says nothing."""
        return self._text("accountId")

    @property
    def status(self) -> str | None:
        """Status of what it is about; None if it says nothing."""
        return self._text("status")

    @property
    def previous_status(self) -> str | None:
        """Status before; None if there was none, or it says nothing."""
        return self._text("previousStatus") or None

    @property
    def is_deleted(self) -> bool:
        """Whether it says that the finding is gone."""
        return self.detail.get("isDeleted") is True

    @property
    def is_known_public(self) -> bool:
        """Whether it says that anyone has access."""
        return self.detail.get("isPublic") is True

    def _text(self, name: str) -> str | None:
        value = self.detail.get(name)
        return value if isinstance(value, str) else None


_IDS: Final[Mapping[str, str]] = {EXTERNAL: "id", INTERNAL: "id", UNUSED: "findingId"}

FAMILIES: Final[
    Mapping[
        str,
        type[
            ExternalAccessEvent | InternalAccessEvent | UnusedAccessEvent | AccessPreviewStateChange
        ],
    ]
] = {
    EXTERNAL: ExternalAccessEvent,
    INTERNAL: InternalAccessEvent,
    UNUSED: UnusedAccessEvent,
    PREVIEW: AccessPreviewStateChange,
}
"""The class of each `detail-type`."""
