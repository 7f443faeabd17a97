"""The face of the three families that are about findings."""

from collections.abc import Sequence
from typing import Protocol, cast

from aa_sdk.events._details import FindingEventDetail
from aa_sdk.events._members import analyzer_among
from aa_sdk.events._times import plain
from aa_sdk.models import FindingStatus, FindingSummaryV2, FindingType, ResourceType


class _OfFinding(Protocol):
    @property
    def detail(self) -> FindingEventDetail: ...
    @property
    def finding_id(self) -> str: ...
    @property
    def finding_type(self) -> FindingType: ...


class _OfAnalyzer(Protocol):
    @property
    def resources(self) -> Sequence[str]: ...


class FindingFace:
    """What an event says about a finding, under the same names in each family."""

    @property
    def analyzer_arn(self: _OfAnalyzer) -> str:
        """The analyzer that has the finding."""
        return cast("str", analyzer_among(self.resources))  # resources without one were refused

    @property
    def resource(self: _OfFinding) -> str:
        """ARN of the resource."""
        return self.detail.resource

    @property
    def resource_type(self: _OfFinding) -> ResourceType:
        """Kind of the resource."""
        return self.detail.resource_type

    @property
    def resource_owner_account(self: _OfFinding) -> str:
        """Account id of the resource's owner."""
        return self.detail.account_id

    @property
    def status(self: _OfFinding) -> FindingStatus:
        """Status of the finding."""
        return self.detail.status

    @property
    def previous_status(self: _OfFinding) -> FindingStatus | None:
        """Status before; None for a new finding, and where the family does not say it."""
        return self.detail.previous_status or None

    @property
    def is_deleted(self: _OfFinding) -> bool:
        """Whether the finding is gone."""
        return self.detail.is_deleted

    def summary(self: _OfFinding) -> FindingSummaryV2:
        """Return the finding as a listing would show it.

        The finding of a deletion is as it was last.
        """
        detail = self.detail
        return FindingSummaryV2(
            id=self.finding_id,
            analyzed_at=plain(detail.analyzed_at),
            created_at=plain(detail.created_at),
            updated_at=plain(detail.updated_at),
            resource=detail.resource,
            resource_type=detail.resource_type,
            resource_owner_account=detail.account_id,
            status=detail.status,
            error=detail.error,
            finding_type=self.finding_type,
        )
