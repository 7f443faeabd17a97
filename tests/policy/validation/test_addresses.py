"""IP addresses in conditions."""

from typing import Any

import pytest

from tests.policy.validation.conditions import found
from tests.policy.validation.documents import when

SOURCE = "aws:SourceIp"


def _place(operator: str, rest: str = "") -> str:
    return f"Statement[0].Condition.{operator}.{SOURCE}{rest}"


@pytest.mark.parametrize(
    "value",
    ["localhost", "203.0.113", "203.0.113.0/33", "203.0.113.0/255.255.255.0", "2001:db8::/129", 7],
)
def test_a_value_that_is_no_address_and_no_range_is_told(value: object) -> None:
    assert found(when(IpAddress={SOURCE: value})) == [
        ("TYPE_MISMATCH_IP_RANGE", _place("IpAddress"))
    ]


@pytest.mark.parametrize("value", ["203.0.113.7/24", "2001:db8::1/64"])
def test_bits_below_the_prefix_are_told_for_any_context_key(value: str) -> None:
    for key in (SOURCE, "aws:Ec2InstanceSourceAddress"):
        assert found(when(NotIpAddress={key: ["203.0.113.0/24", value]})) == [
            ("IMPROVE_IP_RANGE", f"Statement[0].Condition.NotIpAddress.{key}[1]")
        ]


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("IpAddress", "10.0.0.0/8", [("PRIVATE_IP_ADDRESS", "")]),
        ("IpAddressIfExists", "192.168.1.1", [("PRIVATE_IP_ADDRESS", "")]),
        ("IpAddress", ["172.16.0.0/12", "fd00::/8"], [("PRIVATE_IP_ADDRESS", "[0]", "[1]")]),
        ("NotIpAddress", "10.1.0.0/16", [("PRIVATE_NOT_IP_ADDRESS", "")]),
        ("IpAddress", ["203.0.113.0/24", "10.0.0.0/8"], [("PRIVATE_IP_ADDRESS_SUBSET", "[1]")]),
        (
            "NotIpAddress",
            ["10.0.0.0/8", "203.0.113.0/24", "192.168.0.0/24"],
            [("PRIVATE_NOT_IP_ADDRESS_SUBSET", "[0]", "[2]")],
        ),
    ],
)
def test_private_addresses_are_told_by_whether_there_are_others(
    operator: str, value: Any, expected: list[tuple[str, ...]]
) -> None:
    assert found(when(**{operator: {SOURCE: value}})) == [
        (code, *(_place(operator, place) for place in places)) for code, *places in expected
    ]


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("IpAddress", SOURCE, "203.0.113.0/24"),
        ("IpAddress", SOURCE, "203.0.113.7"),
        ("NotIpAddress", SOURCE, ["192.0.2.0/24", "2001:DB8:1234:5678::/64"]),
        ("IpAddress", SOURCE, ["0.0.0.0/0", "8.0.0.0/6", "172.32.0.0/12", "::/0"]),
        ("NotIpAddress", "aws:VpcSourceIp", "10.0.0.0/8"),
        ("StringEquals", SOURCE, "10.0.0.0/8"),
    ],
)
def test_public_addresses_and_private_ones_of_other_keys_are_fine(
    operator: str, key: str, value: Any
) -> None:
    codes = {code for code, *_ in found(when(**{operator: {key: value}}))}
    assert codes - {"MISSING_PAIRED_CONDITION_KEYS"} == set()
