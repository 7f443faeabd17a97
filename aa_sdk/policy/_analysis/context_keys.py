"""The classes of what a request can carry under one context key: nothing, a value, or several.

A key with one value has a class for its absence and one for each class of values. A key with
several is different: a request carries a set of values, and infinitely many sets can be told apart
by how often a value occurs or how many there are, but no operator asks that. Each comes down to one
question: is there a value in the set that lies in some mask of value classes?

- ForAnyValue asks whether one satisfies the predicates: it looks for them, and wants a hit.
- ForAllValues asks whether none fails: it looks for the values outside, and wants no hit.
- A plain operator on such a key is ForAnyValue, a plain negated one holds if no value matches.

So two sets of values are equivalent if they hit the same questions. A value hits some of the
questions, a set hits the union of what its values hit, and the classes of sets are all the unions
there are. They are found by adding one value class after the other to the unions made so far; value
classes with the same hits count once. With q questions there are at most 2^q classes, so the work
is paid for as it is done. Each class remembers which value classes made it, and an example
has a value of each.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.classes import Classes
from aa_sdk.policy._analysis.ordered_classes import AddressClasses, OrderedClasses
from aa_sdk.policy._analysis.string_classes import StringClasses
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.literals import format_instant, format_number, unlike_bytes
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.predicates import Predicate
from aa_sdk.policy.errors import UnsupportedPolicyError

# Keys that can carry several values, from the IAM User Guide (global and IAM keys) and the Service
# Authorization Reference (type ArrayOfString).
MANY_VALUED = frozenset(
    {
        *("aws:calledvia", "aws:principalorgpaths", "aws:principalservicenameslist"),
        *("aws:resourceorgpaths", "aws:sourceorgpaths", "aws:tagkeys", "aws:vpceorgpaths"),
        *("dynamodb:attributes", "dynamodb:leadingkeys", "kms:encryptioncontextkeys"),
        *("kms:grantoperations", "lambda:securitygroupids", "lambda:subnetids"),
        *("route53:changeresourcerecordsetsactions", "s3:requestobjecttagkeys", "ses:recipients"),
        *("route53:changeresourcerecordsetsnormalizedrecordnames", "sts:transitivetagkeys"),
        *("route53:changeresourcerecordsetsrecordtypes",),
    }
)
# The bit of class 0.
_ABSENT = 1
_KEY_STEPS = 16
_TEXT = {"string", "arn", "bool"}
_MIXED = "one key tested by operators of different types"


class KeyKind(NamedTuple):
    """What can be said of a context key once all conditions on it are known."""

    families: frozenset[str]
    """How its values are read."""
    several: bool
    """Whether a request can carry several."""


def kind_of_key(conditions: Sequence[Condition]) -> KeyKind:
    """Tell what kind of key it is, from all conditions on it in all documents.

    Args:
        conditions: At least one.

    Returns:
        The kind. A key has one value, unless it is known for several or a set operator tests it.

    Raises:
        UnsupportedPolicyError: It is tested as text here and as a number or address there.
    """
    name = conditions[0].context_key_as_written
    families = {condition.operator.family for condition in conditions} - {"null"}
    if not families <= _TEXT and len(families) > 1:
        raise UnsupportedPolicyError(name, _MIXED)
    several = any(condition.operator.quantifier for condition in conditions)
    return KeyKind(frozenset(families), several or name.lower() in MANY_VALUED)


class ContextKeyClasses:
    """The classes of one context key. Class 0 is its absence, which all operators share.

    If a key can have several values, its classes are sets of values, and a plain operator asks for
    any of them.

    `name` is the key as it stands in a document, `kind` what all documents make of it, and
    `conditions` are those that matter. `pins` are predicates that hold for trusted callers only;
    `value` is a literal that the key is going to be set to.
    """

    def __init__(
        self,
        name: str,
        kind: KeyKind,
        conditions: Sequence[Condition],
        budget: Budget,
        *,
        pins: Sequence[Predicate] = (),
        value: Pattern | None = None,
    ) -> None:
        budget.spend(_KEY_STEPS)
        self.name = name
        on_value = [condition for condition in conditions if condition.operator.family != "null"]
        predicates = [*pins, *(one for condition in on_value for one in condition.predicates)]
        if value is not None:
            predicates.append(value)
        self._values = _value_classes(name, kind, predicates, budget)
        self._all_values = (1 << self._values.size) - 1
        self._pinned = self._union(pins)
        self._set_to = None if value is None else self._union((value,))
        self._sets: _Sets | None = None
        if kind.several:
            questions = [self._question(condition)[0] for condition in on_value]
            # What `untrusted` and `assigned` will ask must not be lost in the classes, either.
            questions += [self._pinned, self._all_values & ~(self._set_to or 0)]
            self._sets = _Sets(self._values.size, questions, budget)
        present = self._sets.size if self._sets else self._values.size
        self.full: int = (1 << present + 1) - 1

    @property
    def exact(self) -> bool:
        """Whether there are no policy variables in what the conditions ask."""
        return not isinstance(self._values, StringClasses) or self._values.exact

    def mask(self, condition: Condition) -> int:
        """Tell which classes satisfy a condition, a bit each."""
        operator = condition.operator
        if operator.family == "null":
            wanted = {one.literal for one in condition.predicates if isinstance(one, Pattern)}
            present = self.full & ~_ABSENT if "false" in wanted else 0
            return present | (_ABSENT if "true" in wanted else 0)
        question, hit = self._question(condition)
        if operator.quantifier:
            absent = operator.quantifier == "all" or operator.if_exists
        else:
            absent = operator.negated or operator.if_exists
        return self._present(question, hit=hit) | (_ABSENT if absent else 0)

    def untrusted(self) -> int:
        """Tell which classes satisfy none of the pins, a bit each."""
        return self._present(self._pinned, hit=False) | _ABSENT

    def assigned(self) -> int:
        """Tell which class holds the value that the key is set to, or none at all."""
        if self._set_to is None:
            return _ABSENT
        return self._present(self._all_values & ~self._set_to, hit=False)

    def example(self, index: int) -> str | tuple[str, ...] | None:
        """Give what a request of a class carries, None for nothing."""
        if index == 0:
            return None
        if self._sets is None:
            return self._values.example(index - 1)
        return tuple(self._values.example(member) for member in self._sets.members(index - 1))

    def assumed(self, index: int) -> list[tuple[Pattern, str]]:
        """List the patterns with variables that a class is assumed to match, and with what."""
        if index == 0:
            return []
        members = (index - 1,) if self._sets is None else self._sets.members(index - 1)
        return [
            (pattern, self._values.example(member))
            for member in members
            for pattern in self._values.assumed(member)
        ]

    def _union(self, predicates: Iterable[Predicate]) -> int:
        mask = 0
        for predicate in predicates:
            mask |= self._values.mask(predicate)
        return mask

    def _question(self, condition: Condition) -> tuple[int, bool]:
        """The value classes that a condition looks for, and whether it wants to find them."""
        operator = condition.operator
        passing = self._union(condition.predicates)
        if not operator.quantifier:
            return passing, not operator.negated
        if operator.negated:
            passing = self._all_values & ~passing
        if operator.quantifier == "any":
            return passing, True
        return self._all_values & ~passing, False

    def _present(self, question: int, *, hit: bool) -> int:
        """The classes other than absence that do, or do not, hold a value looked for."""
        # Shifted by one, since class 0 is the absence.
        hits = (self._sets.hits(question) if self._sets else question) << 1
        return hits if hit else self.full & ~hits & ~_ABSENT


class _Sets:
    """The classes of sets of values, by the questions that they hit."""

    def __init__(self, size: int, questions: Iterable[int], budget: Budget) -> None:
        self._questions = list(dict.fromkeys(questions))
        singles: dict[int, int] = {}
        for member in range(size):
            budget.spend(1 + len(self._questions) // 8)
            # One value for all that hit the same: no set could be told apart by the others.
            singles.setdefault(self._hit_by(member), member)
        unions: dict[int, tuple[int, ...]] = {}
        for hit, member in singles.items():
            for others, members in list(unions.items()):
                budget.spend()
                unions.setdefault(others | hit, (*members, member))
            unions.setdefault(hit, (member,))
        # The smallest sets come first: the first class of a region makes its example.
        self._unions = sorted(unions.items(), key=lambda entry: len(entry[1]))
        self.size = len(self._unions)

    def _hit_by(self, member: int) -> int:
        return sum(1 << n for n, question in enumerate(self._questions) if question >> member & 1)

    def hits(self, question: int) -> int:
        """Tell which sets hold a value that a question looks for, a bit each."""
        place = self._questions.index(question)
        return sum(1 << n for n, (hit, _) in enumerate(self._unions) if hit >> place & 1)

    def members(self, index: int) -> tuple[int, ...]:
        """List a value class for each value of an example set."""
        return self._unions[index][1]


def _value_classes(
    name: str, kind: KeyKind, predicates: Sequence[Predicate], budget: Budget
) -> Classes:
    families = {*kind.families}
    patterns = [one for one in predicates if isinstance(one, Pattern)]
    # Bytes are read into one form of base64, and compared as texts from then on.
    if families == {"binary"}:
        return StringClasses(patterns, budget, samples=unlike_bytes(len(patterns)))
    if families <= _TEXT:
        closed = families == {"bool"}
        return StringClasses(_closing(patterns) if closed else patterns, budget, closed=closed)
    # A text that the key is set to may be none of its values.
    if patterns:
        raise UnsupportedPolicyError(name, _MIXED)
    budget.spend(len(predicates))
    if families == {"ip"}:
        return AddressClasses(predicates)
    return OrderedClasses(predicates, format_number if families == {"numeric"} else format_instant)


def _closing(patterns: list[Pattern]) -> list[Pattern]:
    """The patterns of a truth value, of which there are two even where one is named."""
    return [Pattern(("true",)), Pattern(("false",)), *patterns]
