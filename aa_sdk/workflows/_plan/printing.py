"""A plan as text, as Terraform shows one: without colour, and harmless to a terminal."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import starmap
from typing import Any, Final, cast

from aa_sdk._display import escape, json_text
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerConfiguration, AnalyzerSummary, InternalAccessConfiguration
from aa_sdk.workflows._plan.changes import Blocked, Change, Unmanaged
from aa_sdk.workflows._plan.configurations import DEFAULT_AGE, Scope, age_of, scopes_of
from aa_sdk.workflows._plan.limits import is_reserved
from aa_sdk.workflows._plan.specification import AnalyzerSpec

MOST_SCOPES: Final = 20
"""How many exclusions, or inclusions, are shown that come, or go, before the rest is counted."""

_PLAIN = re.compile(r"[\w.:/@-]+", re.ASCII)
_INDENT = " " * 4


def counted(changes: Sequence[Change], words: tuple[str, str, str]) -> str:
    """Count changes; what is deleted and created anew counts as both.

    Args:
        changes: The changes.
        words: What is said of those created, changed and deleted.
    """
    actions = [change.action for change in changes]
    numbers = [sum(sign in _signs(action) for action in actions) for sign in "+~-"]
    return ", ".join(f"{number} {word}" for number, word in zip(numbers, words, strict=True))


def _signs(action: str) -> list[str]:
    return action.split("/")


def plan_lines(
    name: str,
    adopts: str | None,
    changes: Sequence[Change],
    unmanaged: Sequence[Unmanaged],
    blocked: Sequence[Blocked],
) -> list[str]:
    """Return all of a plan but its last line.

    Args:
        name: The name of the analyzer that is specified.
        adopts: The name of the one that is taken over, if one is.
        changes: What has to change.
        unmanaged: What stays.
        blocked: What stands in the way.
    """
    first = [f"Takes over {escape(adopts)} in the place of {escape(name)}."] if adopts else []
    if not changes and not blocked:
        first.append(f"No changes: {escape(adopts or name)} is as specified.")
    stays = ["Left as it is, unknown to the specification:", *map(_stays, unmanaged)]
    stands = ["In the way:", *(f"{_INDENT}! {escape(one.reason)}" for one in blocked)]
    paragraphs = [
        first,
        shown(changes),
        stays if unmanaged else [],
        stands if blocked else [],
    ]
    return [line for lines in paragraphs if lines for line in (*lines, "")]


def _stays(one: Unmanaged) -> str:
    whose = ", which is of AWS" if is_reserved(one.name) and one.subject == "tag" else ""
    return f"{_INDENT}{_noun(one.subject)} {_word(one.name)}{whose}"


def shown(changes: Sequence[Change]) -> list[str]:
    """Return changes as lines, each with the attributes that change below it.

    Args:
        changes: The changes.
    """
    return [line for change in changes for line in _lines(change)]


def _lines(change: Change) -> Iterator[str]:
    head = f"{change.action} {_noun(change.subject)} {_word(change.name)}"
    before, after = change.before, change.after
    if change.subject == "tag":
        values = [json_text(value) for value in (before, after) if value is not None]
        yield f"{head}: {' → '.join(values)}"
        return
    yield head
    if isinstance(after, AnalyzerSpec):
        attributes = _of_analyzer(before if isinstance(before, AnalyzerSummary) else None, after)
    elif isinstance(before, FindingFilter) or isinstance(after, FindingFilter):
        attributes = _of_rule(_asked(before), _asked(after))
    else:
        attributes = _of_configuration(
            cast("AnalyzerConfiguration", before), cast("AnalyzerConfiguration", after)
        )
    yield from (f"{_INDENT}{line}" for line in attributes)


def _noun(subject: str) -> str:
    return subject.replace("_", " ")


def _of_analyzer(before: AnalyzerSummary | None, after: AnalyzerSpec) -> Iterator[str]:
    if before is None:
        yield f"+ type: {after.type}"
        yield from _of_configuration(None, after.configuration)
        return
    if before.name != after.name:
        yield f"~ name: {escape(before.name)} → {after.name}"
    if before.status == "FAILED":
        yield f"~ status: {before.status} → ACTIVE"
    yield from _of_configuration(before.configuration, after.configuration, is_new=True)


def _of_configuration(
    before: AnalyzerConfiguration | None,
    after: AnalyzerConfiguration | None,
    *,
    is_new: bool = False,
) -> Iterator[str]:
    present, age = age_of(before), age_of(after)
    if is_new and present is not None:
        age = age or DEFAULT_AGE
    if age is not None and present is None:
        yield f"+ unused_access_age: {age}"
    elif age is not None and present != age:
        yield f"~ unused_access_age: {present} → {age}"
    scopes, wanted = scopes_of(before) or frozenset[Scope](), scopes_of(after)
    is_internal = isinstance(after or before, InternalAccessConfiguration)
    noun = "inclusion" if is_internal else "exclusion"
    if is_new:
        wanted = wanted or frozenset[Scope]()
    if wanted is not None:
        yield from _of_scopes(f"+ {noun}", wanted - scopes)
        yield from _of_scopes(f"- {noun}", scopes - wanted)


def _of_scopes(head: str, scopes: frozenset[Scope]) -> Iterator[str]:
    texts = sorted(" and ".join(sorted(starmap(_member, scope))) for scope in scopes)
    yield from (f"{head}: {text}" for text in texts[:MOST_SCOPES])
    if len(texts) > MOST_SCOPES:
        yield f"{head}: … {len(texts) - MOST_SCOPES:,} more"


def _member(name: str, values: frozenset[Hashable]) -> str:
    texts = sorted(map(_scope_value, values))
    return f"{name} = {texts[0]}" if len(texts) == 1 else f"{name} in ({', '.join(texts)})"


def _scope_value(value: Hashable) -> str:
    if not isinstance(value, frozenset):
        return _word(str(value))
    pairs = sorted(cast("frozenset[tuple[str, str]]", value))
    return " + ".join(f"{_word(key)}={_word(text)}" for key, text in pairs) or "{}"


def _of_rule(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for asked in sorted(before.keys() | after.keys()):
        old, new = before.get(asked), after.get(asked)
        if old is None:
            yield f"+ {asked}: {new}"
        elif new is None:
            yield f"- {asked}: {old}"
        elif old != new:
            yield f"~ {asked}: {old} → {new}"


def _asked(given: object) -> dict[str, str]:
    """Return what a filter asks: values as text by key and operator; nothing where none is."""
    criteria = given.to_criteria() if isinstance(given, FindingFilter) else {}
    return {
        f"{_word(key)} {_word(operator)}": _values(value)
        for key, criterion in criteria.items()
        for operator, value in criterion
        if value is not None
    }


def _values(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(json_text(one) for one in sorted(set(cast("tuple[str, ...]", value))))
    return json_text(value)


def _word(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json_text(text)
