"""What a plan is, and what became of one."""

from dataclasses import dataclass

from aa_sdk._display.layout import Face
from aa_sdk._display.limits import harmless
from aa_sdk._display.shown import Shown
from aa_sdk.models import AnalyzerSummary
from aa_sdk.workflows._plan.changes import Blocked, Change, Unmanaged
from aa_sdk.workflows._plan.drawing import as_face, whole_text
from aa_sdk.workflows._plan.printing import counted, plan_lines, shown
from aa_sdk.workflows._plan.specification import AnalyzerSpec

_PLANNED = ("to create", "to change", "to destroy")
_DONE = ("created", "changed", "destroyed")


@dataclass(frozen=True, repr=False)
class Plan(Shown):
    """What would have to change for an analyzer to be what its specification says.

    It prints as Terraform's do: `+` for what is created, `~` for what changes, `-` for what is
    deleted and `-/+` for what is deleted and created anew.
    """

    spec: AnalyzerSpec
    """The specification."""
    analyzer: AnalyzerSummary | None
    """The analyzer that there is, with its configuration; None where there is none."""
    changes: tuple[Change, ...] = ()
    """What has to change, in the order in which it is done."""
    unmanaged: tuple[Unmanaged, ...] = ()
    """What the specification does not know, and what stays."""
    blocked: tuple[Blocked, ...] = ()
    """What stands in the way. `ensure_analyzer` writes nothing unless this is empty."""

    @property
    def is_empty(self) -> bool:
        """Whether the analyzer is what its specification says: nothing is to be done."""
        return not self.changes and not self.blocked

    @property
    def adopts(self) -> str | None:
        """The name of the analyzer that is taken over; None unless it is another than specified."""
        if self.analyzer is None or self.analyzer.name == self.spec.name:
            return None
        return self.analyzer.name

    def __repr__(self) -> str:
        blocked = f", {len(self.blocked)} blocked" if self.blocked else ""
        return f"<Plan of {self.spec.name}: {counted(self.changes, _PLANNED)}{blocked}>"

    def __str__(self) -> str:
        return whole_text(self._lines)

    def _face(self) -> Face:
        return as_face(self._lines)

    @property
    def _lines(self) -> list[str]:
        lines = plan_lines(self.spec.name, self.adopts, self.changes, self.unmanaged, self.blocked)
        return [*lines, f"Plan: {counted(self.changes, _PLANNED)}."]


@dataclass(frozen=True, repr=False)
class Applied(Shown):
    """What `ensure_analyzer` did."""

    plan: Plan
    """What was to be done when it began."""
    analyzer: AnalyzerSummary
    """The analyzer as it is now, active, with its configuration."""
    changes: tuple[Change, ...] = ()
    """What was changed, in that order; empty where the analyzer was as specified."""

    def __repr__(self) -> str:
        return f"<Applied to {harmless(self.analyzer.name)}: {counted(self.changes, _DONE)}>"

    def __str__(self) -> str:
        return whole_text(self._lines)

    def _face(self) -> Face:
        return as_face(self._lines)

    @property
    def _lines(self) -> list[str]:
        lines = [*shown(self.changes), ""] if self.changes else []
        return [*lines, f"Applied: {counted(self.changes, _DONE)}."]
