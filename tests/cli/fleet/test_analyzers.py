"""`aa-sdk fleet analyzers`."""

from typing import Any

import pytest

from aa_sdk.cli._fleet.outcome import Swept, tell
from aa_sdk.cli._tables import writers
from aa_sdk.workflows import FleetOutcome, NoAnalyzer, NotActive, ScopeOutcome
from tests.cli.commands import run
from tests.cli.fleet.sweeping import records, sweep
from tests.workflows.fleet.world import CALLER, HOME, ONE, THREE, TWO, UNUSED, WEST, World

DEMO = ("fleet", "analyzers", "--demo")


def by_place(found: list[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    places: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in found:
        places.setdefault((one["account"], one["region"]), []).append(one)
    return places


def test_every_account_and_region_has_its_analyzers_or_what_is_wrong(world: World) -> None:
    idle = world.analyzer(ONE, WEST, UNUSED, status="DISABLED")
    result = sweep("analyzers", "--organization", "-o", "ndjson")
    assert result.exit_code == 4
    places = by_place(records(result))
    assert {*places} == {(one, two) for one in (CALLER, ONE, TWO, THREE) for two in (HOME, WEST)}
    (own,) = places[CALLER, HOME]
    assert (own["status"], own["problem"], own["reason"]) == ("ACTIVE", None, None)
    assert [one["arn"] for one in places[ONE, WEST] if one["status"] != "ACTIVE"] == [idle]
    assert {one["problem"] for one in places[ONE, WEST]} == {"not_active"}
    (without,), (denied,) = places[THREE, HOME], places[TWO, HOME]
    assert (without["problem"], without["reason"]) == ("no_analyzer", "no analyzer")
    assert denied["problem"] == "denied"
    assert "not you" in denied["reason"]
    assert "arn" not in denied


def test_the_outcome_counts_accounts_and_regions_and_no_findings(world: World) -> None:
    assert world
    result = sweep("analyzers", "--accounts", f"{CALLER},{ONE}")
    assert result.exit_code == 0
    assert result.stderr.startswith("4 scopes: 3 ok, 1 no analyzer\n")


@pytest.mark.parametrize("columns", [80, 140])
def test_rows_fit_a_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "width", lambda: columns)
    header, *lines = run(*DEMO).stdout.splitlines()
    assert header.split()[:5] == ["ACCOUNT", "REGION", "NAME", "STATUS", "TYPE"]
    assert max(map(len, lines)) <= columns
    assert len(lines) == 4 * 4 + 2 + 2
    assert ("WHY" in header) is (columns == 140)
    (denied, _) = [line.split() for line in lines if line.startswith(" 444455556666")]
    assert denied[2] == "denied"
    assert ("AssumeRole:" in denied) is (columns == 140)


def test_an_analyzer_that_is_not_active_tells_why(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 200)
    world.analyzer(CALLER, HOME, UNUSED, status="DISABLED")
    result = sweep("analyzers", "--accounts", CALLER)
    assert result.exit_code == 4
    idle = [line for line in result.stdout.splitlines() if "DISABLED" in line]
    assert len(idle) == 1
    assert "analyzer account_unused_access is DISABLED" in idle[0]


def test_however_much_goes_wrong_is_told_in_twenty_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    scopes = tuple(
        ScopeOutcome(f"{number:012}", HOME, NotActive((f"analyzer {number} is FAILED",)))
        for number in range(50)
    )
    assert tell(Swept(FleetOutcome(scopes), is_more=False)) == 4
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 20
    assert lines[-1] == "… 33 more problems"


def test_accounts_without_analyzers_are_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = FleetOutcome((ScopeOutcome(CALLER, HOME, NoAnalyzer()),))
    assert tell(Swept(outcome, is_more=False)) is None
    assert "nobody has looked" in capsys.readouterr().err
