"""Analyzers made what a file says they are to be."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import typer

from aa_sdk.cli._analyzers.reports import Report, report_writer
from aa_sdk.cli._options import ReportFormat
from aa_sdk.cli._tables.writers import Writer
from aa_sdk.cli._terminal import EXIT_FAIL
from aa_sdk.cli._waiting import told_late
from aa_sdk.cli.running import CommandError
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.workflows import AnalyzerSpec, Plan, ensure_analyzer, plan_analyzer

_OPTION = re.compile(r"\b(adopt|prune|replace)=True")


@dataclass(frozen=True)
class Ensuring:
    """How analyzers are made what they are to be."""

    prune: bool = False
    adopt: bool = False
    replace: bool = False
    timeout: float = 600
    is_plan: bool = False
    """Whether nothing is done but told."""
    tells_changes: bool = False
    """Whether a plan that would change something ends with a code for it."""

    def check(self) -> None:
        """Check the options, before anything is asked or done.

        Raises:
            typer.BadParameter: They do not go together.
        """
        if not 0 < self.timeout < math.inf:
            raise typer.BadParameter("must be seconds above 0", param_hint="--timeout")
        if self.tells_changes and not self.is_plan:
            raise typer.BadParameter("goes with --plan", param_hint="--exit-code")

    @property
    def allowed(self) -> dict[str, bool]:
        """What may be done, as the functions take it that do it."""
        return {"prune": self.prune, "adopt": self.adopt, "replace": self.replace}


async def ensure_analyzers(
    client: AccessAnalyzerClient,
    specs: Sequence[AnalyzerSpec],
    how: Ensuring,
    output: ReportFormat,
) -> int | None:
    """Plan for all analyzers; where nothing stands in the way, make them so.

    Raises:
        CommandError: Something stands in the way, and nothing was changed; or something went
            wrong, and it says what was done before.
    """
    client = client.paced()
    plans = [await _planned(client, spec, how) for spec in specs]
    _check_adopted(plans)
    writer = report_writer(output)
    try:
        if how.is_plan or any(plan.blocked for plan in plans):
            writer.add([Report(plan) for plan in plans])
            _refuse_blocked(plans)
            is_news = how.tells_changes and any(plan.changes for plan in plans)
            return EXIT_FAIL if is_news else None
        await _apply(client, plans, how, writer)
    finally:
        writer.end()
    return None


async def _planned(client: AccessAnalyzerClient, spec: AnalyzerSpec, how: Ensuring) -> Plan:
    plan = await plan_analyzer(client, spec, **how.allowed)
    blocked = [replace(one, reason=_as_options(one.reason)) for one in plan.blocked]
    return replace(plan, blocked=tuple(blocked))


def _check_adopted(plans: Sequence[Plan]) -> None:
    """See to it that no analyzer is to be two."""
    names = dict[str, str]()
    for plan in plans:
        if plan.analyzer is not None:
            other = names.setdefault(plan.analyzer.arn, plan.spec.name)
            if other != plan.spec.name:
                raise CommandError(
                    f"--adopt: {other} and {plan.spec.name} would both take over "
                    f"{plan.analyzer.name}: nothing was changed"
                )


def _refuse_blocked(plans: Sequence[Plan]) -> None:
    blocked = [plan for plan in plans if plan.blocked]
    if blocked:
        told = "; ".join(
            f"{plan.spec.name}: {', '.join(one.reason for one in plan.blocked)}" for plan in blocked
        )
        raise CommandError(f"nothing was changed, something stands in the way of {told}")


async def _apply(
    client: AccessAnalyzerClient, plans: Sequence[Plan], how: Ensuring, writer: Writer
) -> None:
    done: list[str] = []
    for plan in plans:
        try:
            applied = await told_late(
                f"waiting for {plan.spec.name} to be ACTIVE",
                partial(ensure_analyzer, client, plan.spec, **how.allowed, timeout=how.timeout),
            )
        except AccessAnalyzerError as error:
            notes: Sequence[str] = getattr(error, "__notes__", ())
            before = [f"done before: {', '.join(done)}"] if done else []
            told = "; ".join([_as_options(str(error)), *notes, *before])
            raise CommandError(f"analyzer {plan.spec.name}: {told}") from error
        writer.add([Report(plan, applied)])
        done.append(plan.spec.name)


def _as_options(text: str) -> str:
    """Name options as they are typed, not as Python has them."""
    return _OPTION.sub(r"--\1", text).replace("without adopt ", "without --adopt ")
