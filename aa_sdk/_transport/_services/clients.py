"""Clients of other services over one session: STS, Organizations and Account Management."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.to_thread
from aiobotocore.config import AioConfig
from botocore.exceptions import NoRegionError

from aa_sdk._event_loops import current_loop
from aa_sdk._transport._failures.error_mapping import raise_ours
from aa_sdk._transport._failures.regions import region_of
from aa_sdk._transport._failures.settings import check_endpoint, naming_the_setting, setting
from aa_sdk._transport._sending.pacing import repeated
from aa_sdk._transport._services.attempts import LatePace, register
from aa_sdk._transport._services.pages import Pages
from aa_sdk._transport.calls import CURRENT, Call, Credentials, Options
from aa_sdk._transport.configuration import TransportName, client_config
from aa_sdk._transport.service_files import read_service
from aa_sdk.errors import ClientClosedError, EventLoopError, InvalidRequestError

ATTEMPTS = 10
"""How often a request is sent at most: it is one for many others, which would be lost with it."""


@dataclass(frozen=True, slots=True)
class _Link:
    """What knows whose fault it is when a call fails."""

    session: Any
    client: Any = None


class Services:
    """The clients of a session for services that are asked little, made as they are needed.

    Args:
        session: The session.
        region_name: The Region of the clients. Default: what is configured.
        config: The caller's configuration.
        transport: The HTTP library.

    Raises:
        InvalidRequestError: There is no Region, or a setting cannot be used.
    """

    def __init__(
        self,
        session: Any,
        region_name: str | None,
        config: AioConfig | None,
        transport: TransportName,
    ) -> None:
        merged = client_config(session, config, transport)
        region = region_of(session, region_name, merged)
        if region is None:
            raise InvalidRequestError(setting(NoRegionError(), session))
        self.region_name: str = region
        self._session = session
        self._config = merged.merge(AioConfig(retries=_retries(session, merged)))
        self._loop = current_loop()
        self._pace = LatePace()
        self._lock = anyio.Lock()
        self._clients: dict[str, Any] = {}
        self._opened = AsyncExitStack()
        self._closed = False

    @property
    def http_session_class(self) -> Any:
        """The HTTP library that was chosen."""
        return self._config.http_session_cls

    async def call(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        credentials: Credentials | None = None,
    ) -> Any:
        """Call an operation.

        Args:
            service: botocore's name of the service.
            operation: The API's name of the operation.
            params: The members under their wire names.
            credentials: What to sign with. Default: what the session has.

        Returns:
            The answer as botocore parses it.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        if self._closed:
            raise ClientClosedError
        if self._loop is not current_loop():
            raise EventLoopError
        # What others are signed for has limits of its own.
        pace = self._pace if credentials is None else None
        call = Call(operation, Options(credentials=credentials), pace, clock=anyio.current_time)
        call.started = call.clock()
        current = CURRENT.set(call)  # in the midst of another call perhaps, and not a part of it
        client = self._clients.get(service)
        try:
            if client is None:
                client = await self._client(service)
            return await repeated(getattr(client, _method(client, operation)), params, call)
        except Exception as error:
            if self._closed:
                raise ClientClosedError from None
            raise_ours(error, operation, _Link(self._session, client))
            raise
        finally:
            CURRENT.reset(current)

    def pages(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        credentials: Credentials | None = None,
    ) -> Pages:
        """Call an operation for each of its pages, as they are iterated over.

        Args:
            service: botocore's name of the service.
            operation: The API's name of the operation.
            params: The members under their wire names.
            credentials: What to sign with. Default: what the session has.
        """

        async def page(more: Mapping[str, str]) -> Any:
            return await self.call(service, operation, {**params, **more}, credentials)

        return Pages(operation, page)

    async def aclose(self) -> None:
        """Close what is open; calls from now on fail."""
        self._closed = True
        with anyio.CancelScope(shield=True):
            await self._opened.aclose()

    async def _client(self, service: str) -> Any:
        async with self._lock:
            client = self._clients.get(service) or await self._connected(service)
        if self._closed:  # while this was connecting
            await self.aclose()
            raise ClientClosedError
        return client

    async def _connected(self, service: str) -> Any:
        await anyio.to_thread.run_sync(read_service, self._session, service)
        with naming_the_setting(self._session):
            check_endpoint(self._session, None, self._config, service)
            context = self._session.create_client(
                service, region_name=self.region_name, config=self._config
            )
            client = await self._opened.enter_async_context(context)
        register(client.meta.events, service)
        self._clients[service] = client
        return client


def _method(client: Any, operation: str) -> str:
    names: Mapping[str, str] = client.meta.method_to_api_mapping
    return next(method for method, name in names.items() if name == operation)


def _retries(session: Any, config: Any) -> dict[str, Any]:
    """Return the options for repeats, with more of them unless somebody says how many."""
    retries: dict[str, Any] = config.retries or {}
    is_set = {"max_attempts", "total_max_attempts"} & retries.keys()
    if is_set or session.get_config_variable("max_attempts") is not None:
        return retries
    return {**retries, "total_max_attempts": ATTEMPTS}
