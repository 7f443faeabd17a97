"""Operations on findings, in both versions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._account.lifecycle import change_status
from aa_sdk.emulator._findings.filter_keys import check_list_keys
from aa_sdk.emulator._findings.orders import order_of
from aa_sdk.emulator._findings.queries import FindingPage, FindingQuery
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._handlers.call import Call, Output, look_up
from aa_sdk.emulator._protocol.errors import invalid_field, not_found, not_supported
from aa_sdk.emulator._protocol.page_tokens import Paging


def external_analyzer(call: Call) -> Analyzer:
    """Return the analyzer of a request that only external access analyzers answer.

    Raises:
        ErrorResponse: There is no such analyzer, or it is of another kind.
    """
    analyzer = call.analyzer()
    if analyzer.kind != "external":
        raise not_supported(f"{call.operation} does not support analyzers of type {analyzer.type}")
    return analyzer


def list_findings(call: Call) -> Output:
    """Return a page of external access findings with what they are about."""
    analyzer, paging = external_analyzer(call), call.paging()
    page = _page(call, analyzer, paging)
    return _encoded([record.summary_v1() for record in page.records], paging, page)


def list_findings_v2(call: Call) -> Output:
    """Return a page of findings of any type, without details."""
    analyzer, paging = call.analyzer(), call.paging()
    page = _page(call, analyzer, paging)
    return _encoded([record.summary for record in page.records], paging, page)


def _page(call: Call, analyzer: Analyzer, paging: Paging) -> FindingPage:
    criteria: Mapping[str, Any] = call.params.get("filter") or {}
    compiled = None
    if criteria:
        check_list_keys(criteria, analyzer.kind)
        compiled = call.world.filters.get(analyzer.arn, criteria)
    visible = _visible(call, analyzer)
    if not visible:
        return FindingPage([], None)
    named = compiled.named(analyzer.store) if compiled is not None else None
    order = order_of(analyzer.store, call.params.get("sort"), named)
    query = FindingQuery(analyzer.store, compiled, order, call.world.scan_limit)
    return query.page(paging.position, paging.size)


def _visible(call: Call, analyzer: Analyzer) -> bool:
    """Tell whether an analyzer shows its findings: one that is disabled hides them."""
    return analyzer.status_at(call.now) == "ACTIVE"


def _encoded(items: Sequence[bytes], paging: Paging, page: FindingPage) -> bytes:
    """Put a page together from the JSON that records keep: a listing is to cost next to nothing."""
    body = b'{"findings":[' + b",".join(items) + b"]"
    if page.next_position is None:
        return body + b"}"
    return body + b',"nextToken":"' + paging.token(page.next_position).encode() + b'"}'


def get_finding(call: Call) -> Output:
    """Return one external access finding."""
    record = _record(call, external_analyzer(call))
    return {"finding": json.loads(record.summary_v1())}


def get_finding_v2(call: Call) -> Output:
    """Return one finding with a page of its details."""
    record, paging = _record(call, call.analyzer()), call.paging()
    page, more = paging.cut_numbered(record.detail_list())
    return {**record.wire(), "findingDetails": page, **more}


def _record(call: Call, analyzer: Analyzer) -> FindingRecord:
    record = analyzer.store.by_id.get(call.params["id"])
    if record is None or not _visible(call, analyzer):
        raise not_found(call.params["id"], "Finding")
    return record


def update_findings(call: Call) -> Output:
    """Archive findings or make them active again: those named, or all of one resource.

    Every id has to exist. Resolved findings stay what they are.
    """
    analyzer = call.analyzer()
    ids: Sequence[str] = call.params.get("ids") or ()
    arn: str | None = call.params.get("resourceArn")
    if ids:
        named = [look_up(analyzer.store.by_id, finding_id, "Finding") for finding_id in ids]
        records = [record for record in named if arn in (None, record.resource.arn)]
    elif arn is not None:
        records = list(look_up(analyzer.store.resources, arn, "Resource").findings)
    else:
        raise invalid_field("ids", "is required where there is no resourceArn")
    change_status(call.world, analyzer, records, call.params["status"], call.now)
    return None
