"""What a verb returns, in the form that a response has it in."""

from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from functools import cache
from inspect import isroutine
from typing import Any, ClassVar, cast, get_args, get_type_hints, is_typeddict

from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model
from pydantic.alias_generators import to_camel

from aa_sdk.emulator._control_api.forms import form_of


class Shown(BaseModel):
    """An object in a response."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel,
        from_attributes=True,
        populate_by_name=True,
        protected_namespaces=(),
    )


@cache
def shown_class(cls: type) -> type[Shown]:
    """Return the form of an object: a dataclass, a named tuple or a typed dictionary.

    What JSON has no form for is no part of it.

    Raises:
        TypeError: It is none of these.
    """
    if not _is_object(cls):
        raise TypeError(f"JSON has no form for {cls}")
    members: dict[str, Any] = {}
    for name, hint in get_type_hints(cls).items():
        try:
            members[name] = (form_of(hint, shown_class), ...)
        except TypeError:
            continue
    return create_model(cls.__name__, __base__=Shown, **members)


def _is_object(cls: Any) -> bool:
    return is_dataclass(cls) or is_typeddict(cls) or hasattr(cls, "_fields")


def hint_of_result(verb: object) -> Any:
    """Return the type of what a verb returns, or, if it is no method, of what is in it."""
    if isroutine(verb):
        return get_type_hints(verb)["return"]
    goes_through: Any = type(cast("Iterable[object]", verb)).__iter__
    item: Any = get_args(get_type_hints(goes_through)["return"])[0]
    return list[item]


def _known_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for one in get_args(hint):
        yield from _known_in(one)


class Giving:
    """Turns what a verb returned into the body of the response."""

    def __init__(self, verb: object, name: str, member: str | None) -> None:
        """Read off a verb what it returns.

        Args:
            verb: A method, or something that is gone through.
            name: What the model is called if one is made.
            member: The name under which the result stands; None for a result that is an object.

        Raises:
            TypeError: JSON has no form for the result.
        """
        self._hint = hint_of_result(verb)
        self._is_gone_through = not isroutine(verb)
        self._member = member
        form: Any = form_of(self._hint, shown_class)
        if member is not None:
            members: dict[str, Any] = {member: (form, ...)}
            form = create_model(name, __base__=Shown, **members)
        self.form: Any = form
        self._adapter: TypeAdapter[Any] = TypeAdapter(form)

    def classes(self) -> list[type]:
        """Return the classes whose instances are shown."""
        return [cls for cls in _known_in(self._hint) if _is_object(cls)]

    def body(self, result: object) -> Any:
        """Return the body as JSON values."""
        value: Any = list(cast("Iterable[object]", result)) if self._is_gone_through else result
        whole: Any = value if self._member is None else {self._member: value}
        return self._adapter.dump_python(
            self._adapter.validate_python(whole), mode="json", by_alias=True
        )
