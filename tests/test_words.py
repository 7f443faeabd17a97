"""What was probably meant, and how values are named."""

import pytest

from aa_sdk._nearest import nearest
from aa_sdk._words import did_you_mean, got, quoted, several

NAMES = ("analyzer_arn", "analyzer_name", "id", "filter", "max_results", "next_token")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("analyser_arn", "analyzer_arn"),
        ("analyzerArn", "analyzer_arn"),
        ("AnalyzerName", "analyzer_name"),
        ("arn", "analyzer_arn"),
        ("name", "analyzer_name"),
        ("filters", "filter"),
        ("Filter", "filter"),
        ("max", "max_results"),
        ("maxResults", "max_results"),
        ("token", "next_token"),
        ("finding_id", "id"),
        ("ID", "id"),
        ("colour", None),
        ("ax", None),
        ("", None),
        ("analyzer", "analyzer_arn"),
        ("x" * 1_000_000, None),
    ],
)
def test_the_name_that_was_probably_meant(written: str, meant: str | None) -> None:
    assert nearest(written, NAMES) == meant
    assert did_you_mean(written, NAMES) == (f": did you mean {meant!r}?" if meant else "")


def test_a_part_of_several_names_means_none_of_them() -> None:
    assert nearest("status", ("status_of_analyzer", "status_of_finding")) is None


def test_a_value_is_shown_short_and_no_document_at_all() -> None:
    assert quoted("a" * 200) == f"'{'a' * 78}…"
    assert quoted("{") == quoted(["a"]) == ""
    assert several("ids", "a") == "must be a list of ids, not one text: write ['a']"
    assert several("x.tag_keys", "{}") == "must be a list of tag keys, not one text: write […]"


def test_a_value_that_errors_do_not_show_is_named_by_its_kind() -> None:
    class Item:
        pass

    assert [got(value) for value in ("a", 7, 1.5, None, True)] == [""] * 5
    assert got({}) == ", got a mapping"
    assert got(()) == got([]) == ", got a list"
    assert got(Item()) == ", got an Item"
    assert got(b"") == ", got a bytes"
