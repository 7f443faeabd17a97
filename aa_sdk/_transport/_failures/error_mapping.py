"""Every exception of the layers below, as one of ours."""

from typing import Any

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from aa_sdk._transport._failures import network
from aa_sdk._transport._failures.credentials import credentials_error, safe_cause
from aa_sdk._transport._failures.origins import facts, passes
from aa_sdk._transport._failures.settings import setting
from aa_sdk._transport._sending.content_coding import UnreadableBodyError
from aa_sdk._transport.configuration import under_trio
from aa_sdk.errors import (
    AccessAnalyzerError,
    CallTimeoutError,
    CredentialsError,
    InvalidField,
    InvalidRequestError,
    ResponseDecodeError,
    TransportError,
    service_error,
)

_TRANSPORT = (boto.HTTPClientError, boto.ConnectionError, boto.IncompleteReadError, OSError)
_LATE = (boto.ConnectTimeoutError, boto.ReadTimeoutError, TimeoutError)
_PARSERS = ("botocore.parsers", "aiobotocore.parsers")
# These are about the request; what is left of botocore's errors, about how the client was set up.
_REQUEST = (boto.ParamValidationError, boto.MissingParametersError, boto.InvalidHostLabelError)


def raise_ours(error: Exception, operation: str, link: Any = None) -> None:
    """Raise an exception of the layers below as ours, from its cause.

    Others, such as one from a caller's own event handler, are left to be raised again.

    Args:
        error: What was raised.
        operation: The operation that is being called.
        link: What knows `session` and `client`, once there are any: they tell whose fault it is.

    Raises:
        AccessAnalyzerError: It is one of botocore, its HTTP layer or its credential providers.
    """
    if isinstance(error, AccessAnalyzerError):
        return
    ours = translated(error, operation, link)
    if ours is None:
        return
    cause = safe_cause(error, ours) if isinstance(ours, CredentialsError) else error
    try:
        raise ours from cause
    finally:
        if cause is not error:
            ours.__context__ = None  # which would keep what the cause must not tell


def translated(error: Exception, operation: str, link: Any = None) -> AccessAnalyzerError | None:
    """Return our error for one of the layers below, or None for anything else."""
    session: Any = getattr(link, "session", None)
    raised: Any = facts(error).get("error", error)  # botocore's HTTP layer wraps what it meets
    if isinstance(raised, RuntimeError) and under_trio() and passes(raised, "asyncio"):
        reason = "looks for credentials with asyncio: set HttpxSession in its default config"
        return InvalidRequestError(InvalidField("session", reason))
    return (
        credentials_error(error, session)
        or _of_response(error, operation)
        or _without_response(error, operation, link)
        or _misconfigured(error, operation, session)
    )


def _of_response(error: Exception, operation: str) -> AccessAnalyzerError | None:
    if isinstance(error, boto.ClientError):
        raised: Any = error
        return service_error(raised.response, raised.operation_name)
    if isinstance(error, UnreadableBodyError):
        return ResponseDecodeError(operation, error.request_id, (str(error),))
    # Whose own text quotes the body. It trips over XML of another shape by errors of Python's.
    if isinstance(error, ResponseParserError) or passes(error, *_PARSERS):
        return ResponseDecodeError(operation, None, ("botocore cannot parse it",))
    return None


def _without_response(error: Exception, operation: str, link: Any) -> TransportError | None:
    if not isinstance(error, _TRANSPORT):
        return None
    config: Any = getattr(getattr(getattr(link, "client", None), "meta", None), "config", None)
    reason = network.reason(error, getattr(link, "session", None), config)
    kind = CallTimeoutError if isinstance(error, _LATE) else TransportError
    return kind(operation, reason)


def _misconfigured(error: Exception, operation: str, session: Any) -> InvalidRequestError | None:
    if isinstance(error, _REQUEST):
        return InvalidRequestError(setting(error, session), operation=operation)
    if isinstance(error, boto.BotoCoreError):
        return InvalidRequestError(setting(error, session))
    return None
