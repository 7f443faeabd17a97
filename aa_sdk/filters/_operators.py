"""What can be asked of a filter key, by the kind of its values."""

from collections.abc import Iterable
from typing import Any, Generic, Protocol, Self, TypeVar

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._criteria.suggestions import misspelt, value_problem
from aa_sdk.filters._keys import FILTER_KEYS, Operator, code_of
from aa_sdk.filters._misuse import ExplainsUnfinished
from aa_sdk.filters._wire_values import UncheckedText, wire_text
from aa_sdk.models.criteria import Criterion


class TakesCriteria(Protocol):
    """A filter, as operators see it."""

    def with_criterion(self, key: str, criterion: Criterion, /) -> Self:
        """Return the filter with a criterion more."""
        ...


FilterT = TypeVar("FilterT", bound=TakesCriteria)
ValueT = TypeVar("ValueT", bound=str)


class _Operators(ExplainsUnfinished, Generic[FilterT]):
    """The operators of one key of one filter."""

    __slots__ = ("_filter", "_key", "_takes_any")

    def __init__(self, filter: FilterT, key: str, *, takes_any: bool = False) -> None:
        self._filter = filter
        self._key = key
        self._takes_any = takes_any

    def __repr__(self) -> str:
        return f"<operators of {self._key!r}>"

    @property
    def _code(self) -> str:
        return f".key({self._key!r})" if self._takes_any else f".{code_of(self._key)}"

    @property
    def _reach(self) -> str:
        return self._code

    @property
    def _wanted(self) -> str:
        return ".eq(…), .neq(…), .contains(…) or .exists()"

    @property
    def _example(self) -> str:
        known = FILTER_KEYS.get(self._key)
        value = known.values[0] if known and known.values else "…"
        return f"{self._code}.eq({value!r})"

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
            if (problem := self._problem(value) or self._slip(operator, value))
        ]
        if wrong:
            raise InvalidRequestError(*wrong)
        texts = dict.fromkeys(map(wire_text, values))
        return self._filter.with_criterion(self._key, self._criterion(operator, texts))

    def _criterion(self, operator: Operator, texts: Iterable[str]) -> Criterion:
        known = FILTER_KEYS.get(self._key)
        given: dict[str, Any] = {operator: tuple(texts)}
        criterion = Criterion(**given)
        # What is near no known value may be one of a later release.
        may_be_new = known is not None and known.kind == "enum" and operator != "contains"
        if known is None or not (self._takes_any or may_be_new):
            return criterion
        marked = (
            UncheckedText(text) if value_problem(known, operator, text) else text
            for text in getattr(criterion, operator)
        )
        return criterion.model_copy(update={operator: tuple(marked)})

    def _slip(self, operator: Operator, value: object) -> str | None:
        """Return why a value cannot be meant as it stands there."""
        known = FILTER_KEYS.get(self._key)
        if known is None or self._takes_any or operator == "contains":
            return None
        reason = misspelt(known, wire_text(value))
        return reason and f"{reason} .key({self._key!r}) sends it as it is"

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
            InvalidRequestError: A value is no string, or nearly a known value of a key that has
                some, as `error` does.
        """
        return self._with("eq", values)

    def neq(self, *values: str) -> FilterT:
        """Ask for none of these values.

        Args:
            *values: 1 to 20.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string, or nearly a known value.
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
            *values: At least one of those the type allows. At run time a value that is near
                none of them passes; `FindingFilter.key` takes any.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string, or nearly a known value.
        """
        return self._with("eq", values)

    def neq(self, *values: ValueT) -> FilterT:
        """Ask for none of these values.

        Args:
            *values: At least one of those the type allows.

        Returns:
            The filter with these values more.

        Raises:
            InvalidRequestError: A value is no string, or nearly a known value.
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

    @property
    def _wanted(self) -> str:
        return ".eq(…), .neq(…) or .exists()"

    @property
    def _example(self) -> str:
        return f"{self._code}.eq(True)"

    def _problem(self, value: object) -> str | None:
        return None if type(value) is bool else "must be a bool, True or False without quotes"
