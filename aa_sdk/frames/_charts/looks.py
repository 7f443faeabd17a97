"""How every chart looks.

No chart has a background, or words in a colour of its own: those are the theme's, so that a chart
can be read in a light one and in a dark one, and stands beside others. The marks have colours that
can be told from both, and from each other by eyes that do not tell red from green.
"""

from collections.abc import Mapping, Sequence
from math import floor, log10
from textwrap import wrap
from typing import Any, Final, Literal, TypeAlias

import altair as alt

from aa_sdk.frames._charts.pictures import GROUPS, Words

WIDTH: Final = 640
HEIGHT: Final = 360
FONT_SIZE: Final = 11
COLOURS: Final[Mapping[str, str]] = {"public": "#d55e00", "named": "#3a87c4", "rest": "#8f8f8f"}
INK: Final = "black"
"""For words on those colours, which are no darker than that it can be read on all of them."""

Values: TypeAlias = Sequence[Mapping[str, Any]]

_ROW = 36
_FEWEST_ROWS = 2
_TITLE_LENGTH = 92
_NOTE_LENGTH = 116
_WHOLE_WIDTH = 782
_FAINT = 0.25
_STEPS = 6


def chart_of(values: Values) -> alt.Chart:
    """Begin a chart of values, which stand in it as they are."""
    return alt.Chart(alt.InlineData(values=list(values)))


def written(values: Values, *, size: int = FONT_SIZE, **where: Any) -> alt.Chart:
    """Begin a chart of words in the colour that the theme has for the words of axes."""
    words: alt.Chart = chart_of(values).mark_text(**as_axis_words("label"), fontSize=size, **where)
    return words


def as_axis_words(kind: Literal["label", "title"]) -> dict[str, Any]:
    """Make a text mark look as the words of an axis do, in whichever theme.

    A mark that is filled gets the colour of all marks, black where nothing says otherwise, on a
    dark background too. One that is not keeps the fill of its style, which themes set.
    """
    return {"style": f"guide-{kind}", "filled": False, "stroke": "transparent"}


def finished(
    layers: Sequence[alt.Chart], words: Words, height: float, width: float = WIDTH
) -> alt.LayerChart:
    """Put layers together under a title, without a frame."""
    title = alt.Title(
        _lines(words.title, _TITLE_LENGTH),
        subtitle=_lines(" · ".join(words.notes), _NOTE_LENGTH) or alt.Undefined,
        anchor="start",
        frame="bounds",
        fontSize=15,
        subtitleFontSize=12,
        subtitlePadding=5,
        offset=14,
    )
    return alt.LayerChart(layer=list(layers)).properties(
        title=title,
        description=". ".join([words.title, *words.notes]),
        width=width,
        height=height,
        view=alt.ViewBackground(stroke=None),
    )


def _lines(text: str, most: int) -> list[str]:
    """Break text into lines that are about as long as each other."""
    lines = wrap(text, most)
    return wrap(text, min(most, len(text) // len(lines) + most // 10)) if lines else []


def height_of(rows: int) -> int:
    """Return the height of a chart with so many rows."""
    return min(max(rows, _FEWEST_ROWS) * _ROW, HEIGHT)


def names_beside(title: str, width: float = WIDTH) -> alt.Axis:
    """Make the axis of rows: their names, and above them what these are the names of.

    Args:
        title: That.
        width: The width of the chart without its names, which have what it leaves.
    """
    return alt.Axis(
        title=title,
        titleAngle=0,
        titleAlign="right",
        titleBaseline="bottom",
        titleX=-8,
        titleY=-5,
        titleFontSize=FONT_SIZE,
        labelFontSize=FONT_SIZE,
        labelLimit=_WHOLE_WIDTH - width,
        ticks=False,
        domain=False,
        labelPadding=8,
    )


def names_below(title: str) -> alt.Axis:
    """Make the axis of columns: their names, which have an order, and what that is."""
    return alt.Axis(
        title=title,
        labelAngle=0,
        titleFontSize=FONT_SIZE,
        labelFontSize=FONT_SIZE,
        titlePadding=10,
        ticks=False,
        domainOpacity=2 * _FAINT,
        labelPadding=6,
    )


def numbers(title: str, most: float) -> alt.Axis:
    """Make the axis of whole numbers up to one."""
    return alt.Axis(
        title=title,
        format=",d",
        values=_whole_numbers(most),
        titleFontSize=FONT_SIZE,
        labelFontSize=FONT_SIZE,
        ticks=False,
        domain=False,
        gridOpacity=_FAINT,
        labelPadding=6,
    )


def numbers_both_ways(title: str, up: int, down: int) -> alt.Axis:
    """Make the axis of whole numbers that are counted from a line, up and down."""
    most = max(up, down)
    axis = numbers(title, most)
    steps = _whole_numbers(2 * most)
    axis.values = sorted({n for step in steps for n in (-step, step) if -down <= n <= up})
    axis.labelExpr = "format(abs(datum.value), ',d')"
    return axis


def _whole_numbers(most: float) -> list[int]:
    """Choose round numbers from 0 to one, six or fewer steps apart."""
    exact = most / _STEPS
    power = 10 ** max(floor(log10(exact)), 0)
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= exact)
    return list(range(0, floor(most) + 1, step))


def colour_of_group(values: Values, *, offset: int = 10) -> alt.Color:
    """Give groups their colours, with a legend where there are several.

    Args:
        values: What is drawn, which says of which group it is.
        offset: How far above the chart the legend stands.
    """
    there = {value["group"] for value in values}
    groups = [group for group in GROUPS if group in there]
    scale = alt.Scale(domain=groups, range=[COLOURS[GROUPS[group]] for group in groups])
    return alt.Color("group:N", scale=scale, legend=legend(offset) if len(groups) > 1 else None)


def legend(offset: int = 10) -> alt.Legend:
    """Make a legend in a line above the chart."""
    return alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        symbolType="square",
        labelFontSize=12,
        labelLimit=0,
        columnPadding=16,
        offset=offset,
    )
