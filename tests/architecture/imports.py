"""What each module of the package imports, read off its source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "aa_sdk"
NAME = PACKAGE.name
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


@dataclass(frozen=True)
class Import:
    """One imported module, or a name that is imported from one."""

    name: str
    checkers_only: bool

    @property
    def top(self) -> str:
        """The top-level package that it belongs to."""
        return self.name.partition(".")[0]


@cache
def imports_of(module: Path) -> tuple[Import, ...]:
    """Everything that a module of the package imports."""
    return tuple(imports(source_of(module)))


def source_of(module: Path) -> str:
    """The source of a module of the package."""
    return (PACKAGE / module).read_text()


def imports(source: str) -> Iterator[Import]:
    """Everything that `source` imports, inside functions too."""
    yield from _imports(ast.parse(source), checkers_only=False)


def _imports(node: ast.AST, *, checkers_only: bool) -> Iterator[Import]:
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        for statement in node.body:
            yield from _imports(statement, checkers_only=True)
        for statement in node.orelse:
            yield from _imports(statement, checkers_only=checkers_only)
        return
    for name in _named(node):
        yield Import(name, checkers_only)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, checkers_only=checkers_only)


def _named(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return [f"{module}.{alias.name}" for alias in names]
        case ast.ImportFrom():
            pytest.fail("a relative import hides which layer it reaches")
        case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(name))]):
            return [name]
        case _:
            return []


@cache
def module_named(name: str) -> Path:
    """The module of the package that an imported name lives in, `__init__.py` for the package.

    Args:
        name: Such as `aa_sdk.policy.errors.PolicyError` or `aa_sdk.FindingFilter`.
    """
    *parents, last = name.split(".")[1:]
    for parts in ([*parents, last], parents):
        file = PACKAGE.joinpath(*parts)
        if parts and file.with_suffix(".py").exists():
            return file.with_suffix(".py").relative_to(PACKAGE)
        if parts and file.is_dir():
            return (file / "__init__.py").relative_to(PACKAGE)
    return _home(last)


@cache
def _home(name: str) -> Path:
    """The module of a name that is imported from the package itself."""
    if name.startswith("__"):
        return Path("__init__.py")
    home: str = getattr(import_module(NAME), name).__module__
    return module_named(home)
