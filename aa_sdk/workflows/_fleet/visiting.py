"""What is done in a scope: its analyzers are listed, and each that is active is read."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from aa_sdk._error_text import harmless
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import AnalyzerSummary
from aa_sdk.workflows._fleet.problems import (
    NoAnalyzer,
    NotActive,
    ScopeProblem,
    graver,
    problem_of,
)
from aa_sdk.workflows._fleet.repeats import FirstRegion
from aa_sdk.workflows._fleet.results import ScopeOutcome
from aa_sdk.workflows._fleet.scopes import ACTIVE, Scope


class Counts(NamedTuple):
    """How many findings of an analyzer there were."""

    given: int = 0
    repeated: int = 0
    problem: ScopeProblem | None = None
    """What cut it off."""


Read = Callable[[AnalyzerSummary], Awaitable[Counts]]
"""Reads an analyzer. What is wrong there alone is in the counts; what it raises ends the sweep."""


async def analyzers_of(
    client: AccessAnalyzerClient, scope: Scope
) -> tuple[Sequence[AnalyzerSummary], ScopeProblem | None]:
    """List the analyzers of a scope, and say what is wrong there.

    Raises:
        AccessAnalyzerError: All scopes would meet it.
    """
    if scope.account_status != ACTIVE:
        return (), NotActive((f"the account is {harmless(scope.account_status)}",))
    try:
        analyzers = await client.list_analyzers().collect()
    except AccessAnalyzerError as error:
        return (), problem_of(error, scope)
    if not analyzers:
        return (), NoAnalyzer()
    idle = tuple(_idle(one) for one in analyzers if one.status != ACTIVE)
    return analyzers, NotActive(idle) if idle else None


async def visit(
    client: AccessAnalyzerClient, scope: Scope, read: Read, first: FirstRegion | None
) -> ScopeOutcome:
    """Read the active analyzers of a scope, one after the other.

    Args:
        client: The scope's client.
        scope: The scope.
        read: Reads an analyzer.
        first: Says where unused access is read; None for everywhere.

    Raises:
        AccessAnalyzerError: All scopes would meet it.
    """
    active: list[AnalyzerSummary] = []
    try:
        analyzers, problem = await analyzers_of(client, scope)
        active = [one for one in analyzers if one.status == ACTIVE]
    finally:
        if first is not None:
            first.tell(scope.region, active)  # in any case, for others wait for it
    given = repeated = elsewhere = 0
    for analyzer in active:
        is_read = first is None or await first.has(scope.region, analyzer)
        if not is_read:
            elsewhere += 1
            continue
        counts = await read(analyzer)
        given, repeated = given + counts.given, repeated + counts.repeated
        problem = graver(problem, counts.problem)
    return ScopeOutcome(
        scope.account, scope.region, problem, given, repeated, len(analyzers), elsewhere
    )


def _idle(analyzer: AnalyzerSummary) -> str:
    reason = analyzer.status_reason
    why = f" ({harmless(reason.code)})" if reason is not None else ""
    return f"analyzer {harmless(analyzer.name)} is {harmless(analyzer.status)}{why}"
