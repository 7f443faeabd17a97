"""Filters as text: what is typed, what is shown."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

from typing import Any

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter, UnusedFindingFilter
from aa_sdk.models import Criterion

F = FindingFilter


@pytest.mark.parametrize(
    ("text", "finding_filter"),
    [
        ("status=ACTIVE", F().status.eq("ACTIVE")),
        ("resource~prod", F().resource.contains("prod")),
        ("isPublic=true", F().is_public.eq(True)),
        ("isPublic!=true", F().is_public.neq(True)),
        ("error?", F().error.exists()),
        ("error!?", F().error.exists(False)),
        ("resourceType!=AWS::KMS::Key", F().resource_type.neq("AWS::KMS::Key")),
        ("resourceType=AWS::New::Kind", F().key("resourceType").eq("AWS::New::Kind")),
        ("findingType~Unused", F().finding_type.contains("Unused")),
        ("  status  =  ACTIVE  ", F().status.eq("ACTIVE")),
        ("principal.AWS=*", F().principal.aws.eq("*")),
        ("condition.aws:PrincipalOrgID!?", F().condition("aws:PrincipalOrgID").exists(False)),
        ("condition.aws:SourceArn~topic", F().condition("aws:SourceArn").contains("topic")),
        ("resource=arn:x=y~z!=?", F().resource.eq("arn:x=y~z!=?")),
        ("resource~a b", F().resource.contains("a b")),
        ("principal.Service=s3", F().key("principal.Service").eq("s3")),
        ("any.thing=x", F().key("any.thing").eq("x")),
    ],
)
def test_a_text_asks_for_what_it_says(text: str, finding_filter: FindingFilter) -> None:
    assert F.parse(text).to_criteria() == finding_filter.to_criteria()


def test_texts_for_one_key_and_operator_are_alternatives() -> None:
    finding_filter = F.parse("status=ACTIVE", "resource~prod", "status=ARCHIVED", "resource!=x")
    assert finding_filter.to_criteria() == {
        "status": Criterion(eq=["ACTIVE", "ARCHIVED"]),
        "resource": Criterion(contains=["prod"], neq=["x"]),
    }
    assert F.parse() == F()


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("stauts=ACTIVE", 1, "'status'"),
        ("  stauts=ACTIVE", 3, "'status'"),
        ("is_public=true", 1, "'isPublic'"),
        ("principal.aws=*", 1, "'principal.AWS'"),
        ("aws:SourceVpc=vpc-1", 1, "'condition.aws:SourceVpc'"),
        ("condition.aws:sourcevpc=vpc-1", 1, "'condition.aws:SourceVpc'"),
        ("type=x", 1, "'resourceType' or 'findingType' or 'changeType'"),
        ("qqqqqq=x", 1, "no filter key"),
        ("=x", 1, "key must come first"),
        ("", 1, "key must come first"),
        ("status", 7, "operator must follow"),
        ("status!ACTIVE", 7, "operator must follow"),
        ("status=", 8, "value must follow"),
        ("status==ACTIVE", 8, "one = is enough"),
        ("status=ACTVE", 8, "'ACTIVE'"),
        ("status = active", 10, "'ACTIVE'"),
        ("status=UNSEEN", 8, "ACTIVE, ARCHIVED, RESOLVED"),
        ("findingType=UnusedAccess", 13, "UnusedPermission"),
        ("findingType~Unussed", 13, "UnusedPermission"),
        ("resourceType=AWS::IAM:Role", 14, "'AWS::IAM::Role'"),
        ("resourceType!=Bucket", 15, "'AWS::S3::Bucket' or 'AWS::S3Express::DirectoryBucket'"),
        ("resourceOwnerAccount=11122223333", 22, "'011122223333'"),
        ("isPublic=True", 10, "'true'"),
        ("isPublic~true", 9, "use ="),
        ("error?x", 7, "nothing may follow"),
        ("error!?=x", 8, "nothing may follow"),
    ],
)
def test_an_error_points_at_the_place_and_suggests(text: str, column: int, said: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        F.parse("error?", text)
    assert {field.path for field in caught.value.fields} == {"texts[1]"}
    assert caught.value.fields[0].reason.startswith(f"column {column}: ")
    assert said in caught.value.fields[0].reason
    assert caught.value.fields[0].value == text


def test_every_text_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        F.parse("stauts=ACTIVE", "error?", "isPublic~x")
    assert [field.path for field in caught.value.fields] == ["texts[0]", "texts[2]"]


def test_texts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(InvalidRequestError):
        F.parse("error?", "error!?")


def test_a_filter_for_one_purpose_takes_only_texts_for_its_keys() -> None:
    assert type(UnusedFindingFilter.parse("status=ACTIVE")) is UnusedFindingFilter
    with pytest.raises(InvalidRequestError) as caught:
        UnusedFindingFilter.parse("isPublic=true")
    assert [field.path for field in caught.value.fields] == ["filter.isPublic"]


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
