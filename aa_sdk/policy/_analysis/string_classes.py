"""The classes of strings that patterns can tell apart."""

from collections.abc import Iterable, Iterator, Sequence

from aa_sdk.policy._analysis.automata import PatternSet, covers
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._language.patterns import ARN_FIELDS, Pattern, Wild, literal
from aa_sdk.policy._language.predicates import Test

_MOST_RELATED = 6
_FILLS = ("example", "Example", "x", "")
_FIELD_FILLS = ("arn", "aws", "example", "us-east-1", "111122223333")


class StringClasses:
    """The classes of all strings.

    Every literal is a class of its own; the rest are the combinations of globs that some other
    string matches. Whether a string matches a pattern with a policy variable depends on the value
    of the variable: as long as it would match with `*` in its place, both answers are classes.
    """

    def __init__(
        self,
        patterns: Iterable[Pattern],
        budget: Budget,
        *,
        closed: bool = False,
        samples: Sequence[str] = (),
    ) -> None:
        """Find the classes.

        Args:
            patterns: What is tested.
            budget: What the work is taken from.
            closed: Whether the literals are all the values that there are.
            samples: Values that make good examples where nothing narrows them down.
        """
        self._budget = budget
        self._samples = samples
        self._literals: dict[str, list[Pattern]] = {}
        self._globs: list[Pattern] = []
        for pattern in dict.fromkeys(patterns):
            text = pattern.literal
            if text is None:
                self._globs.append(pattern)
            else:
                self._literals.setdefault(text, []).append(pattern)
        self._open = sum(1 << n for n, glob in enumerate(self._globs) if glob.variables)
        self._implied = self._implications() if self._open else []
        self._masks: dict[Pattern, int] = dict.fromkeys(self._globs, 0)
        self._set = PatternSet(self._globs)
        self._texts: list[str] = []
        self._matched: list[int] = []
        self._assumed: list[int] = []
        for text, same in self._literals.items():
            before = len(self._texts)
            self._add(text, self._set.matches(text, budget) if self._globs else 0)
            mask = (1 << len(self._texts)) - (1 << before)
            self._masks.update(dict.fromkeys(same, mask))
        self._named = len(self._texts)
        if not closed:
            for matched, text in self._unnamed():
                self._add(text, matched)

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self._texts)

    def mask(self, test: Test) -> int:
        """Tell which classes match a pattern, a bit each."""
        return self._masks[test] if isinstance(test, Pattern) else 0

    def inside(self, index: int) -> Sequence[Pattern]:
        """List the patterns with variables that a class was assumed to match."""
        assumed = self._assumed[index]
        return [glob for n, glob in enumerate(self._globs) if assumed >> n & 1]

    def example(self, index: int) -> str:
        """Spell a string of a class, one that reads well if there is one."""
        shortest = self._texts[index]
        if index < self._named:
            return shortest
        for text in self._readable(self._matched[index]):
            if text in self._literals:
                continue
            if self._set.matches(text, self._budget) == self._matched[index]:
                return text
        return shortest

    def _add(self, text: str, matched: int) -> None:
        for assumed in self._assumptions(matched & self._open):
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
        """All answers to which of the patterns with variables match."""
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
        """The combinations of globs that a string other than the literals matches."""
        if not self._globs:
            yield 0, self._other_text()
            return
        taken: dict[int, list[str]] = {}
        for text, matched in zip(self._texts, self._matched, strict=True):
            taken.setdefault(matched, []).append(text)
        found = self._set.classes(self._budget)
        clashing = [matched for matched, text in found.items() if text in self._literals]
        if clashing:
            texts = dict.fromkeys(text for matched in clashing for text in taken[matched])
            avoid = [literal(text) for text in texts]
            both = PatternSet([*self._globs, *avoid]).classes(self._budget)
            for matched in clashing:
                other = both.get(matched)
                if other is None:
                    del found[matched]
                else:
                    found[matched] = other
        yield from found.items()

    def _other_text(self) -> str:
        number = 0
        text = self._set.filler
        while text in self._literals:
            number += 1
            text = f"{self._set.filler}{number}"
        return text

    def _readable(self, matched: int) -> Iterator[str]:
        yield from self._samples
        yield _FILLS[0]
        tightest = sorted(
            (glob for n, glob in enumerate(self._globs) if matched >> n & 1),
            key=lambda glob: -len(glob.tokens),
        )
        for glob in tightest[:4]:
            for fill in _FILLS:
                yield _filled(glob, fill)


def _filled(pattern: Pattern, fill: str) -> str:
    text = ""
    for token in pattern.tokens:
        if isinstance(token, str):
            text += token
        elif token is Wild.FIELD_RUN:
            text += _FIELD_FILLS[min(text.count(":"), ARN_FIELDS - 2)]
        elif token in (Wild.ONE, Wild.FIELD_ONE):
            text += "x"
        else:
            text += fill
    return text
