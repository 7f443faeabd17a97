"""A fleet: every account and Region swept, and none of them silently missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

import anyio
import anyio.abc

from aa_sdk._lazy import hide_imports
from aa_sdk.models.criteria import SupportsCriteria
from aa_sdk.progress import Progress
from aa_sdk.workflows._arguments import check_concurrency
from aa_sdk.workflows._fleet.alone import sweep_scope
from aa_sdk.workflows._fleet.ground import new_ground
from aa_sdk.workflows._fleet.listing import criteria_of
from aa_sdk.workflows._fleet.planning import Plan, Planner
from aa_sdk.workflows._fleet.problems import (
    Denied,
    NoAnalyzer,
    NotActive,
    RegionDisabled,
    ScopeFailed,
    ScopeProblem,
    ScopeStatus,
)
from aa_sdk.workflows._fleet.repeats import Repeats
from aa_sdk.workflows._fleet.results import (
    FleetFinding,
    FleetOutcome,
    ScopeOutcome,
    ScopeResult,
    SweptScope,
    SyncedAnalyzer,
)
from aa_sdk.workflows._fleet.run import Run, Visit
from aa_sdk.workflows._fleet.scopes import (
    OrganizationAccounts,
    Scope,
    accounts_of,
    entry_of,
    organization,
    regions_of,
)
from aa_sdk.workflows._fleet.sweep import Sweep
from aa_sdk.workflows._fleet.work import Worker
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows._syncing import check_store
from aa_sdk.workflows._tasks import leave
from aa_sdk.workflows.store import FindingStore

if TYPE_CHECKING:
    from aiobotocore.config import AioConfig
    from aiobotocore.session import AioSession

__all__ = (
    "Denied",
    "Fleet",
    "FleetFinding",
    "FleetOutcome",
    "NoAnalyzer",
    "NotActive",
    "OrganizationAccounts",
    "RegionDisabled",
    "Scope",
    "ScopeFailed",
    "ScopeOutcome",
    "ScopeProblem",
    "ScopeResult",
    "ScopeStatus",
    "Sweep",
    "SweptScope",
    "SyncedAnalyzer",
    "organization_accounts",
    "sweep_scope",
)
hide_imports(__name__)

T = TypeVar("T")


def organization_accounts(
    parents: Sequence[str] = (), *, exclude: Iterable[str] = ()
) -> OrganizationAccounts:
    """Mean the accounts of the caller's organization, as `Fleet(accounts=…)`.

    ```python
    accounts = organization_accounts(["ou-ab12-cdef3456"], exclude=["111122223333"])
    fleet = Fleet(accounts=accounts, role="AuditRole")
    ```

    They are asked of AWS Organizations when a sweep begins, which its management account and
    delegated administrators may do. Accounts that are suspended or being closed are among them, and
    end as `NotActive`.

    Args:
        parents: Ids of roots and organizational units, whose accounts at any depth are meant.
            Default: the whole organization.
        exclude: Accounts that are left out, and are in no outcome.

    Returns:
        What `accounts` of a fleet takes.

    Raises:
        InvalidRequestError: An id cannot be one.
    """
    return organization(parents, exclude)


class Fleet:
    """Every account and Region, swept in one go.

    ```python
    async with Fleet(accounts=organization_accounts(), role="AuditRole") as fleet:
        async for found in fleet.findings(filter=FindingFilter().status.eq("ACTIVE")):
            print(found.account, found.region, found.finding)
        print(fleet.outcome)
    ```

    A scope is an account and a Region. Each ends in exactly one way, and `outcome` has all of them:
    ok, no analyzer, an analyzer (or the account) that is not active, a Region that is not enabled,
    denied, failed. What concerns one scope is a problem of that scope, and the others go on. An
    error that would meet all of them ends the sweep and is raised: credentials that are missing or
    expired, accounts that may not be listed, and whatever is a mistake in a program.

    Each account is entered once, by a role that is assumed when it is needed and again before it
    expires; the caller's own account without one. All accounts share one session, and in each
    Region one connection. Scopes have a pace of their own, for the service limits each by itself.

    One sweep runs at a time: beginning another leaves the one before.
    """

    def __init__(
        self,
        *,
        session: "AioSession | None" = None,
        accounts: OrganizationAccounts | Iterable[str] | None = None,
        regions: Iterable[str] | Literal["enabled"] = "enabled",
        role: str | None = None,
        external_id: str | None = None,
        session_name: str = "aa-sdk",
        pace: bool = True,
        concurrency: int = 64,
        region_name: str | None = None,
        endpoint_url: str | None = None,
        config: "AioConfig | None" = None,
        transport: Literal["auto", "aiohttp", "httpx"] = "auto",
    ) -> None:
        """Set up a fleet; nothing is sent before a sweep begins.

        Args:
            session: An aiobotocore session with the caller's credentials. Default: a new one, with
                those of the environment.
            accounts: Account ids, or `organization_accounts()`. Default: the caller's own account.
            regions: The Regions to sweep in each account, or "enabled", the default, for those
                that the account itself says are enabled. Where it may not be asked, all Regions of
                the partition are tried.
            role: Name of the role to assume in each account, with its path if it has one, such as
                `audit/AuditRole`. Default: none, which is enough for the caller's own account.
            external_id: The external id that the roles ask for. Default: none.
            session_name: The name of the roles' sessions, which CloudTrail shows; 2 to 64
                characters. Default: `aa-sdk`.
            pace: Whether each scope's calls go at a `Pace`. Default: they do.
            concurrency: How many scopes are swept at a time; 1 or more. Default: 64.
            region_name: The home Region: that of the STS and Organizations that are asked, and the
                first to be swept in each account, so that unused access, which is the same in every
                Region, is read there if it has an analyzer for it. Default: what is configured.
            endpoint_url: Where Access Analyzer is, for emulators. Default: each Region's own.
            config: botocore's options, as for a client.
            transport: The HTTP library, as for a client.

        Raises:
            InvalidRequestError: An argument cannot be used.
        """
        check_concurrency(concurrency)
        if accounts is not None and not isinstance(accounts, OrganizationAccounts):
            accounts = accounts_of(accounts)
        entry = entry_of(role, external_id, session_name)
        self._plan = Plan(accounts, regions_of(regions), entry)
        self._ground = new_ground(region_name, session, endpoint_url, config, transport)
        self._paced = pace
        self._concurrency = concurrency
        self._planner = Planner(self._plan, self._ground)
        self._tasks: anyio.abc.TaskGroup | None = None
        self._run: Run[Any] | None = None
        self._is_left = False

    def __repr__(self) -> str:
        return f"<Fleet: {self.outcome}>"

    async def __aenter__(self) -> Self:
        if self._tasks is not None:
            raise RuntimeError("this fleet was entered before: make another one")
        await self._ground.open()
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_left = True
        try:
            if self._tasks is not None:
                await leave(self._tasks, exc_value)
        finally:
            if self._run is not None:
                self._run.leave()
            await self._ground.aclose()

    @property
    def outcome(self) -> FleetOutcome:
        """What became of the scopes of the latest sweep; while it runs, what is known by now."""
        return FleetOutcome((), is_over=False) if self._run is None else self._run.outcome

    def scopes(self) -> Sweep[Scope]:
        """Find the scopes, for others to sweep: see `sweep_scope`. Their outcome stays pending.

        ```python
        async for scope in fleet.scopes(): ...
        ```

        Returns:
            Each scope once, with how to enter its account, and without credentials.
        """
        return self._sweep(Scope, lambda worker: worker.give_scope, None, is_in_turn=True)

    def analyzers(
        self, *, on_progress: Callable[[Progress], object] | None = None
    ) -> Sweep[ScopeResult]:
        """List the analyzers of every scope.

        ```python
        async for scope in fleet.analyzers():
            match scope.problem:
                case None: print(scope.account, scope.region, [one.name for one in scope.analyzers])
                case NoAnalyzer(): print(scope.account, scope.region, "nobody looks")
                case problem: print(scope.account, scope.region, problem)
        ```

        Args:
            on_progress: Is called with a `Progress` that counts scopes, at most ten times a second.

        Returns:
            A result for each scope.
        """
        return self._sweep(ScopeResult, lambda worker: worker.list_analyzers, on_progress)

    def findings(
        self,
        *,
        filter: SupportsCriteria | Mapping[str, Any] | None = None,
        dedupe: bool = True,
        on_progress: Callable[[Progress], object] | None = None,
    ) -> Sweep[FleetFinding]:
        """List the findings of every active analyzer.

        ```python
        async for found in fleet.findings(filter=FindingFilter().status.eq("ACTIVE")):
            print(found.account, found.region, found.analyzer.name, found.finding)
        ```

        What analyzers of external access find is listed with principal, action and condition (a
        `FindingSummary`), the rest as `FindingSummaryV2`. An analyzer none of whose findings can
        have what the filter asks for is not asked.

        Args:
            filter: Which findings; the service filters. Default: all.
            dedupe: Whether what several Regions tell is given once: findings of external access to
                the same IAM resource with equal principal, condition and action, whichever comes
                first, whatever its status: ask for one by the filter; and unused access, which is
                read in one Region of an account alone. What is not given is counted, as `repeated`
                and `elsewhere`. Default: it is.
            on_progress: Is called with a `Progress` that counts scopes, at most ten times a second.

        Returns:
            The findings, as they come.

        Raises:
            InvalidRequestError: The filter cannot be used.
        """
        criteria, repeats = criteria_of(filter), Repeats() if dedupe else None

        def visit(worker: Worker) -> Visit[FleetFinding]:
            return partial(worker.list_findings, criteria, repeats)

        return self._sweep(FleetFinding, visit, on_progress)

    def sync(
        self,
        store: FindingStore,
        *,
        concurrency: int = 8,
        on_progress: Callable[[Progress], object] | None = None,
    ) -> Sweep[SyncedAnalyzer]:
        """Bring a store up to what every active analyzer finds; see `sync_findings`.

        ```python
        async with FindingStore("findings.db") as store, Fleet() as fleet:
            async for synced in fleet.sync(store):
                for change in synced.changes: ...
                await store.acknowledge(synced.changes)
        ```

        Findings that several Regions tell are kept for each, by analyzer; unused access is synced
        in one Region of an account alone.

        Args:
            store: The store, which all analyzers share.
            concurrency: How many findings of an analyzer are read at a time; 1 or more. Default: 8.
            on_progress: Is called with a `Progress` that counts scopes, at most ten times a second.

        Returns:
            For each analyzer its changes, once it is synced.

        Raises:
            InvalidRequestError: `store` is no store, or `concurrency` no number of calls.
        """
        check_store(store)
        check_concurrency(concurrency)

        def visit(worker: Worker) -> Visit[SyncedAnalyzer]:
            return partial(worker.sync, store, concurrency)

        return self._sweep(SyncedAnalyzer, visit, on_progress)

    def _sweep(
        self,
        item_type: type[Any],
        visit: Callable[[Worker], Visit[T]],
        on_progress: Callable[[Progress], object] | None,
        *,
        is_in_turn: bool = False,
    ) -> Sweep[T]:
        meter = Meter(on_progress)

        def begin() -> Run[T]:
            if self._tasks is None:
                raise RuntimeError("this fleet has not been entered: use `async with Fleet(…)`")
            if self._is_left:
                raise RuntimeError("this fleet is closed: sweep inside of its `async with`")
            if self._run is not None:
                self._run.leave()
            worker = Worker(self._ground, self._paced, on_progress and meter.count_call)
            run = Run(
                self._planner,
                visit(worker),
                meter,
                concurrency=self._concurrency,
                is_in_turn=is_in_turn,
            )
            self._run = run
            self._tasks.start_soon(run)
            return run

        return Sweep(begin, item_type)
