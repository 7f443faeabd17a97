"""The same thing done on the short way and on the long one, to compare what comes of it."""

import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

import pytest
from aiobotocore.credentials import AioCredentials

from tests import ways

Result = TypeVar("Result")

# The first numbers of what botocore draws its waits from: small ones, so that no test waits.
_SEED = 8_038


async def both(act: Callable[[], Awaitable[Result]]) -> tuple[Result, Result]:
    """Do something on the short way, then on the long one, with the same random numbers."""
    results: list[Any] = []
    for is_short in (True, False):
        ways.choose(is_short=is_short)
        random.seed(_SEED)
        try:
            results.append(await act())
        finally:
            ways.choose(is_short=False)
    short, long = results
    return short, long


def sent_by_botocore(caplog: pytest.LogCaptureFixture) -> int:
    """How many calls were left to botocore, by what our own log says."""
    return sum("sent by botocore" in record.getMessage() for record in caplog.records)


def listen_to_our_log(caplog: pytest.LogCaptureFixture) -> None:
    """Have our log at its finest; botocore's would lead to the long way."""
    caplog.set_level(logging.DEBUG, "aa_sdk")


class Keys(NamedTuple):
    """What botocore calls frozen credentials."""

    access_key: Any = "AKIDEXAMPLE"
    secret_key: Any = "invented-secret-key"
    token: Any = None
    account_id: str | None = None


class Credentials(AioCredentials):  # type: ignore[misc]  # aiobotocore ships no types
    """Credentials that are what they are told to be at the moment they are asked for.

    Args:
        given: Called each time; what it raises is what goes wrong in getting them.
    """

    def __init__(self, given: Callable[[], Keys]) -> None:
        super().__init__("", "")  # pyright: ignore[reportUnknownMemberType] # no types, as above
        self._given = given

    async def get_frozen_credentials(self) -> Any:
        return self._given()
