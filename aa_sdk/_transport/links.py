"""What belongs to one event loop: a session and its client, and the calls under way."""

from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

import anyio
from aiobotocore.session import AioSession

from aa_sdk._event_loops import is_running


class Link:
    """What belongs to one event loop: a session and its client, and the calls under way.

    Locks, sockets and the refreshing of credentials are bound to the event loop on which they
    were begun, and a client may outlive its loop: scripts run `asyncio.run` twice, notebooks
    start anew. So what is bound is kept here, apart from what is not (the settings, the service
    model, the read files), and the next loop gets a link of its own.
    """

    def __init__(self, loop: Any, session: AioSession | None) -> None:
        self.loop = loop
        self.lock = anyio.Lock()
        self.session: Any = session
        self.client: Any = None
        self.methods: Mapping[str, str] = {}
        # anyio would look for the event loop each time, which costs more than what is done there.
        self.clock: Callable[[], float] = getattr(loop, "time", anyio.current_time)
        self._new_scope: Callable[[], anyio.CancelScope] = type(anyio.CancelScope())
        self._opened: AsyncGenerator[None] | None = None
        self._under_way: set[anyio.CancelScope] = set()
        self._idle: anyio.Event | None = None

    @property
    def is_free(self) -> bool:
        """Whether the loop does not run, or has nothing of this to do."""
        return not is_running(self.loop) or (self.client is None and not self._under_way)

    async def open(self, client: Any) -> None:
        """Take over a client, to be closed by `close`, or together with the event loop.

        At its end a loop closes the asynchronous generators that were begun on it, while it
        can still close sockets. Later nobody can.
        """

        async def opened() -> AsyncGenerator[None]:
            try:
                yield
            finally:
                await self._close_client()

        self._opened = opened()
        await anext(self._opened)
        self.client = client
        self.methods = {api: method for method, api in client.meta.method_to_api_mapping.items()}

    def begin(self, timeout: float | None) -> anyio.CancelScope:
        """Note a call; its scope is cancelled when its time is up, or the client is closed."""
        scope = self._new_scope()
        if timeout is not None:
            scope.deadline = self.clock() + timeout
        self._under_way.add(scope)
        return scope

    def end(self, scope: anyio.CancelScope) -> None:
        """Note that a call is over."""
        self._under_way.discard(scope)
        if self._idle is not None and not self._under_way:
            self._idle.set()

    async def close(self) -> None:
        """End the calls under way, then close the client."""
        for scope in tuple(self._under_way):
            scope.cancel()
        if self._opened is None:
            return
        try:
            # Not shielded: a call that closes its own client would wait for itself.
            if self._under_way:
                self._idle = anyio.Event()
                await self._idle.wait()
        finally:
            # None where the loop is at its end, and has begun to close it already; if the loop only
            # comes to that meanwhile, it has nothing left to do.
            if self.client is not None:
                await self._close_client()
                await self._opened.aclose()

    async def _close_client(self) -> None:
        """Close the client, once."""
        client, self.client = self.client, None
        if client is not None:
            with anyio.CancelScope(shield=True):
                await client.close()
