"""What is done to the emulated service from outside: time passes, and things happen."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from aa_sdk.emulator._account.analyzer_configuration import default_configuration
from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._account.lifecycle import (
    analyze_resource,
    open_finding,
    remove,
    replace_finding,
    resolve,
)
from aa_sdk.emulator._account.places import AlreadyThereError, checked_account, checked_region
from aa_sdk.emulator._account.savable import check_text, checked_moment
from aa_sdk.emulator._controls.accounts import AccountControls
from aa_sdk.emulator._controls.jobs import JobControls
from aa_sdk.emulator._controls.organization import OrganizationControls
from aa_sdk.emulator._controls.principals import PrincipalControls
from aa_sdk.emulator._scenarios.population import Population, populate
from aa_sdk.models import (
    AnalyzerStatus,
    ExternalAccessDetails,
    InternalAccessDetails,
    Type,
    UnusedIamRoleDetails,
    UnusedIamUserAccessKeyDetails,
    UnusedIamUserPasswordDetails,
    UnusedPermissionDetails,
)
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

Details = (
    ExternalAccessDetails
    | InternalAccessDetails
    | UnusedIamRoleDetails
    | UnusedIamUserAccessKeyDetails
    | UnusedIamUserPasswordDetails
    | UnusedPermissionDetails
)
"""What a finding says in its detailed form."""

_LAST = datetime(9998, 12, 31, tzinfo=UTC)
_MOST_FINDINGS = 10_000_000
# As callers name analyzers; only those of services begin with an underscore.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,254}")

# Open enums are annotated literals.
_ANALYZER_STATUSES: tuple[str, ...] = get_args(get_args(AnalyzerStatus)[0])
_ANALYZER_TYPES: tuple[str, ...] = get_args(get_args(Type)[0])

_TYPES: Mapping[type, str] = {details.model: name for name, details in DETAILS_BY_TYPE.items()}


class Controls(AccountControls, JobControls, OrganizationControls, PrincipalControls):
    """The part of an emulator that acts on its world; see `Emulator`."""

    def now(self) -> datetime:
        """Return what time it is for the service, in UTC."""
        with self._acting():
            return self.world.clock.now()

    def advance(self, by: timedelta) -> datetime:
        """Let time pass for the service.

        Args:
            by: How much; not negative, and not beyond the year 9998.

        Returns:
            What time it is then.

        Raises:
            ValueError: `by` is negative or too much.
        """
        with self._acting():
            # Later times could not be written any more, nor could what is due after them.
            if by > _LAST - self.world.clock.now():
                raise ValueError(f"time does not go beyond the year {_LAST.year}")
            self.world.clock.advance(by)
            return self.world.clock.now()

    def populate(
        self,
        findings: int = 1000,
        *,
        seed: int = 7,
        account_id: str | None = None,
        region_name: str | None = None,
        only: str | None = None,
    ) -> Population:
        """Add analyzers of every kind and findings of every type.

        Args:
            findings: How many findings, over all analyzers; from 0 to 10,000,000.
            seed: The same seed gives the same world.
            account_id: Where; the emulator's account by default.
            region_name: Where; the emulator's region by default.
            only: The name of the one analyzer that gets findings: `account-external`,
                `account-unused`, `organization-external` or `organization-internal`. All four
                do by default.

        Returns:
            What was added.

        Raises:
            ValueError: `only` is another name, `findings` is out of range, or the account or
                the region is none.
        """
        if not 0 <= findings <= _MOST_FINDINGS:
            raise ValueError(f"findings: should be from 0 to {_MOST_FINDINGS}, not {findings}")
        if account_id is not None:
            checked_account(account_id)
        if region_name is not None:
            checked_region(region_name)
        with self._acting():
            scope = self.world.scope(account_id, region_name)
            return populate(self.world, scope, findings, seed, only)

    def add_finding(
        self,
        analyzer: str,
        resource: str,
        resource_type: str,
        details: Details | Sequence[Details] = (),
        *,
        finding_type: str | None = None,
        owner: str | None = None,
        status: str = "ACTIVE",
        error: str | None = None,
        created_at: datetime | None = None,
        updated_at: datetime | None = None,
        finding_id: str | None = None,
    ) -> str:
        """Let an analyzer find something. Its archive rules apply.

        Args:
            analyzer: The analyzer's ARN, or its name in the emulator's account and region.
            resource: The ARN of the resource.
            resource_type: Its type, such as `AWS::S3::Bucket`.
            details: What is found; several entries only for unused permissions. Nothing for a
                finding about a failed analysis.
            finding_type: The type of the finding; told by `details` where there are any.
            owner: The account that owns the resource; by default the one in its ARN, or else
                the analyzer's.
            status: `ACTIVE`, `ARCHIVED` or `RESOLVED`.
            error: The error code of a failed analysis.
            created_at: When it was found; by default when it was updated.
            updated_at: When it last changed; now by default.
            finding_id: Its id; by default the next of the emulator's ids.

        Returns:
            The finding's id.

        Raises:
            LookupError: There is no such analyzer.
            ValueError: The type does not fit the analyzer or the details, the status is none
                that findings have, the id is taken, a time has no time zone or is outside the
                years 1 to 9999, or some text has half a character.
        """
        wire_type, payloads = _in_wire_form(details, finding_type)
        check_text(resource=resource, resource_type=resource_type, owner=owner, error=error)
        check_text(details=payloads, finding_id=finding_id)
        created = None if created_at is None else checked_moment("created_at", created_at)
        updated = None if updated_at is None else checked_moment("updated_at", updated_at)
        with self._acting():
            return open_finding(
                self.world,
                self.world.find_analyzer(analyzer),
                finding_type=wire_type,
                resource=resource,
                resource_type=resource_type,
                details=payloads,
                owner=owner,
                status=status,
                error=error,
                created_at=created,
                updated_at=updated,
                finding_id=finding_id,
            ).id

    def change_finding(self, finding_id: str, details: Details | Sequence[Details]) -> str:
        """Let access change its form: the finding is resolved, and another one opens.

        Args:
            finding_id: The finding.
            details: What is found now.

        Returns:
            The id of the new finding.

        Raises:
            LookupError: There is no such finding.
            ValueError: The details do not fit the analyzer, or have half a character.
        """
        finding_type, payloads = _in_wire_form(details)
        check_text(details=payloads)
        with self._acting():
            return replace_finding(self.world, finding_id, finding_type, payloads).id

    def resolve_finding(self, finding_id: str) -> None:
        """Let what a finding is about go away. A finding about a failed analysis vanishes.

        Args:
            finding_id: The finding.

        Raises:
            LookupError: There is no such finding.
        """
        with self._acting():
            analyzer, record = self.world.find_record(finding_id)
            resolve(self.world, analyzer, record, self.world.now())

    def delete_finding(self, finding_id: str) -> None:
        """Let a finding go without being resolved, as when its account leaves the organization.

        Args:
            finding_id: The finding.

        Raises:
            LookupError: There is no such finding.
        """
        with self._acting():
            analyzer, record = self.world.find_record(finding_id)
            remove(self.world, analyzer, record, self.world.now())

    def add_resource(
        self,
        analyzer: str,
        resource: str,
        resource_type: str,
        policy: str | Mapping[str, Any] | None = None,
    ) -> list[str]:
        """Let an analyzer look at a resource, for the first time or again.

        With a policy, an external access analyzer finds what the policy gives to others than the
        account that owns the resource, and resolves what it no longer gives.

        Args:
            analyzer: The analyzer's ARN, or its name in the emulator's account and region.
            resource: The ARN of the resource.
            resource_type: Its type, such as `AWS::S3::Bucket`.
            policy: The resource's policy.

        Returns:
            The ids of new findings.

        Raises:
            LookupError: There is no such analyzer.
            ValueError: The policy is malformed, or it is not decided whom it lets in; the text
                names the place and the reason. Or some text has half a character. Nothing has
                changed.
        """
        check_text(resource=resource, resource_type=resource_type)
        text = json.dumps(policy) if isinstance(policy, Mapping) else policy
        with self._acting():
            looking = self.world.find_analyzer(analyzer)
            opened = analyze_resource(self.world, looking, resource, resource_type, text)
            return [record.id for record in opened]

    def add_service_linked_analyzer(
        self,
        name: str = "_AccessAnalyzerForSecurityHub-1",
        analyzer_type: str = "ORGANIZATION_UNUSED_ACCESS",
        *,
        managed_by: str = "securityhubv2.amazonaws.com",
        in_use: bool = False,
    ) -> str:
        """Add an analyzer that another service manages, as only that service can.

        Args:
            name: Its name.
            analyzer_type: Its type.
            managed_by: The service.
            in_use: Whether the service objects to its deletion.

        Returns:
            Its ARN.

        Raises:
            ValueError: The type is none that analyzers have, there is an analyzer of this name, the
                name is none, or some text has half a character.
        """
        if not _NAME.fullmatch(name):
            raise ValueError("name: should have letters, digits and _.- alone, at most 255")
        check_text(managed_by=managed_by)
        if analyzer_type not in _ANALYZER_TYPES:
            raise ValueError(f"analyzer_type: should be one of {', '.join(_ANALYZER_TYPES)}")
        with self._acting():
            scope, now = self.world.scope(), self.world.now()
            if name in scope.analyzers:
                raise AlreadyThereError(f"there is an analyzer {name} already")
            added = Analyzer(
                scope.analyzer_arn(name),
                name,
                analyzer_type,
                created_at=now,
                ready_at=now,
                managed_by=managed_by,
                in_use=in_use,
            )
            added.configuration = default_configuration(added, None)
            scope.analyzers[name] = added
            return added.arn

    def set_analyzer_status(self, analyzer: str, status: str, reason: str | None = None) -> None:
        """Let an analyzer fail, be disabled, or come back.

        Args:
            analyzer: The analyzer's ARN, or its name in the emulator's account and region.
            status: `ACTIVE`, `CREATING`, `DISABLED` or `FAILED`.
            reason: The reason code, such as `ORGANIZATION_DELETED`.

        Raises:
            LookupError: There is no such analyzer.
            ValueError: The status is another one, or the reason has half a character.
        """
        check_text(reason=reason)
        if status not in _ANALYZER_STATUSES:
            raise ValueError(f"status: should be one of {', '.join(_ANALYZER_STATUSES)}")
        with self._acting():
            changed = self.world.find_analyzer(analyzer)
            changed.status, changed.status_reason = status, reason


def _in_wire_form(
    details: Details | Sequence[Details], finding_type: str | None = None
) -> tuple[str, list[dict[str, Any]]]:
    """Return the type of finding that has these details, and the details as they are sent."""
    entries = details if isinstance(details, Sequence) else (details,)
    types = {_TYPES[type(entry)] for entry in entries}
    if finding_type is not None:
        types.add(finding_type)
    if len(types) != 1:
        raise ValueError("a finding has details of one type, or no details and a finding_type")
    return types.pop(), [entry.to_wire() for entry in entries]
