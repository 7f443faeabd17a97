"""What the page on desired state shows is what its programs print."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs" / "how-to" / "desired-state.md"


def test_what_is_shown_is_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    programs = [code for language, code in blocks if language == "python" and "print(" in code]
    shown = [output for language, output in blocks if language == "text"]
    assert len(programs) == len(shown) == 2
    for code, output in zip(programs, shown, strict=True):
        exec(compile(code, str(PAGE), "exec"), {"__name__": "__main__"})  # noqa: S102 (our own page)
        assert capsys.readouterr().out == output
