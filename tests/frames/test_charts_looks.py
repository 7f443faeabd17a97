"""What charts look like: colours that everybody can tell apart, on light and on dark."""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import dist
from typing import Any

import pytest

vl_convert: Any = pytest.importorskip("vl_convert", reason="charts are an extra")
alt: Any = pytest.importorskip("altair")

from aa_sdk.frames import charts  # noqa: E402 (after what it needs)
from aa_sdk.frames._charts.looks import COLOURS, INK  # noqa: E402
from tests.frames.charted import NOW, external, spec_of, unused, whole  # noqa: E402
from tests.frames.test_rule_effect_chart import effect  # noqa: E402
from tests.frames.test_timeline import EVERYTHING  # noqa: E402

FINDINGS = [external(n, public=(True, False, None)[n % 3], days=n * 9) for n in range(60)]
UNUSED = whole(
    details=[
        unused(service, days)
        for service, days in zip("abcde", (1, 100, 200, 400, None), strict=True)
    ],
    finding_type="UnusedPermission",
)
DRAWN: dict[str, Callable[[], Any]] = {
    "age_histogram": lambda: charts.age_histogram(FINDINGS, now=NOW),
    "by_account": lambda: charts.by_account(FINDINGS),
    "by_resource_type": lambda: charts.by_resource_type(FINDINGS),
    "public_exposure": lambda: charts.public_exposure(FINDINGS, now=NOW),
    "unused_services_heatmap": lambda: charts.unused_services_heatmap([UNUSED], now=NOW),
    "rule_effect_chart": lambda: charts.rule_effect_chart(effect(20, 7, 3)),
    "timeline": lambda: charts.timeline(EVERYTHING),
    "nothing": lambda: charts.by_account([]),
}
EACH = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
Light = tuple[float, float, float]


def light(colour: str) -> Light:
    """The light of a colour, in equal steps: red, green and blue from 0 to 1."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """How much lighter one of two colours is, as accessibility guidelines count it."""
    of = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (light(one), light(other)))
    return (of[1] + 0.05) / (of[0] + 0.05)


# What eyes without one kind of cones see of red, green and blue light (Viénot, Brettel, Mollon).
BLIND = {
    "deuteranopia": (
        (0.29275, 0.70725, -0.02234),
        (0.29275, 0.70725, 0.02234),
        (-0.02234, 0.02234, 1),
    ),
    "protanopia": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
}


def lab(seen: Light) -> Light:
    """Light as lightness and two hues, in which distances are those that are seen."""
    red, green, blue = (max(each, 0.0) for each in seen)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    a, b, c = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def distance(one: str, other: str, cones: Sequence[Light]) -> float:
    def seen(colour: str) -> Light:
        red, green, blue = (
            sum(share * part for share, part in zip(row, light(colour), strict=True))
            for row in cones
        )
        return lab((red, green, blue))

    return dist(seen(one), seen(other))


def colours_of(chart: Any) -> Sequence[str]:
    """The colours that the marks of a chart may have."""
    scales = [layer.get("encoding", {}).get("color", {}) for layer in spec_of(chart)["layer"]]
    return [colour for each in scales for colour in each.get("scale", {}).get("range", [])]


@pytest.mark.parametrize("page", ["#ffffff", "#111111", "#333333"])
def test_marks_stand_out_from_a_light_and_a_dark_page(page: str) -> None:
    assert min(contrast(colour, page) for colour in COLOURS.values()) >= 3


@pytest.mark.parametrize("cones", BLIND.values(), ids=BLIND)
def test_groups_can_be_told_apart_by_eyes_that_see_fewer_colours(cones: Sequence[Light]) -> None:
    for one, other in combinations(COLOURS.values(), 2):
        assert distance(one, other, cones) > 20, (one, other)


@EACH
def test_words_on_marks_can_be_read(draw: Callable[[], Any]) -> None:
    assert INK == "black"
    assert all(contrast(colour, "#000000") >= 4.5 for colour in colours_of(draw()))


@EACH
def test_a_chart_takes_ground_and_words_from_the_theme_and_stands_beside_others(
    draw: Callable[[], Any],
) -> None:
    spec = draw().to_dict()
    assert not {"background", "autosize", "padding"} & spec.keys()
    svg = vl_convert.vegalite_to_svg((draw() | draw()).to_dict())
    assert svg.count(spec["title"]["text"][0]) >= 2
    assert (draw() & draw()).to_dict()


@EACH
def test_no_words_are_black_on_a_dark_theme_but_those_on_marks(draw: Callable[[], Any]) -> None:
    spec = spec_of(draw())
    svg: str = vl_convert.vegalite_to_svg(spec, theme="dark")
    black = svg.count('fill="black"') + svg.count('fill="#000"')
    inside = [
        layer
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and layer["mark"].get("color") == INK
    ]
    drawn = [
        each
        for layer in inside
        for each in spec["datasets"][(layer.get("data") or spec["data"])["name"]]
    ]
    assert black == len(drawn)
    assert "#fff" in svg


@EACH
def test_a_chart_fits_on_a_page_of_800_pixels(draw: Callable[[], Any]) -> None:
    svg: str = vl_convert.vegalite_to_svg(spec_of(draw()))
    width = float(svg.partition('width="')[2].partition('"')[0])
    height = float(svg.partition('height="')[2].partition('"')[0])
    assert 600 <= width <= 800
    assert 100 <= height <= 520


@EACH
def test_a_chart_is_described_for_those_who_do_not_see_it(draw: Callable[[], Any]) -> None:
    spec = spec_of(draw())
    assert spec["description"].startswith(" ".join(spec["title"]["text"]))
