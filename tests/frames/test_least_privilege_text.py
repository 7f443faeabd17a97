"""The text of a policy changes as a careful person would change it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.frames import least_privilege
from tests.frames.narrow import allow, applied

NAMES = [f"s3:{name}" for name in ("A", "B", "C", "D", "E")]
UNUSED = ["s3:B", "s3:D"]


def policy_with(actions: str) -> str:
    return f'{{"Statement": {{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}}}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('["s3:A", "s3:B", "s3:C"]', '["s3:A", "s3:C"]'),
        ('["s3:B", "s3:A"]', '["s3:A"]'),
        ('["s3:A", "s3:B"]', '["s3:A"]'),
        ('["s3:A","s3:B","s3:C"]', '["s3:A","s3:C"]'),
        ('[ "s3:A", "s3:B", "s3:D" ]', '[ "s3:A" ]'),
        ('[ "s3:B", "s3:D", "s3:A" ]', '[ "s3:A" ]'),
        ('["s3:B", "s3:B", "s3:A", "s3:B"]', '["s3:A"]'),
        ('[\n  "s3:A",\n  "s3:B",\n  "s3:C"\n]', '[\n  "s3:A",\n  "s3:C"\n]'),
        ('[\n  "s3:B",\n  "s3:A"\n]', '[\n  "s3:A"\n]'),
        ('[\n  "s3:A",\n  "s3:B"\n]', '[\n  "s3:A"\n]'),
        ('[\n\t"s3:A",\n\t"s3:B",\n\t"s3:D"\n\t]', '[\n\t"s3:A"\n\t]'),
        ('[\r\n  "s3:A",\r\n  "s3:B"\r\n]', '[\r\n  "s3:A"\r\n]'),
        ('[\r  "s3:B",\r  "s3:C"\r]', '[\r  "s3:C"\r]'),
        # Blanks at the end of a line belong to that line.
        ('[  \n  "s3:A", \n  "s3:B",   \n  "s3:C"  \n]', '[  \n  "s3:A", \n  "s3:C"  \n]'),
        ('[\n  "s3:A" , \n  "s3:B"   \n]', '[\n  "s3:A"\n]'),
        ('[\n  "s3:A"  \n, "s3:B"   \n]', '[\n  "s3:A"  \n]'),
        # Each line keeps the indentation that it has.
        ('[\n "s3:A",\n  "s3:B",\n    "s3:C"\n]', '[\n "s3:A",\n    "s3:C"\n]'),
        ('[\n "s3:B",\n   "s3:C"\n]', '[\n   "s3:C"\n]'),
        # Several on a line stay on their lines.
        ('["s3:A", "s3:B",\n "s3:C", "s3:D"]', '["s3:A",\n "s3:C"]'),
        ('["s3:A",\n "s3:B", "s3:C"]', '["s3:A",\n "s3:C"]'),
        ('["s3:B",\n "s3:C"]', '["s3:C"]'),
        ('["s3:A", "s3:B"\n]', '["s3:A"\n]'),
        ('[\n"s3:B", "s3:C"]', '[\n"s3:C"]'),
        # Commas may stand before what they part, or by themselves.
        ('[ "s3:A"\n, "s3:B"\n, "s3:C"\n]', '[ "s3:A"\n, "s3:C"\n]'),
        ('[ "s3:A"\n, "s3:B"\n]', '[ "s3:A"\n]'),
        ('[\n  "s3:B"\n, "s3:C"\n]', '[\n  "s3:C"\n]'),
        ('["s3:A",\n"s3:B"\n,"s3:C"]', '["s3:A",\n"s3:C"]'),
        ('["s3:A"\n,"s3:B",\n"s3:C"]', '["s3:A"\n,"s3:C"]'),
        # A blank line between two groups stays between them.
        ('[\n "s3:A",\n\n "s3:B",\n "s3:C"\n]', '[\n "s3:A",\n\n "s3:C"\n]'),
        ('[\n "s3:A",\n\n "s3:B"\n]', '[\n "s3:A"\n]'),
        # Escapes stand for what they stand for.
        (r'["\u0073\u0033:\u0042", "s3:A"]', '["s3:A"]'),
        (r'["s3:\u0041", "s3:B"]', r'["s3:\u0041"]'),
    ],
)
def test_an_action_takes_its_comma_and_its_line_along(before: str, after: str) -> None:
    smaller = least_privilege(policy_with(before), UNUSED)
    assert smaller.policy == policy_with(after)
    assert applied(smaller.existing, smaller.diff()) == smaller.policy


def test_keys_may_be_escaped_and_in_any_order() -> None:
    before = r'{"Statement":[{"Resource":"*","\u0041ction":["s3:A","s3:B"],"Effect":"Allow"}]}'
    assert least_privilege(before, UNUSED).policy == before.replace(',"s3:B"', "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[G, A]", "[A]"),
        ("[A, G]", "[A]"),
        ("[{}G, A{}]", "[{}A{}]"),
        ("[\n  A,\n  G\n]", "[\n  A\n]"),
        ("[\n  G,\n  A\n]", "[\n  A\n]"),
        ("[G]", "[]"),
        ("[\n  G, G\n]", "[]"),
        ("G", "[]"),
    ],
)
def test_a_statement_takes_its_comma_and_its_line_along(before: str, after: str) -> None:
    kept, gone = (json.dumps(allow(action)) for action in ("s3:A", "s3:B"))

    def text(statements: str) -> str:
        return f'{{"Statement": {statements}, "Version": "2012-10-17"}}\n'.replace("{}", "")

    policy, smaller = (
        text(form)
        .replace("G", "gone")
        .replace("A", "kept")
        .replace("gone", gone)
        .replace("kept", kept)
        for form in (before, after)
    )
    assert least_privilege(policy, UNUSED).policy == smaller


def test_statements_on_lines_of_their_own_go_with_their_lines() -> None:
    before = """{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "s3:B",
    "Resource": "*"
  }, {
    "Effect": "Allow",
    "Action": "s3:A",
    "Resource": "*"
  }]
}
"""
    after = """{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "s3:A",
    "Resource": "*"
  }]
}
"""
    assert least_privilege(before, UNUSED).policy == after


def test_strange_characters_elsewhere_stay_as_they_are() -> None:
    text = policy_with('["s3:A", "s3:B"]').replace(
        '"Resource"', '"Sid": "\u202e\u2028\\ud800\\u0000é\x7f", "Resource"'
    )
    smaller = least_privilege(text, UNUSED)
    assert smaller.policy == text.replace(', "s3:B"', "")


EXTRA: list[dict[str, Any]] = [
    {},
    {"Sid": "s3:B"},
    {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
]


def statement(actions: Any, effect: str, extra: dict[str, Any]) -> dict[str, Any]:
    return {**extra, "Effect": effect, "Action": actions, "Resource": ["a", "b"]}


NAME = st.sampled_from(NAMES)
STATEMENTS = st.lists(
    st.builds(
        statement,
        st.one_of(NAME, st.lists(NAME, min_size=1, max_size=6)),
        st.sampled_from(["Allow", "Allow", "Deny"]),
        st.sampled_from(EXTRA),
    ),
    min_size=1,
    max_size=4,
)


def without(statements: list[dict[str, Any]], unused: set[str]) -> list[dict[str, Any]]:
    """What is left of statements, worked out on what the text stands for."""
    left: list[dict[str, Any]] = []
    for one in statements:
        actions = one["Action"]
        if one["Effect"] == "Deny":
            left.append(one)
        elif isinstance(actions, str):
            left += [one] if actions not in unused else []
        elif kept := [action for action in actions if action not in unused]:
            left.append({**one, "Action": kept})
    return left


@given(
    STATEMENTS,
    st.sets(st.sampled_from(NAMES)),
    st.sampled_from([None, 0, 1, 2, 4, "\t"]),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_text_is_what_would_have_been_written_without_what_is_unused(
    statements: list[dict[str, Any]],
    unused: set[str],
    indent: int | str | None,
    separators: tuple[str, str],
    line_end: str,
) -> None:
    def text(these: list[dict[str, Any]]) -> str:
        policy = {"Version": "2012-10-17", "Statement": these}
        written = json.dumps(policy, indent=indent, separators=separators)
        return written.replace("\n", line_end)

    smaller = least_privilege(text(statements), unused)
    assert smaller.policy == text(without(statements, unused))
    assert applied(smaller.existing, smaller.diff()) == smaller.policy


BLANK = st.text(" \t\n\r", max_size=3)


@given(
    st.lists(st.tuples(BLANK, st.sampled_from(NAMES), BLANK), min_size=1, max_size=6),
    st.sets(st.sampled_from(NAMES)),
)
def test_whatever_the_blanks_are_the_rest_of_the_list_stays(
    entries: list[tuple[str, str, str]], unused: set[str]
) -> None:
    written = ",".join(f'{before}"{name}"{after}' for before, name, after in entries)
    before = policy_with(f"[{written}]")
    smaller = least_privilege(before, unused)
    kept = [name for _, name, _ in entries if name not in unused]
    after = json.loads(smaller.policy)["Statement"]
    assert (after["Action"] if after else []) == kept
    assert applied(before, smaller.diff()) == smaller.policy
    if len(kept) == len(entries):
        assert smaller.policy == before
