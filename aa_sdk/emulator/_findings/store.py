"""The findings and resources of one analyzer."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from sys import intern
from typing import Any

from aa_sdk.emulator._findings.records import (
    EXTERNAL_TAG,
    MAY_BE_EMPTY,
    Facts,
    FindingRecord,
    Group,
    Resource,
    Shared,
    detail_tag,
)
from aa_sdk.emulator._protocol.wire import compact_json

RETENTION = timedelta(days=90) // timedelta(milliseconds=1)
"""How long a resolved finding stays, in milliseconds."""


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding to be added. Times are milliseconds since 1970."""

    id: str
    """Its id."""
    finding_type: str
    """Its type, such as `ExternalAccess`."""
    resource: str
    """The ARN of the resource."""
    resource_type: str
    """The type of the resource."""
    owner: str
    """The account that owns the resource."""
    created_at: int
    """When it was found."""
    analyzed_at: int
    """When it was last looked at."""
    updated_at: int
    """When it last changed."""
    status: str = "ACTIVE"
    """`ACTIVE`, `ARCHIVED` or `RESOLVED`."""
    error: str | None = None
    """The code of a failed analysis."""
    details: Sequence[Mapping[str, Any]] = field(default=())
    """The payloads of the details, without the union's tag. Empty for an error finding."""


class FindingStore:
    """Findings in the order of arrival, found by id, by resource and by what they share."""

    def __init__(self) -> None:
        """Start empty."""
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

    def add(self, new: NewFinding) -> FindingRecord:
        """Add a finding, and its resource if that is not known yet.

        Args:
            new: The finding; its id must not be in use.
        """
        resource = self._resource_of(new)
        tag = detail_tag(new.finding_type)
        # Without any, details are there but empty, unless the service requires something in them.
        payloads = new.details or (({},) if tag in MAY_BE_EMPTY else ())
        first = payloads[0] if payloads else {}
        record = FindingRecord(
            seq=len(self._records),
            id=new.id,
            resource=resource,
            group=self._join(_facts(new, first)),
            created_at=new.created_at,
            analyzed_at=new.analyzed_at,
            updated_at=new.updated_at,
            principal=self._share(tag, first.get("principal") or {}),
            condition=self._share(tag, first.get("condition") or {}),
            details=compact_json([{tag: payload} for payload in payloads]),
            summary=b"",
        )
        record.render()
        self._records.append(record)
        self.by_id[record.id] = record
        resource.findings.append(record)
        self._watch(record)
        self.version += 1
        return record

    def skip_to(self, seq: int) -> None:
        """Leave positions empty, so that the next finding gets position `seq`."""
        self._records.extend([self._gone] * (seq - len(self._records)))

    def add_resource(self, arn: str, resource_type: str, owner: str, now: int) -> Resource:
        """Add a resource without findings, or return the one that is there."""
        resource = self.resources.get(arn)
        if resource is None:
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
        record.group = self._join(facts._replace(status=intern(status)))
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

    def _watch(self, record: FindingRecord) -> None:
        if record.facts.status == "RESOLVED":
            heapq.heappush(self._resolved, (record.updated_at + RETENTION, record.id))

    def _resource_of(self, new: NewFinding) -> Resource:
        resource = self.add_resource(new.resource, new.resource_type, new.owner, new.created_at)
        resource.analyzed_at = max(resource.analyzed_at, new.analyzed_at)
        resource.updated_at = max(resource.updated_at, new.updated_at)
        return resource

    def _share(self, tag: str, members: Mapping[str, str]) -> Shared:
        key = tag, tuple(sorted(members.items()))
        shared = self._shared.get(key)
        if shared is None:
            shared = self._shared[key] = Shared(tag, members)
        return shared

    def _join(self, facts: Facts) -> Group:
        group = self.groups.get(facts)
        if group is None:
            group = self.groups[facts] = Group(facts)
        group.count += 1
        return group


def _facts(new: NewFinding, details: Mapping[str, Any]) -> Facts:
    return Facts(
        status=new.status,
        resource_type=intern(new.resource_type),
        owner=intern(new.owner),
        finding_type=intern(new.finding_type),
        error=new.error,
        is_public=details.get("isPublic"),
        rcp=details.get("resourceControlPolicyRestriction"),
        scp=details.get("serviceControlPolicyRestriction"),
    )


def _removed_record() -> FindingRecord:
    nowhere = Resource(-1, "", "", "", 0, 0, 0)
    group = Group(Facts("", "", "", "ExternalAccess", None, None, None, None))
    nothing = Shared(EXTERNAL_TAG, {})
    return FindingRecord(-1, "", nowhere, group, 0, 0, 0, nothing, nothing, b"", b"")
