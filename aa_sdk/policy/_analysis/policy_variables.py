"""Policy variables: values for which a suspicion becomes a concrete request.

The search takes a pattern with a variable to match whatever it would match with `*` in its place.
That is enough for a proof: where nothing is left even so, nothing is left for any values. It is not
enough for an example. A region that the search is left with may hold no request at all, since the
assumptions in it may contradict each other; until values are found, it is a suspicion.

So values are guessed, likely ones first: those read off the texts that the region's patterns were
assumed to match, then a fresh value for every variable, then no value at all, then texts that the
policies name. Each guess is put into both policies and the search runs again on what is then plain
text, with the context keys of the variables limited to the values. What it finds is a request that
needs no assumption, so it is right whether the guess was a clever one or not. If no guess leads to
one, the verdict is a FAIL without an example.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, AccessSearch
from aa_sdk.policy._analysis.examples import access_example, assumptions
from aa_sdk.policy._analysis.regions import Region
from aa_sdk.policy._analysis.request_space import ContextValues
from aa_sdk.policy._language.documents import Policy
from aa_sdk.policy._language.patterns import Pattern, Token, Variable, Wild
from aa_sdk.policy._language.predicates import Predicate
from aa_sdk.policy._language.statements import Selector, Statement
from aa_sdk.policy.errors import UnsupportedPolicyError
from aa_sdk.policy.results import AccessExample

Values = dict[str, str | None]
# Each guess costs a search. What the first few do not show, the others hardly ever do.
_MOST_GUESSES = 4
_MOST_TEXTS = 8


def variables_in(policies: Sequence[Policy]) -> list[Variable]:
    """List the policy variables that policies use.

    Args:
        policies: The policies.

    Returns:
        Each variable once.
    """
    return list(
        dict.fromkeys(
            variable
            for policy in policies
            for statement in policy.statements
            for pattern in _patterns(statement)
            for variable in pattern.variables
        )
    )


def concrete_example(
    query: AccessQuery, search: AccessSearch, regions: Sequence[Region], budget: Budget
) -> AccessExample | None:
    """Find values of the policy variables for which there is a request, and the request.

    Args:
        query: What is looked for.
        search: A search that took every pattern with a variable for possible.
        regions: What it was left with.
        budget: What the work is taken from.

    Returns:
        The request; None if no values were found.
    """
    for values in _guesses(query, search, regions):
        plain = query._replace(
            policy=_substitute(query.policy, values),
            existing=query.existing and _substitute(query.existing, values),
        )
        try:
            again = AccessSearch(plain, budget, values)
            contribution = next(again.contributions(), None)
        # A text in place of a number, or no work left to be done: there is no example, but the
        # verdict stands without one.
        except UnsupportedPolicyError:
            continue
        if contribution is not None:
            statement, region = contribution
            return access_example(again.space, region, statement)
    return None


def _guesses(
    query: AccessQuery, search: AccessSearch, regions: Sequence[Region]
) -> Iterator[Values]:
    fresh: Values = {}
    for variable in variables_in(query.policies):
        fresh.setdefault(variable.context_key, f"value-{len(fresh) + 1}")
    for region in regions[:_MOST_GUESSES]:
        read: Values = {}
        for pattern, text in assumptions(search.space, region):
            for key, value in _read_off(pattern, text).items():
                read.setdefault(key, value)
        if read:
            yield {**fresh, **read}
    yield fresh
    yield dict.fromkeys(fresh)
    for text in _texts(query.policies):
        for key in fresh:
            yield {**fresh, key: text}


def _texts(policies: Sequence[Policy]) -> list[str]:
    """A few texts that the policies name."""
    named = (
        pattern.literal
        for policy in policies
        for statement in policy.statements
        for pattern in _patterns(statement)
    )
    short = dict.fromkeys(text for text in named if text and ":" not in text)
    return list(short)[:_MOST_TEXTS]


def _read_off(pattern: Pattern, text: str) -> dict[str, str]:
    """Read values of the variables off a text that matches with `*` in their places.

    Runs are taken as short as they can be, without going back; what does not fit is left out.
    """
    values: dict[str, str] = {}
    at = 0
    open_key: str | None = None
    for token in pattern.tokens:
        if isinstance(token, Variable):
            open_key = token.context_key
        elif isinstance(token, str):
            start = text.find(token, at)
            if start < 0:
                return values
            if open_key:
                values.setdefault(open_key, text[at:start])
                open_key = None
            at = start + len(token)
        elif token in (Wild.ONE, Wild.FIELD_ONE):
            at += 1
    if open_key:
        values.setdefault(open_key, text[at:])
    # A colon would mean that the value runs over several parts of an ARN.
    return {key: value for key, value in values.items() if value and ":" not in value}


def _patterns(statement: Statement) -> Iterator[Pattern]:
    if statement.resources:
        yield from statement.resources.patterns
    for condition in statement.conditions:
        for predicate in condition.predicates:
            if isinstance(predicate, Pattern):
                yield predicate


def _substitute(policy: Policy, values: ContextValues) -> Policy:
    return replace(policy, statements=tuple(_in_statement(s, values) for s in policy.statements))


def _in_statement(statement: Statement, values: ContextValues) -> Statement:
    resources = statement.resources
    if resources:
        resources = Selector(
            tuple(
                filled
                for pattern in resources.patterns
                if (filled := _in_pattern(pattern, values)) is not None
            ),
            resources.negated,
        )
    conditions = tuple(
        condition._replace(predicates=tuple(_in_predicates(condition.predicates, values)))
        for condition in statement.conditions
    )
    return replace(statement, resources=resources, conditions=conditions)


def _in_predicates(predicates: Sequence[Predicate], values: ContextValues) -> Iterator[Predicate]:
    for predicate in predicates:
        filled = _in_pattern(predicate, values) if isinstance(predicate, Pattern) else predicate
        if filled is not None:
            yield filled


def _in_pattern(pattern: Pattern, values: ContextValues) -> Pattern | None:
    """Put values in; None if one is missing, since nothing matches then."""
    tokens: list[Token] = []
    for token in pattern.tokens:
        filled: Token | None = token
        if isinstance(token, Variable):
            value = values.get(token.context_key)
            filled = token.default if value is None else value
        if filled is None:
            return None
        before = tokens[-1] if tokens else None
        # One run of text, as it would have been read: equal patterns have equal tokens.
        if isinstance(filled, str) and isinstance(before, str):
            tokens[-1] = before + filled
        # An empty value leaves no token behind.
        elif filled:
            tokens.append(filled)
    return Pattern(tuple(tokens), pattern.folded)
