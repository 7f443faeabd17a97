"""The site has every page in its navigation, and those at the top of the repository too."""

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest.importorskip("mkdocs", reason="the documentation is built with an extra")

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
MADE = {"reference/commands.md", "reference/filter-keys.md"}
PROJECT = runpy.run_path(str(DOCS / "hooks" / "project.py"))


def pages_of(navigation: Any) -> Iterator[str]:
    """Each page that a part of the navigation names, as often as it names it."""
    if isinstance(navigation, str):
        yield navigation
        return
    for part in getattr(navigation, "values", lambda: navigation)():
        yield from pages_of(part)


def test_every_page_stands_once_in_the_navigation() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = list(pages_of(yaml.safe_load(settings[settings.index("\nnav:") :])))
    written = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    notebooks = {page.relative_to(DOCS).as_posix() for page in (DOCS / "notebooks").glob("*.py")}
    assert sorted(named) == sorted(written | notebooks | MADE | set(PROJECT["PAGES"]))


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("docs/how-to/filters.md#keys", "../how-to/filters.md#keys"),
        ("CONTRIBUTING.md", "contributing.md"),
        ("examples/README.md", f"{PROJECT['REPOSITORY']}examples/README.md"),
        ("https://example.com/a", "https://example.com/a"),
        ("#fixed", "#fixed"),
    ],
)
def test_a_link_of_the_changelog_leads_from_its_page(link: str, leads_to: str) -> None:
    text = PROJECT["with_links_from"]("project/changelog.md", f"See [it]({link}).")
    assert text == f"See [it]({leads_to})."
