"""Rules about policy variables: their form, and where they may stand."""

from collections.abc import Iterator
from typing import Any

from aa_sdk.policy._validation.document import Condition, Document, Entry
from aa_sdk.policy._validation.located_json import Path, Substring
from aa_sdk.policy._validation.placeholders import Variable, variables
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule, document_rule

_WITH_VARIABLES = "2012-10-17"
_WITHOUT_VARIABLES = "2008-10-17"
_FAULTS = {
    "MISSING_BRACE_IN_VARIABLE": "A policy variable is not closed: add } after it.",
    "EMPTY_VARIABLE": "A policy variable is empty: put a context key between the braces.",
    "UNSUPPORTED_SPACE_IN_VARIABLE": "The name in a policy variable has no spaces: remove them.",
    "MISSING_QUOTE_IN_VARIABLE": "The default of a policy variable stands in single quotes.",
}


def _fault(variable: Variable) -> str:
    """The code of what is wrong with a variable; empty if it is well formed."""
    name, comma, default = variable.body.partition(",")
    if not variable.is_closed:
        return "MISSING_BRACE_IN_VARIABLE"
    if not name.strip():
        return "EMPTY_VARIABLE"
    if any(map(str.isspace, name)):
        return "UNSUPPORTED_SPACE_IN_VARIABLE"
    return "MISSING_QUOTE_IN_VARIABLE" if comma and not _is_quoted(default.strip()) else ""


def _is_quoted(text: str) -> bool:
    return len(text) >= len("''") and text[0] == "'" == text[-1]


def _may_have_variables(document: Document) -> bool:
    # A character may be escaped.
    return "${" in document.text or "\\u00" in document.text


def _supporting(document: Document) -> Iterator[Entry]:
    """The strings in which variables are replaced."""
    if _may_have_variables(document):
        for statement in document.statements:
            yield from statement.resources
            for condition in statement.conditions:
                yield from condition.values


def _not_supporting(document: Document) -> Iterator[Entry]:
    if _may_have_variables(document):
        for statement in document.statements:
            yield from statement.actions
            for path, _, text in statement.principals:
                yield Entry(path, text)


def _place(entry: Entry, variable: Variable) -> Path:
    return (*entry.path, Substring(variable.start, variable.length))


def _malformed(code: str) -> Any:
    def check(document: Document) -> Issues:
        if document.version != _WITH_VARIABLES:
            return
        for entry in _supporting(document):
            # The first of a string stands for all: to find a place takes time.
            for variable in variables(entry.text):
                if _fault(variable) == code:
                    yield Issue(_FAULTS[code], (_place(entry, variable),))
                    break

    return check


def _well_formed(text: str) -> Variable | None:
    """The first well-formed variable of a string."""
    return next((variable for variable in variables(text) if not _fault(variable)), None)


def _in_wrong_element(document: Document) -> Issues:
    for entry in _not_supporting(document):
        variable = _well_formed(entry.text)
        if variable is not None:
            details = "Policy variables have a meaning in resources and conditions only."
            yield Issue(details, (_place(entry, variable),))


def _in_old_version(document: Document) -> Issues:
    if document.version != _WITHOUT_VARIABLES:
        return
    for entry in _supporting(document):
        if _well_formed(entry.text) is not None:
            details = f"Policy variables need the version {_WITH_VARIABLES} of the language."
            yield Issue(details, (entry.path,))


def _with_wrong_operator(condition: Condition) -> Issues:
    if condition.operator.family in ("", "string", "arn"):
        return
    for value in condition.values:
        if _well_formed(value.text) is not None:
            details = "Only string and ARN operators take policy variables."
            yield Issue(details, (value.path,))


RULES: tuple[Rule, ...] = (
    *(document_rule(code, "ERROR", _malformed(code)) for code in _FAULTS),
    document_rule("VARIABLE_UNSUPPORTED_IN_ELEMENT", "ERROR", _in_wrong_element),
    document_rule("VARIABLE_UNSUPPORTED_IN_VERSION", "ERROR", _in_old_version),
    condition_rule("INVALID_VARIABLE_FOR_OPERATOR", "ERROR", _with_wrong_operator),
)
