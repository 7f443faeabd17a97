"""Clients of other services over one session: STS, Organizations and Account Management."""

from collections.abc import AsyncGenerator, Mapping
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
from aa_sdk._transport._failures.settings import (
    check_endpoint,
    naming_the_setting,
    setting,
    unreadable_file,
)
from aa_sdk._transport._sending.sending import sign_with_own
from aa_sdk._transport.calls import CURRENT, Call, Credentials, Options
from aa_sdk._transport.configuration import TransportName, client_config
from aa_sdk.errors import (
    ClientClosedError,
    EventLoopError,
    InvalidRequestError,
    PaginationError,
)

ATTEMPTS = 10
"""How often a request is sent at most: it is one for many others, which would be lost with it."""

_GLOBAL = "AWS::STS::UseGlobalEndpoint"
_REGION = "AWS::Region"


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
        # Not to be taken for the call that this one may be made for, in whose midst.
        current = CURRENT.set(Call(operation, Options(credentials=credentials)))
        client = self._clients.get(service)
        try:
            if client is None:
                client = await self._client(service)
            return await getattr(client, _method(client, operation))(**params)
        except Exception as error:
            if self._closed:
                raise ClientClosedError from None
            raise_ours(error, operation, _Link(self._session, client))
            raise
        finally:
            CURRENT.reset(current)

    async def pages(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        credentials: Credentials | None = None,
    ) -> AsyncGenerator[Any]:
        """Call an operation for each of its pages.

        Args:
            service: botocore's name of the service.
            operation: The API's name of the operation.
            params: The members under their wire names.
            credentials: What to sign with. Default: what the session has.

        Yields:
            The pages as botocore parses them.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        tokens = set[str]()
        more: dict[str, str] = {}
        while True:
            page = await self.call(service, operation, {**params, **more}, credentials)
            yield page
            token: str | None = page.get("NextToken")
            if not token:
                return
            if token in tokens:
                raise PaginationError(operation, len(tokens) + 1, token=token)
            tokens.add(token)
            more = {"NextToken": token}

    async def aclose(self) -> None:
        """Close what is open; calls from now on fail."""
        self._closed = True
        with anyio.CancelScope(shield=True):
            await self._opened.aclose()

    async def _client(self, service: str) -> Any:
        async with self._lock:
            client = self._clients.get(service)
            if client is None and not self._closed:
                client = await self._connected(service)
            if self._closed:
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
        client.meta.events.register_last("before-call", _sign)
        client.meta.events.register("before-endpoint-resolution.sts", _stay_regional)
        self._clients[service] = client
        return client


def read_service(session: Any, service: str) -> None:
    """Read from disk what making a client would otherwise read on the event loop.

    Args:
        session: The session.
        service: botocore's name of the service.

    Raises:
        InvalidRequestError: A file cannot be read.
    """
    try:
        with naming_the_setting(session):
            loader = session.get_component("data_loader")
            for name in ("endpoints", "partitions", "sdk-default-configuration"):
                loader.load_data(name)
            loader.load_service_model(service, "endpoint-rule-set-1")
            loader.load_service_model(service, "service-2")
            session.get_scoped_config()
    except OSError as error:  # there is no network yet
        raise InvalidRequestError(unreadable_file(error)) from error


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


def _sign(context: Any, **_: Any) -> None:
    sign_with_own(context)


def _stay_regional(builtins: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    """At `before-endpoint-resolution`: call STS in the Region, whatever is configured.

    The endpoint for all Regions, which `sts_regional_endpoints = legacy` asks for, gives tokens
    that Regions refuse which are not enabled by default. It is signed for in another Region too.
    """
    if builtins.get(_GLOBAL):
        builtins[_GLOBAL] = False
        context["signing"] = {**context.get("signing", {}), "region": builtins[_REGION]}
