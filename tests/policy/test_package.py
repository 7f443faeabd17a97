"""What the package exports."""

import importlib

import pytest

import aa_sdk.policy


def test_every_public_name_is_listed_and_can_be_imported() -> None:
    """Names are loaded when they are asked for, and each is there."""
    assert set(aa_sdk.policy.__all__) <= set(dir(aa_sdk.policy))
    for name in aa_sdk.policy.__all__:
        assert getattr(aa_sdk.policy, name).__module__.startswith("aa_sdk.policy.")


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="check_everything"):
        importlib.import_module("aa_sdk.policy").check_everything  # noqa: B018 (looking is enough)
