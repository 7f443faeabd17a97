"""A service that answers from a script, in the place of the network.

It stands where botocore lets a handler answer for the HTTP library, so that everything of a
call but the socket takes part: building, signing, retrying, parsing. A handler there means
botocore's way of sending. On the short way it stands in the place of the HTTP library itself.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from aiobotocore import httpxsession
from aiobotocore.config import AioConfig
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.session import AioSession
from botocore.awsrequest import HeadersDict

from aa_sdk import AccessAnalyzerClient, Paginator
from aa_sdk._transport._sending.http_session import AiohttpSession, HttpxSession
from aa_sdk._transport._sending.obstacles import Emitter
from aa_sdk._transport.configuration import under_trio
from aa_sdk.operations import AllOperations
from tests import ways
from tests.sample_values import method_name
from tests.service_model import LOADER

REGION = "eu-west-1"
ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "invented-secret-key"
SESSION_TOKEN = "invented-session-token"
REQUEST_ID = "11111111-2222-3333-4444-555555555555"

# The services that a session talks to here: credentials come from the last three.
_SERVICES = ("access-analyzer", "sts", "sso", "sso-oidc")


def _handlers(emitter: Any = None) -> Any:
    """Register botocore's handlers once; each session takes a copy, and each client another.

    Those for other services and for documentation, nine of ten, are left out.
    """
    session: Any = AioSession(event_hooks=emitter)
    events = session._original_handler._handlers._root["children"]
    events.pop("docs")
    for event in events.values():
        services = event["children"]
        event["children"] = {name: services[name] for name in _SERVICES if name in services}
    return session._original_handler


_HANDLERS: Any = _handlers()
_HANDLERS_KNOWN: Any = _handlers(Emitter())


@dataclass
class Reply:
    """One answer."""

    body: Any = field(default_factory=dict[str, Any])
    """Bytes to be sent as they are, or what is sent as JSON."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def encoded(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def error_reply(
    code: str, status: int, headers: Mapping[str, str] | None = None, **body: Any
) -> Reply:
    """An answer that is one of the service's errors."""
    named = {"x-amzn-errortype": code, **(headers or {})}
    return Reply({"message": "invented reason", **body}, status, named)


@dataclass(frozen=True)
class Sent:
    """One request as it stands on the wire."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def on_the_wire(self) -> tuple[str, str, list[tuple[str, str]], Any]:
        """What two requests for the same thing have in common."""
        # The order of different names says nothing; that of the values of one name does.
        query = sorted(self.query, key=itemgetter(0))
        return self.method, self.path, query, self.json if self.body else None


Outcome = Reply | Exception | Callable[[Sent], Awaitable[Reply]]


class FakeService:
    """Gives its replies one after the other, the last one again and again."""

    def __init__(self, *replies: Outcome) -> None:
        self.replies: list[Outcome] = list(replies) or [Reply()]
        self.requests: list[Sent] = []

    async def __call__(self, request: Any, **_: Any) -> Any:
        url: str = request.url
        parts = urlsplit(url)
        body = request.body or b""
        sent = Sent(
            request.method,
            parts.path,
            parse_qsl(parts.query, keep_blank_values=True),
            {name.lower(): _text(value) for name, value in request.headers.items()},
            body.encode() if isinstance(body, str) else bytes(body),
        )
        self.requests.append(sent)
        outcome = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(outcome, Exception):
            raise outcome
        return FakeResponse(
            request.url, outcome if isinstance(outcome, Reply) else await outcome(sent)
        )

    def session(self, *, credentials: bool = True) -> Any:
        session = new_session(credentials=credentials)
        if ways.current.is_short:
            library = _library(self)
            session.set_default_client_config(AioConfig(http_session_cls=library))
        else:
            session.get_component("event_emitter").register("before-send.accessanalyzer", self)
        return session

    def client(
        self, *, config: AioConfig | None = None, session: Any = None, **options: Any
    ) -> AccessAnalyzerClient:
        if ways.current.is_short:  # the session's configuration may have been changed
            chosen: Any = AioConfig(http_session_cls=_library(self))
            mine: Any = config or AioConfig()
            config = mine.merge(chosen)
        session = session or self.session()
        return AccessAnalyzerClient(REGION, session=session, config=config, **options)


def new_session(*, credentials: bool = True) -> Any:
    """A session that has read the service files already; botocore's carry no types."""
    handlers = _HANDLERS_KNOWN if ways.current.is_short else _HANDLERS
    session: Any = AioSession(event_hooks=copy(handlers), include_builtin_handlers=False)
    session.register_component("data_loader", LOADER)
    if credentials:
        session.set_credentials(ACCESS_KEY, SECRET_KEY, SESSION_TOKEN)
    return session


def once() -> AioConfig:
    """A configuration in which nothing is tried a second time."""
    return AioConfig(retries={"total_max_attempts": 1, "mode": "standard"})


class WatchedLoader:
    """Reads service files, and says so first."""

    def __init__(self, watch: Callable[[], object]) -> None:
        self._loader = new_session().get_component("data_loader")
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        self._watch()
        return getattr(self._loader, name)


def counting(service: FakeService) -> tuple[Any, list[str]]:
    """A session, and one entry for each client that is made of it."""
    session, made = service.session(), list[str]()

    def note(**_: object) -> None:
        made.append("client")

    session.get_component("event_emitter").register("creating-client-class.accessanalyzer", note)
    return session, made


def _library(service: FakeService) -> type:
    """Return our HTTP session over a library that hands each request to the service."""
    on_aiohttp = httpxsession.httpx is None or not under_trio()
    ours: Any = AiohttpSession if on_aiohttp else HttpxSession
    theirs: Any = AIOHTTPSession if on_aiohttp else httpxsession.HttpxSession

    class Library(theirs):  # type: ignore[misc]  # one of the two above
        async def __aenter__(self) -> Self:
            return self

        async def __aexit__(self, *_: object) -> None:
            """Close nothing: nothing was opened."""

        async def close(self) -> None:
            """Close nothing either."""

        async def send(self, request: Any) -> Any:
            ways.current.note(request)
            return await service(request)

    return type("Session", (ours, Library), {})


class OwnSession:
    """As much of an HTTP session as a client needs that sends nothing over it."""

    def __init__(self, **_: object) -> None:
        pass

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def close(self) -> None:
        pass


class FakeResponse:
    """An answer in the form that aiobotocore expects of its HTTP libraries."""

    def __init__(self, url: str, reply: Reply) -> None:
        self.url = url
        self.status_code = reply.status
        self.headers: Any = HeadersDict({"x-amzn-requestid": REQUEST_ID, **reply.headers})
        self.raw = self
        self.extensions: dict[str, Any] = {}
        self._body = reply.encoded()

    @property
    def content(self) -> Awaitable[bytes]:
        return self.read()

    async def read(self) -> bytes:
        return self._body


async def invoke(
    client: AllOperations, operation: str, arguments: Mapping[str, Any], *positional: Any
) -> Any:
    """Call an operation by its method; of a paginated one, the first page alone."""
    result: Any = getattr(client, method_name(operation))(*positional, **arguments)
    return await (result.page() if isinstance(result, Paginator) else result)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] # of whatever items


def connection_of(client: AccessAnalyzerClient) -> Any:
    """What a client holds inside, where nothing public shows it."""
    return vars(client)["_connection"]


def botocore_client_of(client: AccessAnalyzerClient) -> Any:
    """The botocore client that a connected client calls."""
    return connection_of(client)._link.client


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
