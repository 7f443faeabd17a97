"""What no type can say of a snapshot: what may be there once only, and what has to fit the rest.

Each rule is here because the world would go wrong without it, and silently: entities go by their
names and ids, so that the second of two takes the place of the first; an analyzer is found by its
name and answers to its ARN; a filter is evaluated as if it had been checked when its rule was made.
What findings and resources have to fit is looked at where they are put in; see `filling`.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from aa_sdk.emulator._account.entities import Analyzer, Scope
from aa_sdk.emulator._account.world import partition_of
from aa_sdk.emulator._findings.filter_keys import check_rule_filter
from aa_sdk.emulator._protocol.errors import ErrorResponse
from aa_sdk.emulator._snapshot.errors import SnapshotError
from aa_sdk.emulator._snapshot.forms import (
    AnalyzerForm,
    AnalyzerState,
    CountedAnalyzer,
    HeaderForm,
    ScopeForm,
    SnapshotForm,
)

TWICE = "should be there once only, and is the same as earlier on"
"""What is said of the second of two."""

T = TypeVar("T")
AnyScope = ScopeForm[AnalyzerForm] | ScopeForm[CountedAnalyzer]


def check_consistency(form: SnapshotForm | HeaderForm) -> None:
    """Raise for a snapshot in which something is there twice or does not fit the rest.

    Raises:
        SnapshotError: The first place where that is so.
    """
    _check_ids(form)
    scopes: Sequence[AnyScope] = form.scopes
    _check_distinct(scopes, lambda scope: (scope.account_id, scope.region), "scopes", "region")
    for index, scope in enumerate(scopes):
        _check_scope(scope, f"scopes[{index}]")


def _check_ids(form: SnapshotForm | HeaderForm) -> None:
    for index, (version, numbers, gauss) in enumerate(form.ids):
        try:
            Random().setstate((version, tuple(numbers), gauss))  # noqa: S311 (no secret)
        except ValueError as error:
            raise SnapshotError(
                f"ids[{index}]", "should be the state of a generator of random numbers"
            ) from error


def _check_scope(scope: AnyScope, place: str) -> None:
    analyzers: Sequence[AnalyzerState] = scope.analyzers
    _check_distinct(analyzers, lambda analyzer: analyzer.name, f"{place}.analyzers", "name")
    _check_distinct(scope.generations, lambda job: job.id, f"{place}.generations", "id")
    _check_distinct(scope.answered, lambda use: use[:2], f"{place}.answered", "")
    home = Scope(scope.account_id, scope.region, partition_of(scope.region))
    for index, analyzer in enumerate(analyzers):
        _check_analyzer(home, analyzer, f"{place}.analyzers[{index}]")


def _check_analyzer(home: Scope, form: AnalyzerState, place: str) -> None:
    if form.arn != home.analyzer_arn(form.name):
        raise SnapshotError(f"{place}.arn", f"should be {home.analyzer_arn(form.name)}")
    _check_distinct(form.rules, lambda rule: rule.name, f"{place}.rules", "name")
    _check_distinct(form.previews, lambda preview: preview.id, f"{place}.previews", "id")
    recommended = f"{place}.recommendations"
    _check_distinct(form.recommendations, lambda item: item.finding_id, recommended, "finding_id")
    analyzer = Analyzer(form.arn, form.name, form.type, 0, 0)
    for index, rule in enumerate(form.rules):
        try:
            check_rule_filter(
                {key: criterion.to_wire() for key, criterion in rule.filter.items()}, analyzer.kind
            )
        except ErrorResponse as error:
            raise SnapshotError(f"{place}.rules[{index}].filter", error.message) from error


def _check_distinct(
    items: Sequence[T], key: Callable[[T], object], place: str, member: str
) -> None:
    seen = set[object]()
    for index, item in enumerate(items):
        if key(item) in seen:
            raise SnapshotError(
                f"{place}[{index}].{member}".removesuffix("."),
                TWICE,
            )
        seen.add(key(item))
