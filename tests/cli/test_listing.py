"""The commands `findings` and `analyzers`, on the demo and on a served emulator."""

import csv
import io
import json
import re
from datetime import timedelta

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.cli._findings.choosing import parse_filter
from aa_sdk.cli._findings.rows import ShortIds
from aa_sdk.emulator import Durations, Emulator
from aa_sdk.models import Criterion
from tests.cli.commands import REGION, listed, run


def test_the_demo_shows_findings_and_a_line_of_what_they_are() -> None:
    result = run("findings", "--demo")
    assert result.exit_code == 0
    assert result.stdout.startswith(" ID ")
    for text in ("external", "internal", "unused permissions", "unused role", "AWS::S3::Bucket"):
        assert text in result.stdout
    # The rows are data where they are not for a terminal, and the line is none of them.
    assert re.fullmatch(
        r"60 findings in 4 analyzers: 33 external \(\d+ public\), 12 internal, 15 unused\n",
        result.stderr,
    )


def test_rows_that_are_piped_are_whole_and_a_line_each() -> None:
    rows = run("findings", "--demo").stdout.splitlines()[1:]
    findings = listed("findings", "--demo")
    assert len(rows) == len(findings)
    for row, finding in zip(rows, findings, strict=True):
        assert row.startswith(f" {finding['id']} ")
        assert str(finding.get("resource", "")) in row
        assert ("PUBLIC" in row) == bool(finding.get("isPublic"))


def test_the_demo_streams_every_finding_type() -> None:
    types = {finding["findingType"] for finding in listed("findings", "--demo")}
    assert types == {
        "ExternalAccess",
        "InternalAccess",
        "UnusedIAMRole",
        "UnusedIAMUserAccessKey",
        "UnusedIAMUserPassword",
        "UnusedPermission",
    }


def test_a_filter_narrows_the_listing() -> None:
    everything = listed("findings", "--demo")
    active = listed("findings", "--demo", "--where", "status=ACTIVE")
    assert active == [finding for finding in everything if finding["status"] == "ACTIVE"]
    assert 0 < len(active) < len(everything)


def test_filters_must_all_hold() -> None:
    found = listed(
        *("findings", "--demo", "--where", "status=ACTIVE"),
        *("--where", "resourceType=AWS::S3::Bucket"),
    )
    assert {(f["status"], f["resourceType"]) for f in found} == {("ACTIVE", "AWS::S3::Bucket")}


def test_public_findings_are_told_from_others_without_fetching_details() -> None:
    findings = listed("findings", "--demo")
    public = listed("findings", "--demo", "--where", "isPublic=true")
    assert {f["id"] for f in findings if f.get("isPublic")} == {f["id"] for f in public}
    assert all(f["isPublic"] is True for f in public)
    assert all("isPublic" not in f for f in findings if f["findingType"] != "ExternalAccess")


def test_asking_for_what_is_not_public_says_so() -> None:
    found = listed("findings", "--demo", "--where", "isPublic=false")
    assert {f["isPublic"] for f in found} == {False}


def test_details_are_fetched_when_asked_for() -> None:
    with_details = listed("findings", "--demo", "--limit", "5", "--details")
    assert all("findingDetails" in finding for finding in with_details)
    table = run("findings", "--demo", "--limit", "5", "--details")
    assert table.exit_code == 0
    wide = run("findings", "--demo", "--limit", "1", "--details", "--columns", "id,details")
    assert "1 ExternalAccessDetails" in wide.stdout


def test_a_finding_that_is_gone_by_now_is_listed_without_details(
    emulator: Emulator, url: str
) -> None:
    arn = emulator.populate(findings=20).analyzers["account-external"]
    emulator.faults.fail(
        "GetFindingV2", status=404, code="ResourceNotFoundException", nth=(1,), message="gone"
    )
    connection = ("--region", REGION, "--endpoint-url", url, "--analyzer", arn)
    found = listed("findings", *connection, "--details", "--limit", "4")
    assert sorted("findingDetails" in finding for finding in found) == [False, True, True, True]


def test_a_limit_holds_over_all_analyzers() -> None:
    whole = listed("findings", "--demo")
    assert listed("findings", "--demo", "--limit", "3") == whole[:3]
    assert listed("findings", "--demo", "--limit", "1000") == whole
    assert listed("findings", "--demo", "--limit", "0") == whole


def test_a_table_that_is_cut_short_says_how_to_get_all() -> None:
    result = run("findings", "--demo", "--limit", "3")
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr.startswith("… more than 3: --limit 0 shows all\n3 findings in ")


def test_a_table_ends_at_a_thousand_findings_where_nothing_else_is_said(
    emulator: Emulator, url: str
) -> None:
    emulator.populate(findings=1500)
    connection = ("--region", REGION, "--endpoint-url", url)
    cut = run("findings", *connection)
    assert len(cut.stdout.splitlines()) == 1001
    assert "--limit 0 shows all" in cut.stderr
    assert len(run("findings", *connection, "--limit", "0").stdout.splitlines()) == 1501
    assert len(listed("findings", *connection)) == 1500


def test_values_of_one_key_are_alternatives_with_commas_or_repeated() -> None:
    commas = listed("findings", "--demo", "--where", "status=ACTIVE,RESOLVED")
    repeated = listed(
        "findings", "--demo", "--where", "status=ACTIVE", "--where", "status=RESOLVED"
    )
    assert commas == repeated
    assert {finding["status"] for finding in commas} == {"ACTIVE", "RESOLVED"}


def test_a_comma_that_belongs_to_a_value_is_escaped() -> None:
    assert parse_filter([r"resource~a\,b,c", "error!?"]).to_criteria() == {
        "resource": Criterion(contains=["a,b", "c"]),
        "error": Criterion(exists=False),
    }


def test_ndjson_is_an_object_a_line() -> None:
    lines = run("findings", "--demo", "-o", "ndjson").stdout.splitlines()
    assert [json.loads(line) for line in lines] == listed("findings", "--demo")


def test_markdown_is_a_table_whose_cells_stay_cells() -> None:
    header, rule, *rows = run("findings", "--demo", "-o", "markdown").stdout.splitlines()
    assert header.startswith("| id | status | what |")
    assert rule.count("|") == header.count("|")
    assert len(rows) == 60
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {header.count("|")}


def test_columns_can_be_chosen_and_one_that_is_none_is_told() -> None:
    chosen = run("findings", "--demo", "--limit", "1", "--columns", "resource,id")
    assert chosen.stdout.split()[:2] == ["RESOURCE", "ID"]
    wrong = run("findings", "--demo", "--columns", "resorce")
    assert (wrong.exit_code, wrong.stderr) == (
        1,
        "error: --columns: no column 'resorce'; did you mean 'resource'?\n",
    )
    unlike = run("findings", "--demo", "--columns", "xyz")
    assert "there are id, status, what" in unlike.stderr


def test_options_that_say_which_service_stand_anywhere() -> None:
    after = run("findings", "list", "--demo", "--limit", "2").stdout
    assert run("--demo", "findings", "--limit", "2").stdout == after
    assert run("findings", "--demo", "list", "--limit", "2").stdout == after
    assert run("--demo", "findings", "--region=eu-west-1", "--limit", "2").stdout != after
    said_twice = run("--region", "eu-west-1", "findings", "--demo", "--region", "us-east-1")
    assert "us-east-1" in said_twice.stdout


def test_a_finding_is_shown_by_the_beginning_of_its_id() -> None:
    (finding,) = listed("findings", "--demo", "--limit", "1")
    whole_id = str(finding["id"])
    shown = run("findings", "get", whole_id[:8], "--demo")
    assert shown.exit_code == 0
    assert whole_id in shown.stdout
    assert "orders-inbox" in shown.stdout
    whole = json.loads(run("findings", "get", whole_id, "--demo", "-o", "json").stdout)
    assert whole["id"] == whole_id
    assert whole["analyzerArn"] == finding["analyzerArn"]
    assert "findingDetails" in whole
    (line,) = run("findings", "get", whole_id[:8], "--demo", "-o", "ndjson").stdout.splitlines()
    assert json.loads(line) == whole


def test_a_finding_that_is_not_meant_by_one_id_is_told() -> None:
    none = run("findings", "get", "zzzz", "--demo")
    assert (none.exit_code, none.stdout) == (1, "")
    assert "no finding whose id begins with zzzz in account-external" in none.stderr
    absent = run("findings", "get", "00000000-0000-0000-0000-000000000000", "--demo")
    assert "no finding whose id begins with 00000000" in absent.stderr
    several = run("findings", "get", "2", "--demo")
    assert several.exit_code == 1
    assert "more than one finding has an id that begins with 2: " in several.stderr
    csv_of_one = run("findings", "get", "222891f6", "--demo", "-o", "csv")
    assert "--format csv is for listings" in csv_of_one.stderr


def test_ids_are_shortened_to_what_tells_them_apart() -> None:
    short = ShortIds()
    ids = ["12345678-a", "12345678-b", "87654321-a", "12345678-a"]
    assert list(map(short, ids)) == ["12345678", "12345678-b", "87654321", "12345678"]


def test_an_analyzer_is_meant_by_its_name() -> None:
    found = listed("findings", "--demo", "--analyzer", "account-unused")
    assert {str(one["analyzerArn"]).rpartition("/")[2] for one in found} == {"account-unused"}
    near = run("findings", "--demo", "--analyzer", "account-unsed")
    assert near.exit_code == 1
    assert "did you mean 'account-unused'?" in near.stderr
    unlike = run("findings", "--demo", "--analyzer", "xyz")
    assert "there are account-external, account-unused" in unlike.stderr


def test_details_that_cannot_be_read_are_an_error(emulator: Emulator, url: str) -> None:
    emulator.populate(findings=20)
    emulator.faults.fail("GetFindingV2", status=403, code="AccessDeniedException", message="no")
    result = run("findings", "--region", REGION, "--endpoint-url", url, "--details")
    assert result.exit_code == 1
    assert "no" in result.stderr


def test_csv_has_a_header_and_a_row_for_each_finding() -> None:
    result = run("findings", "--demo", "--format", "csv", "--limit", "4")
    header, *rows = csv.reader(io.StringIO(result.stdout))
    assert header[:3] == ["id", "findingType", "status"]
    assert len(rows) == 4


def test_analyzers_are_listed_in_every_format() -> None:
    assert "account-external" in run("analyzers", "--demo").stdout
    names = {analyzer["name"] for analyzer in listed("analyzers", "--demo")}
    rows = list(csv.DictReader(io.StringIO(run("analyzers", "--demo", "--format", "csv").stdout)))
    assert {row["name"] for row in rows} == names


def test_no_analyzer_an_inactive_one_and_no_match_are_told_apart(
    emulator: Emulator, url: str
) -> None:
    connection = ("--region", REGION, "--endpoint-url", url)
    none = run("findings", *connection)
    assert none.exit_code == 1
    assert none.stderr.startswith(f"error: no analyzer in this region ({REGION})")

    arn = emulator.populate(findings=10).analyzers["account-external"]
    nothing = run("findings", *connection, "--analyzer", arn, "--where", "id=none-such")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert nothing.stderr == 'no finding matches id = "none-such"\n'

    other = run("findings", *connection, "--analyzer", f"{arn}-not")
    assert other.exit_code == 1
    assert "no such analyzer" in other.stderr


def test_an_analyzer_that_is_not_active_is_told_from_none() -> None:
    slow = Emulator(region_name=REGION, durations=Durations(account_analyzer=timedelta(days=1)))

    async def create() -> str:
        async with AccessAnalyzerClient(REGION, session=slow.session()) as client:
            return str((await client.create_analyzer(analyzer_name="new", type="ACCOUNT")).arn)

    arn = anyio.run(create)
    with slow.serve() as url:
        connection = ("--region", REGION, "--endpoint-url", url)
        for result in (
            run("findings", *connection),
            run("findings", *connection, "--analyzer", arn),
        ):
            assert result.exit_code == 1
            assert result.stderr == "error: analyzer not ACTIVE: new is CREATING\n"


def test_nothing_found_is_an_empty_array_in_json() -> None:
    assert listed("findings", "--demo", "--where", "id=none-such") == []


def test_a_filter_that_cannot_be_read_is_wrong_usage() -> None:
    result = run("findings", "--demo", "--where", "stauts=ACTIVE")
    assert result.exit_code == 2
    assert "status" in result.stderr


@pytest.mark.parametrize("arguments", [["--limit", "-1"], ["--format", "xml"], ["--nonsense"]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert run("findings", "--demo", *arguments).exit_code == 2
