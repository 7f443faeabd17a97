"""A connection to the service: made once, at the first call, and off the event loop."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.exceptions import BotoCoreError
from botocore.model import OperationNotFoundError, ServiceModel

from aa_sdk._transport.configuration import TransportName, client_config, under_trio
from aa_sdk._transport.constraints import check
from aa_sdk._transport.failures import as_ours
from aa_sdk._transport.hooks import BODY, RetryAfter, logger, register
from aa_sdk.errors import ClientClosedError, InvalidField, InvalidRequestError
from aa_sdk.models import ResponseMetadata

SERVICE = "accessanalyzer"


class Answer(NamedTuple):
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


class Connection:
    """Makes calls, connecting at the first."""

    def __init__(self, settings: Settings) -> None:
        """Keep `settings`; nothing is read or opened yet."""
        self.settings = settings
        self.checks_requests: bool = getattr(settings.config, "parameter_validation", True)
        self._session: Any = settings.session
        self._model: Any = None
        self._client: Any = None
        self._methods: Mapping[str, str] = {}
        self._closed = False
        self._lock = anyio.Lock()

    @property
    def is_open(self) -> bool:
        """Whether there is something to close."""
        return self._client is not None

    @property
    def region_name(self) -> str | None:
        """The region: as given, or, once connected, as found."""
        if self._client is None:
            return self.settings.region_name
        found: str = self._client.meta.region_name
        return found

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
        """
        shape = (await self._operation_model(operation)).input_shape
        return list(check(shape, params)) if self.checks_requests else []

    async def call(self, operation: str, params: Mapping[str, Any]) -> Answer:
        """Send one request and return the answer's bytes.

        Args:
            operation: The operation's name.
            params: The members under their wire names.

        Returns:
            The answer.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        with as_ours(operation):
            client = await self._connected()
            started = time.perf_counter()
            try:
                parsed = await getattr(client, self._methods[operation])(**params)
            except Exception:
                if self._closed:
                    raise ClientClosedError from None
                raise
        metadata = parsed["ResponseMetadata"]
        if logger.isEnabledFor(10):
            elapsed = (time.perf_counter() - started) * 1000
            logger.debug(
                "%s: request %s took %.1f ms", operation, metadata.get("RequestId"), elapsed
            )
        return Answer(
            parsed.get(BODY) or b"{}",
            ResponseMetadata(
                metadata.get("RequestId"),
                metadata["HTTPStatusCode"],
                metadata.get("RetryAttempts", 0),
                metadata["HTTPHeaders"],
            ),
        )

    async def aclose(self) -> None:
        """Close what is open. Calls after this, and calls under way, fail."""
        self._closed = True
        client, self._client = self._client, None
        if client is not None:
            with anyio.CancelScope(shield=True):
                await client.close()

    async def _operation_model(self, operation: str) -> Any:
        await self._loaded()
        try:
            return self._model.operation_model(operation)
        except OperationNotFoundError:
            unknown = InvalidField(
                "operation", "is not one the installed botocore knows", operation
            )
            raise InvalidRequestError(unknown) from None

    async def _loaded(self) -> Any:
        """Have a session whose service files are read, which takes a worker thread a while."""
        if self._closed:
            raise ClientClosedError
        if self._model is None or self._session is None:
            async with self._lock:
                if self._model is None or self._session is None:
                    with as_ours("connect"):
                        self._session, self._model = await anyio.to_thread.run_sync(
                            _load, self._session, self.settings.profile_name
                        )
        return self._session

    async def _connected(self) -> Any:
        if self._client is None:
            session = await self._loaded()
            async with self._lock:
                if self._client is None:
                    self._client = await self._connect(session)
        return self._client

    async def _connect(self, session: Any) -> Any:
        settings = self.settings
        config = client_config(session, settings.config, settings.transport)
        if settings.session is None:
            # What the session's credential providers run on too, which under Trio decides.
            library = config.http_session_cls
            session.set_default_client_config(AioConfig(http_session_cls=library))
        client = await self._created(session, config)
        self._methods = {api: method for method, api in client.meta.method_to_api_mapping.items()}
        register(client.meta.events, RetryAfter(anyio.current_time, anyio.sleep))
        if self._closed:  # closed while this was connecting
            await client.close()
            raise ClientClosedError
        return client

    async def _created(self, session: Any, config: Any) -> Any:
        """Create the botocore client, and say which setting is wrong where botocore does not."""
        settings = self.settings
        try:
            _ = urlsplit(settings.endpoint_url or "").port  # which botocore looks at when signing
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
        except BotoCoreError:  # some of which are ValueErrors too
            raise
        except ValueError as error:  # botocore's answer to a malformed endpoint
            raise InvalidRequestError(InvalidField("endpoint_url", str(error))) from error
        except RuntimeError as error:
            if not under_trio():
                raise
            reason = "looks for credentials with asyncio: set HttpxSession in its default config"
            raise InvalidRequestError(InvalidField("session", reason)) from error


def _load(session: Any, profile_name: str | None) -> tuple[Any, Any]:
    """Read from disk what constructing a client would otherwise read on the event loop."""
    session = session or AioSession(profile=profile_name)
    loader = session.get_component("data_loader")
    for name in ("endpoints", "partitions", "sdk-default-configuration"):
        loader.load_data(name)
    loader.load_service_model(SERVICE, "endpoint-rule-set-1")
    model = loader.load_service_model(SERVICE, "service-2")
    session.get_scoped_config()
    return session, ServiceModel(model, SERVICE)
