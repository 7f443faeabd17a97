"""Text of others, shown to a person."""

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk._display import escape, json_text
from aa_sdk._display.text import fit_json

EVERY_CHARACTER = tuple(map(chr, range(sys.maxunicode + 1)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b]0;title\x07", r"\x1b[31mred\x1b]0;title\x07"),
        ("\x00\x08\x7f", r"\x00\x08\x7f"),
        ("a\tb\r\nc", r"a\tb\r\nc"),
        ("\x85\x9b31m", r"\x85\x9b31m"),
        ("\u2028\u2029", r"\u2028\u2029"),
        (
            "\u200e\u200f\u061c\u202a\u202e\u2066\u2069",
            r"\u200e\u200f\u061c\u202a\u202e\u2066\u2069",
        ),
        ("\u200b\u200d\u2060\ufeff\xad", r"\u200b\u200d\u2060\ufeff\xad"),
        ("\U000e0001\U000e0041\U000e007f", r"\U000e0001\U000e0041\U000e007f"),
        ("\ud800\udc80", r"\ud800\udc80"),
        ("\ue000\U000f0000\U0010ffff", r"\ue000\U000f0000\U0010ffff"),
    ],
)
def test_what_commands_a_terminal_or_is_not_seen_becomes_visible(text: str, shown: str) -> None:
    assert escape(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "arn:aws:s3:::amber/*",
        "Überprüfung",
        "日本語　テスト",
        "עברית العربية ไทย हिन्दी",
        "e\u0301 a\u030a",
        "🚀 👍🏽 ❤️ ✔",
        r"C:\policies\new.json \x1b",
        "no\xa0break",
    ],
)
def test_text_of_every_script_is_shown_as_it_is(text: str) -> None:
    assert escape(text) == text


def test_exactly_what_unicode_calls_control_format_private_or_separator_is_escaped() -> None:
    changed = {char for char in EVERY_CHARACTER if escape(char) != char}
    called = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    assert {char for char in EVERY_CHARACTER if unicodedata.category(char) in called} <= changed
    assert {unicodedata.category(char) for char in changed} <= called | {"Cn"}
    # What passes without a second look holds nothing that would be escaped.
    assert not any(char.isprintable() for char in changed)


@given(st.text(st.characters()))
def test_what_is_shown_is_shown_the_same_again(text: str) -> None:
    assert escape(escape(text)) == escape(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_shows_no_hidden_character_and_reads_back(text: str) -> None:
    value = {text: [text, 1, None]}
    for indent in (None, 2):
        told = json_text(value, indent=indent)
        assert json.loads(told) == value
        assert escape(told.replace("\n", "")) == told.replace("\n", "")


def test_json_keeps_half_a_character_and_readable_text() -> None:
    assert json_text("\ud800 é 日本 \x7f \U000e0041") == r'"\ud800 é 日本 \u007f \udb40\udc41"'
    assert json_text("é", ascii_only=True) == r'"\u00e9"'


def test_json_for_an_output_of_ascii_reads_back_as_the_same() -> None:
    text = json.dumps(["é日本🚀", "a"], ensure_ascii=False)
    told = fit_json(text, ascii_only=True)
    assert told.isascii()
    assert json.loads(told) == json.loads(text)
    assert fit_json('["a"]', ascii_only=True) == '["a"]'
