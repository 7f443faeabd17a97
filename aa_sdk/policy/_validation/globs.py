"""Patterns with `*` and `?` as plain text, and whether one matches all that another does."""

import re
from functools import lru_cache

_WILDCARD = re.compile(r"[*?]")


def is_glob(text: str) -> bool:
    """Tell whether a text has a wildcard."""
    return "*" in text or "?" in text


def literal_prefix(text: str) -> str:
    """Return what stands before the first wildcard."""
    found = _WILDCARD.search(text)
    return text[: found.start()] if found else text


def covers(wide: str, narrow: str) -> bool:
    """Tell whether a pattern is sure to match whatever another one matches.

    It does if it matches the other's text, a `*` in there counted as what no `?` matches: it may
    stand for less or more than one character.

    Args:
        wide: The pattern that should match at least as much.
        narrow: The pattern that should match at most as much.

    Returns:
        Whether it does; False also for `a*?` and `a?*`, which only differ in how they are written.
    """
    first, *rest = wide.split("*")
    if not rest:
        return len(first) == len(narrow) and _is_at(first, narrow, 0)
    last = rest.pop()
    end = len(narrow) - len(last)
    at = len(first)
    if end < at or not _is_at(first, narrow, 0) or not _is_at(last, narrow, end):
        return False
    for part in rest:
        at = _find(part, narrow, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _is_at(part: str, text: str, at: int) -> bool:
    if "?" in part:
        return _compiled(part).match(text, at) is not None
    return text.startswith(part, at)


def _find(part: str, text: str, start: int, end: int) -> int:
    if "?" not in part:
        return text.find(part, start, end)
    found = _compiled(part).search(text, start, end)
    return found.start() if found else -1


@lru_cache(maxsize=256)
def _compiled(part: str) -> re.Pattern[str]:
    """Compile a part without `*`: it has one length, so nothing is tried twice."""
    return re.compile("[^*]".join(map(re.escape, part.split("?"))), re.DOTALL)
