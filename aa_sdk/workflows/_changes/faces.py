"""How changes show: in a line, as a card, and many of them as a table."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aa_sdk._display.layout import Block, Card, Content, Face, Grid, Note, Span, Style, spans
from aa_sdk._display.limits import MOST_ROWS, harmless, rest_note
from aa_sdk._display.words import count_text, moment_text, short_arn, shorten
from aa_sdk.models import GetFindingV2Response
from aa_sdk.models._faces.findings import resource_title
from aa_sdk.models._faces.lines import short_id
from aa_sdk.models._faces.members import content_of
from aa_sdk.models._faces.words import arn_span, moment_span, resource_spans, what_text
from aa_sdk.workflows._changes.differences import differences
from aa_sdk.workflows._hydration.results import HydrationFailed

NOTHING: Final = "nothing changed"
_NOT_READ: Final = "what changed was not read"

_MOST_LINE = 300
_MOST_RESOURCE = 110
_MOST_NAME = 60
_MOST_MEMBERS = 10
_STYLES: Mapping[str, Style] = {
    "New": "strong",
    "Reopened": "strong",
    "Changed": "changed",
    "Resolved": "good",
}


def line_of(change: Any) -> str:
    """Say in a line what became of which finding."""
    finding = change.finding
    words = [
        type(change).__name__,
        "PUBLIC" if _is_public(change) else "",
        shorten(finding.about, _MOST_NAME),
        short_arn(finding.resource_text, _MOST_RESOURCE),
        f"({short_id(change.finding_id)}):",
        news_of(change),
    ]
    return harmless(" ".join(filter(None, words)), _MOST_LINE)


def face_of(change: Any) -> Face:
    """Show a change: what happened, to which finding, and what it said before."""
    kind, finding = type(change).__name__, change.finding
    title = (Span(kind, style_of(change)), *what_of(change))
    resource = resource_title(finding.resource_type, finding.resource)
    is_altered = change.before is not None and change.after is not None
    rows: list[tuple[str, Content]] = [
        ("status", _statuses(change)),
        *(_differences(change) if is_altered else ()),
        *([("resource", arn_span(finding.resource))] if finding.resource else []),
        ("owner", Span(shorten(finding.resource_owner_account, _MOST_NAME))),
        ("happened", moment_span(change.happened_at)),
        ("noticed", (Span(moment_text(change.noticed_at)), Span(_by_whom(change), "muted"))),
        ("id", Span(shorten(change.finding_id, _MOST_NAME))),
    ]
    return [Card((*title, *resource), rows, accent="public" if _is_public(change) else "plain")]


def _differences(change: Any) -> Sequence[tuple[str, Content]]:
    """Show what each member said, and what it says."""
    found = [one for one in differences(change.before, change.after) if one.name != "status"]
    rows: list[tuple[str, Content]] = [
        (
            shorten(one.name.replace("_", " "), _MOST_NAME),
            (*_value(one.before), Span("→", "muted"), *_value(one.after)),
        )
        for one in found[:_MOST_MEMBERS]
    ]
    rest = len(found) - _MOST_MEMBERS
    return [*rows, *[("", Span(f"and {rest:,} more", "muted"))] * (rest > 0)]


def _value(value: object) -> Sequence[Span]:
    return (Span("—", "muted"),) if value is None else spans(content_of(value))


def table_of(
    counts: Mapping[type[Any], int], first: Sequence[Any], failures: Sequence[HydrationFailed]
) -> Face:
    """Show many changes: how many there are of each kind, and the first of them.

    Args:
        counts: How many there are, by class.
        first: The first of them, more or fewer than are shown.
        failures: What could not be read.
    """
    total = sum(counts.values())
    title = [Span(count_text(total, "change") if total else NOTHING, "strong")]
    title += [Span(f"· {counted(counts)}")] if total else []
    grid: list[Block] = [_grid(first[:MOST_ROWS]), *rest_note(total)] if first else []
    return [Note(title), *grid, *_failures_face(failures)]


def counted(counts: Mapping[type[Any], int]) -> str:
    """Return `34 new, 12 resolved`."""
    return ", ".join(f"{number:,} {kind.__name__.lower()}" for kind, number in counts.items())


def failures_text(failures: Sequence[HydrationFailed]) -> str:
    """Return `2 findings could not be read`; nothing where all were."""
    return f"{count_text(len(failures), 'finding')} could not be read" if failures else ""


def _failures_face(failures: Sequence[HydrationFailed]) -> Face:
    if not failures:
        return []
    shown = [Note(Span(str(failure), "muted")) for failure in failures[:MOST_ROWS]]
    title = Note(Span(failures_text(failures), "public"))
    return [title, *shown, *rest_note(len(failures))]


def _grid(changes: Sequence[Any]) -> Grid:
    header = ("change", "id", "what", "resource", "news", "happened")
    return Grid(
        header,
        [_row(change) for change in changes],
        spare=frozenset({5}),
        elastic=((3, 16), (4, 12)),
    )


def _row(change: Any) -> Sequence[Content]:
    finding = change.finding
    return (
        Span(type(change).__name__, style_of(change)),
        Span(short_id(change.finding_id), "plain", change.finding_id),
        what_of(change),
        resource_spans(finding.resource_type, finding.resource),
        Span(shorten(news_of(change), _MOST_RESOURCE)),
        Span(moment_text(change.happened_at), "muted"),
    )


def style_of(change: Any) -> Style:
    """Return how the name of what happened is drawn."""
    return _STYLES.get(type(change).__name__, "muted")


def what_of(change: Any) -> list[Span]:
    """Say what the finding is about, and first what is worst about it."""
    public = [Span("PUBLIC", "public")] * _is_public(change)
    error = [Span("ERROR", "public", change.finding.error)] * bool(change.finding.error)
    return [*public, *error, Span(what_text(change.finding.about))]


def _is_public(change: Any) -> bool:
    """Whether anyone has access, or had, by the last version that says so: events do not."""
    read = [one for one in (change.after, change.before) if isinstance(one, GetFindingV2Response)]
    return bool(read) and read[0].is_known_public


def news_of(change: Any) -> str:
    """Say what is new about a finding: its status, or which members it has anew."""
    if type(change).__name__ != "Changed":
        return _statuses(change)
    members = [one.name for one in differences(change.before, change.after)]
    told = ", ".join(shorten(name, _MOST_NAME) for name in members[:_MOST_MEMBERS])
    return told or _NOT_READ


def _statuses(change: Any) -> str:
    before, after = (None if one is None else one.status for one in (change.before, change.after))
    if before is None:
        return shorten(after or "", _MOST_NAME)
    if after is None:
        return f"was {shorten(before, _MOST_NAME)}"
    if before == after:
        return shorten(after, _MOST_NAME)
    return f"{shorten(before, _MOST_NAME)} → {shorten(after, _MOST_NAME)}"


def _by_whom(change: Any) -> str:
    return "by an event" if change.run is None else f"by run {change.run:,}"
