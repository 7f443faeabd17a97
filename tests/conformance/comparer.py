"""Compares a service model, as botocore ships it, with the classes of `aa_sdk`, both ways.

It is fed with a service model rather than loading one, so that tests can show what it notices.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aa_sdk import errors
from aa_sdk.models import Model, Request, Returns, UnknownUnionMember
from aa_sdk.models._unions import BareMember
from tests.conformance.annotations import (
    HOMES,
    MODELS,
    PUBLIC_NAMES,
    allows_none,
    enum_values,
    field_hints,
    property_hints,
    union_classes,
    union_variants,
    wire_type,
)
from tests.service_model import boto3_name

_ERRORS = "aa_sdk/errors.py"
_MODELS = "aa_sdk/models"
_PAGINATION = "aa_sdk/pagination.py"

_PAGING = {"input_token": "nextToken", "output_token": "nextToken", "limit_key": "maxResults"}


@dataclass(frozen=True)
class Difference:
    """One thing in which the service model and our classes are not the same."""

    name: str
    """The shape, operation or class."""
    member: str | None
    """The member, enum value or paginator setting; None for the whole."""
    problem: str
    """What is different."""
    file: str = field(compare=False)
    """Where it is to be mended."""

    def __str__(self) -> str:
        place = self.name if self.member is None else f"{self.name}.{self.member}"
        return f"{place}: {self.problem} ({self.file})"


class Comparer:
    """A service model and our classes, side by side."""

    def __init__(self, service: Mapping[str, Any], paginators: Mapping[str, Any]) -> None:
        """Take `service-2` and `paginators-1` as botocore's loader returns them."""
        self.operations: Mapping[str, Any] = service["operations"]
        self._shapes: Mapping[str, Any] = service["shapes"]
        self._paginators: Mapping[str, Any] = paginators["pagination"]
        outputs = [one["output"]["shape"] for one in self.operations.values() if "output" in one]
        self.sent = self._with_their_parts(outputs)
        """The shapes that can come in a response."""

    @property
    def shapes(self) -> list[str]:
        """The shapes that have a name of their own in `aa_sdk`: structures and enums."""
        return [
            name
            for name, shape in self._shapes.items()
            if shape["type"] == "structure" or "enum" in shape
        ]

    def everything(self) -> list[Difference]:
        """Compare all there is."""
        return [
            *(difference for name in self.shapes for difference in self.shape(name)),
            *(difference for name in self.operations for difference in self.operation(name)),
            *(difference for name in PUBLIC_NAMES for difference in self.public_name(name)),
            *(difference for name in errors.__all__ for difference in self.error_name(name)),
        ]

    def shape(self, name: str) -> Iterator[Difference]:
        """Compare one structure, union, enum or exception with what we have of that name."""
        shape = self._shapes[name]
        if shape.get("exception"):
            yield from self._exception(name)
        elif name not in PUBLIC_NAMES:
            yield Difference(name, None, "is not in aa_sdk.models", self._home(name))
        elif "enum" in shape:
            yield from _enum(name, set(shape["enum"]))
        elif shape.get("union"):
            yield from self._union(name)
        else:
            yield from self._structure(name)

    def operation(self, name: str) -> Iterator[Difference]:
        """Compare one operation with its request, its response and its paging."""
        operation = self.operations[name]
        input_name = operation["input"]["shape"]
        output_name = operation.get("output", {"shape": "EmptyResponse"})["shape"]
        request = getattr(MODELS, input_name, None)
        if request is None:
            yield Difference(name, None, f"has no {input_name}", _MODELS)
            return
        file, answer = file_of(input_name), request.response_type()
        if request.operation() != name:
            yield Difference(name, None, f"is not what {input_name} says", file)
        if answer.__name__ != output_name:
            problem = f"is answered by {output_name}, not by {answer.__name__}"
            yield Difference(name, None, problem, file)
        members = {info.alias for info in request.model_fields.values()}
        if name in self._paginators:
            yield from self._paginator(name, members, answer)
        elif "nextToken" in members:
            yield Difference(name, "nextToken", "has no paginator in the service model", file)

    def public_name(self, name: str) -> Iterator[Difference]:
        """Report a name of `aa_sdk.models` that the service model does not have."""
        if name not in self._shapes:
            yield Difference(name, None, "is not in the service model", file_of(name))
            return
        value = getattr(MODELS, name)
        if isinstance(value, type) and issubclass(value, Request) and issubclass(value, Returns):
            operation = value.operation()
            if operation not in self.operations:
                yield Difference(operation, None, "is no longer an operation", file_of(name))

    def error_name(self, name: str) -> Iterator[Difference]:
        """Report a service error of `aa_sdk.errors` that the service model does not have."""
        value = getattr(errors, name)
        is_service_error = isinstance(value, type) and issubclass(value, errors.ServiceError)
        if is_service_error and value is not errors.ServiceError and name not in self._shapes:
            yield Difference(name, None, "is not in the service model", _ERRORS)

    def _structure(self, name: str) -> Iterator[Difference]:
        model: type[Model] = getattr(MODELS, name)
        members: Mapping[str, Any] = self._shapes[name]["members"]
        aliases = {info.alias: key for key, info in model.model_fields.items()}
        for alias in aliases.keys() - members.keys():
            yield Difference(name, alias, "is no member in the service model", file_of(name))
        for member in members:
            if member in aliases:
                yield from self._member(name, member, model, aliases[member])
            else:
                yield Difference(name, member, "is missing", file_of(name))

    def _member(self, name: str, member: str, model: type[Model], key: str) -> Iterator[Difference]:
        file, info, hint = file_of(name), model.model_fields[key], field_hints(model)[key]
        required = member in self._shapes[name].get("required", ())
        shape = self._shapes[name]["members"][member]["shape"]
        if key != boto3_name(member):
            yield Difference(name, member, f"is called {key}", file)
        if required != info.is_required():
            theirs, ours = ("required", "optional") if required else ("optional", "required")
            yield Difference(name, member, f"is {theirs}, not {ours}", file)
        if not required and not info.is_required():
            default = info.get_default(call_default_factory=True)
            if problem := self._absence(name, shape, default, hint):
                yield Difference(name, member, problem, file)
        elif required == allows_none(hint):
            yield Difference(name, member, "must be None exactly when it is optional", file)
        yield from self._type(name, member, shape, hint, file)
        if self._is_document(member, shape) and info.repr:
            yield Difference(name, member, "is a policy document that the repr shows", file)

    def _absence(self, name: str, shape: str, default: object, hint: Any) -> str | None:
        """Say what is wrong with the way in which a member that is left out is read."""
        is_none = default is None and allows_none(hint)
        is_several = self._shapes[shape]["type"] in ("list", "map")
        if not (is_several and name in self.sent):
            return None if is_none else "is not None by default"
        if is_none:
            return "is None where a response leaves it out"
        if default in ((), {}) and not allows_none(hint):
            return "is empty where a response leaves it out"
        return "is neither empty nor None where a response leaves it out"

    def _union(self, name: str) -> Iterator[Difference]:
        alias, file = getattr(MODELS, name), file_of(name)
        variants, members = union_variants(alias), self._shapes[name]["members"]
        for tag in variants.keys() - members.keys():
            yield Difference(name, tag, "is no member in the service model", file)
        for tag in members.keys() - variants.keys():
            yield Difference(name, tag, "is missing", file)
        for tag in members.keys() & variants.keys():
            yield from self._variant(name, tag, variants[tag])
        if union_classes(alias) != {*variants.values(), UnknownUnionMember}:
            yield Difference(name, None, "has other classes than tags", file)

    def _variant(self, name: str, tag: str, variant: type[Model]) -> Iterator[Difference]:
        shape, file = self._shapes[name]["members"][tag]["shape"], file_of(variant.__name__)
        if not issubclass(variant, BareMember):
            yield from self._type(name, tag, shape, variant, file)
            return
        fields = {info.alias: key for key, info in variant.model_fields.items()}
        if fields != {tag: boto3_name(tag)}:
            yield Difference(name, tag, f"is not the one field of {variant.__name__}", file)
        else:
            hint = field_hints(variant)[fields[tag]]
            yield from self._type(name, tag, shape, hint, file)

    def _exception(self, name: str) -> Iterator[Difference]:
        error = getattr(errors, name, errors.AccessAnalyzerError)
        if not issubclass(error, errors.ServiceError):
            yield Difference(name, None, "is no service error in aa_sdk.errors", _ERRORS)
            return
        members, ours = self._shapes[name]["members"], property_hints(error)
        expected = {boto3_name(member): member for member in members}
        for key in ours.keys() - expected.keys() - property_hints(errors.ServiceError).keys():
            yield Difference(name, key, "is no member in the service model", _ERRORS)
        for key, member in expected.items():
            if key in ours:
                yield from self._type(name, member, members[member]["shape"], ours[key], _ERRORS)
            else:
                yield Difference(name, member, "is missing", _ERRORS)

    def _paginator(
        self, name: str, inputs: set[str | None], answer: type[Model]
    ) -> Iterator[Difference]:
        settings: Mapping[str, Any] = self._paginators[name]
        for setting, ours in _PAGING.items():
            if settings[setting] != ours:
                problem = f"is {settings[setting]}, and we know {ours} only"
                yield Difference(name, setting, problem, _PAGINATION)
        for member in {settings["input_token"], settings["limit_key"]} - inputs:
            yield Difference(name, member, "is not in the request", file_of(f"{name}Request"))
        hints = field_hints(answer)
        outputs = {info.alias: hints[key] for key, info in answer.model_fields.items()}
        items, token = settings["result_key"], settings["output_token"]
        for member in {items, token, *settings.get("non_aggregate_keys", ())} - outputs.keys():
            yield Difference(name, member, "is not in the response", file_of(answer.__name__))
        if items in outputs and not wire_type(outputs[items]).startswith("list["):
            yield Difference(name, items, "is not a list", file_of(answer.__name__))

    def _type(
        self, name: str, member: str, shape: str, hint: Any, file: str
    ) -> Iterator[Difference]:
        theirs, ours = self._wire_type(shape), wire_type(hint)
        if theirs != ours:
            yield Difference(name, member, f"is {theirs}, not {ours}", file)

    def _wire_type(self, name: str) -> str:
        shape = self._shapes[name]
        match shape["type"]:
            case "list":
                return f"list[{self._wire_type(shape['member']['shape'])}]"
            case "map":
                key, value = shape["key"]["shape"], shape["value"]["shape"]
                return f"map[{self._wire_type(key)}, {self._wire_type(value)}]"
            case "string" if "enum" not in shape:
                return "policy" if name.endswith(("Policy", "PolicyDocument")) else "string"
            case "string" | "structure":
                return name
            case scalar:
                return str(scalar)

    def _is_document(self, member: str, shape: str) -> bool:
        kind = self._wire_type(shape)
        return "policy" in kind or (kind == "string" and member.lower().endswith("policy"))

    def _home(self, name: str) -> str:
        """Return the file of a class that uses a shape we do not have."""
        for user in self.shapes:
            members = self._shapes[user].get("members", {}).values()
            if user in PUBLIC_NAMES and any(self._uses(item["shape"], name) for item in members):
                return file_of(user)
        return _MODELS

    def _with_their_parts(self, names: Iterable[str]) -> set[str]:
        """Return shapes and all that can come in them."""
        seen: set[str] = set()
        ahead = [*names]
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                shape = self._shapes[name]
                parts = [shape.get("member"), shape.get("key"), shape.get("value")]
                members = [*shape.get("members", {}).values(), *filter(None, parts)]
                ahead += [member["shape"] for member in members]
        return seen

    def _uses(self, shape: str, name: str) -> bool:
        words = self._wire_type(shape).replace("[", " ").replace("]", " ").replace(",", " ")
        return name in words.split()


def _enum(name: str, theirs: set[str]) -> Iterator[Difference]:
    ours = enum_values(getattr(MODELS, name))
    for value in theirs - ours:
        yield Difference(name, value, "is a value we do not have", file_of(name))
    for value in ours - theirs:
        yield Difference(name, value, "is no value in the service model", file_of(name))


def file_of(name: str) -> str:
    """Return the file in which a public name of `aa_sdk.models` stands."""
    for module, names in HOMES.items():
        if name in names:
            return f"{module.replace('.', '/')}.py"
    return _MODELS
