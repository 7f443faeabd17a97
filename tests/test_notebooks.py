"""Every notebook of the documentation runs, and what it shows is drawn."""

import re
import runpy
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from tests.cells import Cells

NOTEBOOKS = sorted((Path(__file__).parent.parent / "docs" / "notebooks").glob("*.py"))
CELL = re.compile(r"^# %%.*\n", re.MULTILINE)
MOST_HTML = 60_000


def shown_by(path: Path) -> list[Any]:
    """Run a notebook, and return what its cells show."""
    pytest.importorskip("altair", reason="notebooks draw with the extra notebook")
    with Cells() as cells:
        texts = CELL.split(path.read_text(encoding="utf-8"))
        shown = [cells.run(text, str(path))[1] for text in texts]
    return [value for value in shown if value is not None]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_what_it_shows_of_ours_is_drawn(path: Path) -> None:
    shown: list[Any] = [one for one in shown_by(path) if type(one).__module__.startswith("aa_sdk.")]
    assert shown
    for value in shown:
        html: str = value._repr_html_()
        assert "<script" not in html
        assert len(html) < MOST_HTML


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_charts_are_pictures_which_no_script_of_the_network_draws(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "charts." in text:
        assert text.index('altair.renderers.enable("svg")') < text.index("charts.")


def test_pictures_take_the_colours_of_the_page() -> None:
    svg = (
        '<svg width="9" height="9"><rect width="9" height="9" fill="white"/>'
        '<text fill="#000">words</text><text fill="black">on a mark</text></svg>'
    )
    image = f'<img src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'
    hook = runpy.run_path(str(NOTEBOOKS[0].parent.parent / "hooks" / "pictures.py"))
    assert hook["on_page_content"](f"<p>{image}</p>") == (
        '<p><svg width="9" height="9"><text fill="currentColor">words</text>'
        '<text fill="black">on a mark</text></svg></p>'
    )
