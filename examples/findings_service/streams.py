"""A listing as lines of JSON."""

from collections.abc import AsyncGenerator

from aa_sdk import AccessAnalyzerError
from aa_sdk.models import ListFindingsV2Response
from aa_sdk.pagination import Pages
from findings_service.problems import problem_of


async def lines_of(
    first: ListFindingsV2Response, rest: Pages[ListFindingsV2Response]
) -> AsyncGenerator[bytes]:
    """Yield the lines of each page; the next page is fetched when they have been taken.

    The status is sent by now, so an error becomes the last line: `{"problem": …}`.
    """
    try:
        yield _lines(first)
        async for page in rest:
            yield _lines(page)
    except AccessAnalyzerError as error:
        problem = problem_of(error).model_dump_json(exclude_none=True)
        yield f'{{"problem":{problem}}}\n'.encode()


def _lines(page: ListFindingsV2Response) -> bytes:
    return "".join(f"{one.model_dump_json(by_alias=True)}\n" for one in page.findings).encode()
