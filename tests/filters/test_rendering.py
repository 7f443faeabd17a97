"""Filters as they are shown: a sentence, code, a table, an explanation."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

from typing import Any

import pytest

from aa_sdk.filters import FindingFilter

F = FindingFilter


@pytest.mark.parametrize(
    ("finding_filter", "shown"),
    [
        (F(), "every finding"),
        (
            F().status.eq("ACTIVE").resource.contains("prod"),
            'status = ACTIVE and resource contains "prod"',
        ),
        (F().status.eq("ACTIVE", "ARCHIVED"), "status in (ACTIVE, ARCHIVED)"),
        (F().status.neq("ACTIVE"), "status != ACTIVE"),
        (F().status.neq("ACTIVE", "ARCHIVED"), "status not in (ACTIVE, ARCHIVED)"),
        (F().resource.contains("a", "b"), 'resource contains any of ("a", "b")'),
        (F().is_public.eq(True), "isPublic = true"),
        (F().error.exists(), "error exists"),
        (F().error.exists(False), "error does not exist"),
        (F().key("a b").eq('"\n'), '"a b" = "\\"\\n"'),
        (F().resource.eq("\u2028é"), 'resource = "\\u2028\\u00e9"'),
        (F().resource.eq("é"), 'resource = "é"'),
        (F().status.eq(), "status in ()"),
        (
            F().resource.contains("a").resource.neq("b"),
            'resource != "b" and resource contains "a"',
        ),
    ],
)
def test_str_reads_as_a_sentence(finding_filter: FindingFilter, shown: str) -> None:
    assert str(finding_filter) == shown


@pytest.mark.parametrize(
    ("finding_filter", "code"),
    [
        (F(), "FindingFilter()"),
        (
            F().status.eq("ACTIVE").is_public.eq(True, False).error.exists(False),
            "FindingFilter().status.eq('ACTIVE').is_public.eq(True, False).error.exists(False)",
        ),
        (
            F().principal.aws.eq("*").condition("aws:SourceIp").contains("10.").key("x").neq("y"),
            "FindingFilter().principal.aws.eq('*').condition('aws:SourceIp').contains('10.')"
            ".key('x').neq('y')",
        ),
        (F().key("isPublic").eq("maybe"), "FindingFilter().key('isPublic').eq('maybe')"),
        (F().status.eq(), "FindingFilter().status.eq()"),
        (
            F.for_unused().finding_type.contains("IAM"),
            "FindingFilter.for_unused().finding_type.contains('IAM')",
        ),
        (
            F.for_archive_rule().is_public.neq(True),
            "FindingFilter.for_archive_rule().is_public.neq(True)",
        ),
    ],
)
def test_repr_reads_as_the_code_that_builds_it(finding_filter: FindingFilter, code: str) -> None:
    assert repr(finding_filter) == code
    assert eval(code) == finding_filter  # noqa: S307 (it is the promise)


def test_repr_keeps_operators_of_a_later_release() -> None:
    later = {"resource": {"startsWith": ["arn"]}, "status": {"eq": ["ACTIVE"]}}
    finding_filter = F.from_criteria(later)
    assert finding_filter.to_criteria()["resource"].to_wire() == {"startsWith": ["arn"]}
    assert eval(repr(finding_filter)) == finding_filter  # noqa: S307 (it is the promise)
    assert "startsWith" in str(finding_filter)
    assert finding_filter & finding_filter == finding_filter


def html_of(finding_filter: Any) -> str:
    """Return what a notebook shows."""
    html: str = finding_filter._repr_html_()
    return html


def test_html_is_escaped() -> None:
    html = html_of(F().key("<b>").eq("<script>&"))
    assert "<script>" not in html
    assert "&lt;script&gt;&amp;" in html
    assert "&lt;b&gt;" in html
    assert html_of(F()).count("every finding") == 1


def test_an_explanation_tells_what_failed_and_on_what() -> None:
    finding_filter = (
        F().status.eq("ACTIVE").resource.contains("dev").error.exists().is_public.neq(False)
    )
    finding: dict[str, Any] = {
        "status": "ACTIVE",
        "resource": "prod",
        "condition": {},
        "isPublic": False,
    }
    explanation = finding_filter.explain(finding)
    assert [(f.key, f.operator, f.wanted, f.actual) for f in explanation.failed] == [
        ("resource", "contains", ("dev",), ("prod",)),
        ("error", "exists", True, ()),
        ("isPublic", "neq", ("false",), ("false",)),
    ]
    assert str(explanation).splitlines() == [
        "asked: resource contains \"dev\"; the finding has 'prod'",
        "asked: error exists; the finding has nothing there",
        "asked: isPublic != false; the finding has 'false'",
    ]
    assert not explanation.matches
    assert str(F().explain(finding)) == "the finding matches"
