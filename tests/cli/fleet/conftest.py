"""A fleet served over HTTP: the caller's account and three others."""

from collections.abc import Iterator

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from tests.workflows.fleet.world import CALLER, HOME, ONE, THREE, TWO, WEST, World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """One account has findings, another denies its role, and the third has no analyzer."""
    made = World(ONE, TWO, THREE)
    made.analyzer(CALLER, HOME, findings=3)
    for region in (HOME, WEST):
        made.role(made.analyzer(ONE, region, findings=2))
    made.emulator.faults.fail(
        "AssumeRole", code="AccessDenied", status=403, message="not you", account_ids=[TWO]
    )
    with made.emulator.serve() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", f"AKIAEMUL{CALLER}")
        monkeypatch.setenv("AWS_REGION", HOME)
        yield made
