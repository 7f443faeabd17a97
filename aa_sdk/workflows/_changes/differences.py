"""What a finding says that it did not say before."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from aa_sdk.models import FindingSummaryV2, GetFindingV2Response, Model
from aa_sdk.workflows._store.bodies import StoredFinding

# When something was looked at is no news, and details are gone into.
_PASSED_OVER: Final = frozenset(
    {"analyzed_at", "updated_at", "next_token", "response_metadata", "finding_details"}
)


class Difference(NamedTuple):
    """A member that says something else."""

    name: str
    """Its name: a member of the finding, or of its details."""
    before: Any
    """What it said."""
    after: Any
    """What it says."""


def differences(before: StoredFinding, after: StoredFinding) -> list[Difference]:
    """Compare two versions of a finding, as far as both tell.

    Of members that several details have, the first that differs is returned.
    """
    found = _compared(before, after)
    if isinstance(before, GetFindingV2Response) and isinstance(after, GetFindingV2Response):
        found = chain(found, _in_details(before.finding_details, after.finding_details))
    first: dict[str, Difference] = {}
    for one in found:
        first.setdefault(one.name, one)
    return [*first.values()]


def _compared(before: Model, after: Model) -> Iterator[Difference]:
    for name in _names(before, after):
        if name not in _PASSED_OVER:
            was, is_ = getattr(before, name, None), getattr(after, name, None)
            if was != is_:
                yield Difference(name, was, is_)


def _names(before: Model, after: Model) -> Sequence[str]:
    """Name the members that both tell: of different forms, those that summaries have."""
    if type(before) is not type(after):
        return [*FindingSummaryV2.model_fields]
    unknown = {**(before.model_extra or {}), **(after.model_extra or {})}
    return [*type(before).model_fields, *unknown]


def _in_details(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    were, are = _by_place(before), _by_place(after)
    if were.keys() != are.keys():
        yield Difference("finding_details", before, after)
        return
    for place, detail in were.items():
        if isinstance(detail, Model):
            yield from _compared(detail, are[place])
        elif detail != are[place]:
            yield Difference("finding_details", before, after)


def _by_place(details: Sequence[Any]) -> Mapping[object, Any]:
    """Tell details apart: by the service that they are about, or else by their place."""
    return {
        (type(detail), getattr(detail, "service_namespace", place)): detail
        for place, detail in enumerate(details)
    }
