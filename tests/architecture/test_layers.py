"""The layers of the package and the rooms inside them: an import may run downward only."""

import sys
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture.imports import (
    MODULES,
    NAME,
    PACKAGE,
    Import,
    imports,
    imports_of,
    module_named,
    source_of,
)
from tests.architecture.layers import (
    BOTOCORE,
    DEPENDENCIES,
    FOR_CHECKERS,
    LAYERS,
    ROOMS,
    UPWARD,
)
from tests.architecture.reaches import REACHES

MOST_LINES = 400
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}


def layer(module: Path) -> str:
    """The layer that a module belongs to: a module at the top, or a package."""
    return module.parts[0].removesuffix(".py")


def room(module: Path) -> str:
    """The room of its layer that a module belongs to."""
    return module.parts[1].removesuffix(".py")


def arrows(module: Path, imported: Iterable[Import]) -> set[tuple[str, str]]:
    """The layers, and the rooms of its own layer, that a module imports from."""
    found: set[tuple[str, str]] = set()
    for one in imported:
        if one.top != NAME:
            continue
        target = module_named(one.name)
        if layer(target) != layer(module):
            found.add((layer(module), layer(target)))
        elif layer(module) in ROOMS and room(target) != room(module):
            found.add((f"{layer(module)}/{room(module)}", f"{layer(module)}/{room(target)}"))
    return found


def is_private(parts: tuple[str, ...]) -> bool:
    """Whether one of the names on the way to a module says that it is nobody else's."""
    return any(part.startswith("_") and part != "__init__" for part in parts)


def drawn() -> set[tuple[str, str]]:
    """All arrows of the two tables."""
    between = {(one, other) for one, below in LAYERS.items() for other in below}
    inside = {
        (f"{package}/{one}", f"{package}/{other}")
        for package, rooms in ROOMS.items()
        for one, below in rooms.items()
        for other in below
    }
    return between | inside | UPWARD.keys()


def test_every_import_runs_downward() -> None:
    upward = {
        str(module): sorted(arrows(module, imports_of(module)) - drawn()) for module in MODULES
    }
    assert {module: found for module, found in upward.items() if found} == {}


def test_every_arrow_that_is_drawn_is_there() -> None:
    there = {arrow for module in MODULES for arrow in arrows(module, imports_of(module))}
    assert drawn() - there == set()


def test_every_module_has_its_place() -> None:
    assert {layer(module) for module in MODULES} == LAYERS.keys()
    for package, rooms in ROOMS.items():
        assert {room(module) for module in MODULES if layer(module) == package} == rooms.keys()


@pytest.mark.parametrize("table", [LAYERS, *ROOMS.values()], ids=["layers", *ROOMS])
def test_no_arrows_run_in_a_circle(table: dict[str, set[str]]) -> None:
    TopologicalSorter(table).prepare()


def test_no_modules_import_each_other_in_a_circle() -> None:
    # The package itself hands on names when they are asked for, and is imported by nobody.
    graph = {
        module: {
            target
            for one in imports_of(module)
            if one.top == NAME
            and not one.checkers_only
            and (layer(module), layer(target := module_named(one.name))) not in UPWARD
        }
        - {module}
        for module in MODULES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(map(str, error.args[1])))


def test_a_private_module_is_reached_from_its_own_layer_or_for_a_reason() -> None:
    reaches = set[tuple[str, str]]()
    for module in MODULES:
        for one in imports_of(module):
            target = module_named(one.name) if one.top == NAME else module
            inside = target.with_suffix("").parts[1:]
            if layer(target) != layer(module) and is_private(inside):
                reaches.add((layer(module), str(target)))
    assert reaches == REACHES.keys()


def test_botocore_is_known_to_the_transport_and_the_emulator_alone() -> None:
    for module in MODULES:
        found = [
            one for one in imports_of(module) if one.top in {"aiobotocore", "botocore", "boto3"}
        ]
        if layer(module) in FOR_CHECKERS:
            assert all(one.checkers_only for one in found), module
        elif module == Path("_client_error.py"):
            assert {one.name for one in found} == {"botocore.exceptions.ClientError"}
        elif layer(module) not in BOTOCORE:
            assert found == [], module


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_a_lower_layer_needs_little(name: str) -> None:
    needed = {one.top for module in MODULES if layer(module) == name for one in imports_of(module)}
    assert needed - sys.stdlib_module_names - {NAME} == DEPENDENCIES[name]


def test_a_file_is_named_for_what_is_in_it_and_fits_on_a_few_screens() -> None:
    for module in MODULES:
        assert not {part.removesuffix(".py") for part in module.parts} & NAMES_OF_NOTHING
        assert len(source_of(module).splitlines()) <= MOST_LINES, module


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("models/tags.py", "from aa_sdk.errors import InvalidField"),
        ("models/tags.py", "from aa_sdk import InvalidField"),
        ("errors.py", "import aa_sdk.client"),
        ("filters/_keys.py", "def f():\n    from aa_sdk.operations import tags"),
        ("filters/_keys.py", "from aa_sdk.filters._criteria.merging import merged"),
        ("policy/checks.py", "from aa_sdk.errors import InvalidField"),
        ("policy/_language/documents.py", "from aa_sdk.policy._analysis.budget import Budget"),
        ("operations/tags.py", "from aa_sdk._transport.connection import Connection"),
        ("operations/tags.py", "from importlib import import_module\nimport_module('aa_sdk.cli')"),
        ("client.py", "from aa_sdk.emulator import Emulator"),
        ("_transport/_sending/hooks.py", "if TYPE_CHECKING:\n    from aa_sdk.client import X"),
        ("emulator/_handlers/tags.py", "from aa_sdk.client import AccessAnalyzerClient"),
        ("emulator/_findings/records.py", "from aa_sdk.emulator._handlers import tags"),
        (
            "emulator/_protocol/errors.py",
            "from aa_sdk.emulator._findings import store",
        ),
    ],
)
def test_an_import_that_runs_upward_is_noticed(module: str, source: str) -> None:
    assert (PACKAGE / module).exists()
    assert arrows(Path(module), imports(source)) - drawn() != set()
