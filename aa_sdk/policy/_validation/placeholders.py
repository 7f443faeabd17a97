"""What stands for other text in a string: policy variables and wildcards."""

import re
from typing import NamedTuple

_VARIABLE = re.compile(r"\$\{((?:[^${}]|\$(?!\{))*+)(\}?)")
_CHARACTERS = frozenset("*?$")
"""What `${*}`, `${?}` and `${$}` stand for: themselves."""


class Variable(NamedTuple):
    """A policy variable, well formed or not."""

    start: int
    """Characters before it."""
    length: int
    """How many characters it has, `${` and `}` included."""
    body: str
    """What stands between the braces."""
    is_closed: bool
    """Whether it has its closing brace."""

    @property
    def context_key(self) -> str:
        """What stands before its default, in lower case."""
        return self.body.partition(",")[0].strip().lower()


def variables(text: str) -> list[Variable]:
    """Find the policy variables of a string, without those that stand for one character."""
    if "${" not in text:
        return []
    return [
        Variable(found.start(), len(found[0]), found[1], bool(found[2]))
        for found in _VARIABLE.finditer(text)
        if not (found[2] and found[1] in _CHARACTERS)
    ]


def without_variables(text: str, instead: str = "") -> str:
    """Replace all policy variables of a string, and the characters that are written like them."""
    return _VARIABLE.sub(instead, text) if "${" in text else text


def has_wildcard(text: str) -> bool:
    """Tell whether a string has a wildcard, `${*}` and `${?}` being none."""
    if "*" not in text and "?" not in text:
        return False
    rest = without_variables(text)
    return "*" in rest or "?" in rest
