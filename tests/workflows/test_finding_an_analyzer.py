"""The one analyzer of a type, and what is said where there is not one."""

import pickle
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerError, InvalidRequestError
from aa_sdk.workflows import AnalyzerNotFoundError, find_analyzer
from tests.conftest import Run
from tests.workflows.desired import account

UNUSED: Any = "ORGANIZATION_UNUSED_ACCESS"


def test_the_active_analyzer_of_a_type_is_found(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            await client.create_analyzer("audit", type="ACCOUNT")
            await client.create_analyzer("other", type="ACCOUNT_UNUSED_ACCESS")
            analyzer = await find_analyzer(client, type="ACCOUNT")
            assert (analyzer.name, analyzer.status) == ("audit", "ACTIVE")
            assert analyzer.arn == (await client.get_analyzer("audit")).analyzer.arn
            for name in ("one", "two"):
                await client.create_analyzer(name, type=UNUSED)
                emulator.set_analyzer_status(name, "ACTIVE")
            emulator.set_analyzer_status("one", "DISABLED")
            assert (await find_analyzer(client, UNUSED)).name == "two"

    run_in_virtual_time(main)


async def missed(client: Any, kind: Any) -> AnalyzerNotFoundError:
    with pytest.raises(LookupError) as caught:
        await find_analyzer(client, kind)
    error = caught.value
    assert isinstance(error, AnalyzerNotFoundError)
    assert isinstance(error, AccessAnalyzerError)
    assert error.analyzer_type == kind
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert (str(copy), vars(copy)) == (str(error), vars(error))
    return error


async def test_no_analyzer_is_told_from_one_that_is_not_active_and_from_several() -> None:
    async with account() as (emulator, client):
        await client.create_analyzer("other", type="ACCOUNT")
        none = await missed(client, UNUSED)
        assert none.analyzers == ()
        assert str(none) == (
            f"there is no analyzer of type {UNUSED} here: ensure_analyzer creates one"
        )
        for name in ("one", "two"):
            await client.create_analyzer(name, type=UNUSED)
        creating = await missed(client, UNUSED)
        assert str(creating) == (
            f"there is no active analyzer of type {UNUSED}: one is CREATING, two is CREATING"
        )
        emulator.set_analyzer_status("one", "DISABLED", "ORGANIZATION_DELETED")
        disabled = await missed(client, UNUSED)
        assert "one is DISABLED (ORGANIZATION_DELETED)" in str(disabled)
        assert [analyzer.name for analyzer in disabled.analyzers] == ["one", "two"]
        for name in ("one", "two"):
            emulator.set_analyzer_status(name, "ACTIVE")
        await client.create_analyzer("three", type=UNUSED)
        several = await missed(client, UNUSED)
        assert [analyzer.name for analyzer in several.analyzers] == ["one", "two"]
        assert str(several) == (
            f"there are 2 active analyzers of type {UNUSED}: read one, two with get_analyzer"
        )


async def test_a_type_that_does_not_exist_is_refused_before_anything_is_sent() -> None:
    async with account() as (emulator, client):
        kinds: tuple[Any, ...] = ("EXTERNAL", "account", None, ["ACCOUNT"], "")
        for kind in kinds:
            with pytest.raises(InvalidRequestError, match=r"^type: must be one of ACCOUNT, "):
                await find_analyzer(client, kind)
        assert emulator.calls.total == 0
