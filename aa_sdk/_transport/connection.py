"""A connection to the service: made once, at the first call, and off the event loop."""

import threading
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import anyio
import anyio.to_thread
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.model import OperationNotFoundError, ServiceModel

from aa_sdk._transport.calls import Attempts
from aa_sdk._transport.configuration import TransportName, client_config
from aa_sdk._transport.data_files import DataFiles
from aa_sdk._transport.error_mapping import AsOurs
from aa_sdk._transport.event_loops import current_loop, is_over, is_running
from aa_sdk._transport.hooks import BODY, keep_body
from aa_sdk._transport.obstacles import Emitter
from aa_sdk._transport.request_checks import check
from aa_sdk._transport.request_schema import Accepts, acceptor
from aa_sdk._transport.request_words import unknown_operation
from aa_sdk._transport.retry_after import RetryAfter
from aa_sdk._transport.sending import Sending, logger
from aa_sdk._transport.settings import check_endpoint, naming_the_setting, unreadable_file
from aa_sdk.errors import (
    ClientClosedError,
    EventLoopError,
    InvalidField,
    InvalidRequestError,
)
from aa_sdk.models import ResponseMetadata

SERVICE = "accessanalyzer"


class RawResponse(NamedTuple):
    """What the service sent back."""

    body: bytes
    """The body as it came."""
    metadata: ResponseMetadata
    """Request id, status, retries and headers."""


@dataclass(frozen=True)
class Settings:
    """What a client was constructed with."""

    region_name: str | None = None
    profile_name: str | None = None
    session: AioSession | None = None
    endpoint_url: str | None = None
    aws_access_key_id: str | None = field(default=None, repr=False)
    aws_secret_access_key: str | None = field(default=None, repr=False)
    aws_session_token: str | None = field(default=None, repr=False)
    config: AioConfig | None = None
    transport: TransportName = "auto"


class _Link:
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
        # anyio would look for the event loop at each scope, which costs more than the scope.
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
                self.client = None
                with anyio.CancelScope(shield=True):
                    await client.close()

        self._opened = opened()
        await anext(self._opened)
        self.client = client
        self.methods = {api: method for method, api in client.meta.method_to_api_mapping.items()}

    def begin(self) -> anyio.CancelScope:
        """Note a call; its scope is cancelled when the client is closed."""
        scope = self._new_scope()
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
            await self._opened.aclose()


class _ServiceFiles(NamedTuple):
    """What was read from botocore's files, which serves every event loop."""

    loader: Any
    model: Any


class Connection:
    """Makes calls, connecting at the first; nothing is read or opened before."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.region_name = settings.region_name
        """The Region: as given, or, once connected, as found."""
        self.checks_requests: bool = getattr(settings.config, "parameter_validation", True)
        self._files: _ServiceFiles | None = None
        self._acceptors: dict[str, Accepts | None] = {}
        self._link: _Link | None = None
        self._closed = False
        # Held for a moment only, when threads come to a fresh client together.
        self._guard = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether there is something to close."""
        return self._link is not None and self._link.client is not None

    async def violations(self, operation: str, params: Mapping[str, Any]) -> list[InvalidField]:
        """Check a request in wire form against the service model.

        Args:
            operation: The operation's name.
            params: The members under their wire names.

        Returns:
            Every violation; empty when the request may be sent, and always when the config
            says `parameter_validation=False`.

        Raises:
            InvalidRequestError: The installed botocore does not know the operation.
            ClientClosedError: The client is closed.
            EventLoopError: The client belongs to another event loop.
        """
        accepts = self._acceptors.get(operation)
        if accepts is not None and accepts(params):  # a closed client is refused by `call`
            return []
        shape = (await self._operation_model(operation)).input_shape
        if not self.checks_requests:
            return []
        if accepts is None:
            # Made when it is needed again, for making it takes as long as a few thorough checks.
            is_known = operation in self._acceptors
            self._acceptors[operation] = acceptor(shape) if is_known else None
        return list(check(shape, params))

    async def call(self, operation: str, params: Mapping[str, Any]) -> RawResponse:
        """Send one request and return the bytes of the response.

        Args:
            operation: The operation's name.
            params: The members under their wire names.

        Returns:
            The body as it came, with how it came.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        link = self._link_here()
        with AsOurs(operation, link):
            parsed = await self._sent(link, operation, params)
        metadata = parsed["ResponseMetadata"]
        return RawResponse(
            parsed.get(BODY) or b"{}",
            ResponseMetadata(
                metadata.get("RequestId"),
                metadata["HTTPStatusCode"],
                metadata.get("RetryAttempts", 0),
                metadata["HTTPHeaders"],
            ),
        )

    async def aclose(self) -> None:
        """Close what is open. Calls under way end, and later ones fail, with `ClientClosedError`.

        Raises:
            EventLoopError: The client serves another event loop, which runs now: only there
                can it be closed.
        """
        link = self._link
        here = link is None or link.loop is current_loop()
        if link is not None and not here and not link.is_free:
            raise EventLoopError
        self._closed, self._link = True, None
        # Of another loop that is over, or waits to go on, the connections are closed by that
        # loop itself: see `_Link.open`.
        if link is not None and here:
            await link.close()

    async def _sent(self, link: _Link, operation: str, params: Mapping[str, Any]) -> Any:
        """Send a request, until the client is closed.

        A call may be anywhere when that happens: connecting, waiting for a response, or between
        two attempts. Cancelling ends it in each of these places, and the scope is the call's own
        and swallows its own cancellation alone. So a call that was cancelled from outside stays
        cancelled, and one that was cancelled by closing comes out below the block.
        """
        scope = link.begin()
        try:
            with scope:
                client = await self._connected(link)
                started = time.perf_counter()
                parsed = await getattr(client, link.methods[operation])(**params)
                elapsed = (time.perf_counter() - started) * 1000
                request_id = parsed["ResponseMetadata"].get("RequestId")
                logger.debug("%s: request %s took %.1f ms", operation, request_id, elapsed)
                return parsed
        except Exception:
            # What goes wrong in a call whose client was closed meanwhile goes wrong because the
            # connection was taken from under it.
            if self._closed:
                raise ClientClosedError from None
            raise
        finally:
            link.end(scope)
        raise ClientClosedError  # which is what its scope was cancelled for

    def _link_here(self) -> _Link:
        """Return what belongs to the running event loop, made afresh if another one is over."""
        if self._closed:
            raise ClientClosedError
        loop, link = current_loop(), self._link
        if link is None or link.loop is not loop:
            with self._guard:
                link = self._link
                if link is None or is_over(link.loop):
                    link = self._link = _Link(loop, self.settings.session)
            if link.loop is not loop:
                raise EventLoopError
        return link

    async def _operation_model(self, operation: str) -> Any:
        if self._closed:
            raise ClientClosedError
        files = self._files or await self._read(self._link_here())
        try:
            return files.model.operation_model(operation)
        except OperationNotFoundError:
            reason = unknown_operation(operation, files.model.operation_names)
            raise InvalidRequestError(InvalidField("operation", reason, operation)) from None

    async def _read(self, link: _Link) -> _ServiceFiles:
        """Have a session, and its files read, which takes a worker thread a while."""
        async with link.lock:
            if self._files is None or link.session is None:
                self._files = await self._read_in_thread(link, self._files)
            return self._files

    async def _read_in_thread(self, link: _Link, known: _ServiceFiles | None) -> _ServiceFiles:
        profile, loader = self.settings.profile_name, known and known.loader
        with AsOurs("connect"):
            link.session, files = await anyio.to_thread.run_sync(
                _open_session, link.session, profile, loader
            )
        return files

    async def _connected(self, link: _Link) -> Any:
        if link.client is None:
            if self._files is None or link.session is None:
                await self._read(link)
            async with link.lock:
                if link.client is None:
                    await self._connect(link, link.session)
        return link.client

    async def _connect(self, link: _Link, session: Any) -> None:
        settings = self.settings
        config = client_config(session, settings.config, settings.transport)
        if settings.session is None:
            # What the session's credential providers run on too, which under Trio decides.
            library = config.http_session_cls
            session.set_default_client_config(AioConfig(http_session_cls=library))
        retry_after = RetryAfter(anyio.current_time, anyio.sleep)
        sending = Sending(Attempts(retry_after))
        own = sending.session_class(config.http_session_cls)
        client = await self._created(session, config.merge(AioConfig(http_session_cls=own)))
        _register(client.meta.events, retry_after, sending)
        if self._closed:  # closed while this was connecting
            await client.close()
            raise ClientClosedError
        await link.open(client)
        self.region_name = client.meta.region_name or self.region_name

    async def _created(self, session: Any, config: Any) -> Any:
        """Create the botocore client, and say which setting is wrong where botocore does not."""
        settings = self.settings
        with naming_the_setting(session):
            check_endpoint(session, settings.endpoint_url, config)
            context = session.create_client(
                SERVICE,
                region_name=settings.region_name,
                endpoint_url=settings.endpoint_url,
                aws_access_key_id=settings.aws_access_key_id,
                aws_secret_access_key=settings.aws_secret_access_key,
                aws_session_token=settings.aws_session_token,
                config=config,
            )
            return await context.__aenter__()


def new_session(profile_name: str | None = None, loader: Any = None) -> AioSession:
    """Return a session whose clients may take the short way; with a loader, or one of its own."""
    session: Any = AioSession(profile=profile_name, event_hooks=Emitter())
    session.lazy_register_component(
        "data_loader", lambda: loader or DataFiles(session.get_config_variable("data_path"))
    )
    return session


def _register(events: Any, retry_after: RetryAfter, sending: Sending) -> None:
    """Attach what is ours to the events of one client.

    The client's, not the session's: a session may be shared with clients that want botocore as
    it is. Of several handlers at `needs-retry` botocore takes the first that does not say None,
    and its own says whether to retry. At `request-created` it signs, and a signature is good for
    five minutes from then on, however long the request waits. So both of ours come first: the
    veto wins, and the wait is over before the signature is made.
    """
    events.register("before-parse.accessanalyzer", keep_body)
    events.register_first("needs-retry.accessanalyzer", retry_after.veto)
    sending.attach(events)


def _open_session(session: Any, profile_name: str | None, known: Any) -> tuple[Any, _ServiceFiles]:
    """Read from disk what constructing a client would otherwise read on the event loop.

    The loader of an earlier session, `known`, has read it already.
    """
    if session is None:
        session = new_session(profile_name, known)
    try:
        with naming_the_setting(session):
            loader = session.get_component("data_loader")
            for name in ("endpoints", "partitions", "sdk-default-configuration"):
                loader.load_data(name)
            loader.load_service_model(SERVICE, "endpoint-rule-set-1")
            model = loader.load_service_model(SERVICE, "service-2")
            session.get_scoped_config()
    except OSError as error:  # there is no network yet
        raise InvalidRequestError(unreadable_file(error)) from error
    return session, _ServiceFiles(loader, ServiceModel(model, SERVICE))
