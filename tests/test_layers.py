"""The layers of the package: an import may run downward only."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).parent.parent / "aa_sdk"
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))

# Which parts of the package each part may import from. A part may always import from itself.
BELOW: dict[str, set[str]] = {
    "errors": {"models", "_display", "_error_text"},
    "_error_text": {"_display"},
    "_display": set(),
    "models": set(),
    "policy": {"models"},
    "filters": {"errors", "models"},
    "pagination": {"errors", "models"},
    "operations": {"errors", "models", "filters", "pagination"},
    "_transport": {"errors", "models", "_display"},
    "client": {"errors", "models", "operations", "pagination", "_transport"},
    "workflows": {"errors", "models", "filters", "pagination", "client"},
    "events": {"errors", "models", "filters"},
    "frames": {"errors", "models"},
    "emulator": {"_display", "errors", "models", "filters", "policy"},
    "cli": {
        "_display",
        "errors",
        "models",
        "filters",
        "pagination",
        "policy",
        "client",
        "workflows",
        "events",
        "frames",
        "emulator",
    },
    "pytest_plugin": {"client", "emulator"},
    # The package itself hands on the names of everything a user imports from it.
    "__init__": {"errors", "models", "filters", "pagination", "client", "workflows"},
}

# The names of the package itself, for everything that is no module of its own.
ROOT = "__init__"

# Who may import these, and who for type checkers alone.
BOTOCORE = {"_transport", "emulator"}
FOR_CHECKERS = {"client"}

STANDARD_LIBRARY = sys.stdlib_module_names

# What a layer may import besides the standard library and our own.
DEPENDENCIES: dict[str, set[str]] = {
    "_display": set(),
    "_error_text": set(),
    "errors": {"botocore"},
    "models": {"pydantic", "pydantic_core"},
    "policy": {"pydantic", "pydantic_core"},
    "filters": {"pydantic", "pydantic_core"},
    "pagination": set(),
    "operations": {"pydantic", "pydantic_core"},
}

MOST_LINES = 400
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}


@dataclass(frozen=True)
class Import:
    """One imported module, or a name that is imported from one."""

    name: str
    line: int
    checkers_only: bool


def part(module: Path) -> str:
    """The layer that a file belongs to."""
    return module.parts[0].removesuffix(".py")


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
        yield Import(name, getattr(node, "lineno", 0), checkers_only)
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


def target(name: str) -> str:
    """The part of our package that an imported name stands for."""
    _, _, rest = name.partition(".")
    first = rest.partition(".")[0]
    if first in BELOW:
        return first
    if first.startswith("__"):
        return ROOT
    home: Any = getattr(import_module("aa_sdk"), first)
    return str(home.__module__).split(".")[1]


def upward(module: Path, source: str) -> list[str]:
    """The imports of a file that its layer has no business with."""
    allowed = BELOW[part(module)] | {part(module), ROOT}
    return [
        f"{module}:{found.line} imports {found.name}"
        for found in imports(source)
        if found.name.partition(".")[0] == "aa_sdk"
        if target(found.name) not in allowed
        or (target(found.name) == ROOT and not found.name.partition(".")[2].startswith("__"))
    ]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_an_import_runs_downward(module: Path) -> None:
    assert upward(module, (PACKAGE / module).read_text()) == []


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_botocore_is_known_to_the_transport_and_the_emulator_alone(module: Path) -> None:
    found = [
        one
        for one in imports((PACKAGE / module).read_text())
        if one.name.partition(".")[0] in {"aiobotocore", "botocore", "boto3"}
    ]
    if part(module) in BOTOCORE:
        return
    if part(module) in FOR_CHECKERS:
        assert all(one.checkers_only for one in found), found
    elif module == Path("errors.py"):
        assert {one.name for one in found} == {"botocore.exceptions.ClientError"}
    else:
        assert found == []


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_the_lower_layers_need_little(module: Path) -> None:
    if part(module) not in DEPENDENCIES:
        return
    allowed = STANDARD_LIBRARY | {"aa_sdk"} | DEPENDENCIES[part(module)]
    found = {one.name.partition(".")[0] for one in imports((PACKAGE / module).read_text())}
    assert found <= allowed


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_file_is_named_for_what_is_in_it_and_fits_on_a_few_screens(module: Path) -> None:
    assert not {name.removesuffix(".py") for name in module.parts} & NAMES_OF_NOTHING
    assert len((PACKAGE / module).read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("models/tags.py", "from aa_sdk.errors import InvalidField"),
        ("models/tags.py", "from aa_sdk import InvalidField"),
        ("errors.py", "import aa_sdk.client"),
        ("filters/keys.py", "def f():\n    from aa_sdk.operations import tags"),
        ("policy/checks.py", "from aa_sdk.errors import InvalidField"),
        ("operations/tags.py", "from aa_sdk._transport import Connection"),
        ("operations/tags.py", "from importlib import import_module\nimport_module('aa_sdk.cli')"),
        ("client.py", "from aa_sdk.emulator import Emulator"),
        ("_transport/hooks.py", "if TYPE_CHECKING:\n    from aa_sdk.client import X"),
        ("emulator/tags.py", "from aa_sdk.client import AccessAnalyzerClient"),
    ],
)
def test_an_import_that_runs_upward_is_noticed(module: str, source: str) -> None:
    assert upward(Path(module), source) != []


def test_every_part_of_the_package_has_its_place() -> None:
    assert {part(module) for module in MODULES} <= BELOW.keys()
