"""Text of others, such as names and messages, made fit to be shown to a person."""

import json
import re
from typing import Any

# What moves the cursor, commands the terminal, reorders the line or is not seen at all: the
# categories Cc, Cf, Co, Cs, Zl and Zp, and the unassigned code points that Unicode keeps for
# invisible ones. Spelled out, because the tables of `unicodedata` differ between Pythons.
_HIDDEN = re.compile(
    r"["
    r"\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"  # marks of single scripts
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"  # zero width, separators, bidi
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags
    r"\ud800-\udfff"  # halves of a character
    r"\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use
    r"]"
)


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def escape(text: str) -> str:
    r"""Show what cannot be seen, and what would command a terminal, as backslash escapes.

    Escaped are controls (line feed, tab and carriage return too), line and paragraph separators,
    bidirectional controls, zero-width and other invisible format characters, tags, private use
    and lone surrogates. Letters of every script, combining marks, emoji, blanks and what Unicode
    may yet assign stay as they are. So does a backslash: paths and JSON stay readable, and text
    that was escaped before is not escaped again. Whoever has to tell an escape from the same
    characters in a name takes the JSON output.

    Args:
        text: Any text.

    Returns:
        The text, with `\n`, `\x1b`, `\u202e`, `\U000e0041` for such characters.
    """
    return text if text.isprintable() else _HIDDEN.sub(_backslashed, text)


def json_text(value: Any, *, indent: int | None = None, ascii_only: bool = False) -> str:
    r"""Write JSON that shows no hidden character and reads back as the same value.

    Args:
        value: What JSON can hold.
        indent: Blanks for each level; None, the default, for a single line.
        ascii_only: Write every other character than ASCII as `\u` escape too.

    Returns:
        The JSON text, in which what `escape` would change is a `\u` escape.
    """
    # Line feeds between the elements are the only control characters json itself leaves but DEL.
    lines = json.dumps(value, indent=indent, ensure_ascii=ascii_only).split("\n")
    return "\n".join(map(fit_json, lines))


def fit_json(text: str, *, ascii_only: bool = False) -> str:
    r"""Rewrite a line of JSON so that it shows no hidden character, and reads back the same.

    Args:
        text: The JSON text, without line feeds between its elements.
        ascii_only: Write every other character than ASCII as `\u` escape too.

    Returns:
        The JSON text, in which what `escape` would change is a `\u` escape.
    """
    if ascii_only and not text.isascii():
        text = _NOT_ASCII.sub(_code_units, text)
    return text if text.isprintable() else _HIDDEN.sub(_code_units, text)


def _backslashed(character: re.Match[str]) -> str:
    return character[0].encode("unicode_escape").decode("ascii")


def _code_units(character: re.Match[str]) -> str:
    units = character[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
