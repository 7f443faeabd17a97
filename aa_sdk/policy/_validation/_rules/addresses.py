"""Rules about IP addresses in conditions."""

from collections.abc import Iterator
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network, ip_interface
from typing import Any, NamedTuple

from aa_sdk.policy._language.literals import parse_block
from aa_sdk.policy._validation.document import Condition
from aa_sdk.policy._validation.located_json import Path
from aa_sdk.policy._validation.placeholders import variables
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule
from aa_sdk.policy.errors import InvalidPolicyError

_PRIVATE_V4 = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
)
_PRIVATE_V6 = IPv6Network("fc00::/7")


class _Address(NamedTuple):
    """A value, and what it says if it is an address or a range of them."""

    path: Path
    range: IPv4Interface | IPv6Interface | None

    @property
    def is_private(self) -> bool:
        """Whether it lies in a private network as a whole."""
        if isinstance(self.range, IPv4Interface):
            network = self.range.network
            return any(network.subnet_of(private) for private in _PRIVATE_V4)
        return self.range is not None and self.range.network.subnet_of(_PRIVATE_V6)


def _addresses(condition: Condition) -> Iterator[_Address]:
    if condition.operator.family == "ip":
        for path, text in condition.values:
            if not variables(text):
                yield _Address(path, _range(text))


def _range(text: str) -> IPv4Interface | IPv6Interface | None:
    try:
        parse_block(text, "")
    except InvalidPolicyError:
        return None
    return ip_interface(text)


def _no_range(condition: Condition) -> Issues:
    for address in _addresses(condition):
        if address.range is None:
            details = "The operator wants an IP address or a range in CIDR notation here."
            yield Issue(details, (address.path,))


def _bits_below_prefix(condition: Condition) -> Issues:
    for path, range_ in _addresses(condition):
        if range_ is not None and range_.ip != range_.network.network_address:
            details = f"Bits after the prefix do not count: write {range_.network} instead."
            yield Issue(details, (path,))


def _private(details: str, *, negated: bool, all_of_them: bool) -> Any:
    def check(condition: Condition) -> Issues:
        if condition.name != "aws:sourceip" or condition.operator.negated != negated:
            return
        known = [address for address in _addresses(condition) if address.range is not None]
        private = tuple(address.path for address in known if address.is_private)
        if private and (len(private) == len(known)) == all_of_them:
            yield Issue(details, private)

    return check


_ELSEWHERE = "no request comes from a private address, take aws:VpcSourceIp for those."

RULES: tuple[Rule, ...] = (
    condition_rule("TYPE_MISMATCH_IP_RANGE", "ERROR", _no_range),
    condition_rule("IMPROVE_IP_RANGE", "SUGGESTION", _bits_below_prefix),
    condition_rule(
        "PRIVATE_IP_ADDRESS",
        "ERROR",
        _private(f"This never holds: {_ELSEWHERE}", negated=False, all_of_them=True),
    ),
    condition_rule(
        "PRIVATE_NOT_IP_ADDRESS",
        "ERROR",
        _private(f"This always holds: {_ELSEWHERE}", negated=True, all_of_them=True),
    ),
    condition_rule(
        "PRIVATE_IP_ADDRESS_SUBSET",
        "SUGGESTION",
        _private(f"These do not count: {_ELSEWHERE}", negated=False, all_of_them=False),
    ),
    condition_rule(
        "PRIVATE_NOT_IP_ADDRESS_SUBSET",
        "SUGGESTION",
        _private(f"These exclude nothing: {_ELSEWHERE}", negated=True, all_of_them=False),
    ),
)
