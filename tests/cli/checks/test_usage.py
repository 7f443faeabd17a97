"""How `aa-sdk check` is refused, in the options that were given."""

import re

import pytest

from tests.cli.checks.shell import ERROR, NARROW, PUBLIC, USAGE, Shell

ACCOUNT = ("--account", "111122223333")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("no-new-access", "a.json"), "--base"),
        (("no-new-access", "-", "-", "a.json"), "stdin"),
        (("no-new-access", "--base", "HEAD", "--demo"), "FILE"),
        (("--base", "HEAD", "--demo"), "FILE"),
        (("access-not-granted", "a.json"), "--action"),
        (("access-not-granted", "--action", "s3:*"), "--demo"),
        (("no-public-access", "a.json", "--policy-type", "IDENTITY_POLICY"), "RESOURCE_POLICY"),
        (("external-access", "a.json", "--policy-type", "IDENTITY_POLICY"), "RESOURCE_POLICY"),
        (
            (
                "validate",
                "a.json",
                "--resource-type",
                "AWS::S3::Bucket",
                "--policy-type",
                "IDENTITY_POLICY",
            ),
            "RESOURCE_POLICY",
        ),
        (("validate", "a.json", "--resource-type", "AWS::EC2::VPC"), "AWS::S3::Bucket"),
        (("a.json", "--against", "b.json", "--base", "HEAD"), "--against"),
        (("a.json", "--no-validate"), "--no-validate"),
        (("external-access", "a.json"), "--account"),
        (("external-access", "a.json", "--account", "12"), "--account"),
        (("external-access", "a.json", *ACCOUNT, "--member", "1"), "--organization"),
        (("external-access", "a.json", *ACCOUNT, "--organization", "x"), "--organization"),
        (
            (
                "external-access",
                "a.json",
                *ACCOUNT,
                "--organization",
                "o-a1b2c3d4e5",
                "--member",
                "1",
            ),
            "--member",
        ),
        (
            (
                "external-access",
                "a.json",
                *ACCOUNT,
                "--organization",
                "o-a1b2c3d4e5",
                "--unit",
                "x",
            ),
            "--unit",
        ),
        (("external-access", "a.json", *ACCOUNT, "--canonical-id", "x"), "--canonical-id"),
        (
            ("external-access", "a.json", *ACCOUNT, "--canonical-id", "a", "--canonical-id", "b"),
            "--organization",
        ),
    ],
)
def test_wrong_usage_names_the_option(shell: Shell, arguments: tuple[str, ...], told: str) -> None:
    shell.write("a.json", PUBLIC)
    ended = shell.check(*arguments)
    assert (ended.code, ended.out) == (USAGE, "")
    assert told in ended.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--action", "s3:*", "--action", "s3*:x"), "error: --action 's3*:x': "),
        (("--resource", "arn:aws:s3:::${aws:username}"), "error: --resource 'arn:aws:s3:::${"),
    ],
)
def test_what_cannot_be_asked_is_told_in_options(
    shell: Shell, arguments: tuple[str, ...], told: str
) -> None:
    shell.write("a.json", NARROW)
    ended = shell.check("access-not-granted", "a.json", *arguments)
    assert (ended.code, ended.err.count("\n")) == (ERROR, 1)
    assert ended.err.startswith(told)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--action", "", "is empty"),
        ("--action", "s3", "'s3' is not an action: write service:Action"),
        ("--unlisted-action", "s3", "'s3' is not an action: write service:Action"),
        ("--resource", "", "is empty"),
        ("--resource", "reports", "'reports' is no ARN"),
        ("--resource", "arn:aws:s3", "'arn:aws:s3' is no ARN"),
    ],
)
@pytest.mark.parametrize("verb", ["access-not-granted", "files"])
def test_what_no_policy_can_name_is_wrong_usage(
    shell: Shell, verb: str, option: str, value: str, told: str
) -> None:
    shell.write("a.json", NARROW)
    ended = shell.check(verb, "a.json", option, value)
    assert (ended.code, ended.out) == (USAGE, "")
    assert option in ended.err
    assert told in ended.err


@pytest.mark.parametrize("value", ["*", "arn:aws:s3*", "arn:aws:s3:::none/*"])
def test_patterns_of_arns_can_be_asked_about(shell: Shell, value: str) -> None:
    shell.write("a.json", NARROW)
    assert shell.check("access-not-granted", "a.json", "--resource", value).code != USAGE


def test_public_access_is_no_question_about_control_policies(shell: Shell) -> None:
    shell.write("a.json", NARROW)
    ended = shell.check("no-public-access", "a.json", "--policy-type", "SERVICE_CONTROL_POLICY")
    assert ended.code == USAGE


@pytest.mark.parametrize(
    "verb",
    [
        "no-new-access",
        "access-not-granted",
        "no-public-access",
        "validate",
        "external-access",
        "files",
    ],
)
def test_every_help_has_an_example(shell: Shell, verb: str) -> None:
    told = shell.check(verb, "--help").out
    assert re.search(rf"Examples:\n +aa-sdk check {'' if verb == 'files' else verb}", told)
