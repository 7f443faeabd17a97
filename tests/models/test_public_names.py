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
FILES = sorted(Path(aa_sdk.models.__file__).parent.glob("*.py"))
MODULES = [import_module(f"aa_sdk.models.{file.stem}") for file in FILES if file.stem != "__init__"]


def is_public(module: ModuleType, name: str, value: object) -> bool:
    """Say whether a module defines something that users are meant to have."""
    if name.startswith("_"):
        return False
    if isinstance(value, type) and issubclass(value, Model):
        return value.__module__ == module.__name__
    return get_origin(value) is Annotated and f"\n{name}: TypeAlias" in inspect.getsource(module)


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_each_name_can_be_imported(name: str) -> None:
    space: dict[str, Any] = {}
    exec(f"from aa_sdk.models import {name}", space)  # noqa: S102 (the import a user writes)
    assert space[name] is getattr(PACKAGE, name)


def test_a_star_import_brings_every_name() -> None:
    space: dict[str, Any] = {}
    exec("from aa_sdk.models import *", space)  # noqa: S102 (the import a user writes)
    assert set(PUBLIC_NAMES) == space.keys() - {"__builtins__"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_what_a_module_defines_for_users_is_in_its_all(module: ModuleType) -> None:
    internal = {"BareMember", "Items"}
    found = {name for name, value in vars(module).items() if is_public(module, name, value)}
    assert found - internal <= set(module.__all__)
    assert all(vars(module)[name] is not None for name in module.__all__)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_all_is_a_sorted_tuple(module: ModuleType) -> None:
    assert tuple(sorted(module.__all__)) == module.__all__


def test_no_name_is_exported_twice() -> None:
    names = [name for module in MODULES for name in module.__all__]
    assert sorted(names) == list(PUBLIC_NAMES)
    assert len(set(names)) == len(names)


def test_type_checkers_are_shown_every_module() -> None:
    source = FILES[0].read_text()
    assert FILES[0].stem == "__init__"
    for module in MODULES:
        assert f"from {module.__name__} import *" in source


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
