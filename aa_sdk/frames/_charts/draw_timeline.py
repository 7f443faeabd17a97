"""What is new above a line, and what is over below it, side by side over time."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

import altair as alt

from aa_sdk.frames._charts.looks import (
    COLOURS,
    FONT_SIZE,
    HEIGHT,
    WIDTH,
    Values,
    chart_of,
    colour_of_group,
    finished,
    names_below,
    numbers_both_ways,
    written,
)
from aa_sdk.frames._charts.pictures import Bar, Timeline

_SHARE = 0.7
_THICKEST = 80
_DIGIT = 7
_MOST_NAMES = 9
_ROOM = 24
"""For the number at the end of the highest bar, and of the deepest."""


def draw_timeline(picture: Timeline) -> alt.LayerChart:
    """Draw a bar up and a bar down for each period, and a line between them."""
    values = [each for bar in picture.bars for each in _parts(bar)]
    ends = [each for bar in picture.bars for each in _ends(bar)]
    names = [bar.name for bar in picture.bars]
    tops, depths = ([abs(end["end"]) for end in ends if end["is_up"] is up] for up in (True, False))
    highest, deepest = max(tops, default=0), max(depths, default=0)
    number = _scale(highest, deepest)
    axis = numbers_both_ways("findings", highest, deepest)
    name = alt.X("name:N", sort=names, scale=alt.Scale(domain=names), axis=_axis(picture, names))
    layers = [
        _blocks(picture, values, len(names)).encode(
            name, alt.Y("start:Q", scale=number, axis=axis), alt.Y2("end")
        ),
        chart_of([{"end": 0}]).mark_rule(color=COLOURS["rest"]).encode(alt.Y("end:Q")),
        *(_written(_chosen(ends, len(names), is_up=up), name, is_up=up) for up in (True, False)),
    ]
    return finished(layers, picture.words, HEIGHT)


def _scale(highest: int, deepest: int) -> alt.Scale:
    """Leave room for the numbers on each side on which there are bars."""
    sides = (highest > 0) + (deepest > 0)
    room = _ROOM * (highest + deepest) / (HEIGHT - sides * _ROOM)
    domain = [-(deepest + room) if deepest else 0, highest + room if highest else 0]
    return alt.Scale(domain=domain, nice=False)


def _axis(picture: Timeline, names: Sequence[str]) -> alt.Axis:
    """Name as many periods as there is room for, at equal distances."""
    every = ceil(len(names) / _MOST_NAMES)
    axis = names_below(picture.category)
    axis.values = list(names[::every])
    return axis


def _parts(bar: Bar) -> Iterator[Mapping[str, Any]]:
    below = 0
    for part in bar.parts:
        start = 0 if part.group == "new" else below
        end = start + part.number if part.group == "new" else start - part.number
        yield {
            "name": bar.name,
            "group": part.group,
            "findings": part.number,
            "start": start,
            "end": end,
            "resources": part.resources,
        }
        below = min(end, below)


def _ends(bar: Bar) -> Iterator[Mapping[str, Any]]:
    """Say how many findings each of both bars is of."""
    for is_up in (True, False):
        number = sum(part.number for part in bar.parts if (part.group == "new") is is_up)
        if number:
            end = number if is_up else -number
            yield {"name": bar.name, "end": end, "label": f"{number:,}", "is_up": is_up}


def _chosen(ends: Values, bars: int, *, is_up: bool) -> Values:
    """Return the numbers on one side: all if they have room side by side, or else the largest."""
    side = [end for end in ends if end["is_up"] is is_up]
    longest = max((len(end["label"]) for end in side), default=0)
    if longest * _DIGIT <= WIDTH / bars:
        return side
    return [max(side, key=lambda end: abs(end["end"]))]


def _blocks(picture: Timeline, values: Values, bars: int) -> alt.Chart:
    tooltip = [
        alt.Tooltip("name:N", title=picture.category),
        alt.Tooltip("group:N"),
        alt.Tooltip("findings:Q", format=",d"),
        alt.Tooltip("resources:N"),
    ]
    thickness = min(_SHARE * WIDTH / bars, _THICKEST)
    chart: alt.Chart = chart_of(values).mark_bar(size=thickness)
    coloured: alt.Chart = chart.encode(colour_of_group(values), tooltip)
    return coloured


def _written(values: Values, name: alt.X, *, is_up: bool) -> alt.Chart:
    where = {"baseline": "bottom", "dy": -4} if is_up else {"baseline": "top", "dy": 5}
    words = written(values, size=FONT_SIZE, **where)
    chart: alt.Chart = words.encode(name, alt.Y("end:Q"), alt.Text("label:N"))
    return chart
