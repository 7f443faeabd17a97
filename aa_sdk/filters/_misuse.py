"""What filters say to those who ask them for what no filter, or not this kind, can do."""

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._keys import FILTER_KEYS


class UnavailableKeyError(InvalidRequestError, AttributeError):
    """A key that this kind of filter does not have. It is also what `hasattr` understands."""


class ExplainsMisuse:
    """Gives the reason and the way out for what type checkers refuse without either."""

    __slots__ = ()

    unavailable: ClassVar[frozenset[str]]
    _made_by: ClassVar[str]

    @classmethod
    def _unavailable_key(cls, *keys: str) -> UnavailableKeyError:
        reason = f"{cls._made_by} does not take this key; FindingFilter() takes every key"
        return UnavailableKeyError(*(InvalidField(f"filter.{key}", reason) for key in keys))

    # Checkers would take what is defined here for what filters can do.
    if not TYPE_CHECKING:  # pragma: no branch (TYPE_CHECKING is false here)

        def __or__(self, other: object) -> Any:
            raise TypeError(
                "the service has no OR across keys: give one key several values, as in "
                "status.eq('ACTIVE', 'ARCHIVED'), or make two queries"
            )

        __ror__ = __or__

        def __invert__(self) -> Any:
            raise TypeError(
                "the service has no NOT of a whole filter: use neq for eq, exists(False) for "
                "exists(), or make two queries and subtract"
            )

        def __getattr__(self, name: str) -> Any:
            for key in map(FILTER_KEYS.get, self.unavailable):
                if name == re.split(r"\W", key.attribute)[0]:
                    raise self._unavailable_key(key.name.partition(".")[0])
            near = get_close_matches(name, [n for n in dir(type(self)) if n[0] != "_"], 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}{hint}")
