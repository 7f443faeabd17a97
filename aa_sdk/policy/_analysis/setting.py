"""What all searches of a check share, however few statements each of them looks at.

Which values a context key can have, and who there is, is settled by both documents as a whole: a
key that one statement anywhere tests with ForAnyValue has several values for all of them.
"""

from collections.abc import Mapping, Sequence

from aa_sdk.policy._analysis.automata import Symbols, variable_symbols
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.context_keys import KeyKind, kind_of_key
from aa_sdk.policy._analysis.principal_classes import PrincipalClasses
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.predicates import Predicate
from aa_sdk.policy._language.statements import Statement

ContextValues = Mapping[str, str | None]
"""What context keys are set to, by key; None for a key that is absent."""
Pins = Mapping[str, Sequence[Predicate]]
"""For each key that can tell a trusted caller, the predicates that hold for trusted ones only."""

# So that the steps end before the characters that stand for variables do.
_VARIABLE_STEPS = 4


class Setting:
    """The principals and the kinds of context keys that some statements speak of.

    `pins` are for requests of untrusted callers, and `trusts_saml` tells whether the SAML providers
    that are named vouch for their users. `values` is what context keys are set to.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        budget: Budget,
        *,
        pins: Pins | None = None,
        trusts_saml: bool = False,
        values: ContextValues | None = None,
    ) -> None:
        elements = [statement.principals for statement in statements if statement.principals]
        named = [principal for element in elements for principal in element.named]
        self.principals: PrincipalClasses | None = PrincipalClasses(named) if elements else None
        self.pins: Pins | None = pins
        self.trusts_saml: bool = trusts_saml
        self.values: ContextValues = values or {}
        variables = dict.fromkeys(
            variable for statement in statements for variable in statement.variables
        )
        budget.spend(_VARIABLE_STEPS * len(variables))
        self.symbols: Symbols = variable_symbols(variables)
        by_key: dict[str, list[Condition]] = {}
        for statement in statements:
            for condition in statement.conditions:
                by_key.setdefault(condition.context_key, []).append(condition)
        self.kinds: dict[str, KeyKind] = {key: kind_of_key(own) for key, own in by_key.items()}
        self.keys_as_written: dict[str, str] = {
            key: own[0].context_key_as_written for key, own in by_key.items()
        }

    def kind(self, key: str) -> KeyKind:
        """Tell what kind a key is, also one that no statement tests."""
        return self.kinds.get(key) or KeyKind(frozenset(), several=False)
