"""How external access stands out where it is public, with colour and without."""

import re
from typing import Any

from rich.text import Text

from aa_sdk.policy.zone_of_trust import ExternalAccesses
from tests.policy.views.shown import an_access, an_example, html_of, in_html, in_rich

OPEN = an_access(principal={"AWS": "*"}, is_public=True, condition={"aws:SourceIp": "0.0.0.0/0"})
PARTNER = an_access(example=an_example())


def test_public_access_says_so_without_colour() -> None:
    both = ExternalAccesses([OPEN, PARTNER])
    assert str(both).splitlines() == [
        "PUBLIC everyone may s3:GetObject if aws:SourceIp = 0.0.0.0/0 (statement 0)",
        "everyone in 444455556666 may s3:GetObject (statement 0)",
    ]
    assert [line.count("**PUBLIC**") for line in both.to_markdown().splitlines()] == [0, 0, 1, 0]
    assert in_rich(both).splitlines() == [
        "Public access",
        "  who   everyone",
        "  may   s3:GetObject",
        "  if    aws:SourceIp = 0.0.0.0/0",
        "  from  statement 0",
        "External access",
        "  who   everyone in 444455556666",
        "  may   s3:GetObject",
        "  if    no trusted condition",
        "  from  statement 0",
        "  e.g.  s3:GetObject on arn:aws:s3:::reports/a",
    ]
    assert in_html(both).text == [
        "Public access",
        *["who", "everyone", "may", "s3:GetObject", "if", "aws:SourceIp = 0.0.0.0/0"],
        *["from", "statement 0", "External access"],
        *["who", "everyone in 444455556666", "may", "s3:GetObject", "if", "no trusted condition"],
        *["from", "statement 0", "e.g.", "s3:GetObject on arn:aws:s3:::reports/a"],
    ]


def test_access_of_which_there_may_be_less_says_so() -> None:
    doubtful = an_access(exact=False)
    assert in_rich(doubtful).splitlines()[-1] == "  note  there may be less than this"
    assert in_html(doubtful).text[-2:] == ["note", "there may be less than this"]


def test_public_access_is_red() -> None:
    """Of other access no text has a colour; no ground has more than a tint."""
    text: Any = ExternalAccesses([OPEN, PARTNER]).__rich__()
    assert isinstance(text, Text)
    titles = {line.plain: str(line.spans[0].style) for line in text.split("\n")}
    assert titles["Public access"] == "bold red"
    assert titles["External access"] == "bold"
    assert titles["  may   s3:GetObject"] == "dim"
    for access, colours in ((OPEN, 1), (PARTNER, 0)):
        page = in_html(access)
        styles = ";".join(page.styles)
        assert len(re.findall(r"(?:^|;)color:#", styles)) == colours
        assert set(re.findall(r"background:(\w+)", styles)) == {"rgba", "none"}
        assert "url(" not in styles


def test_of_twenty_cards_the_page_is_small() -> None:
    """Less than 60 kB."""
    roles = tuple(f"s3:GetObjectVersionTagging{n}" for n in range(30))
    large = an_access(
        principal={"AWS": "arn:aws:iam::111122223333:role/finance/reader"},
        actions=roles,
        condition={f"aws:PrincipalTag/Team{n}": "finance, research" for n in range(9)},
        example=an_example(context={"aws:SourceVpc": "vpc-0123456789abcdef"}),
    )
    assert len(html_of(ExternalAccesses([large] * 500)).encode()) < 60_000


def test_twenty_are_shown_and_the_rest_is_counted() -> None:
    for count, rest in ((20, []), (21, ["… 1 more"]), (2020, ["… 2,000 more"])):
        accesses = ExternalAccesses([PARTNER] * count)
        assert str(accesses).splitlines() == [*[str(PARTNER)] * 20, *rest]
        table = accesses.to_markdown().splitlines()
        assert table[22:] == ["", *rest] if rest else not table[22:]
        assert [line for line in in_rich(accesses).splitlines() if "more" in line] == rest
        assert [text for text in in_html(accesses).text if "more" in text] == rest


def test_no_access_is_a_sentence() -> None:
    nobody = ExternalAccesses()
    sentence = "No access from outside the zone of trust."
    assert str(nobody) == sentence
    assert nobody.to_markdown() == f"**{sentence}**\n"
    assert in_rich(nobody) == f"{sentence}\n"
    assert in_html(nobody).text == [sentence]
