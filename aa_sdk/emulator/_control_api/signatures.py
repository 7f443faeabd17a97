"""What a verb takes, read off its signature, and the call that a request asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import BoundArguments, Parameter, Signature, signature
from typing import Any, ClassVar, get_args, get_type_hints, is_typeddict

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.alias_generators import to_camel
from pydantic_core import from_json

from aa_sdk.emulator._control_api.forms import form_of
from aa_sdk.emulator._control_api.problems import ControlProblem, unfit

Verb = Callable[..., Any]


class Members(BaseModel):
    """What a request has to say, in its body or its query."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel,
        allow_inf_nan=False,
        extra="forbid",
        hide_input_in_errors=True,
        protected_namespaces=(),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What a verb takes from a request."""

    verb: Verb
    """The method that is called."""
    signature: Signature
    """Its signature."""
    model: type[Members]
    """The members of the body, or of the query."""

    def of_body(self, body: bytes) -> dict[str, Any]:
        """Return the arguments that a body gives by name.

        Raises:
            ControlProblem: It is no JSON object, or a member does not fit.
        """
        try:
            given = from_json(body or b"{}", allow_inf_nan=False)
        except ValueError as error:
            raise ControlProblem(400, f"the body: should be JSON: {error}") from error
        if not isinstance(given, dict):
            raise ControlProblem(400, "the body: should be a JSON object")
        try:
            read = self.model.model_validate_json(
                body or b"{}", strict=True, extra="forbid", by_alias=True, by_name=False
            )
        except ValidationError as error:
            raise unfit(error, given) from error
        return _set(read)

    def of_query(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return the arguments that a query gives by name.

        Raises:
            ControlProblem: A parameter is unknown, does not fit, or is there several times.
        """
        for name, values in query.items():
            if len(values) > 1:
                raise ControlProblem(400, f"{name}: should be there once")
        given = {name: values[0] for name, values in query.items()}
        try:
            return _set(self.model.model_validate_strings(given, by_alias=True, by_name=False))
        except ValidationError as error:
            raise unfit(error, given) from error

    def call(self, given: Mapping[str, Any]) -> Any:
        """Call the verb with arguments by name, and its own defaults for the rest."""
        arguments: dict[str, Any] = {}
        left = dict(given)
        for name, parameter in self.signature.parameters.items():
            if parameter.kind is Parameter.VAR_KEYWORD:
                arguments[name] = left
            elif name in left:
                arguments[name] = left.pop(name)
        bound = BoundArguments(self.signature, arguments)  # pyright: ignore[reportArgumentType] (any dictionary keeps its order)
        bound.apply_defaults()
        return self.verb(*bound.args, **bound.kwargs)


def taken_by(verb: Verb, name: str, in_path: frozenset[str], left_out: frozenset[str]) -> Taken:
    """Return what a verb takes.

    Args:
        verb: A bound method.
        name: What the model of its members is called.
        in_path: The parameters that stand in the path.
        left_out: Those that only a program in Python can give.
    """
    fields: dict[str, Any] = {}
    hints, known = get_type_hints(verb, include_extras=True), signature(verb)
    for parameter in known.parameters.values():
        if parameter.name not in in_path | left_out:
            fields.update(_fields(parameter, hints[parameter.name]))
    return Taken(verb, known, create_model(name, __base__=Members, **fields))


def _fields(parameter: Parameter, hint: Any) -> dict[str, Any]:
    if parameter.kind is Parameter.VAR_KEYWORD:  # Unpack[When]: as members of their own
        (when,) = get_args(hint) or (object,)
        if not is_typeddict(when):
            raise TypeError(f"it is not known what {parameter} may be")
        return {name: (form_of(one), None) for name, one in get_type_hints(when).items()}
    if parameter.kind is Parameter.VAR_POSITIONAL:
        form: Any = form_of(hint)
        return {parameter.name: (list[form], [])}
    is_needed = parameter.default is Parameter.empty
    return {parameter.name: (form_of(hint), ... if is_needed else parameter.default)}


def _set(members: Members) -> dict[str, Any]:
    return {name: getattr(members, name) for name in members.model_fields_set}
