"""How Python's values are written in JSON, and how what is written becomes one again.

Times are ISO 8601 with a time zone, durations are seconds, bytes are the text that they are in
UTF-8, members are in camel case, and a finding's details are as in `GetFindingV2`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    GetJsonSchemaHandler,
    PlainSerializer,
    Tag,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

from aa_sdk.emulator._protocol.errors import ErrorResponse
from aa_sdk.models import FindingDetails, UnknownUnionMember
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

_SECOND = timedelta(seconds=1)


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):  # on its way out
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("moment", "should be a text such as 2026-01-01T00:00:00Z")
    try:
        moment = datetime.fromisoformat(value)
        utc = None if moment.utcoffset() is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError(
            "moment", "should be a time in ISO 8601, such as 2026-01-01T00:00:00Z"
        ) from error
    if utc is None:
        raise PydanticCustomError("moment", "should end in a time zone, such as Z")
    return utc


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):  # on its way out
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("duration", "should be a number of seconds")
    try:
        return timedelta(seconds=value)
    except (OverflowError, ValueError) as error:
        raise PydanticCustomError(
            "duration", "should be a number of seconds that is not beyond all times"
        ) from error


def _whole(value: object) -> object:
    """Take 5.0 for 5, which JSON does not tell apart."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _known(value: Any) -> Any:
    if isinstance(value, UnknownUnionMember):
        tags = ", ".join(details.tag for details in DETAILS_BY_TYPE.values())
        raise PydanticCustomError("details", "should have exactly one of {tags}", {"tags": tags})
    return value


class _ExactlyOne:
    """Describes a union by its tag as JSON Schema does: an object with exactly one member."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        described = handler.resolve_ref_schema(handler(schema))
        members = described.get("anyOf", [described])[0]
        return {**members, "minProperties": 1, "maxProperties": 1}


def iso_text(moment: datetime) -> str:
    """Return a time as ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


Whole = Annotated[int, BeforeValidator(_whole)]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(iso_text),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(lambda value: value / _SECOND),
    WithJsonSchema({"type": "number", "description": "Seconds."}),
]
Text = Annotated[
    bytes,
    PlainSerializer(lambda value: value.decode(errors="replace")),
    WithJsonSchema({"type": "string"}),
]
DetailsOfFinding = Annotated[FindingDetails, AfterValidator(_known), _ExactlyOne()]
# Told apart without a validator before: what such a one has looked at is no JSON any more.
AllDetails = Annotated[
    Annotated[DetailsOfFinding, Tag("one")] | Annotated[list[DetailsOfFinding], Tag("several")],
    Discriminator(lambda value: "several" if isinstance(value, list) else "one"),
]


class ErrorForm(BaseModel):
    """The error response that a fault gives."""

    model_config: ClassVar[ConfigDict] = ConfigDict(from_attributes=True)

    code: str
    message: str
    status: int


_Details: Any = Union[tuple(details.model for details in DETAILS_BY_TYPE.values())]  # noqa: UP007 (made while running)

# Types that JSON has a form for which is not plain. Checkers take no values for types.
_FORMS: dict[Any, Any] = {
    int: Whole,
    datetime: Moment,
    timedelta: Duration,
    bytes: Text,
    _Details | Sequence[_Details]: AllDetails,
    ErrorResponse: ErrorForm,
}
_PLAIN: frozenset[Any] = frozenset({str, float, bool, type(None), Any, object})
_LISTS: frozenset[Any] = frozenset({list, tuple, Sequence, Collection})
_SETS: frozenset[Any] = frozenset({set, frozenset, AbstractSet})


def form_of(hint: Any, nested: Callable[[type], Any] | None = None) -> Any:
    """Return the type of a value in JSON that a type hint speaks of, for pydantic.

    Args:
        hint: A type hint as `typing.get_type_hints` returns it.
        nested: Returns the form of a class that is none of JSON's values.

    Raises:
        TypeError: JSON has no form for it.
    """
    if hint in _FORMS:
        return _FORMS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _PLAIN or origin is Literal:
        return hint
    if origin in (Union, UnionType):
        forms = [form_of(argument, nested) for argument in arguments]
        return Union[tuple(forms)]  # noqa: UP007 (made while running)
    if origin in _LISTS or origin in _SETS:
        item: Any = form_of(arguments[0], nested)
        # Sets have no order, and the same response is to be the same text.
        return Annotated[list[item], BeforeValidator(sorted)] if origin in _SETS else list[item]
    if origin in (dict, Mapping):
        value: Any = form_of(arguments[1], nested)
        return dict[str, value]
    if nested is not None and isinstance(hint, type):
        return nested(hint)
    raise TypeError(f"JSON has no form for {hint}")
