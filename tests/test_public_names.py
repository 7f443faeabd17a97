"""The public names: each is there, documented, and costs nothing before it is used."""

import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

import aa_sdk
from aa_sdk import errors, models

# The modules that users import from.
PUBLIC = ("aa_sdk", "aa_sdk.client", "aa_sdk.errors", "aa_sdk.models", "aa_sdk.pagination")

ROOT = Path(aa_sdk.__file__).parent


def public_modules() -> list[ModuleType]:
    """Every module that says what is public in it."""
    found = [aa_sdk]
    for info in pkgutil.walk_packages(aa_sdk.__path__, "aa_sdk."):
        if info.name.rpartition(".")[2] != "__main__":
            module = import_module(info.name)
            if "__all__" in vars(module) or info.name in PUBLIC:
                found.append(module)
    return found


MODULES = public_modules()

# Its names come from a function, of which checkers know nothing.
MODELS: Any = models


def own_names(module: ModuleType) -> set[str]:
    """The names without underscore that a module defines itself."""
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == module.__name__
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_name_that_is_promised_is_there(module: ModuleType) -> None:
    names: tuple[str, ...] = module.__all__
    assert type(names) is tuple
    assert len(set(names)) == len(names)
    for name in names:
        assert hasattr(module, name)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_that_is_defined_in_a_public_module_is_promised(name: str) -> None:
    module = import_module(name)
    assert own_names(module) - {"next_token"} <= set(module.__all__)


@pytest.mark.parametrize("name", PUBLIC[1:])
def test_the_names_of_a_module_stand_in_order(name: str) -> None:
    names = import_module(name).__all__
    assert list(names) == sorted(names)


def test_the_errors_are_all_exported_by_the_package() -> None:
    raised = {name for name in errors.__all__ if name != "service_error"}
    assert raised <= set(aa_sdk.__all__)


def test_a_name_exported_by_the_package_is_the_one_of_its_module() -> None:
    for name in aa_sdk.__all__:
        value = getattr(aa_sdk, name)
        if inspect.isclass(value):
            assert getattr(import_module(value.__module__), name) is value


def test_every_request_and_every_response_can_be_imported_from_the_models() -> None:
    for name in MODELS.__all__:
        assert name in dir(MODELS)
        assert getattr(MODELS, name) is getattr(MODELS, name)


def test_the_package_lists_the_names_it_has_not_loaded_yet() -> None:
    assert set(aa_sdk.__all__) <= set(dir(aa_sdk))


@pytest.mark.parametrize("module", [aa_sdk, models], ids=lambda module: module.__name__)
def test_a_name_that_does_not_exist_is_an_attribute_error(module: Any) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = module.no_such_name
    assert not hasattr(module, "_no_such_name")


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented(name: str) -> None:
    module = import_module(name)
    for public in module.__all__:
        value = getattr(module, public)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert (value.__doc__ or "").strip().endswith((".", "```", ":")), public


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_method_and_property_is_documented(name: str) -> None:
    module = import_module(name)
    for public in module.__all__:
        value = getattr(module, public)
        if not inspect.isclass(value):
            continue
        for attribute, member in vars(value).items():
            described = inspect.isfunction(member) or isinstance(member, property | classmethod)
            if described and not attribute.startswith("_"):
                assert inspect.getdoc(getattr(value, attribute)), f"{public}.{attribute}"


LOADED = """
import sys
before = set(sys.modules)
import aa_sdk
{then}
heavy = {{"aiobotocore", "botocore", "boto3", "aiohttp", "httpx", "httpx2", "trio", "rich"}}
print(sorted(name.partition(".")[0] for name in sys.modules if name in heavy))
print(any(name.startswith("aa_sdk.models.") for name in sys.modules))
print("pydantic" in sys.modules)
"""


def loaded_by(then: str = "") -> list[str]:
    """Which heavy packages a program loads, and whether models and pydantic."""
    program = LOADED.format(then=then)
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return done.stdout.split("\n")[:3]


def test_importing_the_package_loads_neither_models_nor_botocore() -> None:
    assert loaded_by() == ["[]", "False", "False"]


def test_importing_a_model_does_not_load_botocore() -> None:
    assert loaded_by("from aa_sdk import FindingSummaryV2")[0] == "[]"
    assert loaded_by("from aa_sdk.models import GetFindingV2Response")[0] == "[]"
    assert loaded_by("from aa_sdk import FindingFilter")[0] in {"[]", "['botocore']"}


def test_importing_the_client_does_not_load_aiobotocore() -> None:
    loaded = loaded_by("from aa_sdk import AccessAnalyzerClient")[0]
    assert loaded == "['botocore']"


def test_star_import_gives_every_name() -> None:
    namespace: dict[str, Any] = {}
    exec("from aa_sdk import *", namespace)  # noqa: S102 (a star import stands in no function)
    assert set(aa_sdk.__all__) <= namespace.keys()


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "py.typed").exists()


def test_the_transport_names_are_those_that_the_client_takes() -> None:
    from aa_sdk._transport.configuration import TransportName  # noqa: PLC0415 (used here alone)

    hint = inspect.signature(aa_sdk.AccessAnalyzerClient).parameters["transport"].annotation
    assert get_args(hint) == get_args(TransportName)
