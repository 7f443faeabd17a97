"""Unions of the service as unions of Python classes, told apart by the wire tag alone.

On the wire, a union is an object with one member, whose name, the tag, says what the payload is.
The payload cannot say it: details of unused roles and of unused passwords both are one optional
timestamp, and an empty object fits every resource configuration. pydantic's plain unions
choose by the payload and its tagged ones look for the tag inside of it, so neither can be used.
`TaggedUnion` validates the object as a dictionary of all members it knows, which pydantic-core
does without a call into Python, and then picks the one that is there.

The service adds members to its unions, and leaves one empty where it has nothing to say, as in
findings about a failed analysis. Neither may break the page that it stands on: what is not
exactly one known member is kept whole, as `UnknownUnionMember`, and dumps to what came in. By
hand it is a mistake, and refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from pydantic import GetCoreSchemaHandler, SerializationInfo, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from aa_sdk._display.shown import Shown
from aa_sdk._display.words import shorten
from aa_sdk.models._base import BY_HAND, Model, hash_of, snake_case

if TYPE_CHECKING:
    from aa_sdk._display.layout import Face

_ERROR: Final = "union"
_MOST_TAG: Final = 100


class BareMember(Model, frozen=True):
    """A union member that is a bare scalar or list: one field, named as the member."""


@dataclass(frozen=True, repr=False)
class UnknownUnionMember(Shown):
    """A union member this release has no class for, kept as it came.

    A response never fails for one, and dumps to what the service sent. Sending one back is
    refused.
    """

    tag: str
    """The member's wire name. Empty when the union did not have exactly one member."""
    value: Any = field(repr=False)
    """The member's payload as plain JSON values; the whole union when `tag` is empty.

    Not in the repr, because it may be a policy document.
    """

    def __hash__(self) -> int:
        return hash((self.tag, hash_of(self.value)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(tag={shorten(self.tag, _MOST_TAG)!r})"

    def _face(self) -> "Face":
        from aa_sdk.models._faces.faces import face_of  # noqa: PLC0415 (rarely shown)

        return face_of(self)


class TaggedUnion:
    """Annotates a union with the wire names of its members, and the class of each.

    `Annotated[A | B | UnknownUnionMember, TaggedUnion(a=A, bThing=B)]` reads
    `{"bThing": {…}}` as a `B` and dumps it the same way. A union with no member, or with
    several, becomes an `UnknownUnionMember` that holds all of it. Members that are null
    count as absent. By hand, a union is an instance, or a mapping with exactly one tag,
    which may be written in snake_case.
    """

    def __init__(self, **variants: type[Model]) -> None:
        self.variants: Mapping[str, type[Model]] = variants
        self._tags = {variant: tag for tag, variant in variants.items()}
        self._fields = {tag: snake_case(tag) for tag in variants}
        self._by_field = {name: tag for tag, name in self._fields.items()}

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        variants = {tag: self._variant(tag, handler) for tag in self.variants}
        named = {self._fields[tag]: variant for tag, variant in variants.items()}
        # Two dictionaries rather than one with aliases: the wire knows no snake_case, and an
        # error made by hand is told in it.
        wire = core_schema.nullable_schema(_members(variants))
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(self._select, wire),
            python_schema=core_schema.with_info_wrap_validator_function(
                self._validated, _members(named)
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                self._serialized, info_arg=True, return_schema=core_schema.any_schema()
            ),
        )

    def _variant(self, tag: str, handler: GetCoreSchemaHandler) -> CoreSchema:
        variant = self.variants[tag]
        if issubclass(variant, BareMember):  # its tag is its field: it reads the whole union
            return core_schema.any_schema()
        return core_schema.nullable_schema(handler.generate_schema(variant))

    def _select(self, members: dict[str, Any] | None) -> Model | UnknownUnionMember:
        """Choose the variant for a union whose members are validated under their tags."""
        present = [(tag, value) for tag, value in (members or {}).items() if value is not None]
        if len(present) != 1:
            whole = members and {tag: _plain(value) for tag, value in members.items()}
            return UnknownUnionMember("", whole)
        ((tag, value),) = present
        if isinstance(value, Model):
            return value
        if tag in self.variants:
            return self.variants[tag].model_validate({tag: value})
        return UnknownUnionMember(tag, value)

    def _validated(
        self,
        value: Any,
        handler: core_schema.ValidatorFunctionWrapHandler,
        info: ValidationInfo,
    ) -> Model | UnknownUnionMember:
        if type(value) in self._tags:
            return cast("Model", value)
        if isinstance(value, Mapping):
            chosen = self._translated(cast("Mapping[str, Any]", value), handler)
            is_ambiguous = isinstance(chosen, UnknownUnionMember) and not chosen.tag
            if is_ambiguous and info.context is BY_HAND:
                raise PydanticCustomError(
                    _ERROR,
                    "Input should have exactly one of {tags}",
                    {"tags": ", ".join(self._by_field)},
                )
            return chosen
        if not isinstance(value, UnknownUnionMember):
            names = ", ".join(variant.__name__ for variant in self._tags)
            raise PydanticCustomError(_ERROR, "Input should be one of {names}", {"names": names})
        if value.tag in self.variants:
            raise PydanticCustomError(
                _ERROR,
                "{tag} is known here: use {name}",
                {"tag": value.tag, "name": self.variants[value.tag].__name__},
            )
        return value

    def _translated(
        self, members: Mapping[str, Any], handler: core_schema.ValidatorFunctionWrapHandler
    ) -> Model | UnknownUnionMember:
        """Read a mapping whose tags are wire names or in snake_case."""
        named: dict[str, Any] = handler(
            {self._fields.get(tag, tag): value for tag, value in members.items()}
        )
        tagged = {self._by_field.get(name, name): value for name, value in named.items()}
        return self._select(tagged)

    def _serialized(self, value: Any, info: SerializationInfo) -> Any:
        if isinstance(value, UnknownUnionMember):
            return {value.tag: value.value} if value.tag else value.value
        variant = cast("type[Model]", type(value))
        if not variant.__pydantic_complete__:  # pydantic 2.12 does not build it by itself
            variant.model_rebuild()
        if issubclass(variant, BareMember):  # dumps with its tag
            return value
        tag = self._tags[variant]
        return {tag if info.by_alias else self._fields[tag]: value}


def _members(variants: Mapping[str, CoreSchema]) -> CoreSchema:
    return core_schema.typed_dict_schema(
        {
            name: core_schema.typed_dict_field(variant, required=False)
            for name, variant in variants.items()
        },
        extra_behavior="allow",
    )


def _plain(value: object) -> object:
    return value.to_wire() if isinstance(value, Model) else value
