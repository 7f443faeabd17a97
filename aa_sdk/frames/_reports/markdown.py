"""Faces as Markdown, for tickets, pull requests and messages."""

import re
from collections.abc import Iterable

from aa_sdk._display.layout import (
    Block,
    Card,
    Code,
    Columns,
    Content,
    Document,
    Face,
    Grid,
    Note,
    spans,
)
from aa_sdk._display.text import escape

_PLAIN = re.compile(
    r"(?:(?!https?:|www\.|:[a-z0-9_+-]+:)(?:[^\W_]|[ ,.:;()/%…·'\"+=-]))*", re.IGNORECASE
)
_STOPS = ",.;:"
_BOLD = frozenset({"public", "strong"})
_MARKS = re.compile(r"[^\w]|_")


def as_markdown(face: Face) -> str:
    """Write a face as Markdown.

    A word that could be markup, a link or a mention stands as code. One that would end the code or
    the cell of a table is spelled in references to characters.

    Args:
        face: What to write. Its texts are escaped here, and nowhere else.
    """
    return "\n\n".join(map(_block, face)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Note(content):
            return _content(content)
        case Card():
            badge = f" · {_content(block.badge)}" if block.badge else ""
            rows = (f"- {_text(name)}: {_content(content)}" for name, content in block.rows)
            return "\n".join((f"**{_content(block.title)}**{badge}", "", *rows))
        case Grid():
            return _grid(block)
        case Code(lines):
            return _fenced("\n".join(" ".join(s.text for s in spans(line)) for line in lines))
        case Document(text):
            return _fenced(text)
        case Columns(faces):  # pragma: no branch (there is no other block)
            return "\n\n".join(_block(one) for face in faces for one in face)


def _fenced(text: str) -> str:
    lines = "\n".join(map(escape, text.split("\n")))
    fence = "```"
    while fence in lines:
        fence += "`"
    return f"{fence}\n{lines}\n{fence}"


def _grid(grid: Grid) -> str:
    head = _row(_text(name) for name in grid.header)
    ruler = _row("--:" if n in grid.right else "---" for n in range(len(grid.header)))
    return "\n".join((head, ruler, *(_row(map(_content, row)) for row in grid.rows)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _content(content: Content) -> str:
    texts = [(span.style, _text(span.text)) for span in spans(content) if span.text]
    return " ".join(f"**{text}**" if style in _BOLD else text for style, text in texts)


def _text(text: str) -> str:
    return " ".join(map(_word, escape(text).split(" ")))


def _word(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    if "`" not in word and "|" not in word:
        name = word.rstrip(_STOPS)
        return f"`{name}`{word[len(name) :]}" if name else word
    return f"<code>{_MARKS.sub(lambda mark: f'&#{ord(mark[0])};', word)}</code>"
