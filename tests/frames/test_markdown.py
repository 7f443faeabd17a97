"""Faces as Markdown: what stands in lines stays in lines, and ends with its block."""

from aa_sdk._display.layout import Code, Document, Grid, Span
from aa_sdk.frames._reports.markdown import as_markdown


def test_lines_stand_in_a_block_with_their_indentation() -> None:
    code = Code([Span("+ a", "added"), "", "    b\x1b"])
    assert as_markdown([code]) == "```\n+ a\n\n    b\\x1b\n```\n"


def test_a_document_cannot_end_the_block_that_it_stands_in() -> None:
    assert as_markdown([Document("a\n````\nb")]) == "`````\na\n````\nb\n`````\n"


def test_what_is_public_stands_out_as_much_as_what_is_grave() -> None:
    grid = Grid(("what",), [(Span("anyone", "public"),), (Span("partner", "strong"),), ("plain",)])
    rows = as_markdown([grid]).splitlines()[2:]
    assert rows == ["| **anyone** |", "| **partner** |", "| plain |"]
