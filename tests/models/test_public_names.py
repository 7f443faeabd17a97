"""What `aa_sdk.models` exports."""

import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, get_origin

import pytest

import aa_sdk.models
from aa_sdk.models import Model

PACKAGE: Any = aa_sdk.models
PUBLIC_NAMES: tuple[str, ...] = PACKAGE.__all__
HOMES: dict[str, tuple[str, ...]] = vars(aa_sdk.models)["_HOMES"]

FILES = sorted(Path(aa_sdk.models.__file__).parent.glob("*.py"))
MODULES = [import_module(f"aa_sdk.models.{file.stem}") for file in FILES if file.stem != "__init__"]
PRIVATE = [module for module in MODULES if "._" in module.__name__]
PUBLIC = [module for module in MODULES if module not in PRIVATE]

# What private modules define for their neighbours, under names without an underscore.
INTERNAL = {
    "BareMember",
    "ListOf",
    "ListOrEmpty",
    "MapOrEmpty",
    "TextList",
    "TextsOrEmpty",
    "UniqueText",
}


def is_for_users(module: ModuleType, name: str, value: object) -> bool:
    """Say whether a module defines something that users are meant to have."""
    if name.startswith("_"):
        return False
    if isinstance(value, type) and issubclass(value, Model):
        return value.__module__ == module.__name__
    return get_origin(value) is Annotated and f"\n{name}: TypeAlias" in inspect.getsource(module)


def test_each_name_can_be_imported_and_is_that_of_its_module() -> None:
    for home, names in HOMES.items():
        for name in names:
            space: dict[str, Any] = {}
            exec(f"from aa_sdk.models import {name}", space)  # noqa: S102 (the import a user writes)
            assert space[name] is getattr(PACKAGE, name) is getattr(import_module(home), name), name


def test_a_star_import_brings_every_name() -> None:
    space: dict[str, Any] = {}
    exec("from aa_sdk.models import *", space)  # noqa: S102 (the import a user writes)
    assert set(PUBLIC_NAMES) == space.keys() - {"__builtins__"}


def test_the_table_says_what_the_public_modules_export() -> None:
    exported = {module.__name__: module.__all__ for module in PUBLIC}
    private = {module.__name__ for module in PRIVATE}
    assert exported == {home: names for home, names in HOMES.items() if home not in private}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_what_a_module_defines_for_users_is_in_the_table(module: ModuleType) -> None:
    for_users = {name for name, value in vars(module).items() if is_for_users(module, name, value)}
    # What a private module keeps may be given by a public one.
    given = PUBLIC_NAMES if module in PRIVATE else HOMES.get(module.__name__, ())
    assert for_users - INTERNAL <= set(given)


def test_the_names_of_each_module_are_sorted_and_those_of_the_package_too() -> None:
    for home, names in HOMES.items():
        assert tuple(sorted(names)) == names, home
    assert tuple(sorted(PUBLIC_NAMES)) == PUBLIC_NAMES


def test_no_name_is_exported_twice() -> None:
    names = [name for names in HOMES.values() for name in names]
    assert sorted(names) == list(PUBLIC_NAMES)
    assert len(set(names)) == len(names)


def test_type_checkers_are_shown_every_public_module_and_the_public_names_of_the_private() -> None:
    lines = {line.strip() for line in FILES[0].read_text().splitlines()}
    shown = {line.partition("  #")[0] for line in lines if line.startswith("from aa_sdk.models")}
    stars = {f"from {module.__name__} import *" for module in PUBLIC}
    names = {
        f"from {module.__name__} import {name} as {name}"
        for module in PRIVATE
        for name in HOMES.get(module.__name__, ())
    }
    assert shown == stars | names


def test_dir_lists_every_name() -> None:
    assert set(PUBLIC_NAMES) <= set(dir(PACKAGE))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Fnding"):
        PACKAGE.Fnding  # noqa: B018 (reading it is the test)


def test_importing_the_package_loads_no_noun() -> None:
    code = "import aa_sdk.models, sys; print([m for m in sys.modules if 'aa_sdk.models.' in m])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_no_module_is_longer_than_400_lines() -> None:
    assert [file.name for file in FILES if len(file.read_text().splitlines()) > 400] == []
