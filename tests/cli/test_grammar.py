"""Completion, and where a verb may stand."""

import os
import subprocess
import sys
from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

import typer.main
from typer.testing import CliRunner

from aa_sdk.cli._grammar import CommandGroup, NounGroup
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


NOUNS = ["analyzers", "findings", "rules", "sync", "fleet", "check", "diff", "preview", "emulator"]


def test_all_nouns_are_offered_with_their_help() -> None:
    root: Any = typer.main.get_command(app)
    with root.make_context("aa-sdk", [], resilient_parsing=True) as ctx:
        found = {one.value: one.help for one in root.shell_complete(ctx, "")}
        assert root.get_command(ctx, "none-such") is None
    assert list(found) == NOUNS


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


def test_an_error_about_a_file_is_not_taken_for_one_of_the_output() -> None:
    careless = typer.Typer(cls=CommandGroup)

    @careless.callback(invoke_without_command=True)
    def _read() -> None:
        raise FileNotFoundError(2, "No such file or directory", "none.json")

    ended = CliRunner().invoke(careless, [])
    assert isinstance(ended.exception, FileNotFoundError)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "a.json", "--format", "sarf"), "did you mean 'sarif'?"),
        (("check", "validate", "a.json", "-o", "jsn"), "did you mean 'json'?"),
        (("check", "a.json", "--policy-type", "IDENTITY"), "did you mean 'identity_policy'?"),
        (("check", "a.json", "--report", "srif=a"), "did you mean 'sarif'?"),
        (("findings", "--format", "tabel", "--demo"), "did you mean 'table'?"),
        (("findings", "export", "parket", "--demo"), "did you mean 'parquet'?"),
        (("diff", "a.json", "b.json", "-o", "markdwn"), "did you mean 'markdown'?"),
        (
            ("check", "no-public-access", "a.json", "--resource-type", "AWS::SQS::Que"),
            "'AWS::SQS::Que' is not checked: did you mean 'AWS::SQS::Queue'?",
        ),
        (("check", "a.json", "--format", "quux"), "'quux' is not one of 'text', 'json'"),
        (("check", "validate", "a.json", "--resource-type", "Q"), "'Q' is not checked: it is one "),
    ],
)
def test_a_choice_that_there_is_not_is_told_with_what_was_meant(
    arguments: tuple[str, ...], told: str
) -> None:
    result = run(*arguments)
    message = " ".join(result.stderr.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in message
    assert message.count("did you mean") == told.count("did you mean")
    assert "Value error" not in message
