"""Many models as a table, with a line above that says what they are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from aa_sdk._display.layout import Content, Face, Grid, Note, Span
from aa_sdk._display.limits import MOST_ROWS
from aa_sdk._display.words import count_text, shorten
from aa_sdk.models._faces.columns import DETAILS, FINDINGS, ROWS, SHORT_ID, UNKNOWN, Beside, Rows
from aa_sdk.models._faces.lines import is_finding, kinds
from aa_sdk.models._faces.words import counted, what_text

_STATUSES = ("active", "archived", "resolved")
_MOST_GROUP = 60
_MOST_ID = 64


def rows_of(types: Iterable[type]) -> Rows | None:
    """Return how items stand in a table; None where they are of several kinds, or of none here.

    Args:
        types: The classes of all of them.
    """
    all_rows: list[Rows | None] = []
    is_new = False
    for each in types:
        names = kinds(each)
        is_new = is_new or UNKNOWN in names
        if UNKNOWN not in names:
            all_rows.append(_rows_of_one(names))
    first = all_rows[0] if all_rows else DETAILS if is_new else None
    return first if all(rows is first for rows in all_rows) else None


def _rows_of_one(names: Sequence[str]) -> Rows | None:
    if is_finding(names):
        return FINDINGS
    return next((ROWS[name] for name in names if name in ROWS), None)


def table_face(items: Sequence[Any], rows: Rows, now: datetime | None = None) -> Face:
    """Show items as a table, with a line above that counts all of them.

    Args:
        items: Items of one kind.
        rows: How they stand in a table.
        now: When they were read; None where nobody knows, and no ages are shown.
    """
    subjects = items if rows.subject is None else list(map(rows.subject, items))
    head = Note(Span(_summary(subjects, rows), "strong"))
    if not items:
        return (head,)
    beside = Beside(_id_length(subjects) if "id" in rows.header else 0, now)
    cells = [rows.cells(item, beside) for item in items[:MOST_ROWS]]
    grid = _grid(rows, cells, [n for n, name in enumerate(rows.header) if now or name != "age"])
    rest = len(items) - MOST_ROWS
    return (head, grid, Note(Span(f"{rest:,} more", "muted"))) if rest > 0 else (head, grid)


def _grid(rows: Rows, cells: Sequence[Sequence[Content]], shown: Sequence[int]) -> Grid:
    """Put the columns that are shown into a grid."""

    def places(columns: frozenset[int]) -> frozenset[int]:
        return frozenset(place for place, n in enumerate(shown) if n in columns)

    return Grid(
        [rows.header[n] for n in shown],
        [[row[n] for n in shown] for row in cells],
        places(rows.right),
        places(rows.spare),
        [(place, least) for n, least in rows.elastic for place in places(frozenset({n}))],
    )


def _id_length(items: Sequence[Any]) -> int:
    """Return how many characters tell every id from all others."""
    ids = {str(item.id) for item in items}
    lengths = range(SHORT_ID, _MOST_ID, 4)
    return next((n for n in lengths if len({one[:n] for one in ids}) == len(ids)), _MOST_ID)


def _summary(items: Sequence[Any], rows: Rows) -> str:
    """Return `700 external findings · 612 active, 61 archived · 34 public`."""
    noun, several, public = rows.one, f"{rows.one}s", 0
    if rows.one == FINDINGS.one:
        about = Counter(what_text(item.about).partition(" ")[0] for item in items)
        public = sum(item.is_known_public for item in items)
        if len(about) == 1:
            noun = f"{next(iter(about))} {noun}"
            several = f"{noun}s"
        elif about:
            several = f"{several}: {counted(about)}"
    groups = Counter(shorten(group, _MOST_GROUP) for group in map(rows.group, items) if group)
    parts = [count_text(len(items), noun, several)]
    parts += [counted(groups, _STATUSES)] if groups else []
    parts += [f"{public:,} public"] if public else []
    return " · ".join(parts)
