"""`aa-sdk findings get`, and the short forms of ids."""

import json

import pytest

from aa_sdk.emulator import Emulator
from tests.cli.commands import REGION, listed, run


def test_a_finding_is_shown_by_the_beginning_of_its_id(emulator: Emulator, url: str) -> None:
    emulator.populate(findings=20)
    service = ("--region", REGION, "--endpoint-url", url)
    finding = listed("findings", *service)[0]
    whole = str(finding["id"])
    for typed in (whole, whole[:8]):
        card = run("findings", "get", typed, *service)
        assert card.exit_code == 0, card.stderr
        assert whole in card.stdout
        told = json.loads(run("findings", "get", typed, *service, "-o", "json").stdout)
        assert (told["id"], told["analyzerArn"]) == (whole, finding["analyzerArn"])
        assert told["findingDetails"]
        line = run("findings", "get", typed, *service, "-o", "ndjson").stdout
        assert (line.count("\n"), json.loads(line)) == (1, told)


def test_an_id_of_none_and_one_of_several_are_told_apart() -> None:
    none = run("findings", "get", "zzz", "--demo")
    assert (none.exit_code, none.stdout) == (1, "")
    assert none.stderr.startswith("error: no finding whose id begins with zzz in account-external")
    first = {str(one["id"])[0] for one in listed("findings", "--demo")}
    several = run("findings", "get", min(first), "--demo")
    assert several.exit_code == 1
    assert several.stderr.startswith("error: more than one finding has an id that begins with")


def test_an_id_that_is_empty_is_wrong_usage() -> None:
    result = run("findings", "get", "", "--demo")
    assert result.exit_code == 2
    assert "is empty" in result.stderr


@pytest.mark.parametrize("how", ["csv", "markdown"])
def test_one_finding_is_no_listing(how: str) -> None:
    first = str(listed("findings", "--demo", "--limit", "1")[0]["id"])
    result = run("findings", "get", first, "--demo", "-o", how)
    assert result.exit_code in {1, 2}
    assert how in result.stderr


def test_formats_of_listings_are_not_offered_for_one_finding() -> None:
    result = run("findings", "get", "222891f6", "--demo", "-o", "csv")
    assert result.exit_code == 2
    assert "'table', 'json', 'ndjson'" in result.stderr
    assert "csv" not in run("findings", "get", "--help").stdout.partition("Examples:")[0]
