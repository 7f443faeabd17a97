"""The service model's constraints as a schema of pydantic-core, for requests that break none.

Nearly every request is right, and that much can be said without a line of Python for each of its
members. Of the others `request_checks` says what is wrong, place by place. So the schema may refuse
what the service model allows (a mapping that is no `dict`, members that are None), and must never
accept what it forbids.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pydantic_core import CoreSchema, SchemaValidator, core_schema

Accepts = Callable[[Any], bool]


def acceptor(shape: Any) -> Accepts:
    """Return a function that says whether a request is right; False is no verdict.

    Args:
        shape: botocore's shape of the request.
    """
    return partial(SchemaValidator(_schema(shape)).isinstance_python, strict=True)


def _schema(shape: Any, *, least: int = 0) -> CoreSchema:
    """Return the schema of one shape.

    Args:
        shape: botocore's shape.
        least: The length of a text that its place asks for.
    """
    kind: str = shape.type_name
    if kind == "string":
        return _string(shape, least)
    return _SCHEMAS[kind](shape)


def _structure(shape: Any) -> CoreSchema:
    required = set(shape.required_members)
    fields = {
        name: core_schema.typed_dict_field(
            # An empty name in the URL would address something else.
            _schema(member, least=member.serialization.get("location") == "uri"),
            required=name in required,
        )
        for name, member in shape.members.items()
    }
    if not shape.is_tagged_union:
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid")
    return core_schema.union_schema(
        [
            core_schema.typed_dict_schema(
                {name: {**field, "required": True}}, extra_behavior="forbid"
            )
            for name, field in fields.items()
        ]
    )


def _list(shape: Any) -> CoreSchema:
    item, (least, most) = _schema(shape.member), _bounds(shape)
    return core_schema.union_schema(
        [
            core_schema.tuple_schema(
                [item], variadic_item_index=0, min_length=least, max_length=most
            ),
            core_schema.list_schema(item, min_length=least, max_length=most),
        ],
        mode="left_to_right",
    )


def _map(shape: Any) -> CoreSchema:
    least, most = _bounds(shape)
    keys, values = _schema(shape.key), _schema(shape.value)
    return core_schema.dict_schema(keys, values, min_length=least, max_length=most)


def _string(shape: Any, least: int) -> CoreSchema:
    if shape.enum:
        return core_schema.literal_schema(list(shape.enum))
    shortest, longest = _bounds(shape)
    pattern: str | None = shape.metadata.get("pattern")
    return core_schema.str_schema(
        min_length=max(shortest or 0, least),
        max_length=longest,
        pattern=rf"\A(?:{pattern})\Z" if pattern else None,
        regex_engine="python-re",
    )


def _integer(shape: Any) -> CoreSchema:
    least, most = _bounds(shape)
    return core_schema.int_schema(ge=least, le=most)


def _boolean(_shape: Any) -> CoreSchema:
    return core_schema.bool_schema()


def _timestamp(_shape: Any) -> CoreSchema:
    return core_schema.datetime_schema(tz_constraint="aware")


def _bounds(shape: Any) -> tuple[int | None, int | None]:
    return shape.metadata.get("min"), shape.metadata.get("max")


_SCHEMAS: Mapping[str, Callable[[Any], CoreSchema]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "integer": _integer,
    "boolean": _boolean,
    "timestamp": _timestamp,
}
