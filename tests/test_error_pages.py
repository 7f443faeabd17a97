"""Every error that a caller can meet has a page, with a program that raises it."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import pytest

import aa_sdk

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {page.name: page.read_text(encoding="utf-8") for page in (DOCS / "errors").glob("*.md")}
INDEX = PAGES.pop("index.md")

PROGRAM = re.compile(r"^```python\n(?:(?!```).*\n)*```\n\n```text$", re.MULTILINE)
"""A program with a text behind it, which the tests of the documentation run and compare."""
UNTOLD = {Exception, BaseException, OSError, object}
"""What every error is, or what says nothing beside another class."""


def public_modules() -> Iterator[ModuleType]:
    yield aa_sdk
    for module in pkgutil.walk_packages(aa_sdk.__path__, "aa_sdk."):
        if not re.search(r"\._|\.cli\b", module.name):
            with suppress(ModuleNotFoundError):  # an extra that is not installed
                yield importlib.import_module(module.name)


def public_errors() -> dict[str, type[BaseException]]:
    """Return the classes of errors in the `__all__` of any public module, by their names."""
    named = [getattr(one, name) for one in public_modules() for name in one.__all__]
    return {one.__name__: one for one in named if isinstance(one, type) and is_error(one)}


def is_error(kind: type) -> bool:
    return issubclass(kind, BaseException)


def page_of(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() + ".md"


def test_each_public_error_has_a_page_and_each_page_its_error() -> None:
    assert {page_of(name): f"# {name}" for name in public_errors()} == {
        file: text.partition("\n")[0] for file, text in PAGES.items()
    }


def test_the_overview_and_the_navigation_lead_to_each_page() -> None:
    linked = re.findall(r"\[`(\w+)`\]\(([\w-]+\.md)\)", INDEX)
    assert dict(linked) == {name: page_of(name) for name in public_errors()}
    navigation = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    for name in public_errors():
        assert f"- {name}: errors/{page_of(name)}\n" in navigation


def test_the_reference_leads_to_the_overview() -> None:
    reference = (DOCS / "reference" / "errors.md").read_text(encoding="utf-8")
    assert "(../errors/index.md)" in reference


def test_each_page_says_what_the_error_is_beside_its_class() -> None:
    for name, kind in public_errors().items():
        row = re.search(
            r"^\| try again\?.*\n\|.*\n\|.*\|(.*)\|$", PAGES[page_of(name)], re.MULTILINE
        )
        assert row, name
        bases = [base.__name__ for base in kind.__mro__[1:] if base not in UNTOLD]
        public = [base for base in bases if not base.startswith("_")]
        assert re.findall(r"`(\w+)`", row[1]) == (public or ["Exception"]), name


@pytest.mark.parametrize("page", [*PAGES, "index.md"])
def test_a_page_has_one_program_and_what_it_prints(page: str) -> None:
    assert len(PROGRAM.findall(PAGES.get(page, INDEX))) == 1
