"""`aa-sdk rules`."""

import json

import pytest

from aa_sdk.emulator import Emulator
from tests.cli.commands import REGION, listed, run

WHERE = ("--where", "resourceType=AWS::S3::Bucket")
ONE = ("--analyzer", "account-external")


@pytest.fixture
def service(emulator: Emulator, url: str) -> tuple[str, ...]:
    emulator.populate(findings=60)
    return ("--region", REGION, "--endpoint-url", url)


def active_buckets(service: tuple[str, ...]) -> int:
    return len(listed("findings", *service, *ONE, *WHERE, "--where", "status=ACTIVE"))


def test_no_rule_is_said(service: tuple[str, ...]) -> None:
    result = run("rules", *service)
    assert (result.exit_code, result.stderr) == (0, "no archive rule in 4 analyzers\n")


def test_a_rule_that_was_created_is_listed(service: tuple[str, ...]) -> None:
    created = run("rules", "create", "buckets", *WHERE, *ONE, *service)
    assert created.exit_code == 0, created.stderr
    assert "aa-sdk rules apply buckets --analyzer account-external" in created.stdout
    table = run("rules", *service)
    for text in ("buckets", "account-external", "AWS::S3::Bucket"):
        assert text in table.stdout
    assert table.stderr == "1 archive rule in 4 analyzers\n"
    (rule,) = listed("rules", *service)
    assert rule["ruleName"] == "buckets"
    assert rule["filter"] == {"resourceType": {"eq": ["AWS::S3::Bucket"]}}
    assert listed("rules", *service, "--analyzer", "organization-external") == []


def test_a_rule_is_applied_when_it_is_created_or_later(service: tuple[str, ...]) -> None:
    assert active_buckets(service)
    result = run("rules", "create", "buckets", *WHERE, *ONE, "--apply", *service)
    assert result.exit_code == 0
    assert active_buckets(service) == 0
    assert run("findings", "unarchive", *WHERE, *ONE, *service).exit_code == 0
    assert active_buckets(service)
    applied = run("rules", "apply", "buckets", *ONE, *service)
    assert applied.stdout.startswith("applied archive rule buckets of account-external\n")
    assert active_buckets(service) == 0


def test_a_dry_run_creates_nothing_and_shows_the_effect(service: tuple[str, ...]) -> None:
    result = run("rules", "create", "buckets", *WHERE, *ONE, "--apply", "--dry-run", *service)
    assert "would hide" in result.stdout
    assert listed("rules", *service) == []
    assert active_buckets(service)


def test_the_effect_of_a_rule_is_told_before_there_is_one(service: tuple[str, ...]) -> None:
    shown = run("rules", "effect", *WHERE, *ONE, *service)
    assert shown.stdout.startswith(f"would hide {active_buckets(service)} of ")
    told = json.loads(run("rules", "effect", *WHERE, *ONE, *service, "-o", "json").stdout)
    assert told["wouldHide"] == active_buckets(service)
    assert told["filter"] == {"resourceType": {"eq": ["AWS::S3::Bucket"]}}
    line = run("rules", "effect", *WHERE, *ONE, *service, "-o", "ndjson").stdout
    assert (line.count("\n"), json.loads(line)) == (1, told)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ((), "an archive rule asks for something"),
        (("--where", "status=ACTIVE"), "--where: status: archive rules"),
    ],
)
def test_what_no_rule_can_ask_is_wrong_usage(where: tuple[str, ...], told: str) -> None:
    result = run("rules", "create", "x", *where, *ONE, "--demo")
    assert result.exit_code == 2
    assert "--where" in result.stderr
    assert told in result.stderr


def test_a_name_that_no_rule_can_have_is_told_as_what_was_typed() -> None:
    result = run("rules", "create", "a b", *WHERE, *ONE, "--demo")
    assert "NAME: must begin with a letter" in result.stderr
    assert result.exit_code == 2


def test_one_of_several_analyzers_has_to_be_named() -> None:
    result = run("rules", "effect", *WHERE, "--demo")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: --analyzer has to say which")
    assert "account-external" in result.stderr


def test_a_rule_that_is_there_already_is_an_error(service: tuple[str, ...]) -> None:
    create = ("rules", "create", "buckets", *WHERE, *ONE, *service)
    assert run(*create).exit_code == 0
    again = run(*create)
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
