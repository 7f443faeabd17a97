"""What is told while a listing is collected."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from aa_sdk import InvalidRequestError, PaginationError, Paginator
from aa_sdk.models import ResponseMetadata
from aa_sdk.progress import Progress, ProgressBar
from tests.conftest import Run
from tests.pagination.listings import NumbersResponse, cycle, three_pages


class Bar(ProgressBar):
    """A bar that remembers what it showed, and when it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []

    def _opened(self) -> Any:
        self.seen.append("opened")
        return self

    def _show(self, bar: Any, progress: Progress, finished: int, total: int | None) -> None:
        assert bar is self
        assert progress.done == finished
        self.seen.append((finished, total))

    def _end(self, bar: Any) -> None:
        assert bar is self
        self.seen.append("closed")


def counts(told: list[Progress]) -> list[tuple[int, int | None]]:
    return [(one.done, one.remaining) for one in told]


def test_it_is_told_after_each_page_and_the_last_time_that_nothing_remains(run: Run) -> None:
    async def main() -> None:
        told: list[Progress] = []
        assert await three_pages().paginator().collect(on_progress=told.append) == [1, 2, 3, 4, 5]
        assert counts(told) == [(2, None), (2, None), (5, 0)]
        assert {(one.failed, one.gone, one.throttled) for one in told} == {(0, 0, 0)}

    run(main)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (0, [(0, 0)]),
        (1, [(1, 0)]),
        (2, [(2, 0)]),
        (3, [(2, 1), (2, 1), (3, 0)]),
        (5, [(2, 3), (2, 3), (5, 0)]),
        (9, [(2, 7), (2, 7), (5, 0)]),
    ],
)
async def test_with_a_limit_it_is_known_what_remains(
    limit: int, expected: list[tuple[int, int | None]]
) -> None:
    told: list[Progress] = []
    await three_pages().paginator().collect(limit, told.append)
    assert counts(told) == expected


async def test_attempts_that_came_too_fast_are_counted() -> None:
    pages = three_pages()
    for page, throttled in zip(pages.pages.values(), (1, 0, 2), strict=True):
        page.with_metadata(ResponseMetadata(throttled_attempts=throttled))
    told: list[Progress] = []
    await pages.paginator().collect(on_progress=told.append)
    assert [one.throttled for one in told] == [1, 1, 3]


async def test_a_bar_is_closed_at_the_end() -> None:
    bar = Bar()
    await three_pages().paginator().collect(on_progress=bar)
    assert bar.seen == ["opened", (2, None), (2, None), (5, 5), "closed"]


async def test_a_bar_is_closed_where_the_listing_fails() -> None:
    bar = Bar()
    with pytest.raises(PaginationError):
        await cycle(2).paginator().collect(on_progress=bar)
    assert bar.seen == ["opened", (1, None), (2, None), "closed"]

    async def fails(_token: str | None) -> NumbersResponse:
        raise ValueError("no page")

    never = Bar()
    with pytest.raises(ValueError, match="no page"):
        await Paginator[int, NumbersResponse](fails, "numbers").collect(on_progress=never)
    assert never.seen == []


async def test_who_fails_when_told_is_logged_and_disturbs_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(_progress: Progress) -> None:
        raise ValueError("no ink")

    with caplog.at_level(logging.ERROR, "aa_sdk"):
        assert len(await three_pages().paginator().collect(on_progress=fails)) == 5
    assert "who is told of progress failed" in caplog.text


async def _awaited(_progress: Progress) -> None: ...


@pytest.mark.parametrize(
    ("on_progress", "words"),
    [(_awaited, "must be a plain function"), (5, "must be a function that takes a Progress")],
)
async def test_what_cannot_be_told_is_refused_before_anything_is_fetched(
    on_progress: Callable[[Progress], object], words: str
) -> None:
    listing = three_pages()
    with pytest.raises(InvalidRequestError, match=words):
        await listing.paginator().collect(on_progress=on_progress)
    assert listing.tokens == []
