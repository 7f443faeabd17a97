"""Modules that load names when they are first asked for, and that show what is public alone."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any
from warnings import warn

_REMOVAL = "0.3"


def attach(
    package: str,
    homes: Mapping[str, Sequence[str]],
    *,
    renamed: Mapping[str, str] | None = None,
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Make the two functions through which a module gives names that it has not loaded yet.

    A module binds them where checkers do not look, for a module `__getattr__` would let them
    accept any name:

    ```python
    if not TYPE_CHECKING:
        __getattr__, __dir__ = attach(__name__, {"aa_sdk.client": ("AccessAnalyzerClient",)})
    ```

    Args:
        package: The module's `__name__`.
        homes: The names it gives, by the module that has them.
        renamed: Names of earlier releases and what they are called now, which this module has or
            gives. They warn of their removal and are not listed.

    Returns:
        What is to be the module's `__getattr__` and `__dir__`.
    """
    home_of = {name: module for module, names in homes.items() for name in names}
    earlier = renamed or {}

    def module_getattr(name: str) -> Any:
        if name in earlier:
            message = (
                f"{package}.{name} is called {package}.{earlier[name]} now; "
                f"the old name goes with {_REMOVAL}"
            )
            warn(message, DeprecationWarning, stacklevel=2)
            return getattr(import_module(package), earlier[name])
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name)
        value = getattr(import_module(home_of[name]), name)
        vars(import_module(package))[name] = value
        return value

    return module_getattr, _shown(package)


def hide_imports(module: str) -> None:
    """Let `dir` and completion show what a module promises, and not what it imports for itself.

    Public modules that load their names at once call it after their `__all__`:

    ```python
    hide_imports(__name__)
    ```

    Args:
        module: The module's `__name__`.
    """
    vars(import_module(module))["__dir__"] = _shown(module)


def _shown(module: str) -> Callable[[], list[str]]:
    """Make the `__dir__` of a module: its `__all__`, and the public modules below it."""

    def module_dir() -> list[str]:
        space = vars(import_module(module))
        below = (n for n, v in space.items() if n.startswith("__") or _is_below(n, v, module))
        return sorted({*space["__all__"], *below})

    return module_dir


def _is_below(name: str, value: object, module: str) -> bool:
    """Tell whether a name of a module is that of a public module below it."""
    is_module = isinstance(value, ModuleType) and value.__name__ == f"{module}.{name}"
    return is_module and not name.startswith("_") and hasattr(value, "__all__")
