"""From one HTTP request to one HTTP response: who, what, is it good, was it asked before."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from aa_sdk.emulator._account.entities import Scope, TokenUse
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._findings.records import compact_json
from aa_sdk.emulator._handlers.call import Call
from aa_sdk.emulator._handlers.table import HANDLERS, Handler
from aa_sdk.emulator._protocol.authentication import caller_of
from aa_sdk.emulator._protocol.errors import ErrorResponse, internal_error, invalid_field
from aa_sdk.emulator._protocol.messages import JSON_TYPE, HttpRequest, HttpResponse
from aa_sdk.emulator._protocol.request_reader import RequestReader
from aa_sdk.emulator._protocol.routing import Route, Router
from aa_sdk.emulator._protocol.service_model import Operation, ServiceModel
from aa_sdk.emulator.call_log import RecordedCall
from aa_sdk.emulator.faults import Faults

BODY_LIMIT = 1024 * 1024
"""The largest body in bytes that is read."""

_TOKEN_LIFETIME = 24 * 60 * 60 * 1000
_TOKENS_KEPT = 10_000

_logger = logging.getLogger("aa_sdk.emulator")


def error_response(refusal: ErrorResponse, request_id: str) -> HttpResponse:
    """Return the response that says `refusal`."""
    headers = {
        "Content-Type": JSON_TYPE,
        "x-amzn-RequestId": request_id,
        "x-amzn-ErrorType": refusal.code,
        **refusal.headers,
    }
    return HttpResponse(refusal.status, headers, compact_json(refusal.body()))


@dataclass(slots=True)
class _Progress:
    """How far a request came, for the call log."""

    scope: Scope
    time: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    operation: str = ""
    params: Mapping[str, Any] | None = None


class Service:
    """Answers requests, one at a time."""

    def __init__(self, model: ServiceModel, world: World, faults: Faults) -> None:
        """Bring together what answering takes.

        Args:
            model: The service model.
            world: What is asked about.
            faults: What is to go wrong.
        """
        self._world = world
        self._faults = faults
        self._router = Router(model.operations.values())
        self._reader = RequestReader(model)

    def answer(self, request: HttpRequest) -> tuple[HttpResponse, RecordedCall]:
        """Return the response to a request, and the note for the call log.

        Whatever goes wrong inside is answered as the service answers its own failures, and
        logged: a client cannot tell what it met.
        """
        world = self._world
        request_id = world.ids.request()
        progress = _Progress(world.scope())
        response = _guarded(request_id, lambda: self._respond(request, request_id, progress))
        call = RecordedCall(
            operation=progress.operation,
            params=progress.params or {},
            account_id=progress.scope.account_id,
            region=progress.scope.region,
            request_id=request_id,
            time=progress.time,
            status=response.status,
            error=response.headers.get("x-amzn-ErrorType"),
        )
        return response, call

    def _respond(self, request: HttpRequest, request_id: str, progress: _Progress) -> HttpResponse:
        self._world.clock.tick()
        progress.time = self._world.clock.now()
        if len(request.body) > BODY_LIMIT:
            raise ErrorResponse(
                "RequestEntityTooLargeException",
                413,
                f"The request body has more than {BODY_LIMIT} bytes",
            )
        caller = caller_of(request.headers)
        account = self._world.account_of(caller.access_key)
        progress.scope = self._world.scope(account, caller.region)
        route = self._router.find(request.method, request.path)
        if route is None:
            raise ErrorResponse(
                "UnknownOperationException",
                404,
                f"{request.method} {request.path} is no operation of this service",
            )
        progress.operation = route.operation.name
        fault = self._faults.draw(route.operation.name)
        if fault.before is not None:
            return fault.shape(error_response(fault.before, request_id))
        response = _guarded(request_id, lambda: self._good(route, request, request_id, progress))
        return fault.shape(response)

    def _good(
        self, route: Route, request: HttpRequest, request_id: str, progress: _Progress
    ) -> HttpResponse:
        operation, world = route.operation, self._world
        params = progress.params = self._reader.read(route, request)
        call = Call(world, progress.scope, operation.name, params, world.now())
        headers = {"Content-Type": JSON_TYPE, "x-amzn-RequestId": request_id}
        return HttpResponse(operation.success, headers, self._handle(route, call))

    def _handle(self, route: Route, call: Call) -> bytes:
        operation = route.operation
        handler = HANDLERS[operation.name]
        token = call.params.get(operation.token) if operation.token else None
        return _encoded(handler, call) if token is None else _once(operation, handler, call, token)


def _guarded(request_id: str, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """Return a response: the one that is asked for, or the one that says what went wrong."""
    try:
        return ask()
    except ErrorResponse as refusal:
        return error_response(refusal, request_id)
    except Exception:
        _logger.exception("the emulator failed to answer request %s", request_id)
        return error_response(internal_error(), request_id)


def _encoded(handler: Handler, call: Call) -> bytes:
    answer = handler(call)
    if answer is None:
        return b""
    return answer if isinstance(answer, bytes) else compact_json(answer)


def _once(operation: Operation, handler: Handler, call: Call, token: str) -> bytes:
    """Answer under an idempotency token: a repetition has the same answer and no effect."""
    params = {key: value for key, value in call.params.items() if key != operation.token}
    asked = compact_json(sorted(params.items()))
    answered, key = call.scope.answered, (operation.name, token)
    use = answered.get(key)
    if use is not None and use.expires_at > call.now:
        if use.request != asked:
            raise invalid_field(str(operation.token), "was used with another request")
        return use.answer
    answer = _encoded(handler, replace(call, params=params))
    answered[key] = TokenUse(asked, answer, call.now + _TOKEN_LIFETIME)
    answered.move_to_end(key)
    while len(answered) > _TOKENS_KEPT:
        answered.popitem(last=False)
    return answer
