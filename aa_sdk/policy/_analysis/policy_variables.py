"""Policy variables: values for which a suspicion becomes a concrete request.

The search takes a pattern with a variable to match whatever it would match with `*` in its place.
That is enough for a proof, not for an example. So values are guessed from what the search came
upon, put into both policies, and the search runs again on what is then plain text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import Question, Search
from aa_sdk.policy._analysis.regions import Region
from aa_sdk.policy._analysis.request_space import Request
from aa_sdk.policy._language.documents import Policy
from aa_sdk.policy._language.patterns import Pattern, Token, Variable, Wild
from aa_sdk.policy._language.predicates import Test
from aa_sdk.policy._language.statements import Selector, Statement
from aa_sdk.policy.errors import UnsupportedPolicyError

Values = dict[str, str | None]
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


def concrete_request(
    question: Question, search: Search, boxes: Sequence[Region], budget: Budget
) -> tuple[Statement, Request] | None:
    """Find values of the policy variables for which there is a request, and the request.

    Args:
        question: What is looked for.
        search: A search that took every pattern with a variable for possible.
        boxes: What it found.
        budget: What the work is taken from.

    Returns:
        The statement that allows the request, and the request; None if no values were found.
    """
    for values in _guesses(question, search, boxes):
        plain = question._replace(
            policy=_substitute(question.policy, values),
            existing=question.existing and _substitute(question.existing, values),
        )
        try:
            again = Search(plain, budget, values)
            found = next(again.contributions(), None)
        except UnsupportedPolicyError:
            continue
        if found is not None:
            statement, box = found
            return statement, again.request(box)
    return None


def _guesses(question: Question, search: Search, boxes: Sequence[Region]) -> Iterator[Values]:
    fresh: Values = {}
    for variable in variables_in(question.policies):
        fresh.setdefault(variable.key, f"value-{len(fresh) + 1}")
    for box in boxes[:_MOST_GUESSES]:
        read: Values = {}
        for pattern, text in search.space.assumptions(box):
            for key, value in _read(pattern, text).items():
                read.setdefault(key, value)
        if read:
            yield {**fresh, **read}
    yield fresh
    yield dict.fromkeys(fresh)
    for text in _texts(question.policies):
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


def _read(pattern: Pattern, text: str) -> dict[str, str]:
    """Read values of the variables off a text that matches with `*` in their places.

    Runs are taken as short as they can be, without going back; what does not fit is left out.
    """
    values: dict[str, str] = {}
    at = 0
    open_key: str | None = None
    for token in pattern.tokens:
        if isinstance(token, Variable):
            open_key = token.key
        elif isinstance(token, str):
            found = text.find(token, at)
            if found < 0:
                return values
            if open_key:
                values.setdefault(open_key, text[at:found])
                open_key = None
            at = found + len(token)
        elif token in (Wild.ONE, Wild.FIELD_ONE):
            at += 1
    if open_key:
        values.setdefault(open_key, text[at:])
    return {key: value for key, value in values.items() if value and ":" not in value}


def _patterns(statement: Statement) -> Iterator[Pattern]:
    if statement.resources:
        yield from statement.resources.patterns
    for condition in statement.conditions:
        for test in condition.tests:
            if isinstance(test, Pattern):
                yield test


def _substitute(policy: Policy, values: Mapping[str, str | None]) -> Policy:
    return replace(policy, statements=tuple(_in_statement(s, values) for s in policy.statements))


def _in_statement(statement: Statement, values: Mapping[str, str | None]) -> Statement:
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
        condition._replace(tests=tuple(_in_tests(condition.tests, values)))
        for condition in statement.conditions
    )
    return replace(statement, resources=resources, conditions=conditions)


def _in_tests(tests: Sequence[Test], values: Mapping[str, str | None]) -> Iterator[Test]:
    for test in tests:
        filled = _in_pattern(test, values) if isinstance(test, Pattern) else test
        if filled is not None:
            yield filled


def _in_pattern(pattern: Pattern, values: Mapping[str, str | None]) -> Pattern | None:
    """Put values in; None if one is missing, since nothing matches then."""
    tokens: list[Token] = []
    for token in pattern.tokens:
        filled: Token | None = token
        if isinstance(token, Variable):
            value = values.get(token.key)
            filled = token.default if value is None else value
        if filled is None:
            return None
        before = tokens[-1] if tokens else None
        if isinstance(filled, str) and isinstance(before, str):
            tokens[-1] = before + filled
        elif filled:
            tokens.append(filled)
    return Pattern(tuple(tokens), pattern.folded)
