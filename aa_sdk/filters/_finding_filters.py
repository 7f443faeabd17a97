"""The filters: one for every key, and one for each purpose with the keys it takes."""

from typing import Any, ClassVar

from aa_sdk.filters._attributes import (
    AnyResourceAttributes,
    ConditionKey,
    ExternalAttributes,
    ExternalResourceAttributes,
    IdentityAttributes,
    InternalAttributes,
    InternalConditionKey,
    InternalResourceAttributes,
    PreviewAttributes,
    ResourceAccessAttributes,
    SharedAttributes,
    UnusedResourceAttributes,
)
from aa_sdk.filters._event_patterns.patterns import DEFAULT_CHARACTERS, event_patterns
from aa_sdk.filters._filter import Filter
from aa_sdk.filters._keys import FILTER_KEYS, AnalyzerKind
from aa_sdk.filters._operators import FilterT, TextOperators


def _not_of(kind: AnalyzerKind) -> frozenset[str]:
    return frozenset(name for name, key in FILTER_KEYS.items() if kind not in key.analyzers)


class _Conditions:
    """Any condition key."""

    __slots__ = ()

    def condition(self: FilterT, name: ConditionKey | str, /) -> TextOperators[FilterT]:
        """Ask for a condition on the access.

        Args:
            name: The condition key, such as `aws:PrincipalOrgID`. Not only those that are
                documented for filters, which editors complete.

        Returns:
            The key's operators.
        """
        return TextOperators(self, f"condition.{name}")


class FindingFilter(
    SharedAttributes,
    IdentityAttributes,
    AnyResourceAttributes,
    ResourceAccessAttributes,
    ExternalAttributes,
    InternalAttributes,
    PreviewAttributes,
    _Conditions,
    Filter,
):
    """A filter for findings, built key by key.

    ```python
    FindingFilter().status.eq("ACTIVE").resource_type.eq("AWS::S3::Bucket").is_public.eq(True)
    ```

    It is accepted wherever a filter is, and evaluated here by `matches`. All keys must hold:
    the service has no "or" across keys. Several values of one operator are alternatives.
    """

    __slots__ = ()

    _made_by: ClassVar[str] = "FindingFilter()"

    @staticmethod
    def for_external() -> "ExternalFindingFilter":
        """Start a filter with only the keys of external access findings."""
        return ExternalFindingFilter()

    @staticmethod
    def for_internal() -> "InternalFindingFilter":
        """Start a filter with only the keys of internal access findings."""
        return InternalFindingFilter()

    @staticmethod
    def for_unused() -> "UnusedFindingFilter":
        """Start a filter with only the keys of unused access findings."""
        return UnusedFindingFilter()

    @staticmethod
    def for_archive_rule() -> "ArchiveRuleFilter":
        """Start a filter with only the keys that archive rules take."""
        return ArchiveRuleFilter()

    # This one has the keys of all kinds, so that it can take any of them in.
    def __and__(self, other: Filter, /) -> "FindingFilter":
        """Put a filter of any kind into this one; see `Filter.__and__` for the rest."""
        return self._joined(other)

    def to_event_patterns(
        self, *, max_characters: int = DEFAULT_CHARACTERS
    ) -> tuple[dict[str, Any], ...]:
        """Return the patterns of EventBridge rules that pass the events that this filter matches.

        ```python
        import json

        for pattern in FindingFilter().status.eq("ACTIVE").is_public.eq(True).to_event_patterns():
            print(json.dumps(pattern))  # the event pattern of a rule
        ```

        There is one for each family of events about findings that can match: external, internal
        and unused access have different members, so an event is passed by one of them at most.
        Together they pass exactly the events for which `matches` is true, as long as an event has
        the form in which its family is documented. A key that this release does not know is taken
        for text, and an event without it is not passed, as `matches` refuses it. Names of condition
        keys are written as they are documented, or else as the filter has them: EventBridge
        compares them exactly, `matches` in any case.

        Args:
            max_characters: The most characters that a pattern may have, as `json.dumps` writes it.
                Default: 2,048, the quota of EventBridge, which can be raised to 4,096.

        Returns:
            The patterns, in the order external, internal, unused access; new dictionaries, ready
            for JSON and the same for equal filters built alike.

        Raises:
            InvalidRequestError: No family of events can match; the filter asks several things of
                one key that a rule cannot ask at once, such as a part and not a value that has it;
                a key is a documented one misspelt, or has an operator that this release does not
                know; or a pattern is too large. Each message says what to do instead.
        """
        return event_patterns(self._criteria, max_characters)


class ExternalFindingFilter(
    SharedAttributes,
    IdentityAttributes,
    ExternalResourceAttributes,
    ResourceAccessAttributes,
    ExternalAttributes,
    PreviewAttributes,
    _Conditions,
    Filter,
):
    """A filter with only the keys of external access findings and their previews."""

    __slots__ = ()

    unavailable: ClassVar[frozenset[str]] = _not_of("external")
    _made_by: ClassVar[str] = "FindingFilter.for_external()"


class InternalFindingFilter(
    SharedAttributes,
    IdentityAttributes,
    InternalResourceAttributes,
    ResourceAccessAttributes,
    InternalAttributes,
    Filter,
):
    """A filter with only the keys of internal access findings."""

    __slots__ = ()

    unavailable: ClassVar[frozenset[str]] = _not_of("internal")
    _made_by: ClassVar[str] = "FindingFilter.for_internal()"

    def condition(self, name: InternalConditionKey, /) -> TextOperators["InternalFindingFilter"]:
        """Ask for a condition on the access.

        Args:
            name: One of the three condition keys that these findings can be filtered by. For
                another, use `key`.

        Returns:
            The key's operators.
        """
        return TextOperators(self, f"condition.{name}")


class UnusedFindingFilter(SharedAttributes, IdentityAttributes, UnusedResourceAttributes, Filter):
    """A filter with only the keys of unused access findings."""

    __slots__ = ()

    unavailable: ClassVar[frozenset[str]] = _not_of("unused")
    _made_by: ClassVar[str] = "FindingFilter.for_unused()"


class ArchiveRuleFilter(
    SharedAttributes,
    AnyResourceAttributes,
    ResourceAccessAttributes,
    ExternalAttributes,
    InternalAttributes,
    _Conditions,
    Filter,
):
    """A filter with only the keys that archive rules take."""

    __slots__ = ()

    unavailable: ClassVar[frozenset[str]] = frozenset(
        name for name, key in FILTER_KEYS.items() if "CreateArchiveRule" not in key.operations
    )
    _made_by: ClassVar[str] = "FindingFilter.for_archive_rule()"
