"""Which scopes there are: accounts, in their order, and the Regions of each."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import anyio

from aa_sdk._transport.accounts import Caller
from aa_sdk.errors import AccessAnalyzerError, InvalidField, InvalidRequestError
from aa_sdk.workflows._fleet.ground import Ground
from aa_sdk.workflows._fleet.problems import problem_of
from aa_sdk.workflows._fleet.scopes import ACTIVE, ENABLED, Entry, OrganizationAccounts, Scope


@dataclass(frozen=True, slots=True)
class Plan:
    """What a fleet is to go over."""

    accounts: OrganizationAccounts | Sequence[str] | None
    """The accounts; None for the caller's own."""
    regions: Sequence[str] | Literal["enabled"]
    """The Regions, or "enabled" for those of each account."""
    entry: Entry
    """How accounts are entered."""


class Planner:
    """Finds the scopes of a plan. What it has found out about the caller it keeps.

    Args:
        plan: The plan.
        ground: What asks other services.
    """

    def __init__(self, plan: Plan, ground: Ground) -> None:
        self._plan = plan
        self._ground = ground
        self._own_regions: tuple[str, ...] | None = None
        self._asking = anyio.Lock()

    @property
    def total(self) -> int | None:
        """How many scopes there are; None where that is to be found out."""
        accounts, regions = self._plan.accounts, self._plan.regions
        if isinstance(accounts, OrganizationAccounts) or regions == ENABLED:
            return None
        return (1 if accounts is None else len(accounts)) * len(regions)

    async def accounts(self) -> AsyncGenerator[tuple[str, str]]:
        """Go through the accounts, each once, with their status in the organization.

        First come those whose analyzers look at the whole organization: its administrators for
        the service, then the caller's own account; the others follow as they are listed.

        Raises:
            AccessAnalyzerError: The caller is not known, or may not list the accounts.
        """
        caller = await self._ground.accounts.caller()
        given = self._plan.accounts
        if not isinstance(given, OrganizationAccounts):
            listed = [caller.account_id] if given is None else given
            for account in _sorted(listed, [caller.account_id]):
                yield account, ACTIVE
            return
        members = {
            member.id: member.status or ACTIVE  # where that is not told, it shows
            async for member in self._ground.accounts.listed(given.parents)
            if member.id not in given.exclude
        }
        first = [*await self._administrators(), caller.account_id]
        for account in _sorted(members, first):
            yield account, members[account]

    async def scopes(self, account: str, status: str) -> list[Scope]:
        """Return the scopes of an account, the home Region first; never none.

        Where nobody may say which Regions are enabled in an account that can be entered, all of
        the partition are tried: those that are not say so themselves. Of an account that cannot
        be entered, the Regions are taken to be the caller's.

        Raises:
            InvalidRequestError: It is not the caller's account, and there is no role to enter it.
            AccessAnalyzerError: All accounts would meet it.
        """
        caller = await self._ground.accounts.caller()
        scope = self._entered(account, status, caller)
        if self._plan.regions != ENABLED:
            regions, is_enabled = tuple(self._plan.regions), None
        else:
            regions, is_enabled = await self._enabled(scope, caller)
        home = self._ground.accounts.region_name
        ordered = _sorted(regions or (home,), [home])  # without a scope it would be missing untold
        return [replace(scope, region=region, is_enabled=is_enabled) for region in ordered]

    def _entered(self, account: str, status: str, caller: Caller) -> Scope:
        """Return how an account is entered, as a scope of the home Region."""
        home = self._ground.accounts.region_name
        scope = Scope(account, home, account_status=status, home_region=home)
        if account == caller.account_id:
            return scope
        entry = self._plan.entry
        if entry.role is None:
            reason = f"is needed to enter {account}: the credentials are of {caller.account_id}"
            raise InvalidRequestError(InvalidField("role", reason))
        return replace(
            scope,
            role_arn=entry.arn(caller.partition, account),
            session_name=entry.session_name,
            external_id=entry.external_id,
        )

    async def _enabled(self, scope: Scope, caller: Caller) -> tuple[tuple[str, ...], bool | None]:
        """Return the Regions of an account, and whether it has told that they are enabled."""
        if scope.account_status != ACTIVE:
            return await self._callers(caller), None
        credentials = self._ground.credentials(scope)
        if credentials is not None:
            try:
                await credentials.get_frozen_credentials()
            except AccessAnalyzerError as error:
                problem_of(error, scope)
                return await self._callers(caller), None
        try:
            return await self._ground.accounts.regions(credentials), True
        except AccessAnalyzerError as error:
            problem_of(error, scope)
            return self._ground.accounts.regions_of(caller.partition), None

    async def _callers(self, caller: Caller) -> tuple[str, ...]:
        """Return the Regions of the caller's account; all of the partition where it cannot tell."""
        async with self._asking:
            if self._own_regions is None:
                own = Scope(caller.account_id, self._ground.accounts.region_name)
                self._own_regions, _ = await self._enabled(own, caller)
            return self._own_regions

    async def _administrators(self) -> Sequence[str]:
        """Return the delegated administrators; none where the caller may not know them."""
        try:
            return await self._ground.accounts.administrators()
        except AccessAnalyzerError as error:
            problem_of(error, Scope("", ""))
            return ()


def _sorted(items: Sequence[str] | dict[str, str], first: Sequence[str]) -> list[str]:
    """Return items in their order, but some of them first."""
    ahead = [one for one in dict.fromkeys(first) if one in items]
    return [*ahead, *(one for one in items if one not in ahead)]
