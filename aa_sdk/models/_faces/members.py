"""Any model as a card: the members that are set, each in a line."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from pydantic import BaseModel

from aa_sdk._display.layout import Card, Content, Face, Span
from aa_sdk._display.words import moment_text, shorten
from aa_sdk.models._faces.lines import line_of
from aa_sdk.models._faces.words import arn_span, several

_MOST = 40
_MOST_TEXT = 200
_DEPTH = 6
_MOST_INSIDE = 4


def card_of(model: BaseModel) -> Face:
    """Show any model.

    Args:
        model: The model, whatever is in it.
    """
    rows = list(_rows(model))
    if len(rows) > _MOST:
        rows = [*rows[:_MOST], ("", Span(f"and {len(rows) - _MOST:,} more members", "muted"))]
    return (Card(type(model).__name__, rows or [("", Span("nothing is set", "muted"))]),)


def _rows(model: BaseModel) -> Iterator[tuple[str, Content]]:
    fields = type(model).model_fields
    for name, field in fields.items():
        if name not in model.model_fields_set or getattr(model, name) is None:
            continue
        value = getattr(model, name)
        yield name.replace("_", " "), content_of(value) if field.repr else _hidden(value)
    for name in model.model_extra or ():
        yield shorten(name, _MOST_TEXT), Span("new to this release", "muted")


def _hidden(value: object) -> Span:
    """Say that there is a policy document, and nothing of it."""
    size = f" of {len(value):,} characters" if isinstance(value, str) else ""
    return Span(f"a document{size}", "muted")


def content_of(value: object) -> Content:
    """Show any value that stands in a model."""
    match value:
        case str() if value.startswith("arn:"):
            return arn_span(value)
        case list() | tuple():
            items = cast("Sequence[object]", value)
            return several(map(text_of, items), 10) if items else Span("none", "muted")
        case Mapping():
            entries = cast("Mapping[str, object]", value).items()
            told = [f"{name} = {text_of(each)}" for name, each in entries]
            return several(told, 10) if told else Span("none", "muted")
        case _:
            told_in_full = text_of(value)
            title = value if isinstance(value, str) and value != told_in_full else ""
            return Span(told_in_full, "plain", title)


def text_of(value: object, depth: int = _DEPTH) -> str:
    """Write any value that stands in a model, in a few words."""
    return shorten(_text_of(value, depth), _MOST_TEXT)


def _text_of(value: Any, depth: int) -> str:  # noqa: PLR0911 (one for each kind of value)
    match value:
        case None:
            return "—"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return moment_text(value)
        case int():
            return f"{value:,}"
        case str():
            return value
        case _ if depth == 0:
            return "…"
        case BaseModel():
            return line_of(value) or _model(value, depth - 1)
        case Mapping():
            entries = list(cast("Mapping[str, object]", value).items())
            told = [f"{name} = {text_of(each, depth - 1)}" for name, each in entries[:_MOST_INSIDE]]
            return ", ".join(told) + (" …" if len(entries) > len(told) else "")
        case list() | tuple():
            items = cast("Sequence[object]", value)
            told = [text_of(each, depth - 1) for each in items[:_MOST_INSIDE]]
            return ", ".join(told) + (" …" if len(items) > len(told) else "")
        case _:
            return shorten(repr(value), _MOST_TEXT)


def _model(model: BaseModel, depth: int) -> str:
    fields = type(model).model_fields
    told = [
        f"{name.replace('_', ' ')} {text_of(getattr(model, name), depth)}"
        for name in fields
        if name in model.model_fields_set and fields[name].repr and getattr(model, name) is not None
    ]
    return ", ".join([*told, *(f"{shorten(name, 40)} …" for name in model.model_extra or ())])
