"""The parts of a plan."""

from dataclasses import dataclass
from typing import Literal

from aa_sdk._display import json_text
from aa_sdk._display.layout import Face, Note, Span
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import shorten
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerConfiguration, AnalyzerSummary
from aa_sdk.workflows._plan.change_lines import change_lines, named
from aa_sdk.workflows._plan.drawing import as_face, whole_text
from aa_sdk.workflows._plan.specification import AnalyzerSpec

_MOST_TAG = 200


@dataclass(frozen=True, repr=False)
class Change(Shown):
    """One thing that is to change, or has changed. It prints as in a plan."""

    action: Literal["+", "~", "-", "-/+"]
    """Created, changed, deleted, or deleted and created anew."""
    subject: Literal["analyzer", "archive_rule", "tag", "configuration"]
    """What kind of thing it is."""
    name: str
    """The name of the analyzer or rule, or the key of the tag; of a configuration, whose it is."""
    before: AnalyzerSummary | AnalyzerConfiguration | FindingFilter | str | None = None
    """What there is: an analyzer, a configuration, a filter or a value. None where nothing is."""
    after: AnalyzerSpec | AnalyzerConfiguration | FindingFilter | str | None = None
    """What is to be: a specification, a configuration, a filter or a value. None for nothing."""

    def __repr__(self) -> str:
        return f"<Change {self.action} {shorten(named(self.subject, self.name), _MOST_TAG)}>"

    def __str__(self) -> str:
        return whole_text(lines_of(self))

    def _face(self) -> Face:
        return as_face(lines_of(self))


def lines_of(change: Change) -> list[str]:
    """Return what a change is about, and each attribute that changes, as lines of text.

    Args:
        change: The change.
    """
    subject, name = change.subject, change.name
    return change_lines(change.action, subject, name, change.before, change.after)


@dataclass(frozen=True)
class Unmanaged(Shown):
    """Something that the analyzer has and the specification does not know. It stays."""

    subject: Literal["archive_rule", "tag"]
    """What kind of thing it is."""
    name: str
    """The name of the rule, or the key of the tag."""
    value: FindingFilter | str
    """The filter of the rule, or the value of the tag."""

    def __str__(self) -> str:
        return whole_text([f"{named(self.subject, self.name)}: {self._value}"])

    @property
    def _value(self) -> str:
        return json_text(self.value) if isinstance(self.value, str) else str(self.value)

    def _face(self) -> Face:
        return [Note([Span(named(self.subject, self.name), "strong"), Span(self._value)])]


@dataclass(frozen=True)
class Blocked(Shown):
    """Something that stands between an analyzer and its specification."""

    reason: str
    """What it is, and the way out where there is one."""
    option: Literal["adopt", "prune", "replace"] | None = None
    """The option that clears the way; None where none does."""

    def __str__(self) -> str:
        return whole_text([f"! {self.reason}"])

    def _face(self) -> Face:
        return as_face([str(self)])
