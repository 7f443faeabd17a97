"""Times in events, which have as many digits as their family writes, and keep them all."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

# What a plain moment would be written as: whole seconds, or thousandths that are not all zero. An
# hour 24, where Python takes it, is the next day's first.
_PLAIN: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}"
    r"(?:\.(?:[1-9][0-9]{2}|0[1-9][0-9]|00[1-9]))?Z$"
)


class SentTime(datetime):
    """A moment that knows how it was written: nine digits of a second are more than it holds.

    What is calculated from it is another moment, and was never written.
    """

    __slots__ = ("text",)
    text: str
    """How it was written. Not there on what was calculated."""

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
    text: str | None = getattr(moment, "text", None)
    if text is not None:
        return text
    # Three digits where these are enough, as the service has them; none for whole seconds.
    digits = "auto" if moment.microsecond % 1000 or not moment.microsecond else "milliseconds"
    return moment.isoformat(timespec=digits).replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read ISO 8601 text, UTC where it has no offset.

    Raises:
        ValueError: It is something else.
    """
    moment = SentTime.fromisoformat(text)
    if moment.tzinfo is not UTC:
        moment = _utc(moment)
    moment.text = text
    return moment


def _utc(moment: SentTime) -> SentTime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("the moment is outside the years 1 to 9999") from None


def _given(moment: datetime) -> datetime:
    if moment.tzinfo is UTC:
        return moment
    if moment.utcoffset() is None:
        raise ValueError("a time without a time zone is no moment")
    return moment.astimezone(UTC)


def _either(*forms: CoreSchema) -> CoreSchema:
    return core_schema.union_schema(
        list(forms),
        mode="left_to_right",
        custom_error_type="event_time",
        custom_error_message="Input should be a time: ISO 8601 text",
    )


class _AsWritten:
    """Validates a time, and dumps it as it was written."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # Most are plain, and are read without Python code.
        plain_text = core_schema.no_info_after_validator_function(
            datetime.fromisoformat, core_schema.str_schema(strict=True, pattern=_PLAIN)
        )
        any_text = core_schema.no_info_after_validator_function(
            from_text, core_schema.str_schema(strict=True)
        )
        moment = core_schema.no_info_after_validator_function(
            _given, core_schema.is_instance_schema(datetime)
        )
        return core_schema.json_or_python_schema(
            json_schema=_either(plain_text, any_text),
            python_schema=_either(plain_text, any_text, moment),
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
