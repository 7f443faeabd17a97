"""Evaluates filters over many findings, by `aa_sdk.filters`, asking it as seldom as possible.

What a filter means is said in `aa_sdk.filters` alone; nothing here compares a value. But to try one
on a hundred thousand findings takes seconds, and a page has a few milliseconds. So a filter is
split. It is a conjunction over keys, hence each of its parts may be decided by itself, on the
object that has the values of its keys, and there are far fewer of those than findings: groups for
status, types and the like, `Shared` maps for principals and conditions, resources for ARNs. A part
is evaluated once for each object, on a finding in wire form that has this object's values and
nothing else, and the verdict is remembered with the compiled filter. Every key that lists and rules
take belongs to one of these objects; a test holds this against the keys `aa_sdk.filters` knows.

Verdicts need no invalidation, because what they are about does not change: a group's facts, a
shared map, an ARN and an id are what they are, and a finding whose status changes moves to another
group. So a compiled filter outlives all that happens to findings, and `FilterCache` has to forget
for lack of room only. It keeps filters by analyzer, since objects of one analyzer are of no use for
another.

Two ways lead around looking at every finding. A filter that names ids or whole ARNs is answered
from the store's dictionaries. One that looks for a part of an ARN is tried on the joined ARNs of
many findings first: what is not in the joined text is in none of them, and the block is skipped.
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

    def __init__(self, family: str, criteria: Criteria) -> None:
        self._filter = read_filter(criteria)
        self._holder, self._wire = _HOLDERS[family]
        self._verdicts: dict[object, bool] = {}

    def passing(self, block: list[FindingRecord]) -> list[FindingRecord]:
        # No line of Python runs for each finding, but for each holder that is new.
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
        of_groups, parts = _split(criteria)
        self._of_groups = read_filter(of_groups) if of_groups else None
        self._groups: dict[Group, bool] = {}
        self._parts = [_Part(family, part) for family, part in parts.items()]
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
            # By dictionaries, for a filter may name the same one twice.
            records = {name: store.by_id[name] for name in self._ids if name in store.by_id}
            return list(records.values())
        if self._arns is not None:
            known = store.resources
            resources = {arn: known[arn] for arn in self._arns if arn in known}
            return [record for resource in resources.values() for record in resource.findings]
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
        self, candidates: list[FindingRecord], texts: FindingFilter
    ) -> Iterator[FindingRecord]:
        """Skip findings many at a time.

        A false alarm, a text that runs over the seam between two ARNs, costs a look at the block.
        """
        for start in range(0, len(candidates), _TEXT_BLOCK):
            block = candidates[start : start + _TEXT_BLOCK]
            joined = "\n".join([record.resource.arn for record in block])
            if texts.matches({"resource": joined}):
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
        part = of_groups if key in GROUP_KEYS else parts.setdefault(key.partition(".")[0], {})
        part[key] = criterion
    return of_groups, parts


class FilterCache:
    """The filters used last, at most `size`: the pages of one listing compile theirs once."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._filters: OrderedDict[tuple[str, bytes], CompiledFilter] = OrderedDict()

    def get(self, owner: str, criteria: Criteria) -> CompiledFilter:
        """Return the compiled form of `criteria`.

        Args:
            owner: The ARN of the analyzer whose findings it is used on.
            criteria: Criteria by filter key, in wire form.
        """
        key = owner, compact_json(criteria)
        compiled = self._filters.get(key)
        if compiled is None:
            compiled = self._filters[key] = CompiledFilter(criteria)
            if len(self._filters) > self._size:
                self._filters.popitem(last=False)
        else:
            self._filters.move_to_end(key)
        return compiled
