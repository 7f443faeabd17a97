"""The access keys under which an emulator knows accounts without being told."""

import re
from re import fullmatch
from typing import TypedDict

from aa_sdk.emulator._account.identifiers import ACCOUNT_ID

INVENTED_SECRET = "invented-secret"  # noqa: S105 (it opens nothing)
"""The secret access key that belongs to each of them."""

_KEY_PREFIX = "AKIAEMUL"
_SESSION_PREFIX = "ASIAEMUL"
_SESSION_KEY = re.compile(rf"{_SESSION_PREFIX}({ACCOUNT_ID})[0-9A-F]{{8}}")


def access_key_of(account_id: str) -> str:
    """Return the access key id under which an emulator knows an account without being told."""
    return _KEY_PREFIX + account_id


def session_key_of(account_id: str, serial: str) -> str:
    """Return the access key id of a session of a role.

    Args:
        account_id: The role's account.
        serial: What tells sessions apart: 8 hexadecimal digits or more.
    """
    return f"{_SESSION_PREFIX}{account_id}{serial[:8].upper()}"


def is_session_key(access_key: str) -> bool:
    """Tell whether an access key id is one of `session_key_of`, which goes with a token."""
    return _SESSION_KEY.fullmatch(access_key) is not None


def account_in(access_key: str) -> str | None:
    """Return the account that an access key id of this module names; None for others."""
    if (session := _SESSION_KEY.fullmatch(access_key)) is not None:
        return session[1]
    account = access_key.removeprefix(_KEY_PREFIX)
    is_account = fullmatch(ACCOUNT_ID, account) is not None
    return account if account != access_key and is_account else None


class Credentials(TypedDict):
    """What a client takes to call from an account, by the names of its arguments."""

    aws_access_key_id: str
    """The access key id, which stands for the account."""
    aws_secret_access_key: str
    """The secret that belongs to it."""


def credentials_of(account_id: str) -> Credentials:
    """Return the credentials under which an emulator knows an account without being told.

    Raises:
        ValueError: The account has other than 12 digits.
    """
    if fullmatch(ACCOUNT_ID, account_id) is None:
        raise ValueError(f"{account_id!r} should be an account, which has 12 digits")
    return Credentials(
        aws_access_key_id=access_key_of(account_id), aws_secret_access_key=INVENTED_SECRET
    )
