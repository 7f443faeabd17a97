"""The findings and resources of one analyzer.

Listings go on where they stopped, by positions that their page tokens carry, while findings come,
change and go. So a finding gets its position once, the next one when it arrives, and keeps it:
whatever is removed leaves a record of no group in its place, which no listing shows, and a
snapshot saves positions with their gaps. What a gap costs is one reference.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from sys import intern
from typing import Any

from aa_sdk.emulator._findings.captures import Capture
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

Entries = Sequence[Mapping[str, Any]]

_NOTHING: Mapping[str, Any] = {}


def entries_of(finding_type: str, details: Entries) -> Entries:
    """Return the details that a finding has where these are given."""
    return details or ((_NOTHING,) if finding_type in _MAY_BE_EMPTY else ())


def first_of(entries: Entries) -> Mapping[str, Any]:
    """Return the entry that filters look at; an empty one if there is none."""
    return entries[0] if entries else _NOTHING


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
        self._sorted: dict[str, tuple[int, list[FindingRecord]]] = {}
        self._captures: list[Capture] = []

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
        details: Entries = (),
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
        details = entries_of(finding_type, details)
        first = first_of(details)
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
        self.note_analysis(place, analyzed_at, updated_at)
        return self.insert(
            id,
            place,
            self.group(facts),
            created_at=created_at,
            analyzed_at=analyzed_at,
            updated_at=updated_at,
            principal=self.share(tag, first.get("principal") or {}),
            condition=self.share(tag, first.get("condition") or {}),
            details=compact_json(details),
        )

    def insert(
        self,
        id: str,
        resource: Resource,
        group: Group,
        *,
        created_at: int,
        analyzed_at: int,
        updated_at: int,
        principal: Shared,
        condition: Shared,
        details: bytes,
    ) -> FindingRecord:
        """Put in a finding whose parts are there already: `add` without what takes time.

        Args:
            id: Its id, which must not be in use.
            resource: One of the resources. Its times stay as they are.
            group: What `group` returned.
            created_at: When it was found, in milliseconds since 1970.
            analyzed_at: When it was last looked at.
            updated_at: When it last changed.
            principal: What `share` returned.
            condition: The same.
            details: The details as a JSON list, written by `compact_json` or as it would be.
        """
        records = self._records
        record = FindingRecord(
            len(records),
            id,
            resource,
            group,
            created_at,
            analyzed_at,
            updated_at,
            principal,
            condition,
            details,
        )
        records.append(record)
        self.by_id[id] = record
        resource.findings.append(record)
        group.count += 1
        self.version += 1
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

    def note_analysis(self, resource: Resource, analyzed_at: int, updated_at: int) -> None:
        """Let a resource's times be no earlier than those of one of its findings."""
        if resource.analyzed_at < analyzed_at or resource.updated_at < updated_at:
            self._keep_resource(resource)
            resource.analyzed_at = max(resource.analyzed_at, analyzed_at)
            resource.updated_at = max(resource.updated_at, updated_at)

    def set_status(self, record: FindingRecord, status: str, now: int) -> None:
        """Move a finding to `status`, unless it is there."""
        facts = record.facts
        if facts.status == status:
            return
        self._keep_finding(record)
        record.group.count -= 1
        record.group = self.group(facts._replace(status=status))
        record.group.count += 1
        record.updated_at = now
        record.rendered = None
        self.version += 1

    def resolve(self, record: FindingRecord, now: int) -> None:
        """Note that a finding's resource was looked at, and that what it is about is gone."""
        if record.facts.status == "RESOLVED":
            return
        self._keep_finding(record)
        record.analyzed_at = now
        self.set_status(record, "RESOLVED", now)

    def analyze(self, resource: Resource, now: int) -> None:
        """Note that a resource was looked at, without any change to its findings."""
        self._keep_resource(resource)
        resource.analyzed_at = now
        for record in resource.findings:
            if record.facts.status != "RESOLVED":
                self._keep_finding(record)
                record.analyzed_at = now
                record.rendered = None
        self.version += 1

    def remove(self, record: FindingRecord) -> None:
        """Take a finding out."""
        del self.by_id[record.id]
        self._records[record.seq] = self._gone
        record.resource.findings.remove(record)
        record.group.count -= 1
        self.version += 1

    def capture(self) -> Capture:
        """Return what is here now, to be read while it goes on changing; see `captures`."""
        capture = Capture(list(self.resources.values()), list(self.by_id.values()))
        self._captures.append(capture)
        return capture

    @property
    def is_captured(self) -> bool:
        """Whether somebody reads a capture of it."""
        return bool(self._captures)

    def release(self, capture: Capture) -> None:
        """Stop keeping for a capture what changes."""
        self._captures.remove(capture)

    def share(self, tag: str, members: Mapping[str, str]) -> Shared:
        """Return the one object for a map that details have."""
        key = tag, tuple(sorted(members.items()))
        shared = self._shared.get(key)
        if shared is None:
            shared = self._shared[key] = Shared(tag, members)
        return shared

    def group(self, facts: Facts) -> Group:
        """Return the group of findings with these facts."""
        # One that was left empty is joined again, so that what filters remember of it still counts.
        group = self.groups.get(facts)
        if group is None:
            group = self.groups[facts] = Group(facts)
        return group

    def _keep_finding(self, record: FindingRecord) -> None:
        for capture in self._captures:
            capture.findings.keep(record)

    def _keep_resource(self, resource: Resource) -> None:
        for capture in self._captures:
            capture.resources.keep(resource)


def _removed_record() -> FindingRecord:
    nowhere = Resource(-1, "", "", "", 0, 0, 0)
    group = Group(Facts("", "", "", "ExternalAccess", None, None, None, None))
    nothing = Shared(EXTERNAL_TAG, {})
    return FindingRecord(-1, "", nowhere, group, 0, 0, 0, nothing, nothing, b"")
