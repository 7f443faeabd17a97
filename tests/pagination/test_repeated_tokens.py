"""A service that repeats a page token: paging ends, and nothing that was fetched is lost."""

import pickle

import pytest

from aa_sdk import PaginationError
from tests.pagination.listings import Listing, NumbersResponse, cycle


@pytest.mark.parametrize("length", [1, 2, 7])
async def test_tokens_that_go_round_in_a_circle_end_in_an_error(length: int) -> None:
    listing = cycle(length)
    with pytest.raises(PaginationError) as caught:
        await listing.paginator()
    assert caught.value.operation == "Numbers"
    assert caught.value.pages == length + 1
    assert len(listing.tokens) == length + 1


async def test_the_token_that_a_listing_resumes_from_counts_as_seen() -> None:
    listing = cycle(1)
    with pytest.raises(PaginationError):
        await listing.paginator("t1").collect()
    assert listing.tokens == ["t1"]


async def test_the_page_with_a_repeated_token_is_kept_on_the_error() -> None:
    listing = cycle(2)
    items, pages = aiter(listing.paginator()), listing.paginator().pages()
    given = [await anext(items), await anext(items)]
    with pytest.raises(PaginationError) as caught:
        await anext(items)
    last = listing.pages["t2"]
    assert (caught.value.page, caught.value.token, caught.value.items) == (last, "t1", ())
    assert isinstance(caught.value.page, NumbersResponse)
    assert [*given, *(caught.value.page.numbers or ())] == [0, 1, 2]
    assert [await anext(pages), await anext(pages)] == [listing.pages[None], listing.pages["t1"]]
    with pytest.raises(PaginationError) as caught:
        await anext(pages)
    assert (caught.value.page, caught.value.token) == (last, "t1")


@pytest.mark.parametrize("limit", [None, 9])
async def test_what_was_gathered_before_a_repeated_token_is_kept_on_the_error(
    limit: int | None,
) -> None:
    listing = cycle(2)
    with pytest.raises(PaginationError) as collecting:
        await listing.paginator().collect(limit)
    with pytest.raises(PaginationError) as awaiting:
        await listing.paginator()
    for error in (collecting.value, awaiting.value):
        assert (error.items, error.pages) == ((0, 1, 2), 3)
        assert (error.page, error.token) == (listing.pages["t2"], "t1")


async def test_an_error_of_paging_shows_no_page_and_survives_pickling() -> None:
    secret = NumbersResponse.from_wire('{"numbers": [271828], "nextToken": "tok-1"}')
    listing = Listing({"tok-1": secret})
    with pytest.raises(PaginationError) as caught:
        await listing.paginator("tok-1").collect()
    for text in (str(caught.value), repr(caught.value), *map(repr, caught.value.args)):
        assert "271828" not in text
        assert "tok-1" not in text
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 (our own)
    assert vars(copy) == vars(caught.value)
    assert (copy.page, copy.token, copy.items) == (secret, "tok-1", (271828,))


async def test_items_before_a_repeated_token_are_given() -> None:
    items = aiter(cycle(2).paginator())
    assert [await anext(items), await anext(items)] == [0, 1]
    with pytest.raises(PaginationError):
        await anext(items)


async def test_iterating_on_after_a_repeated_token_ends() -> None:
    pages = cycle(1).paginator().pages()
    await anext(pages)
    with pytest.raises(PaginationError):
        await anext(pages)
    assert [page async for page in pages] == []
