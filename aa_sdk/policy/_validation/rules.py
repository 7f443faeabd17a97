"""What a rule is: a function that looks at a document or a part of it, with its code."""

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

from aa_sdk.models.policy_validation import ValidatePolicyFindingType
from aa_sdk.policy._validation.catalogue import ActionCatalogue
from aa_sdk.policy._validation.document import Condition, Document, Kind, Statement
from aa_sdk.policy._validation.located_json import Path

ALL_KINDS: frozenset[Kind] = frozenset(
    ("identity", "resource", "trust", "service_control", "resource_control")
)


class Issue(NamedTuple):
    """Something that a rule says about a document."""

    details: str
    """What is wrong, and the way out."""
    places: tuple[Path, ...]
    """Where, in the order of the document."""


Issues = Iterable[Issue]


class Rule(NamedTuple):
    """One rule, of which a code may have several."""

    code: str
    """The issue code."""
    finding_type: ValidatePolicyFindingType
    """How grave it is."""
    subject: Literal["document", "statement", "condition"]
    """What `check` is called with: the document, or each statement or condition of it."""
    check: Callable[[Any], Issues]
    """What says so."""
    kinds: frozenset[Kind] = ALL_KINDS
    """The kinds of policy that it is for."""
    needs_catalogue: bool = False
    """Whether it has to know the actions, resources and condition keys of the services."""


def document_rule(
    code: str,
    finding_type: ValidatePolicyFindingType,
    check: Callable[[Document], Issues],
    *,
    kinds: Iterable[Kind] = ALL_KINDS,
) -> Rule:
    """Make a rule that looks at the document as a whole."""
    return Rule(code, finding_type, "document", check, frozenset(kinds))


def statement_rule(
    code: str,
    finding_type: ValidatePolicyFindingType,
    check: Callable[[Statement], Issues],
    *,
    kinds: Iterable[Kind] = ALL_KINDS,
) -> Rule:
    """Make a rule that looks at one statement at a time."""
    return Rule(code, finding_type, "statement", check, frozenset(kinds))


def condition_rule(
    code: str,
    finding_type: ValidatePolicyFindingType,
    check: Callable[[Condition], Issues],
    *,
    kinds: Iterable[Kind] = ALL_KINDS,
) -> Rule:
    """Make a rule that looks at one operator on one context key at a time."""
    return Rule(code, finding_type, "condition", check, frozenset(kinds))


def catalogue_rule(
    code: str,
    finding_type: ValidatePolicyFindingType,
    check: Callable[[Document, ActionCatalogue], Issues],
) -> Rule:
    """Make a rule that holds the document as a whole against the catalogue."""

    def check_known(document: Document) -> Issues:
        return check(document, document.catalogue) if document.catalogue else ()

    return Rule(code, finding_type, "document", check_known, needs_catalogue=True)
