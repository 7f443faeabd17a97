"""Walking through the pages of a listing."""

from collections.abc import Awaitable, Callable, Collection, Generator, Iterator, Mapping, Sequence
from typing import Any, Generic, Self, TypeVar, cast, get_args

from aa_sdk._display.layout import Face, Note, Span
from aa_sdk._display.shown import Shown
from aa_sdk._display.text import escape
from aa_sdk._lazy import hide_imports
from aa_sdk._meter import Meter, OnProgress
from aa_sdk._unfetched import AsyncOnly, Unfetched
from aa_sdk.errors import InvalidField, InvalidRequestError, PaginationError
from aa_sdk.listing import Listing
from aa_sdk.models import Response, Returns

__all__ = ("Items", "Pages", "Paginator")
hide_imports(__name__)

_NOT_FETCHED = "not fetched · await it, or async for"

ItemT = TypeVar("ItemT")
PageT = TypeVar("PageT", bound=Response)

Fetch = Callable[[str | None], Awaitable[PageT]]

_BUSY = (
    "another task is fetching the next page of this listing: let each task iterate over a listing "
    "of its own, or let one task iterate and hand on what it gets through a memory object stream "
    "(anyio.create_memory_object_stream)"
)


class Pages(AsyncOnly, Generic[PageT]):
    """The pages from a token on; made by `Paginator.pages`.

    Nothing is held between two pages, so breaking off needs no clean-up. A page whose
    fetching was cancelled or failed is fetched again by the next step. One task at a time: a
    step taken while another task waits for its page raises `RuntimeError`, and disturbs nothing.
    """

    def __init__(self, fetch: Fetch[PageT], token: str | None) -> None:
        """Start at `token`, or at the beginning."""
        self._fetch = fetch
        self._token = token
        self._ended = False
        self._busy = False
        # Hashes, because a listing of a million findings has ten thousand long tokens.
        self._seen: set[int] = set() if token is None else {hash(token)}
        self._count = 0

    def __repr__(self) -> str:
        return f"<pages of a listing: {self._count} fetched; use async for>"

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> PageT:
        if self._ended:
            raise StopAsyncIteration
        page = await self._alone()
        self._count += 1
        self._token = token = _next_token(page)
        self._ended = token is None or hash(token) in self._seen
        if token is not None:
            if self._ended:
                raise PaginationError(
                    type(page).__name__.removesuffix("Response"), self._count, page, token
                )
            self._seen.add(hash(token))
        return page

    async def _alone(self) -> PageT:
        """Fetch the next page, unless another task is doing so."""
        if self._busy:
            raise RuntimeError(_BUSY)
        self._busy = True
        try:
            return await self._fetch(self._token)
        finally:
            self._busy = False


class Items(AsyncOnly, Generic[ItemT]):
    """The items of all pages, one after the other; made by iterating a `Paginator`.

    For one task, as `Pages` are.
    """

    def __init__(self, pages: Pages[Any], items: Callable[[Any], Sequence[ItemT]]) -> None:
        """Take the items that `items` finds on each of `pages`."""
        self._pages = pages
        self._items = items
        self._page: Iterator[ItemT] = iter(())

    def __repr__(self) -> str:
        return "<items of a listing: use async for>"

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> ItemT:
        while True:
            for item in self._page:
                return item
            self._page = iter(self._items(await self._pages.__anext__()))


class Paginator(Unfetched, Shown, Generic[ItemT, PageT]):
    """A listing that has not been fetched yet.

    ```python
    async for finding in client.list_findings_v2(analyzer_arn=arn):   # every finding
        ...
    async for page in client.list_findings_v2(analyzer_arn=arn).pages():   # every response
        ...
    whole = await client.list_findings_v2(analyzer_arn=arn)   # one response with all findings
    ```

    Each `async for` starts afresh, so several tasks may iterate over one paginator. They may not
    share what `aiter` or `pages` returned: taking a step there while another task waits for its
    page raises `RuntimeError`. To resume where an earlier run stopped, pass that page's
    `next_token` to the operation. Shown, a listing tells what it would list, and fetches nothing.
    """

    def __init__(
        self,
        fetch: Fetch[PageT],
        items_field: str,
        start: str | None = None,
        *,
        request: type[Returns[PageT]] | None = None,
        describe: Callable[[], str] | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        """Describe a listing.

        Args:
            fetch: Returns the page for a token, the first one for None.
            items_field: The field of a page that holds its items.
            start: The token to start from; None for the beginning.
            request: The class of the request, for hints on what its response has. Default: unknown.
            describe: Says what is listed, for `repr`. Default: the field of the items.
            parameters: What the operation was given, None where it was not. Default: nothing.
        """
        self._fetch = fetch
        self._field = items_field
        self._start = start
        self._request = request
        self._describe = describe
        self._parameters = parameters or {}

    @property
    def operation(self) -> str | None:
        """The API's name of the operation that lists, such as `ListFindingsV2`; None if unknown."""
        return self._request.operation() if self._request else None

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the operation was given, by the names of its parameters."""
        return {name: value for name, value in self._parameters.items() if value is not None}

    def __repr__(self) -> str:
        return f"<{self._what()}: not fetched; await it, or use async for>"

    def __str__(self) -> str:
        return escape(f"{self._what()} · {_NOT_FETCHED}")

    def _face(self) -> Face:
        return (Note((Span(self._what(), "strong"), Span(f"· {_NOT_FETCHED}", "muted"))),)

    def _what(self) -> str:
        return self._describe() if self._describe else f"listing of {self._field}"

    def _response_members(self) -> Collection[str]:
        known = self._request.response_type().model_fields if self._request else ()
        return {*super()._response_members(), self._field, *known}

    def __aiter__(self) -> Items[ItemT]:
        return Items(self.pages(), self._items)

    def __await__(self) -> Generator[Any, None, PageT]:
        """Fetch all pages and return them as one response, its `next_token` None.

        What is not listed (a finding's status, the metadata) is as on the first page.

        Raises:
            PaginationError: The service repeats a token. Its `items` are all that was fetched.
        """
        return self._whole().__await__()

    def pages(self) -> Pages[PageT]:
        """Iterate over the responses instead of their items.

        Raises:
            PaginationError: While iterating, when the service repeats a token. Its `page` is
                the one that came with the token.
            RuntimeError: While iterating, when another task is fetching the next page.
        """
        return Pages(self._fetch, self._start)

    async def page(self) -> PageT:
        """Fetch a single page, the one at the start.

        Returns:
            The response, its `next_token` set when there are more.
        """
        return await self._fetch(self._start)

    async def collect(
        self, limit: int | None = None, on_progress: OnProgress | None = None
    ) -> Listing[ItemT]:
        """Fetch the items into a list, one that shows as a table.

        ```python
        findings = await client.list_findings_v2(analyzer_arn=arn).collect()
        findings.to_polars()
        ```

        Args:
            limit: At most so many, 0 or more; None for all. No page is fetched that is not
                needed.
            on_progress: A plain function that is told after each page how far the work has come,
                as a `Progress`: how many items there are and, with a `limit` or at the end, how
                many remain. `tqdm_progress()` and `rich_progress()` make one; such a bar is
                closed at the end, however that comes. An error of its own is logged.

        Returns:
            The items in the service's order.

        Raises:
            InvalidRequestError: `limit` is negative, or `on_progress` cannot be called.
            PaginationError: The service repeats a token. Its `items` are all that was fetched.
        """
        if limit is not None and limit < 0:
            raise InvalidRequestError(InvalidField("limit", "at least 0", limit))
        meter = Meter(on_progress)
        try:
            fetched = await self._gathered(limit, meter)
            items = [item for page in fetched for item in self._items(page)][:limit]
            meter.total = meter.done
            meter.tell()  # where no page was needed
        finally:
            meter.close()
        return Listing(items, item_type=self._item_type())

    async def first(self) -> ItemT | None:
        """Fetch the first item.

        Returns:
            The item, or None when there is none on any page.
        """
        items = await self.collect(limit=1)
        return items[0] if items else None

    async def _gathered(self, limit: int | None = None, meter: Meter | None = None) -> list[PageT]:
        """Fetch the pages until they have `limit` items; on an error, put them into it."""
        fetched: list[PageT] = []
        pages, count = self.pages(), 0
        try:
            while limit is None or count < limit:
                page = await anext(pages, None)
                if page is None:
                    break
                fetched.append(page)
                count += len(self._items(page))
                if meter is not None:
                    _tell(meter, page, count, limit)
        except PaginationError as error:
            last = cast("PageT", error.page)
            error.items = tuple(item for page in (*fetched, last) for item in self._items(page))
            raise
        return fetched

    async def _whole(self) -> PageT:
        first = await self._fetch(self._start)
        if "next_token" not in first.model_fields_set:
            return first  # the whole already, as most findings are

        async def rest(token: str | None) -> PageT:
            return first if token is self._start else await self._fetch(token)

        pages = await Paginator[ItemT, PageT](rest, self._field, self._start)._gathered()  # noqa: SLF001 (of this class)
        update: dict[str, Any] = {"next_token": None}
        if any(self._items(page) for page in pages):
            update[self._field] = tuple(item for page in pages for item in self._items(page))
        whole = pages[0].model_copy(update=update)
        whole.model_fields_set.discard("next_token")
        return whole

    def _item_type(self) -> type[Any] | None:
        """Return the class of the items, the first one of a union; None if unknown."""
        if self._request is None:
            return None
        annotation: Any = self._request.response_type().model_fields[self._field].annotation
        while found := get_args(annotation):  # of a sequence, of a union, of what is annotated
            annotation = found[0]
        return annotation if isinstance(annotation, type) else None

    def _items(self, page: PageT) -> Sequence[ItemT]:
        items: Sequence[ItemT] = getattr(page, self._field)
        return items


def _tell(meter: Meter, page: Response, count: int, limit: int | None) -> None:
    """Tell how many items there are after a page."""
    meter.throttled += page.response_metadata.throttled_attempts
    meter.done = count if limit is None else min(count, limit)
    meter.total = limit if _next_token(page) else meter.done
    meter.tell()


def _next_token(page: Response) -> str | None:
    """Return the token of the page after `page`, None when it is the last."""
    # An empty token would start the listing again from its beginning.
    return getattr(page, "next_token", None) or None
