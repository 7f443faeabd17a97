"""The field types that models share: open enums, timestamps, sequences, policy documents."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Final,
    Protocol,
    SupportsIndex,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
)

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from aa_sdk.models._base import BY_HAND
from aa_sdk.models._policy_files import PolicyFile, is_file_name, read_policy

_ERROR: Final = "policy_document"
_FILE_ERROR: Final = "policy_file"

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
T_co = TypeVar("T_co", covariant=True)


class OpenEnum:
    """Marks a `Literal` as open: checkers see the known values, at run time any string passes.

    The service gets new resource types, statuses and finding types all the time. A closed enum
    would lose the whole page for one value that came after this release; plain `str` would lose
    completion, exhaustiveness checks and every misspelling. Values are plain strings, so that a
    new one is as good as an old one everywhere else: compared, hashed, sent back.
    """

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.str_schema()


def is_known(enum: object, value: object) -> bool:
    """Tell whether this release knows a value of one of the service's enums.

    A new status or type comes as the text that it is. Where a `match` has to have a path for
    each known value, ask this first and give what is new a path of its own:

    ```python
    if not is_known(FindingStatus, finding.status):
        print("new to this release:", finding.status)
    ```

    Args:
        enum: The enum: `FindingStatus`, `ResourceType` or any other of `aa_sdk.models`.
        value: What the service sent. None is not known.

    Raises:
        TypeError: `enum` is something else.
    """
    if not any(isinstance(mark, OpenEnum) for mark in getattr(enum, "__metadata__", ())):
        raise TypeError(
            "is_known takes an enum and then a value, as in "
            "is_known(FindingStatus, finding.status); enums are in aa_sdk.models"
        )
    return value in get_args(get_args(enum)[0])  # an annotated Literal


class _PastTheCache:
    """Validates a text that goes past the cache of pydantic-core."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # The cache is on or off for a whole body, but only validators of texts look there. The
        # first step takes anything as it is, and the second one is left with checking it.
        return core_schema.chain_schema([core_schema.any_schema(), handler(source)])

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(core_schema.str_schema())


UniqueText: TypeAlias = Annotated[str, _PastTheCache()]
"""A text unlike all others in a listing, such as an id, which nothing is gained by looking up."""


class _AsTuple:
    """Validates a `Sequence` field to a tuple; what the service sends, in pydantic-core alone."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        (item,) = get_args(source)
        return _as_tuple(handler.generate_schema(item))


def _as_tuple(item: CoreSchema) -> CoreSchema:
    items = core_schema.tuple_variable_schema(item)
    given = core_schema.no_info_before_validator_function(_in_order, items)
    return core_schema.json_or_python_schema(json_schema=items, python_schema=given)


def _in_order(value: object) -> object:
    # A set has another order in every process, and a request should be the same each time.
    if isinstance(value, AbstractSet):
        return sorted(cast("AbstractSet[object]", value), key=str)
    return value


ListOf: TypeAlias = Annotated[Sequence[T], _AsTuple()]
"""A list member: any sequence but a string is accepted, and a set; a tuple is kept."""


class SequenceNotStr(Protocol[T_co]):
    """A list, a tuple or another sequence, for checkers: a `str` is none, nor are `bytes`.

    A `str` is a `Sequence[str]` too, of its characters. What tells it apart is that only a text
    can be looked for in it.
    """

    def __getitem__(self, index: SupportsIndex, /) -> T_co: ...
    def __contains__(self, value: object, /) -> bool: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[T_co]: ...


class _AsTexts:
    """Validates several texts to a tuple."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return _as_tuple(handler.generate_schema(str))


Texts: TypeAlias = Annotated[SequenceNotStr[str] | AbstractSet[str], _AsTexts()]
"""Several texts to send, such as ids: a list, a tuple or a set, but not a `str`.

A model keeps them as a tuple. A set is sorted first, so that it is sent the same each time.
"""

TextList: TypeAlias = Annotated[list[str] | tuple[str, ...], _AsTexts()]
"""Several texts of a structure that is sent and comes back: a tuple is kept."""


class _OrEmpty:
    """Reads null as an empty list or mapping, where a response has it."""

    def __init__(self, empty: Callable[[], object]) -> None:
        self.empty = empty

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        given = handler(source)
        # How a model is dumped is read off the strict schema, how it is validated off the lax one.
        return core_schema.lax_or_strict_schema(
            lax_schema=core_schema.json_or_python_schema(
                json_schema=self._in_json(given),
                python_schema=core_schema.with_info_before_validator_function(self._read, given),
            ),
            strict_schema=given,
        )

    def _in_json(self, given: CoreSchema) -> CoreSchema:
        """Let null pass the first step and fail the second, which has a default: no Python runs."""
        no_null = core_schema.is_instance_schema(self.empty)
        default = core_schema.with_default_schema(
            no_null, default_factory=self.empty, on_error="default"
        )
        return core_schema.chain_schema([core_schema.nullable_schema(given), default])

    def _read(self, value: object, info: ValidationInfo) -> object:
        # Sent empty, some lists take away what there is: a person has to say so.
        return self.empty() if value is None and info.context is not BY_HAND else value

    def __get_pydantic_json_schema__(
        self, schema: core_schema.LaxOrStrictSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema["strict_schema"])


ListOrEmpty: TypeAlias = Annotated[ListOf[T], _OrEmpty(tuple)]
"""A list member that the service may leave out: never None, `()` by default."""

TextsOrEmpty: TypeAlias = Annotated[TextList, _OrEmpty(tuple)]
"""Several texts of a structure that is sent and comes back: never None, `()` by default."""

MapOrEmpty: TypeAlias = Annotated[Mapping[K, V], _OrEmpty(dict)]
"""A map member that the service may leave out: never None, an empty dictionary by default."""


class _Utc:
    """Validates a timestamp to an aware UTC `datetime`."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        moment = core_schema.datetime_schema()
        # The service sends UTC, which the first choice takes without Python code: a text, which is
        # new each time and so goes past the cache, read by a function in C. What pydantic-core
        # reads has a time zone of its own, which prints as `TzInfo(0)`. Everything rarer falls
        # through to the second choice.
        text = core_schema.no_info_after_validator_function(
            datetime.fromisoformat, core_schema.str_schema()
        )
        in_utc = core_schema.datetime_schema(tz_constraint=0)
        sent = core_schema.union_schema(
            [
                core_schema.chain_schema([core_schema.any_schema(), text, in_utc]),
                core_schema.no_info_after_validator_function(_sent, moment),
            ],
            mode="left_to_right",
            custom_error_type="timestamp",
            custom_error_message=(
                "Input should be a timestamp: ISO 8601 text or seconds since 1970"
            ),
        )
        given = core_schema.no_info_after_validator_function(_given, moment)
        return core_schema.json_or_python_schema(json_schema=sent, python_schema=given)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(core_schema.datetime_schema())


def _sent(moment: datetime) -> datetime:
    # Without an offset: the service's times are UTC.
    return _utc(moment) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _given(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a time without a time zone is no moment")
    return _utc(moment)


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("the moment is outside the years 1 to 9999") from None


Timestamp: TypeAlias = Annotated[datetime, _Utc()]
"""An aware UTC `datetime`, microsecond precision. A naive `datetime` is refused."""


class _DocumentText:
    """Validates a policy document to its JSON text."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_before_validator_function(
            _document_text, core_schema.str_schema(strict=True)
        )


def _document_text(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str) and info.mode == "python" and is_file_name(value):
        raise PydanticCustomError(_FILE_ERROR, "is the name of a file: pass it as a pathlib.Path")
    if isinstance(value, Path):
        value = read_policy(value)
    if isinstance(value, PolicyFile):
        if value.fault:
            raise PydanticCustomError(_FILE_ERROR, "{fault}", {"fault": value.fault})
        return value.text
    if not isinstance(value, Mapping):
        return value
    try:
        return json.dumps(value, allow_nan=False, default=_as_dict)
    except (TypeError, ValueError):  # whose words may repeat the document
        raise PydanticCustomError(_ERROR, "Input should be something JSON can express") from None


def _as_dict(value: object) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    raise TypeError


PolicyDocument: TypeAlias = Annotated[str | Mapping[str, Any] | Path, _DocumentText()]
"""A policy document: JSON text, a mapping, or the path of a file that holds it.

A model keeps the text. A mapping is dumped to JSON once. A file, UTF-8 of at most 1 MiB, is read
when the model is made; methods of the client read it in a worker thread.
"""
