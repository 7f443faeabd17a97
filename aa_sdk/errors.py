"""Everything that can go wrong, as a tree.

```text
AccessAnalyzerError
├── ServiceError                         the service answered with an error
│   ├── AccessDeniedException
│   ├── ConflictException
│   ├── ExpiredTokenException            also a CredentialsError
│   ├── InternalServerException
│   ├── InvalidParameterException
│   ├── ResourceNotFoundException
│   ├── ServiceQuotaExceededException
│   ├── ThrottlingException
│   ├── UnprocessableEntityException
│   └── ValidationException
├── InvalidRequestError                  refused here, nothing was sent
├── ResponseDecodeError                  the answer could not be read
├── TransportError                       no answer
│   └── CallTimeoutError                 not in time; also a TimeoutError
├── CredentialsError                     none found, incomplete, expired
├── PaginationError
├── ClientClosedError
├── EventLoopError                       another event loop's client
├── JobFailedError                       what the service does in the background failed
└── JobTimeoutError                      it was not done in the time given; it goes on
```

Each error keeps its facts as attributes, builds its message from them, and pickles. Calls raise no
others; a model that is built by hand with wrong values raises pydantic's `ValidationError`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from aa_sdk import _error_text as text
from aa_sdk._client_error import ClientError
from aa_sdk._error_text import InvalidField
from aa_sdk._lazy import attach
from aa_sdk.models._base import Response
from aa_sdk.models.errors import ValidationExceptionField, ValidationExceptionReason

__all__ = (
    "AccessAnalyzerError",
    "AccessDeniedException",
    "CallTimeoutError",
    "ClientClosedError",
    "ConflictException",
    "CredentialsError",
    "EventLoopError",
    "ExpiredTokenException",
    "InternalServerException",
    "InvalidField",
    "InvalidParameterException",
    "InvalidRequestError",
    "JobFailedError",
    "JobTimeoutError",
    "PaginationError",
    "ResourceNotFoundException",
    "ResponseDecodeError",
    "ServiceError",
    "ServiceQuotaExceededException",
    "ThrottlingException",
    "TransportError",
    "UnprocessableEntityException",
    "ValidationException",
    "service_error",
)


class AccessAnalyzerError(Exception):
    """Any error of a call, a listing or a workflow."""


class ServiceError(AccessAnalyzerError, ClientError):
    """The service answered with an error.

    Also a `botocore.exceptions.ClientError`, so handlers written for boto3 keep working. An
    error code without a class of its own is a plain `ServiceError`.
    """

    retryable_statuses: ClassVar[frozenset[int]] = frozenset({429, 500, 502, 503, 504})
    """Statuses after which the same request may succeed later."""

    response: Mapping[str, Any]
    """botocore's parsed error response."""
    operation: str
    """The operation, such as `GetAnalyzer`."""

    def __init__(self, response: Mapping[str, Any], operation: str) -> None:
        """Take over an error response.

        Args:
            response: botocore's parsed error response (`ClientError.response`).
            operation: The operation's name.
        """
        super().__init__(response, operation)
        self.operation = operation
        # botocore's text is as long, and as harmful to a terminal, as the service made it.
        shown: Any = self
        shown.args = (str(self),)

    def __str__(self) -> str:
        message = f": {text.harmless(self.message, text.TEXT_LENGTH)}" if self.message else ""
        status = f"HTTP {self.status_code}" if self.status_code else ""
        facts = text.in_brackets(status, text.request_named(self.request_id))
        facts += text.way_out(self.code)
        return f"{self.operation}: {text.harmless(self.code)}{message}{facts}"

    def __reduce__(self) -> tuple[type["ServiceError"], tuple[Mapping[str, Any], str]]:
        """Pickle as the class it is; botocore's would come back as a bare `ClientError`."""
        return type(self), (self.response, self.operation)

    @property
    def code(self) -> str:
        """The error code, such as `ThrottlingException`."""
        return str(self.response.get("Error", {}).get("Code", "Unknown"))

    @property
    def message(self) -> str:
        """What the service says, empty when it says nothing."""
        return str(self.response.get("Error", {}).get("Message") or "")

    @property
    def status_code(self) -> int:
        """The HTTP status, 0 when unknown."""
        return int(self.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))

    @property
    def request_id(self) -> str | None:
        """The service's id of the request."""
        request_id: str | None = self.response.get("ResponseMetadata", {}).get("RequestId")
        return request_id

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later, as throttled and failed ones may."""
        return self.status_code in self.retryable_statuses

    @property
    def retry_after_seconds(self) -> int | None:
        """How many seconds the service, or a proxy before it, asks to wait, when it says."""
        headers = self.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        # A member of two errors, where botocore has read it; a header of any.
        said = str(self.response.get("retryAfterSeconds", headers.get("retry-after")))
        return int(said) if said.isdecimal() else None


class AccessDeniedException(ServiceError):
    """The caller lacks the permission (403)."""


class _ResourceError(ServiceError):
    @property
    def resource_id(self) -> str | None:
        """The resource the error is about."""
        resource_id: str | None = self.response.get("resourceId")
        return resource_id

    @property
    def resource_type(self) -> str | None:
        """The kind of that resource."""
        resource_type: str | None = self.response.get("resourceType")
        return resource_type


class ConflictException(_ResourceError):
    """The resource is in a state, or has a name, that stands in the way (409)."""


class InternalServerException(ServiceError):
    """The service failed (500)."""


class InvalidParameterException(ServiceError):
    """A policy check was given a document it cannot take (400)."""


class ResourceNotFoundException(_ResourceError):
    """The resource does not exist (404)."""


class ServiceQuotaExceededException(_ResourceError):
    """A quota is used up (402)."""


class ThrottlingException(ServiceError):
    """Too many requests (429)."""


class UnprocessableEntityException(ServiceError):
    """A policy check could not decide (422)."""


class ValidationException(ServiceError):
    """The service refuses the input (400)."""

    @property
    def reason(self) -> ValidationExceptionReason | None:
        """The kind of refusal."""
        reason: ValidationExceptionReason | None = self.response.get("reason")
        return reason

    @property
    def field_list(self) -> tuple[ValidationExceptionField, ...]:
        """The fields it names, possibly none."""
        fields: list[dict[str, Any]] = self.response.get("fieldList") or []
        return tuple(
            ValidationExceptionField(name=named.get("name", ""), message=named.get("message", ""))
            for named in fields
        )


class InvalidRequestError(AccessAnalyzerError, ValueError):
    """The request is wrong and was not sent."""

    def __init__(self, *fields: InvalidField, operation: str | None = None) -> None:
        """Name what is wrong.

        Args:
            *fields: Every offending place.
            operation: The operation, where the request belongs to one.
        """
        super().__init__(*fields)
        self.fields = fields
        self.operation = operation

    def __str__(self) -> str:
        where = f"{self.operation} was not sent: " if self.operation else ""
        return where + text.first_of([str(field) for field in self.fields])


class ResponseDecodeError(AccessAnalyzerError):
    """The service's answer could not be read."""

    def __init__(self, operation: str, request_id: str | None, where: tuple[str, ...]) -> None:
        """Say what could not be read.

        Args:
            operation: The operation that was called.
            request_id: The service's id of the request.
            where: Each unreadable place with what is wrong there; never the body itself.
        """
        super().__init__(operation, request_id, where)
        self.operation = operation
        self.request_id = request_id
        self.where = where

    def __str__(self) -> str:
        which = text.in_brackets(text.request_named(self.request_id))
        return f"answer to {self.operation}{which} is unreadable: {text.first_of(self.where)}"


class TransportError(AccessAnalyzerError):
    """No answer came: connection, TLS, proxy, timeout, or a body cut short."""

    def __init__(self, operation: str, reason: str, request_id: str | None = None) -> None:
        """Say what failed.

        Args:
            operation: The operation that was called.
            reason: What stood in the way, with host, file or proxy where one is to blame.
            request_id: The service's id of the request, if any of an answer came.
        """
        super().__init__(operation, reason, request_id)
        self.operation = operation
        self.reason = reason
        self.request_id = request_id

    def __str__(self) -> str:
        reason = text.harmless(self.reason, text.TEXT_LENGTH)
        which = text.in_brackets(text.request_named(self.request_id))
        return f"no answer to {self.operation}{which}: {reason}"


class CallTimeoutError(TransportError, TimeoutError):
    """No answer came in time: within the client's `timeout`, or within one of botocore's."""

    def __reduce__(self) -> tuple[type["CallTimeoutError"], tuple[str, str, str | None]]:
        """Pickle by its facts; `OSError`, from which `TimeoutError` comes, has its own idea."""
        return type(self), (self.operation, self.reason, self.request_id)


class CredentialsError(AccessAnalyzerError):
    """No credentials were found, or they are incomplete, or expired and not refreshable."""


class ExpiredTokenException(ServiceError, CredentialsError):
    """The service says the session token has expired (403)."""


class PaginationError(AccessAnalyzerError):
    """Paging cannot go on, because the service gave the same token twice.

    Nothing that was fetched is lost: `page` came with the repeated `token`. `items` are all that
    `collect()`, `first()` or awaiting had fetched, those of `page` included. It is empty where
    the listing was iterated, which hands out items and pages as they come.
    """

    items: tuple[Any, ...] = ()

    def __init__(
        self, operation: str, pages: int, page: Response | None = None, token: str | None = None
    ) -> None:
        """Say where paging stopped.

        Args:
            operation: The operation that was called.
            pages: How many pages had been read, `page` among them.
            page: The page that came with the repeated token.
            token: That token.
        """
        super().__init__(operation, pages)  # not the page, so that no repr and no log shows it
        self.operation = operation
        self.pages = pages
        self.page = page
        self.token = token

    def __str__(self) -> str:
        return f"{self.operation} repeated a page token after {self.pages} pages"


class ClientClosedError(AccessAnalyzerError):
    """The client was used after it was closed."""

    def __str__(self) -> str:
        return "this client is closed"


class EventLoopError(AccessAnalyzerError, RuntimeError):
    """The client belongs to another event loop, one that is not over.

    A client follows to a new event loop once the old one is closed. It never serves two.
    """

    def __str__(self) -> str:
        return (
            "this client belongs to another event loop, which is not closed: use and close it "
            "there, or make a client for each event loop"
        )


class _JobError(AccessAnalyzerError):
    def __init__(self, job_id: str, reason: str, last: Response | None = None) -> None:
        """Say which job and why.

        Args:
            job_id: What the job goes by: an id, an analyzer's name or a resource's ARN.
            reason: The service's code, and its message where there is one; or what was waited for.
            last: What the service answered last. Default: nothing.
        """
        super().__init__(job_id, reason)  # not the answer, so that no repr and no log shows it
        self.job_id = job_id
        self.reason = reason
        self.last = last

    def __str__(self) -> str:
        return f"job {text.first_of([self.job_id])}: {text.first_of([self.reason])}"


class JobFailedError(_JobError):
    """The service reports that the job failed: `reason` says why, `last` is its answer."""

    @property
    def code(self) -> str:
        """The service's code, such as `AUTHORIZATION_ERROR`."""
        return self.reason.partition(": ")[0]


class JobTimeoutError(_JobError):
    """The job did not end in the time given. It goes on at the service.

    `reason` says how long was waited and how to wait on; `last` is None where nothing is known.
    """


if TYPE_CHECKING:
    JobError = JobFailedError
else:  # called otherwise in 0.1; the old name goes with 0.3
    __getattr__, __dir__ = attach(__name__, {}, renamed={"JobError": "JobFailedError"})

# The classes are named after the codes; this one has two.
_BY_CODE: Mapping[str, type[ServiceError]] = {"ExpiredToken": ExpiredTokenException} | {
    name: kind
    for name, kind in tuple(vars().items())
    if isinstance(kind, type) and issubclass(kind, ServiceError)
}


def service_error(response: Mapping[str, Any], operation: str) -> ServiceError:
    """Return the error of the class that the response's code names.

    Args:
        response: botocore's parsed error response.
        operation: The operation that was called.

    Returns:
        The error, to be raised from botocore's.
    """
    code = response.get("Error", {}).get("Code", "")
    return _BY_CODE.get(code, ServiceError)(response, operation)
