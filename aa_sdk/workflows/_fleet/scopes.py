"""Scopes, and the accounts and Regions that they are made of."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from aa_sdk._transport.accounts import wrong_parents
from aa_sdk._transport.roles import wrong_session
from aa_sdk._words import got
from aa_sdk.errors import InvalidField, InvalidRequestError

ACTIVE = "ACTIVE"
ENABLED = "enabled"

_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-\d+")
_ROLE = re.compile(r"(?:[\w+=,.@-]+/)*[\w+=,.@-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scope:
    """An account and a Region, and how the account is entered. It holds no credentials.

    Made by `Fleet.scopes`; it pickles, so that another machine can sweep it: `sweep_scope`.
    """

    account: str
    """The account's 12 digits."""
    region: str
    """The Region, such as `eu-west-1`."""
    role_arn: str | None = None
    """ARN of the role to assume; None where the caller's own credentials are the account's."""
    session_name: str = "aa-sdk"
    """The name of the role's session, which logs in the account show."""
    external_id: str | None = field(default=None, repr=False)
    """The external id that the role asks for: not in the repr, but pickled with the rest."""
    account_status: str = ACTIVE
    """The account's status in the organization, such as `SUSPENDED`."""
    home_region: str | None = None
    """The Region whose STS the role is asked of; None for the one that is configured."""
    is_enabled: bool | None = None
    """Whether the account told that the Region is enabled; None where it was not, or not asked."""

    def __str__(self) -> str:
        return f"{self.account} {self.region}"


@dataclass(frozen=True, slots=True)
class OrganizationAccounts:
    """The accounts of the caller's organization; made by `organization_accounts`."""

    parents: tuple[str, ...] = ()
    """Ids of roots and organizational units; none for the whole organization."""
    exclude: frozenset[str] = frozenset()
    """Accounts that are left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How accounts are entered."""

    role: str | None
    session_name: str
    external_id: str | None = field(default=None, repr=False)

    def arn(self, partition: str, account: str) -> str:
        """Return the ARN of the role in an account."""
        return f"arn:{partition}:iam::{account}:role/{self.role}"


def accounts_of(given: Any) -> tuple[str, ...]:
    """Return account ids, each once, in their order.

    Raises:
        InvalidRequestError: They are no account ids, or none.
    """
    accounts = _account_ids(given, "accounts")
    if not accounts:  # which a search that went wrong may leave, and would look like no findings
        reason = "names none: name some, or drop it for the caller's own"
        raise InvalidRequestError(InvalidField("accounts", reason))
    return accounts


def _account_ids(given: Any, name: str) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        reason = f"must be a list of account ids, or organization_accounts(){got(given)}"
        raise InvalidRequestError(InvalidField(name, reason, given))
    reason = "must be an account id: text of 12 digits"
    return _each(cast("Iterable[object]", given), name, _ACCOUNT, reason)


def regions_of(given: Any) -> tuple[str, ...] | Literal["enabled"]:
    """Return Regions, each once, in their order; or that it is those which are enabled.

    Raises:
        InvalidRequestError: They are no Regions, or none.
    """
    if given == ENABLED:
        return "enabled"
    if isinstance(given, str) or not isinstance(given, Iterable):
        reason = 'must be a list of Regions, or "enabled" for those of each account'
        raise InvalidRequestError(InvalidField("regions", f"{reason}{got(given)}", given))
    reason = "must be a Region, such as 'eu-west-1'"
    regions = _each(cast("Iterable[object]", given), "regions", _REGION, reason)
    if not regions:
        reason = 'names none: drop it for "enabled", or name some'
        raise InvalidRequestError(InvalidField("regions", reason))
    return regions


def _each(
    given: Iterable[object], name: str, pattern: re.Pattern[str], reason: str
) -> tuple[str, ...]:
    listed: list[Any] = [*given]
    if isinstance(given, AbstractSet):
        listed.sort(key=str)  # in the same order every time
    wrong = [
        InvalidField(f"{name}[{place}]", reason, one)
        for place, one in enumerate(listed)
        if not (isinstance(one, str) and pattern.fullmatch(one))
    ]
    if wrong:
        raise InvalidRequestError(*wrong)
    return tuple(dict.fromkeys(listed))


def entry_of(role: Any, external_id: Any, session_name: Any) -> Entry:
    """Return how accounts are entered.

    Raises:
        InvalidRequestError: STS would refuse one of them everywhere.
    """
    wrong: list[InvalidField] = []
    if isinstance(role, str) and role.startswith("arn:"):
        reason = "is an ARN, which is of one account: pass the role's name, with its path"
        wrong.append(InvalidField("role", reason, role))
    elif role is not None and not (isinstance(role, str) and _ROLE.fullmatch(role)):
        reason = "must be the name of a role, such as 'AuditRole' or 'audit/AuditRole'"
        wrong.append(InvalidField("role", reason, role))
    wrong += wrong_session(session_name, external_id)
    if role is None and external_id is not None:
        wrong.append(InvalidField("external_id", "goes with a role: pass that too"))
    if wrong:
        raise InvalidRequestError(*wrong)
    return Entry(role, session_name, external_id)


def organization(parents: Sequence[str], exclude: Iterable[str]) -> OrganizationAccounts:
    """Return which accounts of the organization are meant.

    Raises:
        InvalidRequestError: There is no such id.
    """
    if wrong := wrong_parents(parents):
        raise InvalidRequestError(*wrong)
    return OrganizationAccounts(tuple(parents), frozenset(_account_ids(exclude, "exclude")))
