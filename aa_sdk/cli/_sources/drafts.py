"""Policies as they stand in a template, before it is known where that is."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aa_sdk.cli._sources.documents import Document, Path
from aa_sdk.cli._sources.found import Found, FoundPolicy, Unresolved
from aa_sdk.cli._sources.resource_kinds import Kind
from aa_sdk.policy._language.json_values import is_list, is_object
from aa_sdk.policy._validation.places import Place

VERSION = "2012-10-17"


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy in a template, or what could be one and is not known."""

    path: Path
    """Where it stands, from the top of the template."""
    value: Any = None
    """The policy; a text that is one as it is."""
    kind: Kind | None = None
    """What it hangs on, where that is known."""
    resource: str = ""
    """The type of its resource."""
    reason: str = ""
    """Why it is not known."""
    at: Path | None = None
    """Where that stands, if it is elsewhere."""
    is_statement: bool = False
    """Whether it is a statement alone."""
    file: str | None = None
    """The file that has it, if it is in another one."""


def found_in(document: Document, path: str, drafts: Iterable[Draft]) -> Found:
    """Return policies with their names and places.

    Args:
        document: What they stand in.
        path: The file.
        drafts: The policies.
    """
    listed = [*drafts]
    ways = {way for one in listed for way in _ways(document.value, one)}
    places = document.places(ways)
    policies: list[FoundPolicy] = []
    unresolved: list[Unresolved] = []
    for one in listed:
        address = _address(one.path)
        name = f"{path}: {address}"
        if one.reason:
            place = places[_written(document.value, one.at or one.path)]
            unresolved.append(Unresolved(name, path, address, one.reason, place, one.file))
            continue
        kind, way = one.kind, _written(document.value, one.path)
        policies.append(
            FoundPolicy(
                name,
                path,
                address,
                _text(one),
                partial(_whole if one.is_statement else _place, places, way),
                kind.policy_type if kind else None,
                kind.resource_type if kind else None,
                resource=one.resource,
            )
        )
    return Found(tuple(policies), tuple(unresolved), 1)


def _text(draft: Draft) -> str:
    if draft.is_statement:
        return json.dumps({"Version": VERSION, "Statement": [draft.value]})
    return draft.value if isinstance(draft.value, str) else json.dumps(draft.value)


def _ways(value: Any, draft: Draft) -> Iterator[Path]:
    """List the places that are of interest: a policy's own, and those of its statements."""
    yield _written(value, draft.path)
    if draft.at is not None:
        yield _written(value, draft.at)
    found = _part(value, draft.path)
    statements: Any = found.get("Statement") if is_object(found) else None
    if is_list(statements):
        yield from ((*draft.path, "Statement", at) for at in range(len(statements)))
    elif statements is not None:
        yield (*draft.path, "Statement")


def _written(value: Any, path: Path) -> Path:
    """Return as much of a way as the text has: what a function gives stands where it is called."""
    while _part(value, path) is None and path:
        path = path[:-1]
    return path


def _part(value: Any, path: Path) -> Any:
    part: Any = value
    for step in path:
        if is_object(part):
            part = part.get(step)
        else:
            part = part[step] if is_list(part) and isinstance(step, int) else None
    return part


def _whole(places: Mapping[Path, Place], path: Path, index: int | None) -> Place | None:
    del index  # the only statement is the whole
    return places[path]


def _place(places: Mapping[Path, Place], path: Path, index: int | None) -> Place | None:
    if index is None:
        return places[path]
    alone = places.get((*path, "Statement")) if index == 0 else None
    return places.get((*path, "Statement", index)) or alone


def _address(path: Path) -> str:
    """Write a way from a resource on: `Bucket.Properties.Policies[0]`."""
    first, *rest = path[1:] if path[:1] == ("Resources",) and len(path) > 1 else path or ("",)
    return f"{first}" + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in rest)
