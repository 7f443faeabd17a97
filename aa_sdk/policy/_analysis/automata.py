"""Which patterns of a set can match together: a product of their automata.

All patterns are laid side by side in one bit vector, a place for each character or `?` of each
pattern and one for its end. A state is the set of places reached so far. With the patterns `a*b`
and `?b` the places are, from the lowest bit on:

    place      0    1    2        3    4    5
    waits for  a    b    end      ?    b    end
    loops           *

`a*b` has no place for its `*`: a star lets a text stay where it is, so it is a mark on the place
behind it, here on 1. Reading a character means: places that wait for it move one up (a shift), and
marked places stay besides. The start is {0, 3}; `a` leads to {1, 4}, then `b` to {1, 2, 5}: both
ends are reached, so `ab` matches both patterns, and since 1 stays, `abb` matches the first as well.
Each kind of token has one mask of the places where it stands, so one step for all patterns costs a
handful of operations on integers, however many patterns there are. A shift never carries a place
into the next pattern: an end waits for nothing.

This is the product of all the patterns' automata, made deterministic. It is finite, for there are
only so many sets of places, and only those that some text reaches are ever made. Of the characters,
only those that can lead to different states are tried: each literal that an active place waits for,
one that no pattern names (`filler`), and the colon where a wildcard may stop at it. There can still
be exponentially many states, for patterns such as `*a???`, which is why every step is paid for.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._language.patterns import FIRST_RESERVED, Pattern, Variable, Wild

_RESERVED = chr(FIRST_RESERVED)
_WILD_SYMBOLS = {kind: chr(FIRST_RESERVED + n) for n, kind in enumerate(Wild)}
Symbols = dict[Variable, str]
"""A character for each policy variable, that only `*` and the same variable match."""

# Those that are rare in the names of AWS come first.
_FILLERS = "xyzqjkvw0123456789abcdefghilmnoprstu"


class PatternSet:
    """Patterns that read one text together.

    A policy variable counts as `*` here, unless `symbols` has a reserved character for it. What
    matches is told by a mask with a bit for each pattern, in the order in which they were given.
    """

    def __init__(self, patterns: Sequence[Pattern], symbols: Symbols | None = None) -> None:
        self._chars: list[str] = []
        self._pattern_at: dict[int, int] = {}
        places = _Places()
        starts: list[int] = []
        for index, pattern in enumerate(patterns):
            starts.append(len(self._chars))
            self._lay_out(pattern, symbols or {}, places)
            self._pattern_at[len(self._chars)] = 1 << index
            self._chars.append("")
        size = len(self._chars)
        self._starts = starts
        self._start = _mask(starts, size)
        self._ends = _mask(self._pattern_at, size)
        self._literals = {char: _mask(at, size) for char, at in places.literals.items()}
        self._literal_places = _mask(chain.from_iterable(places.literals.values()), size)
        masks = {kind: _mask(at, size) for kind, at in places.wild.items()}
        self._run = masks[Wild.RUN]
        self._field_run = masks[Wild.FIELD_RUN]
        self._in_field = masks[Wild.FIELD_ONE] | self._field_run
        self._moves = _moves(masks, self._literals)
        # From some thousands of places on, it is the arithmetic that takes time.
        self._weight = 1 + (size >> 11)
        # Few sets of ends occur, but each of them in very many states.
        self._matched: dict[int, int] = {}
        self.filler: str = self._unused_character()

    def _lay_out(self, pattern: Pattern, symbols: Symbols, places: "_Places") -> None:
        for token in pattern.tokens:
            text = symbols.get(token, Wild.RUN) if isinstance(token, Variable) else token
            if isinstance(text, str):
                for char in text:
                    places.add(char, len(self._chars), folded=pattern.folded)
                    self._chars.append(char)
                continue
            places.wild[text].append(len(self._chars))
            if text in (Wild.ONE, Wild.FIELD_ONE):
                self._chars.append("")

    def _unused_character(self) -> str:
        for char in _FILLERS:
            if char not in self._literals and char.upper() not in self._literals:
                return char
        code = 0x100
        while chr(code) in self._literals:
            code += 1
        return chr(code)

    def _step(self, state: int, char: str) -> int:
        moves = self._moves
        taken, kept = moves.get(char) or moves[_OTHER if char < _RESERVED else _OPAQUE]
        return (state & taken) << 1 | state & kept

    def _accepted(self, state: int) -> int:
        ends = state & self._ends
        matched = self._matched.get(ends)
        if matched is None:
            matched = 0
            rest = ends
            while rest:
                place = rest & -rest
                matched |= self._pattern_at[place.bit_length() - 1]
                rest ^= place
            self._matched[ends] = matched
        return matched

    def matches(self, text: str, budget: Budget) -> int:
        """Tell which patterns match a text.

        Args:
            text: The text.
            budget: What the work is taken from.

        Returns:
            A bit for each pattern that matches.
        """
        budget.spend((1 + len(text) // 8) * self._weight)
        state = self._start
        for char in text:
            state = self._step(state, char)
        return self._accepted(state)

    def meets(self, pattern: Pattern, budget: Budget) -> bool:
        """Tell whether some text matches one of the patterns and another one as well.

        Args:
            pattern: The other one. Its wildcards are taken to cross colons, and its policy
                variables to have any value.
            budget: What the work is taken from.

        Returns:
            Whether there is such a text.
        """
        budget.spend(self._weight)
        # Behind the last `*` of a pattern anything matches it, so also whatever is still to come.
        enough = self._ends & self._run
        state = self._start
        for unit in chain.from_iterable(
            token if isinstance(token, str) else (token,) for token in pattern.tokens
        ):
            if not state or state & enough:
                break
            if isinstance(unit, str):
                state = self._step(state, unit)
            elif unit in (Wild.ONE, Wild.FIELD_ONE):
                state = self._anywhere(state)
            else:
                while (wider := state | self._anywhere(state)) != state:
                    state = wider
        return bool(state & self._ends)

    def _anywhere(self, state: int) -> int:
        """The places that some one character leads to."""
        return (state & ~self._ends) << 1 | state & (self._run | self._field_run)

    def classes(
        self, budget: Budget, *, inside: Sequence[int] = (), outside: int = 0
    ) -> dict[int, str]:
        """Find every combination of patterns that some text matches.

        Args:
            budget: What the work is taken from.
            inside: Patterns of which a text has to match one, a bit each; of each mask.
            outside: A bit for each pattern that a text may not match.

        Returns:
            A shortest text for each combination, a bit for each pattern that matches it.
        """
        alive = [self._places_of(mask) for mask in inside]
        # Behind the last `*` of a pattern every text matches it, however it goes on.
        lost = self._places_of(outside) & self._ends & self._run
        came_from: dict[int, tuple[int, str] | None] = {self._start: None}
        # Breadth first, so that the first state of a combination is at the end of a shortest text.
        first_state: dict[int, int] = {}
        queue = deque([self._start])
        while queue:
            state = queue.popleft()
            matched = self._accepted(state)
            if not matched & outside and all(matched & mask for mask in inside):
                first_state.setdefault(matched, state)
            for char in self._distinguishing(state):
                budget.spend(self._weight)
                reached = self._step(state, char)
                if reached in came_from or reached & lost:
                    continue
                if not all(reached & mask for mask in alive):
                    continue
                came_from[reached] = (state, char)
                queue.append(reached)
        return {matched: _text_to(state, came_from) for matched, state in first_state.items()}

    def _places_of(self, patterns: int) -> int:
        ends = [*self._starts[1:], len(self._chars)]
        return sum(
            (1 << end) - (1 << start)
            for n, (start, end) in enumerate(zip(self._starts, ends, strict=True))
            if patterns >> n & 1
        )

    def _distinguishing(self, state: int) -> Iterator[str]:
        """The characters that can lead to different states from here."""
        if not state:
            return
        yield self.filler
        if state & self._in_field and ":" not in self._literals:
            yield ":"
        active = state & self._literal_places
        # Whichever list is shorter: the places that are active, or the characters there are.
        if active.bit_count() < len(self._literals):
            seen: set[str] = set()
            while active:
                place = active & -active
                active ^= place
                char = self._chars[place.bit_length() - 1]
                seen.update((char,) if self._takes_one_case(char, place) else _both_cases(char))
            if state & self._in_field:
                seen.add(":")
            yield from sorted(seen)
        else:
            for char, places in self._literals.items():
                if state & places or char == ":":
                    yield char

    def _takes_one_case(self, char: str, place: int) -> bool:
        other = char.lower() if char.isupper() else char.upper()
        return not self._literals.get(other, 0) & place


class _Places:
    """Where in the vector each kind of token stands."""

    def __init__(self) -> None:
        self.literals: dict[str, list[int]] = {}
        self.wild: dict[Wild, list[int]] = {kind: [] for kind in Wild}

    def add(self, char: str, place: int, *, folded: bool) -> None:
        for variant in dict.fromkeys(_both_cases(char)) if folded else (char,):
            self.literals.setdefault(variant, []).append(place)


_Moves = dict[str, tuple[int, int]]
_OTHER = "other"
_OPAQUE = "opaque"


def _moves(wild: dict[Wild, int], literals: dict[str, int]) -> _Moves:
    """By character: the places that it moves on, and those that it keeps.

    A wildcard can stand in a text too, for whatever it matches: see `as_text`.
    """
    run, field_run = wild[Wild.RUN], wild[Wild.FIELD_RUN]
    one, field_one = wild[Wild.ONE], wild[Wild.FIELD_ONE]
    other = (one | field_one, run | field_run)
    # What stands for the value of a variable may be empty, or long, or hold colons: only a `*`
    # is sure to match it.
    moves = {char: (at, run) for char, at in literals.items() if char >= _RESERVED}
    for char, at in literals.items():
        if char < _RESERVED:
            moves[char] = (at | other[0], other[1])
    moves[":"] = (literals.get(":", 0) | one, run)
    return moves | {
        _OTHER: other,
        _OPAQUE: (0, run),
        _WILD_SYMBOLS[Wild.ONE]: (one, run),
        _WILD_SYMBOLS[Wild.FIELD_ONE]: other,
        _WILD_SYMBOLS[Wild.FIELD_RUN]: (0, run | field_run),
    }


def variable_symbols(variables: Iterable[Variable]) -> Symbols:
    """Give each variable a character of its own."""
    first = FIRST_RESERVED + len(Wild)
    return {variable: chr(first + n) for n, variable in enumerate(dict.fromkeys(variables))}


def as_text(pattern: Pattern, symbols: Symbols) -> str:
    """Write a pattern as a text, with a character for each wildcard and each variable.

    A pattern that matches this text matches whatever the written one does: each wildcard stands
    where another takes in all that it can stand for. That is cheap and sure, but not complete:
    `?*` and `*?` match the same, and neither matches the other as a text.

    Args:
        pattern: Any pattern.
        symbols: The characters of the variables in it.

    Returns:
        The text.
    """
    return "".join(
        token
        if isinstance(token, str)
        else _WILD_SYMBOLS[token]
        if isinstance(token, Wild)
        else symbols[token]
        for token in pattern.tokens
    )


def _both_cases(char: str) -> tuple[str, str]:
    return char.lower(), char.upper()


def _mask(places: Iterable[int], size: int) -> int:
    # Bit by bit in an integer would copy all of it for each bit.
    vector = bytearray((size >> 3) + 1)
    for place in places:
        vector[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(vector, "little")


def _text_to(state: int, came_from: dict[int, tuple[int, str] | None]) -> str:
    """The characters on the way from the start to a state."""
    chars: list[str] = []
    step = came_from[state]
    while step is not None:
        state, char = step
        chars.append(char)
        step = came_from[state]
    return "".join(reversed(chars))


def covers(wide: Pattern, narrow: Pattern, budget: Budget) -> bool:
    """Tell whether one pattern matches whatever another does, for any values of their variables.

    A variable becomes a character of its own that only `*` and the same variable match. What holds
    then holds for every value, since replacing the character by the value keeps a match a match.
    Where the narrow pattern has a variable without a default, it matches nothing unless the key has
    a value, so defaults of that key are never used.

    Args:
        wide: The pattern that should match at least as much.
        narrow: The pattern that should match at most as much.
        budget: What the work is taken from.

    Returns:
        Whether it does; False also where it cannot be told.
    """
    # Then the value may come in another case, for which there is no character.
    if narrow.folded and not wide.folded and narrow.variables:
        return False
    variables = list(dict.fromkeys(wide.variables + narrow.variables))
    present = {variable.context_key for variable in narrow.variables if variable.default is None}
    meant = [one._replace(default=None) if one.context_key in present else one for one in variables]
    own = variable_symbols(meant)
    symbols = {variable: own[same] for variable, same in zip(variables, meant, strict=True)}
    both = PatternSet((narrow, wide), symbols)
    # 1 would be a text that the narrow pattern, bit 0, matches and the wide one does not.
    return all(matched != 1 for matched in both.classes(budget))
