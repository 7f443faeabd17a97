"""The examples for Dask: the same as in one process, even where a worker dies."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import anyio
import polars as pl
import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.frames import findings_table
from aa_sdk.workflows import Fleet, FleetFinding, FleetOutcome, check_policies

pytestmark = [
    pytest.mark.skipif(find_spec("distributed") is None, reason="the extra dask is not installed"),
    pytest.mark.timeout(300),  # some processes are started, each with much to import
]

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = REPOSITORY / "examples"
ACCOUNTS = [f"{555500000000 + number}" for number in range(12)]
SCOPES_FILE = "scopes/day=2026-11-27/scopes.parquet"
REGIONS = ["us-east-1", "eu-west-1", "ap-south-1", "eu-south-1"]
QUESTIONS: dict[str, Any] = {"access_not_granted": ["iam:CreateUser"]}


def organization() -> Emulator:
    """Twelve accounts in four Regions, of which one is disabled; one account is denied."""
    emulator = Emulator()
    for seed, account in enumerate(ACCOUNTS):
        emulator.add_member(account)
        for region in REGIONS[: 1 + seed % 3]:
            emulator.populate(20, seed=seed, account_id=account, region_name=region)
    emulator.disable_region("eu-south-1")
    emulator.faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[ACCOUNTS[3]])
    return emulator


def environment(emulator: Emulator, url: str) -> dict[str, str]:
    """What leads a program to an emulator."""
    keys = emulator.credentials(emulator.world.account_id)
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": REGIONS[0],
        "AWS_ACCESS_KEY_ID": keys["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": keys["aws_secret_access_key"],
    }


@dataclass
class Runs:
    """What came out of the programs, and out of one process."""

    out: Path
    told: dict[str, Any]
    found: list[FleetFinding]
    outcome: FleetOutcome


def surroundings() -> dict[str, str]:
    """The environment of a program, with no AWS account in it."""
    nothing = {"AWS_CONFIG_FILE": "nowhere", "AWS_EC2_METADATA_DISABLED": "true"}
    own = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    return own | nothing | {"PYTHONPATH": f"{EXAMPLES}:{REPOSITORY}"}


def run_program(
    name: str, *arguments: str, env: dict[str, str] | None = None, cwd: Path = EXAMPLES
) -> "subprocess.CompletedProcess[str]":
    """Run a program, to which every warning is an error; so it is to its workers."""
    return subprocess.run(
        [sys.executable, "-W", "error", name, *arguments],
        cwd=cwd,
        env=surroundings() | (env or {}),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policies")
    for number in range(100):
        action = "iam:*" if number % 7 == 0 else "s3:GetObject"
        statement = {"Effect": "Allow", "Action": action, "Resource": f"arn:aws:s3:::{number}"}
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        (folder / f"{number:03}.json").write_text("{" if number == 50 else text)
    return folder


@pytest.fixture(scope="module")
def runs(policies: Path, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    emulator, out = organization(), tmp_path_factory.mktemp("out")
    given = {
        "accounts": ACCOUNTS,
        "regions": REGIONS,
        "policies": str(policies),
        "questions": QUESTIONS,
    }
    with emulator.serve() as url:
        done = run_program(
            "../tests/examples/dask_runs.py",
            *(json.dumps(given), str(out)),
            env=environment(emulator, url),
        )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr

    async def alone() -> tuple[list[FleetFinding], FleetOutcome]:
        session = emulator.session()
        async with Fleet(
            session=session, accounts=ACCOUNTS, regions=REGIONS, role="AuditRole"
        ) as fleet:
            return await fleet.findings(dedupe=False), fleet.outcome

    return Runs(out, json.loads(done.stdout), *anyio.run(alone))


def scopes_in(folder: Path) -> pl.DataFrame:
    """What became of scopes, but for the ids of the requests that problems name."""
    told = pl.read_parquet(folder / SCOPES_FILE, hive_partitioning=False)
    return told.with_columns(pl.col("problem").str.replace("request [0-9a-f-]{36}", "request …"))


def landed(folder: Path) -> pl.DataFrame:
    """What a reader of tables makes of all files."""
    return pl.read_parquet(
        folder / "findings", hive_schema={"day": pl.String, "account": pl.String}
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("run", ["killed", "calm"])
def test_the_files_have_what_one_process_finds_though_a_worker_was_killed(
    runs: Runs, run: str
) -> None:
    assert runs.found
    expected = pl.DataFrame(findings_table([one.finding for one in runs.found])).with_columns(
        region=pl.Series([one.region for one in runs.found]),
        analyzer_arn=pl.Series([one.analyzer.arn for one in runs.found]),
        account=pl.Series([one.account for one in runs.found]),
        day=pl.lit("2026-11-27"),
    )
    order = ["analyzer_arn", "id"]
    frame = landed(runs.out / run).select(expected.columns).sort(order)
    assert frame.equals(expected.sort(order))


@pytest.mark.parametrize("run", ["killed", "calm", "again"])
def test_every_scope_is_in_the_outcome_once_though_a_worker_was_killed(
    runs: Runs, run: str
) -> None:
    told = runs.told[run]
    assert [tuple(one) for one in told["scopes"]] == sorted(
        (one.account, one.region, one.status, one.findings) for one in runs.outcome
    )
    assert told["text"] == str(runs.outcome)
    assert {status for _, _, status, _ in told["scopes"]} == {
        *("ok", "no_analyzer", "region_disabled", "denied")
    }


def test_a_worker_takes_the_place_of_the_one_that_was_killed(runs: Runs) -> None:
    before, after = runs.told["killed"]["workers"], runs.told["again"]["workers"]
    assert len(before) == 2
    assert before[0] not in after
    assert before[1] in after


def test_sweeping_again_leaves_the_same_files_and_no_others(runs: Runs) -> None:
    """A worker that died, and a sweep that was run twice, have left nothing else either."""
    killed, calm = contents(runs.out / "killed"), contents(runs.out / "calm")
    assert killed.keys() == calm.keys()
    # What became of scopes names requests, which are others where one had to be sent again.
    assert {name for name in calm if killed[name] != calm[name]} <= {SCOPES_FILE}
    assert scopes_in(runs.out / "killed").equals(scopes_in(runs.out / "calm"))
    assert {path.suffix for path in runs.out.rglob("*") if path.is_file()} == {".parquet"}
    place = f"findings/day=2026-11-27/account={ACCOUNTS[2]}/eu-west-1.parquet"
    assert (runs.out / "calm" / place).is_file()


def test_policies_get_the_verdicts_of_one_process_though_a_worker_was_killed(
    runs: Runs, policies: Path
) -> None:
    paths = sorted(policies.glob("*.json"))
    report = anyio.run(lambda: check_policies(paths, **QUESTIONS))
    assert runs.told["policies"]["results"] == [str(one) for one in report.results]
    assert len(report.not_passed) == 16
    assert runs.told["policies"]["parts"] == 10


def test_a_sweep_says_what_is_missing_and_ends_with_1(tmp_path: Path) -> None:
    emulator = organization()
    day = f"day={datetime.now(UTC).date()}"
    stale = (
        tmp_path / "findings" / day / f"account={ACCOUNTS[0]}" / "ap-south-1.parquet"
    )  # which has no analyzer any more
    stale.parent.mkdir(parents=True)
    stale.touch()
    with emulator.serve() as url:
        done = run_program(
            "dask_sweep.py",
            *("--accounts", *ACCOUNTS[:4], "--regions", *REGIONS, "--role", "AuditRole"),
            *("--out", str(tmp_path)),
            env=environment(emulator, url),
        )
    assert done.returncode == 1, done.stderr
    summary, *problems = done.stdout.splitlines()
    assert summary.startswith("16 scopes: 6 ok, 3 no analyzer, 3 Region disabled, 4 denied")
    assert len(problems) == 10
    assert not stale.exists()
    scopes = pl.read_parquet(tmp_path / "scopes", hive_schema={"day": pl.String})
    assert scopes.filter(status="denied")["account"].to_list() == [ACCOUNTS[3]] * 4
    assert scopes["findings"].sum() == landed(tmp_path).height


def test_the_demo_of_a_sweep_runs_as_it_stands(tmp_path: Path) -> None:
    done = run_program("dask_sweep.py", "--demo", "3", "--out", str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "30 scopes: 30 ok; 240 findings\n"), done.stderr
    assert landed(tmp_path).height == 240


def test_the_demo_of_policies_says_which_did_not_pass() -> None:
    done = run_program("dask_policies.py", "--demo", "200")
    assert done.returncode == 1, done.stderr
    *failed, summary = done.stdout.splitlines()
    assert ["00000.json" in failed[0], "00100.json" in failed[1], len(failed)] == [True, True, 2]
    assert summary.startswith("200 policies, 2 did not pass")


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("dask_sweep.py", ["--demo", "0"], "--demo: must be a whole number of at least 1"),
        ("dask_sweep.py", ["--demo", "1", "--out", "file"], "File exists: 'file'"),
        ("dask_policies.py", ["--demo", "-1"], "--demo: must be a whole number of at least 1"),
        ("dask_policies.py", ["--demo", "x"], "--demo: must be a whole number of at least 1"),
        ("dask_policies.py", ["none"], "no documents *.json below none"),
        ("dask_policies.py", ["--demo", "1", "--not-granted", "x"], "not an action, got 'x'"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    tmp_path: Path, name: str, arguments: list[str], told: str
) -> None:
    (tmp_path / "file").touch()
    done = run_program(str(EXAMPLES / name), *arguments, cwd=tmp_path)
    assert done.returncode in {1, 2}
    assert told in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="ends a program as a terminal does")
@pytest.mark.usefixtures("interruptible")
def test_a_sweep_that_is_interrupted_leaves_nothing_unfinished(tmp_path: Path) -> None:
    program = [sys.executable, "dask_sweep.py", "--demo", "60", "--out", str(tmp_path)]
    with subprocess.Popen(
        program, cwd=EXAMPLES, env=surroundings(), stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        while not any(tmp_path.rglob("*.parquet")) and running.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                running.wait(0.1)
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(60) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["findings"]


def test_a_sweep_without_a_region_ends_at_once_with_1_and_a_line(tmp_path: Path) -> None:
    done = run_program("dask_sweep.py", "--accounts", ACCOUNTS[0], "--out", str(tmp_path))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "AWS_REGION" in line
