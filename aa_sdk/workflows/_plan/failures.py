"""What keeps an analyzer from being what it is specified to be."""

from aa_sdk._display import escape
from aa_sdk.errors import AccessAnalyzerError, JobFailedError
from aa_sdk.models import AnalyzerSummary, GetAnalyzerResponse
from aa_sdk.workflows._plan.plan import Plan


class PlanBlockedError(AccessAnalyzerError):
    """A specification cannot be reached, or not with the options given. Nothing was written."""

    def __init__(self, plan: Plan) -> None:
        """Say what stands in the way.

        Args:
            plan: The plan, which has it in `blocked`.
        """
        super().__init__(plan)
        self.plan = plan

    def __str__(self) -> str:
        reasons = "; ".join(escape(blocked.reason) for blocked in self.plan.blocked)
        return f"analyzer {self.plan.spec.name} was left as it is: {reasons}"


class AnalyzerFailedError(JobFailedError):
    """An analyzer is FAILED or DISABLED: `job_id` is its name, `reason` the service's code."""

    def __init__(
        self,
        job_id: str,
        reason: str,
        status: str = "FAILED",
        last: GetAnalyzerResponse | None = None,
    ) -> None:
        """Say which analyzer and why.

        Args:
            job_id: The name of the analyzer.
            reason: The service's reason code; the status where it gives none.
            status: What the analyzer is.
            last: What the service answered last. Default: nothing.
        """
        super().__init__(job_id, reason, last)
        self.status = status

    def __str__(self) -> str:
        way_out = _WAYS_OUT.get(self.status, "")
        return f"analyzer {escape(self.job_id)} is {told_status(self.status, self.reason)}{way_out}"


class AnalyzerNotFoundError(AccessAnalyzerError, LookupError):
    """There is not one active analyzer of a type, but none, or several, or others.

    `analyzers` is empty where there is none of that type. Where several are active, it has those;
    else it has all of that type, none of which is active.
    """

    def __init__(self, analyzer_type: str, analyzers: tuple[AnalyzerSummary, ...] = ()) -> None:
        """Say what there is instead.

        Args:
            analyzer_type: The type that was asked for.
            analyzers: What there is of it.
        """
        super().__init__(analyzer_type, analyzers)
        self.analyzer_type = analyzer_type
        self.analyzers = analyzers

    def __str__(self) -> str:
        what = f"of type {escape(self.analyzer_type)}"
        if not self.analyzers:
            return f"there is no analyzer {what} here: ensure_analyzer creates one"
        names = ", ".join(escape(analyzer.name) for analyzer in self.analyzers)
        if self.analyzers[0].status == "ACTIVE":
            count = len(self.analyzers)
            return f"there are {count} active analyzers {what}: read {names} with get_analyzer"
        told = ", ".join(
            f"{escape(analyzer.name)} is {told_status(analyzer.status, reason_code(analyzer))}"
            for analyzer in self.analyzers
        )
        return f"there is no active analyzer {what}: {told}"


_WAYS_OUT = {
    "FAILED": ": replace=True deletes it and creates it anew",
    "DISABLED": ": it comes back once the organization lets it work again",
}


def reason_code(analyzer: AnalyzerSummary) -> str:
    """Return why an analyzer does not work; its status where the service does not say."""
    reason = analyzer.status_reason
    return reason.code if reason else analyzer.status


def told_status(status: str, reason: str) -> str:
    """Return `FAILED (ORGANIZATION_DELETED)`, or the status alone where there is no reason."""
    return escape(status if reason == status else f"{status} ({reason})")
