"""One door: a module without an underscore is public, documented, and says what is in it."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

import aa_sdk
from aa_sdk import errors, models
from tests.architecture.imports import MODULES, NAME, source_of

ROOT = Path(aa_sdk.__file__).parent
DOCUMENTS = ROOT.parent / "docs"

DIRECTIVE = re.compile(r"^::: (\S+)$", re.MULTILINE)
CHOSEN = re.compile(
    r"^::: (\S+)\n    options:\n      members:((?: \[[^\]]+\]\n)|(?:\n        - \w+)+)",
    re.MULTILINE,
)

# The command line is a program, and a package that is run is one too.
PROGRAMS = {"cli", "__main__"}

CLIENT = "aa_sdk.client.AccessAnalyzerClient"

# Packages that load their names when these are asked for.
LAZY = ("aa_sdk", "aa_sdk.frames", "aa_sdk.models", "aa_sdk.policy", "aa_sdk.workflows")

# Its names come from a function, of which checkers know nothing.
MODELS: Any = models


def is_public(module: Path) -> bool:
    """Whether a user may import from a module, by the names on the way to it."""
    parts = set(module.with_suffix("").parts) - {"__init__"}
    return not parts & PROGRAMS and not any(part.startswith("_") for part in parts)


def dotted(module: Path) -> str:
    """The name that a module is imported under."""
    parts = module.with_suffix("").parts
    return ".".join((NAME, *parts[:-1], *(part for part in parts[-1:] if part != "__init__")))


PUBLIC = [dotted(module) for module in MODULES if is_public(module)]


def says_what_is_public(source: str) -> bool:
    """Whether a module assigns `__all__`, at its top level or under a condition."""
    return any(
        isinstance(node, ast.Name) and node.id == "__all__" and isinstance(node.ctx, ast.Store)
        for node in ast.walk(ast.parse(source))
    )


def own_names(module: ModuleType) -> set[str]:
    """The names without underscore that a module defines itself."""
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == module.__name__
    }


def documented() -> set[str]:
    """The modules and names that the reference describes."""
    pages = (DOCUMENTS / "reference").glob("*.md")
    return {name for page in pages for name in DIRECTIVE.findall(page.read_text())}


def test_a_module_says_what_is_public_in_it_if_and_only_if_it_is_a_door() -> None:
    for module in MODULES:
        assert says_what_is_public(source_of(module)) == is_public(module), module


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_that_is_promised_is_there(name: str) -> None:
    module: Any = import_module(name)
    names: tuple[str, ...] = module.__all__
    assert type(names) is tuple
    assert len(set(names)) == len(names)
    for public in names:
        assert hasattr(module, public)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_that_is_defined_in_a_public_module_is_promised(name: str) -> None:
    module: Any = import_module(name)
    assert own_names(module) <= set(module.__all__)


def is_described(module: str) -> bool:
    """Whether the reference describes a module, or each of its names, or what their classes do."""
    if module in documented():
        return True
    loaded: Any = import_module(module)
    names = {f"{module}.{public}" for public in loaded.__all__}
    if module.startswith("aa_sdk.operations."):  # which users reach as methods of the client
        classes: list[type] = [getattr(loaded, public) for public in loaded.__all__]
        methods = [name for one in classes for name in vars(one)]
        names = {f"{CLIENT}.{name}" for name in methods if not name.startswith("_")}
    return bool(names) and names <= documented()


@pytest.mark.parametrize("name", PUBLIC[1:])
def test_every_public_module_is_in_the_reference(name: str) -> None:
    assert is_described(name)


def test_a_page_that_orders_the_names_of_a_module_has_all_of_them() -> None:
    ordered = {
        name: set(re.findall(r"\w+", names))
        for page in (DOCUMENTS / "reference").glob("*.md")
        for name, names in CHOSEN.findall(page.read_text())
        if name not in LAZY  # whose names are described where they are at home
    }
    assert "aa_sdk.workflows.hydration" in ordered
    for name, names in ordered.items():
        public = set(import_module(name).__all__)
        apart = {one for one in public if f"{name}.{one}" in documented()}
        assert names == public - apart, name


def test_the_reference_describes_public_modules_and_their_names_alone() -> None:
    names = {f"{module}.{name}" for module in PUBLIC for name in import_module(module).__all__}
    methods = {f"{CLIENT}.{name}" for name in dir(aa_sdk.AccessAnalyzerClient)}
    assert documented() <= names | set(PUBLIC) | methods


def test_every_name_of_the_package_itself_is_one_of_a_public_module() -> None:
    homes = {name for module in PUBLIC[1:] for name in import_module(module).__all__}
    assert set(aa_sdk.__all__) <= homes


@pytest.mark.parametrize("name", PUBLIC)
def test_no_module_has_the_name_of_something_that_its_package_exports(name: str) -> None:
    # Loading the module would put it in the place of what is exported.
    module: Any = import_module(name)
    inside = Path(module.__file__).parent
    if Path(module.__file__).name == "__init__.py":
        assert not {path.stem for path in inside.iterdir()} & set(module.__all__)


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


# pytest looks for fixtures and hooks among what `dir` lists, so a plugin has to list everything.
@pytest.mark.parametrize("name", [name for name in PUBLIC if name != "aa_sdk.pytest_plugin"])
def test_completion_shows_what_is_public_and_nothing_else(name: str) -> None:
    module: Any = import_module(name)
    shown = [each for each in dir(module) if not (each.startswith("__") and each.endswith("__"))]
    below = [public.removeprefix(f"{name}.") for public in PUBLIC if public.startswith(f"{name}.")]
    assert set(module.__all__) <= set(shown) <= {*module.__all__, *below}
    assert dir(module) == sorted(set(dir(module)))


def test_completion_shows_public_modules_that_are_loaded() -> None:
    import_module("aa_sdk.models.findings")
    assert "models" in dir(aa_sdk)
    assert "findings" in dir(models)
    assert "__version__" in dir(aa_sdk)


@pytest.mark.parametrize("name", LAZY)
def test_a_package_promises_what_it_gives_when_asked(name: str) -> None:
    module: Any = import_module(name)
    homes: Any = module._HOMES
    given: list[str] = [public for names in homes.values() for public in names]
    assert sorted(given) == sorted(module.__all__)


@pytest.mark.parametrize("name", LAZY)
def test_a_package_gives_each_name_once_and_for_all(name: str) -> None:
    module: Any = import_module(name)
    for public in module.__all__:
        assert getattr(module, public) is getattr(module, public)
        assert public in vars(module)


@pytest.mark.parametrize("name", LAZY)
def test_a_name_that_does_not_exist_is_an_attribute_error(name: str) -> None:
    module: Any = import_module(name)
    with pytest.raises(AttributeError, match=f"module '{name}' has no attribute 'no_such_name'"):
        _ = module.no_such_name
    assert not hasattr(module, "_no_such_name")


@pytest.mark.parametrize(
    ("module", "earlier", "now"),
    [
        (aa_sdk, "Type", "AnalyzerType"),
        (aa_sdk, "JobError", "JobFailedError"),
        (errors, "JobError", "JobFailedError"),
    ],
)
def test_a_name_of_an_earlier_release_warns_of_its_end(module: Any, earlier: str, now: str) -> None:
    words = f"{module.__name__}.{earlier} is called {module.__name__}.{now} now.*0.3"
    for _ in range(2):
        with pytest.warns(DeprecationWarning, match=words) as caught:
            assert getattr(module, earlier) is getattr(module, now)
        assert caught[0].filename == __file__
    assert earlier not in dir(module)
    assert earlier not in module.__all__


def test_the_names_of_earlier_releases_go_with_the_release_that_they_name() -> None:
    assert tuple(aa_sdk.__version__.split(".")[:2]) < ("0", "3")


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
heavy |= {{"altair", "nanoarrow", "opentelemetry", "pandas", "polars", "pyarrow", "tqdm"}}
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
