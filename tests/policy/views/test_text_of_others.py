"""What a document says never becomes more than text: not in HTML, in Markdown or in a terminal."""

from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from aa_sdk._display import escape
from aa_sdk.policy import (
    AccessSlice,
    ExternalAccess,
    PolicyDifference,
    StatementReference,
)
from aa_sdk.policy.zone_of_trust import ExternalAccesses
from tests.effort import examples
from tests.policy.views.shown import a_slice, an_access, an_example, in_html, in_rich

HOSTILE = [
    "<b>bold</b>",
    "</div><script>alert(1)</script>",
    '" onmouseover="x',
    "<!-- ",
    "&lt;i&gt;",
    "```\n# heading",
    "~~~",
    "| a | b |",
    "\\| \\",
    "**bold** _it_ `code`",
    "[link](http://x)",
    "![x](y)",
    "<http://x>",
    "[bold red]rich[/]",
    "a\r\nb\u2028c\x0bd\x1b[31me",
    "\u202etxt.exe\u2066",
    "\ud800\U000e0041\x00",
    "x " * 40,
]
any_text = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(), min_size=1, max_size=30),
    st.text(st.sampled_from("<>&|`*_\\[]()!#~-\n\"' a"), min_size=1, max_size=30),
)
law = settings(max_examples=examples(250))
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


class Texts(NamedTuple):
    """What somebody else may have written, in each place where there is some."""

    action: str
    resource: str
    principal: str
    key: str
    value: str
    sid: str


texts = st.builds(Texts, *(any_text for _ in Texts._fields))
PLAIN = Texts("s3:Get", "arn", "idp", "aws:Key", "value", "Sid")


def hostile_slice(of: Texts) -> AccessSlice:
    condition = {"StringLike": {of.key: (of.value, of.value)}}
    return a_slice(
        actions=(of.action,),
        resources=(of.resource, of.resource),
        principals={"Federated": (of.principal,)},
        conditions=condition,
        but_not_actions=(of.action,),
        but_not_resources=(of.resource,),
        but_not_principals={"AWS": (of.principal,)},
        unless=(condition,),
        statements=(StatementReference(0, of.sid), StatementReference(1, of.sid)),
        example=an_example(
            action=of.action,
            resource=of.resource,
            principal=of.principal,
            principal_type="Federated",
            context={of.key: of.value, f"{of.key}2": (of.value, of.value), f"{of.key}3": None},
        ),
    )


def hostile_access(of: Texts) -> ExternalAccess:
    one = hostile_slice(of)
    return an_access(
        principal={"Federated": of.principal},
        actions=(of.action, of.action),
        condition={of.key: of.value},
        statements=one.statements,
        example=one.example,
    )


@law
@given(texts)
def test_no_tag_comes_from_a_document(of: Texts) -> None:
    """The same tags as for harmless texts, with the same attributes, and the text between them."""
    one, plain = hostile_slice(of), hostile_slice(PLAIN)
    access, plain_access = hostile_access(of), hostile_access(PLAIN)
    pairs: list[tuple[Any, Any]] = [
        (PolicyDifference((one,), (one, one)), PolicyDifference((plain,), (plain, plain))),
        (access, plain_access),
        (ExternalAccesses([access, access]), ExternalAccesses([plain_access, plain_access])),
    ]
    for shown, harmless in pairs:
        page, expected = in_html(shown), in_html(harmless)
        assert (page.tags, page.styles) == (expected.tags, expected.styles)
        text = " ".join(page.text)
        for name in (of.action, of.principal, of.key, of.value, of.sid):
            assert escape(name) in text


@law
@given(texts)
def test_nothing_commands_a_terminal_and_a_line_stays_one(of: Texts) -> None:
    one, access = hostile_slice(of), hostile_access(of)
    difference = PolicyDifference((one,), (one,))
    accesses = ExternalAccesses([access, access])
    for text, lines in ((str(difference), 4), (str(one), 1), (str(accesses), 2), (str(access), 1)):
        assert len(text.splitlines()) == lines
        assert escape(text.replace("\n", "")) == text.replace("\n", "")
    for shown in (difference, accesses, access):
        whole: Any = shown.__rich__()
        assert escape(whole.plain.replace("\n", "")) == whole.plain.replace("\n", "")
        assert "".join(in_rich(shown).split()) == "".join(whole.plain.split())


@law
@given(texts)
def test_a_block_of_markdown_holds_all_the_text(of: Texts) -> None:
    """A summary and one block, whatever fences, headings and tags are in it."""
    one = hostile_slice(of)
    difference = PolicyDifference((one, one), (one,))
    tokens = MARKDOWN.parse(difference.to_markdown())
    kinds = [token.type for token in tokens]
    assert kinds == ["paragraph_open", "inline", "paragraph_close", "fence"]
    assert tokens[1].content == "**2 added, 1 removed**"
    assert (tokens[3].info, tokens[3].content) == ("diff", f"{difference}\n")


@law
@given(texts)
def test_a_table_of_markdown_has_a_row_for_each_and_five_cells_in_it(of: Texts) -> None:
    """And nothing in a cell but text: no tag, no link, nothing bold."""
    access = hostile_access(of)
    accesses = ExternalAccesses([access, hostile_access(PLAIN), access])
    tokens = MARKDOWN.parse(accesses.to_markdown())
    assert [token.type for token in tokens if token.level == 0] == ["table_open", "table_close"]
    assert sum(token.type == "tr_open" for token in tokens) == 1 + len(accesses)
    cells = [token for token in tokens if token.type == "inline"]
    assert len(cells) == 5 * (1 + len(accesses))
    assert {kind.type for cell in cells for kind in cell.children or []} <= {"text", "text_special"}
    assert cells[7].children is not None
    assert squeezed(said(cells[7])) == squeezed(f"{escape(of.action)}, {escape(of.action)}")
    assert squeezed(said(cells[8])) == squeezed(f"{escape(of.key)} = {escape(of.value)}")


def said(cell: Token) -> str:
    return "".join(child.content for child in cell.children or [])


def squeezed(text: str) -> str:
    return " ".join(text.split())
