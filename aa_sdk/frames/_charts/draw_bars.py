"""Bars of findings, which lie one below the other, or stand side by side."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt

from aa_sdk.frames._charts.looks import (
    FONT_SIZE,
    HEIGHT,
    INK,
    WIDTH,
    chart_of,
    colour_of_group,
    finished,
    height_of,
    names_below,
    names_beside,
    numbers,
    written,
)
from aa_sdk.frames._charts.pictures import GROUPS, Bar, Bars

_SHARE = 0.7
_THICKEST = 80  # standing
_HIGHEST = 26  # lying
_DIGIT = 7
_LINE = 13


class _Measures(NamedTuple):
    """How large bars are drawn."""

    upright: bool
    height: float
    thickness: float
    most: float
    pixels: float

    def has_room(self, number: int) -> bool:
        """Whether a number can stand in its part of a bar."""
        need = _LINE if self.upright else _DIGIT * len(f"{number:,}") + _DIGIT
        return number * self.pixels >= need


def _measured(picture: Bars) -> _Measures:
    """Measure bars such that the longest leaves room for the words at its end."""
    upright, many = picture.upright, len(picture.bars)
    height = HEIGHT if upright else height_of(many)
    across, along, room = (WIDTH, height, 24) if upright else (height, WIDTH, 130)
    longest = max(bar.number for bar in picture.bars)
    pixels = (along - room) / longest
    thickness = min(_SHARE * across / many, _THICKEST if upright else _HIGHEST)
    return _Measures(upright, height, thickness, along / pixels, pixels)


def draw_bars(picture: Bars) -> alt.LayerChart:
    """Draw bars, and say in words how many findings they are of."""
    measures = _measured(picture)
    names = [bar.name for bar in picture.bars]
    values = [each for bar in picture.bars for each in _parts(bar, measures)]
    ends = [_end(bar, measures) for bar in picture.bars if bar.number]
    return finished(
        [
            _blocks(picture, measures, names, values),
            _inside(measures, names, [each for each in values if each["label"]]),
            _beyond(measures, names, ends),
        ],
        picture.words,
        measures.height,
    )


def _parts(bar: Bar, measures: _Measures) -> Iterator[Mapping[str, Any]]:
    start = 0
    for part in bar.parts:
        end = start + part.number
        fits = len(bar.parts) > 1 and measures.has_room(part.number)
        yield {
            "name": bar.name,
            "group": part.group,
            "findings": part.number,
            "start": start,
            "end": end,
            "middle": (start + end) / 2,
            "label": f"{part.number:,}" if fits else "",
            "resources": part.resources,
        }
        start = end


def _end(bar: Bar, measures: _Measures) -> Mapping[str, Any]:
    """Say how many there are, and how many are public where that has no room inside."""
    first, *others = bar.parts
    is_told = not others or GROUPS[first.group] != "public" or measures.has_room(first.number)
    public = "" if is_told else f", {first.number:,} public"
    return {"name": bar.name, "end": bar.number, "label": f"{bar.number:,}{public}"}


def _blocks(
    picture: Bars, measures: _Measures, names: Sequence[str], values: Sequence[Mapping[str, Any]]
) -> alt.Chart:
    tooltip = [
        alt.Tooltip("name:N", title=picture.category),
        alt.Tooltip("group:N"),
        alt.Tooltip("findings:Q", format=",d"),
        alt.Tooltip("resources:N"),
    ]
    bars = chart_of(values).mark_bar(size=measures.thickness)
    chart: alt.Chart = bars.encode(
        _name(measures, names, picture.category),
        _number(measures, "start"),
        (alt.Y2 if measures.upright else alt.X2)("end"),
        colour_of_group(values, offset=10 if measures.upright else 24),
        tooltip,
    )
    return chart


def _inside(
    measures: _Measures, names: Sequence[str], values: Sequence[Mapping[str, Any]]
) -> alt.Chart:
    words = chart_of(values).mark_text(color=INK, fontSize=FONT_SIZE)
    where = _name(measures, names), _number(measures, "middle")
    chart: alt.Chart = words.encode(*where, alt.Text("label:N"))
    return chart


def _beyond(
    measures: _Measures, names: Sequence[str], values: Sequence[Mapping[str, Any]]
) -> alt.Chart:
    if measures.upright:
        words = written(values, baseline="bottom", dy=-4)
    else:
        words = written(values, align="left", dx=5)
    where = _name(measures, names), _number(measures, "end")
    chart: alt.Chart = words.encode(*where, alt.Text("label:N"))
    return chart


def _name(measures: _Measures, names: Sequence[str], title: str = "") -> alt.X | alt.Y:
    scale = alt.Scale(domain=list(names))
    if measures.upright:
        return alt.X("name:N", sort=list(names), scale=scale, axis=names_below(title))
    return alt.Y("name:N", sort=list(names), scale=scale, axis=names_beside(title))


def _number(measures: _Measures, field: str) -> alt.X | alt.Y:
    kind = alt.Y if measures.upright else alt.X
    scale = alt.Scale(domain=[0, measures.most], nice=False)
    return kind(f"{field}:Q", scale=scale, axis=numbers("findings", measures.most))
