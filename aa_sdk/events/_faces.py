"""How events show: a line, and a card with what a person wants to see."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from aa_sdk._display.layout import Card, Content, Face, Span
from aa_sdk._display.limits import harmless
from aa_sdk._display.words import moment_text, short_arn, shorten
from aa_sdk.models._faces.findings import resource_title, what_title
from aa_sdk.models._faces.lines import kinds_of, short_id
from aa_sdk.models._faces.members import card_of
from aa_sdk.models._faces.words import arn_span, pairs, several, status_span

_MOST_NAME = 80
_MOST_LINE = 240
_MOST_RESOURCE = 110
_MOST_PROBLEM = 160

_Rows = Iterator[tuple[str, Content]]

# An event that was made without validation may have anything in it, or lack what it must have.
_UNCHECKED = (AttributeError, TypeError, ValueError, StopIteration)


class _Showing(NamedTuple):
    """How events of one kind show."""

    line: Callable[[Any], Iterator[str]]
    """The pieces of its line; empty ones are left out."""
    card: Callable[[Any], Card]
    """Its card."""


def line_of(event: object) -> str | None:
    """Return an event as one line, escaped; None for one that lacks what it must have.

    Args:
        event: Any event.
    """
    try:
        told = " ".join(filter(None, _showing(event).line(event)))
    except _UNCHECKED:
        return None
    return harmless(told, _MOST_LINE)


def face_of(event: Any) -> Face:
    """Return what is shown of an event.

    Args:
        event: Any event. One that lacks what it must have shows as what is there.
    """
    try:
        return (_showing(event).card(event),)
    except _UNCHECKED:
        return card_of(event)


def _showing(event: object) -> _Showing:
    """Return how events of this kind show."""
    return next(filter(None, map(_SHOWING.get, kinds_of(event))))


def _finding_line(event: Any) -> Iterator[str]:
    yield shorten(event.status, _MOST_NAME)
    yield "PUBLIC" if event.is_known_public else ""
    yield shorten(event.finding_type, _MOST_NAME)
    yield short_arn(event.resource, _MOST_RESOURCE)
    yield f"({short_id(event.finding_id)})"
    yield f"error {shorten(event.detail.error, _MOST_NAME)}" if event.detail.error else ""
    yield _change(event)


def _finding_card(event: Any) -> Card:
    detail = event.detail
    what = what_title(event.finding_type, event.is_known_public)
    return Card(
        (what, *resource_title(event.resource_type, event.resource)),
        [*_finding_rows(event, detail), *_origin_rows(event)],
        status_span(event.status),
        "public" if event.is_known_public or detail.error else "plain",
    )


def _finding_rows(event: Any, detail: Any) -> _Rows:
    yield _sent(event)
    if detail.error:
        yield "error", Span(shorten(detail.error, _MOST_NAME), "public")
    elif hasattr(detail, "principal"):
        yield "who", _who(event, detail)
        yield "may", several(detail.action) or Span("—", "muted")
        yield "if", pairs(detail.condition, " = ") or Span("no condition", "muted")
    yield from _unused_rows(detail)
    yield "resource", arn_span(event.resource)
    yield "owner", Span(shorten(event.resource_owner_account, _MOST_NAME))
    yield "since", Span(moment_text(detail.created_at))
    yield "finding", Span(shorten(event.finding_id, _MOST_NAME))


def _who(event: Any, detail: Any) -> Content:
    if event.is_known_public:
        return Span("anyone", "public")
    return pairs(detail.principal, " ") or Span("—", "muted")


def _unused_rows(detail: Any) -> _Rows:
    counted = (
        ("unused", getattr(detail, "number_of_unused_services", None), "services"),
        ("", getattr(detail, "number_of_unused_actions", None), "actions"),
    )
    for name, number, what in counted:
        if number is not None:
            yield name, Span(f"{number:,} {what}")


def _change(event: Any) -> str:
    """Say what has become of it, as far as the event says that."""
    if event.is_deleted:
        return "deleted"
    if event.previous_status:
        return f"was {shorten(event.previous_status, _MOST_NAME)}"
    return "new" if event.detail.previous_status == "" else ""


def _preview_line(event: Any) -> Iterator[str]:
    yield shorten(event.status, _MOST_NAME)
    yield f"access preview {short_id(event.detail.access_preview_id)}"
    yield short_arn(event.resource, _MOST_RESOURCE) if event.resource else ""
    yield _change(event)


def _preview_card(event: Any) -> Card:
    return Card(
        (Span("Access preview", "strong"), Span(short_id(event.detail.access_preview_id))),
        [*_preview_rows(event, event.detail), *_origin_rows(event)],
        status_span(event.status),
        "public" if event.detail.status_reason else "plain",
    )


def _preview_rows(event: Any, detail: Any) -> _Rows:
    yield _sent(event)
    if detail.status_reason:
        yield "error", Span(shorten(detail.status_reason.code, _MOST_NAME), "public")
    yield "resources", several(detail.configured_resources) or Span("none", "muted")
    yield "preview", Span(shorten(detail.access_preview_id, _MOST_NAME))


def _unknown_line(event: Any) -> Iterator[str]:
    yield f"{shorten(event.detail_type, _MOST_NAME)} of {shorten(event.source, _MOST_NAME)}"
    yield f"({short_id(event.id)})"
    yield f"cannot be read: {shorten(event.problem, _MOST_PROBLEM)}" if event.problem else ""


def _unknown_card(event: Any) -> Card:
    return Card(
        Span(shorten(event.detail_type, _MOST_NAME), "strong"),
        [*_unknown_rows(event), *_origin_rows(event)],
        "cannot be read" if event.problem else "",
        "public" if event.problem else "plain",
    )


def _unknown_rows(event: Any) -> _Rows:
    yield _sent(event)
    if event.problem:
        yield "problem", Span(event.problem, "public")
    yield "of", Span(shorten(event.source, _MOST_NAME))
    # Of what nobody knows the names must do: it may be anything.
    yield "detail", several(event.detail) or Span("empty", "muted")


def _sent(event: Any) -> tuple[str, Content]:
    change = "" if isinstance(event.detail, Mapping) else _change(event)
    return "sent", (Span(moment_text(event.time)), Span(change, "strong"))


def _origin_rows(event: Any) -> _Rows:
    if event.analyzer_arn:
        yield "analyzer", arn_span(event.analyzer_arn)
    yield "id", Span(shorten(event.id, _MOST_NAME), "muted")


_SHOWING: Mapping[str, _Showing] = {
    "ExternalAccessEvent": _Showing(_finding_line, _finding_card),
    "InternalAccessEvent": _Showing(_finding_line, _finding_card),
    "UnusedAccessEvent": _Showing(_finding_line, _finding_card),
    "AccessPreviewStateChange": _Showing(_preview_line, _preview_card),
    "UnknownEvent": _Showing(_unknown_line, _unknown_card),
}
"""How each kind of event shows, by the name of its class."""
