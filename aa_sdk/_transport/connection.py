"""A connection to the service: made once, at the first call, and off the event loop."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import anyio
import anyio.to_thread
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.model import OperationNotFoundError, ServiceModel

from aa_sdk._event_loops import current_loop, is_over
from aa_sdk._transport._failures.credentials import check_token
from aa_sdk._transport._failures.error_mapping import raise_ours
from aa_sdk._transport._failures.regions import region_of
from aa_sdk._transport._failures.settings import check_endpoint, naming_the_setting
from aa_sdk._transport._requests.checks import check
from aa_sdk._transport._requests.schema import Accepts, acceptor
from aa_sdk._transport._requests.words import unknown_operation
from aa_sdk._transport._sending.attempts import Attempts
from aa_sdk._transport._sending.hooks import BODY, keep_body
from aa_sdk._transport._sending.obstacles import Emitter
from aa_sdk._transport._sending.pacing import repeated, with_token
from aa_sdk._transport._sending.retry_after import RetryAfter
from aa_sdk._transport._sending.sending import Sending
from aa_sdk._transport.calls import CURRENT, Call, RawResponse
from aa_sdk._transport.configuration import TransportName, client_config
from aa_sdk._transport.data_files import DataFiles
from aa_sdk._transport.links import Link
from aa_sdk._transport.service_files import read_service
from aa_sdk.errors import (
    CallTimeoutError,
    ClientClosedError,
    EventLoopError,
    InvalidField,
    InvalidRequestError,
    ResponseDecodeError,
)
from aa_sdk.models import ResponseMetadata
from aa_sdk.pace import Pace

SERVICE = "accessanalyzer"

_NO_MEMBERS = b"{}"


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

    def __post_init__(self) -> None:
        _check_session(self.session)


def _check_session(given: object) -> None:
    if given is None or isinstance(given, AioSession):
        return
    reason = (
        "must be a session of aiobotocore's, such as create_session(); boto3's is none, "
        "but profile_name and access keys are taken here too"
    )
    raise InvalidRequestError(InvalidField("session", reason))


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
        self._link: Link | None = None
        self._closed = False
        self.pace: Pace | None = None
        """What calls wait for their turn at whose client does not say otherwise."""
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
            EventLoopError: The client belongs to another event loop.
        """
        accepts = self._acceptors.get(operation)
        # A closed client is refused by `call`, which those who watch are told of.
        if self._closed or (accepts is not None and accepts(params)):
            return []
        shape = (await self._operation_model(operation)).input_shape
        if not self.checks_requests:
            return []
        if accepts is None:
            # Made when it is needed again, for making it takes as long as a few thorough checks.
            is_known = operation in self._acceptors
            self._acceptors[operation] = acceptor(shape) if is_known else None
        return list(check(shape, params))

    async def call(self, params: Mapping[str, Any], call: Call) -> RawResponse:
        """Send one request and return the bytes of the response.

        Args:
            params: The members under their wire names.
            call: Which operation, with what options; attempts are counted on it.

        Returns:
            The body as it came, with how it came.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        link = self._link_here()
        call.clock, call.started = link.clock, link.clock()
        current = CURRENT.set(call)
        try:
            parsed = await self._sent(link, params, call)
        except Exception as error:
            raise_ours(error, call.operation, link)
            raise
        finally:
            CURRENT.reset(current)
        metadata = parsed["ResponseMetadata"]
        call.metadata = ResponseMetadata(
            metadata.get("RequestId"),
            metadata["HTTPStatusCode"],
            call.attempts - 1,
            metadata["HTTPHeaders"],
            call.throttled_attempts,
        )
        body: bytes = parsed.get(BODY, _NO_MEMBERS)
        if not body:
            body = await self._said_by_nothing(call.operation, call.metadata.request_id)
        return RawResponse(body, call.metadata)

    async def _said_by_nothing(self, operation: str, request_id: str | None) -> bytes:
        """Return what an empty body says: that there are no members, where there can be none.

        Raises:
            ResponseDecodeError: The operation gives something, so the body was lost on its way.
        """
        output = (await self._operation_model(operation)).output_shape
        if output is not None and output.members:
            raise ResponseDecodeError(operation, request_id, ("the body is empty",))
        return _NO_MEMBERS

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
        # loop itself: see `Link.open`.
        if link is not None and here:
            await link.close()

    async def _sent(self, link: Link, params: Mapping[str, Any], call: Call) -> Any:
        """Send a request, until the client is closed or the call's time is up.

        A call may be anywhere when that happens: connecting, waiting for a response, or between
        two attempts. Cancelling ends it in each of these places, and the scope is the call's own
        and swallows its own cancellation alone. So a call that was cancelled from outside stays
        cancelled, and one that was cancelled by either of the two comes out below the block.
        """
        timeout = call.options.timeout
        scope = link.begin(timeout)
        try:
            with scope:
                client = await self._connected(link)
                method = getattr(client, link.methods[call.operation])
                if call.pace is None:
                    return await method(**params)
                model = await self._operation_model(call.operation)
                return await repeated(method, with_token(model, params), call)
        except Exception:
            # What goes wrong in a call whose client was closed meanwhile goes wrong because the
            # connection was taken from under it.
            if self._closed:
                raise ClientClosedError from None
            raise
        finally:
            link.end(scope)
        if self._closed:
            raise ClientClosedError
        sent = f"attempts: {call.attempts}" if call.attempts else "it was not sent"
        raise CallTimeoutError(call.operation, f"not within the timeout of {timeout:g} s; {sent}")

    def _link_here(self) -> Link:
        """Return what belongs to the running event loop, made afresh if another one is over."""
        if self._closed:
            raise ClientClosedError
        loop, link = current_loop(), self._link
        if link is None or link.loop is not loop:
            with self._guard:
                link = self._link
                if link is None or is_over(link.loop):
                    link = self._link = Link(loop, self.settings.session)
            if link.loop is not loop:
                raise EventLoopError
        return link

    async def _operation_model(self, operation: str) -> Any:
        files = self._files or await self._read(self._link_here())
        try:
            return files.model.operation_model(operation)
        except OperationNotFoundError:
            reason = unknown_operation(operation, files.model.operation_names)
            raise InvalidRequestError(InvalidField("operation", reason, operation)) from None

    async def _read(self, link: Link) -> _ServiceFiles:
        """Have a session, and its files read, which takes a worker thread a while."""
        async with link.lock:
            if self._files is None or link.session is None:
                self._files = await self._read_in_thread(link, self._files)
            return self._files

    async def _read_in_thread(self, link: Link, known: _ServiceFiles | None) -> _ServiceFiles:
        profile, loader = self.settings.profile_name, known and known.loader
        try:
            link.session, files = await anyio.to_thread.run_sync(
                _open_session, link.session, profile, loader
            )
        except Exception as error:
            raise_ours(error, "connect")
            raise
        return files

    async def _connected(self, link: Link) -> Any:
        if link.client is None:
            if self._files is None or link.session is None:
                await self._read(link)
            async with link.lock:
                if link.client is None:
                    await self._connect(link, link.session)
        return link.client

    async def _connect(self, link: Link, session: Any) -> None:
        settings = self.settings
        config = client_config(session, settings.config, settings.transport)
        if settings.session is None:
            # What the session's credential providers run on too, which under Trio decides.
            library = config.http_session_cls
            session.set_default_client_config(AioConfig(http_session_cls=library))
        attempts = Attempts(RetryAfter(anyio.current_time, anyio.sleep))
        sending = Sending(attempts)
        own = sending.session_class(config.http_session_cls)
        client = await self._created(session, config.merge(AioConfig(http_session_cls=own)))
        _register(client.meta.events, attempts, sending)
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
            check_token(settings)
            context = session.create_client(
                SERVICE,
                region_name=region_of(session, settings.region_name, config),
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


def _register(events: Any, attempts: Attempts, sending: Sending) -> None:
    """Attach what is ours to the events of one client.

    The client's, not the session's: a session may be shared with clients that want botocore as
    it is. Of several handlers at `needs-retry` botocore takes the first that does not say None,
    and its own says whether to retry. At `request-created` it signs, and a signature is good for
    five minutes from then on, however long the request waits. So both of ours come first: the
    veto wins, and the wait is over before the signature is made.
    """
    events.register("before-parse.accessanalyzer", keep_body)
    events.register_first("needs-retry.accessanalyzer", attempts.veto)
    events.register_last("needs-retry", attempts.reveal)
    sending.attach(events)


def _open_session(session: Any, profile_name: str | None, known: Any) -> tuple[Any, _ServiceFiles]:
    """Read from disk what constructing a client would otherwise read on the event loop.

    The loader of an earlier session, `known`, has read it already.
    """
    if session is None:
        session = new_session(profile_name, known)
    description = read_service(session, SERVICE)
    loader = session.get_component("data_loader")
    return session, _ServiceFiles(loader, ServiceModel(description, SERVICE))
