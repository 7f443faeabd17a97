"""How a request is sent: the short way where nobody would notice, else botocore's own.

Once botocore has serialised a request and found its endpoint, its own way to the answer costs
more than all that came before: seven events, a request object that is copied twice, a signature
over headers that are kept as those of a mail. Nothing of it is needed as long as the first
attempt succeeds and nobody looks on. So a handler at `before-call`, where botocore lets one answer
in its place, signs the request, sends it through the same HTTP session and returns the answer.

**What stays botocore's.** Anything but a 2xx answer, exceptions too, is *played* to botocore as
the outcome of its own first attempt: the handler leaves it in the call's context and steps aside,
botocore begins its attempt, and the HTTP session finds the outcome and replays it. Whether to try
again, when, and what to raise at last, is decided where it always was. Credentials are asked of
botocore's signer at each call, so refreshing them is its own too; where that fails, the error is
played at the event where botocore would have met it.

**When the short way is not taken.** Each call decides for itself, see `obstacles`, and the debug
log says why: somebody listens to what would be left out, or that cannot be known; the HTTP session
is not ours alone; tracing has changed a class; botocore is to log or record what it does; the
signature is to be another one.
"""

import logging
import os
from collections.abc import Mapping
from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import get_current_datetime
from botocore.exceptions import NoCredentialsError

from aa_sdk._transport._sending.attempts import Attempts
from aa_sdk._transport._sending.hooks import BODY
from aa_sdk._transport._sending.http_session import PLAYED, Played
from aa_sdk._transport._sending.obstacles import REQUEST_CREDENTIALS, Emitter, obstacle
from aa_sdk._transport._sending.signing import sign
from aa_sdk._transport.calls import CURRENT

logger = logging.getLogger("aa_sdk")

_UNSIGNED = "aa_sdk.unsigned"
"""The key of an error that came before there was a signature."""

_OUTCOME = "aa_sdk.outcome"
"""The key of what the first attempt has led to, while it is played."""

_AUTH_TYPE = "aa_sdk.auth_type"
"""The key of how a call is signed, while an attempt is played that is not."""

_GOOD = range(200, 300)


class Sending:
    """Sends the requests of one client.

    Args:
        attempts: Told of each attempt, on both ways.
    """

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts
        self._session: Any = None  # where there is one that replays
        self._emitter: Emitter | None = None

    def session_class(self, kind: Any) -> Any:
        """Return a class of HTTP sessions like `kind`, whose one session is left here."""
        if not getattr(kind, "is_ours_alone", False):
            return kind

        def init(session: Any, *args: Any, **options: Any) -> None:
            kind.__init__(session, *args, **options)
            self._session = session

        return type(kind.__name__, (kind,), {"__init__": init})

    def attach(self, events: Any) -> None:
        """Register at the events of the client, once botocore has."""
        self._emitter = events.register_last("before-call", self.send)
        events.register_first("request-created.accessanalyzer", self.begin)
        events.register("response-received.accessanalyzer", self.end)

    async def send(
        self, model: Any, params: Mapping[str, Any], request_signer: Any, context: Any, **_: Any
    ) -> Any:
        """At `before-call`: return the answer, or None for botocore's own way."""
        sign_with_own(context)
        if found := self._obstacle(params, request_signer, context):
            logger.debug("%s: sent by botocore, since %s", model.name, found)
            return None
        await self._attempts.before(model.name, context)
        try:
            request = await _signed(params, request_signer, context)
        except Exception as error:  # noqa: BLE001 (raised by `begin`)
            context[_UNSIGNED] = error
            return None
        try:
            response = await self._session.send(request)
        except Exception as error:  # noqa: BLE001 (raised by the session)
            self._attempts.after(context, None, {})
            context[_OUTCOME] = error
            return None
        self._attempts.after(context, response.status_code, response.headers)
        if response.status_code not in _GOOD:
            context[_OUTCOME] = response
            return None
        return response, await _parsed(response)

    def _obstacle(self, params: Mapping[str, Any], signer: Any, context: Any) -> str:
        if self._session is None:
            return "the HTTP session is the caller's"
        return obstacle(self._emitter, params, signer, context)

    async def begin(self, request: Any, operation_name: str, **_: Any) -> None:
        """At `request-created`: begin an attempt of botocore's, unless it is played."""
        context = request.context
        if (error := context.pop(_UNSIGNED, None)) is not None:
            raise error
        if _OUTCOME in context:
            PLAYED.set(Played(context["retries"]["invocation-id"], context[_OUTCOME]))
            # Signing would ask for credentials again, and could fail in the outcome's place.
            context[_AUTH_TYPE], context["auth_type"] = context["auth_type"], "none"
        else:
            await self._attempts.before(operation_name, context)

    def end(self, context: Any, response_dict: Any, **_: Any) -> None:
        """At `response-received`: end an attempt of botocore's, unless it was played."""
        if context.pop(_OUTCOME, None) is not None:
            context["auth_type"] = context.pop(_AUTH_TYPE)
            return
        if response_dict is None:
            self._attempts.after(context, None, {})
        else:
            self._attempts.after(context, response_dict["status_code"], response_dict["headers"])


def sign_with_own(context: Any) -> None:
    """Have a call signed with the credentials of its client, where that has some of its own.

    botocore's signer takes them from the context in place of those that the connection has.

    Args:
        context: The call's context, at `before-call`.
    """
    call = CURRENT.get(None)
    if call is not None and call.options.credentials is not None:
        signing = context.get("signing", {})
        context["signing"] = {**signing, REQUEST_CREDENTIALS: call.options.credentials}


async def _signed(params: Mapping[str, Any], signer: Any, context: Any) -> Any:
    """Return the request to send, as botocore would have made it."""
    signing = context.get("signing", {})
    region = signing.get("region") or signer.region_name
    service = signing.get("signing_name") or signer.signing_name
    own = signing.get(REQUEST_CREDENTIALS)
    auth = await signer.get_auth_instance(service, region, request_credentials=own)
    if auth.credentials is None:
        raise NoCredentialsError
    moment = get_current_datetime().isoformat(timespec="seconds")
    now = f"{moment[:19].replace('-', '').replace(':', '')}Z"
    headers = sign(params, auth.credentials, region, service, now)
    # Kept, for all attempts of a call have one id.
    retries = context.setdefault("retries", {})
    headers["amz-sdk-invocation-id"] = retries.setdefault("invocation-id", _random_id())
    headers["amz-sdk-request"] = "attempt=1"
    method, body = params["method"], params["body"] or None
    if method != "GET":
        headers["Content-Length"] = str(len(params["body"]))
    request: Any = AWSPreparedRequest(
        method=method, url=params["url"], headers=headers, body=body, stream_output=False
    )
    request.context = context  # which only newer botocores take as an argument
    return request


def _random_id() -> str:
    """Return a UUID of version 4; `uuid` takes three times as long."""
    digits = os.urandom(16).hex()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


async def _parsed(response: Any) -> dict[str, Any]:
    """Return what botocore's parser would have, with the body beside it."""
    # The same in a third of the time, where the library has them as they came.
    raw: Any = getattr(response.raw, "raw_headers", None)
    headers: dict[str, str] = (
        {name.decode().lower(): value.decode() for name, value in raw}
        if raw
        else dict(response.headers)
    )
    metadata = {
        "RequestId": headers.get("x-amzn-requestid", headers.get("x-amz-request-id")),
        "HTTPStatusCode": response.status_code,
        "HTTPHeaders": headers,
        "RetryAttempts": 0,
    }
    return {"ResponseMetadata": metadata, BODY: await response.content}
