"""The page about comparisons shows what its examples print."""

import io
import re
from contextlib import redirect_stdout
from itertools import pairwise
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "compare.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_what_the_page_says_is_printed_is_what_its_examples_print() -> None:
    found = 0
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    for (_, code), (kind, printed) in pairwise(blocks):
        if kind == "text":
            told = io.StringIO()
            with redirect_stdout(told):
                exec(compile(code, PAGE.name, "exec"), {})  # noqa: S102 (our own page)
            assert told.getvalue().strip() == printed.replace("~~~", "```").strip()
            found += 1
    assert found == 2
