"""Which of many selectors hold whatever a pattern matches: answered without an automaton.

A glob holds another if it matches it as a text (see `as_text` in `automata`). Then its literal
*head*, what it has before its first wildcard, is the beginning of the other's head. So the globs
are noted under their heads, and those that matter are found by cutting the other's head to each
length that occurs. Nearly all are a head and one `*`, of which nothing is left to be compared.

A set of selectors is a mask, with a bit for each in the order in which they were given.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from aa_sdk.policy._analysis.automata import PatternSet, Symbols, as_text
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._language.patterns import Pattern, Wild, literal
from aa_sdk.policy._language.statements import Selector

ANYTHING = Pattern((Wild.RUN,))
# Looking at a pattern is less than a step.
_PER_STEP = 4


class PatternIndex:
    """Patterns, each with the mask of its holders."""

    def __init__(self, holders: Mapping[Pattern, int], symbols: Symbols, budget: Budget) -> None:
        self._holders = holders
        self._symbols = symbols
        self._budget = budget
        self._by_head: dict[str, _SameHead] = {}
        self._by_start: dict[str, list[tuple[Pattern, int]]] = {}
        budget.spend(len(holders) // _PER_STEP)
        for pattern, mask in holders.items():
            self._by_start.setdefault(_start(pattern), []).append((pattern, mask))
            if pattern.literal is None:
                head = _head(pattern)
                tail = Pattern(pattern.tokens[1:]) if head else pattern
                same = self._by_head.get(head)
                if same is None:
                    same = self._by_head[head] = _SameHead()
                same.add(tail, mask)
        self._lengths = sorted({len(head) for head in self._by_head})

    def covering(self, pattern: Pattern) -> int:
        """Tell who holds a pattern that surely matches whatever this one does."""
        if not self._holders:
            return 0
        mask = self._holders.get(pattern, 0)
        for length, same in self._beginning(_head(pattern)):
            mask |= same.whole
            if same.tails:
                text = as_text(pattern, self._symbols)
                mask |= same.matching(text[length:], self._symbols, self._budget)
        return mask

    def matching(self, text: str) -> int:
        """Tell who holds a pattern that matches a text for some values of its variables."""
        if not self._holders:
            return 0
        mask = self._holders.get(literal(text), 0)
        for length, same in self._beginning(text):
            mask |= same.whole
            if same.tails:
                mask |= same.matching(text[length:], None, self._budget)
        return mask

    def touching(self, pattern: Pattern) -> int:
        """Tell who may hold a pattern that matches something which this one does."""
        text = pattern.literal
        if text is not None:
            return self.matching(text)
        start = _start(pattern)
        near = [self._by_start.get(start, []), self._by_start.get("", [])]
        if not start:
            near = list(self._by_start.values())
        self._budget.spend(1 + sum(map(len, near)) // _PER_STEP)
        mask = 0
        for other, holders in chain.from_iterable(near):
            if holders & ~mask and not are_apart(other, pattern):
                mask |= holders
        return mask

    def _beginning(self, head: str) -> Iterator[tuple[int, "_SameHead"]]:
        """The globs whose heads are the beginning of another."""
        for length in self._lengths:
            if length > len(head):
                return
            same = self._by_head.get(head[:length])
            if same:
                yield length, same


class _SameHead:
    """Globs with the same head."""

    def __init__(self) -> None:
        self.whole = 0
        self.tails: list[Pattern] = []
        self._masks: list[int] = []
        self._sets: dict[bool, PatternSet] = {}

    def add(self, tail: Pattern, mask: int) -> None:
        if tail == ANYTHING:
            self.whole |= mask
        else:
            self.tails.append(tail)
            self._masks.append(mask)

    def matching(self, text: str, symbols: Symbols | None, budget: Budget) -> int:
        """Who holds a tail that matches, for all values of the variables or for some."""
        for_all = symbols is not None
        patterns = self._sets.get(for_all)
        if patterns is None:
            patterns = self._sets[for_all] = PatternSet(self.tails, symbols)
        matched = patterns.matches(text, budget)
        mask = 0
        while matched:
            low = matched & -matched
            matched ^= low
            mask |= self._masks[low.bit_length() - 1]
        return mask


class SelectorIndex:
    """Selectors of one dimension, each with a place in the masks.

    Some name what they hold, others are negated and name what they do not.
    """

    def __init__(
        self,
        named: Mapping[Pattern, int],
        excluded: Mapping[Pattern, int],
        negated: int,
        symbols: Symbols,
        budget: Budget,
    ) -> None:
        self._named_by = named
        self._excluded_by = excluded
        self._negated = negated
        self._symbols = symbols
        self._budget = budget
        self._named = PatternIndex(named, symbols, budget)
        self._excluded = PatternIndex(excluded, symbols, budget)
        self._apart: dict[tuple[Pattern, ...], tuple[PatternIndex, SelectorIndex]] = {}

    @classmethod
    def of(
        cls, selectors: Sequence[Selector | None], symbols: Symbols, budget: Budget
    ) -> "SelectorIndex":
        """Index selectors, of which None holds everything."""
        named: dict[Pattern, int] = {}
        excluded: dict[Pattern, int] = {}
        negated = 0
        for place, selector in enumerate(selectors):
            bit = 1 << place
            if selector is None:
                named[ANYTHING] = named.get(ANYTHING, 0) | bit
                continue
            holders = excluded if selector.negated else named
            for pattern in selector.patterns:
                holders[pattern] = holders.get(pattern, 0) | bit
            negated |= bit if selector.negated else 0
        return cls(named, excluded, negated, symbols, budget)

    def apart_from(self, patterns: tuple[Pattern, ...]) -> "tuple[PatternIndex, SelectorIndex]":
        """Index patterns, and the selectors for texts that none of them matches.

        What they cover nobody excludes any more.
        """
        apart = self._apart.get(patterns)
        if apart is None:
            outside = PatternIndex(dict.fromkeys(patterns, 1), self._symbols, self._budget)
            apart = self._apart[patterns] = outside, self._within(outside) if patterns else self
        return apart

    def _within(self, outside: PatternIndex) -> "SelectorIndex":
        excluded = {
            one: holders for one, holders in self._excluded_by.items() if not outside.covering(one)
        }
        return SelectorIndex(self._named_by, excluded, self._negated, self._symbols, self._budget)

    def excluded_near(self, patterns: Sequence[Pattern]) -> Iterator[Pattern]:
        """List what negated selectors name that may have something in common with patterns."""
        self._budget.spend(len(self._excluded_by) // _PER_STEP)
        for other in self._excluded_by:
            if not other.variables and not any(are_apart(other, one) for one in patterns):
                yield other

    def covering(self, pattern: Pattern) -> int:
        """Tell which selectors surely hold whatever a pattern matches."""
        mask = self._named.covering(pattern)
        if self._negated & ~mask:
            mask |= self._negated & ~self._excluded.touching(pattern)
        return mask

    def matching(self, text: str) -> int:
        """Tell which selectors hold a text for some values of the variables."""
        mask = self._named.matching(text)
        if self._negated & ~mask:
            mask |= self._negated & ~self._excluded.covering(literal(text))
        return mask

    def touching(self, pattern: Pattern) -> int:
        """Tell which selectors may hold something that a pattern matches."""
        mask = self._named.touching(pattern)
        if self._negated & ~mask:
            mask |= self._negated & ~self._excluded.covering(pattern)
        return mask


def are_apart(one: Pattern, other: Pattern) -> bool:
    """Tell whether two patterns surely match nothing together, by how they begin and end."""
    if one.literal is not None and other.literal is not None:
        return one != other
    head, head_of_other = _head(one), _head(other)
    if not (head.startswith(head_of_other) or head_of_other.startswith(head)):
        return True
    end, end_of_other = _end(one), _end(other)
    return not (end.endswith(end_of_other) or end_of_other.endswith(end))


def _start(pattern: Pattern) -> str:
    """What stands before the first colon, where it is literal: patterns that differ are apart."""
    start, colon, _ = _head(pattern).partition(":")
    return start if colon and not pattern.folded else ""


def _head(pattern: Pattern) -> str:
    first = pattern.tokens[0] if pattern.tokens else ""
    return first if isinstance(first, str) else ""


def _end(pattern: Pattern) -> str:
    last = pattern.tokens[-1] if pattern.tokens else ""
    return last if isinstance(last, str) else ""
