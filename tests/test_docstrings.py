"""The examples in docstrings of public things: all of them are Python, and most of them run.

Those of operations are held to more, in `tests/operations/test_docstrings.py`.
"""

import inspect
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient
from tests.architecture.test_doors import PUBLIC
from tests.docstrings import compiled, examples_of, names_of, run
from tests.operations.given import given

# Examples that go on from something of the reader's own: accounts, files, a job that takes its
# time; or that change the program that they are in. The guides have whole programs for each,
# which are run.
FRAGMENTS = (
    "aa_sdk.emulator.",
    "aa_sdk.events.",
    "aa_sdk.frames.Table",
    "aa_sdk.frames.charts",
    "aa_sdk.frames.exposure_report",
    "aa_sdk.frames.findings_table",
    "aa_sdk.frames.tables",
    "aa_sdk.frames.unused_access_report",
    "aa_sdk.otel",
    "aa_sdk.progress.",
    "aa_sdk.workflows.",
)


def public_examples() -> dict[str, str]:
    """The examples in public modules, their classes, functions and methods, each of them once."""
    found = dict[str, str]()
    for module in PUBLIC:
        loaded: Any = import_module(module)
        things = [(module, loaded)]
        for public in loaded.__all__:
            things += described(f"{module}.{public}", getattr(loaded, public))
        for name, thing in things:
            new = {n: code for n, code in examples_of(name, thing) if code not in found.values()}
            found.update(new)
    return found


def described(name: str, value: object) -> list[tuple[str, object]]:
    """A class or a function, and what a class has."""
    if inspect.isfunction(value):
        return [(name, value)]
    if not inspect.isclass(value):
        return []
    members = [(member, getattr(value, member)) for member in vars(value) if member[0] != "_"]
    return [(name, value), *((f"{name}.{member}", thing) for member, thing in members)]


EXAMPLES = {
    name: code
    for name, code in public_examples().items()
    if not name.startswith("aa_sdk.operations.")
}
WHOLE = {name: code for name, code in EXAMPLES.items() if not name.startswith(FRAGMENTS)}


def test_every_example_is_python() -> None:
    for name, code in EXAMPLES.items():
        compiled(code, name)
    assert len(EXAMPLES) > 60


@pytest.mark.parametrize("name", WHOLE)
async def test_an_example_that_is_whole_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where it writes its files
    async with given() as (emulator, names):
        findings = await names["client"].list_findings_v2(names["arn"]).collect()
        there = {
            **names_of("aa_sdk.client"),
            **names_of("aa_sdk.pace"),
            "AccessAnalyzerClient": partial(AccessAnalyzerClient, session=emulator.session()),
            "findings": findings,
            "finding": await names["client"].get_finding_v2(names["arn"], findings[0].id),
        }
        await run(WHOLE[name], name, {**names, **there})
