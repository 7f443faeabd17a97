"""What a person sees of a policy that was cut down."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from aa_sdk._display.layout import Block, Card, Code, Content, Face, Note, Span, Style
from aa_sdk._display.limits import rest_note
from aa_sdk._display.words import count_text, listed, shorten
from aa_sdk.frames._narrowing.cutting import NotRemoved
from aa_sdk.frames._narrowing.recommended import RecommendedPolicy
from aa_sdk.models import GetFindingRecommendationResponse
from aa_sdk.policy import AccessSlice

MOST_NAMED = 6
"""How many things of a kind are named before the rest is counted."""
MOST_LINES = 40
"""How many lines of a diff are shown before the rest is counted."""
_LONGEST_LINE = 120
_STYLES: dict[str, Style] = {"+": "added", "-": "removed", "@": "muted"}


def diff_lines(lines: Iterable[str]) -> Iterator[Content]:
    """Lay out the first lines of a diff, without its head and with long lines cut."""
    # What `patch` is told of a last line that does not end is nothing to look at.
    taken = [line.split("\n", 1)[0].rstrip("\r") for line in islice(lines, 2, None)]
    shown = taken[:MOST_LINES]
    for n, line in enumerate(shown):
        fits = len(line) <= _LONGEST_LINE
        text = line if fits else _cut(line, shown[n - 1 : n] + shown[n + 1 : n + 2])
        yield Span(text.replace("\t", "    "), _STYLES.get(line[:1], "plain"))
    if len(taken) > MOST_LINES:
        rest = count_text(len(taken) - MOST_LINES, "more line")
        yield Span(f"… {rest}: see diff()", "muted")


def _cut(line: str, neighbours: Sequence[str]) -> str:
    """Cut a line to where it differs from the one that it stands for."""
    at = max((_shared(line, other) for other in neighbours), default=0)
    start = max(at - _LONGEST_LINE // 3, 1)
    text = line[start : start + _LONGEST_LINE]
    before = "…" if start > 1 else ""
    return f"{line[0]}{before}{text}" + ("…" if start + _LONGEST_LINE < len(line) else "")


def _shared(line: str, other: str) -> int:
    """How many characters behind their signs two lines have in common."""
    pairs = zip(line[1:], other[1:], strict=False)
    return 1 + next((n for n, (mine, theirs) in enumerate(pairs) if mine != theirs), 0)


def removed_rows(
    actions: Sequence[str], slices: Sequence[AccessSlice]
) -> Iterator[tuple[str, Content]]:
    """Rows for the actions that go, and the access that goes with them."""
    if actions:
        yield "actions", listed(actions, MOST_NAMED)
    rows = [Span(str(one), "removed") for one in slices[:MOST_NAMED]]
    yield from _under("removed", [*rows, *_rest(len(slices))])


def staying_rows(not_removed: Sequence[NotRemoved]) -> Iterator[tuple[str, Content]]:
    """Rows for what stays, each with the reason below it."""
    rows: list[Content] = []
    for one in not_removed[:MOST_NAMED]:
        rows += one.what, Span(one.reason, "muted")
    yield from _under("stays", [*rows, *_rest(len(not_removed))])


def _under(name: str, contents: Sequence[Content]) -> Iterator[tuple[str, Content]]:
    """Name the first of several rows."""
    return zip([name, *[""] * len(contents)], contents, strict=False)


def _rest(number: int) -> list[Content]:
    """Count what is not named."""
    return [note.content for note in rest_note(number, MOST_NAMED)]


def recommendation_rows(
    recommendation: GetFindingRecommendationResponse | None,
    recommended: Sequence[RecommendedPolicy],
) -> Iterator[tuple[str, Content]]:
    """Rows for what the service recommends."""
    if recommendation is None:
        return
    said: list[Content] = [_recommended(one) for one in recommended[:MOST_NAMED]]
    said += _rest(len(recommended))
    yield from _under("service", said or [_no_policy(recommendation)])


def _recommended(one: RecommendedPolicy) -> str:
    of = f" (for {shorten(one.existing_policy_id, 60)})" if one.existing_policy_id else ""
    return f"{one}{of}"


def _no_policy(recommendation: GetFindingRecommendationResponse) -> str:
    failure = f": {recommendation.error.code}" if recommendation.error else ""
    return f"recommends no other policy; its recommendation is {recommendation.status}{failure}"


def face_of(title: str, *, proven: bool, rows: Sequence[tuple[str, Content]], diff: Face) -> Face:
    """Put the card and the diff together."""
    accent: Style = "good" if proven else "failed"
    card: Block = Card(title, rows, accent=accent)
    return [card, *diff]


def diff_of(lines: Iterable[str]) -> Face:
    """Lay out a diff, or say that there is none."""
    content = list(diff_lines(lines))
    return [Code(content)] if content else [Note(Span("The text stays as it is.", "muted"))]
