"""Times in events, which have as many digits as their family writes, and keep them all."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_WHOLE_SECONDS: Final = len("2026-02-03T08:21:00Z")
_NO_HOUR: Final = "24"


class SentTime(datetime):
    """A moment that knows how it was written: nine digits of a second are more than it holds.

    What is calculated from it is another moment, and was never written.
    """

    text: str | None = None

    def __reduce_ex__(self, protocol: object) -> tuple[Callable[[str], datetime], tuple[str]]:
        """Pickle and copy as the text."""
        del protocol
        return from_text, (written(self),)

    def __repr__(self) -> str:
        """Show as any other moment."""
        return repr(plain(self))


def plain(moment: datetime) -> datetime:
    """Return the moment alone, without how it was written."""
    return datetime.combine(moment.date(), moment.timetz())


def written(moment: datetime) -> str:
    """Return how a moment was written, or would be."""
    text = getattr(moment, "text", None)
    return moment.isoformat().replace("+00:00", "Z") if text is None else text


def from_text(text: str) -> datetime:
    """Read ISO 8601 text, UTC where it has no offset.

    Raises:
        ValueError: It is something else.
        OverflowError: The moment is outside the years 1 to 9999.
    """
    # Whole seconds are written like that anyway. The signs tell them from the rarer forms of the
    # same length, and an hour 24, where Python takes it, from the next day's first.
    if (
        len(text) == _WHOLE_SECONDS
        and text[19] == "Z"
        and text[10] == "T"
        and text[7] == "-"
        and text[13] == text[16] == ":"
        and text[11:13] != _NO_HOUR
    ):
        return datetime.fromisoformat(text)
    moment = SentTime.fromisoformat(text)
    if moment.tzinfo is not UTC:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    moment.text = text
    return moment


def _read(value: Any) -> datetime:
    try:
        if isinstance(value, str):
            return from_text(value)
        if isinstance(value, datetime) and value.utcoffset() is not None:
            return value if value.tzinfo is UTC else value.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError("event_time", "Input should be a time: ISO 8601 text")


class _AsWritten:
    """Validates a time, and dumps it as it was written."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                written, when_used="json", return_schema=core_schema.str_schema()
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(core_schema.datetime_schema())


EventTime: TypeAlias = Annotated[datetime, _AsWritten()]
"""An aware UTC `datetime`, dumped with just the digits it came with."""
