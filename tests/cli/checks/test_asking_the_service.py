"""What is undecided here, asked of the service; and samples to see what checks say."""

import pytest

from aa_sdk.emulator import Emulator
from tests.cli.checks.shell import ERROR, FAIL, NARROW, PASS, UNDECIDED, Shell
from tests.cli.commands import REGION

ASKED = ("access-not-granted", "undecided.json", "--action", "sqs:SendMessage")


def test_the_service_is_asked_where_one_wants_it(shell: Shell, url: str) -> None:
    shell.write("undecided.json", UNDECIDED)
    service = ("--region", REGION, "--endpoint-url", url)
    assert shell.check(*ASKED).code == ERROR
    ended = shell.check(*ASKED, *service, "--ask-service")
    assert ended.code == ERROR
    assert "the service could not decide either" in ended.err


def test_a_call_that_fails_is_told(shell: Shell, emulator: Emulator, url: str) -> None:
    shell.write("undecided.json", UNDECIDED)
    emulator.faults.fail(
        "CheckAccessNotGranted", status=403, code="AccessDeniedException", message="not yours"
    )
    ended = shell.check(*ASKED, "--ask-service", "--region", REGION, "--endpoint-url", url)
    assert ended.code == ERROR
    assert "not yours" in ended.err


def test_the_emulator_is_asked_in_a_demo(shell: Shell) -> None:
    shell.write("narrow.json", NARROW)
    ended = shell.check("validate", "narrow.json", "--ask-service", "--demo")
    assert ended.code == PASS


@pytest.mark.parametrize(
    ("asked", "failed"),
    [
        ((), {"samples/deployer-role.json", "samples/website-bucket.json"}),
        (("no-new-access",), {"samples/deployer-role.json"}),
        (("no-public-access",), {"samples/website-bucket.json"}),
        (("validate",), {"samples/deployer-role.json"}),
        (("external-access",), {"samples/partner-bucket.json", "samples/website-bucket.json"}),
        (("access-not-granted", "--action", "iam:PassRole"), {"samples/deployer-role.json"}),
    ],
)
def test_every_check_has_samples(shell: Shell, asked: tuple[str, ...], failed: set[str]) -> None:
    ended = shell.check(*asked, "--demo", "-o", "json")
    assert ended.code == FAIL
    told = ended.json
    assert {one["policy"] for one in told if one["result"] == "FAIL"} == failed
    assert {one["result"] for one in told} <= {"PASS", "FAIL"}
