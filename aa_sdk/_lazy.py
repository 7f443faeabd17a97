"""Packages whose names are loaded when they are first asked for."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
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

    def module_dir() -> list[str]:
        return sorted({*vars(import_module(package)), *home_of})

    return module_getattr, module_dir
