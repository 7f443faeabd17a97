"""Terms: what a statement has of actions, or of resources, one by one.

Each pattern of a selector is a term of its own. Where several statements are looked at together, a
term has a pattern of each of them, but for those that hold another of the term; what negated
selectors name is taken off every term.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from aa_sdk.policy._analysis.automata import PatternSet, Symbols
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.regions import places
from aa_sdk.policy._analysis.selector_index import ANYTHING, PatternIndex, SelectorIndex
from aa_sdk.policy._analysis.texts import likely_texts
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.statements import Selector

# Each gives a few texts to try.
_MOST_NEAR = 4


class Example(NamedTuple):
    """A text of a term."""

    text: str
    """The text."""
    likely: int
    """Those who hold it for some values of the variables, a bit each."""


class Term(NamedTuple):
    """The texts that all of some patterns match, and that are not excluded."""

    patterns: tuple[Pattern, ...]
    """At least one."""
    sure: int
    """Those who surely hold all of it, a bit each."""
    examples: tuple[Example, ...]
    """Texts of it, each of which somebody does not hold who holds the others."""


class Terms:
    """The terms that selectors have in common, each with who holds it of those indexed."""

    def __init__(
        self,
        selectors: Sequence[Selector | None],
        index: SelectorIndex,
        samples: Sequence[str],
        symbols: Symbols,
        budget: Budget,
    ) -> None:
        self._samples = samples
        self._budget = budget
        self._plain = not symbols
        sides = [one for one in selectors if one is not None]
        excluded = [pattern for side in sides if side.negated for pattern in side.patterns]
        self._outside, self._index = index.apart_from(tuple(excluded))
        named = [
            side.patterns for side in sides if not side.negated and ANYTHING not in side.patterns
        ]
        first, *others = named or [(ANYTHING,)]
        terms: list[tuple[Pattern, ...]] = [(pattern,) for pattern in first]
        for limits in others:
            terms = list(dict.fromkeys(_meets(terms, limits, symbols, budget)))
        self._patterns = terms

    def __iter__(self) -> Iterator[Term]:
        for patterns in self._patterns:
            self._budget.spend()
            if any(map(self._outside.covering, patterns)):
                continue
            sure = 0
            for pattern in patterns:
                sure |= self._index.covering(pattern)
            text = patterns[0].literal
            # A text that stands there is held for sure or not at all.
            if text is not None and len(patterns) == 1 and self._plain:
                yield Term(patterns, sure, (Example(text, sure),))
                continue
            shown = self._examples(patterns, sure)
            if shown or len(patterns) == 1 or self._can_match_together(patterns):
                yield Term(patterns, sure, shown)

    def _examples(self, patterns: tuple[Pattern, ...], sure: int) -> tuple[Example, ...]:
        kept: list[Example] = []
        for text in self._texts(patterns):
            likely = self._index.matching(text)
            # Nobody holds the text but who holds all of the term: no other text says more.
            if likely == sure:
                return (Example(text, likely),)
            if all(one.likely & ~likely for one in kept):
                kept = [one for one in kept if likely & ~one.likely]
                kept.append(Example(text, likely))
        return tuple(kept)

    def _texts(self, patterns: tuple[Pattern, ...]) -> Iterator[str]:
        """Texts that surely belong to a term."""
        if any(pattern.variables for pattern in patterns):
            return
        texts = likely_texts(patterns, self._samples)
        # One pattern matches what was made of it.
        if len(patterns) > 1:
            texts = self._matching(patterns, texts)
        others = self._matching(patterns, self._texts_not_held(patterns))
        for text in chain(texts, others):
            if not self._outside.matching(text):
                yield text

    def _matching(self, patterns: tuple[Pattern, ...], texts: Iterator[str]) -> Iterator[str]:
        own: PatternSet | None = None
        for text in texts:
            own = own or PatternSet(patterns)
            if own.matches(text, self._budget).bit_count() == len(patterns):
                yield text

    def _can_match_together(self, patterns: tuple[Pattern, ...]) -> bool:
        """Whether there is a text that all match, for some values of the variables."""
        each = [1 << n for n in range(len(patterns))]
        return bool(PatternSet(patterns).classes(self._budget, inside=each))

    def _texts_not_held(self, patterns: tuple[Pattern, ...]) -> Iterator[str]:
        """Texts that those who hold nearly everything do not hold."""
        for other in islice(self._index.excluded_near(patterns), _MOST_NEAR):
            yield from likely_texts((*patterns, other)[-2:], self._samples)


def _meets(
    terms: Iterable[tuple[Pattern, ...]],
    limits: Sequence[Pattern],
    symbols: Symbols,
    budget: Budget,
) -> Iterator[tuple[Pattern, ...]]:
    """What terms have in common with patterns: those of a term that hold a pattern go without."""
    wide = PatternIndex({one: 1 << n for n, one in enumerate(limits)}, symbols, budget)
    for term in terms:
        if any(map(wide.covering, term)):
            yield term
            continue
        own = PatternIndex({one: 1 << n for n, one in enumerate(term)}, symbols, budget)
        touching = -1
        for pattern in term:
            touching &= wide.touching(pattern)
        for place in places(touching):
            limit = limits[place]
            held = own.covering(limit)
            kept = (one for n, one in enumerate(term) if not held >> n & 1)
            yield (*kept, limit)
