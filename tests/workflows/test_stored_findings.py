"""Findings of a store are a listing that is not read yet, filtered as the service filters."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, FindingFilter, InvalidRequestError, Listing
from aa_sdk.emulator import Emulator
from aa_sdk.events import parse_event
from aa_sdk.models import GetFindingV2Response, InlineArchiveRule
from aa_sdk.workflows import FindingStore, StoredFindings, find_analyzer, sync_findings
from aa_sdk.workflows._store.reading import BATCH
from tests.conftest import Run
from tests.policy.views.shown import in_html
from tests.workflows.changing import ARN, NOW, event, store_in, summary, told

Program = Callable[[FindingStore], Awaitable[None]]
OTHER = f"{ARN}-of-others"
RESTRICTED = FindingFilter().resource_control_policy_restriction.eq("APPLICABLE")
UNUSED = {
    "version": "0",
    "id": "e",
    "source": "aws.access-analyzer",
    "account": "111122223333",
    "detail-type": "Unused Access Finding for IAM entities",
    "region": "eu-west-1",
    "time": "2026-01-20T12:00:00Z",
    "resources": [ARN],
    "detail": {
        "findingId": "u-0",
        "resource": "arn:aws:iam::111122223333:role/nightly",
        "resourceType": "AWS::IAM::Role",
        "accountId": "111122223333",
        **dict.fromkeys(("createdAt", "updatedAt", "analyzedAt"), "2026-01-20T12:00:00Z"),
        "previousStatus": "",
        "status": "ACTIVE",
        "version": "1",
        "findingType": "UnusedPermission",
        "numberOfUnusedServices": 3,
    },
}


@pytest.fixture
def with_events(run: Run, tmp_path: Path) -> Callable[..., None]:
    """Runs a program with a store that was told of four findings by events."""

    def go(program: Program) -> None:
        async def main() -> None:
            async with store_in(tmp_path) as store:
                await told(
                    store,
                    [
                        event(0, isPublic=True, principal={"AWS": "*"}),
                        event(1, status="ARCHIVED"),
                        event(2, analyzer_arn=OTHER),
                        parse_event(UNUSED),
                    ],
                )
                await program(store)

        run(main)

    return go


async def ids(findings: StoredFindings) -> list[str]:
    return [finding.id async for finding in findings]


def test_a_store_gives_the_findings_that_the_service_lists(run: Run, tmp_path: Path) -> None:
    emulator = Emulator()
    emulator.populate(findings=80)

    async def main() -> None:
        session = emulator.session()
        async with (
            AccessAnalyzerClient("us-east-1", session=session) as client,
            FindingStore(tmp_path / "findings.db", clock=emulator.now) as store,
        ):
            arn = (await find_analyzer(client, "ACCOUNT")).arn
            await sync_findings(client, analyzer_arn=arn, store=store)
            public = FindingFilter().is_public.eq(True).status.eq("ACTIVE", "ARCHIVED")
            plain: Any = {"status": {"neq": ["ACTIVE"]}}
            for given in (None, public, public.to_criteria(), plain):
                listed = await client.list_findings_v2(arn, filter=given).collect()
                assert listed
                found = await ids(store.findings(given, analyzer_arn=arn))
                assert found == sorted(each.id for each in listed)
            one = listed[0].id
            (whole,) = await store.findings(FindingFilter().id.eq(one)).collect()
            assert whole == await client.get_finding_v2(arn, one)

    run(main)


def test_collected_they_are_a_listing(with_events: Callable[..., None]) -> None:
    async def program(store: FindingStore) -> None:
        listing = await store.findings().collect()
        assert isinstance(listing, Listing)
        assert [each.id for each in listing] == ["f-0000", "f-0001", "u-0", "f-0002"]
        assert listing.collected_at == NOW
        assert listing.count_by("status")["ACTIVE"] == 3
        none = await store.findings(FindingFilter().status.eq("RESOLVED")).collect()
        assert (none, none.item_type) == ([], GetFindingV2Response)
        assert await store.findings(FindingFilter().status.eq("RESOLVED")).first() is None
        first = await store.findings().first()
        assert first == listing[0]

    with_events(program)


@pytest.mark.parametrize("limit", [0, 1, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 9])
def test_a_limit_reads_no_more_than_it_needs(limit: int, run: Run) -> None:
    stored = [summary(id=f"{n}") for n in range(2 * BATCH + 3)]
    reads: list[Any] = []

    async def read(behind: Any) -> Any:
        reads.append(behind)
        start = int(behind.id or 0)
        found = stored[start : start + BATCH]
        return found, behind._replace(id=f"{start + BATCH}") if found else None

    async def main() -> None:
        listing = await StoredFindings(read, "some", lambda: NOW).collect(limit)
        assert listing == stored[:limit]
        assert len(reads) == min(-(-limit // BATCH), 3) + (limit > len(stored))

    run(main)


@pytest.mark.parametrize("limit", [-1, 2.5, "3"])
def test_a_limit_that_is_none_is_refused(with_events: Callable[..., None], limit: Any) -> None:
    async def program(store: FindingStore) -> None:
        with pytest.raises(InvalidRequestError, match="limit: must be a whole number of at least"):
            await store.findings().collect(limit)

    with_events(program)


def test_they_come_in_batches_none_of_which_is_empty(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            await told(store, map(event, range(2 * BATCH + 5)))
            sizes = [len(batch) async for batch in store.findings().batches()]
            assert sizes == [BATCH, BATCH, 5]
            last = FindingFilter().id.eq(f"f-{2 * BATCH:04}")
            assert [len(batch) async for batch in store.findings(last).batches()] == [1]
            again = store.findings(last)
            assert [await ids(again), await ids(again)] == [[f"f-{2 * BATCH:04}"]] * 2

    run(main)


def test_what_an_event_told_is_filtered_by_all_that_the_event_says(
    with_events: Callable[..., None],
) -> None:
    wanted = FindingFilter
    rule = InlineArchiveRule(rule_name="hide", filter=wanted().status.eq("ARCHIVED"))

    async def program(store: FindingStore) -> None:
        cases: list[tuple[Any, list[str]]] = [
            (wanted().is_public.eq(True), ["f-0000"]),
            (wanted().is_public.exists(False), ["u-0"]),
            (wanted().principal.aws.eq("444455556666"), ["f-0001", "f-0002"]),
            (wanted().resource_type.eq("AWS::IAM::Role"), ["u-0"]),
            (wanted().id.eq("u-0"), ["u-0"]),
            (rule.filter, ["f-0001"]),
            ({}, ["f-0000", "f-0001", "u-0", "f-0002"]),
        ]
        for asked, found in cases:
            assert await ids(store.findings(asked)) == found, asked
        assert await ids(store.findings(analyzer_arn=OTHER)) == ["f-0002"]
        assert await ids(store.findings(analyzer_arn=f"{ARN}-unknown")) == []

    with_events(program)


def test_what_no_event_says_is_refused_only_where_nothing_else_decides(
    with_events: Callable[..., None],
) -> None:
    async def program(store: FindingStore) -> None:
        decided = RESTRICTED.resource_type.eq("AWS::IAM::Role")
        assert await ids(store.findings(decided)) == []
        for asked in (RESTRICTED, RESTRICTED.resource_type.eq("AWS::S3::Bucket")):
            with pytest.raises(InvalidRequestError) as refused:
                await store.findings(asked).collect()
            (field,) = refused.value.fields
            assert field.path == "filter.resourceControlPolicyRestriction"
            assert "finding f-0000 is known from an event alone" in field.reason
            assert "sync_findings" in field.reason

    with_events(program)


def test_a_filter_that_is_none_is_refused_before_anything_is_read(
    with_events: Callable[..., None],
) -> None:
    async def program(store: FindingStore) -> None:
        for wrong in ("status=ACTIVE", {"status": {"equals": ["ACTIVE"]}}, 7):
            with pytest.raises(InvalidRequestError, match="filter"):
                store.findings(wrong)  # type: ignore[arg-type]  # to be refused

    with_events(program)


def test_they_say_what_to_write_to_those_who_take_them_for_a_list(
    with_events: Callable[..., None],
) -> None:
    async def program(store: FindingStore) -> None:
        findings: Any = store.findings()
        uses: list[Callable[[Any], object]] = [
            list,
            len,
            lambda each: each[0],
            lambda each: 7 in each,
        ]
        for wrong in uses:
            with pytest.raises(TypeError, match=r"async for.*collect\(\)"):
                wrong(findings)
        with pytest.raises(TypeError, match=r"async for.*collect\(\)"):
            await findings
        with pytest.raises(AttributeError, match=r"colect.*did you mean 'collect'"):
            findings.colect  # noqa: B018 (to be refused)
        with pytest.raises(AttributeError, match=r"next_token.*collect\(\)"):
            findings.next_token  # noqa: B018 (to be refused)
        assert findings

    with_events(program)


def test_shown_they_tell_what_they_are_and_that_nothing_is_read(
    with_events: Callable[..., None],
) -> None:
    async def program(store: FindingStore) -> None:
        asked = FindingFilter().status.eq("ACTIVE")
        findings = store.findings(asked, analyzer_arn=ARN)
        which = "findings of findings.db of analyzer audit where status = ACTIVE"
        assert str(findings) == f"{which} · not read · async for, or await collect()"
        assert repr(findings) == f"<{which}: not read; use async for, or await collect()>"
        assert findings.__rich__().plain == str(findings)
        in_html(findings)
        assert str(store.findings({})).startswith("findings of findings.db · not read")

    with_events(program)


def test_a_store_shows_its_file_and_whether_it_is_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "findings.db"
    store, reader = FindingStore(path), FindingStore(path, read_only=True)
    assert repr(store) == f"<FindingStore {str(path)!r}>"
    assert repr(reader) == f"<FindingStore {str(path)!r}, read_only=True>"
    assert store.__rich__().plain == f"Store of findings {path}"
    assert reader.__rich__().plain == f"Store of findings {path} · for reading alone"
    in_html(store)
