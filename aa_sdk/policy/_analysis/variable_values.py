"""Likely values of policy variables, with which a suspicion is tried.

Policies ask only a few things of the value of a variable: that the pattern with it matches a text
which they name or match, that it is what another variable has, that it is something else, or that
there is none. So the guesses are, in this order:

- what *solves* the patterns that were assumed to match in what the search was left with, together
  with what the keys themselves are there, if conditions ask for them;
- a fresh text for every variable, and then nothing for any of them, which lets defaults stand in;
- *candidates* for one variable or two, with fresh texts for the others, and for one with nothing
  for the others. The likelier a candidate, the lower its rank, and guesses go by their ranks.

The candidates of a key are no value, texts that its own conditions tell apart, texts that the
policies name, what solves one pattern for one of the texts that it may match, the fresh texts of
other keys, and the empty text.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice
from operator import itemgetter

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.context_keys import MANY_VALUED
from aa_sdk.policy._analysis.examples import assumptions, carried
from aa_sdk.policy._analysis.pattern_solutions import Assumption, Values, solutions
from aa_sdk.policy._analysis.request_space import RequestSpace
from aa_sdk.policy._analysis.subtraction import Left
from aa_sdk.policy._language.patterns import Variable
from aa_sdk.policy._language.statements import Statement

# Each guess costs a search. What these do not show, others hardly ever do.
_MOST_GUESSES = 120
_MOST_REGIONS = 4
_MOST_CLASSES = 64
_MOST_SOLUTIONS = 4
_MOST_CANDIDATES = 16
_MOST_PAIRED = 128
_MOST_TEXTS = 8
# A twentieth of what a check may take: guesses without solutions are better than none.
_SOLVING_STEPS = 20_000
_TEXT = {"string", "arn", "bool", "null"}


def variables_in(statements: Iterable[Statement]) -> list[Variable]:
    """List the policy variables that statements use.

    Args:
        statements: The statements.

    Returns:
        Each variable once.
    """
    return list(dict.fromkeys(chain.from_iterable(one.variables for one in statements)))


def likely_values(statements: Sequence[Statement], found: Sequence[Left]) -> Iterator[Values]:
    """List values of the policy variables to try, the likeliest first.

    Args:
        statements: The statements that use the variables.
        found: What a search was left with, at least once, in which every pattern with a variable
            may match.

    Returns:
        Values for all variables, again and again, none of them twice.
    """
    fresh = _fresh(statements)
    budget = Budget(_SOLVING_STEPS)
    guesses = chain(
        _from_regions(found, fresh, budget),
        [fresh, dict.fromkeys(fresh)],
        _from_candidates(statements, found[0].space, fresh, budget),
    )
    seen: set[tuple[str | None, ...]] = set()
    for guess in guesses:
        # A key that cannot be set stays absent.
        values = {key: text and guess.get(key, text) for key, text in fresh.items()}
        if tuple(values.values()) not in seen:
            seen.add(tuple(values.values()))
            yield values
        if len(seen) == _MOST_GUESSES:
            return


def _fresh(statements: Sequence[Statement]) -> Values:
    """A text of its own for each key in a variable, None for a key that cannot be a text."""
    # AWS has no variables of keys with several values, and does not say what becomes of one. That
    # nothing stands in for a key that is absent is sure.
    no_text = MANY_VALUED | {
        condition.context_key
        for statement in statements
        for condition in statement.conditions
        if condition.operator.family not in _TEXT
    }
    keys = dict.fromkeys(variable.context_key for variable in variables_in(statements))
    return {key: None if key in no_text else f"value-{n}" for n, key in enumerate(keys, 1)}


def _from_regions(found: Sequence[Left], fresh: Values, budget: Budget) -> Iterator[Values]:
    for left in found[:_MOST_REGIONS]:
        assumed = assumptions(left)
        own: Values = {
            key: value[0] if isinstance(value, tuple) else value
            for key, value in carried(left).items()
            if key in fresh
        }
        if own:
            yield from islice(solutions(assumed, budget, own), _MOST_SOLUTIONS)
            yield own
        yield from islice(solutions(assumed, budget), _MOST_SOLUTIONS)


def _from_candidates(
    statements: Sequence[Statement], space: RequestSpace, fresh: Values, budget: Budget
) -> Iterator[Values]:
    candidates = _candidates(statements, space, fresh, budget)
    nothing: Values = dict.fromkeys(fresh)
    alone: list[tuple[int, Values]] = [
        (rank, {key: text}) for key, texts in candidates.items() for rank, text in enumerate(texts)
    ]
    beside_nothing = [(4 + rank, {**nothing, **values}) for rank, values in alone]
    both = [
        (2 + one + other, {**first, **second})
        for (one, first), (other, second) in combinations(alone[:_MOST_PAIRED], 2)
        if first.keys() != second.keys()
    ]
    for _, values in sorted([*alone, *both, *beside_nothing], key=itemgetter(0)):
        yield values


def _candidates(
    statements: Sequence[Statement], space: RequestSpace, fresh: Values, budget: Budget
) -> dict[str, list[str | None]]:
    """For each key that can be set, None and texts to try, the likeliest first."""
    solving = _solving(space, budget)
    named = _named(statements)
    candidates: dict[str, list[str | None]] = {}
    for key, text in fresh.items():
        if text is not None:
            # Upper case is for comparisons that ignore it.
            rest = (*fresh.values(), "", text.upper())
            found = dict.fromkeys((None, *_asked(space, key), *named, *solving.get(key, ()), *rest))
            candidates[key] = [one for one in found if one != text][:_MOST_CANDIDATES]
    return candidates


def _asked(space: RequestSpace, key: str) -> Iterator[str]:
    """Texts that the conditions on a key tell apart."""
    classes = space.context_keys.get(key)
    if classes is not None:
        for index in range(1, min(classes.full.bit_length(), _MOST_TEXTS)):
            example = classes.example(index)
            yield from (example,) if isinstance(example, str) else example or ()


def _named(statements: Sequence[Statement]) -> list[str]:
    """A few texts that the statements name, and ends of ARNs."""
    patterns = chain.from_iterable(statement.patterns for statement in statements)
    tokens = chain.from_iterable(pattern.tokens for pattern in patterns)
    texts = (token.rpartition(":")[2] for token in tokens if isinstance(token, str))
    return list(dict.fromkeys(text for text in texts if text))[:_MOST_TEXTS]


def _solving(space: RequestSpace, budget: Budget) -> dict[str, dict[str | None, None]]:
    """For each key, what solves some pattern for some text that it may match."""
    solving: dict[str, dict[str | None, None]] = {}
    for assumption in _assumptions(space):
        for values in islice(solutions([assumption], budget), _MOST_SOLUTIONS):
            for key, text in values.items():
                solving.setdefault(key, {})[text] = None
    return solving


def _assumptions(space: RequestSpace) -> Iterator[Assumption]:
    resources = space.resources
    for index in range(min(resources.size, _MOST_CLASSES)):
        if assumed := resources.assumed(index):
            text = resources.example(index)
            yield from ((pattern, text) for pattern in assumed)
    for classes in space.context_keys.values():
        for index in range(min(classes.full.bit_length(), _MOST_CLASSES)):
            yield from classes.assumed(index)
