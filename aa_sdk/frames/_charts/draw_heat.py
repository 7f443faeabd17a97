"""Roles and users against services, a cell for each that is not used."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from aa_sdk.frames._charts.looks import (
    COLOURS,
    FONT_SIZE,
    INK,
    chart_of,
    finished,
    height_of,
    legend,
    names_beside,
)
from aa_sdk.frames._charts.pictures import Cell, Heat

_WIDTH = 590
_NEVER = "never used"
_STEPS: Mapping[str, tuple[int, str]] = {
    "up to 90 days": (90, "#cfe2f3"),
    "91\N{EN DASH}180 days": (180, "#a5cbe8"),
    "181\N{EN DASH}365 days": (365, "#74aede"),
    "over a year": (10**9, COLOURS["named"]),
}
"""The last day of each step, and its colour."""


def draw_heat(picture: Heat) -> alt.LayerChart:
    """Draw cells, with the days since the last use in each."""
    values = [_value(cell) for cell in picture.cells]
    there = {value["last use"] for value in values}
    colours = {**{name: colour for name, (_, colour) in _STEPS.items()}, _NEVER: COLOURS["public"]}
    steps = [name for name in colours if name in there]
    scale = alt.Scale(domain=steps, range=[colours[name] for name in steps])
    where = (
        alt.X("column:N", sort=list(picture.columns), axis=_above(), scale=_all(picture.columns)),
        alt.Y(
            "row:N",
            sort=list(picture.rows),
            axis=names_beside("days since last use", _WIDTH),
            scale=_all(picture.rows),
        ),
    )
    facts = list(picture.cells[0].facts)
    cells = (
        chart_of(values)
        .mark_rect(stroke=COLOURS["rest"], strokeWidth=0.5)
        .encode(
            *where,
            alt.Color("last use:N", scale=scale, legend=legend()),
            [alt.Tooltip(f"{name}:N") for name in facts],
        )
    )
    days = chart_of(values).mark_text(color=INK, fontSize=FONT_SIZE - 1)
    layers = [cells, days.encode(*where, alt.Text("text:N"))]
    return finished(layers, picture.words, height_of(len(picture.rows)), _WIDTH)


def _value(cell: Cell) -> Mapping[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "days": cell.days,
        "last use": _step(cell.days),
        "text": "never" if cell.days is None else f"{cell.days:,}",
        **cell.facts,
    }


def _step(days: int | None) -> str:
    if days is None:
        return _NEVER
    return next(name for name, (last, _) in _STEPS.items() if days <= last)


def _all(names: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(names), paddingInner=0.06)


def _above() -> alt.Axis:
    return alt.Axis(
        title=None,
        orient="top",
        labelAngle=-35,
        labelFontSize=FONT_SIZE,
        labelLimit=120,
        ticks=False,
        domain=False,
    )
