"""Validation in words: findings by how grave they are, and where in the document they belong."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from aa_sdk._display import escape
from aa_sdk._display.layout import Block, Code, Face, Grid, Note, Span, Style
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.words import count_text, listed, shorten
from aa_sdk.models.policy_validation import (
    Location,
    PathElement,
    PathIndex,
    PathKey,
    PathValue,
    Substring,
    ValidatePolicyFinding,
)

NOTHING = "nothing found"
_STYLES: dict[str, Style] = {
    "ERROR": "public",
    "SECURITY_WARNING": "public",
    "WARNING": "changed",
    "SUGGESTION": "strong",
}
_GRAVITY = {kind: place for place, kind in enumerate(_STYLES)}
_MOST_CODES = 6
_MOST_KIND = 40


def summary(findings: Sequence[ValidatePolicyFinding]) -> str:
    """Count findings by kind, the gravest first."""
    counts = Counter(finding.finding_type for finding in findings)
    kinds = sorted(counts, key=_place)
    told = [
        count_text(counts[kind], escape(shorten(kind, _MOST_KIND)).lower().replace("_", " "))
        for kind in kinds
    ]
    return listed(told) or NOTHING


def in_a_page(findings: Sequence[ValidatePolicyFinding], not_checked: Collection[str]) -> Face:
    """Lay out a table with a row for each finding."""
    rows = [(*_said(one), one.finding_details) for one in _first(findings)]
    grid = [Grid(("type", "code", "where", "message"), rows)] * bool(rows)
    return [*_head(findings), *grid, *_foot(findings, not_checked)]


def in_a_terminal(findings: Sequence[ValidatePolicyFinding], not_checked: Collection[str]) -> Face:
    """Lay out two lines for each finding: a message is longer than a line is wide."""
    lines = [
        line
        for one in _first(findings)
        for line in (_said(one), Span(f"    {one.finding_details}", "muted"))
    ]
    return [*_head(findings), *[Code(lines)] * bool(lines), *_foot(findings, not_checked)]


def _head(findings: Sequence[ValidatePolicyFinding]) -> list[Block]:
    return [Note(Span(summary(findings), "strong" if findings else "good"))]


def _foot(
    findings: Sequence[ValidatePolicyFinding], not_checked: Collection[str]
) -> Iterator[Block]:
    yield from rest_note(len(findings))
    if not_checked:
        codes = listed(sorted(not_checked), _MOST_CODES)
        what = count_text(len(not_checked), "code")
        yield Note(Span(f"not checked, or not everywhere: {what}: {codes}", "muted"))


def _first(findings: Sequence[ValidatePolicyFinding]) -> list[ValidatePolicyFinding]:
    return sorted(findings, key=lambda one: _place(one.finding_type))[:MOST_ROWS]


def _place(kind: str) -> int:
    return _GRAVITY.get(kind, len(_GRAVITY))


def _said(finding: ValidatePolicyFinding) -> tuple[Span, Span, Span]:
    kind = finding.finding_type
    return Span(kind, _STYLES.get(kind, "plain")), Span(finding.issue_code), _where(finding)


def _where(finding: ValidatePolicyFinding) -> Span:
    places = [_place_text(location) for location in finding.locations]
    return Span(listed(places, 1), "muted")


def _place_text(location: Location) -> str:
    start = location.span.start
    return f"{path_text(location)} ({start.line}:{start.column})"


def path_text(location: Location) -> str:
    """Write the way to a part of a document, as in `Statement[0].Action[1]`."""
    return "".join(map(_step, location.path)).removeprefix(".") or "the document"


def _step(step: PathElement) -> str:
    match step:
        case PathIndex(index=index):
            return f"[{index}]"
        case PathKey(key=name) | PathValue(value=name):
            return f".{name}"
        case Substring(start=start, length=length):
            return f"[{start}:{start + length}]"
        case _:
            return ".…"
