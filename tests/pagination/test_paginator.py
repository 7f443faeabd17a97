"""Listings: what a paginator fetches, when, and what it makes of the pages."""

import anyio
import anyio.lowlevel
import pytest

from aa_sdk import AccessAnalyzerClient, InvalidRequestError
from tests.conftest import Run
from tests.pagination.listings import Listing, NumbersResponse, three_pages


def test_iterating_gives_the_items_of_every_page(run: Run) -> None:
    async def main() -> None:
        listing = three_pages()
        assert [item async for item in listing.paginator()] == [1, 2, 3, 4, 5]
        assert listing.tokens == [None, "b", "c"]

    run(main)


async def test_nothing_is_fetched_before_it_is_asked_for() -> None:
    listing = three_pages()
    paginator = listing.paginator()
    pages, items = paginator.pages(), aiter(paginator)
    await anyio.lowlevel.checkpoint()
    assert listing.tokens == []
    await anext(items)
    await anext(pages)
    assert listing.tokens == [None, None]


async def test_a_page_is_fetched_when_the_one_before_is_used_up() -> None:
    listing = three_pages()
    items = aiter(listing.paginator())
    assert [await anext(items), await anext(items)] == [1, 2]
    assert listing.tokens == [None]
    assert await anext(items) == 3
    assert listing.tokens == [None, "b", "c"]


async def test_each_loop_starts_afresh() -> None:
    listing = three_pages()
    paginator = listing.paginator()
    first = [item async for item in paginator]
    second = [item async for item in paginator]
    assert first == second
    assert listing.tokens == [None, "b", "c"] * 2


async def test_two_loops_over_one_paginator_do_not_disturb_each_other() -> None:
    paginator = three_pages().paginator()
    pairs = [(one, other) async for one in paginator async for other in paginator]
    assert len(pairs) == 25


async def test_the_pages_come_as_the_service_sent_them() -> None:
    listing = three_pages()
    pages = [page async for page in listing.paginator().pages()]
    assert pages == [listing.pages[token] for token in (None, "b", "c")]


async def test_a_listing_resumes_from_the_token_of_any_page() -> None:
    listing = three_pages()
    pages = listing.paginator().pages()
    seen = (await anext(pages)).numbers or ()
    page = await anext(pages)
    rest = await listing.paginator(page.next_token).collect()
    assert [*seen, *rest] == [1, 2, 3, 4, 5]


async def test_awaiting_gives_all_pages_in_one_response() -> None:
    listing = three_pages()
    whole = await listing.paginator()
    assert whole == NumbersResponse(numbers=(1, 2, 3, 4, 5), status="ACTIVE")
    assert whole.next_token is None
    assert whole.to_wire() == {"numbers": [1, 2, 3, 4, 5]}
    assert listing.tokens == [None, "b", "c"]


async def test_awaiting_leaves_the_pages_as_they_are() -> None:
    listing = three_pages()
    await listing.paginator()
    assert listing.pages[None] == NumbersResponse(numbers=(1, 2), next_token="b")


async def test_a_paginator_may_be_awaited_again() -> None:
    paginator = three_pages().paginator()
    assert await paginator == await paginator


async def test_a_page_without_its_list_has_no_items() -> None:
    listing = Listing({None: NumbersResponse(status="IN_PROGRESS")})
    assert [item async for item in listing.paginator()] == []
    assert await listing.paginator().collect() == []
    assert await listing.paginator().first() is None
    whole = await listing.paginator()
    assert whole.numbers == ()
    assert whole.to_wire() == {"status": "IN_PROGRESS"}


async def test_an_empty_token_ends_the_listing() -> None:
    listing = Listing({None: NumbersResponse(numbers=(1,), next_token="")})
    assert await listing.paginator().collect() == [1]
    assert (await listing.paginator()).next_token is None


async def test_an_empty_page_with_a_token_is_not_the_end() -> None:
    listing = three_pages()
    assert await listing.paginator("b").first() == 3
    assert listing.tokens == ["b", "c"]


async def test_one_single_page_keeps_its_token() -> None:
    listing = three_pages()
    assert await listing.paginator().page() == listing.pages[None]
    assert await listing.paginator("c").page() == listing.pages["c"]
    assert listing.tokens == [None, "c"]


@pytest.mark.parametrize(
    ("limit", "items", "tokens"),
    [
        (0, [], []),
        (1, [1], [None]),
        (2, [1, 2], [None]),
        (3, [1, 2, 3], [None, "b", "c"]),
        (5, [1, 2, 3, 4, 5], [None, "b", "c"]),
        (6, [1, 2, 3, 4, 5], [None, "b", "c"]),
        (None, [1, 2, 3, 4, 5], [None, "b", "c"]),
    ],
)
async def test_no_page_is_fetched_beyond_the_limit(
    limit: int | None, items: list[int], tokens: list[str | None]
) -> None:
    listing = three_pages()
    assert await listing.paginator().collect(limit) == items
    assert listing.tokens == tokens


async def test_a_negative_limit_is_refused_before_anything_is_fetched() -> None:
    listing = three_pages()
    with pytest.raises(InvalidRequestError) as caught:
        await listing.paginator().collect(-1)
    assert [(field.path, field.value) for field in caught.value.fields] == [("limit", -1)]
    assert listing.tokens == []


async def test_the_first_item_costs_no_more_pages_than_it_takes() -> None:
    listing = three_pages()
    assert await listing.paginator().first() == 1
    assert listing.tokens == [None]


async def test_an_empty_listing_has_no_first_item() -> None:
    assert await Listing({None: NumbersResponse(numbers=())}).paginator().first() is None


def test_breaking_off_leaves_nothing_to_clean_up(run: Run) -> None:
    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            async for _ in three_pages().paginator():
                break
            with anyio.move_on_after(1):
                async for _ in three_pages().paginator().pages():
                    break
            tasks.cancel_scope.cancel()

    run(main)


def test_an_iterator_needs_no_closing() -> None:
    paginator = three_pages().paginator()
    assert not hasattr(aiter(paginator), "aclose")
    assert not hasattr(paginator.pages(), "aclose")


def test_a_listing_tells_its_operation_and_what_it_was_given() -> None:
    client = AccessAnalyzerClient("eu-west-1")
    listing = client.list_archive_rules("audit", max_results=7)
    assert listing.operation == "ListArchiveRules"
    assert listing.parameters == {"analyzer_name": "audit", "max_results": 7}
    own = three_pages().paginator()
    assert (own.operation, own.parameters) == (None, {})
