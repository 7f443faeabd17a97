"""What a person sees whose test failed: the line of the test, the message, and nothing of ours."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aa_sdk.policy import PolicyError
from aa_sdk.pytest_plugin import (
    assert_access_not_granted,
    assert_no_new_access,
    assert_no_public_access,
    assert_valid,
)
from tests.assertions.policies import PASSING_ROLES, PUBLIC, READING, UNDECIDED, WRITING

BROKEN: dict[str, Callable[[], object]] = {
    "new": lambda: assert_no_new_access(WRITING, READING),
    "granted": lambda: assert_access_not_granted(WRITING, actions="s3:*"),
    "public": lambda: assert_no_public_access(PUBLIC),
    "valid": lambda: assert_valid(PASSING_ROLES),
    "severity": lambda: assert_valid(READING, severity="x"),  # type: ignore[arg-type]  # tested
    "code": lambda: assert_valid(READING, ignore="x"),
    "nothing": lambda: assert_access_not_granted(READING),
    "undecided": lambda: assert_no_new_access(UNDECIDED, READING),
    "no json": lambda: assert_no_new_access("{", READING),
    "no file": lambda: assert_no_public_access(Path("absent.json")),
    "no file to validate": lambda: assert_valid(Path("absent.json")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_traceback_ends_in_the_test(name: str) -> None:
    with pytest.raises((AssertionError, PolicyError, TypeError, ValueError)) as caught:
        BROKEN[name]()
    shown = str(caught.getrepr(style="long"))
    assert Path(__file__).name in shown.rstrip().split("\n")[-1]
    assert "aa_sdk/_assertions" not in shown
    assert "aa_sdk/pytest_plugin.py" not in shown
    assert "aa_sdk/policy" not in shown
    assert "json/decoder.py" not in shown


LOADED = """
import sys
import aa_sdk.pytest_plugin
print(*[name for name in sys.modules if name.startswith("aa_sdk")])
"""


def test_importing_the_plugin_loads_neither_policies_nor_models() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True
    )
    loaded = {".".join(name.split(".")[:2]) for name in done.stdout.split()}
    assert "aa_sdk.pytest_plugin" in loaded
    assert not loaded & {"aa_sdk.policy", "aa_sdk.models", "aa_sdk._assertions", "aa_sdk.client"}
