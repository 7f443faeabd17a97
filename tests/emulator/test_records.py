"""What a record keeps as bytes is what its members say."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._protocol.timestamps import iso_text
from aa_sdk.emulator._protocol.wire import compact_json
from tests.effort import examples

TEXT = st.text(max_size=8)
MOMENT = st.integers(0, 10**13)


@settings(max_examples=examples(100))
@given(
    texts=st.lists(TEXT, min_size=4, max_size=4),
    times=st.lists(MOMENT, min_size=4, max_size=4),
    error=st.none() | TEXT,
    status=st.sampled_from(["ACTIVE", "ARCHIVED", "RESOLVED"]),
)
def test_a_summary_is_the_members_in_compact_json_after_every_change(
    texts: list[str], times: list[int], error: str | None, status: str
) -> None:
    store = FindingStore()
    created, analyzed, updated, later = times
    record = store.add(
        id=texts[0],
        finding_type="UnusedIAMRole",
        resource=texts[1],
        resource_type=texts[2],
        owner=texts[3],
        created_at=created,
        analyzed_at=analyzed,
        updated_at=updated,
        error=error,
    )

    def expected() -> bytes:
        members: dict[str, Any] = {
            "analyzedAt": iso_text(record.analyzed_at),
            "createdAt": iso_text(record.created_at),
            "id": texts[0],
            "resource": texts[1],
            "resourceType": texts[2],
            "resourceOwnerAccount": texts[3],
            "status": record.facts.status,
            "updatedAt": iso_text(record.updated_at),
            **({} if error is None else {"error": error}),
            "findingType": "UnusedIAMRole",
        }
        return compact_json(members)

    assert record.summary == expected()
    store.analyze(record.resource, later)
    assert (record.analyzed_at, record.summary) == (later, expected())
    store.set_status(record, status, later + 1)
    assert (record.facts.status, record.summary) == (status, expected())
    before = record.analyzed_at if status == "RESOLVED" else later + 2
    store.resolve(record, later + 2)
    assert (record.analyzed_at, record.facts.status) == (before, "RESOLVED")
    assert record.summary == expected()
    assert json.loads(record.summary) == {
        name: value for name, value in record.wire().items() if name != "findingDetails"
    }
