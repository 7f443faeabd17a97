"""Reads the text of a snapshot, and refuses what is none before anything is made of it."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NoReturn, TypeVar, cast

from pydantic import ValidationError

from aa_sdk.emulator._account.entities import Analyzer, Scope
from aa_sdk.emulator._account.snapshot_errors import SnapshotError, SnapshotFileError, told
from aa_sdk.emulator._account.snapshot_forms import AnalyzerForm, ScopeForm, SnapshotForm
from aa_sdk.emulator._account.world import partition_of
from aa_sdk.emulator._findings.filter_keys import check_rule_filter
from aa_sdk.emulator._protocol.errors import ErrorResponse

Saved = dict[str, Any]
T = TypeVar("T")


def from_file(path: str | Path) -> Saved:
    """Read a snapshot from a file.

    Raises:
        SnapshotError: It cannot be read, or is none.
    """
    try:
        text = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise SnapshotFileError(
            str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error
    return _checked(text)


def from_values(snapshot: object) -> Saved:
    """Read a snapshot of plain JSON values; they are copied.

    Raises:
        SnapshotError: It is none.
    """
    plain = dict(cast("Mapping[str, Any]", snapshot)) if isinstance(snapshot, Mapping) else snapshot
    try:
        text = json.dumps(plain, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise SnapshotError("", "should hold nothing but what JSON has a form for") from error
    return _checked(text.encode())


def _checked(text: bytes) -> Saved:
    try:
        _check(SnapshotForm.model_validate_json(text, strict=True, by_alias=True, by_name=False))
    except ValidationError as error:
        is_json = error.errors()[0]["type"] != "json_invalid"
        raise told(error, json.loads(text) if is_json else None) from error
    saved: Saved = json.loads(text, parse_constant=_refuse_constant)
    return saved


def _check(form: SnapshotForm) -> None:
    """Refuse what no type can say: what is there twice, and what does not fit the rest."""
    _check_ids(form)
    _check_distinct(form.scopes, lambda scope: (scope.account_id, scope.region), "scopes", "region")
    for index, scope in enumerate(form.scopes):
        _check_scope(scope, f"scopes[{index}]")


def _refuse_constant(name: str) -> NoReturn:
    raise SnapshotError("", f"should be JSON, which has no {name}")


def _check_ids(form: SnapshotForm) -> None:
    for index, (version, numbers, gauss) in enumerate(form.ids):
        try:
            Random().setstate((version, tuple(numbers), gauss))  # noqa: S311 (no secret)
        except ValueError as error:
            raise SnapshotError(
                f"ids[{index}]", "should be the state of a generator of random numbers"
            ) from error


def _check_scope(scope: ScopeForm, place: str) -> None:
    _check_distinct(scope.analyzers, lambda found: found.name, f"{place}.analyzers", "name")
    _check_distinct(scope.generations, lambda job: job.id, f"{place}.generations", "id")
    _check_distinct(scope.answered, lambda use: use[:2], f"{place}.answered", "")
    home = Scope(scope.account_id, scope.region, partition_of(scope.region))
    for index, analyzer in enumerate(scope.analyzers):
        _check_analyzer(home, analyzer, f"{place}.analyzers[{index}]")


def _check_analyzer(home: Scope, form: AnalyzerForm, place: str) -> None:
    if form.arn != home.analyzer_arn(form.name):
        raise SnapshotError(f"{place}.arn", f"should be {home.analyzer_arn(form.name)}")
    _check_distinct(form.rules, lambda rule: rule.name, f"{place}.rules", "name")
    _check_distinct(form.previews, lambda found: found.id, f"{place}.previews", "id")
    _check_distinct(form.resources, lambda found: found.arn, f"{place}.resources", "arn")
    _check_distinct(form.findings, lambda found: found.id, f"{place}.findings", "id")
    recommended = f"{place}.recommendations"
    _check_distinct(form.recommendations, lambda found: found.finding_id, recommended, "finding_id")
    analyzer = Analyzer(form.arn, form.name, form.type, 0, 0)
    for index, rule in enumerate(form.rules):
        try:
            check_rule_filter(
                {key: criterion.to_wire() for key, criterion in rule.filter.items()}, analyzer.kind
            )
        except ErrorResponse as refusal:
            raise SnapshotError(f"{place}.rules[{index}].filter", refusal.message) from refusal
    _check_findings(analyzer, form, f"{place}.findings")


def _check_findings(analyzer: Analyzer, form: AnalyzerForm, place: str) -> None:
    before = -1
    for index, finding in enumerate(form.findings):
        if not analyzer.finds(finding.finding_type):
            raise SnapshotError(
                f"{place}[{index}].finding_type",
                f"should be of a finding that an analyzer of type {analyzer.type} has",
            )
        if finding.seq <= before:
            raise SnapshotError(f"{place}[{index}].seq", f"should be more than {before}")
        before = finding.seq


def _check_distinct(
    items: Sequence[T], key: Callable[[T], object], place: str, member: str
) -> None:
    seen = set[object]()
    for index, item in enumerate(items):
        if key(item) in seen:
            raise SnapshotError(
                f"{place}[{index}].{member}".removesuffix("."),
                "should be there once only, and is the same as earlier on",
            )
        seen.add(key(item))
