"""Each tutorial, done from top to bottom: what it shows is what comes."""

import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import __version__
from tests.cells import Cells
from tests.examples.pipelines import ACTION, read
from tests.tutorials.reading import TUTORIALS, Change, Command, File, Seen, Step, steps_of
from tests.tutorials.running import Notebook, Reader, alike

PORTS = ("4780", "8000")  # which others may be using
LARGEST_PICTURE = 60_000
WIDEST_LINE = 80
PAGES = [TUTORIALS / f"{name}.md" for name in ("ci-job", "notebook", "service")]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    folder = tmp_path / "folder"
    folder.mkdir()
    reader = Reader(folder)
    yield reader
    reader.stop()


@pytest.fixture
def free_ports() -> dict[str, str]:
    found: dict[str, str] = {}
    with socket.socket() as one, socket.socket() as other:
        for port, listener in zip(PORTS, (one, other), strict=True):
            listener.bind(("127.0.0.1", 0))
            found[port] = str(listener.getsockname()[1])
    return found


def with_ports(command: Command, ports: dict[str, str]) -> Command:
    """Return a command with other ports than the page has."""
    for port, free in ports.items():
        command = Command(command.text.replace(port, free), command.output.replace(port, free))
    return command


def do(step: Step, reader: Reader) -> None:
    """Do a step, and see that what comes is what the page shows."""
    match step:
        case File():
            reader.write(step)
        case Change():
            reader.change(step)
        case Command():
            came = reader.type(step)
            assert came is not None or not step.output
            assert alike(came or "") == alike(step.output), f"$ {step.text}\n{came}"
        case Seen(picture=picture):
            assert picture, "what is seen is seen below a command"


@pytest.mark.parametrize("name", ["ci-job", "service"])
def test_what_a_tutorial_shows_is_what_comes(
    name: str, reader: Reader, free_ports: dict[str, str]
) -> None:
    missing = [program for program in ("bash", "curl", "git") if not shutil.which(program)]
    if missing:
        pytest.skip(f"the reader needs {missing}")
    for step in steps_of(TUTORIALS / f"{name}.md"):
        do(with_ports(step, free_ports) if isinstance(step, Command) else step, reader)


def test_what_the_cells_of_the_notebook_show_is_what_the_tutorial_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("altair", reason="the notebook draws with the extra notebook")
    monkeypatch.chdir(tmp_path)
    with Cells() as cells:
        notebook = Notebook(cells)
        for step in steps_of(TUTORIALS / "notebook.md"):
            match step:
                case File():
                    notebook.write(step.text)
                case Seen(picture=None):
                    assert alike(notebook.shown) == alike(step.words), notebook.shown
                case Seen():
                    assert alike(step.words) in alike(notebook.shown)
                case _:
                    assert not isinstance(step, Command) or not step.output
    assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("**open access")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pictures_are_there_and_small(page: Path) -> None:
    pictures = [step.picture for step in steps_of(page) if isinstance(step, Seen) and step.picture]
    assert all(picture.stat().st_size < LARGEST_PICTURE for picture in pictures)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_line_is_too_long_for_the_page(page: Path) -> None:
    blocks = re.findall(r"^```.*?^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = (line for block in blocks for line in block.splitlines())
    assert [line for line in lines if len(line) > WIDEST_LINE] == []


def test_the_workflow_gives_the_action_of_this_release_what_it_knows(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for step in steps_of(TUTORIALS / "ci-job.md"):
        if isinstance(step, File):
            reader.write(step)
    workflow = read(tmp_path / ".github/workflows/policies.yml")
    used: list[dict[str, Any]] = workflow["jobs"]["check"]["steps"]
    (ours,) = (one for one in used if one["uses"] == f"aa-sdk/aa-sdk@v{__version__}")
    assert set(ours["with"]) <= set(read(ACTION)["inputs"])


def test_a_step_that_no_longer_fits_is_noticed(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    do(File("a.txt", "one\ntwo\n"), reader)
    do(Change("a.txt", (("two\n", "three\n"),)), reader)
    do(Command("cat a.txt", "one\nthree\n"), reader)
    with pytest.raises(AssertionError, match="cat"):
        do(Command("cat a.txt", "one\ntwo\n"), reader)
    with pytest.raises(AssertionError, match="two"):
        do(Change("a.txt", (("two\n", "three\n"),)), reader)
