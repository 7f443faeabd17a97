"""The findings and resources of one analyzer.

Listings go on where they stopped, by positions that their page tokens carry, while findings come,
change and go. So a finding gets its position once, the next one when it arrives, and keeps it:
whatever is removed leaves a record of no group in its place, which no listing shows, and a
snapshot saves positions with their gaps. What a gap costs is one reference.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from sys import intern
from typing import Any

from aa_sdk.emulator._findings.records import (
    EXTERNAL_TAG,
    Facts,
    FindingRecord,
    Group,
    Resource,
    Shared,
)
from aa_sdk.emulator._protocol.timestamps import milliseconds_in
from aa_sdk.emulator._protocol.wire import compact_json
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

RETENTION = milliseconds_in(timedelta(days=90))
"""How long a resolved finding stays, in milliseconds."""


# Where details may be empty, a failed analysis has one entry that is; otherwise it has none.
_MAY_BE_EMPTY = frozenset({"ExternalAccess", "InternalAccess"})


class FindingStore:
    """Findings in the order of arrival, found by id, by resource and by what they share."""

    def __init__(self) -> None:
        self.by_id: dict[str, FindingRecord] = {}
        self.resources: dict[str, Resource] = {}
        self.groups: dict[Facts, Group] = {}
        """Groups that findings are in, or once were: an empty one stays."""
        self.version: int = 0
        """Goes up with every change, for whoever remembers something about the findings."""
        # What is removed leaves this in its place, so that positions stay what they are.
        self._gone = _removed_record()
        self._records: list[FindingRecord] = []
        self._shared: dict[tuple[str, tuple[tuple[str, str], ...]], Shared] = {}
        # A heap of when which finding is due to go; one that went earlier stays in it until then.
        self._resolved: list[tuple[int, str]] = []
        self._sorted: dict[str, tuple[int, list[FindingRecord]]] = {}

    def __len__(self) -> int:
        """Return the number of findings."""
        return len(self.by_id)

    def __iter__(self) -> Iterator[FindingRecord]:
        """Go through the findings in the order of arrival."""
        return iter(self.by_id.values())

    def chunk(self, start: int, size: int) -> list[FindingRecord]:
        """Return the records at `size` positions from `start`; empty at the end.

        Removed findings are in it as records of a group that is none of `groups`.
        """
        return self._records[start : start + size]

    @property
    def span(self) -> int:
        """How many positions there are, those of removed findings included."""
        return len(self._records)

    def sorted_by(
        self, attribute: str, key: Callable[[FindingRecord], tuple[str | int, int]]
    ) -> list[FindingRecord]:
        """Return the findings in ascending order; sorted anew only after a change.

        Args:
            attribute: What `key` stands for.
            key: What to compare.
        """
        version, records = self._sorted.get(attribute, (-1, []))
        if version != self.version:
            records = sorted(self.by_id.values(), key=key)
            self._sorted[attribute] = self.version, records
        return records

    @property
    def is_dense(self) -> bool:
        """Whether nothing was ever removed, so that every position holds a finding."""
        return len(self._records) == len(self.by_id)

    def add(
        self,
        *,
        id: str,
        finding_type: str,
        resource: str,
        resource_type: str,
        owner: str,
        created_at: int,
        analyzed_at: int,
        updated_at: int,
        status: str = "ACTIVE",
        error: str | None = None,
        details: Sequence[Mapping[str, Any]] = (),
    ) -> FindingRecord:
        """Add a finding, and its resource if that is not known yet.

        Args:
            id: Its id, which must not be in use.
            finding_type: Its type, such as `ExternalAccess`.
            resource: The ARN of the resource.
            resource_type: The type of the resource.
            owner: The account that owns the resource.
            created_at: When it was found, in milliseconds since 1970.
            analyzed_at: When it was last looked at.
            updated_at: When it last changed.
            status: `ACTIVE`, `ARCHIVED` or `RESOLVED`.
            error: The code of a failed analysis.
            details: The details in wire form without the union's tag; none for a failed analysis.
        """
        tag = DETAILS_BY_TYPE[finding_type].tag
        details = details or (({},) if finding_type in _MAY_BE_EMPTY else ())
        first = details[0] if details else {}
        facts = Facts(
            status=status,
            resource_type=resource_type,
            owner=owner,
            finding_type=finding_type,
            error=error,
            is_public=first.get("isPublic"),
            rcp=first.get("resourceControlPolicyRestriction"),
            scp=first.get("serviceControlPolicyRestriction"),
        )
        place = self.add_resource(resource, resource_type, owner, created_at)
        record = FindingRecord(
            seq=len(self._records),
            id=id,
            resource=place,
            group=self._join(facts),
            created_at=created_at,
            analyzed_at=analyzed_at,
            updated_at=updated_at,
            principal=self._share(tag, first.get("principal") or {}),
            condition=self._share(tag, first.get("condition") or {}),
            details=compact_json([{tag: payload} for payload in details]),
            summary=b"",
        )
        record.render()
        place.analyzed_at = max(place.analyzed_at, analyzed_at)
        place.updated_at = max(place.updated_at, updated_at)
        self._enter(record)
        return record

    def skip_to(self, seq: int) -> None:
        """Leave positions empty, so that the next finding gets position `seq`."""
        self._records.extend([self._gone] * (seq - len(self._records)))

    def add_resource(self, arn: str, resource_type: str, owner: str, now: int) -> Resource:
        """Add a resource without findings, or return the one that is there."""
        resource = self.resources.get(arn)
        if resource is None:
            # Resources are many and these texts few: what a snapshot brings is one object for each.
            kind, account = intern(resource_type), intern(owner)
            resource = Resource(len(self.resources), arn, kind, account, now, now, now)
            self.resources[arn] = resource
        return resource

    def set_status(self, record: FindingRecord, status: str, now: int) -> None:
        """Move a finding to `status`, unless it is there."""
        facts = record.facts
        if facts.status == status:
            return
        record.group.count -= 1
        record.group = self._join(facts._replace(status=status))
        record.updated_at = now
        record.render()
        self._watch(record)
        self.version += 1

    def analyze(self, resource: Resource, now: int) -> None:
        """Note that a resource was looked at, without any change to its findings."""
        resource.analyzed_at = now
        for record in resource.findings:
            if record.facts.status != "RESOLVED":
                record.analyzed_at = now
                record.render()
        self.version += 1

    def remove(self, record: FindingRecord) -> None:
        """Take a finding out."""
        del self.by_id[record.id]
        self._records[record.seq] = self._gone
        record.resource.findings.remove(record)
        record.group.count -= 1
        self.version += 1

    def expire(self, now: int) -> None:
        """Take out what was resolved longer ago than findings are kept."""
        while self._resolved and self._resolved[0][0] <= now:
            _, finding_id = heapq.heappop(self._resolved)
            record = self.by_id.get(finding_id)
            if record is not None:
                self.remove(record)

    def _enter(self, record: FindingRecord) -> None:
        self._records.append(record)
        self.by_id[record.id] = record
        record.resource.findings.append(record)
        self._watch(record)
        self.version += 1

    def _watch(self, record: FindingRecord) -> None:
        if record.facts.status == "RESOLVED":
            heapq.heappush(self._resolved, (record.updated_at + RETENTION, record.id))

    def _share(self, tag: str, members: Mapping[str, str]) -> Shared:
        key = tag, tuple(sorted(members.items()))
        shared = self._shared.get(key)
        if shared is None:
            shared = self._shared[key] = Shared(tag, members)
        return shared

    def _join(self, facts: Facts) -> Group:
        # One that was left empty is joined again, so that what filters remember of it still counts.
        group = self.groups.get(facts)
        if group is None:
            group = self.groups[facts] = Group(facts)
        group.count += 1
        return group


def _removed_record() -> FindingRecord:
    nowhere = Resource(-1, "", "", "", 0, 0, 0)
    group = Group(Facts("", "", "", "ExternalAccess", None, None, None, None))
    nothing = Shared(EXTERNAL_TAG, {})
    return FindingRecord(-1, "", nowhere, group, 0, 0, 0, nothing, nothing, b"", b"")
