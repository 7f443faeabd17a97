"""An evaluator of one request against one policy document, straight from the semantics.

It is written apart from the engine and shares no code with it: it reads the JSON document as it
is, and decides one concrete request at a time.
"""

import base64
import datetime
import functools
import ipaddress
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

Value = str | tuple[str, ...] | None
Document = Mapping[str, Any]


class Request(NamedTuple):
    """One request; the principal is a kind and an id."""

    action: str
    resource: str
    principal: tuple[str, str] | None
    context: Mapping[str, Value]


def as_list(value: Any) -> list[Any]:
    return [*value] if isinstance(value, list | tuple) else [value]


def allowed(document: Document, request: Request) -> bool:
    """Allow minus Deny, in whatever order."""
    effects = {
        statement["Effect"]
        for statement in as_list(document["Statement"])
        if covers(document, statement, request)
    }
    return "Allow" in effects and "Deny" not in effects


def covers(document: Document, statement: Mapping[str, Any], request: Request) -> bool:
    return (
        action_matches(statement, request.action)
        and resource_matches(document, statement, request.resource, request.context)
        and principal_matches(statement, request.principal)
        and all(
            condition_holds(document, name, key, values, request.context)
            for name, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def action_matches(statement: Mapping[str, Any], action: str) -> bool:
    named = "Action" in statement
    patterns = as_list(statement["Action" if named else "NotAction"])
    return named == any(
        glob(pattern.lower(), action.lower()) or pattern == "*:*" for pattern in patterns
    )


def resource_matches(
    document: Document,
    statement: Mapping[str, Any],
    resource: str,
    context: Mapping[str, Value],
) -> bool:
    if "Resource" not in statement and "NotResource" not in statement:
        return True
    named = "Resource" in statement
    patterns = as_list(statement["Resource" if named else "NotResource"])
    return named == any(
        arn_glob(completed(pattern, document), resource, document, context) for pattern in patterns
    )


def knows_variables(document: Document) -> bool:
    """Only from this version on is `${` more than two characters."""
    return document.get("Version") == "2012-10-17"


def completed(pattern: str, document: Document) -> str:
    """Fill an ARN up to six parts; colons inside a variable part nothing."""
    if not pattern.startswith("arn:"):
        return pattern
    parted = re.sub(r"\$\{[^}]*\}", "", pattern) if knows_variables(document) else pattern
    return pattern + ":*" * (5 - parted.count(":"))


def principal_matches(statement: Mapping[str, Any], principal: tuple[str, str] | None) -> bool:
    if "Principal" not in statement and "NotPrincipal" not in statement:
        return True
    if principal is None:
        return False
    named = "Principal" in statement
    element = statement["Principal" if named else "NotPrincipal"]
    if element == "*":
        return named
    return named == any(
        one_principal_matches(kind, entry, principal)
        for kind, entries in element.items()
        for entry in as_list(entries)
    )


def one_principal_matches(kind: str, entry: str, principal: tuple[str, str]) -> bool:
    if (kind, entry) == ("AWS", "*"):
        return True
    if kind != principal[0]:
        return False
    if entry in ("*", principal[1]):
        return True
    if kind != "AWS":
        return False
    account = re.fullmatch(r"(?:arn:aws:iam::)?(\d{12})(?::root)?", entry)
    if account:
        return principal[1].split(":")[4] == account[1]
    role = re.fullmatch(r"arn:aws:iam::(\d{12}):role/(?:.*/)?([^/]+)", entry)
    prefix = f"arn:aws:sts::{role[1]}:assumed-role/{role[2]}/" if role else None
    return prefix is not None and principal[1].startswith(prefix)


def condition_holds(
    document: Document, name: str, key: str, values: Any, context: Mapping[str, Value]
) -> bool:
    """Decide one operator on one key."""
    carried = lookup(context, key)
    wanted = [text_of(value) for value in as_list(values)]
    if name == "Null":
        return str(carried is None).lower() in [value.lower() for value in wanted]
    quantifier, _, rest = name.rpartition(":")
    stem = rest.removesuffix("IfExists")
    negated = "Not" in stem
    positive = stem.replace("Not", "")
    if carried is None:
        if stem != rest:
            return True
        return {"": negated, "ForAllValues": True, "ForAnyValue": False}[quantifier]
    mine = [carried] if isinstance(carried, str) else list(carried)
    passes = [
        any(holds(document, positive, value, pattern, context) for pattern in wanted)
        for value in mine
    ]
    if quantifier == "ForAllValues":
        return all(one != negated for one in passes)
    if quantifier == "ForAnyValue":
        return any(one != negated for one in passes)
    return any(passes) != negated


def lookup(context: Mapping[str, Value], key: str) -> Value:
    values = [value for name, value in context.items() if name.lower() == key.lower()]
    value = values[0] if values else None
    return None if value == () else value


def text_of(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def holds(
    document: Document, operator: str, value: str, pattern: str, context: Mapping[str, Value]
) -> bool:
    """Decide a positive operator for one value of the request and one of the policy."""
    if operator.startswith(("String", "Arn")):
        return text_holds(document, operator, value, pattern, context)
    if operator.startswith("Numeric"):
        return in_order(operator.removeprefix("Numeric"), Fraction(value), Fraction(pattern))
    if operator.startswith("Date"):
        return in_order(operator.removeprefix("Date"), instant(value), instant(pattern))
    if operator == "Bool":
        return value.lower() == pattern.lower()
    if operator == "BinaryEquals":
        return base64.b64decode(value) == base64.b64decode(pattern)
    return in_block(value, pattern)


def text_holds(
    document: Document, operator: str, value: str, pattern: str, context: Mapping[str, Value]
) -> bool:
    if operator.startswith("Arn"):
        return arn_glob(pattern, value, document, context)
    read = atoms(pattern, document, context, wild=operator == "StringLike")
    if read is None:
        return False
    if operator == "StringEqualsIgnoreCase":
        return "".join(map(str, read)).lower() == value.lower()
    return matches(read, value)


def in_block(value: str, pattern: str) -> bool:
    address, block = ipaddress.ip_address(value), ipaddress.ip_network(pattern, strict=False)
    return address.version == block.version and address in block


def in_order(comparison: str, value: Fraction, bound: Fraction) -> bool:
    return {
        "Equals": value == bound,
        "LessThan": value < bound,
        "LessThanEquals": value <= bound,
        "GreaterThan": value > bound,
        "GreaterThanEquals": value >= bound,
    }[comparison]


def instant(text: str) -> Fraction:
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return Fraction(text)
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return Fraction((moment - epoch) // datetime.timedelta(microseconds=1), 10**6)


# Text. A pattern becomes a list of atoms: a character, or a wildcard as a one-element tuple.

Atoms = list[str | tuple[str]]


def atoms(
    pattern: str, document: Document, context: Mapping[str, Value], *, wild: bool
) -> Atoms | None:
    """Take a pattern apart and put variables in; None if one has no value."""
    read: Atoms = []
    while pattern:
        variable = re.match(r"\$\{([^}]*)\}", pattern) if knows_variables(document) else None
        if variable:
            text = variable_value(variable[1], context)
            if text is None:
                return None
            read.extend(text)
            pattern = pattern[variable.end() :]
            continue
        read.append((pattern[0],) if wild and pattern[0] in "*?" else pattern[0])
        pattern = pattern[1:]
    return read


def variable_value(body: str, context: Mapping[str, Value]) -> str | None:
    if body in ("*", "?", "$"):
        return body
    key, _, default = body.partition(",")
    value = lookup(context, key.strip())
    if isinstance(value, str):
        return value
    return default.strip()[1:-1] if default else None


@functools.lru_cache(maxsize=100_000)
def glob(pattern: str, value: str) -> bool:
    read = atoms(pattern, {}, {}, wild=True)
    return read is not None and matches(read, value)


def matches(pattern: Atoms, value: str) -> bool:
    """Match by the places of the text reached so far."""
    reached = {0}
    for atom in pattern:
        if atom == ("*",):
            reached = set(range(min(reached, default=len(value) + 1), len(value) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(value) and atom in (("?",), value[at])}
    return len(value) in reached


def arn_glob(pattern: str, value: str, document: Document, context: Mapping[str, Value]) -> bool:
    """Match part by part: the first five colons are not crossed, the last part is free."""
    if "${" not in pattern:
        return plain_arn_glob(pattern, value)
    read = atoms(pattern, document, context, wild=True)
    return read is not None and parts_match(read, value)


@functools.lru_cache(maxsize=100_000)
def plain_arn_glob(pattern: str, value: str) -> bool:
    if not pattern.strip("*") and pattern:
        return True
    return parts_match(atoms(pattern, {}, {}, wild=True) or [], value)


def parts_match(pattern: Atoms, value: str) -> bool:
    parts: list[Atoms] = [[]]
    for atom in pattern:
        if atom == ":" and len(parts) < 6:
            parts.append([])
        else:
            parts[-1].append(atom)
    texts = value.split(":", 5)
    return len(parts) == len(texts) and all(map(matches, parts, texts))
