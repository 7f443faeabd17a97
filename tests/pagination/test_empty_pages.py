"""A page without items ends no listing: only a page without a token does."""

from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.models import FindingSummaryV2, ListFindingsV2Response
from aa_sdk.pagination import Paginator
from tests.filters.samples import SUMMARY, model


def page(*ids: str, token: str | None = None) -> ListFindingsV2Response:
    findings = tuple(model(FindingSummaryV2, {**SUMMARY, "id": each}) for each in ids)
    return ListFindingsV2Response(findings=findings, next_token=token)


PAGES = {
    None: page(token="a"),
    "a": page(token="b"),
    "b": page("f-1", token="c"),
    "c": page(token="d"),
    "d": page("f-2", token="e"),
    "e": page(),
}


def listing() -> tuple[Paginator[FindingSummaryV2, ListFindingsV2Response], list[str | None]]:
    """A listing of two findings, most pages of it empty, and the tokens it was asked for."""
    tokens: list[str | None] = []

    async def fetch(token: str | None) -> ListFindingsV2Response:
        tokens.append(token)
        return PAGES[token]

    return Paginator(fetch, "findings"), tokens


async def test_iterating_goes_on_over_pages_without_findings() -> None:
    paginator, tokens = listing()
    assert [finding.id async for finding in paginator] == ["f-1", "f-2"]
    assert tokens == [*PAGES]


async def test_pages_without_findings_are_pages_too() -> None:
    paginator, _ = listing()
    assert [each async for each in paginator.pages()] == [*PAGES.values()]


async def test_collecting_goes_on_over_pages_without_findings() -> None:
    paginator, tokens = listing()
    assert [finding.id for finding in await paginator.collect()] == ["f-1", "f-2"]
    assert tokens == [*PAGES]
    tokens.clear()
    assert [finding.id for finding in await paginator.collect(2)] == ["f-1", "f-2"]
    assert tokens == [*PAGES][:-1]


async def test_the_first_finding_is_looked_for_beyond_empty_pages() -> None:
    paginator, tokens = listing()
    finding = await paginator.first()
    assert finding is not None
    assert finding.id == "f-1"
    assert tokens == [None, "a", "b"]


async def test_awaiting_goes_on_over_pages_without_findings() -> None:
    paginator, _ = listing()
    assert [finding.id for finding in (await paginator).findings] == ["f-1", "f-2"]


@pytest.mark.parametrize("way", ["items", "pages", "collect", "first", "await"])
async def test_a_client_finds_everything_behind_empty_pages(way: str) -> None:
    emulator = Emulator(scan_limit=1)
    arn = emulator.populate(findings=60).external
    store = emulator.world.scope().analyzers["account-external"].store
    status = "RESOLVED"
    expected = [record.id for record in store if record.facts.status == status]
    assert expected
    async with AccessAnalyzerClient(session=emulator.session()) as client:
        request: dict[str, Any] = {"analyzer_arn": arn, "filter": {"status": {"eq": [status]}}}
        paginator = client.list_findings_v2(**request)
        match way:
            case "items":
                findings = [finding async for finding in paginator]
            case "pages":
                findings = [
                    finding async for page in paginator.pages() for finding in page.findings
                ]
            case "collect":
                findings = await paginator.collect()
            case "first":
                first = await paginator.first()
                findings, expected = [first] if first else [], expected[:1]
            case _:
                findings = [*(await paginator).findings]
        assert (await paginator.page()).findings == ()
    assert [finding.id for finding in findings] == expected
