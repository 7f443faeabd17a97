"""The examples in docstrings: where they are, and how they run."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import CodeType
from typing import Any

_BLOCK = re.compile(r"^( *)```python\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def examples_of(name: str, documented: object) -> Iterator[tuple[str, str]]:
    """The examples in what a thing says of itself, each with a name to tell it by."""
    text = inspect.getdoc(documented) or ""
    for number, block in enumerate(_BLOCK.finditer(text), 1):
        yield f"{name}, example {number}", textwrap.dedent(block[2])


def names_of(module: str) -> dict[str, Any]:
    """What a star import of a module gives."""
    loaded: Any = import_module(module)
    return {name: getattr(loaded, name) for name in loaded.__all__}


def compiled(code: str, title: str) -> CodeType:
    """An example as code, which may await things at its top."""
    code_object: CodeType = compile(code, title, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    return code_object


async def run(code: str, title: str, given: Mapping[str, Any]) -> None:
    """Run an example to its end."""
    done = eval(compiled(code, title), {"__name__": "example", **given})  # noqa: S307 (our own)
    if inspect.iscoroutine(done):
        await done
