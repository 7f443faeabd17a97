"""A policy tells of which type its resource is, where neither a template nor an option does."""

from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from tests.cli.checks.shell import ERROR, FAIL, PASS, Shell
from tests.policy.statements import allow, policy

QUEUE = policy(
    allow(
        Action="sqs:SendMessage",
        Principal="*",
        Resource="arn:aws:sqs:us-east-1:111122223333:amber",
    )
)
IMAGES = policy(allow(Action="ecr:BatchGetImage", Principal="*"))
OURS = ("--account", "111122223333")


def of(shell: Shell, *asked: Any) -> dict[str, Any]:
    """The only verdict on public access, or on external access."""
    (told,) = [one for one in shell.check(*asked, "-o", "json").json if "access" in one["check"]]
    return dict(told)


@pytest.mark.parametrize("asked", [("no-public-access",), ("external-access", *OURS)])
def test_an_open_queue_is_no_bucket(shell: Shell, asked: tuple[str, ...]) -> None:
    shell.write("queue.json", QUEUE)
    assert shell.check(*asked, "queue.json").code == FAIL
    said = shell.check(*asked, "queue.json", "--resource-type", "AWS::S3::Bucket")
    assert said.code == PASS


def test_a_verdict_names_the_type_that_the_policy_tells(shell: Shell) -> None:
    shell.write("queue.json", QUEUE)
    told = of(shell, "queue.json", "--public")
    assert told["message"] == "The policy allows public access, as that of an AWS::SQS::Queue."
    said = of(shell, "queue.json", "--resource-type", "AWS::SQS::Queue")
    assert said["message"] == "The policy allows public access."
    validated = shell.check("queue.json", "--public", "-o", "json").json[0]
    assert validated["findings"] == []  # since an action of queues is none of buckets


@pytest.mark.parametrize("asked", [("no-public-access",), ("external-access", *OURS)])
def test_a_type_that_nobody_tells_is_asked_for(shell: Shell, asked: tuple[str, ...]) -> None:
    shell.write("images.json", IMAGES)
    ended = shell.check(*asked, "images.json")
    assert ended.code == ERROR
    assert "resources of ecr that are not checked; --resource-type TYPE says" in ended.err
    told = of(shell, "images.json", "--public", "--no-validate")
    assert told["result"] == "UNDECIDED"
    assert told["message"] == "the policy speaks of resources of ecr that are not checked"


def test_a_file_that_is_not_asked_for_public_access_says_so(shell: Shell) -> None:
    shell.write("queue.json", QUEUE)
    shell.write("role.json", policy(allow(Resource="*")))
    ended = shell.check("queue.json", "role.json")
    assert ended.code == PASS
    told = "  no-public-access: Not asked of a plain file.\n    --public asks it\n"
    assert ended.out.count(told) == 1
    for output in ("github", "markdown", "sarif"):
        assert "Not asked" not in shell.check("queue.json", "-o", output).out
    assert "Not asked" not in shell.check("queue.json", "--public").out


def test_a_policy_that_cannot_be_read_is_told_by_its_fault(shell: Shell) -> None:
    shell.write("bad.json", policy({**QUEUE["Statement"][0], "Effect": "Maybe"}))
    told = of(shell, "bad.json", "--public", "--no-validate")
    assert told["result"] == "ERROR"
    assert "neither Allow nor Deny" in told["message"]
    odd = {"Condition": {"NumericFoo": {"aws:MultiFactorAuthAge": "1"}}}
    for more in ({"Action": "s*:Send*"}, odd, {"Action": "*", "Resource": "*", **odd}):
        shell.write("odd.json", policy({**QUEUE["Statement"][0], **more}))
        told = of(shell, "odd.json", "--public", "--no-validate")
        assert told["result"] == "UNDECIDED"
        # Of a bucket, which was said by nobody, the service would say that nothing is open.
        assert told["wayOut"] == "--ask-service has the service asked, with --resource-type TYPE"
