"""How a command ends: errors, interrupts, readers that leave, and what is not installed."""

import os
import re
import signal
import socket
import subprocess
import sys

import pytest
import typer

import aa_sdk
from aa_sdk import AccessAnalyzerClient
from aa_sdk.cli import main
from aa_sdk.cli._options import ServiceOptions
from aa_sdk.cli.running import run as run_command
from aa_sdk.cli.running import run_alone
from tests.cli.commands import REGION, run


def test_an_error_is_one_line_on_stderr(url: str) -> None:
    connection = ("--region", REGION, "--endpoint-url", url)
    result = run("findings", *connection, "--profile", "no-such-profile")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_an_unreachable_service_is_an_error_of_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # or it would be tried again, in real time
    result = run("analyzers", "--region", REGION, "--endpoint-url", "http://127.0.0.1:1")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


# A shell lets what it runs in the background ignore interrupts, and that is inherited.
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from aa_sdk.cli import main; main()"
)


def test_an_interrupt_leaves_no_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        command = ["analyzers", "--region", REGION, "--endpoint-url", url]
        with subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            connection, _ = silent.accept()
            with connection:
                connection.settimeout(30)
                assert connection.recv(1)  # it has connected, and knows that it has
                process.send_signal(signal.SIGINT)
                output = process.communicate(timeout=30)
    assert (process.returncode, *output) == (130, "", "")


def test_an_interrupt_ends_with_the_code_that_shells_expect() -> None:
    async def interrupted(_: AccessAnalyzerClient) -> None:
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as ended:
        run_command(interrupted, ServiceOptions(REGION, None, None, demo=True))
    assert ended.value.exit_code == 130


def test_a_reader_that_has_left_causes_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    program = "from aa_sdk.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "findings", "--demo", "--format", "csv"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


def test_the_version_can_be_asked_for() -> None:
    assert run("--version").stdout == f"aa-sdk {aa_sdk.__version__}\n"


def test_without_the_extra_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aa_sdk.cli.app")
    monkeypatch.setitem(sys.modules, "typer", None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == "error: the command line is an extra: pip install 'aa-sdk[cli]'"


def test_a_missing_part_of_our_own_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aa_sdk.cli.app")
    monkeypatch.setitem(sys.modules, "aa_sdk.cli._options", None)
    with pytest.raises(ModuleNotFoundError, match="_options"):
        main()


ASKED = """
import sys
from contextlib import suppress
from aa_sdk.cli import main
sys.argv = ["aa-sdk", "--help"]
with suppress(SystemExit):
    main()
slow = {"aiobotocore", "anyio", "botocore", "pydantic", "pydantic_core", "rich"} & set(sys.modules)
sys.exit(" ".join(sorted(slow)) or 0)
"""


def test_help_loads_nothing_but_what_reads_the_command_line() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Commands:" in done.stdout


@pytest.mark.parametrize(
    "noun",
    [
        *((), ("findings",), ("analyzers",), ("rules",), ("analyzers", "list")),
        *(("findings", verb) for verb in ("list", "get", "archive", "unarchive", "export")),
        *(("rules", verb) for verb in ("list", "effect", "create", "apply")),
        ("findings", "summary"),
    ],
)
def test_every_help_has_an_example(noun: tuple[str, ...]) -> None:
    told = run(*noun, "--help").stdout
    assert "Examples:\n" in told
    assert re.search(r"^ +aa-sdk \w+", told, re.MULTILINE)


def test_a_noun_that_is_none_is_told_with_the_one_that_is_meant() -> None:
    near, unlike = run("findngs"), run("xyz")
    assert (near.exit_code, unlike.exit_code) == (2, 2)
    assert "No such command 'findngs'. Did you mean 'findings'?" in near.stderr
    assert "No such command 'xyz'." in unlike.stderr
    assert run("findings", "gte", "2").exit_code == 2


def test_a_process_without_outputs_ends_as_any_other() -> None:
    program = "import sys; sys.stdout = sys.stderr = None; from aa_sdk.cli._terminal import *; "
    done = subprocess.run(
        [sys.executable, "-c", f"{program}flush(); sys.exit(is_shown())"], check=False
    )
    assert done.returncode == 0


def test_a_command_ends_with_the_code_that_it_returns() -> None:
    async def partly() -> int:
        return 4

    with pytest.raises(typer.Exit) as ended:
        run_alone(partly)
    assert ended.value.exit_code == 4
