"""Completion, and where a verb may stand."""

import os
import subprocess
import sys
from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

import typer.main

from aa_sdk.cli._grammar import NounGroup
from aa_sdk.cli.app import app
from tests.cli.commands import COMMAND, run


def completed(*words: str) -> list[str]:
    """What bash is offered for the last of some words."""
    asked = {
        "_AA_SDK_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(["aa-sdk", *words]),
        "COMP_CWORD": str(len(words)),
    }
    program = COMMAND[2].replace("main()", "import sys; sys.argv = ['aa-sdk']; main()")
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_a_shell_is_offered_nouns_verbs_and_options() -> None:
    assert completed("fin") == ["findings"]
    assert completed("findings", "g") == ["get"]
    assert completed("findings", "list", "--whe") == ["--where"]
    assert completed("findings", "list", "--format", "ndj") == ["ndjson"]


def offered(noun: str, incomplete: str) -> list[str]:
    root: Any = typer.main.get_command(app)
    with root.make_context("aa-sdk", [noun], resilient_parsing=True) as ctx:
        group = root.get_command(ctx, noun)
        with group.make_context(noun, [], parent=ctx, resilient_parsing=True) as inner:
            return [one.value for one in group.shell_complete(inner, incomplete)]


def test_a_bare_noun_offers_the_options_of_its_list() -> None:
    assert offered("findings", "--whe") == ["--where"]
    assert offered("findings", "--dem") == ["--demo"]
    assert offered("findings", "l") == ["list"]


def test_all_nouns_are_offered_with_their_help() -> None:
    root: Any = typer.main.get_command(app)
    with root.make_context("aa-sdk", [], resilient_parsing=True) as ctx:
        found = {one.value: one.help for one in root.shell_complete(ctx, "")}
        assert root.get_command(ctx, "none-such") is None
    assert list(found) == ["analyzers", "findings", "rules", "check"]


class Open(NounGroup):
    bare = "read"
    is_open = True


def test_a_word_that_is_no_verb_may_be_what_the_bare_verb_takes() -> None:
    opened = typer.Typer(cls=Open, no_args_is_help=True)
    read: list[tuple[str, bool]] = []

    @opened.command("read")
    def _read(name: str, *, loud: bool = False) -> None:
        read.append((name, loud))

    @opened.command("other")
    def _other() -> None:
        read.append(("other", False))

    command: Any = typer.main.get_command(opened)
    for arguments in (["a"], ["--loud", "b"], ["read", "c"], ["other"], []):
        command.main(arguments, standalone_mode=False) if arguments else None
    assert read == [("a", False), ("b", True), ("c", False), ("other", False)]


def test_help_of_a_noun_is_its_own_wherever_it_is_asked_for() -> None:
    assert "Commands:" in run("findings", "--help").stdout
    assert "Commands:" in run("findings", "--region", "eu-west-1", "--help").stdout
