"""`aa-sdk analyzers ensure`."""

import io
import json
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from aa_sdk import AccessAnalyzerClient
from aa_sdk.cli._analyzers.ensuring import Ensuring, ensure_analyzers
from aa_sdk.cli._options import ReportFormat
from aa_sdk.cli._waiting import told_late
from aa_sdk.emulator import Durations, Emulator, LoopClock
from aa_sdk.workflows import AnalyzerSpec
from tests.cli.commands import REGION, listed, run
from tests.conftest import Run
from tests.workflows.desired import writes

AUDIT: dict[str, Any] = {
    "name": "audit",
    "type": "ACCOUNT_UNUSED_ACCESS",
    "configuration": {"unused_access": {"unused_access_age": 30}},
    "archive_rules": {"own": "resource~:role/own-"},
    "tags": {"team": "security"},
}
OWN: dict[str, Any] = {"name": "own", "type": "ORGANIZATION"}


class Ensure:
    """The command, with its file and its service."""

    def __init__(self, emulator: Emulator, service: tuple[str, ...], path: Path) -> None:
        self.emulator = emulator
        self.service = service
        self.path = path

    def __call__(self, specs: Any, *options: str) -> Any:
        self.path.write_text(json.dumps(specs))
        return run("analyzers", "ensure", str(self.path), *options, *self.service)

    def records(self, specs: Any, *options: str) -> list[dict[str, Any]]:
        result = self(specs, *options, "-o", "json")
        assert result.exit_code == 0, result.stderr
        records: list[dict[str, Any]] = json.loads(result.stdout)
        return records


@pytest.fixture
def ensure(emulator: Emulator, url: str, tmp_path: Path) -> Ensure:
    service = ("--region", REGION, "--endpoint-url", url)
    return Ensure(emulator, service, tmp_path / "specs.json")


def names(ensure: Ensure) -> set[object]:
    return {one["name"] for one in listed("analyzers", *ensure.service)}


def test_a_plan_changes_nothing_and_says_what_would_be(ensure: Ensure) -> None:
    ensure.emulator.populate(findings=4)
    result = ensure(OWN, "--plan")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "own  ORGANIZATION",
        "+ analyzer own",
        "    + type: ORGANIZATION",
        "",
        "Plan: 1 to create, 0 to change, 0 to destroy.",
    ]
    assert writes(ensure.emulator) == []


def test_what_is_specified_is_made_and_then_left_alone(ensure: Ensure) -> None:
    first = ensure([AUDIT, OWN])
    assert first.exit_code == 0, first.stderr
    assert "Applied: 3 created, 0 changed, 0 destroyed." in first.stdout
    assert "\n\nown  ORGANIZATION\n" in first.stdout
    (rule,) = listed("rules", *ensure.service)
    assert rule["filter"] == {"resource": {"contains": [":role/own-"]}}
    done = writes(ensure.emulator)
    again = ensure([AUDIT, OWN])
    assert again.stdout.count("Applied: 0 created, 0 changed, 0 destroyed.") == 2
    assert writes(ensure.emulator) == done


def test_a_specification_can_come_through_a_pipe(ensure: Ensure) -> None:
    text = "name = 'own'\ntype = 'ORGANIZATION'"
    result = run("analyzers", "ensure", "-", *ensure.service, stdin=text)
    assert result.exit_code == 0, result.stderr
    assert names(ensure) == {"own"}


def test_a_difference_can_be_asked_for_by_the_exit_code(ensure: Ensure) -> None:
    asked = ("--plan", "--exit-code")
    assert ensure([AUDIT, OWN], *asked).exit_code == 3
    assert ensure([AUDIT, OWN]).exit_code == 0
    result = ensure([AUDIT, OWN], *asked)
    assert result.exit_code == 0
    assert "No changes: audit is as specified." in result.stdout


def test_programs_get_a_record_of_every_analyzer(ensure: Ensure) -> None:
    (planned,) = ensure.records(AUDIT, "--plan")
    assert (planned["applied"], planned["analyzerArn"], planned["status"]) == (False, None, None)
    (made,) = ensure.records(AUDIT)
    assert (made["applied"], made["name"], made["status"]) == (True, "audit", "ACTIVE")
    analyzer, rule, tag = made["changes"]
    assert planned["changes"] == made["changes"]
    assert analyzer["after"] == {
        "name": "audit",
        "type": "ACCOUNT_UNUSED_ACCESS",
        "configuration": {"unusedAccess": {"unusedAccessAge": 30}},
        "archiveRules": {"own": {"resource": {"contains": [":role/own-"]}}},
        "tags": {"team": "security"},
    }
    assert (rule["action"], rule["name"], rule["before"]) == ("create", "own", None)
    assert (tag["subject"], tag["after"]) == ("tag", "security")
    exclusions = [{"resource_tags": [{"a": "b"}]}]
    changed = AUDIT | {
        "configuration": {"unused_access": {"analysis_rule": {"exclusions": exclusions}}},
        "archive_rules": {},
    }
    (report,) = ensure.records(changed)
    (configuration,) = report["changes"]
    assert configuration["action"] == "change"
    assert configuration["before"] == {"unusedAccess": {"unusedAccessAge": 30}}
    assert report["unmanaged"] == [
        {
            "subject": "archive_rule",
            "name": "own",
            "value": {"resource": {"contains": [":role/own-"]}},
        }
    ]
    line = ensure(changed, "-o", "ndjson").stdout
    assert (line.count("\n"), json.loads(line)["changes"]) == (1, [])


def test_what_stands_in_the_way_of_one_stops_all_and_says_which_option_helps(
    ensure: Ensure,
) -> None:
    assert ensure(AUDIT).exit_code == 0
    done = writes(ensure.emulator)
    older = AUDIT | {"configuration": {"unused_access": {"unused_access_age": 60}}}
    for options in ((), ("--plan",)):
        result = ensure([OWN, older], *options)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert "in the way of audit: unused_access_age cannot be changed" in result.stderr
        assert "--replace deletes the analyzer with its findings" in result.stderr
        assert "    ! unused_access_age cannot be changed from 30 to 60: --replace" in result.stdout
        assert "=True" not in result.stdout + result.stderr
    assert writes(ensure.emulator) == done
    (told, _) = json.loads(ensure([older, OWN], "-o", "json").stdout)
    assert told["blocked"][0]["option"] == "replace"
    (replaced,) = ensure.records(older, "--replace")
    assert [change["action"] for change in replaced["changes"]] == ["replace"]
    assert names(ensure) == {"audit"}


def test_what_is_not_specified_goes_when_that_is_asked_for(ensure: Ensure) -> None:
    assert ensure(AUDIT).exit_code == 0
    bare = {"name": "audit", "type": "ACCOUNT_UNUSED_ACCESS"}
    stays = ensure(bare, "--plan")
    assert "Left as it is, unknown to the specification:" in stays.stdout
    (report,) = ensure.records(bare, "--prune")
    assert [change["action"] for change in report["changes"]] == ["delete", "delete"]
    assert listed("rules", *ensure.service) == []


def test_the_only_analyzer_of_a_type_is_taken_over_when_that_is_asked_for(ensure: Ensure) -> None:
    assert ensure({"name": "by-hand", "type": "ACCOUNT"}).exit_code == 0
    wanted = {"name": "mine", "type": "ACCOUNT", "tags": {"a": "b"}}
    refused = ensure(wanted)
    assert refused.exit_code == 1
    assert "--adopt takes it over under its name" in refused.stderr
    result = ensure(wanted, "--adopt")
    assert result.exit_code == 0
    assert "Took over by-hand in the place of mine.\n" in result.stdout
    assert names(ensure) == {"by-hand"}
    (report,) = ensure.records(wanted, "--adopt")
    assert (report["adopts"], report["name"]) == ("by-hand", "by-hand")


def test_one_analyzer_is_not_taken_over_twice(ensure: Ensure) -> None:
    assert ensure({"name": "by-hand", "type": "ORGANIZATION"}).exit_code == 0
    done = writes(ensure.emulator)
    result = ensure([OWN, OWN | {"name": "other"}], "--adopt")
    assert (result.exit_code, result.stderr) == (
        1,
        "error: --adopt: own and other would both take over by-hand: nothing was changed\n",
    )
    assert writes(ensure.emulator) == done


def test_an_error_on_the_way_says_what_was_done_before(ensure: Ensure) -> None:
    ensure.emulator.faults.fail(
        "CreateAnalyzer", status=403, code="AccessDeniedException", message="not you", nth=2
    )
    result = ensure([OWN, AUDIT], "-o", "json")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("error: analyzer audit: ")
    assert result.stderr.endswith("; done before: own\n")
    assert [report["name"] for report in json.loads(result.stdout)] == ["own"]
    ensure.emulator.faults.fail(
        "CreateAnalyzer", status=403, code="AccessDeniedException", message="not you"
    )
    assert "done before" not in ensure(AUDIT).stderr


def test_an_analyzer_that_is_deleted_and_not_there_anew_is_told(ensure: Ensure) -> None:
    assert ensure(AUDIT).exit_code == 0
    ensure.emulator.faults.fail("CreateAnalyzer", status=403, code="AccessDeniedException")
    older = AUDIT | {"configuration": {"unused_access": {"unused_access_age": 60}}}
    result = ensure(older, "--replace")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.endswith("; analyzer audit is deleted: run again, audit is created\n")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--timeout", "0"), "--timeout"),
        (("--timeout", "inf"), "--timeout"),
        (("--exit-code",), "--exit-code"),
        (("--format", "csv"), "csv"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    ensure: Ensure, options: tuple[str, ...], told: str
) -> None:
    result = ensure(OWN, *options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not ensure.emulator.calls


def test_a_file_that_is_wrong_is_told_before_anything_is_asked(ensure: Ensure) -> None:
    result = ensure(OWN | {"tag": {}})
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"error: {ensure.path}: tag: is no part of an analyzer: did you mean 'tags'?\n"
    )
    assert not ensure.emulator.calls


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_who_waits_in_a_terminal_is_told_for_what(
    run_in_virtual_time: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stderr := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")

    async def main() -> None:
        emulator = Emulator(
            clock=LoopClock(), durations=Durations(account_analyzer=timedelta(seconds=9))
        )
        async with AccessAnalyzerClient(session=emulator.session()) as client:
            specs = [AnalyzerSpec("slow", "ACCOUNT")]
            await ensure_analyzers(client, specs, Ensuring(), ReportFormat.JSON)
            told = stderr.getvalue()
            await ensure_analyzers(client, specs, Ensuring(), ReportFormat.JSON)
            assert "waiting for slow to be ACTIVE" in told
            assert stderr.getvalue() == told

    run_in_virtual_time(main)


def test_nobody_is_told_where_there_is_no_terminal(
    run_in_virtual_time: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stderr := io.StringIO())

    async def main() -> None:
        await told_late("waiting", partial(anyio.sleep, 9))

    run_in_virtual_time(main)
    assert stderr.getvalue() == ""
