"""A listing goes straight into a table, page by page."""

from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, InvalidRequestError, PaginationError
from aa_sdk.emulator import Emulator
from aa_sdk.frames._tables.collecting import collect
from aa_sdk.frames.tables import collect_findings_table, findings_table
from aa_sdk.models import ListFindingsV2Request, ListFindingsV2Response
from aa_sdk.pagination import Paginator
from aa_sdk.progress import Progress
from tests.conftest import Run
from tests.frames.rows import summary

pytest.importorskip("nanoarrow")


def pages_of(*pages: ListFindingsV2Response) -> Paginator[Any, Any]:
    remaining = iter(pages)

    async def fetch(_: str | None) -> ListFindingsV2Response:
        return next(remaining)

    return Paginator(fetch, "findings", request=ListFindingsV2Request)


def test_it_is_the_table_of_all_the_findings(run: Run) -> None:
    emulator = Emulator()
    emulator.populate(findings=300, seed=7)

    async def main() -> None:
        session = emulator.session()
        async with AccessAnalyzerClient("us-east-1", session=session) as client:
            arn = (await client.list_analyzers(type="ACCOUNT").collect())[0].arn
            for listing in (client.list_findings_v2(arn, max_results=7), client.list_findings(arn)):
                expected = findings_table(await listing.collect())
                table = await collect_findings_table(listing)
                assert table.to_dicts() == expected.to_dicts()
                assert len(table) > 50

    run(main)


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 100])
def test_chunks_of_any_size_have_every_finding_once_and_in_order(rows: int, run: Run) -> None:
    async def main() -> None:
        parts = [(0, 2), (2, 2), (2, 7), (7, 8)]
        pages = [
            ListFindingsV2Response(
                findings=[summary(id=f"{n}") for n in range(*part)], next_token=f"{part}"
            )
            for part in parts
        ]
        listing = pages_of(*pages, ListFindingsV2Response(findings=[]))
        assert (await collect(listing, None, rows=rows))["id"] == [f"{n}" for n in range(8)]

    run(main)


def test_a_listing_of_nothing_is_a_table_of_nothing(run: Run) -> None:
    async def main() -> None:
        table = await collect_findings_table(pages_of(ListFindingsV2Response(findings=[])))
        assert len(table) == 0
        assert table.schema == findings_table([]).schema

    run(main)


def test_progress_is_told_and_ends_with_nothing_left(run: Run) -> None:
    async def main() -> None:
        told: list[Progress] = []
        first = ListFindingsV2Response(findings=[summary()], next_token="more")
        last = ListFindingsV2Response(findings=[summary(), summary()])
        await collect_findings_table(pages_of(first, last), on_progress=told.append)
        assert (told[0].done, told[0].remaining) == (0, None)
        assert (told[-1].done, told[-1].remaining) == (3, 0)

    run(main)


def test_a_repeated_token_is_an_error_and_ends_the_progress(run: Run) -> None:
    async def main() -> None:
        told: list[Progress] = []
        page = ListFindingsV2Response(findings=[summary()], next_token="same")
        with pytest.raises(PaginationError):
            await collect_findings_table(pages_of(page, page), on_progress=told.append)
        assert told[-1].done == 1
        assert told[-1].remaining is None

    run(main)


def test_anything_but_a_listing_of_findings_is_refused_before_a_call(run: Run) -> None:
    emulator = Emulator()

    async def main() -> None:
        session = emulator.session()
        async with AccessAnalyzerClient("us-east-1", session=session) as client:
            wrong: list[Any] = [[], "arn", client.list_analyzers(), client.list_findings_v2]
            for listing in wrong:
                with pytest.raises(InvalidRequestError, match=r"paginator: .*list_findings_v2\("):
                    await collect_findings_table(listing)
            not_callable: Any = 1
            with pytest.raises(InvalidRequestError, match="on_progress"):
                await collect_findings_table(client.list_findings_v2("arn"), not_callable)
        assert list(emulator.calls) == []

    run(main)
