"""Zones of trust, as options give them."""

import re
from collections.abc import Sequence

import typer

from aa_sdk.cli._checks.asked import Outside
from aa_sdk.policy import Account, Organization, PolicyError

_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_OPTIONS = {
    "id": "--organization",
    "paths": "--unit",
    "accounts": "--member",
    "canonical_id": "--canonical-id",
    "canonical_ids": "--canonical-id",
}


def outside_of(
    account: str | None,
    organization: str | None,
    *,
    units: Sequence[str],
    members: Sequence[str],
    canonical_ids: Sequence[str],
) -> Outside:
    """Return whose external access is looked for.

    Args:
        account: The account that owns the resources.
        organization: The organization that is trusted, if there is one.
        units: Paths of its units that are trusted alone.
        members: Its accounts.
        canonical_ids: The canonical user ids of trusted accounts.

    Raises:
        typer.BadParameter: Something of it is malformed, or does not go together.
    """
    if account is None or not _ACCOUNT.fullmatch(account):
        raise typer.BadParameter("--account: the 12 digits of the account that owns the resources")
    try:
        if organization is not None:
            zone: Account | Organization = Organization(
                organization, paths=units, accounts=members, canonical_ids=canonical_ids
            )
        elif units or members or len(canonical_ids) > 1:
            raise typer.BadParameter("--organization: say whose units and members these are")
        else:
            zone = Account(canonical_id="".join(canonical_ids))
    except PolicyError as error:
        option = _OPTIONS[error.path.partition("[")[0]]
        raise typer.BadParameter(f"{option}: {error.args[1]}") from error
    return Outside(owner=account, zone=zone)
