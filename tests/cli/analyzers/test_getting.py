"""`aa-sdk analyzers get`."""

import json

import pytest

from aa_sdk.emulator import Emulator
from tests.cli.commands import REGION, run

ARN = f"arn:aws:access-analyzer:{REGION}:111122223333:analyzer/account-unused"


@pytest.fixture
def service(emulator: Emulator, url: str) -> tuple[str, ...]:
    emulator.populate(findings=4)
    return ("--region", REGION, "--endpoint-url", url)


@pytest.mark.parametrize("name", ["account-unused", ARN])
def test_an_analyzer_is_shown_by_its_name_or_arn(service: tuple[str, ...], name: str) -> None:
    card = run("analyzers", "get", name, *service)
    assert card.exit_code == 0, card.stderr
    for text in ("account-unused", "ACTIVE", "ACCOUNT_UNUSED_ACCESS", "unused access age 90", ARN):
        assert text in card.stdout


def test_programs_get_all_that_the_service_says(service: tuple[str, ...]) -> None:
    told = json.loads(run("analyzers", "get", "account-unused", *service, "-o", "json").stdout)
    assert told["arn"] == ARN
    assert told["configuration"] == {"unusedAccess": {"unusedAccessAge": 90}}
    assert told["tags"] == {"team": "security"}
    line = run("analyzers", "get", "account-unused", *service, "-o", "ndjson").stdout
    assert (line.count("\n"), json.loads(line)) == (1, told)


def test_a_name_of_none_is_told_with_the_nearest(service: tuple[str, ...]) -> None:
    near = run("analyzers", "get", "acount-unused", *service)
    assert (near.exit_code, near.stdout) == (1, "")
    assert near.stderr.endswith("acount-unused: did you mean 'account-unused'?\n")
    far = run("analyzers", "get", "xyz", *service)
    assert "there are account-external, account-unused" in far.stderr
