"""Credentials of a role: assumed when they are needed first, and again before they expire."""

import copy
import logging
import time as clocks
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import anyio
from botocore.credentials import ReadOnlyCredentials

from aa_sdk.errors import AccessAnalyzerError, CredentialsError, ServiceError

EARLY = 15 * 60.0
"""Seconds before they expire from which credentials are renewed, or kept where that fails."""
LATE = 10 * 60.0
"""Seconds before they expire from which they have to be renewed."""

# What asking again does not change, unlike throttling, or the caller's own token that expired.
_REFUSALS = frozenset({"AccessDenied", "AccessDeniedException", "RegionDisabledException"})

_logger = logging.getLogger("aa_sdk")

Assume = Callable[[], Awaitable[Mapping[str, Any]]]
"""Assumes a role, and returns the `Credentials` of STS's answer."""


class RoleCredentials:
    """Credentials of a role, for any number of tasks that come for them.

    The role is assumed when the first one comes, and once for all that come together. One that is
    refused stays so: whoever comes later is told the same without asking again. What else fails
    is told to all who waited for it, and tried again for the next who comes.

    Args:
        assume: Assumes the role.
        time: Tells the time, in seconds since the epoch.
    """

    __slots__ = ("_assume", "_expires", "_failure", "_frozen", "_lock", "_rounds", "_time")

    def __init__(self, assume: Assume, *, time: Callable[[], float] = clocks.time) -> None:
        self._assume = assume
        self._time = time
        self._lock = anyio.Lock()
        self._frozen: Any = None
        self._expires = 0.0
        self._failure: AccessAnalyzerError | None = None
        self._rounds = 0

    async def get_frozen_credentials(self) -> Any:
        """Return access key, secret key and token of this moment, renewed if need be.

        Returns:
            botocore's `ReadOnlyCredentials`.

        Raises:
            ServiceError: STS refuses the role; `code` is `AccessDenied` where it may not be
                assumed, or does not exist.
            TransportError: STS cannot be reached.
            CredentialsError: The caller has no credentials to assume it with, or those of the
                role had expired when they came.
        """
        # Whoever comes while somebody renews what is still good for a while does not wait.
        if not self._last_for(LATE if self._lock.locked() else EARLY):
            rounds = self._rounds
            async with self._lock:
                # What came of it while this one waited is for this one too.
                if self._rounds == rounds and not _is_final(self._failure):
                    await self._renew()
                if self._failure is not None and not self._last_for(LATE):
                    raise copy.copy(self._failure) from self._failure
        return self._frozen

    def _last_for(self, seconds: float) -> bool:
        return self._expires - self._time() > seconds

    async def _renew(self) -> None:
        try:
            self._take(await self._assume())
        except AccessAnalyzerError as error:
            self._rounds += 1
            # Without a traceback, whose frames know all that the call knew.
            self._failure = copy.copy(error)
            if not self._last_for(LATE):
                raise
            _logger.debug("a role was not assumed again: %s", type(error).__name__)
        else:
            self._rounds += 1
            self._failure = None

    def _take(self, answer: Mapping[str, Any]) -> None:
        expires: float = answer["Expiration"].timestamp()
        if expires <= self._time():
            raise CredentialsError(
                "the credentials of a role had expired when STS gave them: "
                "the clock of this machine is fast"
            )
        self._frozen = ReadOnlyCredentials(
            answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"]
        )
        self._expires = expires


def _is_final(error: Exception | None) -> bool:
    return isinstance(error, ServiceError) and error.code in _REFUSALS
