"""What type checkers refuse in listings and clients: every line with an ignore, and no other.

What these say at run time must not make checkers take it for what can be done. Both complain
about an ignore that nothing needs, as in `filters_errors`. The codes are mypy's. Nothing here is
ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from aa_sdk import AccessAnalyzerClient
from aa_sdk.models import GetAnalyzerResponse, ListFindingsV2Response

client = AccessAnalyzerClient("eu-west-1")
listing = client.list_findings_v2(analyzer_arn="a")
_: object

# Listings are no lists.
for _finding in listing:  # type: ignore[attr-defined]
    pass
_ = [*listing]  # type: ignore[misc]
_ = len(listing)  # type: ignore[arg-type]
_ = listing[0]  # type: ignore[index]
_ = "f-1" in listing  # type: ignore[operator]
for _page in listing.pages():  # type: ignore[attr-defined]
    pass
for _item in aiter(listing):  # type: ignore[attr-defined]
    pass

# They have nothing of the response that awaiting them gives.
_ = listing.findings  # type: ignore[attr-defined]
_ = listing.next_token  # type: ignore[attr-defined]
_ = listing.colect  # type: ignore[attr-defined]
_ = listing.paginate  # type: ignore[attr-defined]


# Nor are responses lists, or pairs of names and values.
async def responses_are_no_lists(page: ListFindingsV2Response, other: GetAnalyzerResponse) -> None:
    for _finding in await listing:  # type: ignore[misc]
        pass
    _ = [*page]  # type: ignore[misc]
    _ = tuple(page)  # type: ignore[arg-type]
    _ = dict(page)  # type: ignore[call-overload]
    _ = set(other)  # type: ignore[call-overload]


# Clients are none of boto3's.
with client:  # type: ignore[attr-defined]
    pass
_ = client.close  # type: ignore[attr-defined]
_ = client.get_paginator  # type: ignore[attr-defined]
_ = client.meta  # type: ignore[attr-defined]
_ = client.listFindings  # type: ignore[attr-defined]
_ = client.list_finding  # type: ignore[attr-defined]
