"""How an operation runs: build the request, check it, send it, read the response."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar, cast

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from aa_sdk.errors import InvalidField, InvalidRequestError, ResponseDecodeError
from aa_sdk.models import Request, Response, ResponseMetadata, Returns
from aa_sdk.operations._call_words import explains_calls, no_request
from aa_sdk.operations._listing_words import described
from aa_sdk.operations._policy_files import DOCUMENT_MEMBERS, with_files_read
from aa_sdk.operations._value_words import faults_of, invalid_field
from aa_sdk.pagination import Paginator

R = TypeVar("R", bound=Response)
T = TypeVar("T")


class RawResponse(Protocol):
    """What a transport brings back."""

    @property
    def body(self) -> bytes:
        """The body as it came."""
        ...

    @property
    def metadata(self) -> ResponseMetadata:
        """Request id, status, retries and headers."""
        ...


class Transport(Protocol):
    """What operations need to reach the service."""

    @property
    def checks_requests(self) -> bool:
        """Whether requests are to be checked at all."""
        ...

    async def violations(self, operation: str, params: Mapping[str, Any]) -> list[InvalidField]:
        """Return what the service model forbids in a request in wire form."""
        ...

    async def call(
        self, operation: str, params: Mapping[str, Any], read: Callable[[RawResponse], T]
    ) -> T:
        """Send a request in wire form, and return what `read` makes of the answer.

        Whoever watches calls is told of the reading too. An `AccessAnalyzerError` is raised
        where the call fails.
        """
        ...


@explains_calls
class Operations:
    """The base of the classes that hold a noun's operations, which run over one transport."""

    def __init_subclass__(cls) -> None:
        """Let the methods of this package, and not a user's own, say which argument is wrong."""
        if cls.__module__.startswith("aa_sdk."):
            explains_calls(cls)

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def send(self, request: Returns[R]) -> R:
        """Send any request model.

        ```python
        response = await client.send(GetAnalyzerRequest(analyzer_name="account-external"))
        ```

        Args:
            request: The input of one operation. Of a paginated one, a single page is fetched.

        Returns:
            The operation's response.

        Raises:
            InvalidRequestError: The request breaks a constraint; nothing was sent.
            ServiceError: The service answered with an error.
            ResponseDecodeError: The answer could not be read.
            TransportError: No answer came.
            CredentialsError: There are no usable credentials.
            ClientClosedError: The client is closed.
            TypeError: It is no request model.
        """
        if not isinstance(request, Request):
            raise TypeError(no_request(request))
        kind = type(request)
        params = await self._params(request, kind.operation())
        return await self._fetch(kind, params)

    async def _call(self, kind: type[Returns[R]], **members: Any) -> R:
        """Build a request from the members that are not None, and send it."""
        return await self._fetch(kind, await self._prepared(kind, members))

    def _paginate(
        self, kind: type[Returns[R]], items_field: str, **members: Any
    ) -> Paginator[Any, R]:
        """Describe a listing; the request is built and checked once, with its first page."""
        start = members.get("next_token")
        params: dict[str, Any] = {}

        async def fetch(token: str | None) -> R:
            if not params:
                params.update(await self._prepared(kind, members))
            page = params if token is start else {**params, "nextToken": token}
            return await self._fetch(kind, page)

        describe = partial(described, kind, members)
        return Paginator(
            fetch, items_field, start, request=kind, describe=describe, parameters=members
        )

    async def _prepared(self, kind: type[Returns[R]], members: dict[str, Any]) -> dict[str, Any]:
        given = {name: value for name, value in members.items() if value is not None}
        if not DOCUMENT_MEMBERS.isdisjoint(given):
            given = await with_files_read(given)
        request_type = cast("type[Request]", kind)
        try:
            request = request_type(**given)
        except ValidationError as error:
            fields = await self._invalid_fields(request_type, kind.operation(), given, error)
            raise InvalidRequestError(*fields, operation=kind.operation()) from error
        return await self._params(request, kind.operation())

    async def _params(self, request: Request, operation: str) -> dict[str, Any]:
        """Return the request in wire form, checked."""
        params = request.model_dump(by_alias=True, exclude_none=True, exclude_unset=True)
        if violations := await self._violations(operation, params):
            raise InvalidRequestError(*violations, operation=operation)
        return params

    async def _violations(self, operation: str, params: Mapping[str, Any]) -> list[InvalidField]:
        """Find what is wrong with a request in wire form, its filters first: they say more."""
        violations = await self._transport.violations(operation, params)
        if not self._transport.checks_requests or not (filters := _filters(params)):
            return violations
        from aa_sdk.filters import check_criteria  # noqa: PLC0415 (not every program filters)

        faults = [f for path, given in filters for f in check_criteria(given, operation, path)]
        known = {fault.path for fault in faults}
        return faults + [violation for violation in violations if violation.path not in known]

    async def _invalid_fields(
        self, kind: type[Request], operation: str, given: dict[str, Any], error: ValidationError
    ) -> list[InvalidField]:
        """Name what pydantic forbids, and what the service model does in the other members."""
        from pydantic import TypeAdapter  # noqa: PLC0415 (slow to import, rarely needed)

        found = faults_of(error, given)
        faults = [invalid_field(kind, _path(fault["loc"]), fault) for fault in found]
        broken = {fault["loc"][0] for fault in error.errors()}
        params: dict[str, Any] = {}
        for name in given.keys() - broken:
            member = TypeAdapter[Any](kind.model_fields[name].rebuild_annotation())
            value = member.validate_python(given[name])
            params[to_camel(name)] = member.dump_python(
                value, by_alias=True, exclude_none=True, exclude_unset=True
            )
        return faults + [
            violation
            for violation in await self._violations(operation, params)
            if violation.path not in broken
        ]

    async def _fetch(self, kind: type[Returns[R]], params: Mapping[str, Any]) -> R:
        return await self._transport.call(kind.operation(), params, partial(_read, kind))


def _read(kind: type[Returns[R]], raw: RawResponse) -> R:
    try:
        response = kind.response_type().from_wire(raw.body)
    except ValidationError as error:
        raise ResponseDecodeError(
            kind.operation(),
            raw.metadata.request_id,
            tuple(
                f"{_path(fault['loc']) or 'the body'}: {fault['msg'].removeprefix('Input ')}"
                for fault in error.errors()
            ),
        ) from error
    return response.with_metadata(raw.metadata)


def _filters(params: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Find the filters of a request in wire form, each with its place.

    What is not of the right types is left to the service model's check, which names it.
    """
    if "filter" not in params and "archiveRules" not in params:
        return []
    rules = _list(_mapping(params).get("archiveRules"))
    given = [("filter", _mapping(_mapping(params).get("filter")))]
    given += [
        (f"archive_rules[{index}].filter", _mapping(_mapping(rule).get("filter")))
        for index, rule in enumerate(rules)
    ]
    return [
        (path, cast("Mapping[str, Any]", one))
        for path, one in given
        if one and all(isinstance(key, str) for key in one)
    ]


def _mapping(value: Any) -> Mapping[object, Any]:
    return cast("Mapping[object, Any]", value) if isinstance(value, Mapping) else {}


def _list(value: Any) -> Sequence[object]:
    return cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else ()


def _path(loc: tuple[int | str, ...]) -> str:
    """Write pydantic's location as `findings[3].created_at`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)[1:]
