"""What the HTTP server answers by itself, before the service is asked: its health, and control."""

import asyncio
import json
import logging
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from aa_sdk._version import __version__
from aa_sdk.emulator._control_api.problems import ControlProblem
from aa_sdk.emulator._protocol.errors import ErrorResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from aa_sdk.emulator._control_api.access import Access
    from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse, Respond

HEALTH = "/_health"
"""Where the server says that it is there. Nobody has to sign for it."""
CONTROL = "/_emulator"
"""What the paths of the control API begin with."""

_OFF = (
    "the control API is off: turn it on with Emulator.serve(control=True) or "
    "python -m aa_sdk.emulator --control"
)
_API = "aa_sdk.emulator._control_api.api"

_logger = logging.getLogger("aa_sdk.emulator")

T = TypeVar("T")


class Front:
    """Answers what is not for the service. None of it is logged as a call or moves the clock."""

    def __init__(self, emulator: object, access: "Access | None" = None) -> None:
        """Stand before an emulator.

        Args:
            emulator: What is controlled.
            access: Who may control it; None if nobody may.
        """
        self._access = access
        self._working = 0
        # Its models are made for those who use them.
        self._api: Any = access and import_module(_API).ControlApi(emulator, self.work)

    async def answer(self, request: "web.BaseRequest") -> "web.StreamResponse | None":
        """Return the response to a request, or None if it is one for the service.

        Raises:
            ErrorResponse: Its body cannot be read.
            ConnectionError: The client has gone.
        """
        path = path_of(request)
        if path not in (HEALTH, CONTROL) and not path.startswith(f"{CONTROL}/"):
            return None
        if path == HEALTH:
            return _health(request.method, path)
        if self._access is None:
            return refusal(404, _OFF, path)
        try:
            port = request.get_extra_info("sockname", ("", 0))[1]
            self._access.check(request.headers, port, authority_of(request))
            response: web.StreamResponse = await self._api.respond(request, path)
        except ControlProblem as error:
            return refusal(error.status, error.message, path, error.headers)
        except (ConnectionError, ErrorResponse):
            raise  # nobody is left to answer, or nobody knows where the next request begins
        except Exception:
            _logger.exception("the emulator failed to answer %s %s", request.method, path)
            return refusal(500, "the emulator failed to answer; its log says why", path)
        return response

    async def work(self, verb: "Callable[[], T]") -> T:
        """Run what may take long in a thread, so that the server goes on answering."""
        self._working += 1
        try:
            return await asyncio.to_thread(verb)
        finally:
            self._working -= 1

    def respond(self, respond: "Respond") -> "Callable[[HttpRequest], Awaitable[HttpResponse]]":
        """Return the service as the server is to call it.

        The service answers one request at a time, and at once. But while a verb works, it waits for
        that verb; then it must not be the server that waits, which has its health to tell.
        """

        async def responded(request: "HttpRequest") -> "HttpResponse":
            if self._working:
                return await asyncio.to_thread(respond, request)
            return respond(request)

        return responded


def path_of(request: "web.BaseRequest") -> str:
    """Return the path of a request as it was sent, still percent-encoded."""
    target = request.raw_path
    if not target.startswith("/"):  # a whole URL, as for a proxy
        target = "/" + target.partition("://")[2].partition("/")[2]
    return target.partition("?")[0]


def authority_of(request: "web.BaseRequest") -> str | None:
    """Return the host and port that a request for a whole URL names; None for a mere path."""
    target = request.raw_path
    return None if target.startswith("/") else target.partition("://")[2].partition("/")[0]


def _health(method: str, path: str) -> "web.Response":
    if method not in ("GET", "HEAD"):
        return refusal(405, f"{method} is not possible here", path, {"Allow": "GET, HEAD"})
    return json_response(200, {"status": "ok", "version": __version__})


def refusal(
    status: int, message: str, path: str, headers: Mapping[str, str] | None = None
) -> "web.Response":
    """Return the response to a request that is refused: they are all of this form."""
    shown = path.encode(errors="replace").decode()
    return json_response(status, {"message": message, "path": shown}, headers)


def json_response(
    status: int, body: object, headers: Mapping[str, str] | None = None
) -> "web.Response":
    """Return a response that has JSON in it, and is not kept by anybody on the way."""
    from aiohttp import web  # noqa: PLC0415 (not needed by those who stay in process)

    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        content_type="application/json",
    )
