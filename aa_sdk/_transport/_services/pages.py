"""Answers that come in pages, and what is looked for in them."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from aa_sdk.errors import PaginationError, ResponseDecodeError


class Pages:
    """The pages of an operation, one after the other.

    No generator: one that is left before its end would have to be closed.

    Args:
        operation: The API's name of the operation.
        page: Asks for a page, given the token for it, or nothing.
    """

    def __init__(self, operation: str, page: Callable[[Mapping[str, str]], Awaitable[Any]]) -> None:
        self._operation = operation
        self._page = page
        self._tokens = set[str]()
        self._more: Mapping[str, str] | None = {}

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        """Return the next page as botocore parses it.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        if self._more is None:
            raise StopAsyncIteration
        page = await self._page(self._more)
        token: str | None = page.get("NextToken")
        if token in self._tokens:
            raise PaginationError(self._operation, len(self._tokens) + 1, token=token)
        if token:
            self._tokens.add(token)
        self._more = {"NextToken": token} if token else None
        return page


@contextmanager
def reading(operation: str, answer: Mapping[str, Any]) -> Generator[None]:
    """Raise what is missing in an answer as what it is.

    Args:
        operation: The API's name of the operation.
        answer: The answer as botocore parses it.

    Raises:
        ResponseDecodeError: A member was looked for that is not there.
    """
    try:
        yield
    except KeyError as error:
        request_id: str | None = answer.get("ResponseMetadata", {}).get("RequestId")
        missing = f"{error.args[0]} is missing"
        raise ResponseDecodeError(operation, request_id, (missing,)) from error
