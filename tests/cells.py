"""Runs the cells of a notebook one after the other, without Jupyter."""

import ast
import asyncio
import inspect
from collections.abc import Coroutine
from contextlib import redirect_stdout
from io import StringIO
from typing import Any, Self


class Cells:
    """One namespace and one event loop for all cells."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._namespace: dict[str, Any] = {"__name__": "__main__"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.close()

    def run(self, text: str, name: str = "cell") -> tuple[str, Any]:
        """Run a cell, which may await; return what it prints, and what its last line says."""
        cell = ast.parse(text)
        if cell.body and isinstance(cell.body[-1], ast.Expr):
            cell.body[-1] = ast.Assign([ast.Name("_shown", ast.Store())], cell.body[-1].value)
        tree = ast.fix_missing_locations(cell)
        code = compile(tree, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        with redirect_stdout(StringIO()) as printed:
            value: Coroutine[Any, Any, Any] | None = eval(code, self._namespace)  # noqa: S307 (our own)
            if inspect.iscoroutine(value):
                self._runner.run(value)
        return printed.getvalue(), self._namespace.pop("_shown", None)
