"""Puts saved resources and findings in, and refuses what does not fit the rest.

Their types are checked by then. What is left is here for the same reason as in `consistency`: of
two with one id the second would take the place of the first, and pages go by positions, which have
to rise.
"""

from collections.abc import Mapping
from typing import Any

from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._findings.records import Facts
from aa_sdk.emulator._findings.store import FindingStore, entries_of, first_of
from aa_sdk.emulator._protocol.wire import compact_json
from aa_sdk.emulator._snapshot.consistency import TWICE
from aa_sdk.emulator._snapshot.errors import SnapshotError
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

Saved = Mapping[str, Any]

_DETAILS = b',"details":'


class Filling:
    """Fills the store of one analyzer: first with all its resources, then with its findings."""

    def __init__(self, analyzer: Saved, place: str) -> None:
        """Start with an empty store.

        Args:
            analyzer: The saved analyzer.
            place: Where it stands in its snapshot.
        """
        self.store: FindingStore = FindingStore()
        self._analyzer = Analyzer(analyzer["arn"], analyzer["name"], analyzer["type"], 0, 0)
        self._place = place
        self._fitting = {name for name in DETAILS_BY_TYPE if self._analyzer.finds(name)}
        self._listed = 0

    def add_resource(self, saved: Saved, _line: bytes = b"") -> None:
        """Put in the next resource.

        Args:
            saved: Its values.

        Raises:
            SnapshotError: It is there already.
        """
        store, arn = self.store, saved["arn"]
        if arn in store.resources:
            raise SnapshotError(f"{self._place}.resources[{len(store.resources)}].arn", TWICE)
        resource = store.add_resource(arn, saved["type"], saved["owner"], saved["created_at"])
        resource.analyzed_at, resource.updated_at = saved["analyzed_at"], saved["updated_at"]
        self._listed += 1

    def add_finding(self, saved: Saved, line: bytes = b"") -> None:
        """Put in the next finding.

        Args:
            saved: Its values.
            line: The JSON object they were read from; empty if they were not read from one.

        Raises:
            SnapshotError: It is there already, or does not fit the analyzer or the one before.
        """
        store, finding_type = self.store, saved["finding_type"]
        if saved["id"] in store.by_id:
            raise self._error("id", TWICE)
        if finding_type not in self._fitting:
            kind = self._analyzer.type
            raise self._error(
                "finding_type", f"should be of a finding that an analyzer of type {kind} has"
            )
        # Page tokens that were issued before carry positions, so that these may have gaps.
        seq, span = saved["seq"], store.span
        if seq < span:
            raise self._error("seq", f"should be more than {span - 1}")
        if seq > span:
            store.skip_to(seq)
        owner, resource_type = saved["owner"], saved["resource_type"]
        created, analyzed, updated = saved["created_at"], saved["analyzed_at"], saved["updated_at"]
        resource = store.add_resource(saved["resource"], resource_type, owner, created)
        if resource.seq >= self._listed:
            # It was not among the resources, whose times are known.
            store.note_analysis(resource, analyzed, updated)
        entries = entries_of(finding_type, saved["details"])
        first = first_of(entries)
        tag = DETAILS_BY_TYPE[finding_type].tag
        facts = Facts(
            saved["status"],
            resource_type,
            owner,
            finding_type,
            saved["error"],
            first.get("isPublic"),
            first.get("resourceControlPolicyRestriction"),
            first.get("serviceControlPolicyRestriction"),
        )
        store.insert(
            saved["id"],
            resource,
            store.group(facts),
            created_at=created,
            analyzed_at=analyzed,
            updated_at=updated,
            principal=store.share(tag, first.get("principal") or {}),
            condition=store.share(tag, first.get("condition") or {}),
            details=_details_in(line) or compact_json(entries),
        )

    def _error(self, member: str, reason: str) -> SnapshotError:
        place = f"{self._place}.findings[{len(self.store)}].{member}"
        return SnapshotError(place, reason)


def _details_in(line: bytes) -> bytes:
    """Return the details as they stand in a line; nothing if they stand otherwise.

    A line as this package writes it has them at its end, as they were kept, and to write them anew
    takes as long as to check them. The member cannot be mistaken: a quote inside of a text has a
    backslash before it, and no other member has members. There may be a second one, in another's
    line or among details nobody knows; then they are written anew.
    """
    _, _, rest = line.partition(_DETAILS)
    details = rest[:-1]
    if details == b"[{}]":
        return details
    is_kept = details.startswith(b'[{"') and details.endswith(b"}]") and _DETAILS not in details
    return details if is_kept else b""
