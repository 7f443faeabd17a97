"""Policies in words: who may do what on which resource, and when."""

from collections.abc import Mapping, Sequence

from aa_sdk._display import escape
from aa_sdk._display.words import shorten
from aa_sdk.policy._language.condition_operators import operator
from aa_sdk.policy.results import StatementReference

MOST_NAMED = 6
"""How many of a list are named before the rest is counted."""
_MOST_NAME = 300
_MOST_CONDITIONS = 20
_ORDERED = {"=": ("=", "!="), "like": ("like", "not like"), "fold": ("=", "!=")}
_SEVERAL = {
    "=": ("in", "not in"),
    "like": ("like any of", "like none of"),
    "fold": ("in", "not in"),
}
_KINDS = {
    "Service": "the service",
    "Federated": "whoever signs in with",
    "CanonicalUser": "the canonical user",
}

_OR_ABSENT = " or absent"

Conditions = Mapping[str, Mapping[str, Sequence[str]]]
Principals = Mapping[str, Sequence[str]]


def listed(texts: Sequence[str], but_not: Sequence[str] = ()) -> str:
    """Name a few of a list, and what is not in it.

    Args:
        texts: The list.
        but_not: What is left out of it.
    """
    named = [escape(shorten(text, _MOST_NAME)) for text in texts[:MOST_NAMED]]
    rest = len(texts) - len(named)
    text = ", ".join(named) + (f" and {rest:,} more" if rest else "")
    return f"{text} but not {listed(but_not)}" if but_not else text


def who(principals: Principals, but_not: Principals) -> str:
    """Say whom a Principal element names; empty for an identity policy."""
    named = [_who(kind, name) for kind, names in principals.items() for name in names]
    left_out = [_who(kind, name) for kind, names in but_not.items() for name in names]
    return listed(named, left_out) if named else ""


def _who(kind: str, name: str) -> str:
    if name == "*":
        return "everyone" if kind == "AWS" else f"every {kind} principal"
    if kind == "AWS":
        account = name.removesuffix(":root").rpartition(":")[2]
        is_account = account.isdigit() and (name == account or name.endswith(":root"))
        partition = name.split(":")[1] if ":" in name else "aws"
        where = account if partition == "aws" else f"{account} ({partition})"
        return f"everyone in {where}" if is_account else name
    return f"{_KINDS.get(kind, kind)} {name}"


def when(conditions: Conditions) -> str:
    """Say what a Condition element asks; empty if nothing."""
    every = [(name, key, of) for name, keys in conditions.items() for key, of in keys.items()]
    asked = [_asks(*one) for one in every[:_MOST_CONDITIONS]]
    if len(every) > 1:
        asked = [f"({text})" if text.endswith(_OR_ABSENT) else text for text in asked]
    more = len(every) - _MOST_CONDITIONS
    return " and ".join([*asked, *[f"{more:,} more conditions"] * (more > 0)])


def _asks(name: str, key: str, values: Sequence[str]) -> str:
    asked = operator(name)
    text = escape(shorten(key, _MOST_NAME))
    if asked.family == "null":
        states = {"true": "absent", "false": "present"}
        asked_for = (state for value, state in states.items() if value in map(str.lower, values))
        return f"{text} is {' or '.join(asked_for)}"
    if asked.quantifier:
        text = f"{'any' if asked.quantifier == 'any' else 'every'} value of {text}"
    text += f" {_compared(asked.family, asked.comparison, values, negated=asked.negated)}"
    return f"{text}{_OR_ABSENT}" if asked.if_exists else text


def _compared(family: str, comparison: str, values: Sequence[str], *, negated: bool) -> str:
    is_several = len(values) > 1
    if family == "ip":
        words = ("in", "not in")
    else:
        words = (_SEVERAL if is_several else _ORDERED).get(comparison, (comparison, comparison))
    text = listed(values)
    suffix = " in any case" if comparison == "fold" else ""
    return f"{words[negated]} {f'({text})' if is_several else text or 'nothing'}{suffix}"


def source_text(statements: Sequence[StatementReference]) -> str:
    """Name statements."""
    if len(statements) == 1:
        return str(statements[0])
    return f"statements {listed([_short(statement) for statement in statements])}"


def _short(statement: StatementReference) -> str:
    sid = f' "{shorten(statement.sid, _MOST_NAME)}"' if statement.sid else ""
    return f"{statement.index}{sid}" + (f" of {statement.document}" if statement.document else "")
