"""The commands `findings` and `analyzers`, on the demo and on a served emulator."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.cli._findings import listing
from aa_sdk.emulator import Durations, Emulator
from tests.cli.commands import REGION, listed, run

Connection = tuple[str, ...]


@pytest.fixture
def connection(url: str) -> Connection:
    return ("--region", REGION, "--endpoint-url", url)


def rows_of(*arguments: str) -> list[list[str]]:
    """The lines of a table, in words."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return [line.split() for line in result.stdout.splitlines()]


def ids(found: Sequence[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


def test_a_table_has_a_row_for_each_finding_with_nothing_cut_where_nobody_looks() -> None:
    found = listed("findings", "--demo")
    result = run("findings", "--demo")
    header, *lines = result.stdout.splitlines()
    assert header.split()[:4] == ["ID", "STATUS", "WHAT", "RESOURCE"]
    assert len(lines) == len(found)
    for line, finding in zip(lines, found, strict=True):
        assert str(finding["id"]) in line
        assert str(finding["resource"]) in line
        assert str(finding["status"]) in line
        assert str(finding["resourceOwnerAccount"]) in line


def test_a_line_of_summary_says_what_they_are() -> None:
    result = run("findings", "--demo")
    public = sum(one.get("isPublic") is True for one in listed("findings", "--demo"))
    assert result.stderr == (
        f"60 findings in 4 analyzers: 33 external ({public} public), 12 internal, 15 unused\n"
    )
    assert run("findings", "--demo", "-o", "csv").stderr == ""


def test_what_is_public_says_so_in_a_word() -> None:
    found = listed("findings", "--demo")
    lines = run("findings", "--demo").stdout.splitlines()[1:]
    assert [one.get("isPublic") is True for one in found] == ["PUBLIC" in one for one in lines]


def test_a_bare_noun_lists() -> None:
    assert run("findings", "--demo").stdout == run("findings", "list", "--demo").stdout
    assert run("analyzers", "--demo").stdout == run("analyzers", "list", "--demo").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--demo", "findings", "list", "--limit", "2"),
        ("findings", "--demo", "list", "--limit", "2"),
        ("findings", "list", "--demo", "--limit", "2"),
        ("--demo", "findings", "--limit", "2"),
        ("findings", "--limit", "2", "--demo"),
    ],
)
def test_which_service_is_meant_may_stand_anywhere(arguments: tuple[str, ...]) -> None:
    assert ids(listed(*arguments)) == ids(listed("findings", "--demo"))[:2]


def test_the_demo_streams_every_finding_type() -> None:
    assert {finding["findingType"] for finding in listed("findings", "--demo")} == {
        "ExternalAccess",
        "InternalAccess",
        "UnusedIAMRole",
        "UnusedIAMUserAccessKey",
        "UnusedIAMUserPassword",
        "UnusedPermission",
    }


@pytest.mark.parametrize(
    "where",
    [
        ("--where", "status=ACTIVE,RESOLVED"),
        ("--where", "status=ACTIVE", "--where", "status=RESOLVED"),
    ],
)
def test_values_of_one_key_are_alternatives(where: tuple[str, ...]) -> None:
    everything = listed("findings", "--demo")
    found = listed("findings", "--demo", *where)
    assert ids(found) == ids([one for one in everything if one["status"] != "ARCHIVED"])


def test_several_keys_have_to_hold_together() -> None:
    found = listed(
        *("findings", "--demo", "--where", "status=ACTIVE"),
        *("--where", "resourceType=AWS::S3::Bucket,AWS::KMS::Key"),
    )
    assert {f["status"] for f in found} == {"ACTIVE"}
    assert {f["resourceType"] for f in found} == {"AWS::S3::Bucket", "AWS::KMS::Key"}


def test_a_comma_of_a_value_is_written_with_a_backslash() -> None:
    result = run("findings", "--demo", "--where", r"resource~a\,b")
    assert (result.exit_code, result.stdout) == (0, "")
    assert '"a,b"' in result.stderr


def test_what_is_public_is_asked_of_those_who_know() -> None:
    findings = listed("findings", "--demo")
    public = listed("findings", "--demo", "--where", "isPublic=true")
    assert ids(public) == [f["id"] for f in findings if f.get("isPublic")]
    assert all("isPublic" not in f for f in findings if f["findingType"] != "ExternalAccess")


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("stauts=ACTIVE", "stauts=ACTIVE: column 1: 'stauts' is no filter key; did you mean"),
        ("status=ACTIVE,", "a value must follow '='"),
        ("status=ACTIVE,SOLVED", "status=SOLVED: column 8"),
        ("status", "an operator must follow the key"),
    ],
)
def test_a_filter_that_cannot_be_read_is_wrong_usage(where: str, told: str) -> None:
    result = run("findings", "--demo", "--where", where)
    assert result.exit_code == 2
    assert "--where" in result.stderr
    assert told in result.stderr
    assert "FindingFilter" not in result.stderr


def test_details_are_fetched_when_asked_for() -> None:
    with_details = listed("findings", "--demo", "--limit", "5", "--details")
    assert all("findingDetails" in finding for finding in with_details)
    table = run("findings", "--demo", "--limit", "5", "--details")
    assert "ExternalAccessDetails" in table.stdout


def test_a_finding_that_is_gone_by_now_is_listed_without_details(
    emulator: Emulator, connection: Connection
) -> None:
    emulator.populate(findings=20)
    emulator.faults.fail(
        "GetFindingV2", status=404, code="ResourceNotFoundException", nth=(1,), message="gone"
    )
    one = ("--analyzer", "account-external")
    found = listed("findings", *connection, *one, "--details", "--limit", "4")
    assert sorted("findingDetails" in finding for finding in found) == [False, True, True, True]


def test_details_that_may_not_be_read_are_an_error(
    emulator: Emulator, connection: Connection
) -> None:
    emulator.populate(findings=20)
    emulator.faults.fail(
        "GetFindingV2", status=403, code="AccessDeniedException", message="not you"
    )
    result = run("findings", *connection, "--details")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "not you" in result.stderr


def test_a_limit_holds_over_all_analyzers() -> None:
    whole = listed("findings", "--demo")
    assert listed("findings", "--demo", "--limit", "3") == whole[:3]
    assert listed("findings", "--demo", "--limit", "1000") == whole
    assert listed("findings", "--demo", "--limit", "0") == whole


def test_a_table_stops_at_a_thousand_and_says_how_to_get_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listing, "MOST_IN_TABLE", 7)
    result = run("findings", "--demo")
    assert len(result.stdout.splitlines()) == 1 + 7
    assert result.stderr.startswith("… more than 7: --limit 0 shows all\n7 findings in ")
    assert len(rows_of("findings", "--demo", "--limit", "0")) == 1 + 60
    assert len(listed("findings", "--demo")) == 60


def test_columns_are_those_that_are_named() -> None:
    header, *rows = rows_of("findings", "--demo", "--columns", "resource, ID", "--limit", "3")
    assert header == ["RESOURCE", "ID"]
    found = listed("findings", "--demo", "--limit", "3")
    assert [row[-1] for row in rows] == ids(found)


def test_a_column_that_is_not_there_is_an_error_that_names_one() -> None:
    near = run("findings", "--demo", "--columns", "resorce")
    assert "for --columns: no column 'resorce'; did you mean 'resource'?\n" in near.stderr
    far = run("findings", "--demo", "--columns", "zzzzzz")
    assert "there are id, status, what, resource" in far.stderr
    assert far.exit_code == 2
    none = run("findings", "--demo", "--columns", "")
    assert "for --columns: no column ''" in none.stderr


def test_a_column_that_is_not_there_is_told_before_anything_is_asked() -> None:
    nowhere = ("--region", REGION, "--endpoint-url", "http://127.0.0.1:1")
    result = run("findings", *nowhere, "--columns", "principle")
    assert result.exit_code == 2
    assert "did you mean 'principal'" in result.stderr


def test_a_column_that_is_named_twice_is_shown_once() -> None:
    header, *_ = rows_of("findings", "--demo", "--columns", "id,ID", "--limit", "1")
    assert header == ["ID"]


def test_messages_name_options_and_not_parameters_of_python() -> None:
    wrong = run("findings", "--demo", "--region", "x y")
    assert wrong.stderr.startswith("error: --region: is no Region")
    assert wrong.exit_code == 2
    wrong = run("findings", "--region", REGION, "--endpoint-url", "ftp://x")
    assert wrong.stderr.startswith("error: --endpoint-url: must be a URL")
    assert wrong.exit_code == 2
    wrong = run("findings", "--demo", "--where", "")
    assert (
        "for --where: '': column 1: a filter key must come first; '': column 1: an" in wrong.stderr
    )
    wrong = run("findings", "--demo", "--where", "status=,")
    assert wrong.stderr.endswith("for --where: status=: column 8: a value must follow '='\n")


def test_a_region_that_the_environment_has_wrong_is_no_wrong_usage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_REGION", "x y")
    wrong = run("findings")
    assert wrong.stderr.startswith("error: AWS_REGION: is no Region")
    assert wrong.exit_code == 1
    monkeypatch.delenv("AWS_REGION")
    wrong = run("findings")
    assert wrong.stderr.startswith("error: --region: is not given")
    assert wrong.exit_code == 1


def test_markdown_is_a_table_of_its_own() -> None:
    result = run("findings", "--demo", "-o", "markdown", "--columns", "id,age", "--limit", "2")
    header, rule, *rows = result.stdout.splitlines()
    assert (header, rule) == ("| id | age |", "| --- | ---: |")
    assert len(rows) == 2


def test_csv_has_a_header_and_a_row_for_each_finding() -> None:
    result = run("findings", "--demo", "--format", "csv", "--limit", "4")
    header, *rows = csv.reader(io.StringIO(result.stdout))
    assert header[:3] == ["id", "findingType", "status"]
    assert [row[0] for row in rows] == ids(listed("findings", "--demo", "--limit", "4"))


def test_ndjson_has_the_objects_of_the_array_a_line_each() -> None:
    for how in ((), ("--details",)):
        result = run("findings", "--demo", "-o", "ndjson", *how)
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert found == listed("findings", "--demo", *how)


def test_analyzers_are_listed_in_every_format() -> None:
    assert "account-external" in run("analyzers", "--demo").stdout
    names = {analyzer["name"] for analyzer in listed("analyzers", "--demo")}
    rows = list(csv.DictReader(io.StringIO(run("analyzers", "--demo", "--format", "csv").stdout)))
    assert {row["name"] for row in rows} == names


def test_analyzers_are_named_by_their_names_or_arns() -> None:
    arns = {one["name"]: str(one["arn"]) for one in listed("analyzers", "--demo")}
    by_name = listed("findings", "--demo", "--analyzer", "account-external")
    assert {one["analyzerArn"] for one in by_name} == {arns["account-external"]}
    both = ("--analyzer", arns["account-external"], "--analyzer", "account-external")
    assert listed("findings", "--demo", *both) == by_name


def test_an_analyzer_that_is_not_there_is_told_with_those_that_are() -> None:
    near = run("findings", "--demo", "--analyzer", "acount-external")
    assert near.exit_code == 1
    assert "--analyzer: no such analyzer in this region: acount-external" in near.stderr
    assert "account-external" in near.stderr.replace("acount-external", "")
    far = run("findings", "--demo", "--analyzer", "zzz")
    assert "there are account-external, " in far.stderr


def test_no_analyzer_and_no_match_are_told_apart(
    emulator: Emulator, connection: Connection
) -> None:
    none = run("findings", *connection)
    assert none.exit_code == 1
    assert none.stderr.startswith(f"error: no analyzer in this region ({REGION}); --region")
    emulator.populate(findings=10)
    nothing = run("findings", *connection, "--where", "id=none-such")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert nothing.stderr == 'no finding matches id = "none-such"\n'


def test_an_analyzer_that_is_not_active_is_told_from_none() -> None:
    slow = Emulator(region_name=REGION, durations=Durations(account_analyzer=timedelta(days=1)))

    async def create() -> str:
        async with AccessAnalyzerClient(REGION, session=slow.session()) as client:
            return str((await client.create_analyzer(analyzer_name="new", type="ACCOUNT")).arn)

    arn = anyio.run(create)
    with slow.serve() as url:
        connection = ("--region", REGION, "--endpoint-url", url)
        for how in ((), ("--analyzer", arn)):
            result = run("findings", *connection, *how)
            assert result.exit_code == 1
            assert result.stderr == "error: analyzer not ACTIVE: new is CREATING\n"


def test_nothing_found_is_an_empty_array_in_json() -> None:
    assert listed("findings", "--demo", "--where", "id=none-such") == []


@pytest.mark.parametrize("arguments", [["--limit", "-1"], ["--format", "xml"], ["--nonsense"]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert run("findings", "--demo", *arguments).exit_code == 2


@pytest.mark.parametrize("command", [("findings", "--analyzer", ""), ("analyzers", "get", "")])
def test_an_analyzer_without_a_name_is_told_as_such(command: tuple[str, ...]) -> None:
    result = run(*command, "--demo")
    assert result.exit_code == 1
    assert "is empty; there are account-external" in result.stderr


def test_an_analyzer_is_listed_with_its_last_look_by_the_name_that_its_card_has() -> None:
    result = run("analyzers", "--demo", "--columns", "name,last look")
    assert result.exit_code == 0
    assert "LAST LOOK" in result.stdout
    assert "last look" in run("analyzers", "get", "account-external", "--demo").stdout
