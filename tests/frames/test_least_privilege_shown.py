"""What a person sees of a policy that was cut down."""

import json

import pytest
from rich.console import Console

from aa_sdk.frames import LeastPrivilege, least_privilege
from tests.frames.narrow import allow, applied, cut, html_of

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.exe",
    "\x1b[31mred",
    "a\nb",
    "x" * 1_000_000,
    "\ud800",
    "```\n# heading",
]

TEXT = """{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Reports",
            "Effect": "Allow",
            "Action": [
                "s3:GetObject",
                "s3:PutObject",
                "s3:ListBucket"
            ],
            "Resource": "arn:aws:s3:::reports/*"
        },
        {
            "Sid": "Wide",
            "Effect": "Allow",
            "Action": "ec2:Describe*",
            "Resource": "*"
        }
    ]
}
"""
SHOWN = """\
1 of 3 unused actions removed; nothing added (proven)
  actions    s3:PutObject
  removed    s3:PutObject on arn:aws:s3:::reports/* (statement 0, "Reports")
  stays      ec2:DescribeRegions, by ec2:Describe* in statement 1, "Wide"
             it stands for other actions too: write these out, or pass a catalogue, which the \
extra validate has: catalogue=ActionCatalogue.installed()
  elsewhere  not allowed by this policy: sqs:SendMessage
@@ -6,7 +6,6 @@
             "Effect": "Allow",
             "Action": [
                 "s3:GetObject",
-                "s3:PutObject",
                 "s3:ListBucket"
             ],
             "Resource": "arn:aws:s3:::reports/*\""""
UNUSED = ["s3:PutObject", "ec2:DescribeRegions", "sqs:SendMessage"]


@pytest.fixture
def smaller() -> LeastPrivilege:
    return least_privilege(TEXT, UNUSED)


def test_text_says_what_goes_what_stays_and_which_lines_change(smaller: LeastPrivilege) -> None:
    assert str(smaller) == SHOWN


def test_rich_shows_the_same_in_colour(smaller: LeastPrivilege) -> None:
    console = Console(width=200, color_system=None)
    with console.capture() as capture:
        console.print(smaller)
    lines = [line.rstrip() for line in capture.get().rstrip("\n").split("\n")]
    assert lines == SHOWN.split("\n")


def test_a_notebook_shows_the_same(smaller: LeastPrivilege) -> None:
    shown = html_of(smaller)
    assert "1 of 3 unused actions removed; nothing added (proven)" in shown
    assert '<pre style="' in shown
    assert "-                &quot;s3:PutObject&quot;," in shown
    assert "<script" not in shown
    assert shown == html_of(least_privilege(TEXT, UNUSED))


def test_markdown_has_a_headline_and_a_block(smaller: LeastPrivilege) -> None:
    head, body = SHOWN.split("\n", 1)
    assert smaller.to_markdown() == f"**{head}**\n\n```diff\n{body}\n```\n"


def test_a_repr_has_nothing_of_the_policy(smaller: LeastPrivilege) -> None:
    assert repr(smaller) == (
        "<LeastPrivilege 1 of 3 unused actions removed; nothing added (proven)>"
    )


def test_what_stays_is_a_line_each(smaller: LeastPrivilege) -> None:
    (left,) = smaller.not_removed
    assert str(left) == f"{left.what}: {left.reason}"


def test_a_diff_can_be_applied(smaller: LeastPrivilege) -> None:
    assert smaller.diff().startswith("--- policy\n+++ smaller policy\n@@ -6,7 +6,6 @@\n")
    assert applied(TEXT, smaller.diff()) == smaller.policy


def test_changes_that_are_far_apart_have_a_hunk_each() -> None:
    policy = json.dumps({"Statement": [allow("s3:A", f"s3:B{n}") for n in range(9)]}, indent=1)
    smaller = least_privilege(policy, ["s3:B1", "s3:B2", "s3:B8"])
    assert smaller.diff().count("\n@@ ") == 2  # two of the three are near each other
    assert applied(policy, smaller.diff()) == smaller.policy


def test_where_nothing_changes_there_is_no_diff() -> None:
    smaller = least_privilege(TEXT, [])
    assert smaller.diff() == ""
    assert str(smaller) == (
        "0 of 0 unused actions removed; nothing added (proven)\nThe text stays as it is."
    )


def test_many_are_counted_and_long_diffs_are_cut() -> None:
    unused = [f"s3:Action{n}" for n in range(200)]
    smaller = cut(
        [allow(one, "s3:Kept*", "s3:*", Resource=f"arn:aws:s3:::{one}") for one in unused], *unused
    )
    text = str(smaller)
    assert "… 194 more\n" in text
    assert "more lines: see diff()" in text
    assert len(text.split("\n")) < 80
    assert len(html_of(smaller)) < 60_000


def test_a_policy_on_one_line_is_shown_where_it_changes() -> None:
    actions = [f"s3:Action{n}" for n in range(400)]
    policy = json.dumps({"Statement": allow(*actions)})
    smaller = least_privilege(policy, ["s3:Action200"])
    *_, before, after = str(smaller).split("\n")
    assert '"s3:Action200"' in before
    assert '"s3:Action200"' not in after
    assert before[:2] == "-…"
    assert after[:2] == "+…"
    assert max(len(before), len(after)) < 130
    assert applied(policy, smaller.diff()) == smaller.policy


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_harmless_and_small(text: str) -> None:
    statement = allow(
        "s3:GetObject", "s3:PutObject", Sid=text[:1000], Resource=f"{text[:500_000]}*"
    )
    smaller = cut([statement, allow(f"s3:Put{text[:100_000]}*")], "s3:Put*")
    html = html_of(smaller)
    assert "<script" not in html
    assert "<img" not in html
    assert len(html) < 60_000
    for shown in (html, str(smaller), smaller.to_markdown(), repr(smaller)):
        assert not {"\u202e", "\x1b", "\ud800"} & set(shown)
        assert len(shown) < 60_000
        shown.encode()
    assert smaller.to_markdown().count("\n```") == 2 or "````" in smaller.to_markdown()


def test_that_a_text_has_no_line_feed_at_its_end_is_for_patch_alone() -> None:
    policy = """{"Statement": {
    "Effect": "Allow", "Resource": "*", "Action": [
        "s3:GetObject",
        "s3:PutObject"
    ]}}"""
    smaller = least_privilege(policy, "s3:PutObject")
    assert str(smaller).endswith("\n     ]}}")
    assert "]}}</pre>" in html_of(smaller)
    assert smaller.diff().endswith("\n     ]}}\n\\ No newline at end of file\n")
