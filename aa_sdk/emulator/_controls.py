"""What is done to the emulated service from outside: time passes, and things happen."""

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aa_sdk.emulator._account.lifecycle import resolve
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._scenarios.population import Population, populate
from aa_sdk.emulator._world_building import (
    Details,
    FindingSpec,
    add_finding,
    add_resource,
    add_service_linked_analyzer,
    change_finding,
    find_analyzer,
    find_record,
)


class Builder:
    """The part of an emulator that builds its world; see `Emulator`."""

    def __init__(self, world: World) -> None:
        """Take the world to build.

        Args:
            world: The world.
        """
        self.world: World = world
        self._lock = threading.RLock()

    def advance(self, by: timedelta) -> None:
        """Let time pass for the service.

        Args:
            by: How much; not negative.

        Raises:
            ValueError: `by` is negative.
        """
        with self._lock:
            self.world.clock.advance(by)

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
            findings: How many findings, over all analyzers.
            seed: The same seed gives the same world.
            account_id: Where; the emulator's account by default.
            region_name: Where; the emulator's region by default.
            only: The name of the one analyzer that gets findings: `account-external`,
                `account-unused`, `organization-external` or `organization-internal`. All four
                do by default.

        Returns:
            What was added.

        Raises:
            ValueError: `only` is another name.
        """
        with self._lock:
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
                that findings have, or the id is taken.
        """
        spec = FindingSpec(
            resource=resource,
            resource_type=resource_type,
            details=details if isinstance(details, Sequence) else (details,),
            finding_type=finding_type,
            owner=owner,
            status=status,
            error=error,
            created_at=created_at,
            updated_at=updated_at,
            finding_id=finding_id,
        )
        with self._lock:
            return add_finding(self.world, find_analyzer(self.world, analyzer), spec).id

    def change_finding(self, finding_id: str, details: Details | Sequence[Details]) -> str:
        """Let access change its form: the finding is resolved, and another one opens.

        Args:
            finding_id: The finding.
            details: What is found now.

        Returns:
            The id of the new finding.

        Raises:
            LookupError: There is no such finding.
            ValueError: The details do not fit the analyzer.
        """
        found = details if isinstance(details, Sequence) else (details,)
        with self._lock:
            return change_finding(self.world, finding_id, found).id

    def resolve_finding(self, finding_id: str) -> None:
        """Let what a finding is about go away. A finding about a failed analysis vanishes.

        Args:
            finding_id: The finding.

        Raises:
            LookupError: There is no such finding.
        """
        with self._lock:
            resolve(*find_record(self.world, finding_id), self.world.now())

    def add_resource(
        self,
        analyzer: str,
        resource: str,
        resource_type: str,
        policy: str | Mapping[str, Any] | None = None,
    ) -> list[str]:
        """Let an analyzer look at a resource, for the first time or again.

        With a policy, an external access analyzer finds what the policy gives to others, and
        resolves what it no longer gives.

        Args:
            analyzer: The analyzer's ARN, or its name in the emulator's account and region.
            resource: The ARN of the resource.
            resource_type: Its type, such as `AWS::S3::Bucket`.
            policy: The resource's policy.

        Returns:
            The ids of new findings.

        Raises:
            LookupError: There is no such analyzer.
            ValueError: The policy cannot be read.
        """
        text = json.dumps(policy) if isinstance(policy, Mapping) else policy
        with self._lock:
            found = find_analyzer(self.world, analyzer)
            records = add_resource(self.world, found, resource, resource_type, text)
            return [record.id for record in records]

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
        """
        with self._lock:
            return add_service_linked_analyzer(
                self.world, name, analyzer_type, managed_by=managed_by, in_use=in_use
            ).arn

    def set_analyzer_status(self, analyzer: str, status: str, reason: str | None = None) -> None:
        """Let an analyzer fail, be disabled, or come back.

        Args:
            analyzer: The analyzer's ARN, or its name in the emulator's account and region.
            status: `ACTIVE`, `CREATING`, `DISABLED` or `FAILED`.
            reason: The reason code, such as `ORGANIZATION_DELETED`.

        Raises:
            LookupError: There is no such analyzer.
        """
        with self._lock:
            found = find_analyzer(self.world, analyzer)
            found.status, found.status_reason = status, reason

    def fail_policy_generation(
        self, job_id: str, code: str = "SERVICE_ERROR", message: str = "The job failed"
    ) -> None:
        """Decide that a policy generation in progress will fail.

        Args:
            job_id: The job.
            code: The error code, such as `AUTHORIZATION_ERROR`.
            message: The error's message.

        Raises:
            LookupError: There is no such job.
        """
        with self._lock:
            for scope in self.world.scopes.values():
                if job_id in scope.generations:
                    scope.generations[job_id].error = {"code": code, "message": message}
                    return
        raise LookupError(f"there is no policy generation {job_id}")
