"""`aa-sdk findings summary`."""

from collections import Counter

import pytest

from aa_sdk.cli._findings import summing
from tests.cli.commands import listed, run


def test_findings_are_counted_by_what_they_are() -> None:
    found = listed("findings", "--demo")
    counted = listed("findings", "summary", "--demo")
    for by, member in (
        ("status", "status"),
        ("type", "findingType"),
        ("resource type", "resourceType"),
        ("owner", "resourceOwnerAccount"),
    ):
        told = {one["value"]: one["findings"] for one in counted if one["by"] == by}
        assert told == Counter(one[member] for one in found)
    public = {one["value"]: one["findings"] for one in counted if one["by"] == "public"}
    assert public["public"] == sum(one.get("isPublic") is True for one in found)
    assert sum(map(int, map(str, public.values()))) == len(found)


def test_a_filter_narrows_what_is_counted() -> None:
    counted = listed("findings", "summary", "--demo", "--where", "status=ACTIVE")
    assert [one["value"] for one in counted if one["by"] == "status"] == ["ACTIVE"]


def test_a_table_has_the_first_of_many_and_counts_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(summing, "_MOST_SHOWN", 2)
    result = run("findings", "summary", "--demo")
    assert result.exit_code == 0
    assert "… 1 more" in result.stdout
    assert "60 findings in 4 analyzers" in result.stderr
    assert len(listed("findings", "summary", "--demo")) > 2 * 5


def test_that_nothing_matches_is_told_as_in_a_listing() -> None:
    nothing = ("--demo", "--analyzer", "account-unused", "--where", "status=RESOLVED")
    result = run("findings", "summary", *nothing)
    assert result.exit_code == 0
    assert result.stderr == run("findings", *nothing).stderr
    assert result.stderr.startswith("no finding matches status")
