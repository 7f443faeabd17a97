"""From a request to a verb of the emulator, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from inspect import isroutine
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from aa_sdk.emulator._account.places import AlreadyThereError
from aa_sdk.emulator._control_api.front import CONTROL, json_response
from aa_sdk.emulator._control_api.problems import ControlProblem
from aa_sdk.emulator._control_api.routes import ROUTES, STREAMED, Route
from aa_sdk.emulator._control_api.shown import Giving
from aa_sdk.emulator._control_api.signatures import Taken, taken_by
from aa_sdk.emulator._control_api.snapshots import STATE_TYPES, Work, send_state, take_state
from aa_sdk.emulator._protocol.messages import BODY_LIMIT, JSON_TYPE
from aa_sdk.emulator._protocol.uploads import chunks_of
from aa_sdk.models._base import snake_case

DESCRIPTION = "/openapi.json"
_FILES = frozenset({"path", "source"})


@dataclass(frozen=True)
class Endpoint:
    """A route and what is known of its verb."""

    route: Route
    """The route."""
    taken: Taken | None
    """What the verb takes; None if it is nothing that is called."""
    giving: Giving | None
    """How its result is shown; None if there is nothing to show."""


def endpoint(emulator: object, route: Route) -> Endpoint:
    """Read off the verb of a route what it takes and gives."""
    verb = attrgetter(route.verb)(emulator)
    name = route.name[0].upper() + route.name[1:]
    in_path = frozenset(snake_case(part) for part in route.path.split("/") if "{" in part)
    in_path = frozenset(part.strip("{}") for part in in_path)
    left_out = route.left_out | (_FILES if route.verb in STREAMED else frozenset[str]())
    taken = taken_by(verb, name, in_path, left_out) if isroutine(verb) else None
    return Endpoint(route, taken, None if _is_silent(route, verb) else _giving(route, verb, name))


def _giving(route: Route, verb: object, name: str) -> Giving:
    return Giving(verb, f"{name}Result", route.gives)


def _is_silent(route: Route, verb: Any) -> bool:
    return route.silent or (isroutine(verb) and verb.__annotations__.get("return") is None)


class ControlApi:
    """Answers what is asked below `/_emulator`."""

    def __init__(self, emulator: object, work: Work) -> None:
        """Stand before an emulator.

        Args:
            emulator: What is controlled.
            work: Runs what may take long.
        """
        self._emulator = emulator
        self._work = work
        self._endpoints: dict[Route, Endpoint] = {}

    async def respond(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Return the response to a request that may be made.

        Args:
            request: The request.
            path: Its path.

        Raises:
            ControlProblem: It cannot be answered with what it asks for.
            ErrorResponse: Its body cannot be read.
        """
        below = path.removeprefix(CONTROL)
        if below == DESCRIPTION:
            return _described(request.method)
        route, in_path = _find(request.method, below)
        query = parse_qs(request.raw_path.partition("?")[2], keep_blank_values=True)
        try:
            return await self._answer(self._endpoint(route), request, in_path, query)
        except AlreadyThereError as error:
            raise ControlProblem(409, str(error)) from error
        except (ValueError, OverflowError) as error:
            raise ControlProblem(400, str(error)) from error
        except LookupError as error:
            if type(error) is not LookupError:  # a defect: verbs say it in just this way
                raise
            raise ControlProblem(404, str(error)) from error

    def _endpoint(self, route: Route) -> Endpoint:
        """Return a route with its models. Most programs use few, and each takes a moment."""
        if route not in self._endpoints:
            self._endpoints[route] = endpoint(self._emulator, route)
        return self._endpoints[route]

    async def _answer(
        self,
        to: Endpoint,
        request: web.BaseRequest,
        in_path: Mapping[str, str],
        query: Mapping[str, list[str]],
    ) -> web.StreamResponse:
        verb = attrgetter(to.route.verb)(self._emulator)
        taken = to.taken
        given: dict[str, Any] = {snake_case(name): value for name, value in in_path.items()}
        if taken and to.route.method in ("GET", "DELETE"):
            given |= taken.of_query(query)
        elif query:
            raise ControlProblem(400, f"{next(iter(query))}: is not known here, in the query")
        if STREAMED.get(to.route.verb) == "GET":
            return await send_state(request, verb, self._work)
        if STREAMED.get(to.route.verb) == "PUT":
            _check_type(request, STATE_TYPES)
            await take_state(request, verb, self._work)
            return web.Response(status=204)
        if to.route.method in ("PUT", "POST") and taken:
            given |= taken.of_body(await _body(request))
        shown = await self._work(lambda: self._called(to, verb, given))
        if to.giving is None:
            return web.Response(status=204)
        return json_response(to.route.status, shown)

    def _called(self, to: Endpoint, verb: Any, given: Mapping[str, Any]) -> Any:
        """Call a verb, or take what is to be shown, and put the result into JSON values."""
        result = to.taken.call(given) if to.taken else verb
        return to.giving.body(result) if to.giving else None


def _find(method: str, below: str) -> tuple[Route, dict[str, str]]:
    found = [(route, values) for route in ROUTES if (values := route.values_in(below)) is not None]
    if not found:
        raise ControlProblem(
            404, f"there is no such path; {CONTROL}{DESCRIPTION} describes those that there are"
        )
    for route, values in found:
        if route.method == ("GET" if method == "HEAD" else method):
            return route, values
    allowed = [name for route, _ in found for name in _methods(route)]
    raise _not_allowed(method, allowed)


def _methods(route: Route) -> list[str]:
    return ["GET", "HEAD"] if route.method == "GET" else [route.method]


def _not_allowed(method: str, allowed: list[str]) -> ControlProblem:
    named = ", ".join(allowed)
    return ControlProblem(405, f"{method} is not possible here, but {named}", {"Allow": named})


def _described(method: str) -> web.Response:
    if method not in ("GET", "HEAD"):
        raise _not_allowed(method, ["GET", "HEAD"])
    return web.Response(body=description(), content_type=JSON_TYPE)


@cache
def description() -> bytes:
    """Return the description of the control API as it is shipped."""
    return (files("aa_sdk.emulator._control_api") / "openapi.json").read_bytes()


async def _body(request: web.BaseRequest) -> bytes:
    """Read a JSON body; none at all is one without members."""
    if not request.body_exists:
        return b""
    _check_type(request, frozenset({JSON_TYPE}))
    too_large = ControlProblem(413, f"a body has at most {BODY_LIMIT} bytes")
    body = bytearray()
    async for chunk in chunks_of(request, BODY_LIMIT, too_large):
        body += chunk
        if len(body) > BODY_LIMIT:
            raise too_large
    return bytes(body)


def _check_type(request: web.BaseRequest, types: frozenset[str]) -> None:
    """Refuse bodies that a browser would send for a page of another site without asking."""
    if request.content_type not in types:
        raise ControlProblem(415, f"Content-Type: should be {' or '.join(sorted(types))}")
