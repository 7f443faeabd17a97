"""The service: from one HTTP request to one HTTP response, whichever way they travel.

A request is taken through the same stations as at AWS: who sends it, which operation it is for,
whether its input is good, whether it is a repetition. Faults strike once the operation is known.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aa_sdk.emulator._account.access_keys import is_session_key
from aa_sdk.emulator._account.due import bring_out
from aa_sdk.emulator._account.entities import Scope
from aa_sdk.emulator._account.regions import is_off
from aa_sdk.emulator._account.sessions import RoleSession, read_token
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._handlers.call import Call
from aa_sdk.emulator._handlers.table import HANDLERS
from aa_sdk.emulator._neighbours.neighbour import Neighbour, Question
from aa_sdk.emulator._neighbours.sts import account_of_role
from aa_sdk.emulator._neighbours.table import NEIGHBOURS
from aa_sdk.emulator._protocol.authentication import Caller, caller_of, service_of
from aa_sdk.emulator._protocol.errors import (
    ErrorResponse,
    internal_error,
    unknown_operation,
    unrecognized,
)
from aa_sdk.emulator._protocol.idempotency import once
from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse
from aa_sdk.emulator._protocol.request_reader import RequestReader
from aa_sdk.emulator._protocol.routing import Route, Router
from aa_sdk.emulator._protocol.service_model import ServiceModel
from aa_sdk.emulator._protocol.sizes import check_sizes
from aa_sdk.emulator._protocol.wire import (
    compact_json,
    error_response,
    output_response,
    refuse_packed,
    without_body,
)
from aa_sdk.emulator.call_log import RecordedCall
from aa_sdk.emulator.faults import Faults

Refuse = Callable[[ErrorResponse, str], HttpResponse]
"""Makes the response that says an error, with the id of its request."""

_logger = logging.getLogger("aa_sdk.emulator")


@dataclass(slots=True)
class _Trace:
    """What is known of a request so far, for the call log."""

    request_id: str
    scope: Scope
    time: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    operation: str = ""
    params: Mapping[str, Any] | None = None

    def recorded(self, response: HttpResponse) -> RecordedCall:
        return RecordedCall(
            operation=self.operation,
            params=self.params or {},
            account_id=self.scope.account_id,
            region=self.scope.region,
            request_id=self.request_id,
            time=self.time,
            status=response.status,
            error=response.headers.get("x-amzn-ErrorType"),
        )


class Service:
    """Responds to requests, one at a time.

    Args:
        model: The service.
        world: Its state.
        faults: What is to go wrong.
        identify: Tells who sends a request, or that its signature is not good.
        timer: Tells the time in seconds since 1970 that sessions of roles run out by.
    """

    def __init__(
        self,
        model: ServiceModel,
        world: World,
        faults: Faults,
        identify: Callable[[HttpRequest], Caller] = caller_of,
        timer: Callable[[], float] = time.time,
    ) -> None:
        self._world = world
        self._identify = identify
        self._timer = timer
        self._faults = faults
        self._router = Router(model.operations.values())
        self._reader = RequestReader(model)

    def respond(self, request: HttpRequest) -> tuple[HttpResponse, RecordedCall]:
        """Return the response to a request, and the note for the call log.

        Whatever goes wrong inside is answered as the service answers its own failures, and
        logged: a client cannot tell what it met.
        """
        trace = _Trace(self._world.ids.request(), self._world.scope())

        def refuse(error: ErrorResponse, request_id: str) -> HttpResponse:
            neighbour = NEIGHBOURS.get(service_of(request))
            return (neighbour.refuse if neighbour else error_response)(error, request_id)

        response = _guarded(trace.request_id, lambda: self._routed(request, trace), refuse)
        if request.method == "HEAD":
            response = without_body(response)
        return response, trace.recorded(response)

    def _routed(self, request: HttpRequest, trace: _Trace) -> HttpResponse:
        self._world.clock.tick()
        trace.time = self._world.clock.now()
        check_sizes(request)
        caller = self._identify(request)
        account = self._world.account_of(caller.access_key)
        trace.scope = self._world.scope(account, caller.region)
        session = self._session_of(caller)
        neighbour = NEIGHBOURS.get(caller.service)
        if neighbour is not None:
            return self._asked(neighbour, request, trace, session)
        route = self._router.find(request.method, request.path)
        trace.operation = route.operation.name if route else ""
        self._check_region(trace.scope)
        if route is None:
            raise unknown_operation(request.method, request.path)
        handle = partial(self._handled, route, request, trace)
        return self._struck(trace, handle, error_response, error_response)

    def _asked(
        self,
        neighbour: Neighbour,
        request: HttpRequest,
        trace: _Trace,
        session: RoleSession | None,
    ) -> HttpResponse:
        """Return what another service responds."""
        self._check_region(trace.scope)
        trace.operation, trace.params = neighbour.asked(request)
        question = Question(
            self._world,
            trace.scope.account_id,
            trace.scope.region,
            session,
            trace.request_id,
            self._timer(),
            trace.operation,
            trace.params,
        )
        bring_out(self._world)
        about = account_of_role(trace.params.get("RoleArn"))
        handle = partial(neighbour.answer, question)
        return self._struck(trace, handle, neighbour.refuse, neighbour.language.error, about)

    def _struck(
        self,
        trace: _Trace,
        handle: Callable[[], HttpResponse],
        refuse: Refuse,
        say: Refuse,
        about: str | None = None,
    ) -> HttpResponse:
        """Return a response and what faults make of it; theirs are said as they were told."""
        scope = trace.scope
        plan = self._faults.draw(trace.operation, scope.account_id, scope.region, about=about)
        if plan.error is not None:
            return plan.strike(say(plan.error, trace.request_id))
        # Guarded once more, so that faults strike error responses as well.
        return plan.strike(_guarded(trace.request_id, handle, refuse))

    def _session_of(self, caller: Caller) -> RoleSession | None:
        """Return the session of a role that a caller is in; None for callers in none.

        Raises:
            ErrorResponse: The access key is one of a session, and the token is not its, or its
                time is over.
        """
        if caller.access_key in self._world.access_keys or not is_session_key(caller.access_key):
            return None
        session = read_token(caller.access_key, caller.token or "")
        if session is None:
            raise unrecognized("The session token is not the one of the access key")
        if session.expires_at <= self._timer():
            raise ErrorResponse("ExpiredTokenException", 403, "The session token has expired")
        return session

    def _check_region(self, scope: Scope) -> None:
        if is_off(self._world.switches, scope.region, scope.account_id):
            raise unrecognized(f"{scope.region} is off for the account {scope.account_id}")

    def _handled(self, route: Route, request: HttpRequest, trace: _Trace) -> HttpResponse:
        operation, world = route.operation, self._world
        refuse_packed(request)
        params = trace.params = self._reader.read(route, request)
        now = world.now()
        bring_out(world, now)

        def handle(params: Mapping[str, Any]) -> bytes:
            output = HANDLERS[operation.name](Call(world, trace.scope, operation.name, params, now))
            if output is None:
                return b""
            return output if isinstance(output, bytes) else compact_json(output)

        body = once(trace.scope.token_uses, operation, params, now, handle)
        return output_response(operation.success, body, trace.request_id)


def _guarded(request_id: str, respond: Callable[[], HttpResponse], refuse: Refuse) -> HttpResponse:
    """Return a response: the one that is due, or the one that says what went wrong."""
    try:
        return respond()
    except ErrorResponse as error:
        return refuse(error, request_id)
    except Exception:
        _logger.exception("the emulator failed to answer request %s", request_id)
        return refuse(internal_error(), request_id)
