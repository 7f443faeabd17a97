"""A session with the AWS CLI, as somebody would type it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.models import ExternalAccessDetails

Aws = Callable[..., Any]
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
OPEN = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})


@pytest.fixture
def emulator() -> Emulator:
    return Emulator()


@pytest.fixture
def aws(emulator: Emulator) -> Iterator[Aws]:
    """Runs `aws accessanalyzer …` and reads what it prints."""
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_DEFAULT_OUTPUT": "json",
    }
    with emulator.serve() as url:

        def run(*arguments: str, fails: bool = False) -> Any:
            command = [sys.executable, "-m", "awscli", "--endpoint-url", url, "accessanalyzer"]
            done = subprocess.run(
                [*command, *arguments],
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            if fails:
                assert done.returncode != 0
                return done.stderr
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout) if done.stdout.strip() else None

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
    asked = ("--analyzer-arn", arn, "--access-preview-id", created["id"])
    assert "ConflictException" in aws("list-access-preview-findings", *asked, fails=True)
    (finding,) = aws("list-access-preview-findings", *asked)["findings"]
    assert (finding["isPublic"], finding["changeType"]) == (True, "NEW")
