"""What became of questions about policies, as every format tells it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from aa_sdk.cli._terminal import EXIT_ERROR, EXIT_FAIL
from aa_sdk.models import ValidatePolicyFindingType
from aa_sdk.policy import AccessExample, ExternalAccess
from aa_sdk.policy._validation.places import Place

CheckName: TypeAlias = Literal[
    "validate", "no-new-access", "access-not-granted", "no-public-access", "external-access", "read"
]
"""What was asked; `read` of what could not be asked anything."""

State: TypeAlias = Literal["fail", "error", "unresolved", "undecided", "pass", "new", "skipped"]
"""What became of it. Of a policy with several, the first of these that any of them has."""

STATES: tuple[State, ...] = (
    "fail",
    "error",
    "unresolved",
    "undecided",
    "pass",
    "new",
    "skipped",
)
OPEN: frozenset[State] = frozenset({"error", "unresolved", "undecided"})
"""Those that are no verdict, and never pass."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a check failed, most often a statement."""

    text: str
    """The reason in a sentence."""
    index: int | None
    """The statement, from 0."""
    sid: str | None
    """Its Sid."""
    place: Place | None
    """Where it stands in the file."""
    identity: str
    """What it is known by when lines move: its Sid, or the statement itself."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What validation found."""

    kind: ValidatePolicyFindingType
    code: str
    text: str
    link: str
    fails: bool
    """Whether the policy fails for it."""
    place: Place | None
    identity: str
    """As of a reason."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a question about a policy."""

    name: str
    """The policy's name, unlike any other."""
    path: str
    """Its file."""
    address: str | None
    """Which part of the file; None where the file is the policy."""
    check: CheckName
    state: State
    message: str
    """The verdict in a sentence, or why there is none."""
    place: Place | None = None
    """Where the policy stands, or what is undecided in it."""
    reasons: Sequence[Reason] = ()
    example: AccessExample | None = None
    """A request that shows it."""
    exact: bool = True
    """False where less may be allowed than is told."""
    issues: Sequence[Issue] = ()
    not_checked: Sequence[str] = ()
    """Codes that validation did not look for."""
    accesses: Sequence[ExternalAccess] = ()
    """Who gets in from outside."""
    compared: str = ""
    """With what it was compared, in a sentence, where that has another name."""
    way_out: str = ""
    """What to do where there is no verdict."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of everything that was asked."""

    verdicts: Sequence[Verdict]
    """By policy, in the order of the files."""

    @property
    def code(self) -> int:
        """The exit code: FAIL outweighs what is open."""
        states = {one.state for one in self.verdicts}
        if "fail" in states:
            return EXIT_FAIL
        return EXIT_ERROR if states & OPEN else 0

    def by_policy(self) -> Iterator[tuple[State, Sequence[Verdict]]]:
        """Put the verdicts on each policy together, with the gravest state of them."""
        by_name: dict[str, list[Verdict]] = {}
        for one in self.verdicts:
            by_name.setdefault(one.name, []).append(one)
        for verdicts in by_name.values():
            yield next(one for one in STATES if any(v.state == one for v in verdicts)), verdicts

    @property
    def summary(self) -> str:
        """All in a line: `12 policies: 9 pass, 2 fail, 1 undecided`."""
        counts = Counter(state for state, _ in self.by_policy())
        total = counts.total()
        told = ", ".join(f"{counts[state]:,} {state}" for state in _TOLD if counts[state])
        counted = f"{total:,} {'policy' if total == 1 else 'policies'}"
        return f"{counted}: {told}" if told else counted


_TOLD: tuple[State, ...] = ("pass", "fail", "undecided", "unresolved", "error", "new", "skipped")
