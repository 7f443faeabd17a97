"""The service: from one HTTP request to one HTTP response, whichever way they travel.

A request is taken through the same stations as at AWS: who sends it, which operation it is for,
whether its input is good, whether it is a repetition. Faults strike once the operation is known.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aa_sdk.emulator._account.due import bring_out
from aa_sdk.emulator._account.entities import Scope
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._handlers.call import Call
from aa_sdk.emulator._handlers.table import HANDLERS
from aa_sdk.emulator._protocol.authentication import Caller, caller_of
from aa_sdk.emulator._protocol.errors import ErrorResponse, internal_error, unknown_operation
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
    """

    def __init__(
        self,
        model: ServiceModel,
        world: World,
        faults: Faults,
        identify: Callable[[HttpRequest], Caller] = caller_of,
    ) -> None:
        self._world = world
        self._identify = identify
        self._faults = faults
        self._router = Router(model.operations.values())
        self._reader = RequestReader(model)

    def respond(self, request: HttpRequest) -> tuple[HttpResponse, RecordedCall]:
        """Return the response to a request, and the note for the call log.

        Whatever goes wrong inside is answered as the service answers its own failures, and
        logged: a client cannot tell what it met.
        """
        trace = _Trace(self._world.ids.request(), self._world.scope())
        response = _guarded(trace.request_id, lambda: self._routed(request, trace))
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
        route = self._router.find(request.method, request.path)
        if route is None:
            raise unknown_operation(request.method, request.path)
        trace.operation = route.operation.name
        plan = self._faults.draw(route.operation.name, account, caller.region)
        if plan.error is not None:
            return plan.strike(error_response(plan.error, trace.request_id))
        # Guarded once more, so that faults strike error responses as well.
        return plan.strike(_guarded(trace.request_id, lambda: self._handled(route, request, trace)))

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


def _guarded(request_id: str, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Return a response: the one that is due, or the one that says what went wrong."""
    try:
        return respond()
    except ErrorResponse as error:
        return error_response(error, request_id)
    except Exception:
        _logger.exception("the emulator failed to answer request %s", request_id)
        return error_response(internal_error(), request_id)
