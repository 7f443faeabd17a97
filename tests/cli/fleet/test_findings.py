"""`aa-sdk fleet findings`: what is listed, and how it ends."""

import csv
import io
import json
import os
from collections import Counter
from functools import partial
from itertools import groupby, product

import anyio
import pytest

from aa_sdk.cli._fleet import portions
from aa_sdk.cli._fleet.rows import analyzers_sheet, findings_sheet
from aa_sdk.cli._tables import writers
from tests.cli.commands import run
from tests.cli.fleet.sweeping import records, sweep
from tests.emulator.direct_calls import Direct
from tests.workflows.fleet.test_which_scopes import unit_of
from tests.workflows.fleet.world import CALLER, HOME, ONE, THREE, TWO, WEST, World

DEMO = ("fleet", "--demo")


def test_findings_of_all_accounts_are_listed_with_where_they_are(world: World) -> None:
    result = sweep("--organization", "-o", "ndjson")
    found = records(result)
    places = Counter((one["account"], one["region"]) for one in found)
    assert sum(places.values()) == 8  # the role once, though both Regions tell it
    assert places[CALLER, HOME] == 3
    assert {one for one, _ in places} == {CALLER, ONE}
    for one in found:
        assert one["analyzerArn"].split(":")[3:5] == [one["region"], one["account"]]
    assert world.emulator.calls.of("ListAccounts")
    assert result.exit_code == 4


def test_what_several_regions_tell_alike_is_listed_for_each_where_all_is_asked_for(
    world: World,
) -> None:
    accounts = ("--accounts", ONE)
    once, every = (sweep(*accounts, *more, "-o", "ndjson") for more in ((), ("--all",)))
    assert (len(records(once)), len(records(every))) == (5, 6)
    assert (once.exit_code, every.exit_code) == (0, 0)
    assert len(world.emulator.calls.of("AssumeRole")) == 2


def test_the_outcome_is_told_with_what_went_wrong_the_gravest_first(world: World) -> None:
    assert world
    result = sweep("--organization", "-o", "ndjson")
    first, header, *rows = result.stderr.splitlines()
    assert first == "8 scopes: 3 ok, 3 no analyzer, 2 denied; 8 findings, 1 repeated"
    assert header.split() == ["ended", "where", "why"]
    assert [row.split("  ")[0] for row in rows] == ["denied", "no analyzer"]
    assert f"{TWO} in 2 Regions" in rows[0]
    assert "AssumeRole: AccessDenied" in rows[0]
    assert "and 1 more in 2 Regions" in rows[1]


def test_it_is_done_where_every_account_could_be_read(world: World) -> None:
    assert world
    result = sweep("--accounts", f"{CALLER},{ONE}", "--accounts", THREE)
    assert result.exit_code == 0
    listed, told, *_ = result.stderr.splitlines()
    assert listed == "8 findings in 3 analyzers: 8 external (7 public)"
    assert told == "6 scopes: 3 ok, 3 no analyzer; 8 findings, 1 repeated"


def test_without_accounts_it_is_the_callers_own(world: World) -> None:
    result = run("fleet", "findings", "--regions", HOME, "-o", "ndjson")
    assert {one["account"] for one in records(result)} == {CALLER}
    assert not world.emulator.calls.of("AssumeRole")


def test_accounts_below_a_unit_and_without_some_are_those_asked_for(world: World) -> None:
    world.emulator.add_member(ONE, unit="Workloads")
    world.emulator.add_member(TWO, unit="Workloads")
    unit = anyio.run(unit_of, world, ONE)
    below = sweep("--organization", "--parent", unit, "--exclude", TWO, "-o", "ndjson")
    assert below.stderr == "2 scopes: 2 ok; 5 findings, 1 repeated\n"
    without = sweep("--organization", "--exclude", TWO, "--exclude", f"{THREE},{CALLER}")
    assert without.stderr.endswith(below.stderr)


def test_an_account_of_another_is_entered_by_a_role_that_has_to_be_named(world: World) -> None:
    assert world
    result = run("fleet", "--accounts", ONE, "--regions", HOME)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"error: --role: is needed to enter {ONE}: the credentials are of {CALLER}\n"
    )


def test_an_external_id_is_told_to_the_role(world: World) -> None:
    assert sweep("--accounts", ONE, "--external-id", "secret-7").exit_code == 0
    assert world.emulator.calls.of("AssumeRole")[0].params["ExternalId"] == "secret-7"


def test_the_home_region_is_the_one_that_is_named(world: World) -> None:
    assert sweep("--accounts", ONE, "--region", WEST).exit_code == 0
    assert {call.region for call in world.emulator.calls.of("AssumeRole")} == {WEST}


def test_an_endpoint_is_that_of_the_service_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = os.environ["AWS_ENDPOINT_URL"]
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", url)
    assert sweep("--accounts", ONE, "--endpoint-url", url).exit_code == 0
    assert world.emulator.calls.of("ListAnalyzers")


def test_longer_words_of_later_rows_are_not_cut(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 80)
    monkeypatch.setattr(portions, "PORTION", 1)
    arn = world.analyzer(CALLER, "ap-southeast-1", findings=1)
    Direct(world.emulator, CALLER, "ap-southeast-1").ok(
        "UpdateFindings",
        analyzerArn=arn,
        status="ARCHIVED",
        ids=[f"ACCOUNT-{CALLER}-ap-southeast-1-0"],
    )
    result = run("fleet", "--regions", f"{HOME},ap-southeast-1", "--where", "resource~0")
    assert "  ap-southeast-1  ARCHIVED  " in result.stdout


def test_only_what_matches_is_listed(world: World) -> None:
    assert world
    where = ("--where", "resourceType=AWS::IAM::Role")
    found = records(sweep("--accounts", ONE, *where, "-o", "ndjson"))
    assert [one["resourceType"] for one in found] == ["AWS::IAM::Role"]


@pytest.mark.parametrize("output", ["table", "ndjson"])
def test_a_limit_ends_the_sweep_and_the_table_says_how_to_get_all(
    output: str, world: World
) -> None:
    assert world
    result = sweep("--accounts", ONE, "--limit", "2", "-o", output)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == (3 if output == "table" else 2)
    assert ("… more than 2: --limit 0 shows all\n" in result.stderr) is (output == "table")
    (told,) = [line for line in result.stderr.splitlines() if line.startswith("2 scopes")]
    assert "finding" not in told  # what was swept is more than what was listed


def test_formats_have_the_same_findings() -> None:
    as_json = json.loads(run(*DEMO, "-o", "json").stdout)
    as_csv = [*csv.DictReader(io.StringIO(run(*DEMO, "-o", "csv").stdout))]
    as_markdown = run(*DEMO, "-o", "markdown").stdout.splitlines()[2:]
    assert len(as_json) == len(as_csv) == len(as_markdown) == 42
    told = sorted((one["account"], one["region"], one["id"]) for one in as_json)
    assert told == sorted((one["account"], one["region"], one["id"]) for one in as_csv)


# At some 100 it hangs on which scope is listed first whether there is room for ids.
@pytest.mark.parametrize("columns", [80, 96, 140])
def test_rows_fit_a_terminal_and_begin_with_account_and_region(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "width", lambda: columns)
    header, *lines = run(*DEMO).stdout.splitlines()
    assert header.split()[:2] == ["ACCOUNT", "REGION"]
    assert max(map(len, lines)) <= columns
    assert len(set(lines)) == len(lines) == 42
    assert {line.split()[0] for line in lines} == {"111122223333", "222233334444"}
    assert ("ID" in header.split()) is (columns == 140)
    assert ("AGE" in header.split()) is (columns == 140)


@pytest.mark.parametrize(
    ("where", "status", "what"),
    [
        ("status=ACTIVE", "ACTIVE", "unused permissions"),
        ("isPublic=true", "ARCHIVED", "PUBLIC external"),
    ],
)
def test_there_is_room_for_the_longest_words_that_may_come(
    where: str, status: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 80)
    listed = run(*DEMO, "--accounts", "222233334444", "--where", where).stdout
    assert "permissions" not in listed
    assert "ARCHIVED" not in listed
    header = listed.splitlines()[0]
    assert header.index("WHAT") - header.index("STATUS") == len(status) + 2
    assert header.index("RESOURCE") - header.index("WHAT") == len(what) + 2


def test_columns_are_chosen_by_name() -> None:
    result = run(*DEMO, "--columns", "account,id")
    assert result.stdout.splitlines()[0].split() == ["ACCOUNT", "ID"]
    assert run(*DEMO, "--columns", "acount").exit_code == 2


def test_the_demo_has_an_account_that_is_denied_and_one_without_analyzer() -> None:
    result = run(*DEMO)
    assert result.exit_code == 4
    assert "8 scopes: 4 ok, 2 no analyzer, 2 denied; 42 findings\n" in result.stderr
    assert "42 findings in 14 analyzers: " in result.stderr


def test_the_demo_goes_through_accounts_and_regions_in_their_order() -> None:
    listed = records(run(*DEMO, "-o", "ndjson"))
    places = [place for place, _ in groupby((one["account"], one["region"]) for one in listed)]
    regions = ("us-east-1", "eu-west-1")
    assert places == [*product(("111122223333", "222233334444"), regions)]


def test_the_demo_is_swept_where_one_says() -> None:
    result = run(*DEMO, "--accounts", "222233334444", "--region", "eu-north-1", "-o", "ndjson")
    assert result.exit_code == 0
    assert {one["region"] for one in records(result)} == {"eu-north-1", "us-east-1"}


def test_no_account_at_all_is_not_everything_read() -> None:
    everyone = "111122223333,222233334444,333344445555,444455556666"
    result = run(*DEMO, "--organization", "--exclude", everyone)
    assert (result.exit_code, result.stdout, result.stderr) == (4, "", "0 scopes\n")


def test_nothing_that_matches_is_done_and_told() -> None:
    result = run(*DEMO, "--accounts", "222233334444", "--where", "id=none")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "2 scopes: 2 ok; 0 findings\n"


def test_there_is_room_for_the_longest_region_that_may_come() -> None:
    for sheet_of in (partial(findings_sheet, criteria={}), analyzers_sheet):
        widths = [
            sheet_of(known).columns[1].usual for known in ([], [HOME], [HOME, "me-central-1"])
        ]
        assert widths == [14, 9, 12]
