"""Findings are named by listings, findings, ids and filters, and by nothing that looks like it."""

from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, FindingFilter, InvalidRequestError
from aa_sdk.models import (
    AccessPreviewFinding,
    ArchiveRuleSummary,
    ExternalAccessDetails,
    GetFindingResponse,
    ListFindingsV2Response,
)
from aa_sdk.workflows import archive, unarchive
from tests.conftest import Run
from tests.workflows.archiving_world import World, world

NOW = "2026-02-03T08:15:30Z"
PREVIEWED = AccessPreviewFinding.from_wire(
    '{"id": "p-1", "resourceType": "AWS::SQS::Queue", "resourceOwnerAccount": "111122223333",'
    f'"createdAt": "{NOW}", "changeType": "NEW", "status": "ACTIVE"}}'
)

Here = World[AccessAnalyzerClient]


async def v1_and_v2(here: Here) -> list[Any]:
    """Findings in every form, an id among them."""
    first = FindingFilter().id.eq("f-0")
    (v1,) = await here.client.list_findings(here.arn, filter=first).collect()
    second = FindingFilter().id.eq("f-1")
    (v2,) = await here.client.list_findings_v2(here.arn, filter=second).collect()
    whole_v1 = (await here.client.get_finding(here.arn, "f-2")).finding
    whole_v2 = await here.client.get_finding_v2(here.arn, "f-3")
    return [v1, v2, whole_v1, whole_v2, "f-4"]


async def one_by_one(items: list[Any]) -> AsyncGenerator[Any, None]:
    for item in items:
        yield item


def keys_of(items: list[Any]) -> Any:
    return dict.fromkeys(items).keys()


def values_of(items: list[Any]) -> Any:
    return dict(enumerate(items)).values()


@pytest.mark.parametrize("form", [list, tuple, iter, keys_of, values_of, one_by_one])
def test_findings_in_any_form_and_ids_may_come_in_any_iterable(
    run_in_virtual_time: Run, form: Any
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(5)
            items = await v1_and_v2(here)
            report = await archive(here.client, here.arn, form(items))
            assert [*report.changed] == ids
            assert {*(await here.statuses()).values()} == {"ARCHIVED"}

    run_in_virtual_time(main)


def test_a_set_of_ids_will_do(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            report = await archive(here.client, here.arn, {*here.add(30)})
            assert len(report.changed) == 30

    run_in_virtual_time(main)


@pytest.mark.parametrize("listing", ["list_findings", "list_findings_v2"])
def test_a_listing_is_gone_through_to_its_end_before_anything_changes(
    run_in_virtual_time: Run, listing: str
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(250)
            active = FindingFilter().status.eq("ACTIVE")
            found = getattr(here.client, listing)(here.arn, filter=active, max_results=20)
            report = await archive(here.client, here.arn, found)
            assert [*report.changed] == ids
            operations = [call.operation for call in here.emulator.calls]
            assert [each.startswith("ListFindings") for each in operations] == [True] * 13 + [
                False
            ] * 3

    run_in_virtual_time(main)


def test_what_comes_twice_is_changed_once(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(3)
            report = await archive(here.client, here.arn, [*ids, *ids, "f-1"])
            assert report.changed == ("f-0", "f-1", "f-2")
            assert here.sent() == [["f-0", "f-1", "f-2"]]

    run_in_virtual_time(main)


def test_no_findings_are_no_mistake_and_cost_nothing(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            report = await archive(here.client, here.arn, [])
            assert str(report) == "archived 0 of 0 findings (0 attempts, 0.0 s)"
            assert here.emulator.calls.total == 0

    run_in_virtual_time(main)


def test_a_filter_takes_the_active_findings_that_match_it_and_back_the_archived_ones(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(20)
            here.add(5, "RESOLVED", "old")
            public = [each for each in ids if int(each[2:]) % 10 == 0]
            asked = FindingFilter.parse("isPublic=true")
            report = await archive(here.client, here.arn, asked)
            assert [*report.changed] == public
            again = await archive(here.client, here.arn, {"isPublic": {"eq": ["true"]}})
            assert (again.changed, again.unchanged) == ((), ())
            back = await unarchive(here.client, here.arn, FindingFilter())
            assert [*back.changed] == public
            assert [*(await here.statuses()).values()].count("ACTIVE") == 20

    run_in_virtual_time(main)


def test_a_filter_that_asks_for_the_status_anyway_means_the_same(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(4)
            queues = FindingFilter().resource_type.eq("AWS::SQS::Queue")
            for asked in (
                queues.status.eq("ACTIVE", "RESOLVED"),
                queues.status.neq("ARCHIVED"),
                queues.status.contains("ACT"),
                queues.status.exists(),
            ):
                report = await archive(here.client, here.arn, asked, dry_run=True)
                assert len(report.changed) == 4

    run_in_virtual_time(main)


class NotAFinding:
    """Has an id, and is no finding."""

    id = "f-0"


async def never_awaited() -> list[str]:
    raise AssertionError


class Awaitable:
    """Can be awaited, and is no coroutine."""

    def __await__(self) -> Iterator[Any]:
        raise AssertionError


@pytest.mark.parametrize(
    ("wrong", "path", "says"),
    [
        ("f-0", "findings", "not one text: write ['f-0']"),
        (b"f-0", "findings", "must be texts, and not bytes"),
        (None, "findings", "must name findings"),
        (7, "findings", "must name findings"),
        (NotAFinding(), "findings", "must name findings, got a NotAFinding"),
        ([NotAFinding()], "findings[0]", "must be a finding or its id, got a NotAFinding"),
        (["f-0", None], "findings[1]", "must be a finding or its id"),
        (["f-0", ""], "findings[1]", "is empty"),
        ([7], "findings[0]", "must be a finding or its id"),
        ([["f-0"]], "findings[0]", "got a list"),
        (PREVIEWED, "findings", ".existing_finding_id"),
        ([PREVIEWED], "findings[0]", "access preview"),
        (GetFindingResponse(), "findings", "pass its .finding"),
        ([GetFindingResponse()], "findings[0]", "pass its .finding"),
        (ListFindingsV2Response(findings=()), "findings", "pass its .findings"),
        (ExternalAccessDetails(condition={}), "findings", "got an ExternalAccessDetails"),
        ([ExternalAccessDetails(condition={})], "findings[0]", "got an ExternalAccessDetails"),
        (Awaitable(), "findings", "was not awaited"),
        (FindingFilter, "filter", "is a class"),
        (FindingFilter().status, "filter", "unfinished"),
        ({"f-0": "ACTIVE"}, "filter.f-0", "must be a mapping of operators"),
        ({"stauts": {"eq": ["x"]}}, "filter.stauts", "did you mean 'status'?"),
        (FindingFilter().change_type.eq("NEW"), "filter.changeType", "does not take this key"),
        (FindingFilter().status.eq("ARCHIVED"), "filter.status", "only those can be changed"),
        (FindingFilter(), "filter", "would hide every active finding"),
        ({}, "filter", "would hide every active finding"),
        ({"resource": {}}, "filter", "would hide every active finding"),
        (FindingFilter().status.eq("ACTIVE"), "filter", "would hide every active finding"),
    ],
)
def test_what_names_no_findings_is_refused_before_anything_is_sent(
    run_in_virtual_time: Run, wrong: Any, path: str, says: str
) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(1)
            with pytest.raises(InvalidRequestError) as caught:
                await archive(here.client, here.arn, wrong)
            assert [field.path for field in caught.value.fields] == [path]
            assert says in str(caught.value)
            assert here.emulator.calls.total == 0

    run_in_virtual_time(main)


def test_a_single_finding_is_told_to_be_put_in_a_list(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(1)
            finding: Any = await here.client.list_findings_v2(here.arn).first()
            with pytest.raises(InvalidRequestError, match=r"write \[finding\]"):
                await archive(here.client, here.arn, finding)
            wrong: Any = here.client.get_finding_v2(here.arn, "f-0")
            with pytest.raises(InvalidRequestError, match="got an ExternalAccessDetails"):
                await archive(here.client, here.arn, wrong)

    run_in_virtual_time(main)


def test_a_coroutine_that_was_not_awaited_is_told_so_and_warns_of_nothing(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            wrong: Any = never_awaited()
            with pytest.raises(InvalidRequestError, match="write `await`"):
                await archive(here.client, here.arn, wrong)

    run_in_virtual_time(main)


def test_a_refusal_in_the_middle_changes_nothing_and_leaves_the_generator_closed(
    run_in_virtual_time: Run,
) -> None:
    closed: list[bool] = []

    async def ids() -> AsyncGenerator[Any, None]:
        try:
            yield "f-0"
            yield ArchiveRuleSummary.model_construct()
        finally:
            closed.append(True)

    async def main() -> None:
        async with world() as here:
            here.add(1)
            with pytest.raises(InvalidRequestError, match="an ArchiveRuleSummary"):
                await archive(here.client, here.arn, ids())
            assert closed == [True]
            assert here.emulator.calls.total == 0

    run_in_virtual_time(main)


def test_findings_of_another_status_than_an_unarchiving_filter_asks_for_are_refused(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            with pytest.raises(InvalidRequestError, match="other findings than ARCHIVED ones"):
                await unarchive(here.client, here.arn, FindingFilter().status.eq("ACTIVE"))

    run_in_virtual_time(main)
