"""Functions of CloudFormation, worked out where all that goes into them is written out.

Nothing is assumed: no default of a parameter, no Region, no condition. What depends on any of them,
and was not said, is refused with the name of what it depends on.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aa_sdk.cli._sources.documents import NotText, Path
from aa_sdk.models._policy_files import MAX_BYTES
from aa_sdk.policy._language.json_values import is_list, is_object

REFERENCE = "{{resolve:"
"""How a text begins that is replaced by a parameter or a secret when it is deployed."""

_PARTITIONS: Mapping[str, tuple[str, str]] = {
    "cn-": ("aws-cn", "amazonaws.com.cn"),
    "eusc-": ("aws-eusc", "amazonaws.eu"),
    "us-gov-": ("aws-us-gov", "amazonaws.com"),
}
_VARIABLE = re.compile(r"\$\{([^{}]*)\}")


class DependsError(Exception):
    """A value that is not known before it is deployed.

    Args:
        reason: Why, in a clause.
        path: Where in the template that stands.
    """

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(reason)
        self.path = path


def function_of(value: object) -> str | None:
    """Return the function that an object is a call of, by its long name; None for any other.

    Args:
        value: A part of a template.
    """
    keys: Sequence[str] = [*value] if is_object(value) else []
    return next((key for key in keys if key == "Ref" or key.startswith("Fn::")), None)


def beginning_of(value: Any) -> str:
    """Return how a text begins, or one that a function makes; nothing where that is not said.

    Args:
        value: A part of a template.
    """
    match value:
        case str():
            return value.lstrip()
        case {"Fn::Sub": [first, *_]} | {"Fn::Sub": first}:
            return beginning_of(first)
        case {"Fn::Join": [_, [first, *_]]} | {"Fn::Base64": first}:
            return beginning_of(first)
        case _:
            return ""


def condition_of(call: Mapping[str, Any]) -> str | None:
    """Return what a call of `Fn::If` depends on, in the words of an error.

    Args:
        call: A call of a function.
    """
    match call:
        case {"Fn::If": [str(name), *_]}:
            return f'the condition "{name}"'
        case _:
            return None


class Resolver:
    """Works out values of a template.

    Args:
        template: The template.
        said: The values of parameters, by name; those of CloudFormation itself begin with `AWS::`.
            A Region tells its partition.
    """

    def __init__(self, template: Mapping[str, Any], said: Mapping[str, str]) -> None:
        self._said = {**_told_by_region(said.get("AWS::Region")), **said}
        self._parameters = _section(template, "Parameters")
        self._resources = _section(template, "Resources")
        self._mappings = _section(template, "Mappings")
        self._left = 0
        self._functions: dict[str, Callable[[Any, Path], Any]] = {
            "Fn::FindInMap": self._find_in_map,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::Sub": self._sub,
            "Fn::ToJsonString": self._to_json,
        }

    def resolve(self, value: Any, path: Path) -> Any:
        """Work out a value.

        Args:
            value: A part of the template.
            path: Where it stands.

        Returns:
            It as JSON.

        Raises:
            DependsError: It depends on something that the template does not say.
        """
        self._left = 4 * MAX_BYTES
        return self._value(value, path)

    def _value(self, value: Any, path: Path) -> Any:
        if isinstance(value, NotText):
            raise DependsError(
                f"YAML does not take {value.text} as it stands there: put it in quotes", path
            )
        if is_list(value):
            return [self._value(one, (*path, at)) for at, one in enumerate(value)]
        if isinstance(value, str) and REFERENCE in value:
            raise DependsError(f"it depends on a reference, {REFERENCE}...", path)
        if not is_object(value):
            return value
        name = function_of(value)
        if name == "Ref" and len(value) == 1 and value["Ref"] in [*self._said]:
            return self._value(self._parameter(value["Ref"]), path)
        if name is None:
            return {key: self._value(one, (*path, key)) for key, one in value.items()}
        function = self._functions.get(name)
        if function is None or len(value) != 1:
            raise DependsError(self._dependency(name, value[name]), path)
        try:
            known = self._charged(function(value[name], (*path, name)), path)
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise DependsError(f"{name} cannot be worked out", path) from error
        return self._value(known, path) if isinstance(known, str) else known

    def _parameter(self, name: str) -> Any:
        """Return the value of a parameter that was said."""
        declared: Any = self._parameters.get(name)
        kind = str(declared.get("Type")) if is_object(declared) else ""
        value = self._said[name]
        is_list_of_texts = kind == "CommaDelimitedList" or "List<" in kind
        return [one.strip() for one in value.split(",")] if is_list_of_texts else value

    def _dependency(self, name: str, argument: Any) -> str:
        """Say what a function depends on."""
        if name == "Ref" and isinstance(argument, str):
            return f"it depends on {self._called(argument)}"
        if name == "Fn::GetAtt":
            parts = argument.partition(".")[::2] if isinstance(argument, str) else argument
            match parts:
                case [str(resource), str(attribute)]:
                    return f'it depends on the attribute {attribute} of "{resource}"'
                case _:
                    pass
        if name == "Fn::ImportValue" and isinstance(argument, str):
            return f'it depends on the export "{argument}"'
        return f"it depends on {condition_of({name: argument}) or name}"

    def _called(self, name: str) -> str:
        if name.startswith("AWS::"):
            return name
        if name in self._parameters:
            return f'the parameter "{name}"'
        return f'the resource "{name}"' if name in self._resources else f'"{name}"'

    def _charged(self, value: Any, path: Path) -> Any:
        # A variable that holds the last one twice, and so on, would be larger than any memory.
        self._charge(len(value) if isinstance(value, str) else len(json.dumps(value)), path)
        return value

    def _charge(self, size: int, path: Path) -> None:
        self._left -= size
        if self._left < 0:
            raise DependsError("its functions make too much of it", path)

    def _join(self, argument: Any, path: Path) -> str:
        delimiter, values = self._value(argument, path)
        texts = [_text(one) for one in _listed(values)]
        self._charge(len(_text(delimiter)) * len(texts), path)
        return _text(delimiter).join(texts)

    def _split(self, argument: Any, path: Path) -> list[str]:
        delimiter, text = self._value(argument, path)
        return _text(text).split(_text(delimiter))

    def _select(self, argument: Any, path: Path) -> Any:
        index, values = self._value(argument, path)
        at = int(_text(index))
        if at < 0:
            raise IndexError(at)
        return _listed(values)[at]

    def _find_in_map(self, argument: Any, path: Path) -> Any:
        name, first, second = (_text(one) for one in self._value(argument, path))
        return self._value(self._mappings[name][first][second], path)

    def _to_json(self, argument: Any, path: Path) -> str:
        return json.dumps(self._value(argument, path))

    def _sub(self, argument: Any, path: Path) -> str:
        whole: list[Any] = argument if is_list(argument) else [argument, {}]
        text, variables = whole
        if not isinstance(text, str) or not is_object(variables):
            raise TypeError

        def value_of(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name.startswith("!"):
                return f"${{{name[1:]}}}"
            if name not in variables and name not in self._said:
                raise DependsError(self._variable(name), path)
            value = _text(self._value(variables.get(name, {"Ref": name}), path))
            self._charge(len(value), path)
            return value

        return _VARIABLE.sub(value_of, text)

    def _variable(self, name: str) -> str:
        """Say what a variable of `Fn::Sub` depends on."""
        if ":" in name and not name.startswith("AWS::"):
            return f"Fn::Sub has no ${{{name}}}: a policy variable is ${{!{name}}} in it"
        resource, dot, attribute = name.partition(".")
        if dot:
            return f'it depends on the attribute {attribute} of "{resource}"'
        return f"it depends on {self._called(name)}"


def _told_by_region(region: str | None) -> Mapping[str, str]:
    """Return what else a Region tells."""
    if region is None:
        return {}
    partition, suffix = next(
        (told for start, told in _PARTITIONS.items() if region.startswith(start)),
        ("aws", "amazonaws.com"),
    )
    return {"AWS::Partition": partition, "AWS::URLSuffix": suffix}


def _section(template: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section: Any = template.get(name)
    return section if is_object(section) else {}


def _listed(value: Any) -> list[Any]:
    if not is_list(value):
        raise TypeError
    return value


def _text(value: Any) -> str:
    """Return a scalar as the text that it becomes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    raise TypeError
