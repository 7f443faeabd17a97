"""What a listing that was not fetched shows: what it would list."""

from typing import Any

from aa_sdk import AccessAnalyzerClient, FindingFilter
from tests.display.test_html import html_of, read
from tests.pagination.listings import three_pages

ARN = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/account-external"


def shown(listing: Any) -> set[str]:
    return {
        str(listing),
        "".join(read(html_of(listing)).text),
        listing.__rich__().plain,
    }


def test_a_listing_shows_what_it_would_list_and_how() -> None:
    client = AccessAnalyzerClient("eu-west-1")
    listing = client.list_findings_v2(ARN, filter=FindingFilter().status.eq("ACTIVE"))
    assert shown(listing) == {
        "ListFindingsV2 of account-external where status = ACTIVE"
        " · not fetched · await it, or async for"
    }
    assert shown(client.list_analyzers()) == {
        "ListAnalyzers · not fetched · await it, or async for"
    }


def test_showing_it_fetches_nothing() -> None:
    listing = three_pages()
    assert shown(listing.paginator()) == {
        "listing of numbers · not fetched · await it, or async for"
    }
    assert listing.tokens == []


def test_arguments_of_others_are_harmless() -> None:
    client = AccessAnalyzerClient("eu-west-1")
    for text in ("<script>alert(1)</script>", "\u202e\x1b[31m\n", "x" * 100_000):
        (line,) = shown(client.get_finding_v2(f"arn:{text}", text))
        assert len(line) < 200
        assert line.isprintable()
