"""What is found in a template, as it is found there: several policies in one file."""

from functools import partial
from typing import Any

from aa_sdk.cli._checks.asked import Asked
from aa_sdk.cli._checks.comparisons import Earlier
from aa_sdk.cli._checks.deciding import decide
from aa_sdk.cli._checks.verdicts import Report
from aa_sdk.cli._sources.found import Found, FoundPolicy, Unresolved
from aa_sdk.models import AccessCheckResourceType, PolicyType
from aa_sdk.policy._validation.places import Place

FIRST_LINE = 40


def statement(first: int, index: int | None) -> Place | None:
    """Statements stand every ten lines; the second one is not found."""
    if index is None:
        return Place(first, 3, first + 30, 9)
    return Place(first + 10 * index, 7, first + 10 * index + 8, 12) if index != 1 else None


def found(
    address: str,
    text: str,
    policy_type: PolicyType | None = None,
    resource_type: AccessCheckResourceType | None = None,
    *,
    path: str = "stack/template.yaml",
    first: int = FIRST_LINE,
) -> FoundPolicy:
    place = partial(statement, first)
    return FoundPolicy(f"{path}: {address}", path, address, text, place, policy_type, resource_type)


def unresolved(address: str, reason: str = 'it depends on the parameter "Team"') -> Unresolved:
    path = "stack/template.yaml"
    return Unresolved(f"{path}: {address}", path, address, reason, Place(7, 3, 7, 20))


async def report_on(
    *policies: FoundPolicy | Unresolved, earlier: Earlier | None = None, **asked: Any
) -> Report:
    whole = tuple(one for one in policies if isinstance(one, FoundPolicy))
    rest = tuple(one for one in policies if isinstance(one, Unresolved))
    verdicts = await decide(
        Found(whole, rest), Asked(is_single=False, **asked), earlier, client=None
    )
    return Report(verdicts)
