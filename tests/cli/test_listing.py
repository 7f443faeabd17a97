"""The commands `findings` and `analyzers`, on the demo and on a served emulator."""

import csv
import io
import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta

import anyio
import pytest
import typer

import aa_sdk
from aa_sdk import AccessAnalyzerClient
from aa_sdk.cli import main
from aa_sdk.cli.running import ServiceOptions
from aa_sdk.cli.running import run as run_command
from aa_sdk.emulator import Durations, Emulator
from tests.cli.commands import REGION, listed, run


def test_the_demo_shows_analyzers_findings_and_a_summary() -> None:
    result = run("findings", "--demo")
    assert result.exit_code == 0
    for text in (
        *("Analyzers", "Findings", "By finding type", "By resource type", "Public"),
        *("ExternalAccess", "InternalAccess", "UnusedPermission", "UnusedIAMRole"),
        *("AWS::S3::Bucket", "not public", "not applicable"),
    ):
        assert text in result.stdout


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


def test_a_table_shows_arns_as_they_are() -> None:
    secrets = listed("findings", "--demo", "--where", "resourceType=AWS::SecretsManager::Secret")
    table = run("findings", "--demo").stdout
    assert secrets
    assert all(str(finding["resource"]) in table for finding in secrets)


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
    assert "externalAccessDetails" in table.stdout


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
    assert (none.exit_code, none.stderr) == (1, f"error: no analyzer in this region ({REGION})\n")

    arn = emulator.populate(findings=10).analyzers["account-external"]
    nothing = run("findings", *connection, "--analyzer", arn, "--where", "id=none-such")
    assert (nothing.exit_code, nothing.stdout.count("Findings")) == (0, 0)
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


@pytest.mark.parametrize("arguments", [["--limit", "0"], ["--format", "xml"], ["--nonsense"]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert run("findings", "--demo", *arguments).exit_code == 2


def test_an_error_is_one_line_on_stderr(url: str) -> None:
    connection = ("--region", REGION, "--endpoint-url", url)
    result = run("findings", *connection, "--profile", "no-such-profile")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_an_unreachable_service_is_an_error_of_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # or it would be tried again, in real time
    result = run("analyzers", "--region", REGION, "--endpoint-url", "http://127.0.0.1:1")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


# A shell lets what it runs in the background ignore interrupts, and that is inherited.
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from aa_sdk.cli import main; main()"
)


def test_an_interrupt_leaves_no_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        command = ["analyzers", "--region", REGION, "--endpoint-url", url]
        with subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            connection, _ = silent.accept()
            with connection:
                connection.settimeout(30)
                assert connection.recv(1)  # it has connected, and knows that it has
                process.send_signal(signal.SIGINT)
                output = process.communicate(timeout=30)
    assert (process.returncode, *output) == (130, "", "")


def test_an_interrupt_ends_with_the_code_that_shells_expect() -> None:
    async def interrupted(_: AccessAnalyzerClient) -> None:
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as ended:
        run_command(interrupted, ServiceOptions(REGION, None, None, demo=True))
    assert ended.value.exit_code == 130


def test_a_reader_that_has_left_causes_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    program = "from aa_sdk.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "findings", "--demo", "--format", "csv"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_the_version_can_be_asked_for() -> None:
    assert run("--version").stdout == f"aa-sdk {aa_sdk.__version__}\n"


def test_without_the_extra_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aa_sdk.cli.app")
    monkeypatch.setitem(sys.modules, "typer", None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == "error: the command line is an extra: pip install 'aa-sdk[cli]'"


def test_a_missing_part_of_our_own_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aa_sdk.cli.app")
    monkeypatch.setitem(sys.modules, "aa_sdk.cli.running", None)
    with pytest.raises(ModuleNotFoundError, match="running"):
        main()
