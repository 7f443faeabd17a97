"""What a neighbour is: how it is spoken to, what it answers, and how it says no."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

from aa_sdk.emulator._account.sessions import RoleSession
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._protocol.errors import ErrorResponse, Problem
from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse
from aa_sdk.emulator._protocol.page_tokens import Paging
from aa_sdk.emulator._protocol.service_model import Shape, load_description
from aa_sdk.emulator._protocol.validation import Validator

T = TypeVar("T")

_CLASSES = {r"\p{L}": r"\w", r"\p{N}": r"\d", r"\p{Z}": r"\s"}
_UNICODE = re.compile("|".join(re.escape(one) for one in _CLASSES))

Output = Mapping[str, Any]
"""What a handler returns, by member name."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request to a neighbour, from one caller, at one moment."""

    world: World
    """What there is."""
    account_id: str
    """The caller's account."""
    region: str
    """The Region it is signed for."""
    session: RoleSession | None
    """Who the caller is, if it has assumed a role."""
    request_id: str
    """The id of the request."""
    time: float
    """The time by the machine of the caller, in seconds since 1970."""
    operation: str
    """The operation."""
    params: Mapping[str, Any]
    """Its input by member name."""


Handler = Callable[[Question], Output]


class Language(Protocol):
    """How requests and responses are written: one of the protocols of AWS."""

    def operation(self, request: HttpRequest) -> str:
        """Return the name of the operation that a request asks for; empty if it asks for none."""
        ...

    def params(
        self, request: HttpRequest, shapes: Mapping[str, Shape], shape: str
    ) -> dict[str, Any]:
        """Return the input of a request, which is still to be checked.

        Args:
            request: The request.
            shapes: The shapes of the service.
            shape: The name of the input's.

        Raises:
            ErrorResponse: It cannot be read.
        """
        ...

    def output(self, operation: str, output: Output, request_id: str) -> HttpResponse:
        """Return the response with the output of an operation."""
        ...

    def error(self, error: ErrorResponse, request_id: str) -> HttpResponse:
        """Return the response that says `error`."""
        ...


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A service beside Access Analyzer."""

    name: str
    """Its name in prose."""
    client: str
    """botocore's name of it."""
    language: Language
    """How it is spoken to."""
    handlers: Mapping[str, Handler]
    """What it answers, by operation."""
    invalid: Callable[[Sequence[Problem]], ErrorResponse]
    """Returns the error that names what is wrong with the input."""
    codes: Mapping[str, tuple[str, int]]
    """Its own codes, with their status, for what every service has an error for."""

    def asked(self, request: HttpRequest) -> tuple[str, dict[str, Any]]:
        """Return the operation that a request is for, and its input, which is not checked.

        Raises:
            ErrorResponse: There is no such operation here, or the input cannot be read.
        """
        operation = self.language.operation(request)
        if operation not in self.handlers:
            answered = ", ".join(self.handlers)
            raise ErrorResponse(
                "UnknownOperationException",
                404,
                f"Of {self.name} this emulator answers {answered}, and nothing else",
            )
        shape = self._input_shape(operation)
        return operation, self.language.params(
            request, _shapes(self.client), shape
        ) if shape else {}

    def answer(self, question: Question) -> HttpResponse:
        """Return the response to a question.

        Raises:
            ErrorResponse: It is not a good one.
        """
        shape = self._input_shape(question.operation)
        problems = _validator(self.client).problems(shape, question.params) if shape else []
        if problems:
            raise self.invalid(problems)
        output = self.handlers[question.operation](question)
        return self.language.output(question.operation, output, question.request_id)

    def refuse(self, error: ErrorResponse, request_id: str) -> HttpResponse:
        """Return the response that says what went wrong, in the service's own codes."""
        code, status = self.codes.get(error.code, (error.code, error.status))
        own = ErrorResponse(code, status, error.message, error.members, error.headers)
        return self.language.error(own, request_id)

    def _input_shape(self, operation: str) -> str | None:
        described: Mapping[str, Any] = load_description(self.client)["operations"][operation]
        shape: str | None = described.get("input", {}).get("shape")
        return shape


@cache
def _shapes(client: str) -> Mapping[str, Shape]:
    shapes: Mapping[str, Shape] = load_description(client)["shapes"]
    return {name: _with_readable_pattern(shape) for name, shape in shapes.items()}


@cache
def _validator(client: str) -> Validator:
    return Validator(_shapes(client))


def _with_readable_pattern(shape: Shape) -> Shape:
    """Return a shape whose pattern means to Python what it means to the service, in Java."""
    pattern = shape.get("pattern")
    if pattern is None:
        return shape
    # To Java a word has letters of ASCII alone, and what is a letter to Unicode is `\p{L}`.
    readable = _UNICODE.sub(lambda found: _CLASSES[found[0]], pattern)
    return {**shape, "pattern": readable, "flags": re.ASCII if readable == pattern else 0}


def page_of(
    question: Question,
    items: Sequence[T],
    key: Callable[[T], str],
    largest: int,
    invalid: Callable[[Sequence[Problem]], ErrorResponse],
) -> tuple[Sequence[T], dict[str, str]]:
    """Return the page of items that is asked for, and the `NextToken` member, if there is more.

    Args:
        question: Whose `MaxResults` and `NextToken` say which page it is.
        items: Everything, in ascending order of `key`.
        key: What tells items apart.
        largest: How many items a page has if nothing is said.
        invalid: Returns the error for a token that is none.

    Raises:
        ErrorResponse: The token is none of this listing.
    """
    params = dict(question.params)
    asked = {
        "maxResults": params.pop("MaxResults", largest),
        "nextToken": params.pop("NextToken", None),
    }
    place = question.account_id, question.region, question.operation
    world = question.world
    try:
        paging = Paging.of(world.page_tokens, place, {**params, **asked}, world.now())
    except ErrorResponse as error:  # the size has been checked before
        raise invalid([Problem("NextToken", "is not a token of this request")]) from error
    page, more = paging.cut(items, key)
    return page, {"NextToken": more["nextToken"]} if more else {}
