"""Whole findings, many at a time: what a listing leaves out, read finding by finding."""

from collections.abc import AsyncIterable, Callable, Iterable, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Self

import anyio
import anyio.abc

from aa_sdk._display.layout import Card, Content, Face, Note, Span
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import short_arn
from aa_sdk._lazy import hide_imports
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import (
    AccessAnalyzerError,
    ClientClosedError,
    CredentialsError,
    EventLoopError,
    InvalidRequestError,
    ResourceNotFoundException,
)
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response
from aa_sdk.operations._call_words import explains_call
from aa_sdk.progress import Progress
from aa_sdk.workflows._arguments import check_concurrency
from aa_sdk.workflows._hydration.results import (
    Gone,
    Hydrated,
    HydrationFailed,
    HydrationReport,
    HydrationResult,
)
from aa_sdk.workflows._hydration.run import Run
from aa_sdk.workflows._hydration.source import Item, Source, id_of
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows._tasks import leave

__all__ = (
    "Gone",
    "Hydrated",
    "Hydration",
    "HydrationFailed",
    "HydrationReport",
    "HydrationResult",
    "HydrationStream",
    "hydrate",
)
hide_imports(__name__)

_WAY_OUT = (
    "write `async with hydrate(…) as results:` and, in the block, `async for result in results:`"
)
_EACH = "take them by async for"
_USED = "this has run already, or is running: call hydrate(…) again for another run"
_OVER = (
    "the block of this run is over: use `async for` inside of `async with hydrate(…) as results:`"
)


@explains_call
def hydrate(
    client: AccessAnalyzerClient,
    *,
    analyzer_arn: str,
    findings: AsyncIterable[FindingSummaryV2 | str] | Iterable[FindingSummaryV2 | str],
    concurrency: int = 32,
    ordered: bool = False,
    skip: Iterable[str] = (),
    on_progress: Callable[[Progress], object] | None = None,
) -> "Hydration":
    """Read many findings with their details, as fast as the service lets through.

    ```python
    listing = client.list_findings_v2(analyzer_arn=arn)
    async with hydrate(client, analyzer_arn=arn, findings=listing) as results:
        async for result in results:
            match result:
                case Hydrated(summary, finding): ...
                case HydrationFailed(id, error): ...
                case Gone(id): ...

    report = await hydrate(client, analyzer_arn=arn, findings=listing).collect()
    ```

    Calls go at the client's pace; it gets one where it has none. Nothing is sent before the block
    is entered. While results are not taken, no more is read: no more than `concurrency` findings
    are ahead of what was taken, and of the listing no page before one is needed. Leaving the
    block, in whichever way, ends everything that is under way.

    Args:
        client: The client to read with.
        analyzer_arn: ARN of the analyzer whose findings they are.
        findings: Which findings: a listing of `client.list_findings_v2`, or any iterable or async
            iterable of what that lists, of ids, or of both. What comes twice is read once.
        concurrency: How many findings are read at a time; 1 or more.
        ordered: Whether results come in the order of `findings`, each after those before it.
            Default: as they come.
        skip: Ids of findings that are not to be read, such as those that an earlier run has read.
        on_progress: Is called with a `Progress` at the beginning, about ten times a second at
            most, and once at the end, on the event loop: it must return at once. What it raises
            is logged.

    Returns:
        The run, to be entered by `async with` or collected.

    Raises:
        InvalidRequestError: An argument cannot be used: findings that are not of the second
            version, a listing of another analyzer, a single text. What cannot be seen before it is
            reached is refused while iterating.
    """
    check_concurrency(concurrency)
    source, meter = Source(findings, skip, analyzer_arn), Meter(on_progress)
    reader = client.with_options(on_call=meter.count_call)
    read = partial(_read, reader, analyzer_arn)
    run = partial(Run, read, source, meter, concurrency=concurrency, ordered=ordered)
    plan = [
        ("analyzer", short_arn(analyzer_arn)),
        ("findings", "as listed" if source.total is None else f"{source.total:,}"),
        ("at a time", f"{concurrency:,}{', in order' if ordered else ''}"),
    ]
    return Hydration(client, run, meter, plan)


class Hydration(Shown):
    """Findings that are to be read; made by `hydrate`.

    It runs once: inside of `async with`, which gives the results, or as a whole by `collect`.
    """

    def __init__(
        self,
        client: AccessAnalyzerClient,
        new_run: Callable[[], Run],
        meter: Meter,
        plan: Sequence[tuple[str, Content]] = (),
    ) -> None:
        self._client = client
        self._plan = plan
        self._new_run = new_run
        self._meter = meter
        self._is_used = False
        self._run: Run
        self._tasks: anyio.abc.TaskGroup

    def __repr__(self) -> str:
        return f"<Hydration: {'used' if self._is_used else 'not started'}; use async with>"

    def _face(self) -> Face:
        state = "used" if self._is_used else "not started"
        how = ("run it by", "async with … as results:, or await ….collect()")
        rows = [*self._plan, *[how] * (not self._is_used)]
        return [Card("Findings to be read whole", rows, badge=Span(state, "badge"))]

    async def __aenter__(self) -> "HydrationStream":
        if self._is_used:
            raise RuntimeError(_USED)
        self._is_used = True
        self._client.paced()
        self._run = self._new_run()  # here, for it belongs to the event loop
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        self._tasks.start_soon(self._run)
        return HydrationStream(self._run)

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._run.is_left = True
        await leave(self._tasks, exc_value)

    async def collect(self) -> HydrationReport:
        """Read all of them, and return what became of each.

        Returns:
            The findings, the failures, and what it took.

        Raises:
            AccessAnalyzerError: The run could not go on; see `HydrationStream`. What was read
                until then is lost: who wants to keep it uses `async with`.
            RuntimeError: It has run already.
        """
        found: list[GetFindingV2Response] = []
        failures: list[HydrationFailed] = []
        gone: list[Gone] = []
        started = anyio.current_time()
        async with self as results:
            async for result in results:
                match result:
                    case Hydrated():
                        found.append(result.finding)
                    case Gone():
                        gone.append(result)
                    case _:
                        failures.append(result)
        return HydrationReport(
            findings=tuple(found),
            failures=tuple(failures),
            gone=tuple(gone),
            attempts=self._meter.attempts,
            throttled=self._meter.throttled,
            elapsed=anyio.current_time() - started,
        )

    if not TYPE_CHECKING:  # checkers refuse these, and must not see them

        def __aiter__(self) -> NoReturn:
            raise TypeError(f"this run has not been entered: {_WAY_OUT}")

        def __await__(self) -> NoReturn:
            raise TypeError(
                f"a run is not awaited: write `await hydrate(…).collect()`, or {_WAY_OUT}"
            )

        __exit__ = None

        def __enter__(self) -> NoReturn:
            raise TypeError(f"a run is entered on the event loop: {_WAY_OUT}")


class HydrationStream(Shown):
    """The results of a run, each once; what `async with hydrate(…)` gives.

    Several tasks may iterate at once: each result goes to one of them.

    What concerns one finding is a result. An error that would meet all of them ends the run, and is
    raised once everything that was read has been given out: credentials that are missing or
    expired, a client that is closed or belongs to another event loop, an analyzer that does not
    exist, a listing that fails, and whatever is a mistake in a program.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def __repr__(self) -> str:
        return "<results of hydrate: use async for>"

    def _face(self) -> Face:
        state = "over" if self._run.is_left or self._run.is_over else "running"
        return [Note([Span("Results of hydrate", "strong"), Span(state, "badge"), Span(_EACH)])]

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> HydrationResult:
        while not self._run.is_left:
            result = self._run.take()
            if result is not None:
                return result
            if self._run.is_over:
                if self._run.error is not None:
                    raise self._run.error
                raise StopAsyncIteration
            await self._run.news()
        raise RuntimeError(_OVER)


async def _read(client: AccessAnalyzerClient, analyzer_arn: str, item: Item) -> HydrationResult:
    """Read one finding.

    Raises:
        Exception: What is no matter of this finding.
    """
    summary = None if isinstance(item, str) else item
    finding_id = id_of(item)
    try:
        finding = await client.get_finding_v2(analyzer_arn, finding_id)
    except (CredentialsError, ClientClosedError, EventLoopError):
        raise
    except ResourceNotFoundException as error:
        if error.resource_id == analyzer_arn:
            raise
        return Gone(finding_id, summary)
    except AccessAnalyzerError as error:
        if isinstance(error, InvalidRequestError) and any(f.path != "id" for f in error.fields):
            raise
        return HydrationFailed(finding_id, error, summary)
    return Hydrated(summary, finding)
