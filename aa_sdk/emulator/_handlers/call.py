"""What a handler is given: one checked request, where it belongs, and the world around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from aa_sdk._arns import Arn
from aa_sdk.emulator._account.entities import Analyzer, Scope
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._protocol.errors import access_denied, not_found
from aa_sdk.emulator._protocol.page_tokens import Paging
from aa_sdk.emulator._protocol.timestamps import milliseconds_in

T = TypeVar("T")

Output = Mapping[str, Any] | bytes | None
"""What a handler returns: the output by member name, its JSON, or nothing to say."""


def look_up(things: Mapping[str, T], resource_id: str, resource_type: str) -> T:
    """Return one of several things by its id.

    Raises:
        ErrorResponse: There is none with this id.
    """
    if resource_id not in things:
        raise not_found(resource_id, resource_type)
    return things[resource_id]


@dataclass(frozen=True, slots=True)
class Call:
    """One request of one caller, at one moment."""

    world: World
    """What there is beside the scope: time, ids, quotas."""
    scope: Scope
    """The caller's account in the region of the request."""
    operation: str
    """The operation's name."""
    params: Mapping[str, Any]
    """The input by member name, checked against the service model."""
    now: int
    """The time in milliseconds since 1970."""

    def after(self, duration: timedelta) -> int:
        """Return the time in milliseconds after a duration from now."""
        return self.now + milliseconds_in(duration)

    def paging(self) -> Paging:
        """Return the page that the request asks for.

        Raises:
            ErrorResponse: The token or the page size is not good.
        """
        place = self.scope.account_id, self.scope.region, self.operation
        return Paging.of(self.world.page_tokens, place, self.params, self.now)

    def analyzer(self) -> Analyzer:
        """Return the analyzer that `analyzerName` or `analyzerArn` names.

        Raises:
            ErrorResponse: It does not exist, or belongs to another account.
        """
        name = self.params.get("analyzerName")
        if name is None:
            name = self.name_in(self.params["analyzerArn"])
        analyzer = self.scope.analyzers.get(name)
        if analyzer is None:
            raise not_found(self.scope.analyzer_arn(name), "Analyzer")
        return analyzer

    def name_in(self, arn: str) -> str:
        """Return the analyzer's name in its ARN.

        Another account's analyzer is denied, so that nobody learns whether it exists; one of the
        caller's own in another Region is merely not found.

        Raises:
            ErrorResponse: The ARN is one of another account or region.
        """
        parsed = Arn.parse(arn)
        if parsed is None:
            raise not_found(arn, "Analyzer")
        if parsed.account != self.scope.account_id:
            raise access_denied(f"This account may not use {arn}")
        name = parsed.resource.removeprefix("analyzer/")
        if arn != self.scope.analyzer_arn(name):
            raise not_found(arn, "Analyzer")
        return name
