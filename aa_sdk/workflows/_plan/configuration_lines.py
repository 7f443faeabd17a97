"""What changes of an analyzer's configuration, as lines of text."""

import re
from collections.abc import Hashable, Iterator
from itertools import starmap
from typing import Final, cast

from aa_sdk._display import json_text
from aa_sdk.models import AnalyzerConfiguration, InternalAccessConfiguration
from aa_sdk.workflows._plan.configurations import DEFAULT_AGE, Scope, age_of, scopes_of

MOST_SCOPES: Final = 20
"""How many exclusions, or inclusions, are shown that come, or go, before the rest is counted."""

_PLAIN = re.compile(r"[\w.:/@-]+", re.ASCII)


def configuration_lines(
    before: AnalyzerConfiguration | None,
    after: AnalyzerConfiguration | None,
    *,
    is_new: bool = False,
) -> Iterator[str]:
    """Return what changes of a configuration, a line for each attribute.

    Args:
        before: The configuration that there is; None for none.
        after: The one that is to be; None for whatever there is.
        is_new: Whether an analyzer is created with it, so that what is left out has its default.
    """
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
        return word(str(value))
    pairs = sorted(cast("frozenset[tuple[str, str]]", value))
    return " + ".join(f"{word(key)}={word(text)}" for key, text in pairs) or "{}"


def word(text: str) -> str:
    """Return a name as it is where it is plain, and else as JSON."""
    return text if _PLAIN.fullmatch(text) else json_text(text)
