"""Condition values that are not text: numbers, dates, addresses, bytes and truth values."""

import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from ipaddress import ip_network

from aa_sdk.policy._language.predicates import Block
from aa_sdk.policy.errors import InvalidPolicyError, UnsupportedPolicyError

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_EPOCH = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DATE = re.compile(
    r"\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?)?", re.ASCII
)
_BLOCK = re.compile(r"[0-9a-f.:]+(/\d{1,3})?", re.IGNORECASE | re.ASCII)
_MOST_DIGITS = 400
_EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDS = 1_000_000


def parse_number(text: str, path: str) -> Fraction:
    """Read a number, exactly.

    Args:
        text: As it stands in the document.
        path: Where it stands, for errors.

    Returns:
        The number.

    Raises:
        InvalidPolicyError: It is none.
        UnsupportedPolicyError: It has more than 400 digits.
    """
    if not _NUMBER.fullmatch(text):
        raise InvalidPolicyError(path, "not a number")
    if len(text) > _MOST_DIGITS:
        raise UnsupportedPolicyError(path, "a number of more than 400 digits")
    return Fraction(text)


def parse_instant(text: str, path: str) -> Fraction:
    """Read a date: ISO 8601 as the W3C profiles it, or seconds since 1970.

    A time without an offset is in UTC.

    Args:
        text: As it stands in the document.
        path: Where it stands, for errors.

    Returns:
        Seconds since 1970, UTC.

    Raises:
        InvalidPolicyError: It is no date.
        UnsupportedPolicyError: It is four digits, a year or a number of seconds.
    """
    if _YEAR.fullmatch(text):
        raise UnsupportedPolicyError(path, "four digits, a year or a number of seconds")
    if _EPOCH.fullmatch(text):
        return parse_number(text, path)
    if not _DATE.fullmatch(text):
        raise InvalidPolicyError(path, "not a date")
    try:
        # A year and a month want a day.
        moment = datetime.fromisoformat(text if "-" in text[5:] else f"{text}-01")
    except ValueError as error:
        raise InvalidPolicyError(path, "not a date") from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Fraction((aware - _EPOCH_START) // timedelta(microseconds=1), _MICROSECONDS)


def parse_block(text: str, path: str) -> Block:
    """Read an IP address or a CIDR block, version 4 or 6.

    Args:
        text: As it stands in the document; bits below the prefix are ignored.
        path: Where it stands, for errors.

    Returns:
        The block.

    Raises:
        InvalidPolicyError: It is neither.
    """
    if not _BLOCK.fullmatch(text):
        raise InvalidPolicyError(path, "not an IP address or CIDR block")
    try:
        network = ip_network(text, strict=False)
    except ValueError as error:
        raise InvalidPolicyError(path, "not an IP address or CIDR block") from error
    return Block(network.version, int(network.network_address), int(network.broadcast_address))


def parse_truth(text: str, path: str) -> bool:
    """Read a truth value.

    Args:
        text: As it stands in the document; case does not matter.
        path: Where it stands, for errors.

    Returns:
        The value.

    Raises:
        InvalidPolicyError: It is neither `true` nor `false`.
    """
    lowered = text.lower()
    if lowered not in {"true", "false"}:
        raise InvalidPolicyError(path, "neither true nor false")
    return lowered == "true"


def canonical_bytes(text: str, path: str) -> str:
    """Read base64 and write it in the one standard way.

    Args:
        text: As it stands in the document.
        path: Where it stands, for errors.

    Returns:
        Base64 of the same bytes.

    Raises:
        InvalidPolicyError: It is not base64.
    """
    try:
        return b64encode(b64decode(text, validate=True)).decode()
    except ValueError as error:
        raise InvalidPolicyError(path, "not base64") from error


def unlike_bytes(taken: int) -> list[str]:
    """Make bytes of which at least one differs from all that a policy names.

    Args:
        taken: How many the policy names.

    Returns:
        One more, in base64.
    """
    return [b64encode(f"example-{n}".encode()).decode() for n in range(taken + 1)]


def format_number(value: Fraction) -> str:
    """Write a number as a request would carry it.

    Args:
        value: A number that a decimal fraction can express.

    Returns:
        The number.
    """
    if value.denominator == 1:
        return str(value.numerator)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    whole = str(abs(value.numerator) * 10**digits // value.denominator).rjust(digits + 1, "0")
    return f"{'-' if value < 0 else ''}{whole[:-digits]}.{whole[-digits:]}"


def format_instant(value: Fraction) -> str:
    """Write an instant as ISO 8601 in UTC, or as seconds since 1970 where that cannot express it.

    Args:
        value: Seconds since 1970.

    Returns:
        The date.
    """
    microseconds = value * _MICROSECONDS
    if microseconds.denominator != 1:
        return format_number(value)
    try:
        moment = _EPOCH_START + timedelta(microseconds=microseconds.numerator)
    except OverflowError:
        return format_number(value)
    return moment.isoformat().replace("+00:00", "Z")
