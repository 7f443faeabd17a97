"""Faces as Markdown: what stands in lines stays in lines, and ends with its block."""

from aa_sdk._display.layout import Code, Document, Span
from aa_sdk.frames._reports.markdown import as_markdown


def test_lines_stand_in_a_block_with_their_indentation() -> None:
    code = Code([Span("+ a", "added"), "", "    b\x1b"])
    assert as_markdown([code]) == "```\n+ a\n\n    b\\x1b\n```\n"


def test_a_document_cannot_end_the_block_that_it_stands_in() -> None:
    assert as_markdown([Document("a\n````\nb")]) == "`````\na\n````\nb\n`````\n"
