"""Every exception of the layers below, as one of ours."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from aa_sdk._transport.content_coding import UnreadableBodyError
from aa_sdk.errors import (
    AccessAnalyzerError,
    CredentialsError,
    InvalidField,
    InvalidRequestError,
    ResponseDecodeError,
    TransportError,
    service_error,
)

_CREDENTIALS = (
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.CredentialRetrievalError,
    boto.UnknownCredentialError,
    boto.ProfileNotFound,
    boto.SSOError,
    boto.TokenRetrievalError,
    boto.NoAuthTokenError,
    boto.MetadataRetrievalError,
    boto.InfiniteLoopConfigError,
    boto.RefreshWithMFAUnsupportedError,
    boto.LoginError,
)
_TRANSPORT = (boto.HTTPClientError, boto.ConnectionError, boto.IncompleteReadError, OSError)
_SETTINGS: dict[type[Exception], tuple[str, str]] = {
    boto.NoRegionError: ("region_name", "is not given, and none is configured"),
    boto.InvalidRegionError: ("region_name", "is not a region name"),
    boto.InvalidProxiesConfigError: ("config.proxies_config", "cannot be used"),
}


@contextmanager
def as_ours(operation: str) -> Generator[None]:
    """Raise what the block raises as an `AccessAnalyzerError`, from its cause.

    Args:
        operation: The operation that is being called.

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
        ours = translated(error, operation)
        if ours is None:
            raise
        raise ours from error


def translated(error: Exception, operation: str) -> AccessAnalyzerError | None:
    """Return our error for one of the layers below, or None for anything else."""
    if isinstance(error, boto.ClientError):
        raised: Any = error
        if raised.operation_name == operation:
            return service_error(raised.response, operation)
    if isinstance(error, _CREDENTIALS) or _is_failed_refresh(error):
        return CredentialsError(str(error))
    if isinstance(error, ResponseParserError):
        return _unreadable(error, operation)
    if isinstance(error, _TRANSPORT):
        return TransportError(operation, _reason(error))
    if isinstance(error, boto.BotoCoreError):
        # What is left of botocore's errors is about how the client was set up.
        return InvalidRequestError(_setting(error), operation=operation)
    return None


def _unreadable(error: Exception, operation: str) -> ResponseDecodeError:
    if isinstance(error, UnreadableBodyError):
        return ResponseDecodeError(operation, error.request_id, (str(error),))
    # botocore's own text quotes the body.
    return ResponseDecodeError(operation, None, (type(error).__name__,))


def _reason(error: Exception) -> str:
    told: Any = error
    if type(error) is boto.HTTPClientError:
        # The HTTP library's own error, whose text may quote what the other side sent.
        return type(told.kwargs.get("error")).__name__
    return str(error) or type(error).__name__


def _is_failed_refresh(error: Exception) -> bool:
    # Another service that was asked for credentials, or botocore's bare RuntimeError about
    # refreshed credentials that have expired already.
    return isinstance(error, boto.ClientError) or (
        isinstance(error, RuntimeError) and "credentials" in str(error).lower()
    )


def _setting(error: Exception) -> InvalidField:
    for kind, (option, reason) in _SETTINGS.items():
        if isinstance(error, kind):
            return InvalidField(option, reason)
    return InvalidField("client", str(error))
