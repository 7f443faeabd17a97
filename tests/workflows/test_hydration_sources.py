"""What may be read, how it is walked, and what is refused."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    AccessPreviewFinding,
    Finding,
    FindingSummary,
    GetFindingV2Response,
    InternalServerException,
    InvalidRequestError,
    PaginationError,
    Paginator,
)
from aa_sdk.models import ListFindingsV2Response
from aa_sdk.workflows import hydrate
from tests.conftest import Run
from tests.fake_service import Reply
from tests.workflows.hydrating import (
    ARN,
    DETAILS,
    FACTS,
    FAILED,
    Service,
    everything,
    ids,
    opened,
    summary,
    take,
)

V1: Any = {**FACTS, "id": "f-1", "condition": {}}
PREVIEWED: Any = {**FACTS, "id": "f-1", "changeType": "NEW"}
OTHER_ARN = ARN.replace("audit", "other")


async def several(*found: object) -> AsyncIterator[Any]:
    for one in found:
        await anyio.lowlevel.checkpoint()
        yield one


class Stream:
    """Gives itself as its iterator, as an anyio stream does, and belongs to who made it."""

    def __init__(self, *found: object) -> None:
        self._found = list(found)
        self.is_closed = False

    def __aiter__(self) -> "Stream":
        return self

    async def __anext__(self) -> Any:
        if not self._found:
            raise StopAsyncIteration
        return self._found.pop(0)

    async def aclose(self) -> None:
        self.is_closed = True


def test_any_iterable_will_do(run: Run) -> None:
    async def main() -> None:
        found: list[Any] = [summary("f-0"), "f-1", "f-1", summary("f-0"), "f-2"]
        own: Paginator[Any, Any] = Paginator(page_of(found), "findings")
        async with opened(Service()) as client:
            forms: tuple[Any, ...] = (
                found,
                tuple(found),
                ids(3),
                set(ids(3)),
                dict.fromkeys(ids(3)),
                (one for one in found),
                several(*found),
                Stream(*found),
                own,
            )
            for findings in forms:
                told = await everything(client, findings)
                assert sorted(told) == ["f-0 read", "f-1 read", "f-2 read"], findings

    run(main)


def page_of(found: list[Any]) -> Any:
    async def fetch(_: str | None) -> Any:
        return ListFindingsV2Response.model_construct(findings=tuple(found))

    return fetch


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ("f-1", "findings: is a single text: put ids into a list"),
        (b"f-1", "findings: is a single text"),
        (7, "findings: must be an iterable or async iterable of what client.list_findings_v2"),
        (summary("f-1"), "findings: is a single finding: put it into a list"),
        (ListFindingsV2Response(findings=()), "findings: is a response: pass its .findings"),
        (
            [FindingSummary.model_validate(V1)],
            r"findings\[0\]: is of type FindingSummary: pass what.*_v2",
        ),
        (["f-1", Finding.model_validate(V1)], r"findings\[1\]: is of type Finding: pass what.*_v2"),
        (
            [AccessPreviewFinding.model_validate(PREVIEWED)],
            "is of type AccessPreviewFinding: .*_v2",
        ),
        (
            [GetFindingV2Response.model_validate({**FACTS, "id": "f", "findingDetails": DETAILS})],
            "is a whole finding: pass its .id",
        ),
        ([None], r"findings\[0\]: is of type NoneType: pass what client.list_findings_v2"),
    ],
)
def test_what_can_be_seen_to_be_no_finding_to_read_is_refused_at_once(
    findings: Any, words: str
) -> None:
    client = AccessAnalyzerClient("eu-west-1")
    with pytest.raises(InvalidRequestError, match=words):
        hydrate(client, analyzer_arn=ARN, findings=findings)


def test_listings_of_something_else_are_refused_at_once() -> None:
    client = AccessAnalyzerClient("eu-west-1")
    others: list[Any] = [
        client.list_findings(ARN),
        client.list_access_preview_findings("p", ARN),
        client.get_finding_v2(ARN, "f"),
        client.list_analyzers(),
    ]
    for listing in others:
        with pytest.raises(InvalidRequestError, match=r"is a listing of \w+: .*list_findings_v2"):
            hydrate(client, analyzer_arn=ARN, findings=listing)


def test_a_listing_of_another_analyzer_is_refused_at_once() -> None:
    # Its findings would all be gone.
    client = AccessAnalyzerClient("eu-west-1")
    with pytest.raises(InvalidRequestError, match="analyzer_arn: is not the analyzer whose"):
        hydrate(client, analyzer_arn=ARN, findings=client.list_findings_v2(OTHER_ARN))


def test_what_was_not_awaited_is_refused_and_python_need_not_complain() -> None:
    client = AccessAnalyzerClient("eu-west-1")
    unawaited: Any = client.list_findings_v2(ARN).collect()
    with pytest.raises(InvalidRequestError, match="findings: has to be awaited first"):
        hydrate(client, analyzer_arn=ARN, findings=unawaited)


@pytest.mark.parametrize(
    ("options", "path"),
    [
        *(({"concurrency": wrong}, "concurrency") for wrong in (0, -1, True, 1.5, "4", None)),
        *(
            ({"skip": wrong}, "skip")
            for wrong in ("f-1", b"f-1", 7, None, [7], {7}, {summary("f")})
        ),
        *(({"analyzer_arn": wrong}, "analyzer_arn") for wrong in ("audit", "", None, 7)),
    ],
)
def test_arguments_that_cannot_be_used_are_refused_at_once(
    options: dict[str, Any], path: str
) -> None:
    client = AccessAnalyzerClient("eu-west-1")
    arguments: dict[str, Any] = {"analyzer_arn": ARN, "findings": [], **options}
    with pytest.raises(InvalidRequestError) as caught:
        hydrate(client, **arguments)
    assert [field.path for field in caught.value.fields] == [path]


@pytest.mark.parametrize("ordered", [False, True])
def test_what_only_shows_on_the_way_is_refused_once_all_before_it_is_delivered(
    run: Run, *, ordered: bool
) -> None:
    v1 = FindingSummary.model_validate(V1)

    async def main() -> None:
        async with opened(Service()) as client:
            wrong: list[Any] = ["f-0", "f-2", v1]
            for findings in (iter(wrong), several(*wrong)):
                came: list[str] = []
                run = hydrate(client, analyzer_arn=ARN, findings=findings, ordered=ordered)
                with pytest.raises(InvalidRequestError, match=r"findings\[2\]: is of type Find"):
                    await take(run, came)
                assert sorted(came) == ["f-0", "f-2"]

    run(main)


@pytest.mark.parametrize("ordered", [False, True])
def test_a_listing_that_fails_is_the_error_once_all_that_was_found_is_delivered(
    run_in_virtual_time: Run, *, ordered: bool
) -> None:
    async def main() -> None:
        service = Service(20, page=5, seconds=3)
        service.instead = {"page 2": FAILED}
        async with opened(service) as client:
            came: list[str] = []
            listing = service.listing(client)
            run = hydrate(client, analyzer_arn=ARN, findings=listing, ordered=ordered)
            with pytest.raises(InternalServerException) as caught:
                await take(run, came)
            assert sorted(came) == sorted(ids(10))
            assert caught.value.operation == "ListFindingsV2"

    run_in_virtual_time(main)


def test_a_token_that_repeats_is_the_error_once_all_that_was_found_is_delivered(run: Run) -> None:
    async def main() -> None:
        service = Service(1)
        again = Reply({"findings": [{**FACTS, "id": "f-9"}], "nextToken": "1"})
        service.instead = {"page 0": again, "page 1": again}
        async with opened(service) as client:
            stream = hydrate(client, analyzer_arn=ARN, findings=service.listing(client))
            came: list[str] = []
            with pytest.raises(PaginationError):
                await take(stream, came)
            assert came == ["f-9"]

    run(main)


def test_an_error_of_the_callers_own_iterable_is_raised_as_it_is(run: Run) -> None:
    def plain() -> Iterator[str]:
        yield "f-0"
        raise LookupError("mine")

    async def asynchronous() -> AsyncIterator[str]:
        yield "f-0"
        raise LookupError("mine")

    async def main() -> None:
        service = Service()
        async with opened(service) as client:
            for findings in (plain(), asynchronous()):
                with pytest.raises(LookupError, match="mine"):
                    await everything(client, findings)
        assert service.read == ["f-0", "f-0"]

    run(main)


def test_a_page_is_fetched_when_the_one_before_is_used_up(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = Service(1000, page=10)
        async with opened(service) as client:
            listing = service.listing(client)
            async with hydrate(
                client, analyzer_arn=ARN, findings=listing, concurrency=5
            ) as results:
                await anyio.sleep(100)
                assert (service.pages, len(service.read)) == (1, 5)
                for taken in range(1, 31):
                    await anext(results)
                    await anyio.sleep(100)
                    assert len(service.read) == taken + 5
                    assert service.pages == (taken + 5 + 9) // 10

    run_in_virtual_time(main)


def test_no_more_is_taken_from_an_iterable_than_is_read(run: Run) -> None:
    taken: list[str] = []

    def plain() -> Iterator[str]:
        for one in ids(100):
            taken.append(one)
            yield one

    async def main() -> None:
        async with opened(Service()) as client:
            run = hydrate(client, analyzer_arn=ARN, findings=plain(), concurrency=3)
            async with run as results:
                await anext(results)
                await anyio.wait_all_tasks_blocked()
        assert len(taken) == 4

    run(main)


class Held:
    """Makes generators that hold a task group, which only the task that entered it may leave."""

    def __init__(self) -> None:
        self.open = 0

    async def __aiter__(self) -> AsyncIterator[str]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(anyio.sleep_forever)
            self.open += 1
            try:
                for one in ids(50):
                    yield one
            finally:
                self.open -= 1
            tasks.cancel_scope.cancel()


@pytest.mark.parametrize("take", [0, 1, 20, 50])
def test_a_generator_is_walked_and_closed_by_one_task(run: Run, take: int) -> None:
    async def main() -> None:
        held = Held()
        async with opened(Service()) as client:
            for findings in (held, aiter(held)):
                async with hydrate(client, analyzer_arn=ARN, findings=findings) as results:
                    for _ in range(take):
                        await anext(results)
                assert held.open == 0

    run(main)


def test_what_a_generator_raises_when_it_is_closed_is_its_own(run: Run) -> None:
    async def failing() -> AsyncIterator[str]:
        async with anyio.create_task_group():
            try:
                for one in ids(50):
                    yield one
            finally:
                raise LookupError("mine")

    async def main() -> None:
        async with opened(Service()) as client:
            run = hydrate(client, analyzer_arn=ARN, findings=failing())
            async with run as results:
                await anext(results)  # and break off: nobody is interested any more

    run(main)


def test_a_stream_of_the_callers_is_left_open(run: Run) -> None:
    async def main() -> None:
        stream = Stream(*ids(100))
        async with opened(Service()) as client:
            async with hydrate(client, analyzer_arn=ARN, findings=stream) as results:
                await anext(results)
            assert not stream.is_closed
            send, receive = anyio.create_memory_object_stream[str](10)
            with send, receive:
                for one in ids(5):
                    send.send_nowait(one)
                async with hydrate(client, analyzer_arn=ARN, findings=receive) as results:
                    assert {(await anext(results)).id for _ in range(5)} == set(ids(5))
                assert receive.statistics().open_receive_streams == 1

    run(main)


def test_skipped_findings_of_an_endless_iterable_do_not_stop_the_loop(run: Run) -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "f-0"

    async def main() -> None:
        async with opened(Service()) as client:
            with anyio.move_on_after(0.05) as scope:
                await everything(client, endless(), skip=["f-0"])
        assert scope.cancelled_caught

    run(main)
