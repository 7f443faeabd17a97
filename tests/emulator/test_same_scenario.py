"""The same calls give the same answers in process, over HTTP, and through a respx router."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
import respx

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.errors import ResourceNotFoundException
from aa_sdk.models import SqsQueueConfiguration
from tests.conftest import Run
from tests.fake_service import new_session

Opening = Callable[[Emulator], Any]
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"


async def scenario(aws: AccessAnalyzerClient, arn: str) -> list[Any]:
    """A bit of everything, and all that was answered."""
    answers: list[Any] = [
        await aws.list_analyzers(),
        await aws.list_findings_v2(analyzer_arn=arn, max_results=9),
        await aws.list_findings(analyzer_arn=arn, filter={"status": {"eq": ["ACTIVE"]}}),
        await aws.get_findings_statistics(analyzer_arn=arn),
        await aws.list_tags_for_resource(resource_arn=arn),
    ]
    first = await aws.list_findings_v2(analyzer_arn=arn).first()
    assert first is not None
    answers.append(await aws.get_finding_v2(analyzer_arn=arn, id=first.id))
    await aws.update_findings(analyzer_arn=arn, ids=[first.id], status="ARCHIVED")
    answers.append(await aws.get_finding(analyzer_arn=arn, id=first.id))
    configurations = {QUEUE: SqsQueueConfiguration(queue_policy="")}
    answers.append(await aws.create_access_preview(analyzer_arn=arn, configurations=configurations))
    with pytest.raises(ResourceNotFoundException) as missing:
        await aws.get_analyzer(analyzer_name="missing")
    return [*(answer.to_wire() for answer in answers), str(missing.value)]


@asynccontextmanager
async def in_process(emulator: Emulator) -> AsyncGenerator[AccessAnalyzerClient]:
    async with AccessAnalyzerClient(session=emulator.session()) as aws:
        yield aws


@asynccontextmanager
async def over_http(emulator: Emulator) -> AsyncGenerator[AccessAnalyzerClient]:
    with emulator.serve() as url:
        async with AccessAnalyzerClient(
            "us-east-1", session=new_session(), endpoint_url=url
        ) as aws:
            yield aws


@asynccontextmanager
async def through_respx(emulator: Emulator) -> AsyncGenerator[AccessAnalyzerClient]:
    async with respx.mock(using="aiobotocore") as router:
        emulator.route(router)
        async with AccessAnalyzerClient("us-east-1", session=new_session()) as aws:
            yield aws


def answers(opening: Opening, backend: str = "asyncio") -> list[Any]:
    emulator = Emulator(seed=3)
    arn = emulator.populate(findings=120).external

    async def main() -> list[Any]:
        async with opening(emulator) as aws:
            return await scenario(aws, arn)

    return anyio.run(main, backend=backend)


def test_every_way_in_gives_the_same_answers() -> None:
    expected = answers(in_process)
    for opening in (over_http, through_respx):
        assert answers(opening) == expected, opening.__name__
    assert answers(in_process, "trio") == expected


def test_aiobotocore_reaches_the_emulator_by_itself() -> None:
    emulator = Emulator()
    arn = emulator.populate(findings=120).external

    async def main() -> int:
        session: Any = emulator.session()
        async with session.create_client("accessanalyzer") as aws:
            pages = aws.get_paginator("list_findings_v2").paginate(
                analyzerArn=arn, PaginationConfig={"PageSize": 5}
            )
            return sum([len(page["findings"]) async for page in pages])

    assert anyio.run(main) == 42


def test_a_session_calls_from_its_account_and_region() -> None:
    emulator = Emulator()
    calls: list[Callable[[], Coroutine[Any, Any, None]]] = []
    for account, region in (("444455556666", "eu-west-1"), ("777788889999", "sa-east-1")):
        session = emulator.session(account, region)

        async def main(session: Any = session) -> None:
            async with AccessAnalyzerClient(session=session) as aws:
                await aws.create_analyzer(analyzer_name="a", type="ACCOUNT")

        calls.append(main)
    for call in calls:
        anyio.run(call)
    assert [(call.account_id, call.region) for call in emulator.calls] == [
        ("444455556666", "eu-west-1"),
        ("777788889999", "sa-east-1"),
    ]


def test_a_session_ignores_the_profiles_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "missing")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    emulator = Emulator()

    async def main() -> None:
        async with AccessAnalyzerClient(session=emulator.session()) as aws:
            await aws.list_analyzers()

    anyio.run(main)
    assert len(emulator.calls) == 1


def test_a_listing_in_process_can_be_cancelled_between_pages(run: Run) -> None:
    emulator = Emulator()
    arn = emulator.populate(findings=120).external

    async def main() -> None:
        async with AccessAnalyzerClient(session=emulator.session()) as aws:
            with anyio.CancelScope() as scope:
                async for _ in aws.list_findings_v2(analyzer_arn=arn, max_results=1):
                    scope.cancel()
            assert scope.cancelled_caught

    run(main)
    assert emulator.calls.count_of("ListFindingsV2") <= 2
