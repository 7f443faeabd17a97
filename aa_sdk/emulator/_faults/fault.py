"""A fault: which calls it strikes, and what becomes of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from random import Random
from typing import TypedDict

from aa_sdk.emulator._protocol.errors import ErrorResponse, internal_error
from aa_sdk.emulator._protocol.messages import JSON_TYPE, HttpResponse


class When(TypedDict, total=False):
    """Which of the calls a fault is meant for; all of them if nothing is said."""

    nth: int | Collection[int]
    """The number of the call, from 1, or several. Counted from when the fault was added, over
    the calls of the fault's operations."""
    rate: float
    """The share of the calls it strikes, from 0 to 1, the same ones for the same seed."""
    times: int
    """How often it strikes at most."""
    account_ids: str | Collection[str]
    """The account that the call is made from, or several. For `AssumeRole` it is the account of
    the role. Calls of others are not counted."""
    regions: str | Collection[str]
    """The Region that the call is made in, or several. Calls in others are not counted."""


@dataclass(slots=True)
class Fault:
    """Something that goes wrong."""

    operations: frozenset[str]
    """The operations it is meant for; empty for all."""
    random: Random
    """Decides which calls it strikes where it has a rate."""
    numbers: frozenset[int] | None = None
    """The numbers of the calls it strikes; None for any."""
    rate: float = 1.0
    """The share of those that it strikes."""
    times: int | None = None
    """How often it strikes at most."""
    account_ids: frozenset[str] | None = None
    """The accounts whose calls it is meant for; None for any."""
    regions: frozenset[str] | None = None
    """The Regions that it is meant for; None for any."""
    error: ErrorResponse | None = None
    """The error response that is given instead of handling the call."""
    delay: float = 0.0
    """Seconds before the response is delivered."""
    drop: bool = False
    """Whether the connection is closed instead of responding."""
    handled: bool = True
    """Whether the call takes effect although its response is lost."""
    keep: float | None = None
    """The share of the body that is delivered."""
    body: bytes | None = None
    """What is delivered instead of the body."""
    content_type: str = JSON_TYPE
    """What `body` says it is."""
    change: Callable[[HttpResponse], None] | None = None
    """What else becomes of the response: a lie about it, or another one in its place."""
    calls: int = 0
    """How many calls it was meant for since it was added, by operation, account and Region."""
    strikes: int = 0
    """How often it struck."""

    def strikes_now(self, operation: str, account_id: str, region: str) -> bool:
        """Tell whether it strikes this call, and count it.

        Every call that it is meant for is counted, whatever else strikes it and whatever comes of
        it, so that `nth` means the same beside other faults. Chance is asked last, and only of
        calls that could be struck: which of them it strikes depends on the seed and on their
        order, and not on what other calls there are.
        """
        if not self._is_meant_for(operation, account_id, region):
            return False
        self.calls += 1
        if self.numbers is not None and self.calls not in self.numbers:
            return False
        if self.times is not None and self.strikes >= self.times:
            return False
        if self.rate < 1 and self.random.random() >= self.rate:
            return False
        self.strikes += 1
        return True

    def _is_meant_for(self, operation: str, account_id: str, region: str) -> bool:
        return (
            (not self.operations or operation in self.operations)
            and (self.account_ids is None or account_id in self.account_ids)
            and (self.regions is None or region in self.regions)
        )

    def strike(self, response: HttpResponse) -> None:
        """Do to a response what this fault does.

        Args:
            response: The response; it is changed.
        """
        response.delay += self.delay
        response.dropped = response.dropped or self.drop
        if self.body is not None:
            response.body = self.body
            response.headers["Content-Type"] = self.content_type
        if self.keep is not None:
            response.body = response.body[: int(len(response.body) * self.keep)]
        if self.change is not None:
            self.change(response)


@dataclass(slots=True)
class FaultPlan:
    """All that goes wrong with one call."""

    faults: list[Fault] = field(default_factory=list[Fault])
    """The faults that strike."""
    limit: ErrorResponse | None = None
    """The error response of the rate limits."""

    @property
    def error(self) -> ErrorResponse | None:
        """The error response that is given instead of handling the call.

        A call that is lost on its way to the service gets one too: nobody will read it, and the
        call must not take effect.
        """
        if self.limit is not None:
            return self.limit
        lost = next((internal_error() for fault in self.faults if not fault.handled), None)
        return next((fault.error for fault in self.faults if fault.error is not None), lost)

    def strike(self, response: HttpResponse) -> HttpResponse:
        """Return what becomes of a response on its way, by each fault in turn."""
        for fault in self.faults:
            fault.strike(response)
        return response
