"""A session with the AWS CLI, as somebody would type it.

The CLI takes most of a second to start. Under the profile `ci` each command is a process of its
own, as it is in a terminal; otherwise one process runs them all, one after the other.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import settings

from aa_sdk.emulator import Emulator
from aa_sdk.models import ExternalAccessDetails

Aws = Callable[..., Any]
Shell = Callable[[list[str]], tuple[int, str, str]]
"""Runs `aws` with arguments; returns its exit code and what it printed, errors apart."""

QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
OPEN = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})

ONE_PROCESS = """
import contextlib, io, json, sys
from awscli.clidriver import create_clidriver

driver = create_clidriver()
for line in sys.stdin:
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = driver.main(json.loads(line))
    print(json.dumps([code, output.getvalue(), errors.getvalue()]), flush=True)
"""


@contextmanager
def one_process(environment: dict[str, str]) -> Generator[Shell]:
    with subprocess.Popen(
        [sys.executable, "-c", ONE_PROCESS],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        sent, received = process.stdin, process.stdout
        assert sent is not None
        assert received is not None

        def run(arguments: list[str]) -> tuple[int, str, str]:
            print(json.dumps(arguments), file=sent, flush=True)
            code, output, errors = json.loads(received.readline())
            return code, output, errors

        yield run
        sent.close()
        process.wait(timeout=60)


def process_each(environment: dict[str, str]) -> Shell:
    def run(arguments: list[str]) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "awscli", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture(scope="module")
def shell() -> Iterator[Shell]:
    environment = {name: os.environ[name] for name in os.environ if not name.startswith("AWS_")}
    environment |= {
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_DEFAULT_OUTPUT": "json",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    if settings.get_current_profile_name() == "ci":
        yield process_each(environment)
    else:
        with one_process(environment) as run:
            yield run


@pytest.fixture
def emulator() -> Emulator:
    return Emulator()


@pytest.fixture
def aws(emulator: Emulator, shell: Shell) -> Iterator[Aws]:
    """Runs `aws accessanalyzer …` and reads what it prints."""
    with emulator.serve() as url:

        def run(*arguments: str, fails: bool = False) -> Any:
            code, output, errors = shell(["--endpoint-url", url, "accessanalyzer", *arguments])
            if fails:
                assert code != 0
                return errors
            assert code == 0, errors
            return json.loads(output) if output.strip() else None

        yield run


def test_a_session_of_creating_finding_archiving_tagging_and_counting(
    emulator: Emulator, aws: Aws
) -> None:
    created = aws("create-analyzer", "--analyzer-name", "audit", "--type", "ACCOUNT")
    arn: str = created["arn"]
    first, second = (emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", OPEN) for _ in range(2))
    public = ("--filter", '{"isPublic": {"eq": ["true"]}, "status": {"eq": ["ACTIVE"]}}')
    listing = ("list-findings-v2", "--analyzer-arn", arn, *public, "--page-size", "1")
    assert [finding["id"] for finding in aws(*listing)["findings"]] == [first, second]
    assert (
        aws("update-findings", "--analyzer-arn", arn, "--ids", first, "--status", "ARCHIVED")
        is None
    )
    assert [finding["id"] for finding in aws(*listing)["findings"]] == [second]
    rule = ("--analyzer-name", "audit", "--rule-name", "accepted")
    assert aws("create-archive-rule", *rule, "--filter", '{"isPublic": {"eq": ["true"]}}') is None
    assert aws("apply-archive-rule", "--analyzer-arn", arn, "--rule-name", "accepted") is None
    counted = aws("get-findings-statistics", "--analyzer-arn", arn)["findingsStatistics"]
    assert counted[0]["externalAccessFindingsStatistics"]["totalArchivedFindings"] == 2
    aws("tag-resource", "--resource-arn", arn, "--tags", "team=blue")
    assert aws("list-tags-for-resource", "--resource-arn", arn) == {"tags": {"team": "blue"}}


def test_a_preview_is_created_and_its_findings_are_read(aws: Aws) -> None:
    arn = aws("create-analyzer", "--analyzer-name", "audit", "--type", "ACCOUNT")["arn"]
    allow = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": QUEUE}
    configuration = {QUEUE: {"sqsQueue": {"queuePolicy": json.dumps({"Statement": [allow]})}}}
    created = aws(
        "create-access-preview",
        "--analyzer-arn",
        arn,
        "--configurations",
        json.dumps(configuration),
    )
    names = ("--analyzer-arn", arn, "--access-preview-id", created["id"])
    assert "ConflictException" in aws("list-access-preview-findings", *names, fails=True)
    (finding,) = aws("list-access-preview-findings", *names)["findings"]
    assert (finding["isPublic"], finding["changeType"]) == (True, "NEW")


def test_the_neighbours_answer_too(emulator: Emulator, shell: Shell) -> None:
    emulator.add_member("444455556666", name="Payments")
    role = "arn:aws:iam::444455556666:role/AuditRole"
    with emulator.serve() as url:

        def aws(*arguments: str) -> Any:
            code, output, errors = shell(["--endpoint-url", url, *arguments])
            assert code == 0, errors
            return json.loads(output)

        assert aws("sts", "get-caller-identity")["Account"] == "111122223333"
        named = ("--role-arn", role, "--role-session-name", "sweep")
        assert aws("sts", "assume-role", *named)["AssumedRoleUser"]["Arn"].endswith("/sweep")
        accounts = aws("organizations", "list-accounts", "--page-size", "1")["Accounts"]
        assert [account["Name"] for account in accounts] == ["management", "Payments"]
        regions = aws("account", "list-regions")["Regions"]
        assert {"RegionName": "eu-south-1", "RegionOptStatus": "ENABLED"} in regions
