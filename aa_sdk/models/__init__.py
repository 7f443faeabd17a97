"""Every structure of the service as a Pydantic model, one module for each noun.

All names can be imported from here; the modules are loaded when a name is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aa_sdk.models._base import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models._types import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models._unions import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.access_previews import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.analyzed_resources import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.analyzers import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.archive_rules import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.criteria import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.errors import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.finding_details import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.findings import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.policy_checks import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.policy_generation import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.policy_validation import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.recommendations import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.resource_configurations import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.statistics import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.tags import *  # noqa: F403 (the module says what is public)

# In the order they are searched, so those that most programs need come first.
_MODULES = (
    "_base",
    "_types",
    "_unions",
    "criteria",
    "finding_details",
    "findings",
    "archive_rules",
    "analyzers",
    "statistics",
    "analyzed_resources",
    "tags",
    "recommendations",
    "policy_checks",
    "policy_validation",
    "policy_generation",
    "resource_configurations",
    "access_previews",
    "errors",
)

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name

    def __getattr__(name: str) -> Any:
        """Find `name` in the modules of this package."""
        if name == "__all__":
            return tuple(sorted(n for m in _MODULES for n in _load(m).__all__))
        for module in map(_load, () if name.startswith("_") else _MODULES):
            if name in module.__all__:
                return globals().setdefault(name, getattr(module, name))
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    def __dir__() -> list[str]:
        """List the modules' public names too."""
        return sorted({*globals(), *__getattr__("__all__")})


def _load(module: str) -> Any:
    return import_module(f"{__name__}.{module}")
