"""A list of faults, and the rules by which faults enter it."""

from collections.abc import Callable, Collection
from random import Random

from aa_sdk.emulator._account.places import checked_account, checked_region
from aa_sdk.emulator._faults.fault import Fault, When
from aa_sdk.emulator._protocol.service_model import load_service_model
from aa_sdk.emulator._protocol.services import NEIGHBOUR_OPERATIONS


class FaultList:
    """The faults of an emulator, in the order they were added."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._added = 0
        self._faults: list[Fault] = []

    def _add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def _new(self, operations: tuple[str, ...], when: When) -> Fault:
        self._added += 1
        nth = when.get("nth")
        return Fault(
            operations=known(operations),
            random=Random(f"fault {self._added} {self._seed}"),  # noqa: S311 (to be repeatable)
            numbers=None if nth is None else frozenset([nth] if isinstance(nth, int) else nth),
            rate=share(when.get("rate", 1.0)),
            times=when.get("times"),
            account_ids=_named("account_ids", when.get("account_ids"), checked_account),
            regions=_named("regions", when.get("regions"), checked_region),
        )


def known(operations: tuple[str, ...]) -> frozenset[str]:
    """Return names of operations as a set.

    Raises:
        ValueError: There is no such operation.
    """
    unknown = frozenset(operations) - load_service_model().operations.keys() - NEIGHBOUR_OPERATIONS
    if unknown:
        raise ValueError(f"no such operation: {', '.join(sorted(unknown))}")
    return frozenset(operations)


def _named(
    what: str, given: str | Collection[str] | None, checked: Callable[[str], str]
) -> frozenset[str] | None:
    if given is None:
        return None
    names = [given] if isinstance(given, str) else given
    if not names:
        raise ValueError(f"{what}: should name at least one; leave it out for all")
    return frozenset(checked(name) for name in names)


def share(number: float) -> float:
    """Return a number that is a share.

    Raises:
        ValueError: It is not from 0 to 1.
    """
    if not 0 <= number <= 1:
        raise ValueError("a share is from 0 to 1")
    return number


def header_value(text: str) -> str:
    """Return text that can stand in a header.

    Raises:
        ValueError: A header cannot hold it.
    """
    if not text.isascii() or not text.isprintable():
        raise ValueError("a header holds printable characters of ASCII")
    return text
