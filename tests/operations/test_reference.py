"""The pages of operations: what stands in their tables, and where it leads."""

import inspect
import re
from pathlib import Path

import aa_sdk
from aa_sdk import AccessAnalyzerClient, models
from tests.sample_values import OPERATIONS, PAGINATORS, method_name

PAGES = Path(aa_sdk.__file__).parent.parent / "docs" / "reference"
CLIENT = "aa_sdk.client.AccessAnalyzerClient"
ROW = re.compile(r"^\| \[`(\w+)`\]\((\S*)#(\S+)\) \| (\w+) \| (.+) \| (yes|) \|$", re.MULTILINE)

OVERVIEW = (PAGES / "operations.md").read_text(encoding="utf-8")


def pages_of_nouns() -> dict[str, str]:
    """The pages that the overview leads to, by their names."""
    names = {page for _, page, *_ in ROW.findall(OVERVIEW)}
    return {name: (PAGES / name).read_text(encoding="utf-8") for name in names}


def test_the_overview_has_each_operation_once_and_says_what_it_is() -> None:
    rows = ROW.findall(OVERVIEW)
    assert sorted(operation for _, _, _, operation, *_ in rows) == sorted(OPERATIONS)
    for method, _, anchor, operation, does, paginated in rows:
        assert method == method_name(operation)
        assert anchor == f"{CLIENT}.{method}"
        described = inspect.getdoc(getattr(AccessAnalyzerClient, method)) or ""
        assert described.splitlines()[0] == f"{does}.", operation
        assert bool(paginated) == (operation in PAGINATORS), operation


def test_a_page_begins_with_a_table_of_the_methods_that_it_describes() -> None:
    for name, text in pages_of_nouns().items():
        begin, _, rest = text.partition("## Operations")
        rows = ROW.findall(begin)
        described = re.findall(rf"^::: {re.escape(CLIENT)}\.(\w+)$", rest, re.MULTILINE)
        assert [method for method, *_ in rows] == described, name
        told = [(method, *facts) for method, page, *facts in ROW.findall(OVERVIEW) if page == name]
        assert [(method, *facts) for method, _, *facts in rows] == told, name


def test_all_requests_are_on_a_page_of_their_own_and_on_no_other() -> None:
    page = (PAGES / "requests.md").read_text(encoding="utf-8")
    described = re.findall(r"^::: aa_sdk\.models\.(\w+)\.(\w+Request)$", page, re.MULTILINE)
    assert sorted(name for _, name in described) == sorted(f"{one}Request" for one in OPERATIONS)
    for home, name in described:
        assert getattr(models, name).__module__ == f"aa_sdk.models.{home}"
    for name, text in pages_of_nouns().items():
        assert "Request\n" not in text, name
