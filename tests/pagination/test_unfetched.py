"""A listing used as if it had been fetched: what it says, and what programs ask it in vain."""

import copy
import inspect
import operator
import pickle
from collections import abc
from collections.abc import Callable
from typing import Any, get_args, get_origin

import pytest

from aa_sdk import Paginator
from aa_sdk.models import ListFindingsV2Request
from tests.pagination.listings import NumbersResponse, three_pages

USES: list[Callable[[Any], Any]] = [
    list,
    tuple,
    set,
    sorted,
    dict,
    len,
    reversed,
    operator.itemgetter(0),
    operator.itemgetter(slice(3)),
    lambda listing: 3 in listing,
    lambda listing: [*listing],
    lambda listing: next(iter(listing)),
]
WAY_OUT = "use `async for`, or `await listing.collect()` for a list"


def listing() -> Any:
    """A listing of which checkers know nothing, for they would refuse all of this."""
    return three_pages().paginator()


@pytest.mark.parametrize("use", USES)
def test_what_a_list_can_do_is_answered_with_what_to_write(use: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError) as caught:
        use(listing())
    assert str(caught.value) == f"this listing has not been fetched: {WAY_OUT}"


@pytest.mark.parametrize("steps", [lambda: listing().pages(), lambda: aiter(listing())])
def test_steps_are_to_be_awaited_too(steps: Callable[[], Any]) -> None:
    with pytest.raises(TypeError, match="this listing has not been fetched: use `async for`"):
        list(steps())


def test_a_member_of_the_response_is_to_be_awaited() -> None:
    with pytest.raises(AttributeError) as caught:
        listing().numbers  # noqa: B018 (asking is the test)
    assert str(caught.value) == (
        "this listing has not been fetched, and has no 'numbers' yet: "
        f"write (await listing).numbers, or {WAY_OUT}"
    )
    with pytest.raises(AttributeError, match=r"write \(await listing\.page\(\)\)\.next_token"):
        listing().next_token  # noqa: B018 (asking is the test)


def test_the_other_members_are_known_by_the_request() -> None:
    async def fetch(_token: str | None) -> Any:
        raise AssertionError

    known: Any = Paginator[Any, Any](fetch, "items", request=ListFindingsV2Request)
    with pytest.raises(AttributeError, match=r"\(await listing\)\.findings"):
        known.findings  # noqa: B018 (asking is the test)
    with pytest.raises(AttributeError, match="a listing has no 'findings': use `async for`"):
        listing().findings  # noqa: B018 (asking is the test)


def test_a_misspelt_method_is_told_with_the_one_that_was_meant() -> None:
    with pytest.raises(AttributeError, match=r"no 'colect': did you mean 'collect'\?$") as caught:
        listing().colect()
    # With the listing itself, Python would add a suggestion of its own.
    assert (caught.value.name, caught.value.obj) == ("colect", None)
    with pytest.raises(AttributeError, match="no 'paginate': use `async for`"):
        listing().paginate()


def test_a_listing_is_true() -> None:
    assert listing()
    assert operator.length_hint(listing(), 7) == 7


def test_programs_that_ask_get_the_answer_that_they_understand() -> None:
    for name in ("numbers", "next_token", "colect", "keys", "dtype", "to_criteria"):
        assert not hasattr(listing(), name)
        assert getattr(listing(), name, None) is None
    for name in ("_repr_png_", "_ipython_display_", "_ipython_canary_method", "__array__"):
        with pytest.raises(AttributeError, match="object has no attribute"):
            getattr(listing(), name)


def test_a_listing_does_not_look_like_what_it_is_not() -> None:
    names = (
        "Iterable Iterator Container Collection Sequence Reversible Mapping Set Callable "
        "AsyncIterator AsyncGenerator Coroutine Hashable AsyncIterable Awaitable Sized"
    )
    for one, expected in ((listing(), "Hashable AsyncIterable Awaitable Sized"),
                          (listing().pages(), "Hashable AsyncIterable AsyncIterator"),
                          (aiter(listing()), "Hashable AsyncIterable AsyncIterator")):  # fmt: skip
        looks = {name for name in names.split() if isinstance(one, getattr(abc, name))}
        assert looks == set(expected.split())


def test_a_listing_can_be_looked_at_and_copied() -> None:
    one = listing()
    for shallow in (copy.copy(one), copy.deepcopy(one)):
        assert repr(shallow) == repr(one)
    assert inspect.isawaitable(one)
    assert not inspect.iscoroutine(one)
    assert {name for name, _ in inspect.getmembers(one) if name[0] != "_"} == {
        "collect",
        "first",
        "operation",
        "page",
        "pages",
        "parameters",
    }


def test_the_type_of_a_listing_takes_its_parameters() -> None:
    alias = Paginator[int, NumbersResponse]
    assert get_origin(alias) is Paginator
    assert get_args(alias) == (int, NumbersResponse)
    assert isinstance(alias(three_pages().fetch, "numbers"), Paginator)


def test_what_cannot_be_pickled_says_what_it_always_said() -> None:
    def fetch() -> None: ...

    with pytest.raises((AttributeError, pickle.PicklingError), match="local"):
        pickle.dumps(Paginator(fetch, "numbers"))  # type: ignore[arg-type]  # never called  # pyright: ignore[reportArgumentType] # never called


async def test_listings_and_their_iterators_show_themselves() -> None:
    assert repr(listing()) == ("<listing of numbers: not fetched; await it, or use async for>")
    pages = listing().pages()
    await anext(pages)
    assert repr(pages) == "<pages of a listing: 1 fetched; use async for>"
    assert repr(aiter(listing())) == "<items of a listing: use async for>"
