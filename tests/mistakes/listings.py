"""Mistakes with listings and the client itself; a part of the rows of `arguments`."""

from typing import Any

from aa_sdk import InvalidRequestError
from tests.mistakes.mistake import Mistake

ARN = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/audit"


def with_client(client: Any) -> None:
    """What `async with` is meant for."""
    with client:
        pass


_COLLECT = "`await listing.collect()`"

LISTINGS = (
    Mistake(
        "`for finding in listing`",
        lambda client: [*client.list_analyzers()],
        TypeError,
        ("listing has not been fetched",),
        ("`async for`", _COLLECT),
    ),
    Mistake(
        "`finding in listing`",
        lambda client: "audit" in client.list_analyzers(),
        TypeError,
        ("listing has not been fetched",),
        ("`async for`", _COLLECT),
    ),
    Mistake(
        "`listing[0]`",
        lambda client: client.list_analyzers()[0],
        TypeError,
        ("listing has not been fetched",),
        ("`async for`", _COLLECT),
    ),
    Mistake(
        "`len(listing)`",
        lambda client: len(client.list_analyzers()),
        TypeError,
        ("listing has not been fetched",),
        ("`async for`", _COLLECT),
    ),
    Mistake(
        "`for page in listing.pages()`",
        lambda client: [*client.list_analyzers().pages()],
        TypeError,
        ("listing has not been fetched",),
        ("`async for`",),
    ),
    Mistake(
        "a listing read without `await`: `listing.findings`",
        lambda client: client.list_findings_v2(analyzer_arn=ARN).findings,
        AttributeError,
        ("listing has not been fetched", "'findings'"),
        ("(await listing).findings", "`async for`", _COLLECT),
    ),
    Mistake(
        "a finding read without `await`: `client.get_finding_v2(…).status`",
        lambda client: client.get_finding_v2(analyzer_arn=ARN, id="f-1").status,
        AttributeError,
        ("has not been fetched", "'status'"),
        ("(await listing).status",),
    ),
    Mistake(
        "a token read without `await`: `listing.next_token`",
        lambda client: client.list_analyzers().next_token,
        AttributeError,
        ("listing has not been fetched", "'next_token'"),
        ("(await listing.page()).next_token",),
    ),
    Mistake(
        "a method of a listing misspelt: `listing.colect()`",
        lambda client: client.list_analyzers().colect(),
        AttributeError,
        ("listing", "'colect'"),
        ("did you mean 'collect'?",),
    ),
    Mistake(
        "a method of boto3's paginators: `listing.paginate()`",
        lambda client: client.list_analyzers().paginate(),
        AttributeError,
        ("listing", "'paginate'"),
        ("`async for`", _COLLECT),
    ),
)

CLIENT = (
    Mistake(
        "an option of the client misspelt: `AccessAnalyzerClient(region=…)`",
        lambda client: client.__class__(region="eu-west-1"),
        TypeError,
        ("AccessAnalyzerClient()", "'region'"),
        ("did you mean 'region_name'?",),
    ),
    Mistake("`with client`", with_client, TypeError, ("client",), ("`async with`",)),
    Mistake(
        "`client.close()`",
        lambda client: client.close(),
        AttributeError,
        ("AccessAnalyzerClient", "'close'"),
        ("`await client.aclose()`",),
    ),
    Mistake(
        '`client.get_paginator("list_findings_v2")`',
        lambda client: client.get_paginator("list_findings_v2"),
        AttributeError,
        ("AccessAnalyzerClient", "'get_paginator'"),
        ("client.list_findings_v2(…)",),
    ),
    Mistake(
        '`client.can_paginate("list_findings_v2")`',
        lambda client: client.can_paginate("list_findings_v2"),
        AttributeError,
        ("AccessAnalyzerClient", "'can_paginate'"),
        ("`async for`",),
    ),
    Mistake(
        "`client.get_waiter(…)`",
        lambda client: client.get_waiter("access_preview_completed"),
        AttributeError,
        ("AccessAnalyzerClient", "'get_waiter'"),
        ("client.get_access_preview(…)",),
    ),
    Mistake(
        "`client.exceptions.ResourceNotFoundException`",
        lambda client: client.exceptions.ResourceNotFoundException,
        AttributeError,
        ("AccessAnalyzerClient", "'exceptions'"),
        ("aa_sdk.ResourceNotFoundException",),
    ),
    Mistake(
        "`client.meta.region_name`",
        lambda client: client.meta.region_name,
        AttributeError,
        ("AccessAnalyzerClient", "'meta'"),
        ("client.region_name",),
    ),
    Mistake(
        'an operation in snake_case for `call`: `client.call("get_analyzer", …)`',
        lambda client: client.call("get_analyzer", {"analyzerName": "audit"}),
        InvalidRequestError,
        ("operation", "'get_analyzer' is not one"),
        ("did you mean 'GetAnalyzer'?",),
    ),
    Mistake(
        "a method in camelCase: `client.listFindings(…)`",
        lambda client: client.listFindings(analyzer_arn=ARN),
        AttributeError,
        ("AccessAnalyzerClient", "'listFindings'"),
        ("did you mean 'list_findings'?",),
    ),
    Mistake(
        "a method misspelt: `client.list_analysers()`",
        lambda client: client.list_analysers(),
        AttributeError,
        ("AccessAnalyzerClient", "'list_analysers'"),
        ("did you mean 'list_analyzers'?",),
    ),
)
