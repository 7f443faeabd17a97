"""Rules about whom a statement names, and how."""

import re
from functools import partial

from aa_sdk.policy._language.json_values import is_object
from aa_sdk.policy._validation.document import Kind, Statement
from aa_sdk.policy._validation.globs import is_glob
from aa_sdk.policy._validation.located_json import Key
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, statement_rule

_KEYS = ("AWS", "CanonicalUser", "Federated", "Service")
_ELEMENTS = ("Principal", "NotPrincipal")
_ROLE_ID = re.compile(r"AROA[A-Z0-9]{12,124}", re.ASCII)
_USER_ID = re.compile(r"AIDA[A-Z0-9]{12,124}", re.ASCII)


def _bare_principal(statement: Statement) -> Issues:
    details = 'A principal stands under a key, such as {"AWS": ...}: the only bare one is *.'
    for name in _ELEMENTS:
        value = statement.elements.get(name)
        if isinstance(value, str) and value != "*":
            yield Issue(details, ((*statement.path, name),))


def _unknown_key(statement: Statement) -> Issues:
    details = f"Principals stand under {', '.join(_KEYS[:-1])} or {_KEYS[-1]}, and no other key."
    for name in _ELEMENTS:
        value = statement.elements.get(name)
        for key in value if is_object(value) else ():
            if key not in _KEYS:
                yield Issue(details, ((*statement.path, name, Key(key)),))


def _wildcard(statement: Statement) -> Issues:
    for entry in statement.principals:
        if entry.key in _KEYS and is_glob(entry.text) and (entry.key, entry.text) != ("AWS", "*"):
            details = f"Under {entry.key} a principal is named in full, without * and ?."
            yield Issue(details, (entry.path,))


def _federated(statement: Statement) -> Issues:
    details = "Only the trust policy of a role can name an identity provider: name someone else."
    for entry in statement.principals:
        if entry.key == "Federated":
            yield Issue(details, (entry.path,))


def _unique_id(pattern: re.Pattern[str], what: str, statement: Statement) -> Issues:
    details = f"This is the unique id of {what}, which may be gone: name the ARN instead."
    for entry in statement.principals:
        if entry.key == "AWS" and pattern.fullmatch(entry.text):
            yield Issue(details, (entry.path,))


_OF_RESOURCES: tuple[Kind, ...] = ("resource", "trust")

RULES: tuple[Rule, ...] = (
    statement_rule("INVALID_PRINCIPAL_FORMAT", "ERROR", _bare_principal, kinds=_OF_RESOURCES),
    statement_rule("INVALID_PRINCIPAL_KEY", "ERROR", _unknown_key, kinds=_OF_RESOURCES),
    statement_rule("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "ERROR", _wildcard, kinds=_OF_RESOURCES),
    statement_rule("FEDERATED_PRINCIPAL_NOT_SUPPORTED", "ERROR", _federated, kinds=("resource",)),
    statement_rule(
        "INVALID_ROLE_REFERENCE",
        "WARNING",
        partial(_unique_id, _ROLE_ID, "a role"),
        kinds=_OF_RESOURCES,
    ),
    statement_rule(
        "INVALID_USER_REFERENCE",
        "WARNING",
        partial(_unique_id, _USER_ID, "a user"),
        kinds=_OF_RESOURCES,
    ),
)
