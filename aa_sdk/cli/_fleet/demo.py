"""A few accounts and Regions in an emulator, in which not everything goes well."""

from collections.abc import Sequence
from itertools import product

from aa_sdk.cli.running import demo_clock
from aa_sdk.emulator import Emulator

DEMO_ROLE = "AuditRole"
_OWN = "111122223333"
_MEMBER = "222233334444"
_WITHOUT_ANALYZER = "333344445555"
_DENIED = "444455556666"
_FINDINGS = 12


def demo_regions(home: str) -> Sequence[str]:
    """Return the Regions, the home Region first."""
    return list(dict.fromkeys((home, "us-east-1", "eu-west-1")))[:2]


def demo_emulator(regions: Sequence[str]) -> Emulator:
    """Return an emulator with findings in some Regions of an organization.

    Args:
        regions: The Regions, the home Region first.
    """
    emulator = Emulator(_OWN, regions[0], clock=demo_clock())
    for account in (_MEMBER, _WITHOUT_ANALYZER, _DENIED):
        emulator.add_member(account)
    for number, (account, region) in enumerate(product((_OWN, _MEMBER), regions)):
        emulator.populate(_FINDINGS, seed=number, account_id=account, region_name=region)
    emulator.faults.fail(
        "AssumeRole",
        code="AccessDenied",
        status=403,
        message="not authorized to assume the role",
        account_ids=[_DENIED],
    )
    return emulator
