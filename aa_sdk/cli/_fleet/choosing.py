"""Which fleet somebody means by what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import typer

from aa_sdk.cli._fleet.demo import DEMO_ROLE, demo_emulator, demo_regions
from aa_sdk.cli._options import ServiceOptions
from aa_sdk.cli.running import DEMO_REGION, by_option
from aa_sdk.client import create_session
from aa_sdk.errors import InvalidRequestError
from aa_sdk.workflows import Fleet, OrganizationAccounts, organization_accounts

FLEET_OPTIONS = {
    "accounts": "--accounts",
    "exclude": "--exclude",
    "external_id": "--external-id",
    "parents": "--parent",
    "region_name": "--region",
    "regions": "--regions",
    "role": "--role",
}
"""The options by the names of a fleet's arguments."""


@dataclass(frozen=True)
class ChosenScopes:
    """Which accounts and Regions are meant, and how they are entered."""

    accounts: Sequence[str]
    organization: bool
    parents: Sequence[str]
    exclude: Sequence[str]
    regions: Sequence[str]
    role: str | None
    external_id: str | None

    def check(self) -> None:
        """Check that the options go together.

        Raises:
            typer.BadParameter: They do not.
        """
        if self.accounts and self.organization:
            raise typer.BadParameter("say either --accounts or --organization")
        if not self.organization and (self.parents or self.exclude):
            option = "--parent" if self.parents else "--exclude"
            raise typer.BadParameter("goes with --organization: say that too", param_hint=option)


def fleet_of(service: ServiceOptions, chosen: ChosenScopes) -> Fleet:
    """Return the fleet; nothing is sent before it is used.

    Raises:
        typer.BadParameter: An option cannot be used; the message says which, and why.
    """
    chosen.check()
    # One scope after the other, so that a demo shows the same each time.
    make = partial(Fleet, concurrency=1) if service.demo else Fleet
    try:
        return make(
            session=_session(service),
            accounts=_accounts(chosen),
            regions=chosen.regions or "enabled",
            role=chosen.role,
            external_id=chosen.external_id,
            region_name=_home(service) if service.demo else service.region,
            endpoint_url=None if service.demo else service.endpoint_url,
        )
    except InvalidRequestError as error:
        raise typer.BadParameter(by_option(error, FLEET_OPTIONS)) from error


def in_demo(service: ServiceOptions, chosen: ChosenScopes) -> ChosenScopes:
    """Mean all of the emulator, as far as nothing else is said, where it is an emulator."""
    if not service.demo:
        return chosen
    return replace(
        chosen,
        organization=chosen.organization or not chosen.accounts,
        regions=chosen.regions or demo_regions(_home(service)),
        role=chosen.role or DEMO_ROLE,
    )


def _home(service: ServiceOptions) -> str:
    return service.region or DEMO_REGION


def _session(service: ServiceOptions) -> Any:
    if service.demo:
        try:
            return demo_emulator(demo_regions(_home(service))).session()
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--region") from error
    return create_session(service.profile) if service.profile else None


def _accounts(chosen: ChosenScopes) -> OrganizationAccounts | Sequence[str] | None:
    if chosen.organization:
        return organization_accounts(chosen.parents, exclude=chosen.exclude)
    return chosen.accounts or None


def each(options: Sequence[str] | None) -> list[str]:
    """Take options with several values apart; an empty value stays, to be refused."""
    return [value.strip() for option in options or () for value in option.split(",")]
