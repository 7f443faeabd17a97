"""Columns of Python values as Arrow arrays, without a library that is larger than ours."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import import_module
from itertools import accumulate
from typing import Any, Final, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["text", "texts", "moment", "flag", "number"]
"""What a column holds: texts, lists of texts, moments, true and false, or whole numbers."""

Make: TypeAlias = Callable[[Any, Sequence[Any]], Any]

Values: TypeAlias = Sequence[Any] | None
"""The values of a column; None where all of them are null."""

TYPES: Final[dict[Kind, str]] = {
    "text": "string",
    "texts": "list<string>",
    "moment": "timestamp[us, UTC]",
    "flag": "bool",
    "number": "int64",
}
"""The kinds as Arrow has them."""

MOST_CHARACTERS: Final = 2**28
"""Of a column's chunk: as UTF-8, 1 to 6 bytes for each, they have to be counted in 31 bits."""

_LEAST_NUMBER, _MOST_NUMBER = -(2**63), 2**63 - 1
_MICROSECOND = timedelta(microseconds=1)
_BITS = bytes.maketrans(b"\0\1", b"01")


class Column(NamedTuple):
    """A column."""

    name: str
    """Its name."""
    kind: Kind
    """What it holds."""


class LoneSurrogateError(ValueError):
    """Half a character is in a text, which UTF-8 cannot say."""


class ChunkTooLargeError(ValueError):
    """A column of so many rows has more text than an array can hold."""


def nanoarrow() -> Any:
    """Load the library that hands arrays on.

    Raises:
        ModuleNotFoundError: It is not installed.
    """
    try:
        return import_module("nanoarrow")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "tables need the extra frames: pip install 'aa-sdk[frames]'", name=error.name
        ) from error


def schema_of(columns: Iterable[Column]) -> Any:
    """Return the Arrow schema of some columns."""
    na = nanoarrow()
    types = {
        "text": na.string(),
        "texts": na.list_(na.string()),
        "moment": na.timestamp("us", timezone="UTC"),
        "flag": na.bool_(),
        "number": na.int64(),
    }
    return na.c_schema(na.struct({column.name: types[column.kind] for column in columns}))


def chunk_of(
    schema: Any,
    columns: Sequence[Column],
    values: Sequence[Values],
    length: int,
    *,
    strict: bool = False,
    most_characters: int = MOST_CHARACTERS,
) -> Any:
    """Make an Arrow array of rows.

    Args:
        schema: The schema of the columns.
        columns: The columns.
        values: The values of each, in the same order.
        length: How many rows there are.
        strict: Whether lone surrogates are refused. Default: they become backslash escapes.
        most_characters: How many characters a column may have.

    Raises:
        LoneSurrogateError: There is one.
        ChunkTooLargeError: A column has too many characters.
    """
    texts = _Texts(strict=strict, most=most_characters)
    make: dict[Kind, Make] = {
        "text": texts.column,
        "texts": texts.lists,
        "moment": _moments,
        "flag": _flags,
        "number": _numbers,
    }
    children = [
        make[column.kind](child, given or (None,) * length)
        if given and any(value is not None for value in given)
        else _nulls(column.kind, child, length)
        for column, child, given in zip(columns, schema.children, values, strict=True)
    ]
    return nanoarrow().c_array_from_buffers(schema, length, [None], 0, children=children, move=True)


def stream_of(schema: Any, chunks: Iterable[Any]) -> Any:
    """Make a stream of chunks, which keep what they have for another one."""
    streams = import_module("nanoarrow.c_array_stream")
    return streams.CArrayStream.from_c_arrays(list(chunks), schema, validate=False)


def _nulls(kind: Kind, schema: Any, length: int) -> Any:
    zeros = _zeros(8 * (length + 1))  # shared: no byte of it is set anywhere
    make = nanoarrow().c_array_from_buffers
    match kind:
        case "text":
            return make(schema, length, [zeros, zeros, None], length)
        case "texts":
            children = [make(next(iter(schema.children)), 0, [None, zeros, None], 0)]
            return make(schema, length, [zeros, zeros], length, children=children)
        case _:
            return make(schema, length, [zeros, zeros], length)


@lru_cache(maxsize=2)
def _zeros(size: int) -> bytes:
    return bytes(size)


class _Texts:
    """Makes arrays of texts."""

    def __init__(self, *, strict: bool, most: int) -> None:
        self._is_strict = strict
        self._most = most

    def column(self, schema: Any, values: Sequence[str | None]) -> Any:
        """Make an array of texts."""
        if sum(map(len, filter(None, values))) > self._most:
            raise ChunkTooLargeError
        try:
            grown = nanoarrow().c_array(values, schema)
        except ValueError:
            if self._is_strict:
                raise LoneSurrogateError from None
            grown = nanoarrow().c_array(list(map(escaped, values)), schema)
        # It has grown in steps, and has room for twice as much.
        buffers = [bytes(buffer) or None for buffer in grown.view().buffers]
        return nanoarrow().c_array_from_buffers(schema, len(values), buffers, grown.null_count)

    def lists(self, schema: Any, values: Sequence[Sequence[str] | None]) -> Any:
        """Make an array of lists of texts."""
        validity, nulls = _validity(values)
        offsets = array("i", accumulate((len(value or ()) for value in values), initial=0))
        texts = [text for value in values for text in value or ()]
        child = self.column(next(iter(schema.children)), texts)
        return nanoarrow().c_array_from_buffers(
            schema, len(values), [validity, offsets], nulls, children=[child], move=True
        )


def escaped(text: str | None) -> str | None:
    r"""Write lone surrogates as `\ud800`, and leave everything else."""
    return None if text is None else text.encode("utf-8", "backslashreplace").decode()


def _moments(schema: Any, values: Sequence[datetime | None]) -> Any:
    validity, nulls = _validity(values)
    zone = next(value.tzinfo for value in values if value is not None)
    # One of the same time zone is subtracted without asking either for its offset.
    epoch = datetime(1970, 1, 1, tzinfo=UTC).astimezone(zone)
    moments = [epoch if value is None else value for value in values]
    since = [(moment - epoch) // _MICROSECOND for moment in moments]
    return _of_buffers(schema, values, validity, array("q", since), nulls)


def _numbers(schema: Any, values: Sequence[int | None]) -> Any:
    fitting = [value if fits(value) else None for value in values]
    validity, nulls = _validity(fitting)
    return _of_buffers(schema, values, validity, array("q", (n or 0 for n in fitting)), nulls)


def fits(number: int | None) -> bool:
    """Tell whether a number has a place in a column."""
    return number is not None and _LEAST_NUMBER <= number <= _MOST_NUMBER


def _flags(schema: Any, values: Sequence[bool | None]) -> Any:
    validity, nulls = _validity(values)
    return _of_buffers(schema, values, validity, _bitmap(map(bool, values)), nulls)


def _of_buffers(
    schema: Any, values: Sequence[object], validity: object, data: object, nulls: int
) -> Any:
    return nanoarrow().c_array_from_buffers(schema, len(values), [validity, data], nulls)


def _validity(values: Sequence[object]) -> tuple[bytes | None, int]:
    """Return a bitmap of what is not null, none where nothing is, and the number of nulls."""
    nulls = sum(value is None for value in values)
    return (_bitmap(value is not None for value in values) if nulls else None), nulls


def _bitmap(flags: Iterable[bool]) -> bytes:
    """Pack flags, eight to a byte, the first in its lowest bit."""
    digits = bytes(flags)[::-1].translate(_BITS)
    return int(digits or b"0", 2).to_bytes((len(digits) + 7) // 8, "little")
