"""What is not used: actions by name, or all that a pattern stands for."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol, cast

from aa_sdk.models import (
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
    Model,
    UnusedAction,
    UnusedPermissionDetails,
)
from aa_sdk.policy import UnsupportedPolicyError
from aa_sdk.policy._language.json_values import is_object
from aa_sdk.policy._validation.globs import covers, is_glob, literal_prefix
from aa_sdk.policy.errors import DOCUMENT
from aa_sdk.workflows import Gone, Hydrated, HydrationFailed

EVERYTHING = "*"
_ACTION = re.compile(r"[a-z0-9-]+:[a-z0-9*?_-]+", re.ASCII)
_NAMESPACE = "service_namespace"
_AFTER_ALL = "\U0010ffff"
_WILDCARDS = re.compile(r"[*?]+")
_MOST_COMPARED = 2_000_000  # which takes some seconds
_AS_LONG_AS_ONE = 64  # so many texts are searched for another one while two patterns are compared
_TOO_MANY = (
    "too many wildcards to be held against so many unused actions; "
    "pass fewer of the unused actions at a time"
)


class HasRows(Protocol):
    """A table: one of `unused_actions_table`, or what another library made of it."""

    def to_dicts(self) -> Iterable[Mapping[str, Any]]:
        """Return a mapping for each row."""
        ...


class UnusedActions:
    """Unused actions, to be held against the patterns of a policy, which are in lower case."""

    def __init__(self, texts: Iterable[str], most_compared: int = _MOST_COMPARED) -> None:
        """Take actions and patterns of them; one that stands twice counts once."""
        self._written: dict[str, str] = {}
        for text in texts:
            self._written.setdefault(pattern_of(text), text)
        self._touched: dict[str, frozenset[str]] = {}
        self._left_to_compare = most_compared

    @property
    def texts(self) -> tuple[str, ...]:
        """Each as it was written."""
        return tuple(self._written.values())

    @property
    def lowered(self) -> frozenset[str]:
        """Each in lower case."""
        return frozenset(self._written)

    def written(self, lowered: Iterable[str]) -> tuple[str, ...]:
        """Name some of them as they were written, in the order in which they were."""
        wanted = frozenset(lowered)
        return tuple(text for low, text in self._written.items() if low in wanted)

    def have_all_of(self, pattern: str) -> bool:
        """Tell whether all that a pattern stands for is sure to be unused."""
        if pattern in self._written:
            return True
        return any(covers(one, pattern) for one in self._patterns_near(pattern))

    def touched_by(self, pattern: str) -> frozenset[str]:
        """Find, in lower case, those that a pattern stands for, or has something in common with."""
        if pattern not in self._touched:
            self._touched[pattern] = frozenset(self._touched_by(pattern))
        return self._touched[pattern]

    def within(self, patterns: Iterable[str]) -> frozenset[str]:
        """Find, in lower case, those for all of which one of some patterns is sure to stand."""
        return frozenset(text for one in set(patterns) for text in self._within(one))

    def count(self, comparisons: int) -> None:
        """Count what is compared, so that nobody waits for minutes.

        Raises:
            UnsupportedPolicyError: That was too much.
        """
        self._left_to_compare -= comparisons
        if self._left_to_compare < 0:
            raise UnsupportedPolicyError(DOCUMENT, _TOO_MANY)

    def _touched_by(self, pattern: str) -> Iterator[str]:
        if pattern == EVERYTHING:
            yield from self._written
            return
        yield from self._names_within(pattern)
        yield from (one for one in self._patterns_near(pattern) if meet(one, pattern))

    def _within(self, pattern: str) -> Iterator[str]:
        yield from self._names_within(pattern)
        yield from (one for one in self._patterns_near(pattern) if covers(pattern, one))

    def _names_within(self, pattern: str) -> Iterator[str]:
        if is_glob(pattern):
            prefix = literal_prefix(pattern)
            start = bisect_left(self._names, prefix)
            end = bisect_left(self._names, prefix + _AFTER_ALL)
            part = max(_WILDCARDS.split(pattern)[1:], key=len)
            likely = [name for name in self._names[start:end] if part in name]
            self.count(len(likely) + (end - start) // _AS_LONG_AS_ONE)
            yield from (name for name in likely if covers(pattern, name))
        elif pattern in self._written:
            yield pattern

    def _patterns_near(self, pattern: str) -> Iterator[str]:
        """The patterns that may have something in common with one, by the service it names."""
        service = pattern.partition(":")[0]
        near = self._patterns if is_glob(service) else (service, EVERYTHING)
        for each in near:
            patterns = self._patterns.get(each, ())
            self.count(len(patterns))
            yield from patterns

    @cached_property
    def _names(self) -> list[str]:
        return sorted(text for text in self._written if not is_glob(text))

    @cached_property
    def _patterns(self) -> Mapping[str, list[str]]:
        patterns: dict[str, list[str]] = {}
        for text in filter(is_glob, self._written):
            patterns.setdefault(text.partition(":")[0], []).append(text)
        return patterns


def pattern_of(text: str) -> str:
    """Write an action as it is compared: in lower case, and all actions in one way."""
    lowered = re.sub(r"\*+", "*", text.lower())
    return EVERYTHING if lowered == "*:*" else lowered


def meet(one: str, other: str) -> bool:
    """Tell whether two patterns have a text in common."""
    if "*" not in one:
        one, other = other, one
    head, *middle = one.split("*")
    if not middle:
        return len(one) == len(other) and _agree(one, other)
    tail = middle.pop()
    if "*" in other:  # then there is room for all that stands between, one after the other
        other_head, *_, other_tail = other.split("*")
        return _agree(head, other_head) and _agree(tail[::-1], other_tail[::-1])
    end = len(other) - len(tail)
    at = len(head)
    if end < at or not _agree(head, other) or not _agree(tail, other[end:]):
        return False
    for part in middle:
        last = end - len(part)
        while at <= last and not _agree(part, other[at:]):
            at += 1
        if at > last:
            return False
        at += len(part)
    return True


def _agree(one: str, other: str) -> bool:
    """Tell whether two texts, `?` in them any character, are the same as far as both go."""
    if "?" not in one and "?" not in other:
        return one.startswith(other) or other.startswith(one)
    pairs = zip(one, other, strict=False)
    return all(mine == theirs or "?" in (mine, theirs) for mine, theirs in pairs)


def read_unused(source: object) -> UnusedActions:
    """Read what a caller says is unused, in any of the forms that there are for it.

    Args:
        source: Actions, details or findings; one, or any iterable of them.

    Raises:
        TypeError: There is something else in it.
        ValueError: An action names no service, a finding no actions, or findings are about
            several roles or users.
    """
    owners: set[str] = set()
    unused = UnusedActions(_texts(source, "unused_actions", owners))
    if len(owners) > 1:
        raise ValueError(
            f"unused_actions are those of {len(owners)} roles or users: what one of them does not "
            "use, another may; pass the findings of one, or as text what all of them leave unused"
        )
    return unused


def _texts(source: object, place: str, owners: set[str]) -> Iterator[str]:
    match source:
        case str():
            yield _checked(source, place)
        case UnusedPermissionDetails():
            names: list[str | None] = [one.action for one in source.actions]
            for name in names or [None]:
                yield _within(source.service_namespace, name, place)
        case Hydrated():
            yield from _texts(source.finding, place, owners)
        case GetFindingV2Response():
            yield from _of_finding(source, place, owners)
        case _ if is_object(source):
            yield from _of_row(source, place, owners)
        case _:
            for n, item in enumerate(_items(source, place)):
                yield from _texts(item, f"{place}[{n}]", owners)


def _of_finding(finding: GetFindingV2Response, place: str, owners: set[str]) -> Iterator[str]:
    details = finding.details(UnusedPermissionDetails)
    if not details:
        raise ValueError(
            f"{place} is a finding that names no unused actions: pass findings of type "
            "UnusedPermission that have no error"
        )
    owners.add(finding.resource or finding.id)
    yield from _texts(details, f"{place}.finding_details", owners)


def _of_row(row: Mapping[Any, Any], place: str, owners: set[str]) -> Iterator[str]:
    """Read a row of the table of unused actions."""
    service, name = row.get(_NAMESPACE), row.get("action")
    if not isinstance(service, str) or not isinstance(name, str | None):
        raise TypeError(
            f"{place} is a mapping without service_namespace and action: "
            "pass rows of unused_actions_table"
        )
    if isinstance(resource := row.get("resource"), str):
        owners.add(resource)
    yield _within(service, name, place)


def _items(source: object, place: str) -> Iterable[object]:
    rows = getattr(source, "to_dicts", None)
    if callable(rows) and not isinstance(source, list):  # a listing has its items
        return cast("Iterable[object]", rows())
    if isinstance(source, FindingSummaryV2 | FindingSummary | Gone | HydrationFailed):
        raise ValueError(  # noqa: TRY004 (it is one of findings, read too early)
            f"{place} is a finding without its details: read them with hydrate or get_finding_v2"
        )
    if isinstance(source, UnusedAction):
        raise TypeError(f"{place} does not say of which service: pass the details it stands in")
    if isinstance(source, Iterable) and not isinstance(source, bytes | bytearray | Model):
        return cast("Iterable[object]", source)
    raise TypeError(
        f"{place} is of type {type(source).__name__}: pass actions such as s3:PutObject, "
        "UnusedPermissionDetails, or whole findings"
    )


def _within(service: str, name: str | None, place: str) -> str:
    """Put an action and its service together; no action stands for all of them."""
    if name is not None and ":" in name:
        return _checked(name, place)
    return _checked(f"{service}:{EVERYTHING if name is None else name}", place)


def _checked(text: str, place: str) -> str:
    pattern = pattern_of(text)
    if pattern == EVERYTHING or _ACTION.fullmatch(pattern):
        return text
    if pattern.startswith("arn:"):
        problem = "is an ARN and no action"
    elif ":" not in pattern:
        problem = "names no service"
    else:
        problem = "is no action"
    raise ValueError(f"{place} {problem}: write it as service:Action, such as s3:PutObject")
