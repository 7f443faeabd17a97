"""Every exception of the layers below, as one of ours."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from aa_sdk._transport import network
from aa_sdk._transport.configuration import under_trio
from aa_sdk._transport.content_coding import UnreadableBodyError
from aa_sdk._transport.credentials import credentials_error, safe_cause
from aa_sdk._transport.origins import passes
from aa_sdk._transport.settings import setting
from aa_sdk.errors import (
    AccessAnalyzerError,
    CredentialsError,
    InvalidField,
    InvalidRequestError,
    ResponseDecodeError,
    TransportError,
    service_error,
)

_TRANSPORT = (boto.HTTPClientError, boto.ConnectionError, boto.IncompleteReadError, OSError)
# These are about the request; what is left of botocore's errors, about how the client was set up.
_REQUEST = (boto.ParamValidationError, boto.MissingParametersError, boto.InvalidHostLabelError)


@contextmanager
def as_ours(operation: str, link: Any = None) -> Generator[None]:
    """Raise what the block raises as an `AccessAnalyzerError`, from its cause.

    Args:
        operation: The operation that is being called.
        link: What knows `session` and `client`, once there are any: they tell whose fault it is.

    Raises:
        AccessAnalyzerError: For every exception of botocore, its HTTP layer and its
            credential providers. Other exceptions, such as one from a caller's own event
            handler, pass.
    """
    try:
        yield
    except AccessAnalyzerError:
        raise
    except Exception as error:
        ours = translated(error, operation, link)
        if ours is None:
            raise
        cause = safe_cause(error, ours) if isinstance(ours, CredentialsError) else error
        try:
            raise ours from cause
        finally:
            if cause is not error:
                ours.__context__ = None  # which would keep what the cause must not tell


def translated(error: Exception, operation: str, link: Any = None) -> AccessAnalyzerError | None:
    """Return our error for one of the layers below, or None for anything else."""
    session: Any = getattr(link, "session", None)
    if isinstance(error, RuntimeError) and under_trio() and passes(error, "asyncio"):
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
    if isinstance(error, ResponseParserError):  # whose own text quotes the body
        return ResponseDecodeError(operation, None, ("botocore cannot parse it",))
    return None


def _without_response(error: Exception, operation: str, link: Any) -> TransportError | None:
    if not isinstance(error, _TRANSPORT):
        return None
    config: Any = getattr(getattr(getattr(link, "client", None), "meta", None), "config", None)
    reason = network.reason(error, getattr(link, "session", None), config)
    return TransportError(operation, reason)


def _misconfigured(error: Exception, operation: str, session: Any) -> InvalidRequestError | None:
    if isinstance(error, _REQUEST):
        return InvalidRequestError(setting(error, session), operation=operation)
    if isinstance(error, boto.BotoCoreError):
        return InvalidRequestError(setting(error, session))
    return None
