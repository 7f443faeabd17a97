"""What was listed: a list that shows as a table, is counted, and becomes a frame."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Self, SupportsIndex, TypeVar, cast, overload

from aa_sdk._display.layout import Face, Grid, Note, Span
from aa_sdk._display.limits import MOST_ROWS
from aa_sdk._display.shown import Shown
from aa_sdk._display.terminal import as_text
from aa_sdk._display.words import count_text, shorten
from aa_sdk._lazy import hide_imports
from aa_sdk._words import did_you_mean
from aa_sdk.models import Model
from aa_sdk.models._faces.rows import rows_of, table_face

__all__ = ("Counts", "Listing")
hide_imports(__name__)

T = TypeVar("T")
S = TypeVar("S")

_MOST_TEXT = 60


class Counts(dict[Any, int], Shown):
    """How many there are of each: what `Listing.count_by` returns, the most common first.

    A dictionary that shows as a table. Its keys are the values of the attribute that was counted
    by; of several attributes, tuples of their values.
    """

    fields: tuple[str, ...]
    """The attributes that were counted by."""

    def __init__(self, counts: Mapping[Any, int], fields: tuple[str, ...]) -> None:
        """Put counts in order.

        Args:
            counts: How many there are, by value, or by tuple of values.
            fields: The attributes that were counted by.
        """
        # By what they say where as many are equal, so that the order is always the same.
        super().__init__(sorted(counts.items(), key=lambda each: (-each[1], str(each[0]))))
        self.fields = fields

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self), self.fields)

    def __repr__(self) -> str:
        return as_text(self._face())

    def _face(self) -> Face:
        shown = list(self.items())[:MOST_ROWS]
        rows = [[*map(_value_span, self._values(key)), Span(f"{count:,}")] for key, count in shown]
        number = len(self.fields)
        grid = Grid((*self.fields, "count"), rows, right=frozenset({number}))
        total = f"{count_text(sum(self.values()), 'item')} of {count_text(len(self), 'kind')}"
        rest = len(self) - MOST_ROWS
        more = [Note(Span(f"{rest:,} more", "muted"))] if rest > 0 else []
        return (Note(Span(total, "strong")), grid, *more)

    def _values(self, key: Any) -> tuple[Any, ...]:
        return key if len(self.fields) > 1 else (key,)


class Listing(list[T], Shown):
    """A list of what was listed, which shows as a table.

    ```python
    findings = await client.list_findings_v2(analyzer_arn=arn).collect()
    findings                                        # a table: the first 20, and what there is
    findings.count_by("status", "resource_type")
    findings.to_polars()
    ```

    It is equal to a plain list of the same items. So are slices, copies and sums of it, which are
    listings too; what is sorted or filtered becomes one with `Listing(…)`.
    """

    collected_at: datetime
    """When it was fetched. Ages are counted from then, so that it always shows the same."""

    def __init__(
        self,
        items: Iterable[T] = (),
        *,
        item_type: type[Any] | None = None,
        collected_at: datetime | None = None,
    ) -> None:
        """Make a listing of any items.

        Args:
            items: The items.
            item_type: Their class, which says what columns the table of an empty listing has.
                Default: what `items` says, if it is a listing.
            collected_at: When they were fetched, a moment with its time zone. Default: as
                `items` says, if it is a listing; else now.

        Raises:
            ValueError: `collected_at` has no time zone.
        """
        super().__init__(items)
        if isinstance(items, Listing):
            item_type = item_type or items.item_type
            collected_at = collected_at or items.collected_at
        if collected_at is not None and collected_at.utcoffset() is None:
            raise ValueError("collected_at needs a time zone, such as tzinfo=UTC")
        self.item_type: type[Any] | None = item_type
        self.collected_at = collected_at or datetime.now(UTC)

    def __repr__(self) -> str:
        rows = rows_of({type(item) for item in self})
        if rows is None:
            return self._plain_repr()
        return as_text(table_face(self, rows, self.collected_at))

    def _plain_repr(self) -> str:
        told = [shorten(repr(item), _MOST_TEXT) for item in self[:MOST_ROWS]]
        rest = len(self) - len(told)
        return f"[{', '.join([*told, f'… {rest:,} more'] if rest else told)}]"

    def _face(self) -> Face:
        types: set[type[Any]] = {type(item) for item in self}
        if rows := rows_of(types or {self.item_type or object}):
            return table_face(self, rows, self.collected_at)
        head = Note(Span(count_text(len(self), "item"), "strong"))
        if not self:
            return (head,)
        shown = [(Span(shorten(str(item), 2 * _MOST_TEXT)),) for item in self[:MOST_ROWS]]
        rest = len(self) - MOST_ROWS
        more = [Note(Span(f"{rest:,} more", "muted"))] if rest > 0 else []
        return (head, Grid(("item",), shown), *more)

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> T: ...
    @overload
    def __getitem__(self, index: slice, /) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> T | Self:
        found = super().__getitem__(index)
        return self._like(cast("list[T]", found)) if isinstance(index, slice) else cast("T", found)

    @overload
    def __add__(self, other: list[T], /) -> "Listing[T]": ...
    @overload
    def __add__(self, other: list[S], /) -> "Listing[T | S]": ...
    def __add__(self, other: list[Any], /) -> "Listing[Any]":
        return self._like(super().__add__(other))

    def copy(self) -> Self:
        """Return a listing of the same items, fetched when this one was."""
        return self._like(self)

    def _like(self, items: Iterable[T]) -> Self:
        return type(self)(items, item_type=self.item_type, collected_at=self.collected_at)

    def count_by(self, *fields: str) -> Counts:
        """Count the items by what they are.

        ```python
        findings.count_by("status", "about")
        ```

        Args:
            *fields: One or more attributes: members such as `status`, and what else is known of
                each, such as `about` or `is_known_public`. An item without it counts as None.

        Returns:
            How many there are of each value, the most common first; of several fields, of each
            tuple of values.

        Raises:
            TypeError: No field was given, or one that is no text.
            AttributeError: No item has such an attribute.
        """
        given = cast("tuple[object, ...]", fields)
        if not given or not all(isinstance(name, str) for name in given):
            raise TypeError('count_by takes the names of fields to count by: count_by("status")')
        kinds: set[type[Any]] = {type(item) for item in self}
        if not kinds and self.item_type is not None:
            kinds = {self.item_type}
        for name in fields:
            _check_field(name, kinds)
        if len(fields) == 1:
            counts = Counter(_counted(item, fields[0]) for item in self)
        else:
            counts = Counter(tuple(_counted(item, name) for name in fields) for item in self)
        return Counts(counts, fields)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each item as a dictionary of its members, named as its attributes are.

        Raises:
            TypeError: An item is no model.
        """
        return [_as_dict(item) for item in self]

    def to_polars(self) -> Any:
        """Return a polars `DataFrame` with one row for each item.

        The columns are those of the tables of `aa_sdk.frames`, and the same for no items.

        Raises:
            ModuleNotFoundError: polars, or the extra `frames`, is not installed.
            TypeError: There is no table for such items.
        """
        return self._table().to_polars()

    def to_pandas(self) -> Any:
        """Return a pandas `DataFrame` with one row for each item, as `to_polars` does.

        Raises:
            ModuleNotFoundError: pandas, or the extra `frames`, is not installed.
            TypeError: There is no table for such items.
        """
        return self._table().to_pandas()

    def to_arrow(self) -> Any:
        """Return a pyarrow `Table` with one row for each item, as `to_polars` does.

        Raises:
            ModuleNotFoundError: pyarrow, or the extra `frames`, is not installed.
            TypeError: There is no table for such items.
        """
        return self._table().to_arrow()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table().__arrow_c_stream__(requested_schema)

    def _table(self) -> Any:
        # The one import that runs upward: tables know all listings, and a listing its table.
        return import_module("aa_sdk.frames.tables").table_of(self, self.item_type)


def _check_field(name: str, kinds: Collection[type[Any]]) -> None:
    """Refuse an attribute that none of some classes has, or that is no fact."""
    known = [each for kind in kinds for each in _facts(kind)]
    if kinds and name not in known:
        near = did_you_mean(name, known)
        raise AttributeError(f"no item of this listing has {name!r}{near}", name=name)


def _facts(kind: type[Any]) -> list[str]:
    """Return the attributes of a class that say something, and do nothing."""
    members = [name for name in dir(kind) if not name.startswith(("_", "model_"))]
    known = [name for name in members if isinstance(getattr(kind, name, None), property)]
    names = ("model_fields", "__dataclass_fields__", "_fields")  # the last one of named tuples
    fields = next(filter(None, (getattr(kind, name, None) for name in names)), ())
    return [*fields, *known]


def _counted(item: object, name: str) -> Any:
    return _hashable(getattr(item, name, None))


def _hashable(value: object) -> Any:
    """Return what stands for a value among keys."""
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value).items()
        return tuple(sorted((key, _hashable(each)) for key, each in entries))
    if isinstance(value, list | tuple):
        return tuple(map(_hashable, cast("Iterable[object]", value)))
    return value


def _value_span(value: object) -> Span:
    if value is None:
        return Span("—", "muted")
    text = (
        ", ".join(map(str, cast("tuple[object]", value)))
        if isinstance(value, tuple)
        else str(value)
    )
    return Span(shorten(text, _MOST_TEXT), "plain", text if len(text) > _MOST_TEXT else "")


def _as_dict(item: object) -> dict[str, Any]:
    if isinstance(item, Model):
        return item.model_dump()
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return dataclasses.asdict(item)
    raise TypeError(f"{type(item).__name__} has no members: to_dicts() is for listings of models")
