"""Whatever is passed for an argument, what comes back or is raised is ours."""

from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError
from aa_sdk.emulator import Emulator
from tests.fake_service import invoke
from tests.sample_values import OPERATIONS, as_arguments, sample_request

ODD: list[Any] = [
    *(-1, 10**30, float("nan"), True, "", "x", "\ud800", b"x", object(), type),
    *([], [None], [{}], ["x"] * 200, {}, {1: 2}, {"a": 1}, {"status": {"eq": [5]}}, {"x"}),
    *({"unusedAccess": {}, "internalAccess": {}}, datetime(2026, 2, 3)),  # noqa: DTZ001 (naive)
]


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_an_odd_argument_raises_no_error_of_another_library(operation: str) -> None:
    wire = sample_request(operation)
    async with AccessAnalyzerClient("us-east-1", session=Emulator().session()) as client:
        for name in as_arguments(wire):
            for odd in ODD:
                with suppress(AccessAnalyzerError):
                    await invoke(client, operation, {**as_arguments(wire), name: odd})
        for member in wire:
            for odd in ODD:
                with suppress(AccessAnalyzerError):
                    await client.call(operation, {**wire, member: odd})
