"""Options of `aa-sdk fleet` that cannot be used, each told by its name before anything is sent."""

import pytest

from tests.cli.commands import run
from tests.workflows.fleet.world import ONE

ROLE = ("--role", "Audit")


@pytest.mark.parametrize("verb", ["findings", "analyzers"])
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--accounts", "1"), "--accounts: must be an account id"),
        (("--accounts", ""), "--accounts: must be an account id"),
        (("--accounts", ONE, "--organization"), "either --accounts or --organization"),
        (("--parent", "ou-ab12-cdef3456"), "--parent: goes with --organization"),
        (("--exclude", ONE), "--exclude: goes with --organization"),
        (("--organization", "--parent", "x"), "--parent: must be the id of a root"),
        (("--organization", "--exclude", f"{ONE},2"), "--exclude: must be an account id"),
        (("--regions", "Mars"), "--regions: must be a Region"),
        (("--regions", ""), "--regions: must be a Region"),
        (("--role", "arn:aws:iam::1:role/a"), "--role: is an ARN"),
        (("--external-id", "abc"), "--external-id: goes with a role"),
        (("--demo", "--region", "x y"), "--region: a region is named as"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(
    verb: str, arguments: tuple[str, ...], told: str
) -> None:
    result = run("fleet", verb, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_what_cannot_be_configured_is_an_error_of_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("fleet", "--profile", "no-such-profile", "--region", "eu-west-1")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "no-such-profile" in result.stderr
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    result = run("fleet")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "--region: is not given" in result.stderr


def test_a_region_that_is_none_is_named_by_its_option_everywhere() -> None:
    result = run("findings", "--demo", "--region", "x y")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: --region: ")
    assert result.stderr.count("\n") == 1
