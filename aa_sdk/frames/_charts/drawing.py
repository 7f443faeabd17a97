"""Pictures drawn with altair, each by the room of its kind."""

import altair as alt

from aa_sdk.frames._charts.draw_bars import draw_bars
from aa_sdk.frames._charts.draw_heat import draw_heat
from aa_sdk.frames._charts.draw_spans import draw_spans
from aa_sdk.frames._charts.draw_timeline import draw_timeline
from aa_sdk.frames._charts.looks import finished, written
from aa_sdk.frames._charts.pictures import Bars, Heat, Nothing, Picture, Spans, Timeline

_LOW = 120
_LARGE = 15


def draw(picture: Picture) -> alt.LayerChart:
    """Draw a picture."""
    match picture:
        case Bars():
            return draw_bars(picture)
        case Timeline():
            return draw_timeline(picture)
        case Spans():
            return draw_spans(picture)
        case Heat():
            return draw_heat(picture)
        case _:
            return _draw_nothing(picture)


def _draw_nothing(picture: Nothing) -> alt.LayerChart:
    text = written([{"text": picture.text}], size=_LARGE)
    return finished([text.encode(alt.Text("text:N"))], picture.words, _LOW)
