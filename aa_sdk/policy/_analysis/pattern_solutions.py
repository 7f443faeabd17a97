"""Values of policy variables with which patterns match texts that are given.

`home/${aws:username}/*` matches `home/ada/x` if the user is called `ada`, and `${aws:username}b*`
matches `abba` for `a` and for `ab`. So a pattern has no solution, one, or several, and several
patterns have those that they share. They are found token by token, from left to right and from one
pattern to the next, with a step back wherever one does not fit.
"""

from collections.abc import Iterator, Sequence

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._language.patterns import Pattern, Variable, Wild
from aa_sdk.policy.errors import UnsupportedPolicyError

Values = dict[str, str | None]
"""Values by context key, None for a key that is absent."""
Assumption = tuple[Pattern, str]
"""A pattern with variables, and a text that it is assumed to match."""

# Each token is one call deeper, and so is each pattern.
_MOST_TOKENS = 50
_MOST_PATTERNS = 20


def solutions(
    assumed: Sequence[Assumption], budget: Budget, known: Values | None = None
) -> Iterator[Values]:
    """Find values with which every pattern matches its text.

    Args:
        assumed: The patterns and their texts. What is very long is left out.
        budget: What the work is taken from. Where it ends, so do the solutions.
        known: Values that are given.

    Returns:
        Those values, and one for each other variable in the patterns. None that is found holds a
        colon: it would mean that the value runs over several parts of an ARN.
    """
    short = [one for one in assumed if len(one[0].tokens) <= _MOST_TOKENS]
    try:
        yield from _shared(short[:_MOST_PATTERNS], known or {}, budget)
    except UnsupportedPolicyError:
        return


def _shared(assumed: Sequence[Assumption], values: Values, budget: Budget) -> Iterator[Values]:
    if not assumed:
        yield values
        return
    pattern, text = assumed[0]
    for more in _solved(pattern, text, values, budget):
        yield from _shared(assumed[1:], more, budget)


def _solved(pattern: Pattern, text: str, values: Values, budget: Budget) -> Iterator[Values]:
    budget.spend()
    if not pattern.tokens:
        if not text:
            yield values
        return
    rest = pattern._replace(tokens=pattern.tokens[1:])
    for taken, more in _first_token(pattern, text, values):
        yield from _solved(rest, text[taken:], more, budget)


def _first_token(pattern: Pattern, text: str, values: Values) -> Iterator[tuple[int, Values]]:
    """How many characters the first token may take, and the values that are known then."""
    token = pattern.tokens[0]
    if isinstance(token, str):
        if _begins(text, token, folded=pattern.folded):
            yield len(token), values
    elif isinstance(token, Variable):
        yield from _variable(token, text, values, folded=pattern.folded)
    elif token in (Wild.ONE, Wild.FIELD_ONE):
        if text:
            yield 1, values
    else:
        for taken in range(len(text) + 1):
            yield taken, values


def _variable(
    variable: Variable, text: str, values: Values, *, folded: bool
) -> Iterator[tuple[int, Values]]:
    key, default = variable
    known = values.get(key)
    if known is not None:
        if _begins(text, known, folded=folded):
            yield len(known), values
        return
    if key not in values:
        # Empty values are rare, so they come last.
        for taken in (*range(1, len(text.partition(":")[0]) + 1), 0):
            yield taken, {**values, key: text[:taken]}
    if default is not None and _begins(text, default, folded=folded):
        yield len(default), {**values, key: None}


def _begins(text: str, part: str, *, folded: bool) -> bool:
    begin = text[: len(part)]
    return begin == part or (folded and begin.lower() == part.lower())
