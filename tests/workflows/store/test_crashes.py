"""A sync that is cut off, anywhere and in any way, and run again: nothing shows that it was."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from aa_sdk.errors import AccessAnalyzerError
from tests.workflows.store.crashing import Cut, CutError, Program, prepare
from tests.workflows.store.world import EXTERNAL, UNUSED

KINDS = ["archived", "changed", "deleted", "expired", "new", "reopened", "resolved"]
BOTH = ["asyncio", "trio"]
Prepared = tuple[dict[str, Any], Path]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The service, and the folder of a store that was synced with it some time ago."""
    folder = tmp_path_factory.mktemp("prepared")
    return anyio.run(prepare, folder), folder


def program_in(folder: Path, prepared: Prepared) -> Program:
    service, store = prepared
    return Program(service, Path(shutil.copytree(store, folder)))


@pytest.fixture(scope="module")
def whole(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program, run through."""
    program = program_in(tmp_path_factory.mktemp("whole") / "store", prepared)
    anyio.run(program.run)
    return program


def test_the_program_that_is_cut_off_has_changes_of_every_kind_pages_and_batches(
    whole: Program,
) -> None:
    dumped = whole.dump()
    for arn in (EXTERNAL, UNUSED):
        noticed = [row for row in dumped["changes"] if row[0] == arn and row[3] == 2]
        assert sorted({kind for _, _, kind, *_ in noticed}) == KINDS
    assert (whole.calls, whole.commits) == (22, 10)
    assert not dumped["lost"]


@pytest.mark.parametrize(
    ("way", "backend"),
    [("exception", "asyncio"), ("no exception", "asyncio"), *(("cancelled", one) for one in BOTH)],
)
def test_cut_off_at_any_call_and_run_again_it_ends_as_if_it_had_not_been(
    prepared: Prepared, whole: Program, tmp_path: Path, way: str, backend: str
) -> None:
    async def cut_off(program: Program, number: int) -> None:
        with anyio.CancelScope() as scope:

            def on_call(at: int) -> None:
                if at == number and way == "cancelled":
                    scope.cancel()
                elif at == number:
                    raise CutError if way == "exception" else Cut

            program.on_call = on_call
            await program.run()
        assert scope.cancelled_caught
        raise Cut

    async def main() -> None:
        for number in range(1, whole.calls + 1):
            program = program_in(tmp_path / str(number), prepared)
            with pytest.raises((Cut, CutError)):
                await cut_off(program, number)
            program.on_call = lambda _: None
            await program.run()
            assert program.dump() == whole.dump(), number

    anyio.run(main, backend=backend)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("error", "backend"),
    [*((CutError(), one) for one in BOTH), (sqlite3.OperationalError("disk I/O error"), "asyncio")],
)
def test_cut_off_at_any_commit_and_run_again_it_ends_as_if_it_had_not_been(
    prepared: Prepared,
    whole: Program,
    tmp_path: Path,
    *,
    when: str,
    error: Exception,
    backend: str,
) -> None:
    async def main() -> None:
        for number in range(1, whole.commits + 1):
            program = program_in(tmp_path / str(number), prepared)

            def on_commit(at: int, where: str, number: int = number) -> None:
                if (at, where) == (number, when):
                    raise error

            program.on_commit = on_commit
            with pytest.raises((CutError, AccessAnalyzerError)):
                await program.run()
            program.on_commit = lambda _at, _where: None
            await program.run()
            assert program.dump() == whole.dump(), number

    anyio.run(main, backend=backend)


def test_cut_off_inside_of_a_transaction_and_run_again_it_ends_as_if_it_had_not_been(
    prepared: Prepared, whole: Program, tmp_path: Path
) -> None:
    async def main() -> None:
        for number in range(1, whole.writes + 1, 4):
            program = program_in(tmp_path / str(number), prepared)

            def on_write(at: int, number: int = number) -> None:
                if at == number:
                    raise CutError

            program.on_write = on_write
            with pytest.raises(CutError):
                await program.run()
            program.on_write = lambda _: None
            await program.run()
            assert program.dump() == whole.dump(), number

    anyio.run(main)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
@pytest.mark.parametrize(("number", "when"), [(1, "after"), (3, "before"), (5, "after")])
def test_a_process_that_is_killed_at_a_commit_leaves_a_store_that_goes_on(
    prepared: Prepared, whole: Program, tmp_path: Path, number: int, when: str
) -> None:
    program = program_in(tmp_path / "store", prepared)
    service = tmp_path / "service.json"
    service.write_text(json.dumps(prepared[0]))
    arguments = (str(service), str(program.path.parent), str(number), when)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.workflows.store.crashing", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    anyio.run(program.run)
    assert program.dump() == whole.dump()
