"""Listings of numbers, for the tests of paginators."""

from collections.abc import Mapping

import anyio
import anyio.lowlevel

from aa_sdk import Paginator
from aa_sdk.models import Response


class NumbersResponse(Response, frozen=True):
    """A page of numbers."""

    numbers: tuple[int, ...] = ()
    status: str = "ACTIVE"
    next_token: str | None = None


class Listing:
    """A service that lists numbers, and remembers the tokens it was asked for."""

    def __init__(self, pages: Mapping[str | None, NumbersResponse]) -> None:
        self.pages = pages
        self.tokens: list[str | None] = []
        self.answering = anyio.Event()
        self.answering.set()

    async def fetch(self, token: str | None) -> NumbersResponse:
        await anyio.lowlevel.checkpoint()
        self.tokens.append(token)
        await self.answering.wait()
        return self.pages[token]

    def paginator(self, start: str | None = None) -> Paginator[int, NumbersResponse]:
        return Paginator(self.fetch, "numbers", start)


def three_pages() -> Listing:
    """Three pages, the second one empty."""
    return Listing(
        {
            None: NumbersResponse(numbers=(1, 2), next_token="b"),
            "b": NumbersResponse(numbers=(), next_token="c", status="OTHER"),
            "c": NumbersResponse(numbers=(3, 4, 5)),
        }
    )


def cycle(length: int) -> Listing:
    """A listing whose last page leads back to its second one."""
    tokens = [None, *(f"t{number}" for number in range(1, length + 1))]
    following = [*tokens[1:], "t1"]
    pages = {
        token: NumbersResponse(numbers=(index,), next_token=after)
        for index, (token, after) in enumerate(zip(tokens, following, strict=True))
    }
    return Listing(pages)
