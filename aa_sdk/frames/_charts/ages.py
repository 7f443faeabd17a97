"""How old findings are."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from aa_sdk._display.words import count_text
from aa_sdk.frames._ages import LAST_DAYS, span_index
from aa_sdk.frames._charts.counting import bar
from aa_sdk.frames._charts.pictures import Bars, Nothing, Picture, Words
from aa_sdk.frames._charts.rows import Row
from aa_sdk.frames._charts.wording import Said, age_at, how_old

_ENDS = (-1, *LAST_DAYS)


def age_bars(rows: Sequence[Row], now: datetime) -> Picture:
    """Count findings by their ages."""
    dated = [(age_at(now, row.created_at), row) for row in rows if row.created_at is not None]
    said = Said(rows)
    undated = len(rows) - len(dated)
    notes = list(said.notes)
    if undated:
        notes.append(f"{count_text(undated, 'finding')} without a date left out")
    if not dated:
        return Nothing(Words(said.how_public, notes), "No finding says when it was made")
    buckets: list[list[Row]] = [[] for _ in _ENDS]
    for age, row in dated:
        buckets[span_index(age.days)].append(row)
    names = [*(f"{before + 1}\N{EN DASH}{end}" for before, end in pairwise(_ENDS)), "over a year"]
    old = how_old([age for age, _ in dated], of_all=said.tells_public)
    return Bars(
        Words(f"{said.how_public}; {old}", notes),
        "days since the finding was made",
        [bar(name, found) for name, found in zip(names, buckets, strict=True)],
        upright=True,
    )
