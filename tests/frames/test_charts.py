"""Charts of findings: what they count, what they say, and how little is in them."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

vl_convert: Any = pytest.importorskip("vl_convert", reason="charts are an extra")

from aa_sdk.frames import charts  # noqa: E402 (after what it needs)
from aa_sdk.models import Finding  # noqa: E402
from tests.frames.charted import (  # noqa: E402
    NOW,
    counts,
    days_ago,
    external,
    spec_of,
    svg,
    title,
    values,
)

Draw = Callable[[Any], Any]

DRAWN: dict[str, Draw] = {
    "age_histogram": lambda findings: charts.age_histogram(findings, now=NOW),
    "by_account": charts.by_account,
    "by_resource_type": charts.by_resource_type,
    "public_exposure": lambda findings: charts.public_exposure(findings, now=NOW),
}
EACH = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)

FINDINGS = st.builds(
    external,
    st.integers(0, 30),
    public=st.sampled_from([True, False, None]),
    days=st.one_of(st.integers(0, 500), st.floats(-3, 500)),
    status=st.sampled_from(["ACTIVE", "ARCHIVED", "RESOLVED", "NEW_ONE"]),
    resource_owner_account=st.integers(0, 20).map(lambda n: f"{n:012d}"),
    resource_type=st.sampled_from(["AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::New::Thing"]),
)
GROUPS = {True: "public", False: "cross-account", None: "rest"}
ENDS = {
    "0\N{EN DASH}7": 7,
    "8\N{EN DASH}30": 30,
    "31\N{EN DASH}90": 90,
    "91\N{EN DASH}180": 180,
    "181\N{EN DASH}365": 365,
    "over a year": 10**6,
}


def many(number: int, seed: int = 1) -> list[Finding]:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    return [
        external(
            n,
            public=chance.random() < 0.05,
            days=chance.expovariate(1 / 120),
            resource_owner_account=f"{int(chance.random() ** 2 * 40):012d}",
            resource_type=f"AWS::Service{chance.randrange(20)}::Thing",
        )
        for n in range(number)
    ]


@given(st.lists(FINDINGS, min_size=1, max_size=60))
def test_ages_are_counted_in_their_buckets(findings: Sequence[Finding]) -> None:
    def bucket(finding: Finding) -> str:
        age = max((NOW - finding.created_at).days, 0)
        return next(name for name, end in ENDS.items() if age <= end)

    chart = charts.age_histogram(findings, now=NOW)
    assert counts(chart) == Counter((bucket(f), GROUPS[f.is_public]) for f in findings)
    assert spec_of(chart)["layer"][0]["encoding"]["x"]["sort"] == [*ENDS]


@given(st.lists(FINDINGS, min_size=1, max_size=60))
def test_accounts_are_counted_and_those_beyond_the_twelfth_together(
    findings: Sequence[Finding],
) -> None:
    public = Counter(f.resource_owner_account for f in findings if f.is_public)
    total = Counter(f.resource_owner_account for f in findings)
    order = sorted(total, key=lambda name: (-public[name], -total[name], name))
    other = f"other ({len(order) - 12})"
    names = {name: name if place < 12 else other for place, name in enumerate(order)}

    chart = charts.by_account(findings)
    expected = Counter((names[f.resource_owner_account], GROUPS[f.is_public]) for f in findings)
    assert counts(chart) == expected
    assert spec_of(chart)["layer"][0]["encoding"]["y"]["sort"] == [*dict.fromkeys(names.values())]


@given(st.lists(FINDINGS, min_size=1, max_size=30))
def test_parts_of_a_bar_lie_end_to_end_with_the_public_ones_at_the_base(
    findings: Sequence[Finding],
) -> None:
    chart = charts.by_resource_type(findings)
    ends = dict[str, int]()
    for part in values(chart):
        assert part["start"] == ends.get(part["name"], 0)
        assert part["end"] - part["start"] == part["findings"] > 0
        assert part["group"] != "public" or part["start"] == 0
        ends[part["name"]] = part["end"]
    told = {each["name"]: int(each["label"].split(",")[0]) for each in values(chart, 2)}
    assert told == ends


@given(st.lists(FINDINGS, min_size=1, max_size=40))
def test_what_is_public_and_not_resolved_is_listed_active_first_then_oldest_first(
    findings: Sequence[Finding],
) -> None:
    open_now = [f for f in findings if f.is_public and f.status != "RESOLVED"]
    chart = charts.public_exposure(findings, now=NOW)
    if not open_now:
        assert title(chart).startswith("No resource is public")
        return
    together: dict[str, list[Finding]] = {}
    for finding in open_now:
        together.setdefault(str(finding.resource), []).append(finding)
    ages = sorted(
        (
            all(f.status == "ARCHIVED" for f in of_one),
            -max(max((NOW - f.created_at).days, 0) for f in of_one),
        )
        for of_one in together.values()
    )
    drawn = [each for each in values(chart) if not each["name"].startswith("other (")]
    assert [(each["group"] == "archived", -each["days"]) for each in drawn] == ages[:12]


@EACH
@pytest.mark.parametrize("number", [1, 2, 10, 700])
def test_a_chart_is_drawn_the_same_twice_with_its_title_and_no_script(
    draw: Draw, number: int
) -> None:
    findings = many(number)
    first, second = draw(findings), draw(findings)
    assert json.dumps(spec_of(first)) == json.dumps(spec_of(second))
    drawn = svg(first)
    assert drawn == svg(second)
    for line in spec_of(first)["title"]["text"]:
        assert line in drawn
    for name in {each["name"] for each in values(first) if "name" in each}:
        assert f">{name}<" in drawn
    assert "<script" not in drawn


@EACH
def test_a_chart_of_very_many_findings_is_no_larger_than_one_of_many(draw: Draw) -> None:
    large = spec_of(draw(many(20_000)))
    assert sum(len(each) for each in large["datasets"].values()) < 200
    assert len(json.dumps(large)) < 80_000


@EACH
@pytest.mark.parametrize("nothing", [[], (), iter([]), [[], []]])
def test_without_findings_a_chart_says_so(draw: Draw, nothing: Any) -> None:
    chart = draw(nothing)
    assert title(chart) == "No findings were given"
    assert ">No findings<" in svg(chart)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.\x1b[31mevil\nline",
    "\ud800 half",
    "W" * 300,
    "n" * 1_000_000,
    "",
]


@EACH
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_names_of_others_are_harmless_and_small(draw: Draw, text: str) -> None:
    findings = [
        external(
            n,
            public=n % 2 == 0,
            resource=text,
            resource_type=text,
            resource_owner_account=text,
            action=[text],
            status=text,
            error=text,
        )
        for n in range(4)
    ]
    chart = draw(findings)
    written = json.dumps(spec_of(chart), ensure_ascii=False)
    assert len(written) < 20_000
    assert not set("\u202e\x1b\ud800") & set(written)
    drawn = svg(chart)
    assert "<script" not in drawn
    assert "<img" not in drawn


def test_names_that_look_alike_when_short_stay_apart() -> None:
    accounts = ["a" * 40 + middle + "z" * 40 for middle in "123"]
    chart = charts.by_account([external(n, resource_owner_account=accounts[n]) for n in range(3)])
    names = [each["name"] for each in values(chart)]
    assert len(set(names)) == 3
    assert [name.partition(" ")[2] for name in names] == ["", "#2", "#3"]
    assert all(len(name) <= 25 for name in names)


@pytest.mark.parametrize("character", ["W", "n", "7", "i", "\u6f22"])
def test_a_name_has_the_room_that_its_characters_need(character: str) -> None:
    chart = charts.by_account([external(0, resource_owner_account=character * 300)])
    (part,) = values(chart)
    needed = {"W": 10.4, "n": 6.2, "7": 6.2, "i": 2.5, "\u6f22": 11}  # pixels at the size of axes
    assert 8 < len(part["name"]) * needed[character] < 150 or character == "i"
    assert part["name"] in title(chart)


def test_a_finding_without_a_name_for_what_is_counted_is_counted() -> None:
    chart = charts.by_account([external(0, resource_owner_account="")])
    assert counts(chart) == {("not told", "cross-account"): 1}


def test_ages_are_of_now_where_nothing_else_is_said() -> None:
    chart = charts.age_histogram([external(created_at=days_ago(-(10**6)))])
    assert counts(chart) == {("0\N{EN DASH}7", "cross-account"): 1}


@pytest.mark.parametrize(
    "draw", [charts.age_histogram, charts.public_exposure, charts.unused_services_heatmap]
)
def test_a_moment_without_a_time_zone_is_refused(draw: Any) -> None:
    with pytest.raises(ValueError, match="time zone"):
        draw([external()], now=NOW.replace(tzinfo=None))


@pytest.mark.parametrize("source", [5, "text", None, {"id": 1}, [object()]])
def test_what_has_no_findings_in_it_is_refused(source: Any) -> None:
    with pytest.raises(TypeError, match="no findings in it"):
        charts.by_account(source)


@pytest.mark.parametrize("missing", ["altair", "narwhals"])
def test_what_is_missing_is_named_by_its_extra(missing: str) -> None:
    program = f"""
import sys
sys.modules[{missing!r}] = None
from aa_sdk.frames import charts
try:
    charts.by_account(iter([]))
except ModuleNotFoundError as error:
    print(error, error.name)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == (
        f"charts need the extra notebook: pip install 'aa-sdk[notebook]' {missing}"
    )


def test_importing_the_module_loads_no_library() -> None:
    program = "import sys, aa_sdk.frames.charts; print({'altair', 'narwhals'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"
