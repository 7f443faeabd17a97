"""The classes of what a request can carry under one condition key: nothing, a value, or several."""

from collections.abc import Iterable, Sequence

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.ordered_classes import AddressClasses, OrderedClasses
from aa_sdk.policy._analysis.string_classes import StringClasses
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.literals import spell_instant, spell_number, unlike_bytes
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.predicates import Domain, Test
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
_ABSENT = 1
_FIELD_STEPS = 16
_TEXT = {"string", "arn", "bool"}


class ContextKeyClasses:
    """The classes of one key. Class 0 is its absence, which all operators share.

    A key has one value, unless it is known for several or ForAllValues or ForAnyValue tests it.
    Then its classes are sets of values, and a plain operator asks for any of them.
    """

    def __init__(
        self,
        name: str,
        conditions: Sequence[Condition],
        budget: Budget,
        *,
        pins: Sequence[Test] = (),
        value: Pattern | None = None,
    ) -> None:
        """Find the classes.

        Args:
            name: The key as a document spells it.
            conditions: Every condition on it.
            budget: What the work is taken from.
            pins: Tests that only trusted callers pass.
            value: A literal that the key is going to be set to.
        """
        budget.spend(_FIELD_STEPS)
        self.name = name
        asked = [condition for condition in conditions if condition.operator.family != "null"]
        tests = [test for condition in asked for test in condition.tests]
        if value is not None:
            tests.append(value)
        self._domain = _domain(name, asked, tests, budget)
        self._values = (1 << self._domain.size) - 1
        self._pinned = self._union(pins)
        self._set = None if value is None else self._union((value,))
        self._sets: _Sets | None = None
        if self._many(conditions):
            questions = [self._question(condition)[0] for condition in asked]
            questions += [self._pinned, self._values & ~(self._set or 0)]
            self._sets = _Sets(self._domain.size, questions, budget)
        present = self._sets.size if self._sets else self._domain.size
        self.full: int = (1 << present + 1) - 1

    def mask(self, condition: Condition) -> int:
        """Tell which classes satisfy a condition, a bit each."""
        asked = condition.operator
        if asked.family == "null":
            wanted = {test.literal for test in condition.tests if isinstance(test, Pattern)}
            present = self.full & ~_ABSENT if "false" in wanted else 0
            return present | (_ABSENT if "true" in wanted else 0)
        question, hit = self._question(condition)
        if asked.quantifier:
            absent = asked.quantifier == "all" or asked.if_exists
        else:
            absent = asked.negated or asked.if_exists
        return self._present(question, hit=hit) | (_ABSENT if absent else 0)

    def untrusted(self) -> int:
        """Tell which classes pass none of the pins, a bit each."""
        return self._present(self._pinned, hit=False) | _ABSENT

    def assigned(self) -> int:
        """Tell which class holds the value that the key is set to, or none at all."""
        if self._set is None:
            return _ABSENT
        return self._present(self._values & ~self._set, hit=False)

    def example(self, index: int) -> str | tuple[str, ...] | None:
        """Spell what a request of a class carries, None for nothing."""
        if index == 0:
            return None
        if self._sets is None:
            return self._domain.example(index - 1)
        return tuple(self._domain.example(member) for member in self._sets.members(index - 1))

    def inside(self, index: int) -> list[tuple[Pattern, str]]:
        """List the patterns with variables that a class was assumed to match, and with what."""
        if index == 0:
            return []
        members = (index - 1,) if self._sets is None else self._sets.members(index - 1)
        return [
            (pattern, self._domain.example(member))
            for member in members
            for pattern in self._domain.inside(member)
        ]

    def _many(self, conditions: Sequence[Condition]) -> bool:
        quantified = any(condition.operator.quantifier for condition in conditions)
        return quantified or self.name.lower() in MANY_VALUED

    def _union(self, tests: Iterable[Test]) -> int:
        mask = 0
        for test in tests:
            mask |= self._domain.mask(test)
        return mask

    def _question(self, condition: Condition) -> tuple[int, bool]:
        """The value classes that a condition looks for, and whether it wants to find them."""
        asked = condition.operator
        passing = self._union(condition.tests)
        if not asked.quantifier:
            return passing, not asked.negated
        if asked.negated:
            passing = self._values & ~passing
        if asked.quantifier == "any":
            return passing, True
        return self._values & ~passing, False

    def _present(self, question: int, *, hit: bool) -> int:
        """The classes other than absence that do, or do not, hold a value looked for."""
        found = (self._sets.hits(question) if self._sets else question) << 1
        return found if hit else self.full & ~found & ~_ABSENT


class _Sets:
    """The sets of values that a list of questions can tell apart, told by what they hit."""

    def __init__(self, size: int, questions: Iterable[int], budget: Budget) -> None:
        self._questions = list(dict.fromkeys(questions))
        singles: dict[int, int] = {}
        for member in range(size):
            budget.spend(1 + len(self._questions) // 8)
            singles.setdefault(self._answers(member), member)
        found: dict[int, tuple[int, ...]] = {}
        for answers, member in singles.items():
            for others, members in list(found.items()):
                budget.spend()
                found.setdefault(others | answers, (*members, member))
            found.setdefault(answers, (member,))
        self._found = sorted(found.items(), key=lambda entry: len(entry[1]))
        self.size = len(self._found)

    def _answers(self, member: int) -> int:
        return sum(1 << n for n, question in enumerate(self._questions) if question >> member & 1)

    def hits(self, question: int) -> int:
        """Tell which sets hold a value that a question looks for, a bit each."""
        asked = self._questions.index(question)
        return sum(1 << n for n, (answers, _) in enumerate(self._found) if answers >> asked & 1)

    def members(self, index: int) -> tuple[int, ...]:
        """List a value class for each value of an example set."""
        return self._found[index][1]


def _domain(
    name: str, conditions: Sequence[Condition], tests: Sequence[Test], budget: Budget
) -> Domain:
    families = {condition.operator.family for condition in conditions}
    patterns = [test for test in tests if isinstance(test, Pattern)]
    if families == {"binary"}:
        return StringClasses(patterns, budget, samples=unlike_bytes(len(patterns)))
    if families <= _TEXT:
        closed = families == {"bool"}
        return StringClasses(_closing(patterns) if closed else patterns, budget, closed=closed)
    if len(families) > 1 or patterns:
        raise UnsupportedPolicyError(name, "one key tested by operators of different types")
    budget.spend(len(tests))
    if families == {"ip"}:
        return AddressClasses(tests)
    return OrderedClasses(tests, spell_number if families == {"numeric"} else spell_instant)


def _closing(patterns: list[Pattern]) -> list[Pattern]:
    return [Pattern(("true",)), Pattern(("false",)), *patterns]
