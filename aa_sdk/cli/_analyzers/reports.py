"""What would be done to analyzers, and what was: for people, and as records."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from aa_sdk._display.layout import Span, spans
from aa_sdk.cli._options import Format, ReportFormat
from aa_sdk.cli._tables.sheet import Sheet
from aa_sdk.cli._tables.writers import Writer, writer_of
from aa_sdk.cli._terminal import say, say_spans
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary, UpdateAnalyzerRequest
from aa_sdk.workflows import AnalyzerSpec, Applied, Plan
from aa_sdk.workflows._plan.drawing import coloured

_ACTIONS = {"+": "create", "~": "change", "-": "delete", "-/+": "replace"}


class Report(NamedTuple):
    """What would be done to an analyzer, or what was."""

    plan: Plan
    applied: Applied | None = None

    def record(self) -> dict[str, Any]:
        """Return what there is to know."""
        plan, applied = self.plan, self.applied
        analyzer = applied.analyzer if applied else plan.analyzer
        return {
            "name": analyzer.name if analyzer else plan.spec.name,
            "type": plan.spec.type,
            "analyzerArn": analyzer.arn if analyzer else None,
            "status": analyzer.status if analyzer else None,
            "adopts": plan.adopts,
            "applied": applied is not None,
            "changes": [
                {
                    "action": _ACTIONS[one.action],
                    "subject": one.subject,
                    "name": one.name,
                    "before": _value(one.before),
                    "after": _value(one.after),
                }
                for one in (applied or plan).changes
            ],
            "unmanaged": [
                {"subject": one.subject, "name": one.name, "value": _value(one.value)}
                for one in plan.unmanaged
            ],
            "blocked": [{"reason": one.reason, "option": one.option} for one in plan.blocked],
        }


class _Sheets:
    """Writes reports for people: all of what a plan says, however long."""

    def __init__(self) -> None:
        self._between = False

    def add(self, rows: Sequence[Report]) -> None:
        for row in rows:
            if self._between:
                say("")
            self._between = True
            spec = row.plan.spec
            say_spans([Span(f"{spec.name} ", "strong"), Span(f" {spec.type}", "muted")])
            if row.applied and row.plan.adopts:
                say(f"Took over {row.plan.adopts} in the place of {spec.name}.")
            for line in str(row.applied or row.plan).splitlines():
                say_spans(spans(coloured(line)))

    def end(self) -> None:
        pass


def report_writer(output: ReportFormat) -> Writer:
    """Return what writes reports."""
    if output is ReportFormat.TABLE:
        return _Sheets()
    return writer_of(Sheet("report", (), (), Report.record), Format(output))


def _value(value: object) -> Any:
    match value:
        case None | str():
            return value
        case AnalyzerSummary():
            return value.to_wire()
        case FindingFilter():
            return {key: one.to_wire() for key, one in value.to_criteria().items()}
        case AnalyzerSpec():
            rules = {name: _value(rule) for name, rule in value.archive_rules.items()}
            return {
                "name": value.name,
                "type": value.type,
                "configuration": _value(value.configuration),
                "archiveRules": rules,
                "tags": dict(value.tags),
            }
        case _:
            whole: Any = UpdateAnalyzerRequest(analyzer_name="any", configuration=value)  # type: ignore[arg-type] # the one that is left
            return whole.to_wire()["configuration"]
