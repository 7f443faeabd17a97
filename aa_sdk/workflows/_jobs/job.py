"""What all jobs have in common: how they are waited for."""

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Generator
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeGuard, TypeVar

import anyio
import anyio.lowlevel

from aa_sdk._display.layout import Card, Content, Face, Span, Style
from aa_sdk._display.shown import Shown
from aa_sdk._event_loops import current_loop
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import (
    InvalidField,
    InvalidRequestError,
    JobFailedError,
    JobTimeoutError,
    ResourceNotFoundException,
    ResponseDecodeError,
    ServiceError,
    TransportError,
)
from aa_sdk.models import Response
from aa_sdk.workflows._jobs.polling import Polling

ResultT = TypeVar("ResultT")

_PollError: TypeAlias = ServiceError | TransportError | ResponseDecodeError

_PATIENCE: Final = 600
"""Seconds for which polls may fail one after the other; as long as a pace repeats a call."""

_LAST_POLL: Final = 5
"""Seconds that the poll at a deadline may take."""

_SETTLING: Final = 10
"""Seconds after which whatever was just started can be found."""


class Look(NamedTuple, Generic[ResultT]):
    """What a poll has found."""

    status: Any
    """The job's status."""
    response: Response | None = None
    """What the service answered; None where it does not know the job yet."""
    result: ResultT | None = None
    """What has come of the job, once it has succeeded."""
    failure: str | None = None
    """Why it failed, once it has."""
    cause: Exception | None = None
    """What says so where that is no answer: the service does not know the job any more."""

    @property
    def is_end(self) -> bool:
        """Whether the job is over."""
        return self.result is not None or self.failure is not None


class _Watch:
    """The polls of a job on one event loop, whose clock its times are of."""

    def __init__(self, polling: Polling, loop: object) -> None:
        self.loop = loop
        self.delays = polling.delays()
        self.lock = anyio.Lock(fast_acquire=True)
        """Behind which one task polls, and the others in line wait for what it finds."""
        self.began = self.due = anyio.current_time()
        self.polled_at = -math.inf
        self.error: _PollError | None = None
        """Why the last poll was missed, or refused for good; None if it went well."""

    def plan(self) -> None:
        """Set when the next poll is due."""
        self.due = anyio.current_time() + max(next(self.delays), _wait_after(self.error))


class Job(Shown, ABC, Generic[ResultT]):
    """Work that the service does in the background, to be waited for.

    ```python
    job = await PolicyGenerationJob.start(client, policy_generation_details=details)
    result = await job
    ```

    `start` of each kind begins one; its constructor, which does no I/O, takes up one that was begun
    before, in another process too. A job may be awaited any number of times, by many tasks at once,
    which share its polls, and after it is over, which costs no call. Waiting may be cut off at any
    time: the job goes on at the service, and can be awaited again.
    """

    _underway: str
    """The status of a job that the service does not know yet."""
    _grace: float = 0
    """Seconds for which a job that the service does not know is one it does not know yet."""
    _longest_wait: float = math.inf
    """Seconds after which a wait without a timeout makes its last poll."""

    def __init__(self, client: AccessAnalyzerClient, job_id: str, polling: Polling) -> None:
        self._client = client.paced()
        self._id = job_id
        self._polling = polling
        self._watch: _Watch | None = None
        self._last: Response | None = None
        self._end: Look[ResultT] | None = None

    @property
    def id(self) -> str:
        """What the job goes by: see the constructor of its kind."""
        return self._id

    def __repr__(self) -> str:
        """Show how to take the job up again."""
        return f"{type(self).__name__}(client, {', '.join(self._named())})"

    def _face(self) -> Face:
        state, reason = self._state
        rows: list[tuple[str, Content]] = [("id", self._id)]
        rows += [("because", reason)] * bool(reason)
        rows += [("to wait", "await job")] * (self._end is None)
        rows.append(("take it up", repr(self)))
        accent: Style = "public" if reason else "good" if self._end else "plain"
        return [Card(_words(type(self).__name__), rows, Span(state, "badge"), accent)]

    @property
    def _state(self) -> tuple[str, str]:
        """What is known of its state, and why it failed; nothing is asked for it."""
        if self._end is None:
            return ("underway when last asked" if self._last else "not asked yet"), ""
        if self._end.failure is None:
            return "done", ""
        return "failed", self._end.failure

    def __await__(self) -> Generator[Any, None, ResultT]:
        """Wait for the job, as `wait()` does."""
        return self.wait().__await__()

    @abstractmethod
    async def status(self) -> str:
        """Ask once how far the job is."""

    async def wait(self, timeout: float | None = None) -> ResultT:  # noqa: ASYNC109 (its end is an error of the job's)
        """Wait for the job to end.

        A poll that fails as calls do now and then (throttled, a failure of the service, no answer,
        an unreadable one) is missed, and the next one is made in its turn. That goes on for 10
        minutes without a poll that goes well; then the error of the last one is raised.

        Args:
            timeout: Seconds to wait, from 0 up; 0 polls once. The last poll is made when they are
                over, and given 5 seconds more. Default: no limit; an hour for scans.

        Returns:
            What has come of the job.

        Raises:
            JobFailedError: The service reports that the job failed, or the job is gone.
            JobTimeoutError: It did not end in time. It goes on at the service.
            InvalidRequestError: `timeout` is no number from 0 up, or what the job goes by cannot
                be; nothing was sent.
            ResourceNotFoundException: There is no such job.
            AccessAnalyzerError: A poll failed for good, or all of them did for 10 minutes.
        """
        _check(timeout)
        await anyio.lowlevel.checkpoint()
        watch = self._watched()
        seconds = self._longest_wait if timeout is None else timeout
        until = anyio.current_time() + seconds
        with anyio.CancelScope(deadline=math.inf if timeout is None else until):
            await self._follow(watch, until)
        if self._end is None:
            with anyio.move_on_after(_LAST_POLL):
                await self._poll(watch, until)
        if self._end is None:
            how = f"not done within {seconds:g} s; it goes on at the service, to wait on: "
            raise JobTimeoutError(self.id, f"{how}await {self!r}", self._last) from watch.error
        if self._end.result is None:
            end = self._end
            raise JobFailedError(self.id, str(end.failure), end.response) from end.cause
        return self._end.result

    @abstractmethod
    async def _look(self) -> Look[ResultT]:
        """Ask the service."""

    @abstractmethod
    def _named(self) -> tuple[str, ...]:
        """Write the arguments of the constructor, but for the client."""

    def _begun(self) -> None:
        """Take note that the job has just been started."""
        self._grace = max(self._grace, _SETTLING)
        self._watched().plan()

    def _watched(self) -> _Watch:
        loop = current_loop()
        if self._watch is None or self._watch.loop is not loop:
            self._watch = _Watch(self._polling, loop)
        return self._watch

    async def _follow(self, watch: _Watch, until: float) -> None:
        """Poll whenever it is due until the job or the time is over."""
        failing_since = math.inf
        while self._end is None and anyio.current_time() < until:
            due = watch.due
            await anyio.sleep_until(due)
            asked = anyio.current_time()
            await self._poll(watch, due)
            failing_since = math.inf if watch.error is None else min(failing_since, asked)
            if watch.error is not None and anyio.current_time() >= failing_since + _PATIENCE:
                raise watch.error

    async def _poll(self, watch: _Watch, since: float) -> None:
        """Poll, unless another task has done so at `since` or later.

        Raises:
            ServiceError: The poll was not missed but refused for good, whoever made it.
        """
        async with watch.lock:
            if self._end is None and watch.polled_at < since:
                began = max(anyio.current_time(), since)
                try:
                    await self._seen(watch)
                except (ServiceError, TransportError, ResponseDecodeError) as error:
                    watch.error = error
                else:
                    watch.error = None
                watch.polled_at = began
                watch.plan()
        if self._end is None and _is_final(watch.error):
            raise watch.error

    async def _status(self) -> Any:
        """Ask once, and take note if the job is over."""
        look = await self._seen(self._watched())
        if look.cause is not None:
            raise look.cause
        return look.status

    async def _seen(self, watch: _Watch) -> Look[ResultT]:
        try:
            look = await self._look()
        except ResourceNotFoundException as missing:
            if anyio.current_time() < watch.began + self._grace:
                return Look[ResultT](self._underway)
            if self._last is None:
                raise
            why = reason(missing.code, missing.message)
            look = Look[ResultT](self._underway, self._last, failure=why, cause=missing)
        self._last = look.response
        if look.is_end and self._end is None:
            self._end = look
        return look


def _words(name: str) -> str:
    """Return `Policy generation job` for `PolicyGenerationJob`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def reason(code: str, message: str = "") -> str:
    """Return a code, with the message that comes with it if there is one."""
    return f"{code}: {message}" if message else code


def _is_final(error: _PollError | None) -> TypeGuard[ServiceError]:
    """Tell whether every other poll would be refused for the same reason."""
    return isinstance(error, ServiceError) and not error.retryable


def _wait_after(error: _PollError | None) -> int:
    """Return the seconds the service asks to wait after a poll that was missed."""
    asked = error.retry_after_seconds if isinstance(error, ServiceError) else None
    return min(asked or 0, _PATIENCE)


def _check(timeout: Any) -> None:
    if timeout is None:
        return
    is_number = isinstance(timeout, int | float) and not isinstance(timeout, bool)
    if not (is_number and 0 <= timeout < math.inf):
        words = "must be a number of seconds from 0 up, or None for no limit"
        raise InvalidRequestError(InvalidField("timeout", words, timeout))
