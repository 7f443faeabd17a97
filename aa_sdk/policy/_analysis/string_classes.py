"""The classes of strings that patterns can tell apart.

A class is a string of its own where a pattern names one, and else a combination of globs that some
other string matches; `automata` finds those. The classes are numbered as they are found, literals
first, and the mask of a pattern has bit n set if the strings of class n match it. With the patterns
`a*`, `*b` and `ab`:

    class         0     1        2      3      4
    its strings   ab    neither  a...   ...b   a...b
    mask of ab    1     0        0      0      0        0b00001
    mask of a*    1     0        1      0      1        0b10101
    mask of *b    1     0        0      1      1        0b11001

No two columns are the same: that is what makes them classes. A row is the mask of a pattern.

**Policy variables.** Whether a string matches `home/${aws:username}` depends on a value that nobody
knows. It cannot match unless it would with `*` in place of the variable; if it would, both answers
are possible, and each becomes a class: one in which the string is assumed to match, one in which it
is not. That is an over-approximation: some of these classes hold no request at all, since two
patterns with the same variable were assumed to disagree about it. It errs on the safe side. Every
real request lies in one of the classes, so where nothing is left of any class, nothing is left.
Assumptions that no value can satisfy are left out where it is cheap to see: if one pattern matches
whatever another does for all values (`covers`), it is assumed to match where the other is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from aa_sdk.policy._analysis.automata import PatternSet, covers
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.selector_index import are_apart
from aa_sdk.policy._analysis.texts import filled, likely_texts
from aa_sdk.policy._language.patterns import Pattern, literal
from aa_sdk.policy._language.predicates import Predicate

# Each pair is compared by a product of its own.
_MOST_RELATED = 6
# What stands for a wildcard in an example, whichever matches first; actions are in lower case.
_FILLS = ("example", "x", "q0", "")


class OneString:
    """The class of one string, where no other matters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.size: int = 1
        self.exact: bool = True

    def assumed(self, index: int) -> Sequence[Pattern]:
        """List the patterns with variables that the class is assumed to match: none."""
        del index
        return ()

    def example(self, index: int) -> str:
        """Give the string."""
        del index
        return self._text


class StringClasses:
    """The classes of all strings.

    If they are `closed`, the literals are all the values that there are. `samples` are values that
    make good examples where nothing narrows them down. Of all strings, only those matter that
    match one of the patterns `inside`, if there are any, and none of those `outside`.
    """

    def __init__(
        self,
        patterns: Iterable[Pattern],
        budget: Budget,
        *,
        closed: bool = False,
        samples: Sequence[str] = (),
        inside: Collection[Pattern] = (),
        outside: Collection[Pattern] = (),
    ) -> None:
        self._budget = budget
        self._samples = samples
        self._literals: dict[str, list[Pattern]] = {}
        self._globs: list[Pattern] = []
        self._masks: dict[Pattern, int] = {}
        for pattern in dict.fromkeys(patterns):
            text = pattern.literal
            self._masks[pattern] = 0
            if text is not None:
                self._literals.setdefault(text, []).append(pattern)
            elif not inside or not all(are_apart(pattern, one) for one in inside):
                self._globs.append(pattern)
        self._inside = frozenset(inside)
        self._outside = frozenset(outside)
        self._open = self._globs_among(glob for glob in self._globs if glob.variables)
        self._implied = self._implications() if self._open else []
        self._set = PatternSet(self._globs)
        self._texts: list[str] = []
        self._matched: list[int] = []
        self._assumed: list[int] = []
        # What each literal matches, for the sake of those that have no class of their own.
        self._matched_by_literal: dict[str, int] = {}
        self._add_literals()
        self._named = len(self._texts)
        if not closed:
            for matched, text in self._unnamed():
                self._add(text, matched)

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self._texts)

    @property
    def exact(self) -> bool:
        """Whether there are no policy variables, so that nothing is assumed."""
        return not self._open

    def mask(self, predicate: Predicate) -> int:
        """Tell which classes match a pattern, a bit each."""
        return self._masks[predicate] if isinstance(predicate, Pattern) else 0

    def assumed(self, index: int) -> Sequence[Pattern]:
        """List the patterns with variables that a class is assumed to match."""
        assumed = self._assumed[index]
        return [glob for n, glob in enumerate(self._globs) if assumed >> n & 1]

    def example(self, index: int) -> str:
        """Give a string of a class, one that reads well if there is one."""
        shortest = self._texts[index]
        if index < self._named:
            return shortest
        for text in self._candidates(self._matched[index]):
            if text in self._literals:
                continue
            if self._set.matches(text, self._budget) == self._matched[index]:
                return text
        return shortest

    def _globs_among(self, patterns: Iterable[Pattern]) -> int:
        among = frozenset(patterns)
        return sum(1 << n for n, glob in enumerate(self._globs) if glob in among)

    def _add_literals(self) -> None:
        inside, outside = self._globs_among(self._inside), self._globs_among(self._outside)
        for text, same in self._literals.items():
            matched = self._set.matches(text, self._budget) if self._globs else 0
            self._matched_by_literal[text] = matched
            if self._inside and not (matched & inside or self._inside.intersection(same)):
                continue
            if matched & outside or self._outside.intersection(same):
                continue
            before = len(self._texts)
            self._add(text, matched)
            mask = (1 << len(self._texts)) - (1 << before)
            self._masks.update(dict.fromkeys(same, mask))

    def _add(self, text: str, matched: int) -> None:
        """Make the classes of the strings that match as a text does, one for each assumption."""
        for assumed in self._assumptions(matched & self._open):
            # The masks grow with the number of classes, and so does the work for one more.
            self._budget.spend(1 + (len(self._texts) >> 9))
            bit = 1 << len(self._texts)
            self._texts.append(text)
            self._matched.append(matched)
            self._assumed.append(assumed)
            rest = matched & ~self._open | assumed
            while rest:
                low = rest & -rest
                rest ^= low
                self._masks[self._globs[low.bit_length() - 1]] |= bit

    def _assumptions(self, undecided: int) -> Iterator[int]:
        """All assumptions about which of the undecided patterns match.

        They are the subsets of the mask, that is `chosen = (chosen - 1) & undecided` from the mask
        itself down to 0: subtracting 1 counts down, and the mask takes out what is not open.
        """
        self._budget.spend(1 << undecided.bit_count())
        chosen = undecided
        while True:
            if all(
                not chosen >> narrow & 1 or chosen >> wide & 1 for narrow, wide in self._implied
            ):
                yield chosen
            if not chosen:
                return
            chosen = (chosen - 1) & undecided

    def _implications(self) -> list[tuple[int, int]]:
        """Which pattern with variables matches whatever which other one does."""
        with_variables = [n for n in range(len(self._globs)) if self._open >> n & 1]
        if len(with_variables) > _MOST_RELATED:
            return []
        return [
            (narrow, wide)
            for narrow in with_variables
            for wide in with_variables
            if narrow != wide and covers(self._globs[wide], self._globs[narrow], self._budget)
        ]

    def _unnamed(self) -> Iterator[tuple[int, str]]:
        """The combinations of globs that a string other than the literals matches.

        The shortest text of a combination may be a literal, whose class is made already. Whether
        another string has the same combination is found by a second product, in which the literals
        of that combination are patterns as well: a text that matches none of them is another one.
        """
        inside, outside = self._globs_among(self._inside), self._globs_among(self._outside)
        # Where only literals matter, there is no other string.
        if self._inside and not inside:
            return
        if not self._globs:
            yield 0, self._other_text()
            return
        # Only the literals that share a combination matter, so that the second product stays small.
        taken: dict[int, list[str]] = {}
        for text, matched in self._matched_by_literal.items():
            taken.setdefault(matched, []).append(text)
        limits = [inside] if self._inside else []
        combinations = self._set.classes(self._budget, inside=limits, outside=outside)
        clashing = [matched for matched, text in combinations.items() if text in self._literals]
        if clashing:
            texts = dict.fromkeys(text for matched in clashing for text in taken[matched])
            avoid = [literal(text) for text in texts]
            products = PatternSet([*self._globs, *avoid])
            both = products.classes(self._budget, inside=limits, outside=outside)
            for matched in clashing:
                other = both.get(matched)
                if other is None:
                    del combinations[matched]
                else:
                    combinations[matched] = other
        yield from combinations.items()

    def _other_text(self) -> str:
        number = 0
        text = self._set.filler
        while text in self._literals:
            number += 1
            text = f"{self._set.filler}{number}"
        return text

    def _candidates(self, matched: int) -> Iterator[str]:
        """Texts that read well and may match as a class does."""
        yield from self._samples
        yield _FILLS[0]
        tightest = sorted(
            (glob for n, glob in enumerate(self._globs) if matched >> n & 1),
            key=lambda glob: -len(glob.tokens),
        )
        for glob in tightest[:4]:
            for fill in _FILLS:
                yield filled(glob, fill)
        for pair in combinations(tightest[:3], 2):
            yield from likely_texts(pair, self._samples)
