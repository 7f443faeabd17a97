"""Errors that end a run, because they would meet every finding: what comes out, and when."""

from typing import Any

import anyio
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    ClientClosedError,
    CredentialsError,
    EventLoopError,
    ExpiredTokenException,
    InternalServerException,
    InvalidRequestError,
    ResourceNotFoundException,
)
from aa_sdk.workflows import hydrate
from tests.conftest import Run
from tests.fake_service import Reply, error_reply
from tests.workflows.hydrating import ARN, EXPIRED, FAILED, Service, everything, ids, opened, take

NO_ANALYZER = error_reply("ResourceNotFoundException", 404, resourceId=ARN, resourceType="Analyzer")


@pytest.mark.parametrize("ordered", [False, True])
def test_credentials_that_expire_end_the_run_and_what_was_read_is_delivered(
    run_in_virtual_time: Run, *, ordered: bool
) -> None:
    async def main() -> None:
        service = Service(40, seconds=1)
        service.instead = dict.fromkeys(service.findings[20:], EXPIRED)
        async with opened(service) as client:
            came: list[str] = []
            run = hydrate(
                client,
                analyzer_arn=ARN,
                findings=service.listing(client),
                concurrency=8,
                ordered=ordered,
            )
            with pytest.raises(ExpiredTokenException):
                await take(run, came, seconds=0.5)  # slower than they come
            assert sorted(came) == sorted(ids(20))
            assert len(service.read) <= 28

    run_in_virtual_time(main)


def test_an_error_for_all_cuts_off_what_is_under_way_and_gives_what_came_in_order(
    run_in_virtual_time: Run,
) -> None:
    async def slowly() -> Reply:
        await anyio.sleep(1000)
        raise AssertionError

    async def later() -> Reply:
        await anyio.sleep(5)
        return EXPIRED

    async def main() -> None:
        service = Service(6)
        service.instead = {"f-1": slowly, "f-3": later}
        async with opened(service) as client:
            started = anyio.current_time()
            came: list[str] = []
            run = hydrate(client, analyzer_arn=ARN, findings=service.findings, ordered=True)
            with pytest.raises(CredentialsError):
                await take(run, came)
            assert came == ["f-0", "f-2", "f-4", "f-5"]
            assert anyio.current_time() - started == pytest.approx(5, abs=0.1)

    run_in_virtual_time(main)


def test_of_several_errors_the_first_is_raised(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = Service(8, seconds=5)
        service.instead = {"page 1": FAILED, "f-0": EXPIRED}
        async with opened(service) as client:
            with pytest.raises(InternalServerException):
                await everything(client, service.listing(client), ordered=True)

    run_in_virtual_time(main)


def test_an_error_for_all_is_raised_for_whoever_goes_on_iterating(run: Run) -> None:
    async def main() -> None:
        service = Service(1)
        service.instead = {"f-0": EXPIRED}
        async with (
            opened(service) as client,
            hydrate(client, analyzer_arn=ARN, findings=["f-0"]) as results,
        ):
            for _ in range(2):
                with pytest.raises(ExpiredTokenException):
                    await anext(results)

    run(main)


def test_without_credentials_there_is_one_error(run: Run) -> None:
    async def main() -> None:
        service = Service()
        session = service.session(credentials=False)
        async with service.client(session=session, pace=None) as client:
            with pytest.raises(CredentialsError):
                await hydrate(client, analyzer_arn=ARN, findings=ids(50)).collect()
        assert service.read == []

    run(main)


def test_an_analyzer_that_does_not_exist_is_one_error_and_not_findings_that_are_gone(
    run: Run,
) -> None:
    async def main() -> None:
        service = Service()
        service.instead = dict.fromkeys(ids(50), NO_ANALYZER)
        async with opened(service) as client:
            with pytest.raises(ResourceNotFoundException):
                await everything(client, ids(50))

    run(main)


def test_a_client_that_is_closed_meanwhile_ends_the_run(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = Service(50, seconds=1)
        came: list[str] = []
        async with opened(service) as client, anyio.create_task_group() as tasks:

            async def close() -> None:
                await anyio.sleep(1.5)
                await client.aclose()

            tasks.start_soon(close)
            listing = service.listing(client)
            run = hydrate(client, analyzer_arn=ARN, findings=listing, concurrency=2)
            with pytest.raises(ClientClosedError):
                await take(run, came)
        assert sorted(came) == ["f-0", "f-1"]

    run_in_virtual_time(main)


def test_the_client_of_another_event_loop_is_one_error() -> None:
    async def elsewhere(client: AccessAnalyzerClient) -> None:
        with pytest.raises(EventLoopError):
            await everything(client, ids(5))

    async def main() -> None:
        service = Service(5)
        async with opened(service) as client:
            await everything(client, ids(1))
            await anyio.to_thread.run_sync(lambda: anyio.run(elsewhere, client))

    anyio.run(main)


@pytest.mark.parametrize("error", [LookupError(), GeneratorExit()])
def test_a_mistake_in_a_program_is_raised_as_it_is(run: Run, error: BaseException) -> None:
    class Broken(AccessAnalyzerClient):
        def get_finding_v2(self, *_: Any, **__: Any) -> Any:
            raise error

    async def main() -> None:
        async with Broken("eu-west-1") as client:
            with pytest.raises(type(error)) as caught:
                await everything(client, ids(5))
            assert caught.value is error

    run(main)


def test_an_arn_that_the_service_has_no_use_for_is_one_error(run: Run) -> None:
    async def main() -> None:
        service = Service()
        async with opened(service) as client:
            with pytest.raises(InvalidRequestError) as caught:
                await hydrate(client, analyzer_arn="a:analyzer/b", findings=ids(50)).collect()
        assert [field.path for field in caught.value.fields] == ["analyzer_arn"]
        assert service.read == []

    run(main)
