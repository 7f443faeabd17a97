"""The client: its lifetime, and the operations put together."""

import warnings
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from pydantic_core import from_json

from aa_sdk._client_habits import ExplainsHabits
from aa_sdk._lazy import public_dir
from aa_sdk.errors import InvalidField, InvalidRequestError, ResponseDecodeError
from aa_sdk.operations import AllOperations

if TYPE_CHECKING:
    from aiobotocore.config import AioConfig
    from aiobotocore.session import AioSession

__all__ = ("AccessAnalyzerClient", "create_session")
__dir__ = public_dir(__name__)
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
    ) -> None:
        """Set up a client.

        Args:
            region_name: The AWS Region. Default: the session's, from the environment or the
                profile.
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

        Raises:
            InvalidRequestError: `profile_name` is given together with `session`, or there is no
                such `transport`.
        """
        if transport not in _TRANSPORTS:
            reason = f"must be one of {', '.join(_TRANSPORTS)}"
            raise InvalidRequestError(InvalidField("transport", reason, transport))
        if session is not None and profile_name is not None:
            reason = "is for a new session: the one given has its own profile"
            raise InvalidRequestError(InvalidField("profile_name", reason, profile_name))
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
        super().__init__(self._connection)

    @property
    def region_name(self) -> str | None:
        """The Region: as given, or, after the first call, as found; None while unknown."""
        return self._connection.region_name

    async def call(self, operation: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Call an operation without models, for what this release does not know.

        ```python
        answer = await client.call("GetAnalyzer", {"analyzerName": "audit"})
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
        response = await self._connection.call(operation, params)
        metadata = response.metadata
        try:
            body: Any = from_json(response.body)
        except ValueError as error:
            raise ResponseDecodeError(operation, metadata.request_id, (str(error),)) from error
        if not isinstance(body, dict):
            raise ResponseDecodeError(
                operation,
                metadata.request_id,
                (f"a JSON object was expected, not {type(body).__name__}",),
            )
        return {
            **cast("dict[str, Any]", body),
            "ResponseMetadata": {
                "RequestId": metadata.request_id,
                "HTTPStatusCode": metadata.http_status_code,
                "HTTPHeaders": dict(metadata.http_headers),
                "RetryAttempts": metadata.retry_attempts,
            },
        }

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
        if connection is not None and connection.is_open:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, source=self, stacklevel=2)


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
