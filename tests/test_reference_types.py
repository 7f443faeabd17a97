"""How the reference shows types: by public names, and without what pydantic needs to read them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mkdocstrings", reason="the documentation is built with an extra")

import griffe

ROOT = Path(__file__).parent.parent


def load(package: str, root: Path) -> Any:
    """Load a package as the reference does."""
    hook = ROOT / "docs" / "hooks" / "reference_types.py"
    extensions = griffe.load_extensions(f"{hook}:ReferenceTypes")
    return griffe.load(package, search_paths=[root], extensions=extensions)


@pytest.fixture(scope="module")
def shown() -> Any:
    return load("aa_sdk", ROOT)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("small")
    files = {
        "__init__.py": "",
        "_private.py": "class Given: ...\nclass Hidden: ...\n",
        "public.py": """
from typing import Annotated, Literal, TypeAlias
from small._private import Given, Hidden

_START = 7
_Either: TypeAlias = Given | int

Kind: TypeAlias = Annotated[Literal["a"], Hidden()]

def make(one: _Either, start: int = _START, *, other: "Hidden | None" = None) -> Given: ...

class Model:
    several: ListOrEmpty[Given] = ()
    mapped: MapOrEmpty[str, UniqueText | None] = {}
    texts: TextsOrEmpty = ()
    number: StrictInt | None = None
""",
    }
    (root / "small").mkdir()
    for name, text in files.items():
        (root / "small" / name).write_text(text, encoding="utf-8")
    return load("small", root)["public"]


def names_in(expression: Any) -> Iterator[str]:
    """The full names of what stands in an expression."""
    if isinstance(expression, griffe.Expr):
        yield from (one.canonical_path for one in expression if isinstance(one, griffe.ExprName))


def test_what_pydantic_needs_is_left_out(small: Any) -> None:
    fields = small["Model"].members
    assert {name: str(field.annotation) for name, field in fields.items()} == {
        "several": "Sequence[Given]",
        "mapped": "Mapping[str, str | None]",
        "texts": "Sequence[str]",
        "number": "int | None",
    }
    assert small["Kind"].annotation is None
    assert str(small["Kind"].value) == "Literal['a']"


def test_a_private_name_is_shown_as_what_it_stands_for(small: Any) -> None:
    parameters = small["make"].parameters
    assert str(parameters["one"].annotation) == "Given | int"
    assert str(parameters["start"].default) == "7"


def test_what_a_private_module_defines_is_of_the_public_one_that_gives_it(small: Any) -> None:
    assert list(names_in(small["Model"]["several"].annotation))[-1] == "small.public.Given"
    assert small["make"].returns.canonical_path == "small.public.Given"


def test_operations_and_models_show_no_private_name(shown: Any) -> None:
    for module in [*shown["operations"].modules.values(), *shown["models"].modules.values()]:
        if module.name.startswith("_"):
            continue
        for owner in module.classes.values():
            signatures = [
                part
                for function in owner.functions.values()
                if not function.name.startswith("_")
                for part in (function.returns, *(one.annotation for one in function.parameters))
            ]
            fields = [field.annotation for field in owner.attributes.values()]
            for name in [name for part in (*signatures, *fields) for name in names_in(part)]:
                assert "._" not in name, f"{owner.path}: {name}"
