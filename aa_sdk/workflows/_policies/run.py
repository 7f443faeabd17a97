"""The work itself: batches decided in worker threads, and tasks that ask the service the rest.

The documents are walked on the event loop, for an iterator may belong to the thread that made it,
and never for longer than a moment. A batch goes to a worker thread, which stops when its time is
up, so that neither a cancellation nor progress waits for a count of documents that may be large or
small ones. What is open goes to the tasks; where they lag behind, no more is decided.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator

import anyio
import anyio.to_thread
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from aa_sdk.client import AccessAnalyzerClient, CallEvent
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows._policies.deciding import Decided, Decider
from aa_sdk.workflows._policies.inquiry import Inquiry, Named
from aa_sdk.workflows._policies.outcomes import PolicyCheckFailed, PolicyOutcome
from aa_sdk.workflows._policies.questions import PolicyQuestion
from aa_sdk.workflows._policies.results import PolicyResult
from aa_sdk.workflows._policies.service import Service
from aa_sdk.workflows._policies.tally import Tally
from aa_sdk.workflows._tasks import first_error

_BATCH_SECONDS = 0.05
_TURN_SECONDS = 0.001
_WALK_SECONDS = 0.002
_MOST_AT_ONCE = 500
_MOST_OPEN = 256

_Open = tuple[int, Decided]


class Run:
    """Checks documents.

    Args:
        inquiry: What is asked of each.
        client: Who is asked what is undecided here; None for nobody.
        meter: Counts documents.
        concurrency: How many calls are under way at most.
        clock: Tells the seconds by which batches are measured.
    """

    def __init__(
        self,
        inquiry: Inquiry,
        client: AccessAnalyzerClient | None,
        meter: Meter,
        *,
        concurrency: int,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._decider = Decider(inquiry, has_service=client is not None)
        self._meter = meter
        self._concurrency = concurrency
        self._clock = clock
        self._service: Service | None = None
        if client is not None:
            self._service = Service(client.paced().with_options(on_call=self._count_call))
        self._pending = deque[Named]()
        self._is_left = False
        self._results: list[PolicyResult | None] = []
        self.tally: Tally = Tally()
        """What it took."""

    async def __call__(self, documents: Iterator[Named]) -> list[PolicyResult]:
        """Check documents.

        Args:
            documents: The documents, each with its name.

        Returns:
            What became of each, in their order.

        Raises:
            Exception: The run could not go on, or `documents` raised it.
        """
        send, receive = anyio.create_memory_object_stream[_Open](_MOST_OPEN)
        self._meter.update()
        try:
            async with send, receive, anyio.create_task_group() as tasks:
                if self._service is not None:
                    for _ in range(self._concurrency):
                        tasks.start_soon(self._ask_all, self._service, receive)
                await self._decide_all(documents, send)
                send.close()
        except BaseExceptionGroup as error:
            raise first_error(error) from None
        finally:
            self._is_left = True
        self._meter.total = len(self._results)
        return [result for result in self._results if result is not None]

    def _count_call(self, event: CallEvent) -> None:
        self._meter.count_call(event)
        self.tally.calls += 1

    async def _decide_all(
        self, documents: Iterator[Named], send: MemoryObjectSendStream[_Open]
    ) -> None:
        """Decide all documents here, and send on what is open."""
        limiter = anyio.CapacityLimiter(1)
        while self._take(documents):
            batch = await anyio.to_thread.run_sync(
                self._decide_batch, limiter=limiter, abandon_on_cancel=True
            )
            for decided in batch:
                place = len(self._results)
                self._results.append(None)
                if decided.is_open:
                    await send.send((place, decided))
                else:
                    self._finish(place, decided, {})
            self._meter.update()

    def _take(self, documents: Iterator[Named]) -> bool:
        """Take documents for a batch; tell whether there are any."""
        end = self._clock() + _WALK_SECONDS
        while len(self._pending) < _MOST_AT_ONCE:
            document = next(documents, None)
            if document is None:
                break
            self._pending.append(document)
            if self._clock() >= end:
                break
        return bool(self._pending)

    def _decide_batch(self) -> list[Decided]:
        """Decide documents until the time is up; in a worker thread, which may be left alone."""
        now = self._clock()
        end, turn = now + _BATCH_SECONDS, now + _TURN_SECONDS
        batch: list[Decided] = []
        while self._pending and not self._is_left:
            batch.append(self._decider.decide(*self._pending.popleft()))
            now = self._clock()
            if now >= end:
                break
            if now >= turn:
                # Else the event loop would wait 5 ms until the interpreter is taken from here.
                time.sleep(0)
                turn = now + _TURN_SECONDS
        return batch

    async def _ask_all(self, service: Service, receive: MemoryObjectReceiveStream[_Open]) -> None:
        async for place, decided in receive:
            outcomes: dict[PolicyQuestion, tuple[PolicyOutcome, bool]] = {}
            for name, answer in decided.answers.items():
                if answer.asked is not None:
                    outcomes[name] = await service.ask(answer.asked)
            self._finish(place, decided, outcomes)
            self._meter.update()

    def _finish(
        self,
        place: int,
        decided: Decided,
        by_service: dict[PolicyQuestion, tuple[PolicyOutcome, bool]],
    ) -> None:
        """Keep what became of a document, and count it."""
        outcomes: dict[PolicyQuestion, PolicyOutcome] = {}
        for name, answer in decided.answers.items():
            outcome, is_known = by_service.get(name, (answer.outcome, answer.is_known))
            asked = answer.asked if name in by_service and not is_known else None
            calls = len(asked.here.open) if asked is not None else 0
            outcomes[name] = outcome
            self.tally.count(outcome, is_known=is_known, calls_avoided=answer.calls - calls)
        self._results[place] = PolicyResult.of(decided.name, decided.policy_type, outcomes)
        if any(isinstance(outcome, PolicyCheckFailed) for outcome in outcomes.values()):
            self._meter.failed += 1
        else:
            self._meter.done += 1
