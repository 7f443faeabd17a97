"""Whatever is passed for an argument, what comes back or is raised is ours."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError
from aa_sdk.emulator import Emulator
from tests.effort import examples
from tests.fake_service import invoke
from tests.sample_values import OPERATIONS, as_arguments, sample_request

pytestmark = pytest.mark.usefixtures("way")

ODD: list[Any] = [
    *(-1, 10**30, float("nan"), True, "", "x", "\ud800", b"x", object(), type),
    *([], [None], [{}], ["x"] * 200, {}, {1: 2}, {"a": 1}, {"status": {"eq": [5]}}, {"x"}),
    *({"unusedAccess": {}, "internalAccess": {}}, datetime(2026, 2, 3)),  # noqa: DTZ001 (naive)
]


def with_one_odd(params: Mapping[str, Any], start: int) -> Iterator[dict[str, Any]]:
    """The same members, one of them odd; of fewer examples, each member begins elsewhere."""
    for index, name in enumerate(params):
        for step in range(examples(len(ODD))):
            yield {**params, name: ODD[(start + index * 5 + step) % len(ODD)]}


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_an_odd_argument_raises_no_error_of_another_library(operation: str) -> None:
    wire, start = sample_request(operation), OPERATIONS.index(operation)
    async with AccessAnalyzerClient("us-east-1", session=Emulator().session()) as client:
        for arguments in with_one_odd(as_arguments(wire), start):
            with suppress(AccessAnalyzerError):
                await invoke(client, operation, arguments)
        for params in with_one_odd(wire, start):
            with suppress(AccessAnalyzerError):
                await client.call(operation, params)
