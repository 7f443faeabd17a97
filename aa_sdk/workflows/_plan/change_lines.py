"""One change of a plan as lines of text: what it is about, and the attributes below it."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from aa_sdk._display import escape, json_text
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerConfiguration, AnalyzerSummary
from aa_sdk.workflows._plan.configuration_lines import configuration_lines, word
from aa_sdk.workflows._plan.specification import AnalyzerSpec

_INDENT = " " * 4


def named(subject: str, name: str) -> str:
    """Return `archive rule own-roles`.

    Args:
        subject: The kind of thing.
        name: Its name, as anybody may have written it.
    """
    return f"{subject.replace('_', ' ')} {word(name)}"


def change_lines(action: str, subject: str, name: str, before: object, after: object) -> list[str]:
    """Return a change as lines, the attributes that change below it.

    Args:
        action: `+`, `~`, `-` or `-/+`.
        subject: The kind of thing.
        name: Its name.
        before: What there is; None for nothing.
        after: What is to be; None for nothing.
    """
    head = f"{action} {named(subject, name)}"
    if subject == "tag":
        values = [json_text(value) for value in (before, after) if value is not None]
        return [f"{head}: {' → '.join(values)}"]
    if isinstance(after, AnalyzerSpec):
        attributes = _of_analyzer(before if isinstance(before, AnalyzerSummary) else None, after)
    elif isinstance(before, FindingFilter) or isinstance(after, FindingFilter):
        attributes = _of_rule(_asked(before), _asked(after))
    else:
        attributes = configuration_lines(
            cast("AnalyzerConfiguration", before), cast("AnalyzerConfiguration", after)
        )
    return [head, *(f"{_INDENT}{line}" for line in attributes)]


def _of_analyzer(before: AnalyzerSummary | None, after: AnalyzerSpec) -> Iterator[str]:
    if before is None:
        yield f"+ type: {after.type}"
        yield from configuration_lines(None, after.configuration)
        return
    if before.name != after.name:
        yield f"~ name: {escape(before.name)} → {after.name}"
    if before.status == "FAILED":
        yield f"~ status: {before.status} → ACTIVE"
    yield from configuration_lines(before.configuration, after.configuration, is_new=True)


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
        f"{word(key)} {word(operator)}": _values(value)
        for key, criterion in criteria.items()
        for operator, value in criterion
        if value is not None
    }


def _values(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(json_text(one) for one in sorted(set(cast("tuple[str, ...]", value))))
    return json_text(value)
