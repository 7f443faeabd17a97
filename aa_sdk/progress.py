"""How far long work has come: one value, told again and again to a function of the caller's."""

from dataclasses import dataclass

from aa_sdk._lazy import hide_imports

__all__ = ("Progress",)
hide_imports(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work has come; what `on_progress` is called with.

    ```python
    await hydrate(client, analyzer_arn=arn, findings=ids, on_progress=print).collect()
    ```
    """

    done: int
    """Items that went well."""
    failed: int
    """Items that did not, and were given up."""
    gone: int
    """Items that were not there any more."""
    throttled: int
    """Attempts that the service refused for coming too fast; each was made again."""
    rate: float
    """Items a second, of late."""
    remaining: int | None
    """Items still to come; None while nobody knows."""
