"""How a difference shows: as text, in Markdown, in rich and in notebooks."""

import os
import re
import subprocess
import sys
from typing import Any

from rich.text import Text

from aa_sdk.policy import AccessSlice, PolicyDifference, StatementReference, compare
from tests.policy.statements import allow, deny, policy
from tests.policy.views.shown import ARN, a_slice, added, an_example, html_of, in_html, in_rich

NOTHING = "The policies allow the same."
VPC = {"StringEquals": {"aws:SourceVpc": ("vpc-1",)}}

NEW = policy(
    {**allow(Action=["s3:PutObject", "s3:DeleteObject"], Resource=ARN), "Sid": "Writers"},
    allow(Action="sqs:*"),
)
EXISTING = policy(allow(Resource=ARN, Condition=VPC))


def numbered(count: int) -> tuple[AccessSlice, ...]:
    return tuple(a_slice(actions=(f"s3:A{n:03}",)) for n in range(count))


def test_it_prints_a_line_for_each_slice_and_its_example_below() -> None:
    """What stands in a column is aligned; a sign says what is added and what is removed."""
    assert str(compare(NEW, EXISTING)).splitlines() == [
        '+ s3:PutObject, s3:DeleteObject  on arn:aws:s3:::reports/*  (statement 0, "Writers")',
        "    e.g. s3:PutObject on arn:aws:s3:::reports/example, where aws:SourceVpc is absent",
        "+ sqs:*                          on *                       (statement 1)",
        "    e.g. sqs:example on arn:aws:example:us-east-1:111122223333:example, "
        "where aws:SourceVpc is absent",
        "- s3:GetObject                   on arn:aws:s3:::reports/*"
        "  if aws:SourceVpc = vpc-1  (statement 0)",
        "    e.g. s3:GetObject on arn:aws:s3:::reports/example, where aws:SourceVpc = vpc-1",
    ]


def test_a_slice_prints_in_one_line_without_its_example() -> None:
    one = a_slice(
        principals={"AWS": ("444455556666",)}, conditions=VPC, example=an_example(), unless=(VPC,)
    )
    assert str(one) == (
        f"s3:GetObject on {ARN} for everyone in 444455556666"
        " if aws:SourceVpc = vpc-1 unless aws:SourceVpc = vpc-1 (statement 0)"
    )


def test_a_column_is_no_wider_than_what_is_left_to_read() -> None:
    """What is wider moves the rest of its own line alone."""
    long = a_slice(actions=("s3:" + "A" * 60,), resources=("r" * 90,), conditions=VPC)
    short = a_slice(principals={}, conditions=VPC)
    lines = str(added(long, short)).splitlines()
    assert lines[0] == f"+ s3:{'A' * 60}  on {'r' * 90}  if aws:SourceVpc = vpc-1  (statement 0)"
    what, where = f"+ {'s3:GetObject':44}", f"{f'on {ARN}':60}"
    assert lines[1] == f"{what}  {where}  if aws:SourceVpc = vpc-1  (statement 0)"
    everybody = a_slice(principals={"AWS": tuple(f"{n:012}" for n in range(9))})
    somebody = a_slice(principals={"AWS": ("000000000001",)})
    assert str(added(everybody, somebody)).splitlines()[1] == (
        f"+ s3:GetObject  on {ARN}  {'for everyone in 000000000001':40}  (statement 0)"
    )


def test_what_is_not_shown_takes_no_room_in_a_column() -> None:
    wide = a_slice(actions=("s3:" + "A" * 30,))
    lines = str(added(*numbered(20), wide)).splitlines()
    assert lines[0] == f"+ s3:A000  on {ARN}  (statement 0)"
    assert lines[20] == "+ … 1 more"


def test_markdown_is_a_summary_and_a_block_that_shows_both_kinds() -> None:
    difference = compare(NEW, EXISTING)
    assert difference.to_markdown() == (f"**2 added, 1 removed**\n\n```diff\n{difference}\n```\n")


def test_the_fence_is_longer_than_any_run_of_backticks_in_the_block() -> None:
    for count in (0, 2, 3, 5):
        text = "`" * count
        difference = added(a_slice(statements=(StatementReference(0, f"a{text}b"),)))
        head, _, *middle, end, _ = difference.to_markdown().split("\n")
        assert head == "**1 added, 0 removed**"
        fence = "`" * max(3, count + 1)
        assert (middle[0], end) == (f"{fence}diff", fence)
        assert text in middle[1]


def test_rich_colours_what_is_added_and_removed() -> None:
    """By the sign that the line has, so it reads the same without colour."""
    difference = compare(NEW, EXISTING)
    text: Any = difference.__rich__()
    assert isinstance(text, Text)
    lines = text.split("\n")
    styles = [[str(span.style) for span in line.spans] for line in lines]
    assert styles == [["green"], ["dim"], ["green"], ["dim"], ["red"], ["dim"]]
    plain = [line.plain for line in lines]
    assert [line[:2] for line in plain] == ["+ ", "  ", "+ ", "  ", "- ", "  "]
    assert plain[::2] == [
        *(f"+ {one}" for one in difference.added),
        *(f"- {one}" for one in difference.removed),
    ]
    assert plain[1::2] == str(difference).splitlines()[1::2]
    coloured = in_rich(difference, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == in_rich(difference)
    assert "\x1b[" in coloured
    assert "\x1b[" not in in_rich(difference)


def test_rich_folds_at_the_edge_of_a_terminal_and_leaves_nothing_out() -> None:
    difference = compare(NEW, EXISTING)
    told = in_rich(difference, width=80)
    assert max(map(len, told.splitlines())) <= 80
    whole: Any = difference.__rich__()
    assert "".join(told.split()) == "".join(whole.plain.split())


def test_html_sets_what_is_added_beside_what_is_removed() -> None:
    """With a sign, and the example below; it takes the colours of the page around it."""
    difference = compare(NEW, EXISTING)
    page = in_html(difference)
    assert page.text == [
        "2 added",
        "+ s3:PutObject, s3:DeleteObject",
        *["on", "arn:aws:s3:::reports/*", "from", 'statement 0, "Writers"'],
        *["e.g.", "s3:PutObject on arn:aws:s3:::reports/example, where aws:SourceVpc is absent"],
        "+ sqs:*",
        *["on", "*", "from", "statement 1", "e.g."],
        "sqs:example on arn:aws:example:us-east-1:111122223333:example, "
        "where aws:SourceVpc is absent",
        "1 removed",
        "− s3:GetObject",  # noqa: RUF001 (a minus)
        *["on", "arn:aws:s3:::reports/*", "if", "aws:SourceVpc = vpc-1", "from", "statement 0"],
        *["e.g.", "s3:GetObject on arn:aws:s3:::reports/example, where aws:SourceVpc = vpc-1"],
    ]
    styles = ";".join(page.styles)
    # The ground has no more than a tint: it reads on dark and on light.
    assert set(re.findall(r"background:(\w+)", styles)) == {"rgba", "none"}
    assert "url(" not in styles


def test_html_says_where_there_is_nothing_on_a_side() -> None:
    assert in_html(added(a_slice())).text == [
        "1 added",
        "+ s3:GetObject",
        *["on", ARN, "from", "statement 0"],
        "0 removed",
        "nothing",
    ]
    assert in_html(PolicyDifference((), (a_slice(),))).text[:3] == [
        "0 added",
        "nothing",
        "1 removed",
    ]


def test_a_slice_without_an_example_shows_without_one() -> None:
    for told in (str(added(a_slice())), in_rich(added(a_slice())), *in_html(added(a_slice())).text):
        assert "e.g." not in told
    assert str(added(a_slice())).count("\n") == 0


def test_no_difference_is_a_sentence() -> None:
    same = compare(NEW, NEW)
    assert same.equivalent
    assert str(same) == NOTHING
    assert same.to_markdown() == f"**{NOTHING}**\n"
    assert in_rich(same) == f"{NOTHING}\n"
    assert in_html(same).text == [NOTHING]


def test_of_each_kind_twenty_are_shown_and_the_rest_is_counted() -> None:
    for count, rest in ((20, None), (21, "1 more"), (2020, "2,000 more")):
        difference = PolicyDifference(numbered(count), numbered(count))
        shown = [f"s3:A{n:03} " for n in range(20)]
        expected = [f"{sign} {text}" for sign in "+-" for text in (*shown, rest) if text]
        lines = str(difference).splitlines()
        assert len(lines) == len(expected)
        for line, start in zip(lines, expected, strict=True):
            assert line.startswith(start.replace("1 more", "… 1 more").replace("2,0", "… 2,0"))
        markdown = difference.to_markdown()
        assert markdown.startswith(f"**{count} added, {count} removed**\n\n")
        assert markdown.split("\n")[3:-2] == lines
        told = in_rich(difference, width=200).splitlines()
        assert [line[:8] for line in told] == [line[:8] for line in lines]
        page = in_html(difference).text
        assert page.count(f"… {rest}") == (2 if rest else 0)
        assert [text[2:] for text in page if text.startswith("+ ")] == [
            one.strip() for one in shown
        ]
        assert page[0] == f"{count:,} added"


def test_twenty_slices_of_any_ordinary_size_are_a_small_page() -> None:
    """Less than 60 kB, with everything in them that there can be."""
    names = tuple(f"s3:GetObjectVersionTagging{n}" for n in range(30))
    arns = tuple(f"arn:aws:s3:::reports-of-the-quarter-{n}/finance/2026/*" for n in range(30))
    roles = {"AWS": tuple(f"arn:aws:iam::111122223333:role/finance/reader-{n}" for n in range(30))}
    conditions = {
        "StringEquals": {"aws:SourceVpc": tuple(f"vpc-0123456789abcdef{n}" for n in range(30))},
        "ArnNotLike": {"aws:PrincipalArn": arns},
    }
    large = a_slice(
        actions=names,
        resources=arns,
        principals=roles,
        conditions=conditions,
        but_not_actions=names,
        but_not_resources=arns,
        but_not_principals=roles,
        statements=tuple(StatementReference(n, "StatementOfTheQuarter") for n in range(30)),
        example=an_example(context={"aws:SourceVpc": "vpc-0123456789abcdef"}),
    )
    difference = PolicyDifference((large,) * 500, ())
    for text in (html_of(difference), difference.to_markdown(), str(difference)):
        assert len(text.encode()) < 60_000
    plain = PolicyDifference((a_slice(example=an_example()),) * 500, ())
    assert len(html_of(plain).encode()) < 30_000


PROGRAM = """
from aa_sdk.policy import compare, external_access
from tests.policy.views.test_differences_shown import EXISTING, MIXED, NEW, PUBLIC
for difference in (compare(NEW, EXISTING), compare(*MIXED), compare(*MIXED[::-1])):
    print(difference, difference.to_markdown(), difference._repr_html_(), difference.__rich__())
access = external_access(PUBLIC, "AWS::S3::Bucket", "1" * 12)
print(access, access.to_markdown(), access._repr_html_(), access.__rich__())
"""
MIXED = (
    policy(
        allow(Action=["s3:*", "sqs:*", "sns:*"], Condition=VPC),
        deny(NotAction=["s3:*", "iam:*", "sqs:*"]),
        deny(Action=["s3:Put*", "s3:Delete*"], NotResource=ARN),
    ),
    policy(allow(NotAction=["iam:*", "sts:*"]), allow(Action=["iam:Get*", "iam:List*", "sns:*"])),
)
PUBLIC = policy(
    allow(Principal="*", Action=["s3:Get*", "s3:List*"]),
    allow(Principal={"AWS": ["2" * 12, "3" * 12], "Federated": "idp.example.com"}, Condition=VPC),
)


def test_the_same_shows_on_every_run() -> None:
    """However Python mixes its sets in this one."""
    told = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert len(told.pop()) > 5_000
