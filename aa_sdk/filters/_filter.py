"""What every filter can do: grow, say itself, be compared, split and evaluated."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, ClassVar, Self

from aa_sdk._display.layout import Face
from aa_sdk._display.shown import Shown
from aa_sdk.filters._criteria.merging import meaning, merged
from aa_sdk.filters._criteria.parsing import parse
from aa_sdk.filters._criteria.rendering import as_code
from aa_sdk.filters._criteria.splitting import split_criteria
from aa_sdk.filters._criteria.wire_form import criteria_of, no_filter, read_criteria
from aa_sdk.filters._criteria.wording import criteria_face, criteria_text
from aa_sdk.filters._evaluation.detail_members import detail_keys
from aa_sdk.filters._evaluation.explanation import Explanation, explained
from aa_sdk.filters._evaluation.matcher import FindingLike, Matcher
from aa_sdk.filters._misuse import ExplainsMisuse
from aa_sdk.filters._operators import TextOperators
from aa_sdk.models.criteria import Criterion, SupportsCriteria


class Filter(ExplainsMisuse, Shown):
    """What every filter can do, whatever its keys. Filters never change: each call makes one.

    Two filters are equal when they ask the same, whatever the order of keys and values.
    """

    __slots__ = ("_criteria", "_matcher", "_meaning")

    unavailable: ClassVar[frozenset[str]] = frozenset()
    """The documented keys that this kind of filter does not take."""

    _criteria: dict[str, Criterion]
    _matcher: Matcher | None
    _meaning: frozenset[Hashable] | None

    def __init__(self) -> None:
        """Start with a filter that lets every finding through."""
        self.__setstate__({})

    def key(self, name: str, /) -> TextOperators[Self]:
        """Ask for a key by its name, also one that this release does not know.

        Args:
            name: The key as it is sent, such as `resourceType`.

        Returns:
            The key's operators. They take any text, also a value that this release does not
            know or takes for a misspelt one, and it is sent as it is.
        """
        return TextOperators(self, name, takes_any=True)

    def with_criterion(self, key: str, criterion: Criterion, /) -> Self:
        """Return a filter that asks this of a key too.

        Args:
            key: The filter key.
            criterion: What to ask. Values are added to those that the filter already has under
                the same operator.

        Returns:
            The new filter.

        Raises:
            InvalidRequestError: This kind of filter does not take the key, or the filter
                already asks for the key to be there and this for it not to be, or vice versa.
        """
        if key in self.unavailable:
            raise self._unavailable_key(key)
        present = self._criteria.get(key)
        changed = criterion if present is None else merged(key, present, criterion)
        return self._holding({**self._criteria, key: changed})

    def to_criteria(self) -> dict[str, Criterion]:
        """Return what is sent: a criterion for each key.

        Returns:
            A new dictionary, in the order in which the keys were first asked for.
        """
        return self._criteria.copy()

    @classmethod
    def from_criteria(
        cls, criteria: SupportsCriteria | Mapping[str, Criterion | Mapping[str, Any]], /
    ) -> Self:
        """Make a filter of criteria, such as those of an archive rule. Nothing is lost.

        Unknown keys and operators are kept. An unknown operator cannot be evaluated here.

        Args:
            criteria: For each key a `Criterion` or a mapping in wire form, or another filter.

        Returns:
            The filter, with `to_criteria()` equal to `criteria`.

        Raises:
            InvalidRequestError: It is no filter, or an unfinished one; a value has the wrong
                type; a key or an operator is a known one in another spelling, such as
                `resource_type`; or this kind of filter does not take a key.
        """
        given = criteria_of(criteria)
        if wrong := [key for key in given if key in cls.unavailable]:
            raise cls._unavailable_key(*wrong)
        return cls._holding(read_criteria(given))

    @classmethod
    def parse(cls, *texts: str) -> Self:
        """Make a filter of texts, as a command line takes them.

        | text | asks for |
        |---|---|
        | `status=ACTIVE` | `eq` |
        | `resourceType!=AWS::KMS::Key` | `neq` |
        | `resource~prod` | `contains` |
        | `error?` | `exists(True)` |
        | `error!?` | `exists(False)` |

        All texts must hold; values for the same key and operator are alternatives. Blanks
        around key, operator and value do not count. Values are checked as before sending. An
        unknown key must be a dotted one, as `condition.aws:SourceArn`.

        Args:
            *texts: One criterion each.

        Returns:
            The filter.

        Raises:
            InvalidRequestError: Texts cannot be read; each is named with the column and, for a
                misspelt key or value, the nearest one.
        """
        return cls.from_criteria(parse(texts))

    def matches(self, finding: FindingLike, /) -> bool:
        """Tell whether a finding passes this filter, without asking the service.

        All keys and operators must hold. The service documents little of the rest; here:

        - Text is compared exactly, upper and lower case being different. Only the names of
          condition keys are found in any case, as IAM reads them.
        - `eq`: one of the values is the whole text. `contains`: one of them is part of it.
          Neither holds for a key that the finding does not have.
        - `neq` is the opposite of `eq`: it holds for a key that the finding does not have.
        - `exists`: the finding has the key, with a value other than null or an empty list.
        - Of a key with several values, such as a list or one value in each of several details,
          `eq` and `contains` need one that fits, and `neq` that none is excluded.
        - V1 and preview findings and events without a finding type are `ExternalAccess`.
        - A key that the finding cannot have, such as `changeType` outside previews or `isPublic`
          of unused access, is absent, on summaries and events too.

        Args:
            finding: A finding as a model, as a mapping in wire form, or as an EventBridge
                event, whole or its detail, parsed or not: the answer is the same.

        Returns:
            Whether it passes. The filter is compiled at the first call.

        Raises:
            InvalidRequestError: The filter asks for details that the finding may have and that
                a V2 summary (or this event) does not carry, whatever else it asks; every such
                key is named. Or it has a key or operator this release cannot evaluate, or the
                mapping is in no wire form.
            TypeError: It is not a finding.
        """
        return (self._matcher or self._compiled()).matches(finding)

    def explain(self, finding: FindingLike, /) -> Explanation:
        """Tell what of this filter a finding does not pass, and what it has instead.

        Args:
            finding: As for `matches`.

        Returns:
            The failed criteria; true when there is none, exactly if `matches` is.

        Raises:
            InvalidRequestError: As for `matches`.
            TypeError: It is not a finding.
        """
        return explained(self._matcher or self._compiled(), finding)

    @property
    def detail_keys(self) -> tuple[str, ...]:
        """The keys that this filter has and V2 summaries do not carry.

        The service filters by them; `matches` needs the whole finding.
        """
        return detail_keys(self._criteria)

    def split(self) -> Iterator[Self]:
        """Cut a filter with more than 20 values into filters that the service takes.

        What any of them lists, this one does, and nothing else. A finding may pass several if
        the values are parts (`contains`) or the finding has several under the key.

        Returns:
            The filters, in the order of the values; only this one when nothing is too long.

        Raises:
            InvalidRequestError: More than 20 values stand under `neq`, where each part would
                let through what the others exclude, or under two operators or keys.
        """
        return map(self._holding, split_criteria(self._criteria))

    def __and__(self, other: Self, /) -> Self:
        """Put two filters in one, as if one had been written after the other.

        Args:
            other: A filter of the same kind. `FindingFilter` takes any kind.

        Returns:
            A filter with the keys of both. Values for the same key and operator are put in one
            list, and so are alternatives: of `eq` and `contains`, either may fit.

        Raises:
            InvalidRequestError: One asks for a key to be there, the other for it not to be.
        """
        return self._joined(other)

    def _joined(self, other: object) -> Self:
        if not isinstance(other, Filter):
            raise TypeError(f"& takes another filter: {no_filter(other)}")
        joined = self
        for key, criterion in other.to_criteria().items():
            joined = joined.with_criterion(key, criterion)
        return joined

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Filter):
            return NotImplemented
        return self._comparable() == other._comparable()

    def __hash__(self) -> int:
        return hash(self._comparable())

    def __repr__(self) -> str:
        return as_code(self._made_by, self._criteria)

    def __str__(self) -> str:
        return criteria_text(self._criteria)

    def _face(self) -> Face:
        return criteria_face(self._criteria)

    def __getstate__(self) -> dict[str, Criterion]:
        return self._criteria

    def __setstate__(self, criteria: dict[str, Criterion]) -> None:
        self._criteria = criteria
        self._matcher = None
        self._meaning = None

    def _comparable(self) -> frozenset[Hashable]:
        if self._meaning is None:
            self._meaning = meaning(self._criteria)
        return self._meaning

    def _compiled(self) -> Matcher:
        self._matcher = Matcher(self._criteria)
        return self._matcher

    @classmethod
    def _holding(cls, criteria: dict[str, Criterion]) -> Self:
        made = cls.__new__(cls)
        made.__setstate__(criteria)
        return made
