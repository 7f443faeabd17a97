"""Links names of the standard library and of pydantic to where they are documented.

An inventory would have to be fetched, and the documentation is built without a network as well.
These addresses follow from the names, so they are made here, for those that stand in signatures.
aiobotocore and botocore have no page for the classes that we name.
"""

import builtins
from collections.abc import Iterator
from importlib import import_module
from typing import Any

_PYTHON = "https://docs.python.org/3/library"
_MODULES = (
    "collections.abc",
    "contextlib",
    "dataclasses",
    "datetime",
    "pathlib",
    "random",
    "time",
    "typing",
)
_OF_FUNCTIONS = ("bool", "float", "int", "object", "type")
_OF_TYPES = ("bytes", "dict", "frozenset", "list", "set", "str", "tuple")
_PYDANTIC = {
    "pydantic.ConfigDict": "https://docs.pydantic.dev/latest/api/config/#pydantic.config.ConfigDict",
    "pydantic.Field": "https://docs.pydantic.dev/latest/api/fields/#pydantic.fields.Field",
}


def on_env(env: Any, config: Any, **_: Any) -> Any:
    """Register the names before references are looked up."""
    links = config.plugins["autorefs"]
    for name, address in (*_python_names(), *_PYDANTIC.items()):
        links.register_url(name, address)
    return env


def _python_names() -> Iterator[tuple[str, str]]:
    for name, value in vars(builtins).items():
        if isinstance(value, type) and issubclass(value, BaseException):
            yield name, f"{_PYTHON}/exceptions.html#{name}"
    yield from ((name, f"{_PYTHON}/functions.html#{name}") for name in _OF_FUNCTIONS)
    yield from ((name, f"{_PYTHON}/stdtypes.html#{name}") for name in _OF_TYPES)
    for module in _MODULES:
        loaded: Any = import_module(module)
        for name in getattr(loaded, "__all__", None) or dir(loaded):
            if not name.startswith("_"):
                yield f"{module}.{name}", f"{_PYTHON}/{module}.html#{module}.{name}"
