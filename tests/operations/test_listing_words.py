"""What a listing shows of itself: what it would list, and nothing that is long or secret."""

from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, FindingFilter
from tests.mistakes.arguments import ARN, FINDING
from tests.sample_values import PAGINATORS, as_arguments, method_name, sample_request

END = ": not fetched; await it, or use async for>"


@pytest.fixture
def client() -> Any:
    """A client that never connects, of which checkers know nothing."""
    return AccessAnalyzerClient("us-east-1")


def test_a_listing_names_operation_analyzer_and_filter(client: Any) -> None:
    listing = client.list_findings_v2(analyzer_arn=ARN, filter=FindingFilter().status.eq("ACTIVE"))
    assert repr(listing) == f"<ListFindingsV2 of audit where status = ACTIVE{END}"
    plain = client.list_findings(analyzer_arn=ARN, filter={"status": {"neq": ["ACTIVE"]}})
    assert repr(plain) == f"<ListFindings of audit where status != ACTIVE{END}"


def test_a_listing_names_what_else_it_asks_for(client: Any) -> None:
    assert repr(client.list_analyzers()) == f"<ListAnalyzers{END}"
    assert (
        repr(client.list_analyzers(type="ACCOUNT")) == f"<ListAnalyzers where type = ACCOUNT{END}"
    )
    finding = client.get_finding_v2(analyzer_arn=ARN, id="f-1")
    assert repr(finding) == f"<GetFindingV2 of audit where id = f-1{END}"
    assert repr(client.list_archive_rules(analyzer_name="audit")) == (
        f"<ListArchiveRules of audit{END}"
    )


def test_every_listing_shows_itself_without_tokens_and_documents(client: Any) -> None:
    for operation in PAGINATORS:
        arguments = as_arguments(sample_request(operation))
        arguments |= {"next_token": "hunter2"}
        if "policy_document" in arguments:
            arguments["policy_document"] = '{"Statement": "hunter2"}'
        shown = repr(getattr(client, method_name(operation))(**arguments))
        assert shown.startswith(f"<{operation}")
        assert shown.endswith(END)
        assert "hunter2" not in shown
        assert shown == repr(getattr(client, method_name(operation))(**arguments))


def test_what_is_wrong_is_shown_as_far_as_it_goes(client: Any) -> None:
    wrong_filters: list[Any] = [7, [], {1: 2}, {"status": 7}, {"status": {1: [2]}}, FINDING]
    for wrong in (*wrong_filters, {1: {"eq": ["a"]}}):
        shown = repr(client.list_findings_v2(analyzer_arn=FINDING, filter=wrong))
        assert shown == f"<ListFindingsV2 where a filter matches{END}"


def test_a_listing_is_short_and_harmless(client: Any) -> None:
    long = FindingFilter().resource.eq(*(f"arn:aws:s3:::{'b' * 60}-{n}" for n in range(20)))
    shown = repr(client.list_findings_v2(analyzer_arn=f"{ARN}\x1b[31m\n{'a' * 300}", filter=long))
    assert len(shown) <= 200
    assert shown.isprintable()
    assert shown.startswith("<ListFindingsV2 of audit\\x1b[31m\\naaa")


async def test_showing_a_listing_fetches_nothing(client: Any) -> None:
    assert {repr(client.list_analyzers()) for _ in range(3)} == {f"<ListAnalyzers{END}"}
    assert not client._connection.is_open
