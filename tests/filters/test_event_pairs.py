"""Patterns pass the events that their filters match, and no others."""

from typing import Any

import pytest

from aa_sdk.filters import FindingFilter
from tests.effort import examples
from tests.filters import deep_event_patterns
from tests.filters.event_pairs import emulated, examine_many


def test_a_filter_and_its_patterns_agree_on_random_events() -> None:
    count = examples(5_000)
    outcomes, differences = examine_many(range(count))
    assert differences == []
    assert outcomes["matched"] > count / 4
    assert outcomes["not matched"] > count / 4


def test_events_of_the_emulator_are_of_every_family_and_status() -> None:
    kinds = {(event["detail-type"], event["detail"]["status"]) for event in emulated()}
    assert len(kinds) == 9


def test_the_deep_tier_counts_and_finds_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    assert deep_event_patterns.main(["--pairs", "200"]) == 0
    assert "0 different" in capsys.readouterr().out


def test_the_deep_tier_shows_a_difference(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_: FindingFilter) -> tuple[dict[str, Any], ...]:
        return ()

    monkeypatch.setattr(FindingFilter, "to_event_patterns", nothing)
    assert deep_event_patterns.main(["--pairs", "50"]) == 1
    shown = capsys.readouterr().out
    assert "seed " in shown
    assert "FindingFilter()" in shown
