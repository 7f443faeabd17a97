"""Evaluates filters over many findings, by `aa_sdk.filters`, asking it as seldom as possible.

A filter is a conjunction over keys, so it falls into parts. What few values exist for is shared
by findings (see `finding_records`), and its part of the filter is evaluated once for each shared
object and remembered. What is left is evaluated for each finding.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from operator import attrgetter
from typing import Any

from aa_sdk.emulator._findings.records import FindingRecord, Group
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._protocol.wire import compact_json
from aa_sdk.filters import FindingFilter

GROUP_KEYS = frozenset(
    {
        "status",
        "resourceType",
        "resourceOwnerAccount",
        "findingType",
        "error",
        "isPublic",
        "resourceControlPolicyRestriction",
        "serviceControlPolicyRestriction",
    }
)
"""Filter keys that a `Group` answers for all its findings."""

_BLOCK = 512
_TEXT_BLOCK = 128

Criteria = Mapping[str, Any]


def read_filter(criteria: Criteria) -> FindingFilter:
    """Return the filter that a request's criteria describe.

    Args:
        criteria: Criteria by filter key, in wire form.
    """
    return FindingFilter.from_criteria(dict(criteria))


class _Part:
    """The part of a filter that looks at one object of a finding, which findings may share."""

    def __init__(
        self,
        criteria: Criteria,
        holder: Callable[[FindingRecord], object],
        wire: Callable[[Any], Mapping[str, Any]],
    ) -> None:
        self._filter = read_filter(criteria)
        self._holder = holder
        self._wire = wire
        self._verdicts: dict[object, bool] = {}

    def passing(self, block: list[FindingRecord]) -> list[FindingRecord]:
        # Nothing but what is asked of the filter runs in Python for each finding.
        verdicts, holders = self._verdicts, list(map(self._holder, block))
        for holder in set(holders).difference(verdicts):
            verdicts[holder] = self._filter.matches(self._wire(holder))
        return list(compress(block, map(verdicts.__getitem__, holders)))


# What each family of keys looks at, and how that reads as a finding.
_HOLDERS: Mapping[
    str, tuple[Callable[[FindingRecord], object], Callable[[Any], Mapping[str, Any]]]
] = {
    "resource": (attrgetter("resource"), lambda resource: {"resource": resource.arn}),
    "id": (attrgetter("id"), lambda finding_id: {"id": finding_id}),
    "principal": (
        attrgetter("principal"),
        lambda shared: {"findingDetails": [{shared.tag: {"principal": shared.members}}]},
    ),
    "condition": (
        attrgetter("condition"),
        lambda shared: {"findingDetails": [{shared.tag: {"condition": shared.members}}]},
    ),
}


class CompiledFilter:
    """A filter in parts: what groups decide, what other shared objects decide, and the rest."""

    def __init__(self, criteria: Criteria) -> None:
        """Split the criteria.

        Args:
            criteria: Criteria by filter key, in wire form.
        """
        of_groups, parts = _split(criteria)
        self._of_groups = read_filter(of_groups) if of_groups else None
        self._groups: dict[Group, bool] = {}
        self._parts = [_part(family, part) for family, part in parts.items()]
        self._ids: Sequence[str] | None = criteria.get("id", {}).get("eq")
        self._arns: Sequence[str] | None = criteria.get("resource", {}).get("eq")
        texts: Sequence[str] | None = criteria.get("resource", {}).get("contains")
        self._texts = read_filter({"resource": {"contains": texts}}) if texts else None

    def allows_group(self, group: Group) -> bool:
        """Tell whether findings of a group can pass."""
        if self._of_groups is None:
            return True
        verdict = self._groups.get(group)
        if verdict is None:
            verdict = self._groups[group] = self._of_groups.matches(group.wire())
        return verdict

    def allows_record(self, record: FindingRecord) -> bool:
        """Tell whether a finding passes, its group aside."""
        return bool(self._narrowed([record]))

    def named(self, store: FindingStore) -> list[FindingRecord] | None:
        """Return the findings that the filter names, if it names some: no other can pass."""
        if self._ids is not None:
            found = {name: store.by_id[name] for name in self._ids if name in store.by_id}
            return list(found.values())
        if self._arns is not None:
            known = store.resources
            resources = {arn: known[arn] for arn in self._arns if arn in known}
            return [record for found in resources.values() for record in found.findings]
        return None

    def passing(self, candidates: list[FindingRecord]) -> Iterator[FindingRecord]:
        """Go through the findings that pass, their groups aside."""
        if not self._parts:
            yield from candidates
        elif self._texts is None:
            for start in range(0, len(candidates), _BLOCK):
                yield from self._narrowed(candidates[start : start + _BLOCK])
        else:
            yield from self._with_texts(candidates, self._texts)

    def _with_texts(
        self, candidates: list[FindingRecord], asked: FindingFilter
    ) -> Iterator[FindingRecord]:
        """Skip findings many at a time: what no part of their joined ARNs has, none of them has."""
        for start in range(0, len(candidates), _TEXT_BLOCK):
            block = candidates[start : start + _TEXT_BLOCK]
            joined = "\n".join([record.resource.arn for record in block])
            if asked.matches({"resource": joined}):
                yield from self._narrowed(block)

    def _narrowed(self, block: list[FindingRecord]) -> list[FindingRecord]:
        for part in self._parts:
            block = part.passing(block)
        return block


def _split(criteria: Criteria) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return what groups decide, and the rest by the family of its keys."""
    of_groups: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    for key, criterion in criteria.items():
        if key in GROUP_KEYS:
            of_groups[key] = criterion
        else:
            family = key.partition(".")[0]
            parts.setdefault(family if family in _HOLDERS else "", {})[key] = criterion
    return of_groups, parts


def _part(family: str, criteria: Criteria) -> _Part:
    holder, wire = _HOLDERS.get(family, (lambda record: record, lambda record: record.wire()))
    return _Part(criteria, holder, wire)


class FilterCache:
    """The filters used last, so that the pages of one listing compile theirs once."""

    def __init__(self, size: int = 64) -> None:
        """Start empty.

        Args:
            size: How many filters are kept.
        """
        self._size = size
        self._filters: OrderedDict[tuple[str, bytes], CompiledFilter] = OrderedDict()

    def get(self, owner: str, criteria: Criteria) -> CompiledFilter:
        """Return the compiled form of `criteria`.

        Args:
            owner: The ARN of the analyzer whose findings it is used on.
            criteria: Criteria by filter key, in wire form.
        """
        key = owner, compact_json(criteria)
        found = self._filters.get(key)
        if found is None:
            found = self._filters[key] = CompiledFilter(criteria)
            if len(self._filters) > self._size:
                self._filters.popitem(last=False)
        else:
            self._filters.move_to_end(key)
        return found
