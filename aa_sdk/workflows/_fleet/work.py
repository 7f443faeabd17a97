"""What a sweep does in each scope: list analyzers, list findings, or bring a store up to date."""

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from aa_sdk.client import AccessAnalyzerClient, CallEvent
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import AnalyzerSummary
from aa_sdk.progress import Progress
from aa_sdk.workflows._fleet.ground import Ground
from aa_sdk.workflows._fleet.listing import Criteria, pages_of
from aa_sdk.workflows._fleet.problems import graver, problem_of
from aa_sdk.workflows._fleet.repeats import FirstRegion, Repeats
from aa_sdk.workflows._fleet.results import (
    FleetFinding,
    ScopeOutcome,
    ScopeResult,
    SyncedAnalyzer,
)
from aa_sdk.workflows._fleet.run import Give
from aa_sdk.workflows._fleet.scopes import Scope
from aa_sdk.workflows._fleet.visiting import Counts, analyzers_of, visit
from aa_sdk.workflows.store import FindingStore, StoreError, StoreInUseError
from aa_sdk.workflows.sync import sync_findings


@dataclass(frozen=True, slots=True)
class Worker:
    """Does one sweep's work in whichever scope it is sent to."""

    ground: Ground
    """What gives the clients."""
    paced: bool = True
    """Whether a scope's calls go at a pace of its own."""
    on_call: Callable[[CallEvent], object] | None = None
    """Is told of each call."""

    def client(self, scope: Scope) -> AccessAnalyzerClient:
        """Return the client of a scope."""
        return self.ground.client(scope, paced=self.paced, on_call=self.on_call)

    async def give_scope(self, scope: Scope, _: FirstRegion, give: Give[Scope]) -> None:
        """Give the scope itself, and leave it to others."""
        await give((scope,))

    async def list_analyzers(
        self, scope: Scope, _: FirstRegion, give: Give[ScopeResult]
    ) -> ScopeOutcome:
        """Give the scope's analyzers."""
        analyzers, problem = await analyzers_of(self.client(scope), scope)
        await give((ScopeResult(scope.account, scope.region, tuple(analyzers), problem),))
        return ScopeOutcome(
            scope.account, scope.region, problem, analyzers=len(analyzers), is_read=False
        )

    async def list_findings(
        self,
        criteria: Criteria,
        repeats: Repeats | None,
        scope: Scope,
        first: FirstRegion | None,
        give: Give[FleetFinding],
    ) -> ScopeOutcome:
        """Give the scope's findings that pass a filter, and were not met before."""
        client = self.client(scope)

        async def read(analyzer: AnalyzerSummary) -> Counts:
            given = repeated = 0
            try:
                async with aclosing(pages_of(client, analyzer, criteria)) as pages:
                    async for page in pages:
                        new = page if repeats is None else repeats.without(page)
                        await give(
                            [FleetFinding(scope.account, scope.region, analyzer, f) for f in new]
                        )
                        given += len(new)
                        repeated += len(page) - len(new)
            except AccessAnalyzerError as error:
                return Counts(given, repeated, problem_of(error, scope))
            return Counts(given, repeated)

        return await visit(client, scope, read, first if repeats is not None else None)

    async def sync(
        self,
        store: FindingStore,
        concurrency: int,
        scope: Scope,
        first: FirstRegion,
        give: Give[SyncedAnalyzer],
    ) -> ScopeOutcome:
        """Bring the store up to what the scope's analyzers find, and give what has changed."""
        client = self.client(scope)

        async def read(analyzer: AnalyzerSummary) -> Counts:
            last = Progress(0, 0, 0, 0, 0.0, None)

            def note(progress: Progress) -> None:
                nonlocal last
                last = progress

            try:
                changes = await sync_findings(
                    client,
                    analyzer_arn=analyzer.arn,
                    store=store,
                    concurrency=concurrency,
                    on_progress=note,
                )
            except AccessAnalyzerError as error:
                if isinstance(error, StoreError) and not isinstance(error, StoreInUseError):
                    raise  # all scopes share the store
                return Counts(last.done, problem=problem_of(error, scope))
            await give((SyncedAnalyzer(scope.account, scope.region, analyzer, changes),))
            problem = None
            for failure in changes.failures:
                problem = graver(problem, problem_of(failure.error, scope))
            return Counts(last.done, problem=problem)

        return await visit(client, scope, read, first)
