"""What keeps a call from the short way of sending; see `sending`.

What is left out on that way must not be missed. Five things may be looked at from outside: the
events, the classes, the logs, botocore's history, and the signature where it is of another kind.
botocore's own handlers and methods are told from everybody else's by where their code stands: a
wrapper can take on a name, some take on a type, and some are equal to what they wrap.
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from operator import is_
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from aiobotocore.endpoint import AioEndpoint, AnyioEndpoint
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.httpxsession import HttpxSession
from aiobotocore.signers import AioRequestSigner
from botocore.auth import AUTH_TYPE_MAPS, SigV4Auth
from botocore.endpoint import Endpoint
from botocore.history import get_global_history_recorder
from botocore.signers import RequestSigner

if TYPE_CHECKING:
    # aiobotocore ships no types: this is what is used of it.
    class AioHierarchicalEmitter:
        def register(self, event_name: str, handler: Any, *more: Any) -> Any: ...
        def register_first(self, event_name: str, handler: Any, *more: Any) -> Any: ...
        def register_last(self, event_name: str, handler: Any, *more: Any) -> Any: ...

else:
    from aiobotocore.hooks import AioHierarchicalEmitter

_EVENTS = frozenset(
    [
        "before-parse",
        "before-send",
        "before-sign",
        "choose-signer",
        "needs-retry",
        "request-created",
        "response-received",
        "*",
    ]
)
_SERVICES = ("accessanalyzer", "*", "")
_HANDLERS = frozenset(
    {
        "aiobotocore.retries.standard.AioRetryHandler.needs_retry",
        "aiobotocore.signers.AioRequestSigner.handler",
        "botocore.handlers._set_auth_scheme_preference_signer",
        "botocore.handlers.add_retry_headers",
        "botocore.handlers.set_operation_specific_signer",
        "botocore.useragent.UserAgentString.rebuild_and_replace_user_agent_handler",
    }
)
_CLASSES: tuple[type, ...] = (
    Endpoint,
    AioEndpoint,
    AnyioEndpoint,
    RequestSigner,
    AioRequestSigner,
    SigV4Auth,
)
_AIOHTTP: Any = AIOHTTPSession
_HTTPX: Any = HttpxSession
_LOGS = tuple(
    logging.getLogger(f"botocore.{name}")
    for name in ("auth", "endpoint", "hooks", "parsers", "retries.standard")
)
REQUEST_CREDENTIALS = "request_credentials"
"""The key under which a call's context of signing has credentials of its own."""

_SIGNING = frozenset(("region", "signing_name", REQUEST_CREDENTIALS))
_USUAL_HEADERS = frozenset(("Content-Type", "User-Agent"))
# botocore's signer treats each of these headers in a way of its own.
_HEADERS = frozenset(
    [
        "authorization",
        "content-length",
        "date",
        "expect",
        "host",
        "transfer-encoding",
        "x-amz-content-sha256",
        "x-amz-date",
        "x-amz-security-token",
    ]
)


class Emitter(AioHierarchicalEmitter):
    """An emitter of events that knows which strangers listen to those that may be left out.

    The emitter of a client is a copy of its session's, inside botocore's `EventAliaser`. That
    returns what is returned here, which makes `register…` the way to get hold of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.strangers: tuple[str, ...] = ()

    def register(self, event_name: str, handler: Any, *how: Any) -> "Emitter":
        """Register a handler, as botocore does, and return the emitter."""
        super().register(event_name, handler, *how)
        return self._noting(event_name, handler, _EVENTS)

    def register_first(self, event_name: str, handler: Any, *how: Any) -> "Emitter":
        """Register a handler that runs before the others."""
        super().register_first(event_name, handler, *how)
        return self._noting(event_name, handler, _EVENTS)

    def register_last(self, event_name: str, handler: Any, *how: Any) -> "Emitter":
        """Register a handler that runs after the others; at `before-call`, perhaps after ours."""
        super().register_last(event_name, handler, *how)
        return self._noting(event_name, handler, _EVENTS | {"before-call"})

    def _noting(self, event_name: str, handler: Any, left_out: frozenset[str]) -> "Emitter":
        event, service, *_ = *event_name.split("."), ""
        if event in left_out and service in _SERVICES:
            home = _home(handler)
            if home not in _HANDLERS and not home.startswith("aa_sdk._transport."):
                self.strangers += (f"{home} listens to {event_name}",)
        return self


class _History:
    """Learns that botocore's history is recorded, which can be asked in no other way.

    Whoever records it is told of each call, before the call is sent, and so is this.
    """

    def __init__(self) -> None:
        self.is_recorded = False

    def emit(self, *_: object) -> None:
        """Take note of a record."""
        self.is_recorded = True


HISTORY = _History()
_recorder: Any = get_global_history_recorder()
_recorder.add_handler(HISTORY)


def _home(handler: object) -> str:
    """Name the place of the code that a function or method runs; of anything else, its type."""
    function = handler.__func__ if type(handler) is MethodType else handler
    if type(function) is not FunctionType:
        return type(function).__name__
    return f"{function.__globals__['__name__']}.{function.__code__.co_qualname}"


def obstacle(
    emitter: Emitter | None, request: Mapping[str, Any], signer: Any, context: Mapping[str, Any]
) -> str:
    """Say what keeps a call from the short way.

    Args:
        emitter: The client's emitter; None where the session has another one.
        request: The request as botocore's serialiser made it.
        signer: The client's signer.
        context: The call's context.

    Returns:
        The reason for a log, or nothing where there is none.
    """
    if emitter is None:
        found = "the session was not made by aa_sdk"
    elif emitter.strangers:
        found = emitter.strangers[0]
    elif not _as_shipped():
        found = "botocore's classes were changed"
    elif any([log.isEnabledFor(logging.DEBUG) for log in _LOGS]):  # noqa: C419 (faster for five)
        found = "botocore logs"
    elif HISTORY.is_recorded:
        found = "botocore's history is recorded"
    elif not _is_plain(request, signer, context):
        found = "the request is signed in another way"
    else:
        found = ""
    return found


def _is_foreign(owner: type, member: object) -> bool:
    """Say whether a member of a class is not what its module put there."""
    if type(member) is FunctionType:
        return member.__globals__ is not vars(sys.modules[owner.__module__])
    return type(member).__module__ != "builtins"


# Tracing may have been switched on before this is imported.
_CHANGED_EARLY = any(
    _is_foreign(owner, member) for owner in _CLASSES for member in vars(owner).values()
) or any(_is_foreign(session, session.send) for session in (_AIOHTTP, _HTTPX))
_NOW = tuple(vars(owner).values() for owner in _CLASSES)  # these change with the classes


def _members() -> Iterator[object]:
    # The sessions are not left out, but `send` would be given requests of another make.
    return chain(*_NOW, (_AIOHTTP.send, _HTTPX.send, None))


_SHIPPED = tuple(_members())


def _as_shipped() -> bool:
    """Say whether nobody has changed the classes, the way in which tracing gets in."""
    # Not by `==`: what wraps a function may say that it is equal to it.
    return not _CHANGED_EARLY and all(map(is_, _members(), _SHIPPED))


def _is_plain(request: Mapping[str, Any], signer: Any, context: Mapping[str, Any]) -> bool:
    """Say whether a request is signed as `signing.sign` does it."""
    return (
        signer.signature_version == "v4"
        # With the extra crt it is another class, of the same signature.
        and AUTH_TYPE_MAPS["v4"].__module__.startswith("botocore.")
        and context["auth_type"] in (None, "v4")
        and not context["client_config"].auth_scheme_preference
        and not context.get("unsigned_payload")
        and context.get("payload_signing_enabled", True)
        and not context.get("checksum")
        and context.get("signing", {}).keys() <= _SIGNING
        and type(request["body"]) is bytes
        and (request["headers"].keys() <= _USUAL_HEADERS or _are_plain(request["headers"]))
    )


def _are_plain(headers: Mapping[str, str]) -> bool:
    names = {name.lower() for name in headers}
    return len(names) == len(headers) and names.isdisjoint(_HEADERS)
