"""Policy variables: values for which a suspicion becomes a concrete request.

The search takes a pattern with a variable to match whatever it would match with `*` in its place.
That is enough for a proof: where nothing is left even so, nothing is left for any values. It is not
enough for an example. A region that the search is left with may hold no request at all, since the
assumptions in it may contradict each other; until values are found, it is a suspicion.

So values are guessed, likely ones first; `variable_values` and `pattern_solutions` tell which. Each
guess is put into both policies and the search runs again on what is then plain text, with the
context keys of the variables limited to the values. What it finds is a request that needs no
assumption, so it is right whether the guess was a clever one or not. If no guess leads to one, the
verdict is a FAIL without an example.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, Contribution, contributions
from aa_sdk.policy._analysis.examples import access_example
from aa_sdk.policy._analysis.pattern_solutions import Values
from aa_sdk.policy._analysis.setting import ContextValues
from aa_sdk.policy._analysis.variable_values import likely_values
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.patterns import Pattern, Token, Variable
from aa_sdk.policy._language.predicates import Predicate
from aa_sdk.policy._language.statements import Selector, Statement
from aa_sdk.policy.errors import UnsupportedPolicyError
from aa_sdk.policy.results import AccessExample


def example_of(
    query: AccessQuery, found: Sequence[Contribution], budget: Budget
) -> AccessExample | None:
    """Make a request out of what a search has found.

    Args:
        query: What was looked for.
        found: What was found, at least one.
        budget: What the work is taken from.

    Returns:
        The request; None if it hangs on policy variables for which no values were found.
    """
    for contribution in found:
        if contribution.left.space.exact:
            return access_example(query, contribution)
    # The other Allow statements have nothing left, whatever the values are.
    kept = tuple(contribution.statement for contribution in found)
    others = query.policy.allows[1:]
    contributing = query._replace(
        policy=replace(query.policy, allows=(kept, *others)),
        beside=query.beside or Layers.of(query.statements),
    )
    guesses = likely_values(query.statements, [contribution.left for contribution in found])
    try:
        examples = (_example_with(query, contributing, values, budget) for values in guesses)
        return next((example for example in examples if example), None)
    # No work is left to be done: the verdict stands without an example.
    except UnsupportedPolicyError:
        return None


def _example_with(
    query: AccessQuery, contributing: AccessQuery, values: Values, budget: Budget
) -> AccessExample | None:
    plain = contributing._replace(
        policy=_substitute(contributing.policy, values),
        existing=contributing.existing and _substitute(contributing.existing, values),
    )
    contribution = next(contributions(plain, budget, values), None)
    if contribution is None:
        return None
    example = access_example(query, contribution)
    # What has been put in is one value, also where a set operator asks for the key.
    context = {key: values.get(key.lower(), given) for key, given in example.context.items()}
    return replace(example, context=context)


def _substitute(layers: Layers, values: ContextValues) -> Layers:
    return layers.changed(lambda statement: _in_statement(statement, values))


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
