"""What the four families of events have to say: their `detail`.

The families differ in more than their facts. Unused access calls its id `findingId`; external
access says no type of finding; unused access counts what the others name.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, StrictInt

from aa_sdk.events._members import EventList, EventMap
from aa_sdk.events._times import EventTime
from aa_sdk.models import (
    FindingStatus,
    FindingType,
    InternalAccessType,
    Model,
    PrincipalType,
    ResourceControlPolicyRestriction,
    ResourceType,
    ServiceControlPolicyRestriction,
)
from aa_sdk.models._preview_facts import AccessPreviewStatus, AccessPreviewStatusReason
from aa_sdk.models._types import OpenEnum

PreviousStatus: TypeAlias = Annotated[Literal["", "ACTIVE", "ARCHIVED", "RESOLVED"], OpenEnum()]
"""Status of a finding before; empty for a new one."""


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
    """Version of the detail; for unused access one for each event."""
    error: str | None = None
    """Code of what kept the resource from being analyzed. Absent when nothing did."""
    previous_status: PreviousStatus | None = None
    """Status before; empty for a new finding. Unused access alone is known to say it."""


class ExternalAccessEventDetail(FindingEventDetail, frozen=True):
    """An external access finding, in an event."""

    id: str
    """Id of the finding."""
    region: str | None = None
    """Region of the resource."""
    principal: EventMap = Field(default_factory=dict)
    """Who has access: kind (`AWS`, `Federated` …) to name. Empty on an error finding."""
    action: EventList = ()
    """The IAM actions that are allowed. Empty on an error finding."""
    condition: EventMap = Field(default_factory=dict)
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
    principal: EventMap = Field(default_factory=dict)
    """Who has access: kind to name. Empty on an error finding."""
    principal_type: PrincipalType | None = None
    """What the principal is."""
    principal_owner_account: str | None = None
    """Account id of the principal's owner."""
    action: EventList = ()
    """The IAM actions that are allowed. Empty on an error finding."""
    condition: EventMap = Field(default_factory=dict)
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
    configured_resources: EventList = ()
    """ARNs of the resources in it."""
    created_at: EventTime | None = None
    """When the preview was made."""
    region: str | None = None
    """Region of the preview."""
    previous_status: AccessPreviewStatus | None = None
    """Status before; absent on the first event."""
    status_reason: AccessPreviewStatusReason | None = None
    """Why it failed. Absent when it did not."""
    version: str | None = None
    """Version of the detail."""
