"""What can be asked of a filter key, by the kind of its values."""

from typing import Any, Generic, Protocol, Self, TypeVar

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._keys import Operator
from aa_sdk.filters._wire_values import wire_text
from aa_sdk.models.criteria import Criterion


class TakesCriteria(Protocol):
    """A filter, as operators see it."""

    def with_criterion(self, key: str, criterion: Criterion, /) -> Self:
        """Return the filter with a criterion more."""
        ...


FilterT = TypeVar("FilterT", bound=TakesCriteria)
ValueT = TypeVar("ValueT", bound=str)


class _Operators(Generic[FilterT]):
    """The operators of one key of one filter."""

    __slots__ = ("_filter", "_key")

    def __init__(self, filter: FilterT, key: str) -> None:
        self._filter = filter
        self._key = key

    def __repr__(self) -> str:
        return f"<operators of {self._key!r}>"

    def exists(self, present: bool = True, /) -> FilterT:  # noqa: FBT001, FBT002 (reads as `exists(False)`)
        """Ask whether the finding has this key at all.

        Args:
            present: False for findings that do not have it. Default: True.

        Returns:
            The filter with this criterion more.

        Raises:
            InvalidRequestError: The filter already asks for the opposite.
        """
        if type(present) is not bool:
            raise InvalidRequestError(
                InvalidField(f"filter.{self._key}.exists", "must be a bool", present)
            )
        return self._filter.with_criterion(self._key, Criterion(exists=present))

    def _with(self, operator: Operator, values: tuple[object, ...]) -> FilterT:
        wrong = [
            InvalidField(f"filter.{self._key}.{operator}[{index}]", problem, value)
            for index, value in enumerate(values)
            if (problem := self._problem(value))
        ]
        if wrong:
            raise InvalidRequestError(*wrong)
        texts: dict[str, Any] = {operator: tuple(dict.fromkeys(map(wire_text, values)))}
        return self._filter.with_criterion(self._key, Criterion(**texts))

    def _problem(self, value: object) -> str | None:
        """Return why a value is of no type that the key has."""
        if isinstance(value, str):
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return "must be a string: an id is not a number"
        if isinstance(value, (list, tuple, set, frozenset)):
            return "must be a string: pass the values one by one, with * before a list"
        return "must be a string"


class TextOperators(_Operators[FilterT]):
    """The operators of a key whose values are any text."""

    __slots__ = ()

    def eq(self, *values: str) -> FilterT:
        """Ask for one of these values, the whole of it.

        Args:
            *values: 1 to 20. More can be split; see `FindingFilter.split`.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string.
        """
        return self._with("eq", values)

    def neq(self, *values: str) -> FilterT:
        """Ask for none of these values.

        Args:
            *values: 1 to 20.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string.
        """
        return self._with("neq", values)

    def contains(self, *parts: str) -> FilterT:
        """Ask for a value that has one of these in it.

        Args:
            *parts: 1 to 20. More can be split; see `FindingFilter.split`.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string.
        """
        return self._with("contains", parts)


# The methods of `TextOperators` again, and not inherited: they take other types of values, which
# a subclass may not, and the reference shows of a class what stands in it.
class EnumOperators(_Operators[FilterT], Generic[FilterT, ValueT]):
    """The operators of a key whose values are on a list."""

    __slots__ = ()

    def eq(self, *values: ValueT) -> FilterT:
        """Ask for one of these values.

        Args:
            *values: At least one of those the type allows. For a value this release does
                not know, use `FindingFilter.key`.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string.
        """
        return self._with("eq", values)

    def neq(self, *values: ValueT) -> FilterT:
        """Ask for none of these values.

        Args:
            *values: At least one of those the type allows.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string.
        """
        return self._with("neq", values)

    def contains(self, *parts: str) -> FilterT:
        """Ask for a value that has one of these in it, such as `Unused` for all unused access.

        Args:
            *parts: 1 to 20 parts of values.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string.
        """
        return self._with("contains", parts)


class BooleanOperators(_Operators[FilterT]):
    """The operators of a key that is true or false."""

    __slots__ = ()

    def eq(self, *values: bool) -> FilterT:
        """Ask for this value. It is sent as text, `"true"` or `"false"`.

        Args:
            *values: What it must be.

        Returns:
            The filter with this value more.

        Raises:
            InvalidRequestError: A value is no bool.
        """
        return self._with("eq", values)

    def neq(self, *values: bool) -> FilterT:
        """Ask for anything but this value.

        Args:
            *values: What it must not be.

        Returns:
            The filter with this value more.

        Raises:
            InvalidRequestError: A value is no bool.
        """
        return self._with("neq", values)

    def _problem(self, value: object) -> str | None:
        return None if type(value) is bool else "must be a bool"
