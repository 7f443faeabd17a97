"""Credentials of a role: assumed when they are needed first, and again before they expire."""

import copy
import logging
import re
import time as clocks
from collections.abc import Awaitable, Callable
from typing import Any

import anyio

from aa_sdk.errors import AccessAnalyzerError, CredentialsError, InvalidField, ServiceError

EARLY = 15 * 60.0
"""Seconds before they expire from which credentials are renewed, or kept where that fails."""
LATE = 10 * 60.0
"""Seconds before they expire from which they have to be renewed."""

REMEMBERED = 60.0
"""Seconds for which a refusal is remembered: for all Regions of an account, and not for ever."""

# What asking again does not change, unlike throttling, or the caller's own token that expired.
_REFUSALS = frozenset({"AccessDenied", "AccessDeniedException", "RegionDisabledException"})

_ROLE = re.compile(r"arn:[a-z-]+:iam::[0-9]{12}:role/[!-~]+")
_SESSION_NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)

_logger = logging.getLogger("aa_sdk")

Assume = Callable[[], Awaitable[tuple[Any, float]]]
"""Assumes a role, and returns frozen credentials, and when they expire."""


class RoleCredentials:
    """Credentials of a role, for any number of tasks that come for them.

    The role is assumed when the first one comes, and once for all that come together. One that is
    refused stays so for a minute: whoever comes until then is told the same without asking again.
    What else fails is told to all who waited for it, and tried again for the next who comes.

    Args:
        assume: Assumes the role.
        time: Tells the time, in seconds since the epoch.
    """

    __slots__ = (
        "_assume",
        "_expires",
        "_failed",
        "_failure",
        "_frozen",
        "_lock",
        "_rounds",
        "_time",
    )

    def __init__(self, assume: Assume, *, time: Callable[[], float] = clocks.time) -> None:
        self._assume = assume
        self._time = time
        self._lock = anyio.Lock()
        self._frozen: Any = None
        self._expires = 0.0
        self._failure: AccessAnalyzerError | None = None
        self._failed = 0.0
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
                await self._settle(rounds)
        return self._frozen

    async def _settle(self, rounds: int) -> None:
        """Renew them, unless that was tried while this one waited: what came of it is for all."""
        if self._rounds == rounds and not self._is_refused:
            await self._renew()
        if self._failure is not None and not self._last_for(LATE):
            raise copy.copy(self._failure) from self._failure

    @property
    def _is_refused(self) -> bool:
        error = self._failure
        is_refusal = isinstance(error, ServiceError) and error.code in _REFUSALS
        return is_refusal and self._time() - self._failed < REMEMBERED

    def _last_for(self, seconds: float) -> bool:
        return self._expires - self._time() > seconds

    async def _renew(self) -> None:
        try:
            self._take(*await self._assume())
        except AccessAnalyzerError as error:
            self._rounds += 1
            # Without a traceback, whose frames know all that the call knew.
            self._failure, self._failed = copy.copy(error), self._time()
            if not self._last_for(LATE):
                raise
            _logger.debug("a role was not assumed again: %s", type(error).__name__)
        else:
            self._rounds += 1
            self._failure = None

    def _take(self, frozen: Any, expires: float) -> None:
        if expires <= self._time():
            raise CredentialsError(
                "the credentials of a role had expired when STS gave them: "
                "is the clock of this machine right?"
            )
        self._frozen, self._expires = frozen, expires


def wrong_role(arn: object, session_name: object, external_id: object) -> list[InvalidField]:
    """Say what a role cannot be assumed with.

    Args:
        arn: The role, by its ARN.
        session_name: What the sessions are called.
        external_id: What the role's trust policy asks for; None for nothing.

    Returns:
        What is wrong; nothing where nothing is.
    """
    wrong = wrong_session(session_name, external_id)
    if not is_like(_ROLE, arn):
        reason = "must be the ARN of a role, such as arn:aws:iam::111122223333:role/Audit"
        wrong.insert(0, InvalidField("arn", reason, arn))
    return wrong


def wrong_session(session_name: object, external_id: object) -> list[InvalidField]:
    """Say what no session of a role can be begun with.

    Args:
        session_name: What the session is called.
        external_id: What the role's trust policy asks for; None for nothing.

    Returns:
        What is wrong; nothing where nothing is.
    """
    wrong = list[InvalidField]()
    if not is_like(_SESSION_NAME, session_name):
        reason = "must have 2 to 64 letters, digits and characters of +=,.@-_"
        wrong.append(InvalidField("session_name", reason, session_name))
    if external_id is not None and not is_like(_EXTERNAL_ID, external_id):
        # The value is as good as a password, and shown nowhere.
        reason = "must have 2 to 1224 letters, digits and characters of +=,.@:/-_"
        wrong.append(InvalidField("external_id", reason))
    return wrong


def is_like(pattern: re.Pattern[str], value: object) -> bool:
    """Say whether something is text of a pattern."""
    return isinstance(value, str) and pattern.fullmatch(value) is not None
