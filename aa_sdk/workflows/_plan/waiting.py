"""What is waited for: that there is room for an analyzer, an organization, and that it works."""

from collections.abc import Awaitable, Callable

import anyio

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import (
    JobTimeoutError,
    ServiceQuotaExceededException,
    ValidationException,
)
from aa_sdk.models import AnalyzerStatus, AnalyzerSummary, is_known
from aa_sdk.workflows._plan.failures import AnalyzerFailedError, reason_code
from aa_sdk.workflows._plan.reading import named

_SLOT_POLLS, _SLOT_PAUSE = 15, 2
_ORGANIZATION_PAUSE = 5
_NO_ORGANIZATION = "You must create an organization"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 5


async def active(client: AccessAnalyzerClient, name: str, deadline: float) -> AnalyzerSummary:
    """Wait until an analyzer is ACTIVE.

    Args:
        client: Reaches the service.
        name: The name of the analyzer.
        deadline: When to give up, on the event loop's clock.

    Returns:
        The analyzer with its configuration.

    Raises:
        AnalyzerFailedError: It is FAILED or DISABLED.
        JobTimeoutError: It was neither in time.
        ResourceNotFoundException: It is gone.
    """
    pause = _FIRST_PAUSE
    while True:
        last = await client.get_analyzer(name)
        analyzer, status = last.analyzer, last.analyzer.status
        if status == "ACTIVE":
            return analyzer
        # One that is new to this release may well pass.
        if status != "CREATING" and is_known(AnalyzerStatus, status):
            raise AnalyzerFailedError(name, reason_code(analyzer), status, last)
        if anyio.current_time() + pause > deadline:
            how = f"still {status} when the time was up; it goes on at the service: run again"
            raise JobTimeoutError(name, how, last)
        await anyio.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)


async def created(
    client: AccessAnalyzerClient,
    name: str,
    create: Callable[[], Awaitable[object]],
    deadline: float,
) -> bool:
    """Create an analyzer, as soon as there is room and an organization for it.

    The service takes a while to see that another analyzer is gone, and that there is an
    organization by now.

    Args:
        client: Reaches the service.
        name: The name of the analyzer.
        create: Asks for it.
        deadline: When to give up on an organization, on the event loop's clock.

    Returns:
        Whether it was created; otherwise somebody else has created one of that name.

    Raises:
        ServiceQuotaExceededException: There is no room after 30 seconds.
        ValidationException: There is no organization at the deadline, or something is wrong.
    """
    polls = 0
    while True:
        try:
            await create()
        except ServiceQuotaExceededException:
            if await named(client, name):
                return False
            if polls == _SLOT_POLLS:
                raise
            polls += 1
            pause = _SLOT_PAUSE
        except ValidationException as error:
            pause = _ORGANIZATION_PAUSE
            if _NO_ORGANIZATION not in error.message or anyio.current_time() + pause > deadline:
                raise
        else:
            return True
        await anyio.sleep(pause)
