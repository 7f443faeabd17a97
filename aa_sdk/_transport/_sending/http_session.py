"""The HTTP sessions that requests go through, behind botocore's `http_session_cls`.

aiobotocore's own, with what they leave out: no redirect is followed, no request is repeated
below the retries that are counted, and compressed answers are read.
"""

from collections.abc import Awaitable, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

import aiohttp
from aiobotocore.awsrequest import AioAWSResponse

from aa_sdk._transport._sending.content_coding import UnreadableBodyError, unpack

if TYPE_CHECKING:
    # aiobotocore ships no types: this is what is used of both its sessions.
    class AIOHTTPSession:
        async def _get_session(self, where: str | None) -> Any: ...
        async def send(self, request: Any) -> Any: ...

    class AiobotocoreHttpxSession(AIOHTTPSession): ...

else:
    from aiobotocore.httpsession import AIOHTTPSession
    from aiobotocore.httpxsession import HttpxSession as AiobotocoreHttpxSession


class Played(NamedTuple):
    """What a request has led to already."""

    invocation: str
    """The id of the call, which the request has in its headers."""
    outcome: Any
    """A response, or an error."""


PLAYED = ContextVar[Played | None]("aa_sdk.played", default=None)
"""Of the request that this task sends next."""

_CODING = "aa_sdk.content_coding"
_FAILED = 300


def _replayed(request: Any) -> Any:
    """Return the response that the request has led to already, or raise the error; mostly None."""
    played = PLAYED.get()
    if played is None:
        return None
    PLAYED.set(None)
    # It is for no other request, should the one that it is for never have come here.
    invocation = request.headers.get("amz-sdk-invocation-id")
    if invocation not in (played.invocation, played.invocation.encode()):
        return None
    if isinstance(played.outcome, Exception):
        raise played.outcome
    return played.outcome


class AiohttpSession(AIOHTTPSession):
    """Sends over aiohttp."""

    is_ours_alone = True
    """Whether no class of a caller's takes part, which might look at requests in its own way."""

    # aiohttp takes its options with each request, and aiobotocore makes the requests: this is
    # where they can be reached. Were this method not called any more, redirects would be
    # followed again; the test with two servers tells.
    async def _get_session(self, where: str | None) -> Any:
        return _Requests(await super()._get_session(where))

    async def send(self, request: Any) -> Any:
        """Send one prepared request and return the response, its body read and unpacked.

        Raises:
            UnreadableBodyError: The body does not unpack.
        """
        if (replayed := _replayed(request)) is not None:
            return replayed
        response = await super().send(request)
        coding: str | None = response.headers.get("content-encoding")
        return response if coding is None else await _unpacked(response, coding)


class _Requests:
    """An aiohttp session that makes its requests with our options."""

    __slots__ = ("_session",)

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    def request(self, method: str, **options: Any) -> Awaitable[aiohttp.ClientResponse]:
        # Signature, session token and document are for this host and no other.
        return self._session.request(
            method, allow_redirects=False, middlewares=_SENT_ONCE, **options
        )


async def _send_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending an idempotent request again when the connection is lost.

    It does so for two classes of error, so the error becomes one of a third, which
    aiobotocore tells in the same way: closed before there was an answer.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise  # nothing was sent, and aiohttp tries no second time
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientPayloadError(str(error)) from error


_SENT_ONCE = (_send_once,)


class HttpxSession(AiobotocoreHttpxSession):
    """Sends over httpx, which follows and repeats nothing by itself."""

    is_ours_alone = True
    """As above."""

    # As above: the only way to the options of a request.
    async def _get_session(self, where: str | None) -> Any:
        return _HttpxRequests(await super()._get_session(where))

    async def send(self, request: Any) -> Any:
        """Send one prepared request and return the response, its body read and unpacked.

        Raises:
            UnreadableBodyError: The body does not unpack.
        """
        if (replayed := _replayed(request)) is not None:
            return replayed
        response = await super().send(request)
        coding: str | None = response.raw.extensions.get(_CODING)
        return response if coding is None else await _unpacked(response, coding)


class _HttpxRequests:
    """An httpx client that asks for plain answers and leaves unpacking to us."""

    __slots__ = ("_client",)

    def __init__(self, client: Any) -> None:
        self._client = client

    def build_request(self, *, headers: Mapping[str, str | bytes], **options: Any) -> Any:
        # httpx takes text for ASCII.
        encoded = {
            name: value.encode() if isinstance(value, str) else value
            for name, value in headers.items()
        }
        request = self._client.build_request(headers=encoded, **options)
        request.headers["accept-encoding"] = "identity"
        return request

    async def send(self, request: Any, **options: Any) -> Any:
        response = await self._client.send(request, **options)
        # Without the header httpx takes the body for what it is.
        coding: str | None = response.headers.pop("content-encoding", None)
        if coding is not None:
            response.extensions[_CODING] = coding
        return response


class _Body:
    """A body in the form that responses of botocore read from."""

    __slots__ = ("_body",)

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def read(self) -> bytes:
        return self._body


async def _unpacked(response: Any, coding: str) -> Any:
    """Return the same response with a plain body; an error says enough without one."""
    try:
        body = unpack(await response.content, coding)
    except UnreadableBodyError as error:
        if response.status_code < _FAILED:
            error.request_id = response.headers.get("x-amzn-requestid")
            raise
        body = b""
    return AioAWSResponse(response.url, response.status_code, response.headers, _Body(body))
