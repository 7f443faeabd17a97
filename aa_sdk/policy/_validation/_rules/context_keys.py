"""Rules about context keys: which there are, of what type, and who evaluates them."""

from collections.abc import Iterator

from aa_sdk.policy._validation.catalogue import ActionCatalogue, ConditionKey
from aa_sdk.policy._validation.condition_keys import find_keys, prefix_of
from aa_sdk.policy._validation.document import Condition, Document
from aa_sdk.policy._validation.global_keys import GLOBAL, OF_EVERY_REQUEST
from aa_sdk.policy._validation.located_json import Key, Path
from aa_sdk.policy._validation.named_actions import ActionLookup
from aa_sdk.policy._validation.regions import REGIONS
from aa_sdk.policy._validation.retired import RETIRED_SERVICES
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, catalogue_rule

_REGION = "aws:requestedregion"
_JUDGED = frozenset(("dynamodb", "iam", "kms", "s3", "sts"))
"""The services whose pages say which action evaluates which key, and that answers of the service
are known of. Many other pages leave keys out that are evaluated."""
_TEXTS = frozenset(("string", "arn"))
# Texts and ARNs are compared by either's operators.
_FAMILIES = {
    "String": _TEXTS,
    "ARN": _TEXTS,
    "Bool": frozenset(("bool",)),
    "Numeric": frozenset(("numeric",)),
    "Date": frozenset(("date",)),
    "IPAddress": frozenset(("ip",)),
}
_OPERATORS = {
    "String": "a string operator",
    "ARN": "an ARN operator",
    "Bool": "Bool",
    "Numeric": "a numeric operator",
    "Date": "a date operator",
    "IPAddress": "IpAddress or NotIpAddress",
}


def _conditions(document: Document) -> Iterator[Condition]:
    for statement in document.statements:
        yield from statement.conditions


def _comparisons(
    document: Document, catalogue: ActionCatalogue
) -> Iterator[tuple[Condition, list[ConditionKey]]]:
    """The conditions that compare a key of which something is known with values."""
    for condition in _conditions(document):
        if condition.operator.family not in ("", "null"):
            keys = find_keys(catalogue, condition.name)
            if keys:
                yield condition, keys


def _place_of_key(condition: Condition) -> Path:
    return (*condition.path[:-1], Key(condition.key))


def _unknown_global_key(document: Document, catalogue: ActionCatalogue) -> Issues:
    for condition in _conditions(document):
        name = condition.name
        if prefix_of(name) == GLOBAL and find_keys(catalogue, name) == []:
            details = "There is no such global condition key."
            yield Issue(details, (_place_of_key(condition),))


def _unknown_service(document: Document, catalogue: ActionCatalogue) -> Issues:
    for condition in _conditions(document):
        prefix = prefix_of(condition.name)
        # A provider of identities is a domain, perhaps with a path.
        of_provider = not prefix or "." in prefix or "/" in prefix
        known = of_provider or prefix == GLOBAL or prefix in RETIRED_SERVICES
        if not known and not catalogue.knows_keys_of(prefix):
            details = "No service has the prefix of this condition key."
            yield Issue(details, (_place_of_key(condition),))


def _unknown_service_key(document: Document, catalogue: ActionCatalogue) -> Issues:
    for condition in _conditions(document):
        name = condition.name
        has_page = prefix_of(name) in catalogue.services and name not in OF_EVERY_REQUEST
        if has_page and find_keys(catalogue, name) == []:
            details = "The service has no such condition key."
            yield Issue(details, (_place_of_key(condition),))


def _missing_qualifier(document: Document, catalogue: ActionCatalogue) -> Issues:
    for condition, keys in _comparisons(document, catalogue):
        if not condition.operator.qualifier and all(key.many_valued for key in keys):
            details = "A request may carry several values: add ForAllValues: or ForAnyValue:."
            yield Issue(details, (condition.path,))


def _qualified_single_value(document: Document, catalogue: ActionCatalogue) -> Issues:
    for condition, keys in _comparisons(document, catalogue):
        # Of claims of a provider it is said elsewhere, for they may be lists.
        of_provider = "." in prefix_of(condition.name)
        is_single = not of_provider and not any(key.many_valued for key in keys)
        if is_single and condition.operator.qualifier == "ForAllValues":
            details = "ForAllValues: is true without the key, which has one value: leave it out."
            yield Issue(details, (condition.path,))


def _mistyped(document: Document, catalogue: ActionCatalogue) -> Issues:
    for condition, keys in _comparisons(document, catalogue):
        family = condition.operator.family
        if all(family not in _FAMILIES.get(key.type, (family,)) for key in keys):
            details = f"The key is of another type: compare it with {_OPERATORS[keys[0].type]}."
            yield Issue(details, (condition.path,))


def _arn_as_text(document: Document, catalogue: ActionCatalogue) -> Issues:
    for condition, keys in _comparisons(document, catalogue):
        operator = condition.operator
        is_like = operator.family == "string" and operator.comparison == "like"
        if is_like and all(key.type == "ARN" for key in keys):
            details = "Wildcards of this operator go beyond the parts of an ARN: use ArnLike."
            yield Issue(details, (condition.path,))


def _unknown_region(document: Document, catalogue: ActionCatalogue) -> Issues:
    del catalogue
    for condition in _conditions(document):
        if condition.name == _REGION and condition.operator.family == "string":
            for entry in condition.values:
                if not (set("*?$") & set(entry.text)) and entry.text.lower() not in REGIONS:
                    yield Issue("There is no such Region.", (entry.path,))


def _unevaluated(document: Document, catalogue: ActionCatalogue) -> Issues:
    """A key of a service that some of the actions beside it never look at."""
    lookup = ActionLookup(catalogue)
    for condition, keys in _comparisons(document, catalogue):
        evaluated = _evaluated_names(condition, keys, catalogue)
        if not evaluated or condition.operator.if_exists:
            continue
        places = [
            action.entry.path
            for action in condition.statement.named_actions
            if not action.has_wildcard
            for found in lookup.find(action) or ()
            if not found.condition_keys & evaluated
        ]
        if places and condition.statement.action_element == "Action":
            details = "Some actions never evaluate the key: move them to a statement without it."
            yield Issue(details, (*places, condition.path))


def _evaluated_names(
    condition: Condition, keys: list[ConditionKey], catalogue: ActionCatalogue
) -> set[str]:
    """The names of a key under which actions list it, none where it is not known who does."""
    name = condition.name
    prefix = prefix_of(name)
    if prefix == GLOBAL or name in OF_EVERY_REQUEST:
        return set()
    names = {key.name for key in keys}
    judged = (one for one in catalogue.services_of_key(prefix) if one.prefix in _JUDGED)
    return names if any(names & one.evaluated_keys for one in judged) else set()


RULES: tuple[Rule, ...] = (
    catalogue_rule("INVALID_GLOBAL_CONDITION_KEY", "ERROR", _unknown_global_key),
    catalogue_rule("INVALID_SERVICE", "ERROR", _unknown_service),
    catalogue_rule("INVALID_SERVICE_CONDITION_KEY", "ERROR", _unknown_service_key),
    catalogue_rule("INVALID_REGION", "ERROR", _unknown_region),
    catalogue_rule("MISSING_QUALIFIER", "ERROR", _missing_qualifier),
    catalogue_rule("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", "ERROR", _unevaluated),
    catalogue_rule("TYPE_MISMATCH", "WARNING", _mistyped),
    catalogue_rule(
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY", "SECURITY_WARNING", _qualified_single_value
    ),
    catalogue_rule(
        "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", "SECURITY_WARNING", _arn_as_text
    ),
)
