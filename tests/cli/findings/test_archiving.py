"""`aa-sdk findings archive` and `unarchive`."""

import json
from typing import Any

import pytest

from aa_sdk.emulator import Emulator
from tests.cli.commands import REGION, listed, run


@pytest.fixture
def service(emulator: Emulator, url: str) -> tuple[str, ...]:
    emulator.populate(findings=60)
    return ("--region", REGION, "--endpoint-url", url)


def statuses(service: tuple[str, ...]) -> dict[Any, Any]:
    return {one["id"]: one["status"] for one in listed("findings", *service)}


def some(service: tuple[str, ...], status: str, count: int) -> list[str]:
    return [each for each, its in statuses(service).items() if its == status][:count]


def test_findings_that_are_named_by_the_beginnings_of_their_ids_are_archived(
    service: tuple[str, ...],
) -> None:
    before = statuses(service)
    ids = some(service, "ACTIVE", 3)
    result = run("findings", "archive", *(each[:8] for each in ids), *service)
    assert result.exit_code == 0, result.stderr
    assert statuses(service) == before | dict.fromkeys(ids, "ARCHIVED")
    assert run("findings", "unarchive", *ids, *service).exit_code == 0
    assert statuses(service) == before


def test_findings_that_match_are_archived_in_all_analyzers(service: tuple[str, ...]) -> None:
    before = listed("findings", *service)
    where = ("--where", "resourceType=AWS::S3::Bucket,AWS::IAM::Role")
    result = run("findings", "archive", *where, *service, "--format", "json")
    reports = json.loads(result.stdout)
    meant = {
        one["id"]
        for one in before
        if one["status"] == "ACTIVE"
        and one["resourceType"] in {"AWS::S3::Bucket", "AWS::IAM::Role"}
    }
    assert {each for report in reports for each in report["changed"]} == meant
    assert len(reports) > 1
    after = statuses(service)
    assert {each for each, status in after.items() if status == "ARCHIVED"} >= meant
    others = {one["id"]: one["status"] for one in before if one["id"] not in meant}
    assert {each: after[each] for each in others} == others


def test_a_dry_run_changes_nothing_and_says_what_would_be(service: tuple[str, ...]) -> None:
    before = statuses(service)
    where = ("--where", "resourceType=AWS::S3::Bucket")
    result = run("findings", "archive", *where, *service, "--dry-run", "-o", "ndjson")
    reports = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(report["dryRun"] for report in reports)
    assert any(report["changed"] for report in reports)
    shown = run("findings", "archive", *where, *service, "--dry-run")
    assert "would archive" in shown.stdout
    assert "account-external" in shown.stdout
    assert statuses(service) == before


def test_all_archived_findings_of_an_analyzer_can_be_made_active(service: tuple[str, ...]) -> None:
    one = ("--analyzer", "account-external")
    result = run("findings", "unarchive", "--where", "status=ARCHIVED", *one, *service)
    assert result.exit_code == 0
    left = {f["status"] for f in listed("findings", *one, *service)}
    assert "ARCHIVED" not in left


def test_what_other_analyzers_do_not_tell_matches_as_it_does_in_a_listing(
    service: tuple[str, ...],
) -> None:
    where = ("--where", "isPublic!=true")
    meant = {one["id"] for one in listed("findings", *where, "--where", "status=ACTIVE", *service)}
    result = run("findings", "archive", *where, *service, "--dry-run", "-o", "json")
    assert {each for report in json.loads(result.stdout) for each in report["changed"]} == meant
    public = run("findings", "archive", "--where", "isPublic=true", *service, "--dry-run")
    assert "unused" not in public.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "either by ids or by --where"),
        (("abc", "--where", "id=x"), "either by ids or by --where"),
        (("abc", ""), "an ID is empty"),
        (("--where", "status=ACTIVE"), "would archive every active finding"),
        (("--where", "status=RESOLVED"), "other findings than ACTIVE ones"),
        (("--where", "stauts=ACTIVE"), "status"),
        (("abc", "--format", "csv"), "csv"),
    ],
)
def test_what_does_not_say_which_findings_is_wrong_usage(
    arguments: tuple[str, ...], told: str
) -> None:
    result = run("findings", "archive", *arguments, "--demo")
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


def test_an_id_that_no_finding_has_stops_everything(service: tuple[str, ...]) -> None:
    before = statuses(service)
    (each,) = some(service, "ACTIVE", 1)
    result = run("findings", "archive", each, "zzz", *service)
    assert (result.exit_code, result.stderr) == (
        1,
        "error: no finding has an id that begins with zzz\n",
    )
    assert statuses(service) == before


def test_nothing_that_matches_is_said(service: tuple[str, ...]) -> None:
    result = run("findings", "archive", "--where", "resource~none-such", *service, "-o", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert result.stderr.startswith("no ACTIVE finding matches resource")


def test_a_finding_that_cannot_be_changed_is_done_in_part(service: tuple[str, ...]) -> None:
    (resolved,) = some(service, "RESOLVED", 1)
    (active,) = some(service, "ACTIVE", 1)
    result = run("findings", "archive", resolved, active, *service)
    assert result.exit_code == 4
    assert statuses(service)[active] == "ARCHIVED"


def test_an_error_on_the_way_says_how_far_it_came(
    emulator: Emulator, service: tuple[str, ...]
) -> None:
    emulator.faults.fail(
        "UpdateFindings", status=403, code="AccessDeniedException", message="not you"
    )
    result = run("findings", "archive", *some(service, "ACTIVE", 1), *service, "-o", "json")
    assert result.exit_code == 1
    assert "not you" in result.stderr
    assert "0 of 1 findings are ARCHIVED by now" in result.stderr
    assert result.stderr.count("\n") == 1
    assert json.loads(result.stdout) == []
