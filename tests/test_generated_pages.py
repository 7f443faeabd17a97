"""Pages of the reference that are made from the program, or in part."""

import importlib
import re
import runpy
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mkdocs", reason="the documentation is built with an extra")

from aa_sdk import FindingFilter
from aa_sdk.cli.app import app
from aa_sdk.filters import check_criteria
from aa_sdk.filters._keys import FILTER_KEYS
from tests.service_model import SERVICE

DOCS = Path(__file__).parent.parent / "docs"


def hook(name: str) -> dict[str, Any]:
    """Run a hook of the documentation, and return what it defines."""
    return runpy.run_path(str(DOCS / "hooks" / f"{name}.py"))


def sections(page: str) -> Iterator[tuple[str, str]]:
    """Return the text below each heading of the third level."""
    for section in page.split("\n### ")[1:]:
        heading, _, text = section.partition("\n")
        yield heading, text.partition("\n## ")[0]


def test_every_command_is_on_the_page_of_commands() -> None:
    page: str = hook("commands")["commands_page"]()
    for command in ("analyzers ensure", "findings list", "check external-access", "fleet findings"):
        assert f"\n### {command}\n" in page
    for command in ("diff", "preview", "sync", "emulator"):
        assert f"\n## {command}\n" in page
    assert app.info.name == "aa-sdk"


def test_every_command_tells_its_usage_its_options_and_examples() -> None:
    page: str = hook("commands")["commands_page"]()
    for name, text in sections(page):
        assert f"\n```text\naa-sdk {name} [OPTIONS]" in text
        assert "\n| option | meaning |\n" in text
        assert "\n```console\n$ " in text


def test_the_emulators_options_are_those_of_its_own_parser() -> None:
    page: str = hook("commands")["commands_page"]()
    _, emulator = page.split("\n## emulator\n")
    assert "--port PORT</code> | 0 for a free one (default: 4780) |" in emulator
    assert "$ aa-sdk emulator --populate 1000" in emulator


def test_no_line_of_the_page_of_commands_is_clipped() -> None:
    page: str = hook("commands")["commands_page"]()
    shown = [block.partition("\n")[2] for block in page.split("```")[1::2]]
    assert max(len(line) for block in shown for line in block.splitlines()) <= 80


@pytest.mark.parametrize(
    "text",
    [
        "Ids of <x>, a|b, *c*, [d](e), __f__, #g & h~i; - for stdin.",
        r"&amp; \ C:\*.json [default: ~/.local] <b>",
    ],
)
def test_what_the_program_says_is_shown_as_it_says_it(text: str) -> None:
    markdown: Any = importlib.import_module("markdown")
    shown = hook("commands")["text_of"](text)
    for page in (shown, f"| a | b |\n|---|---|\n| x | {shown} |"):
        html: str = markdown.markdown(page, extensions=["tables"])
        (inner,) = re.findall(r"<(?:p|td)>((?!x<).*)</(?:p|td)>", html)
        assert "<" not in inner
        assert unescape(inner) == text


def test_options_and_what_stands_in_backticks_is_code() -> None:
    text_of = hook("commands")["text_of"]
    assert text_of("With --plan or `a|b`; - for stdin.\n\nNext.") == (
        "With `--plan` or `a\\|b`; - for stdin.\n\nNext."
    )


def test_every_exit_code_is_on_the_page_of_commands() -> None:
    page: str = hook("commands")["commands_page"]()
    for code in (0, 1, 2, 3, 4, 130, 141):
        assert page.count(f"\n| `{code}` | ") == 1


def test_every_key_is_in_the_table_and_has_a_section() -> None:
    page: str = hook("filter_keys")["filter_keys_page"]()
    for name, key in FILTER_KEYS.items():
        assert page.count(f"\n| [`{name}`](#") == 1
        (text,) = [text for heading, text in sections(page) if heading == f"`{name}`"]
        assert f"**Attribute**: `FindingFilter().{key.attribute}`" in text
        for operator in key.operators:
            assert f"`{operator}`" in text
        for value in key.values if key.kind != "boolean" else ():
            assert f"`{value}`" in text


def test_the_example_of_every_key_is_one_that_some_operation_takes() -> None:
    example_of = hook("filter_keys")["example_of"]
    for key in FILTER_KEYS.values():
        asked = FindingFilter.parse(example_of(key))
        assert list(asked.to_criteria()) == [key.name]
        for operation in key.operations:
            assert check_criteria(asked.to_criteria(), operation) == []


def test_every_operation_is_on_the_page_of_permissions() -> None:
    page = (DOCS / "reference" / "permissions.md").read_text(encoding="utf-8")
    permissions = hook("permissions")
    assert page.count(permissions["PLACE"]) == 1
    table: str = permissions["table"]()
    assert len(SERVICE["operations"]) == 39
    for operation in SERVICE["operations"]:
        assert table.count(f"\n| `{operation}` | ") == 1


def test_both_versions_of_the_api_are_allowed_by_the_actions_of_the_first() -> None:
    table: str = hook("permissions")["table"]()
    assert "\n| `ListFindingsV2` | `ListFindings` | Read | analyzer |" in table
    assert "\n| `GetFindingV2` | `GetFinding` | Read | analyzer |" in table
