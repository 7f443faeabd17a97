"""Iterators over a listing in several tasks, cancelled ones, and ones whose fetching fails."""

import anyio
import anyio.lowlevel
import pytest

from aa_sdk.pagination import Items, Pages
from tests.conftest import Run
from tests.pagination.listings import NumbersResponse, three_pages

TOLD = r"another task .* memory object stream"


def test_a_page_whose_fetching_was_cancelled_is_fetched_again(run: Run) -> None:
    async def main() -> None:
        listing = three_pages()
        items = aiter(listing.paginator())
        assert [await anext(items), await anext(items)] == [1, 2]
        listing.answering = anyio.Event()
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(anext, items)
                await anyio.wait_all_tasks_blocked()
                scope.cancel()
        listing.answering.set()
        assert [item async for item in items] == [3, 4, 5]
        assert listing.tokens == [None, "b", "b", "c"]

    run(main)


def test_a_second_task_is_told_so_and_the_first_goes_on(run: Run) -> None:
    async def main() -> None:
        listing = three_pages()
        listing.answering = anyio.Event()
        paginator = listing.paginator()
        shared: list[Items[int] | Pages[NumbersResponse]] = [aiter(paginator), paginator.pages()]
        got: list[object] = []

        async def first(iterator: Items[int] | Pages[NumbersResponse]) -> None:
            got.append(await anext(iterator))

        async with anyio.create_task_group() as tasks:
            for iterator in shared:
                tasks.start_soon(first, iterator)
            await anyio.wait_all_tasks_blocked()
            for iterator in shared * 2:
                with anyio.fail_after(5), pytest.raises(RuntimeError, match=TOLD):
                    await anext(iterator)
            listing.answering.set()
        items, pages = shared
        assert sorted(map(type, got), key=str) == [int, NumbersResponse]
        assert [item async for item in items] == [2, 3, 4, 5]
        assert [page async for page in pages] == [listing.pages["b"], listing.pages["c"]]
        assert listing.tokens.count(None) == 2

    run(main)


def test_workers_that_share_an_iterator_get_no_item_twice(run: Run) -> None:
    async def main() -> None:
        items = aiter(three_pages().paginator())
        seen: list[int] = []
        refused: list[RuntimeError] = []

        async def worker() -> None:
            try:
                async for item in items:
                    seen.append(item)
                    await anyio.lowlevel.checkpoint()
            except RuntimeError as error:
                refused.append(error)

        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(worker)
        assert sorted(seen) == [1, 2, 3, 4, 5]
        assert refused

    run(main)


def test_workers_may_iterate_over_one_paginator_each_for_itself(run: Run) -> None:
    async def main() -> None:
        paginator = three_pages().paginator()
        seen: list[list[int]] = []

        async def worker() -> None:
            seen.append([item async for item in paginator])

        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(worker)
        assert seen == [[1, 2, 3, 4, 5]] * 4

    run(main)


async def test_a_step_that_was_never_awaited_blocks_nobody() -> None:
    items = aiter(three_pages().paginator())
    forgotten = items.__anext__()
    assert await anext(items) == 1
    forgotten.close()
    assert [item async for item in items] == [2, 3, 4, 5]


async def test_a_page_that_failed_is_fetched_again() -> None:
    listing = three_pages()
    pages = dict(listing.pages)
    lost = pages.pop("c")
    listing.pages = pages
    items = aiter(listing.paginator())
    assert [await anext(items), await anext(items)] == [1, 2]
    with pytest.raises(KeyError):
        await anext(items)
    pages["c"] = lost
    assert [item async for item in items] == [3, 4, 5]


def test_nothing_is_held_between_two_items(run: Run) -> None:
    async def main() -> None:
        # A generator that held a task group or a cancel scope across its yield could neither
        # be stepped from another task nor be left in a scope it was not entered in.
        items = aiter(three_pages().paginator())

        async def step() -> None:
            seen.append(await anext(items))

        seen: list[int] = []
        for _ in range(5):
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(step)
                scope.cancel()
        assert seen == [1, 2, 3, 4, 5]

    run(main)


def test_a_cancelled_first_task_leaves_the_iterator_to_the_next(run: Run) -> None:
    async def main() -> None:
        listing = three_pages()
        listing.answering = anyio.Event()
        items = aiter(listing.paginator())
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(anext, items)
            await anyio.wait_all_tasks_blocked()
            with anyio.fail_after(5), pytest.raises(RuntimeError, match=TOLD):
                await anext(items)
            tasks.cancel_scope.cancel()
        listing.answering.set()
        assert [item async for item in items] == [1, 2, 3, 4, 5]

    run(main)
