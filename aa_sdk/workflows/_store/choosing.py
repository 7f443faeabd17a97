"""Which findings of a store somebody asks for."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from aa_sdk._error_text import harmless
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters import FindingFilter
from aa_sdk.models import FilterCriteria
from aa_sdk.workflows._store.reading import FindingRow


class Chosen:
    """The findings that pass a filter; all of them without one.

    Args:
        given: The filter, in any form that one has.

    Raises:
        InvalidRequestError: It is none.
    """

    def __init__(self, given: FilterCriteria | None) -> None:
        read = FindingFilter() if given is None else FindingFilter.from_criteria(given)
        self._filter = read if read.to_criteria() else None

    def __str__(self) -> str:
        return "" if self._filter is None else f"where {self._filter}"

    def has(self, row: FindingRow) -> bool:
        """Tell whether a finding is among them.

        Raises:
            InvalidRequestError: Nothing that is known of the finding decides it; or this release
                cannot evaluate the filter.
        """
        if self._filter is None:
            return True
        if row.event is None:
            return self._filter.matches(row.finding)
        try:
            return self._filter.matches(row.event)
        except InvalidRequestError as error:
            return self._decided(row.event, row.place.id, error)

    def _decided(
        self, event: Mapping[str, Any], finding_id: str, undecided: InvalidRequestError
    ) -> bool:
        """Return False where one of the keys that the event does say something of is enough."""
        for part in self._parts:
            try:
                if not part.matches(event):
                    return False
            except InvalidRequestError:
                pass
        which = f"finding {harmless(finding_id)} is known from an event alone, until sync_findings"
        raise InvalidRequestError(
            *(
                InvalidField(each.path, f"{which} reads it: {each.reason}")
                for each in undecided.fields
            )
        ) from None

    @cached_property
    def _parts(self) -> list[FindingFilter]:
        criteria = {} if self._filter is None else self._filter.to_criteria()
        return [FindingFilter.from_criteria({key: each}) for key, each in criteria.items()]
