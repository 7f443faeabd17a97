"""Times in events, which have as many digits as their family writes, and keep them all."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class SentTime(datetime):
    """A moment that knows how it was written: nine digits of a second are more than it holds."""

    text: str

    @classmethod
    def of(cls, moment: datetime, text: str) -> "SentTime":
        """Return a moment that was written as a text."""
        made = cls.combine(moment.date(), moment.timetz())
        made.text = text
        return made

    def __reduce_ex__(self, protocol: object) -> tuple[Callable[[str], datetime], tuple[str]]:
        """Pickle as the text."""
        del protocol
        return _read, (written(self),)

    def __repr__(self) -> str:
        """Show as any other moment."""
        return super().__repr__().replace("SentTime", "datetime.datetime", 1)


def written(moment: datetime) -> str:
    """Return how a moment was written, or would be."""
    text = getattr(moment, "text", None)
    return moment.isoformat().replace("+00:00", "Z") if text is None else text


def _read(value: object) -> datetime:
    """Read a time."""
    if isinstance(value, datetime):
        moment, text = value, None
    elif isinstance(value, str):
        moment, text = datetime.fromisoformat(value), value
    else:
        raise ValueError("a time is ISO 8601 text")  # noqa: TRY004 (pydantic reads ValueError)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment if text is None or written(moment) == text else SentTime.of(moment, text)


class _AsWritten:
    """Validates a time, and dumps it as it was written."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(
            _read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                written, when_used="json", return_schema=core_schema.str_schema()
            ),
        )


EventTime: TypeAlias = Annotated[datetime, _AsWritten()]
"""An aware UTC `datetime`, dumped with just the digits it came with."""
