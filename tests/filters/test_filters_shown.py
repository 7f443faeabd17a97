"""How filters and explanations show: in notebooks, with rich, and in one line."""

from typing import Any

import pytest

from aa_sdk.filters import Explanation, FailedCriterion, FindingFilter
from aa_sdk.filters._criteria.wording import criteria_text
from aa_sdk.models.criteria import Criterion
from tests.policy.views.shown import html_of, in_html, in_rich

F = FindingFilter
FINDING: dict[str, Any] = {"status": "ACTIVE", "resource": "prod", "condition": {}}
EVIL = "</td><script>alert(1)</script>\u202e\x1b[2J\n"


def test_a_filter_is_a_row_for_each_operator_of_each_key() -> None:
    shown = F().status.eq("ACTIVE", "ARCHIVED").resource.contains("a").resource.neq("b")
    shown = shown.error.exists(False)  # noqa: FBT003 (a filter asks for a bool by giving it)
    assert in_html(shown).text == [
        *["key", "asked", "values", "status", "in", "ACTIVE, ARCHIVED"],
        *["resource", "!=", '"b"', "resource", "contains", '"a"', "error", "does not exist"],
    ]
    assert in_rich(shown).splitlines()[1].split() == ["status", "in", "ACTIVE,", "ARCHIVED"]
    assert in_html(F()).text == ["every finding"]


def test_criteria_are_put_in_words_in_whatever_form_they_are() -> None:
    words = 'status = ACTIVE and resource contains any of ("a", "b") and error exists'
    built = F().status.eq("ACTIVE").resource.contains("a", "b").error.exists()
    plain: Any = {
        "status": {"eq": ["ACTIVE"], "neq": None},
        "resource": Criterion(contains=("a", "b")),
        "error": {"exists": True},
    }
    assert criteria_text(built) == str(built) == words
    assert criteria_text(built.to_criteria()) == words
    assert criteria_text(plain) == words
    assert criteria_text({}) == "every finding"
    assert criteria_text({"status": {"eq": "ACTIVE", "like": 3}}) == (
        'status eq "\'ACTIVE\'" and status like "3"'
    )


def test_values_and_keys_are_counted_where_they_are_many() -> None:
    many = F().resource.contains(*[f"v{n}" for n in range(25)])
    assert str(many).endswith('"v19", … 5 more)')
    for n in range(24):
        many = many.key(f"k{n}").eq("v")
    assert str(many).endswith('k18 = "v" and 5 more')
    assert in_html(many).text[-1] == "… 5 more"


@pytest.mark.parametrize("text", [EVIL, EVIL * 9_000, "\ud800", '"' * 200_000])
def test_a_filter_of_any_text_is_harmless_and_small(text: str) -> None:
    shown: Any = F()
    for n in range(30):
        shown = shown.key(f"{text}{n}").eq(*[f"{text}{m}" for m in range(30)])
    failed = FailedCriterion(text, "eq", (text,) * 30, (text,) * 30)
    explained: Any = Explanation((failed,) * 30)
    for one in (shown, explained, failed):
        for told in (html_of(one), str(one.__rich__()), str(one)):
            assert len(told.encode()) < 60_000
            assert told.replace("\n", "").isprintable()
        assert "<script" not in html_of(one)
        assert html_of(one) == html_of(one)
    assert "\n" not in str(shown)
    assert len(repr(explained)) < 60
    assert len(repr(failed)) < 400


def test_an_explanation_sets_what_was_asked_beside_what_is_there() -> None:
    explanation = F().status.neq("ACTIVE").resource.eq("dev").explain(FINDING)
    assert in_html(explanation).text == [
        "the finding does not match",
        *["asked", "the finding has", "status != ACTIVE", "'ACTIVE'"],
        *['resource = "dev"', "'prod'"],
    ]
    assert repr(explanation) == "<Explanation: 2 criteria failed>"
    assert repr(explanation.failed[0]) == f"<FailedCriterion {explanation.failed[0]}>"
    assert in_html(explanation.failed[0]).text == [str(explanation.failed[0])]
    assert in_html(F().explain(FINDING)).text == ["the finding matches"]
