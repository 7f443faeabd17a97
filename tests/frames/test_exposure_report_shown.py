"""What a report on exposure shows: texts, tickets, and the names of others in them."""

import json
from typing import Any

import pytest
from markdown_it import MarkdownIt

from aa_sdk.frames.reports import ExposureReport, exposure_report
from aa_sdk.models._faces.words import resource_spans
from tests.frames.reported import (
    NASTY,
    NOW,
    OTHER,
    OWNER,
    external,
    in_notebook,
    internal,
    preview,
    public,
    summary,
    whole,
)


def report(*findings: Any, **options: Any) -> ExposureReport:
    return exposure_report(findings, now=NOW, **options)


def as_html(markdown: str) -> str:
    """Markdown as a ticket would show it, raw HTML let through."""
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))


def order(made: ExposureReport) -> list[str]:
    return [one.finding.id for one in made.priorities]


def test_what_says_the_same_is_shown_once_and_counted() -> None:
    role: dict[str, Any] = {
        "resource": f"arn:aws:iam::{OWNER}:role/shared",
        "actions": ["sts:AssumeRole"],
    }
    made = report(*(external(f"r{n}", **role) for n in range(3)), external("x"))
    assert len(made) == 4
    assert "x3" in str(made)
    assert "in 3 findings" in in_notebook(made)
    assert "in 3 findings" not in in_notebook(report(*(internal(f"i{n}") for n in range(3))))
    same = report(*(preview(f"p{n}", resource="arn:aws:s3:::b") for n in range(2)))
    assert "x2" not in str(same)


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        (
            "AWS::EFS::FileSystem",
            "arn:aws:elasticfilesystem:eu-west-1:1:file-system/fs-1",
        ),
        ("AWS::SecretsManager::Secret", "arn:aws:secretsmanager:eu-west-1:1:secret:s-1"),
        ("AWS::S3::Bucket", "arn:aws:s3:::reports"),
    ],
)
def test_a_resource_is_named_as_in_a_table(kind: str, resource: str) -> None:
    finding = external("f-1", resource_type=kind, resource=resource)
    name = " ".join(span.text for span in resource_spans(kind, resource))
    made = report(finding)
    assert str(made.priorities[0]).startswith(f"{name}: ")
    assert name in str(made)
    assert name in made.to_markdown()


def test_a_text_fits_a_terminal_and_a_ticket_holds_twenty_rows() -> None:
    findings = [
        external(
            f"f{n:03}",
            principal={"AWS": f"{n:012}"},
            days=n * 40,
            resource_owner_account=f"{n:012}",
            actions=["elasticfilesystem:ClientRootAccessForEveryone"] * 3,
            condition={f"aws:{'Very' * 9}{n}": "x", "aws:SourceVpc": "v"},
            resource_type=f"AWS::{'Long' * 30}::{n}",
        )
        for n in range(50)
    ]
    made = report(*findings, *(public(f"p{n}", status=f"S{n}" * 9) for n in range(9)))
    assert max(map(len, str(made).splitlines())) <= 80
    assert made.to_markdown().count("\n| ") < 130
    assert "45 more: report.priorities has all" in str(made)
    assert "30 more: report.priorities has all" in in_notebook(made)


@pytest.mark.parametrize("size", [1, 40_000])
def test_texts_of_others_are_harmless_and_small(size: int) -> None:
    text = NASTY * size
    made = report(
        external(
            text,
            actions=[text],
            principal={text: text},
            condition={text: text},
            resource=text,
            resource_type=text,
            resource_owner_account=text,
        ),
        external("b", principal={"AWS": f"arn:aws:iam::{OTHER}:role/{text}"}),
        whole("c", error=text, resource=text),
        whole("d", status=text),
        whole("e", finding_type=text),
    )
    html, markdown, plain = in_notebook(made), made.to_markdown(), str(made)
    assert "<script" not in html
    assert "<img" not in html
    for shown in (html, markdown, plain, repr(made), repr(made.first[0]), str(made.first[0])):
        assert not {"\u202e", "\x1b", "\ud800"} & set(shown)
        assert len(shown) < 60_000
    assert max(map(len, plain.splitlines())) <= 80
    rendered = as_html(markdown)
    assert not [tag for tag in ("<script", "<img", "<a ", "<em>") if tag in rendered]
    assert json.loads(json.dumps(made.to_dict()))


def test_a_ticket_shows_names_as_code() -> None:
    markdown = report(
        public(resource="arn:aws:s3:::my_bucket"), summary(error="A|B`C")
    ).to_markdown()
    assert "| `my_bucket`" in markdown.replace("s3 `", "`")
    assert "<code>A|B`C:</code>" in as_html(markdown).replace("&#124;", "|")
    assert "**look at these first**" in markdown
    assert "| no. | resource | owner | why |\n| --- | --- | --- | --- |\n" in markdown


@pytest.mark.parametrize("text", ["a|b", "a`b", "a`|`b", "a\\|b", "|", "`"])
def test_no_name_breaks_a_row_of_a_ticket(text: str) -> None:
    made = report(public(resource=f"arn:aws:s3:::{text}"))
    rendered = as_html(made.to_markdown())
    assert f"s3 <code>{text}</code>" in rendered
    assert f"{text}</code></td>\n<td>{OWNER}</td>" in rendered


def test_rich_shows_what_is_printed() -> None:
    made = report(public(), external("b"))
    lines = made.__rich__().plain.splitlines()
    assert [line.rstrip() for line in lines] == str(made).splitlines()
    assert repr(made) == "<ExposureReport: open access: 1 public, 1 outside>"
    assert repr(made.first[0]).startswith("<Exposure: s3 bucket-f-1: anyone may s3:GetObject;")


def test_no_word_of_others_becomes_an_emoji_in_markdown() -> None:
    report = exposure_report([public(resource="a:smile:b")], now=NOW)
    assert "`a:smile:b`" in report.to_markdown()
    assert ":smile:" not in exposure_report([public(resource=":smile:")], now=NOW).to_markdown()


def test_who_it_is_is_told_without_what_cannot_be_seen() -> None:
    (who,) = exposure_report([external(principal={"Federated": NASTY})], now=NOW).priorities
    assert all(map(str.isprintable, map(str, who.parties)))
