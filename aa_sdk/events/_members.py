"""Lists and maps in events, which are empty where null came, and null again where they go.

The models of responses have the same, but lose the null. They also take what people write by hand
in forms that no event has, which here would cost a call for each member of each event.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_ANALYZER = ":analyzer/"


class NullList(tuple[str, ...]):
    """The list that null was sent for: empty."""

    __slots__ = ()


class NullMap(dict[str, str]):
    """The map that null was sent for: empty."""

    __slots__ = ()


def analyzer_among(resources: Sequence[str]) -> str | None:
    """Return the ARN of an analyzer, None where there is none."""
    return next((arn for arn in resources if _ANALYZER in arn), None)


class _NullAs:
    """Validates one kind of member, or null."""

    def __init__(self, given: CoreSchema, kind: type, null: Callable[[], Any]) -> None:
        self.given = given
        self.kind = kind
        self.null = null

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # Null passes the first step and fails the second, which has a default: for what is there,
        # no Python runs.
        default = core_schema.with_default_schema(
            core_schema.is_instance_schema(self.kind), default_factory=self.null, on_error="default"
        )
        return core_schema.chain_schema(
            [core_schema.nullable_schema(self.given), default],
            serialization=core_schema.plain_serializer_function_ser_schema(
                self._as_sent, when_used="json"
            ),
        )

    def _as_sent(self, value: Any) -> Any:
        if type(value) is self.null:
            return None
        return dict(value) if self.kind is dict else list(value)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(self.given)


class _OfAnalyzer:
    """Refuses resources among which there is no analyzer."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        given = handler(source)
        return core_schema.no_info_after_validator_function(_with_analyzer, given)


def _with_analyzer(resources: Sequence[str]) -> Sequence[str]:
    if not (resources and _ANALYZER in resources[0]) and analyzer_among(resources) is None:
        raise PydanticCustomError("event_analyzer", "Input should have an analyzer's ARN in it")
    return resources


_TEXT = core_schema.str_schema()

EventList: TypeAlias = Annotated[
    Sequence[str], _NullAs(core_schema.tuple_variable_schema(_TEXT), tuple, NullList)
]
"""Texts in a tuple. Null is an empty one."""

EventMap: TypeAlias = Annotated[
    Mapping[str, str], _NullAs(core_schema.dict_schema(_TEXT, _TEXT), dict, NullMap)
]
"""Names and texts in a dictionary. Null is an empty one."""

AnalyzerArns: TypeAlias = Annotated[EventList, _OfAnalyzer()]
"""Texts in a tuple, an analyzer's ARN among them."""
