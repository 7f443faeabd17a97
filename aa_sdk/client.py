"""The client: its lifetime, and the operations put together."""

import copy
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import EllipsisType, TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from pydantic_core import from_json

from aa_sdk._client_habits import ExplainsHabits
from aa_sdk._lazy import hide_imports
from aa_sdk._transport.calls import CallEvent, Credentials, Options
from aa_sdk._transport.watching import Calls
from aa_sdk.errors import InvalidField, InvalidRequestError, ResponseDecodeError
from aa_sdk.operations import AllOperations, RawResponse
from aa_sdk.pace import Pace

if TYPE_CHECKING:
    from aiobotocore.config import AioConfig
    from aiobotocore.session import AioSession

__all__ = ("AccessAnalyzerClient", "CallEvent", "Credentials", "create_session")
hide_imports(__name__)
_TRANSPORTS = ("auto", "aiohttp", "httpx")


class AccessAnalyzerClient(ExplainsHabits, AllOperations):
    """An asynchronous client of IAM Access Analyzer.

    ```python
    async with AccessAnalyzerClient("eu-west-1") as client:
        analyzers = await client.list_analyzers().collect()
    ```

    Constructing one does no I/O: the first call connects, once, also when many tasks make it
    together. Without `async with`, end with `await client.aclose()`; a connected client that
    is dropped unclosed gives a `ResourceWarning`. One client serves any number of tasks of
    one event loop; once that loop is closed, it follows to the next one.
    """

    _source: "AccessAnalyzerClient | None" = None
    """The first client, of which `with_options` made this one; it warns when left unclosed."""

    def __init__(
        self,
        region_name: str | None = None,
        *,
        profile_name: str | None = None,
        session: "AioSession | None" = None,
        endpoint_url: str | None = None,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        aws_session_token: str | None = None,
        config: "AioConfig | None" = None,
        transport: Literal["auto", "aiohttp", "httpx"] = "auto",
        timeout: float | None = None,
        pace: Pace | EllipsisType | None = ...,
        on_call: Callable[[CallEvent], object] | None = None,
    ) -> None:
        """Set up a client.

        Args:
            region_name: The AWS Region. Default: that of `config`, of the session, of
                `AWS_DEFAULT_REGION`, of `AWS_REGION`, or of the profile: the first that has one.
            profile_name: The profile of the AWS configuration files. Default: `AWS_PROFILE`,
                or none. Not together with `session`, which has its own.
            session: An aiobotocore session to use and share; each further client on one
                costs a few milliseconds less than on a new one. Calls cost less on one that
                `create_session` made. Default: a new session.
            endpoint_url: Where the service is, for emulators and VPC endpoints. Default: the
                Region's public endpoint, or what the AWS configuration says.
            aws_access_key_id: The access key. Default: botocore's credential chain.
            aws_secret_access_key: Its secret.
            aws_session_token: The session token of temporary credentials.
            config: botocore's options (timeouts, proxies, retries, pool size …). Retries are
                in `standard` mode unless this, the environment or the profile says otherwise,
                and there are up to 50 connections. `parameter_validation=False` turns the check
                of requests off.
            transport: The HTTP library: `aiohttp` (asyncio), `httpx` (asyncio or Trio, extra
                `trio`), or `auto`: httpx under Trio, else aiohttp.
            timeout: Seconds that a call may take as a whole, above 0: waiting for a connection,
                what `Retry-After` asks for and all attempts. A page of a listing is one call.
                Default: no limit but botocore's on each attempt, 60 seconds to connect and
                between two pieces of an answer.
            pace: What calls wait for their turn at, so that none is lost to throttling: a `Pace`,
                which clients of the same account and Region may share. None for no pace at all,
                in workflows neither. Default: none, until the first workflow makes one.
            on_call: Is called with a `CallEvent` when a call has ended, well, failed or
                cancelled, on the event loop: it must return at once. What it raises is logged.

        Raises:
            InvalidRequestError: `profile_name` is given together with `session`, there is no
                such `transport`, or `session`, `timeout`, `pace` or `on_call` cannot be used.
        """
        if transport not in _TRANSPORTS:
            reason = f"must be one of {', '.join(_TRANSPORTS)}"
            raise InvalidRequestError(InvalidField("transport", reason, transport))
        if session is not None and profile_name is not None:
            reason = "is for a new session: the one given has its own profile"
            raise InvalidRequestError(InvalidField("profile_name", reason, profile_name))
        told = () if on_call is None else (on_call,)
        options = Options(timeout=timeout, pace=pace, on_call=told)
        # Here and not above: aiobotocore takes longer to import than all the rest.
        from aa_sdk._transport.connection import Connection, Settings  # noqa: PLC0415

        settings = Settings(
            region_name=region_name,
            profile_name=profile_name,
            session=session,
            endpoint_url=endpoint_url,
            aws_access_key_id=aws_access_key_id,
            aws_secret_access_key=aws_secret_access_key,
            aws_session_token=aws_session_token,
            config=config,
            transport=transport,
        )
        self._connection = Connection(settings)
        self._calls = Calls(self._connection, options)
        super().__init__(self._calls)

    @property
    def region_name(self) -> str | None:
        """The Region: as given, or, after the first call, as found; None while unknown."""
        return self._connection.region_name

    @property
    def pace(self) -> Pace | None:
        """What the client's calls wait for their turn at; None while there is nothing."""
        return self._calls.pace

    def paced(self) -> Self:
        """See to it that there is a pace, unless it is turned off; what workflows begin with.

        One that is made here stays with the connection: all clients of `with_options` go by it
        that have none of their own, and in all their calls.

        Returns:
            This client.
        """
        if self._calls.options.pace is ... and self._connection.pace is None:
            self._connection.pace = Pace()
        return self

    def with_options(
        self,
        *,
        timeout: float | EllipsisType | None = ...,
        retries: int | EllipsisType | None = ...,
        pace: Pace | EllipsisType | None = ...,
        credentials: Credentials | EllipsisType | None = ...,
        on_call: Callable[[CallEvent], object] | None = None,
    ) -> Self:
        """Return this client with other options for some calls.

        ```python
        quick = client.with_options(timeout=2, retries=0)
        analyzer = await quick.get_analyzer(analyzer_name="account-external")
        ```

        Both share one connection: making the other costs next to nothing, and closing either
        closes both.

        Args:
            timeout: Seconds that a call may take as a whole; None for no limit. Default: as it is.
            retries: How often a request is sent again at most, from 0 up, and no more often than
                the configuration says; None for what that says. Default: as it is.
            pace: What calls wait for their turn at; None turns it off. Default: as it is.
            credentials: What calls are signed with, of another account perhaps, which then should
                have another pace too: a credentials object of aiobotocore's; None for those that
                the client was made with. Default: as they are.
            on_call: Is told of calls that have ended, as well as whoever is told of them already.

        Returns:
            The other client.

        Raises:
            InvalidRequestError: `timeout` is no positive number, `retries` no number from 0 up,
                or `pace`, `credentials` or `on_call` cannot be used.
        """
        given: dict[str, Any] = {
            "timeout": timeout,
            "retries": retries,
            "pace": pace,
            "credentials": credentials,
        }
        changed = {name: value for name, value in given.items() if value is not ...}
        if on_call is not None:
            changed["on_call"] = (*self._calls.options.on_call, on_call)
        other = copy.copy(self)
        other._source = self if self._source is None else self._source  # noqa: SLF001 (of this class)
        other._calls = other._transport = Calls(  # noqa: SLF001
            self._connection, replace(self._calls.options, **changed)
        )
        return other

    async def call(self, operation: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Call an operation without models, for what this release does not know.

        ```python
        answer = await client.call("GetAnalyzer", {"analyzerName": "account-external"})
        ```

        Args:
            operation: The API's name of the operation, one that the installed botocore knows.
            params: The members under their wire names; timestamps are `datetime`s.

        Returns:
            The answer's JSON object as it came, and `ResponseMetadata` as in botocore's.

        Raises:
            InvalidRequestError: The operation is unknown or a member breaks a constraint.
            ServiceError: The service answered with an error.
            ResponseDecodeError: The answer is not a JSON object.
        """
        params = params or {}
        if violations := await self._violations(operation, params):
            raise InvalidRequestError(*violations, operation=operation)
        return await self._calls.call(operation, params, partial(_object_of, operation))

    async def aclose(self) -> None:
        """Close the connections. Closing twice is fine; calling afterwards is not.

        Calls under way end at once, with `ClientClosedError`.

        Raises:
            EventLoopError: The client serves another event loop, which runs now.
        """
        await self._connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"AccessAnalyzerClient({self.region_name!r})"

    def __del__(self) -> None:
        connection = getattr(self, "_connection", None)
        if connection is not None and connection.is_open and self._source is None:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, source=self, stacklevel=2)


def _object_of(operation: str, raw: RawResponse) -> dict[str, Any]:
    """Return the answer as a JSON object, with `ResponseMetadata` as botocore has it."""
    metadata = raw.metadata
    try:
        body: Any = from_json(raw.body)
    except ValueError as error:
        raise ResponseDecodeError(operation, metadata.request_id, (str(error),)) from error
    if not isinstance(body, dict):
        fault = f"a JSON object was expected, not {type(body).__name__}"
        raise ResponseDecodeError(operation, metadata.request_id, (fault,))
    return {
        **cast("dict[str, Any]", body),
        "ResponseMetadata": {
            "RequestId": metadata.request_id,
            "HTTPStatusCode": metadata.status_code,
            "HTTPHeaders": dict(metadata.http_headers),
            "RetryAttempts": metadata.retry_attempts,
        },
    }


def create_session(profile_name: str | None = None) -> "AioSession":
    """Make an aiobotocore session to share between clients.

    ```python
    session = create_session("audit")
    async with (
        AccessAnalyzerClient("eu-west-1", session=session) as ireland,
        AccessAnalyzerClient("us-east-1", session=session) as virginia,
    ):
        ...
    ```

    It is an `AioSession` like any other, and good for clients of other services too. Our clients
    can see who has registered for events on it, and send requests in a shorter way, at two thirds
    of the cost, as long as nobody has who would miss something.

    Args:
        profile_name: The profile of the AWS configuration files. Default: `AWS_PROFILE`, or
            none.

    Returns:
        The session. Nothing is read before it is used.
    """
    from aa_sdk._transport.connection import new_session  # noqa: PLC0415 (see above)

    return new_session(profile_name)
