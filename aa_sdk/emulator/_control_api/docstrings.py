"""What docstrings say, for those who read of a verb somewhere else than in Python."""

import ast
import inspect
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

_SECTION = re.compile(r"^(Args|Returns|Raises|Yields):$", re.MULTILINE)
_NOTHING = re.compile(r"\bNone\b")
_ARGUMENT = re.compile(r"^    \**(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


def summary_of(described: object) -> str:
    """Return the first paragraph of a docstring, in one line."""
    return _line((inspect.getdoc(described) or "").partition("\n\n")[0])


def result_of(verb: object) -> str:
    """Return what a docstring says of the result; nothing if it says nothing."""
    return _line(_sections(verb).get("Returns", ""))


def arguments_of(verb: object) -> dict[str, str]:
    """Return what a docstring says of each argument."""
    found = _ARGUMENT.findall(_sections(verb).get("Args", ""))
    return {name: _line(text) for name, text in found}


def attributes_of(cls: type) -> dict[str, str]:
    """Return the texts that stand below the attributes of a class."""
    (node,) = ast.parse(inspect.getsource(cls)).body
    body: list[Any] = getattr(node, "body", [])
    return {
        ast.unparse(before.target): _line(after.value.value)
        for before, after in pairwise(body)
        if isinstance(before, ast.AnnAssign)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    }


def _sections(verb: object) -> Mapping[str, str]:
    parts = _SECTION.split(inspect.getdoc(verb) or "")
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _line(text: str) -> str:
    return _NOTHING.sub("null", " ".join(text.split()))
