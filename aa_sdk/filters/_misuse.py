"""What filters say to those who ask them for what no filter, or not this kind, can do."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from aa_sdk._nearest import nearest
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._keys import FILTER_KEYS, OPERATORS, FilterKey
from aa_sdk.models._filter_forms import intended_operator

_VALUES = (str, int, list, tuple, set, frozenset)
_SHOWN_VALUES = (str, int)
_SHOWN = 60


def _first_name(key: FilterKey) -> str:
    return re.split(r"\W", key.attribute)[0]


_METHODS = {"key", "matches", "explain", "split", "to_event_patterns"}
_OF_FILTERS = {*map(_first_name, FILTER_KEYS.values()), *_METHODS}


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

        def __new__(cls, *values: object, **named: object) -> Any:
            if values or named:
                raise TypeError(_no_arguments(cls._made_by, named))
            return super().__new__(cls)

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
            if name.startswith("_"):
                raise AttributeError(name)
            for key in map(FILTER_KEYS.get, self.unavailable):
                if name == _first_name(key):
                    raise self._unavailable_key(key.name.partition(".")[0])
            if name == "to_event_patterns":
                raise AttributeError(
                    f"events are of every kind: write (FindingFilter() & …).{name}()"
                )
            if name in OPERATORS:
                raise AttributeError(f"{name} belongs to a key: write .status.{name}(…)")
            raise _no_attribute(type(self).__name__, name, type(self))

        def __getitem__(self, name: object) -> Any:
            raise TypeError(f"write .key({name!r}) for the key, then an operator such as .eq(…)")


class ExplainsUnfinished:
    """The same for what a filter hands out on the way, which asks for nothing yet.

    It passes for no filter, value or condition, as those take it who call no operator.
    """

    __slots__ = ()

    if TYPE_CHECKING:  # what each kind says of itself

        @property
        def _code(self) -> str: ...  # what was written, from the filter on
        @property
        def _reach(self) -> str: ...  # what an operator can be written behind
        @property
        def _wanted(self) -> str: ...  # what is missing
        @property
        def _example(self) -> str: ...  # the whole of it

    else:
        __hash__ = object.__hash__

        def to_criteria(self) -> Any:
            raise InvalidRequestError(InvalidField("filter", self._unfinished()))

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            if name in _OF_FILTERS:
                raise AttributeError(self._unfinished())
            if meant := intended_operator(name):
                taken = hasattr(type(self), meant) or self._reach != self._code
                write = f"{self._reach}.{meant}(…)" if taken else self._example
                raise AttributeError(f"{self._code} has no {name!r}: write {write}")
            raise _no_attribute(self._code, name, type(self), self._wanted)

        def __eq__(self, other: object) -> Any:
            if isinstance(other, _VALUES):
                raise TypeError(f"== compares nothing here: write {self._asking('eq', other)}")
            return NotImplemented

        def __ne__(self, other: object) -> Any:
            if isinstance(other, _VALUES):
                raise TypeError(f"!= compares nothing here: write {self._asking('neq', other)}")
            return NotImplemented

        def __contains__(self, value: object) -> Any:
            raise TypeError(f"'in' finds nothing here: write {self._asking('eq', value)}")

        def __call__(self, *values: object, **_: object) -> Any:
            raise TypeError(f"{self._code} is not called: write {self._asking('eq', *values)}")

        def __bool__(self) -> Any:
            raise TypeError(self._unfinished())

        def __and__(self, _: object) -> Any:
            raise TypeError(self._unfinished())

        __rand__ = __or__ = __ror__ = __and__
        __invert__ = __bool__

        def _unfinished(self) -> str:
            return f"unfinished: {self._code} needs {self._wanted}, as in {self._example}"

        def _asking(self, operator: str, *values: object) -> str:
            """Write the call of an operator with these values, or an example."""
            shown = [value for value in values if isinstance(value, _SHOWN_VALUES)]
            if not shown or any(len(str(value)) > _SHOWN for value in shown):
                return self._example
            return f"{self._reach}.{operator}({', '.join(map(repr, shown))})"


class ExplainsTheClass:
    """The same for the attribute of a key, asked of the class of a filter."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def _code(self) -> str: ...

    else:

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            written = f"FindingFilter().{self._code}.{name}"
            raise AttributeError(f"a filter is asked, not its class: write {written}")


def _no_attribute(what: str, name: str, owner: type, wanted: str = "") -> AttributeError:
    near = nearest(name, [one for one in dir(owner) if one[0] != "_"])
    hint = f"; did you mean {near!r}?" if near else wanted and f": it needs {wanted}"
    return AttributeError(f"{what} has no attribute {name!r}{hint}")


def _no_arguments(made_by: str, names: Iterable[str]) -> str:
    """Say how to ask for what was passed to a filter where it is made."""
    attributes = {key.name: key.attribute for key in FILTER_KEYS.values()}
    attributes |= {_first_name(key): key.attribute for key in [*FILTER_KEYS.values()][::-1]}
    meant = [nearest(name, attributes) for name in names]
    asked = [f".{attributes[one]}.eq(…)" for one in meant if one] or [".status.eq(…)"]
    return f"{made_by} takes no arguments: write {made_by}{''.join(asked)}"
