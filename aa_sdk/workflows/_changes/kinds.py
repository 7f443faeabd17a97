"""What became of a finding: a class for each thing that can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from aa_sdk._display.layout import Face
from aa_sdk._display.shown import Shown
from aa_sdk.workflows._changes import faces
from aa_sdk.workflows._changes.differences import differences
from aa_sdk.workflows._store.bodies import StoredFinding
from aa_sdk.workflows._store.reading import ChangeRow
from aa_sdk.workflows._store.rules import Kind


@dataclass(frozen=True, slots=True, repr=False)
class _Change(Shown):
    """What became of a finding."""

    number: int
    """Its place among all changes in the store: a later one has a higher number."""
    analyzer_arn: str
    """ARN of the analyzer."""
    finding_id: str
    """Id of the finding."""
    noticed_at: datetime
    """When it was written down."""
    run: int | None
    """Number of the run that noticed it; None if an event told it."""

    def __str__(self) -> str:
        return faces.line_of(self)

    def __repr__(self) -> str:
        return f"<{self}>"

    def _face(self) -> Face:
        return faces.face_of(self)


@dataclass(frozen=True, slots=True, repr=False)
class New(_Change):
    """A finding that was not there before, whatever its status."""

    before: None
    """Nothing."""
    after: StoredFinding
    """The finding."""

    @property
    def finding(self) -> StoredFinding:
        """The finding."""
        return self.after

    @property
    def happened_at(self) -> datetime:
        """When it happened, as far as the service tells: when the finding was made."""
        return self.after.created_at


@dataclass(frozen=True, slots=True, repr=False)
class _Altered(_Change):
    before: StoredFinding
    """The finding as it was."""
    after: StoredFinding
    """The finding as it is."""

    @property
    def finding(self) -> StoredFinding:
        """The finding as it is."""
        return self.after

    @property
    def happened_at(self) -> datetime:
        """When it happened, as far as the service tells: when the finding was last updated."""
        return self.after.updated_at

    @property
    def members(self) -> tuple[str, ...]:
        """Names of the members that say something else, those of details among them.

        Moments are passed over. Of what an event told, no more is compared than a summary has, so
        that there may be none.
        """
        return tuple(each.name for each in differences(self.before, self.after))


@dataclass(frozen=True, slots=True, repr=False)
class Changed(_Altered):
    """A finding that says something else, with the status that it had."""


@dataclass(frozen=True, slots=True, repr=False)
class Resolved(_Altered):
    """A finding whose access is gone."""


@dataclass(frozen=True, slots=True, repr=False)
class Archived(_Altered):
    """A finding that somebody, or a rule, has put aside."""


@dataclass(frozen=True, slots=True, repr=False)
class Reopened(_Altered):
    """A finding that is active again."""


@dataclass(frozen=True, slots=True, repr=False)
class _Ended(_Change):
    before: StoredFinding
    """The finding as it was."""
    after: None
    """Nothing."""

    @property
    def finding(self) -> StoredFinding:
        """The finding as it was."""
        return self.before

    @property
    def happened_at(self) -> datetime:
        """When it was noticed: the service does not tell when a finding went."""
        return self.noticed_at


@dataclass(frozen=True, slots=True, repr=False)
class Deleted(_Ended):
    """A finding that is gone before its time, or that nobody knew to be resolved."""


@dataclass(frozen=True, slots=True, repr=False)
class Expired(_Ended):
    """A resolved finding that is gone after the 90 days for which the service keeps it."""


FindingChange: TypeAlias = New | Changed | Resolved | Archived | Reopened | Deleted | Expired
"""What became of a finding, for `match`."""

CLASSES: Final[Mapping[Kind, type[FindingChange]]] = {
    Kind.NEW: New,
    Kind.CHANGED: Changed,
    Kind.RESOLVED: Resolved,
    Kind.ARCHIVED: Archived,
    Kind.REOPENED: Reopened,
    Kind.DELETED: Deleted,
    Kind.EXPIRED: Expired,
}
"""The class of each kind, in the order in which they are counted."""


def change_of(analyzer_arn: str, row: ChangeRow) -> FindingChange:
    """Make the change of a row.

    Args:
        analyzer_arn: ARN of the analyzer.
        row: What is kept of it.
    """
    kind: Any = CLASSES[row.kind]  # which has what it says it has
    change: FindingChange = kind(
        row.number, analyzer_arn, row.finding_id, row.noticed_at, row.run, row.before, row.after
    )
    return change
