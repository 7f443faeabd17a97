"""The four families of events, and what is none of them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from pydantic import Field, StrictBool, StrictInt

from aa_sdk.events._times import EventTime
from aa_sdk.models import (
    AccessPreviewStatus,
    AccessPreviewStatusReason,
    FindingStatus,
    FindingSummaryV2,
    FindingType,
    InternalAccessType,
    Model,
    PrincipalType,
    ResourceControlPolicyRestriction,
    ResourceType,
    ServiceControlPolicyRestriction,
)
from aa_sdk.models._types import ListOrEmpty, MapOrEmpty


class Envelope(Model, frozen=True):
    """What every event on a bus has."""

    id: str
    """Id of the event; the same each time it is delivered."""
    detail_type: str = Field(alias="detail-type")
    """What kind of event it is."""
    source: str
    """Who sent it: `aws.access-analyzer`."""
    account: str
    """Account id of the analyzer."""
    time: EventTime
    """When it was sent."""
    region: str
    """Region of the analyzer."""
    resources: ListOrEmpty[str]
    """The analyzer's ARN."""
    version: str = "0"
    """Version of the envelope."""

    @property
    def analyzer_arn(self) -> str:
        """The analyzer that it comes from."""
        return self.resources[0]


class FindingEventDetail(Model, frozen=True):
    """What events about findings have in common."""

    status: FindingStatus
    """Status of the finding."""
    resource: str
    """ARN of the resource."""
    resource_type: ResourceType
    """Kind of the resource."""
    account_id: str
    """Account id of the resource's owner."""
    created_at: EventTime
    """When the finding was made."""
    analyzed_at: EventTime
    """When the resource was last looked at."""
    updated_at: EventTime
    """When the finding last changed."""
    is_deleted: StrictBool = False
    """Whether the finding is gone; its status stays what it was."""
    version: str | None = None
    """Version of the detail, or of the finding."""
    error: str | None = None
    """Code of what kept the resource from being analyzed. Absent when nothing did."""
    previous_status: str | None = None
    """Status before; empty for a new finding."""


class ExternalAccessEventDetail(FindingEventDetail, frozen=True):
    """An external access finding, in an event."""

    id: str
    """Id of the finding."""
    region: str | None = None
    """Region of the resource."""
    principal: MapOrEmpty[str, str] = Field(default_factory=dict)
    """Who has access: kind (`AWS`, `Federated` …) to name. Empty on an error finding."""
    action: ListOrEmpty[str] = ()
    """The IAM actions that are allowed. Empty on an error finding."""
    condition: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The conditions on the access: condition key to value. Empty on an error finding."""
    is_public: StrictBool | None = None
    """Whether anyone at all has access. Absent on an error finding."""
    resource_control_policy_restriction_type: ResourceControlPolicyRestriction | None = None
    """What resource control policies do to the access. No event is known to carry it."""


class InternalAccessEventDetail(FindingEventDetail, frozen=True):
    """An internal access finding, in an event."""

    id: str
    """Id of the finding."""
    finding_type: FindingType
    """`InternalAccess`."""
    access_type: InternalAccessType | None = None
    """Whether the access is from the same account or from the organization."""
    principal: MapOrEmpty[str, str] = Field(default_factory=dict)
    """Who has access: kind to name. Empty on an error finding."""
    principal_type: PrincipalType | None = None
    """What the principal is."""
    principal_owner_account: str | None = None
    """Account id of the principal's owner."""
    action: ListOrEmpty[str] = ()
    """The IAM actions that are allowed. Empty on an error finding."""
    condition: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The conditions on the access: condition key to value. Empty on an error finding."""
    resource_control_policy_restriction_type: ResourceControlPolicyRestriction | None = None
    """What resource control policies do to the access."""
    service_control_policy_restriction_type: ServiceControlPolicyRestriction | None = None
    """What service control policies do to the access."""


class UnusedAccessEventDetail(FindingEventDetail, frozen=True):
    """An unused access finding, in an event: what is unused is counted, and not named."""

    finding_id: str
    """Id of the finding."""
    finding_type: FindingType
    """What is unused."""
    number_of_unused_services: StrictInt | None = None
    """How many services are unused. For unused permissions only."""
    number_of_unused_actions: StrictInt | None = None
    """How many actions are unused. For unused permissions only."""


class AccessPreviewStateChangeDetail(Model, frozen=True):
    """A change in the status of an access preview."""

    access_preview_id: str
    """Id of the preview."""
    status: AccessPreviewStatus
    """Its status from then on."""
    configured_resources: ListOrEmpty[str] = ()
    """ARNs of the resources in it."""
    created_at: EventTime | None = None
    """When the preview was made."""
    region: str | None = None
    """Region of the preview."""
    previous_status: str | None = None
    """Status before; absent on the first event."""
    status_reason: AccessPreviewStatusReason | None = None
    """Why it failed. Absent when it did not."""
    version: str | None = None
    """Version of the detail."""


class FindingEnvelope(Envelope, frozen=True):
    """An event about a finding."""

    detail: FindingEventDetail
    """The finding."""

    @property
    def finding_id(self) -> str:
        """Id of the finding."""
        raise NotImplementedError

    @property
    def finding_type(self) -> FindingType:
        """What the finding is about."""
        raise NotImplementedError

    @property
    def resource(self) -> str:
        """ARN of the resource."""
        return self.detail.resource

    @property
    def resource_type(self) -> ResourceType:
        """Kind of the resource."""
        return self.detail.resource_type

    @property
    def resource_owner_account(self) -> str:
        """Account id of the resource's owner."""
        return self.detail.account_id

    @property
    def status(self) -> FindingStatus:
        """Status of the finding."""
        return self.detail.status

    @property
    def previous_status(self) -> str | None:
        """Status before; None for a new finding, and where the family does not say it."""
        return self.detail.previous_status or None

    @property
    def is_deleted(self) -> bool:
        """Whether the finding is gone."""
        return self.detail.is_deleted

    def summary(self) -> FindingSummaryV2:
        """Return the finding as a listing would show it."""
        detail = self.detail
        return FindingSummaryV2(
            id=self.finding_id,
            analyzed_at=detail.analyzed_at,
            created_at=detail.created_at,
            updated_at=detail.updated_at,
            resource=detail.resource,
            resource_type=detail.resource_type,
            resource_owner_account=detail.account_id,
            status=detail.status,
            error=detail.error,
            finding_type=self.finding_type,
        )


class ExternalAccessEvent(FindingEnvelope, frozen=True):
    """An external access finding is new, has changed, or is gone."""

    detail: ExternalAccessEventDetail
    """The finding."""

    @property
    def finding_id(self) -> str:
        """Id of the finding."""
        return self.detail.id

    @property
    def finding_type(self) -> FindingType:
        """What the finding is about."""
        return "ExternalAccess"


class InternalAccessEvent(FindingEnvelope, frozen=True):
    """An internal access finding is new, has changed, or is gone."""

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


class UnusedAccessEvent(FindingEnvelope, frozen=True):
    """An unused access finding is new, has changed, or is gone."""

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
    """An access preview has another status."""

    detail: AccessPreviewStateChangeDetail
    """The preview."""


class UnknownEvent(Envelope, frozen=True):
    """An event of a kind that this release does not know, or not in this form."""

    detail: Mapping[str, Any]
    """What it says, as it came."""

    @cached_property
    def problem(self) -> str | None:
        """Why an event of a known kind could not be read; None if the kind is not known."""
        return None


EXTERNAL: Final = "Access Analyzer Finding"
INTERNAL: Final = "Internal Access Finding"
UNUSED: Final = "Unused Access Finding for IAM entities"
PREVIEW: Final = "Access Preview State Change"

FAMILIES: Final[Mapping[str, type[Envelope]]] = {
    EXTERNAL: ExternalAccessEvent,
    INTERNAL: InternalAccessEvent,
    UNUSED: UnusedAccessEvent,
    PREVIEW: AccessPreviewStateChange,
}
"""The class of each `detail-type`."""
