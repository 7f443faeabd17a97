"""For how long things have been public, and beside that for what."""

import altair as alt

from aa_sdk._display.words import count_text
from aa_sdk.frames._charts.looks import (
    FONT_SIZE,
    Values,
    as_axis_words,
    chart_of,
    colour_of_group,
    finished,
    height_of,
    names_beside,
    numbers,
    written,
)
from aa_sdk.frames._charts.pictures import Spans

_WIDTH = 590
_BARS_WIDTH = 300
_NOTES_AT = 375
_THICKEST = 20
_SHARE = 0.6


def draw_spans(picture: Spans) -> alt.LayerChart:
    """Draw a bar for each, with the days at its end and the note in a column of their own."""
    facts = list(dict.fromkeys(name for span in picture.spans for name in span.facts))
    values = [
        {
            "name": span.name,
            "group": span.group,
            "start": 0,
            "days": span.days,
            "age": count_text(span.days, "day"),
            "note": span.note,
            **{name: span.facts.get(name, "") for name in facts},
        }
        for span in picture.spans
    ]
    height = height_of(len(values))
    longest = max(1, *(span.days for span in picture.spans))
    names = [span.name for span in picture.spans]
    row = alt.Y(
        "name:N",
        sort=names,
        scale=alt.Scale(domain=names),
        axis=names_beside("resource", _WIDTH),
    )
    scale = alt.Scale(domain=[0, longest], range=[0, _BARS_WIDTH], nice=False)
    days = alt.X("days:Q", scale=scale, axis=numbers("days since the finding was made", longest))
    layers = [
        _bars(values, height / len(values), facts).encode(row, days),
        written(values, align="left", dx=5).encode(row, days, alt.Text("age:N")),
        written(values, align="left").encode(row, alt.Text("note:N"), x=alt.value(_NOTES_AT)),
        _heading("anyone may"),
    ]
    return finished(layers, picture.words, height, _WIDTH)


def _bars(values: Values, row_height: float, facts: list[str]) -> alt.Chart:
    tooltip = [alt.Tooltip(f"{name}:N") for name in facts]
    bars = chart_of(values).mark_bar(size=min(_SHARE * row_height, _THICKEST))
    chart: alt.Chart = bars.encode(alt.X2("start"), colour_of_group(values, offset=24), tooltip)
    return chart


def _heading(text: str) -> alt.Chart:
    """Write what the notes are, where the title of the names stands on its side."""
    words = chart_of([{"text": text}]).mark_text(
        **as_axis_words("title"), align="left", baseline="bottom", fontSize=FONT_SIZE, dy=-6
    )
    where = {"x": alt.value(_NOTES_AT), "y": alt.value(0)}
    chart: alt.Chart = words.encode(alt.Text("text:N"), **where)
    return chart
