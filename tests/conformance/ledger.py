"""Where our classes differ from the service model on purpose, each place with its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, is_typeddict

from tests.conformance.annotations import MODELS, PUBLIC_NAMES
from tests.conformance.comparer import Difference

EVERY: Final = "*"
"""Stands for every name, or every member."""


@dataclass(frozen=True)
class Deviation:
    """A difference that is meant."""

    name: str
    """The shape, operation or class; `EVERY` for a rule that holds for all of them."""
    member: str | None
    """The member; None for the whole, `EVERY` for each."""
    problem: str
    """The problem as the comparer words it."""
    reason: str
    """Why it is meant."""
    before: str | None = None
    """Only with a botocore older than this version, which does not know the member yet."""

    def concerns(self, botocore_version: str) -> bool:
        """Say whether this is to be expected with a version of botocore."""
        return self.before is None or _numbers(botocore_version) < _numbers(self.before)

    def excuses(self, difference: Difference) -> bool:
        """Say whether this is the difference that is meant."""
        return (
            self.name in (EVERY, difference.name)
            and self.member in (EVERY, difference.member)
            and self.problem == difference.problem
        )


_NOTHING = "who reads a list or a map goes over what is in it, and nothing is an empty one"
_NOT_ASKED = "an operator that is not asked for is another thing than one without values"
_ABSENT_ON_ERROR = "the service leaves it out of findings whose resource it could not analyze"
_BARE = "a union member that is a bare scalar or list needs a class to be told apart by"
_MACHINERY = "what the classes are made of"
_MAPPING = "a structure as a mapping, which has a test beside its class"
_OURS = "is not in the service model"

LEDGER = (
    Deviation(EVERY, EVERY, "is empty where a response leaves it out", _NOTHING),
    Deviation("Criterion", EVERY, "is None where a response leaves it out", _NOT_ASKED),
    *(
        Deviation(name, member, "is required, not optional", _ABSENT_ON_ERROR)
        for name, member in (
            ("ExternalAccessDetails", "condition"),
            ("Finding", "condition"),
            ("FindingSummary", "condition"),
            ("GetFindingV2Response", "findingDetails"),
        )
    ),
    *(
        Deviation(name, None, _OURS, _BARE)
        for name in (
            "AclGranteeId",
            "AclGranteeUri",
            "PathIndex",
            "PathKey",
            "PathValue",
            "RdsDbClusterSnapshotAccountIds",
            "RdsDbSnapshotAccountIds",
        )
    ),
    *(
        Deviation(name, None, _OURS, _MACHINERY)
        for name in ("Model", "Request", "Response", "ResponseMetadata", "Returns")
    ),
    *(
        Deviation(name, None, _OURS, _MAPPING)
        for name in PUBLIC_NAMES
        if is_typeddict(getattr(MODELS, name))
    ),
    Deviation("AnalyzerType", None, _OURS, "`Type`, under a name that says of what"),
    Deviation("EmptyResponse", None, _OURS, "operations without output return something too"),
    Deviation("FilterCriteria", None, _OURS, "a filter may be a `FindingFilter` or a mapping"),
    Deviation("SequenceNotStr", None, _OURS, "sequences of texts, for checkers"),
    Deviation("SortAttribute", None, _OURS, "documented nowhere: the members that findings have"),
    Deviation("SupportsCriteria", None, _OURS, "what a `FindingFilter` is to the models"),
    Deviation("Texts", None, _OURS, "several texts, one of which alone is none"),
    Deviation("UnknownUnionMember", None, _OURS, "union members this release does not know"),
    Deviation("is_known", None, _OURS, "asks an enum whether it knows a value"),
    Deviation("ExpiredTokenException", None, _OURS, "raised by every service, modelled by none"),
)


def unexcused(
    differences: Iterable[Difference],
    botocore_version: str,
    ledger: Sequence[Deviation] = LEDGER,
) -> list[str]:
    """Return the differences that nothing in the ledger explains."""
    expected = [entry for entry in ledger if entry.concerns(botocore_version)]
    return [str(d) for d in differences if not any(entry.excuses(d) for entry in expected)]


def stale(
    differences: Iterable[Difference],
    botocore_version: str,
    ledger: Sequence[Deviation] = LEDGER,
) -> list[Deviation]:
    """Return the entries that explain no difference any more."""
    there = list(differences)
    return [
        entry
        for entry in ledger
        if entry.concerns(botocore_version) and not any(map(entry.excuses, there))
    ]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
