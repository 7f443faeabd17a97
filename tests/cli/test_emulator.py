"""`aa-sdk emulator`."""

import json
import signal
import subprocess
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from tests.cli.commands import COMMAND, run
from tests.emulator.direct_calls import signature


def analyzers(url: str, region: str) -> list[str]:
    """The ARNs of the analyzers at a URL."""
    headers = {"Authorization": signature(region=region)}
    request = Request(f"{url}/analyzer", headers=headers)  # noqa: S310 (http on this machine)
    with urlopen(request, timeout=10) as response:  # noqa: S310 (the same)
        return [analyzer["arn"] for analyzer in json.load(response)["analyzers"]]


def served(*arguments: str, region: str) -> tuple[list[str], int, str]:
    """What is served, and how it ends when it is interrupted."""
    with subprocess.Popen(
        [*COMMAND, *arguments, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        url = process.stdout.readline().rsplit(maxsplit=1)[-1]
        found = analyzers(url, region)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    return found, process.returncode, stderr


def test_it_serves_until_it_is_interrupted_what_the_options_before_it_say() -> None:
    found, code, stderr = served("--region", "eu-west-1", "--demo", "emulator", region="eu-west-1")
    assert (code, stderr) == (0, "")
    assert found
    assert all(":eu-west-1:" in arn for arn in found)


def test_its_own_options_are_those_of_the_module() -> None:
    arguments = ("--region", "eu-west-1", "emulator", "--region", "us-west-2", "--populate", "5")
    found, code, _ = served(*arguments, region="us-west-2")
    assert code == 0
    assert found
    assert all(":us-west-2:" in arn for arn in found)
    assert served(*arguments, region="eu-west-1")[0] == []


@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_its_help_is_that_of_the_module_under_its_own_name(asked: str) -> None:
    result = run("emulator", asked)
    assert result.exit_code == 0
    assert "usage: aa-sdk emulator" in result.stdout
    assert "examples:\n  aa-sdk emulator --populate 1000\n" in result.stdout
    assert "python -m" not in result.stdout


def test_what_makes_no_sense_is_wrong_usage() -> None:
    for arguments in (("emulator", "--none-such"), ("--region", "x y", "emulator")):
        result = run(*arguments)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1), result.stderr


@pytest.mark.parametrize(
    ("option", "value"), [("--profile", "audit"), ("--endpoint-url", "http://127.0.0.1:1")]
)
def test_options_of_a_client_are_of_no_use_to_it(option: str, value: str) -> None:
    result = run(option, value, "emulator")
    assert result.exit_code == 2
    assert f"{option}: is of no use to an emulator" in result.stderr
