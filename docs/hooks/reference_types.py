"""Lets the reference speak of types as readers do: by names they can import, without machinery.

Fields of models are annotated with what pydantic needs to read them, such as `ListOrEmpty[str]`.
To who reads a finding that is a sequence of texts. A name that lives in a private module is shown
under the public one that gives it, and a private name of a value as that value.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

import griffe

_READ_AS = {
    "ListOf": griffe.ExprName("Sequence", "collections.abc"),
    "ListOrEmpty": griffe.ExprName("Sequence", "collections.abc"),
    "MapOrEmpty": griffe.ExprName("Mapping", "collections.abc"),
    "StrictBool": griffe.ExprName("bool"),
    "StrictInt": griffe.ExprName("int"),
    "TextList": griffe.ExprSubscript(
        griffe.ExprName("Sequence", "collections.abc"), griffe.ExprName("str")
    ),
    "TextsOrEmpty": griffe.ExprSubscript(
        griffe.ExprName("Sequence", "collections.abc"), griffe.ExprName("str")
    ),
    "UniqueText": griffe.ExprName("str"),
}


class ReferenceTypes(griffe.Extension):
    """Rewrites what stands in signatures, once a package is loaded."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Rewrite the signature of every function, and every attribute."""
        homes = sorted(_homes(pkg), key=lambda home: home[1].count("."))
        shown = _Shown(dict(homes), dict(_values(pkg)))
        for thing in _things(pkg):
            if isinstance(thing, griffe.Function):
                thing.returns = shown.read(thing.returns)
                for parameter in thing.parameters:
                    parameter.annotation = shown.read(parameter.annotation)
                    parameter.default = shown.read(parameter.default)
            elif isinstance(thing, griffe.Attribute):
                _rewrite(thing, shown)


@dataclasses.dataclass(frozen=True)
class _Shown:
    """How names are shown."""

    homes: dict[str, str]
    """Names in private modules, and the public modules that give them."""
    values: dict[str, Any]
    """Private names, and what they stand for."""

    def read(self, expression: Any) -> Any:
        """Return an expression, or several, as a reader thinks of them."""
        several: Any = expression
        if isinstance(expression, griffe.ExprName):
            return self._name(expression)
        if isinstance(expression, list):
            return [self.read(one) for one in several]
        if not isinstance(expression, griffe.Expr):
            return expression
        if isinstance(expression, griffe.ExprSubscript) and str(expression.left) == "Annotated":
            inner: Any = expression.slice
            return self.read(inner.elements[0])
        names = [one.name for one in dataclasses.fields(expression)]
        parts = {name: self.read(getattr(expression, name)) for name in names}
        return dataclasses.replace(expression, **parts)

    def _name(self, name: griffe.ExprName) -> Any:
        path = name.canonical_path
        if name.name in _READ_AS:
            return _READ_AS[name.name]
        if path in self.values:
            return self.read(self.values[path])
        if path in self.homes:
            return griffe.ExprName(name.name, self.homes[path])
        return griffe.ExprName(name.name) if _is_private(path) else name


def _rewrite(attribute: griffe.Attribute, shown: _Shown) -> None:
    if str(attribute.annotation) == "TypeAlias":
        attribute.annotation = None
        attribute.value = shown.read(attribute.value)
    else:
        attribute.annotation = shown.read(attribute.annotation)


def _things(holder: griffe.Module | griffe.Class) -> Iterator[griffe.Object]:
    """Walk through what a module or a class defines itself."""
    for member in holder.members.values():
        if isinstance(member, griffe.Object):
            yield member
            if isinstance(member, griffe.Module | griffe.Class):
                yield from _things(member)


def _homes(module: griffe.Module) -> Iterator[tuple[str, str]]:
    """Find the public modules that give what private ones define."""
    for name, member in module.members.items():
        if not name.startswith("_"):
            if isinstance(member, griffe.Module):
                yield from _homes(member)
            elif isinstance(member, griffe.Alias) and _is_private(member.target_path):
                yield member.target_path, module.path


def _values(package: griffe.Module) -> Iterator[tuple[str, Any]]:
    """Find what private names of modules stand for."""
    for thing in _things(package):
        is_private = thing.name.startswith("_") and isinstance(thing.parent, griffe.Module)
        if is_private and isinstance(thing, griffe.Attribute) and thing.value is not None:
            yield thing.path, thing.value


def _is_private(path: str) -> bool:
    return any(part.startswith("_") for part in path.split("."))
