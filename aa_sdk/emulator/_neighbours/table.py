"""The neighbours, by the names that requests to them are signed for."""

from collections.abc import Mapping

from aa_sdk.emulator._neighbours.account import ACCOUNT
from aa_sdk.emulator._neighbours.neighbour import Neighbour
from aa_sdk.emulator._neighbours.organizations import ORGANIZATIONS
from aa_sdk.emulator._neighbours.sts import STS
from aa_sdk.emulator._protocol import services

NEIGHBOURS: Mapping[str, Neighbour] = {
    services.STS: STS,
    services.ORGANIZATIONS: ORGANIZATIONS,
    services.ACCOUNT: ACCOUNT,
}
"""All of them."""
