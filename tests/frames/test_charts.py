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
    notes,
    spec_of,
    summary,
    title,
    values,
    whole,
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


def svg(chart: Any) -> str:
    return str(vl_convert.vegalite_to_svg(spec_of(chart)))


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


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([external(days=23)], "The only active external finding is not public; it is 23 days old"),
        (
            [external(public=True, days=1.5)],
            "The only active external finding is public; it is 1 day old",
        ),
        (
            [external(public=True, days=0.2)],
            "The only active external finding is public; it is less than a day old",
        ),
        (
            [external(n, public=True, days=n) for n in (5, 9)],
            "Both active external findings are public; half of all are older than 8 days",
        ),
        (
            [external(n, public=True, days=40.5) for n in range(1_200)],
            "All 1,200 active external findings are public; all are older than 40 days",
        ),
        (
            [external(n, public=n < 34, days=n) for n in range(700)],
            "34 of 700 active external findings are public; half of all are older than 349 days",
        ),
        (
            [external(n, public=n < 1, days=0.1) for n in range(5)],
            "1 of 5 active external findings is public; all are at most a day old",
        ),
        (
            [external(n, days=n / 2) for n in range(4)],
            "None of 4 active external findings is public; half of all are at most a day old",
        ),
        (
            [external(n, days=n) for n in range(4)],
            "None of 4 active external findings is public; half of all are older than a day",
        ),
        (
            [external(0, days=5), external(1, days=5, status="ARCHIVED")],
            "None of 2 external findings is public; all are older than 4 days",
        ),
        ([summary(days=3)], "1 active external finding; it is 3 days old"),
        (
            [summary(n, days=3.5, finding_type="UnusedIAMRole") for n in range(2)],
            "2 active unused access findings; all are older than 3 days",
        ),
        (
            [summary(0, days=4, finding_type="InternalAccess"), external(1, days=4.5, public=True)],
            "1 of 2 active findings is public; half of all are older than 4 days",
        ),
        (
            [summary(0, days=4), external(1, public=True, days=4.5)],
            "At least 1 of 2 active external findings is public; half of all are older than 4 days",
        ),
        (
            [summary(0, days=4), external(1, days=4.5, status="RESOLVED")],
            "2 external findings; half are older than 4 days",
        ),
    ],
)
def test_the_title_of_ages_says_how_many_are_public_and_how_old_they_are(
    findings: Any, said: str
) -> None:
    assert title(charts.age_histogram(findings, now=NOW)) == said


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        (
            [external()],
            "The only active external finding is not public; it is in account 111122223333",
        ),
        (
            [external(n, public=n < 3, resource_owner_account=str(n // 2)) for n in range(8)],
            "3 of 8 active external findings are public, 2 of them in account 0",
        ),
        (
            [external(n, public=n < 1) for n in range(8)],
            "1 of 8 active external findings is public, in account 111122223333",
        ),
        (
            [external(n, public=True) for n in range(3)],
            "All 3 active external findings are public, all of them in account 111122223333",
        ),
        (
            [external(n, resource_owner_account=str(n)) for n in range(3)],
            "None of 3 active external findings is public; 1 is in account 0",
        ),
        (
            [external(n, resource_owner_account=str(n // 2)) for n in range(5)],
            "None of 5 active external findings is public; 2 are in account 0",
        ),
        (
            [summary(n, resource_owner_account=str(n // 2)) for n in range(5)],
            "5 active external findings, 2 of them in account 0",
        ),
    ],
)
def test_the_title_of_accounts_says_where_the_most_are(findings: Any, said: str) -> None:
    assert title(charts.by_account(findings)) == said


def test_below_the_title_stands_what_the_statuses_are_and_what_the_rest_is() -> None:
    findings = [
        external(0, public=True),
        external(1, status="RESOLVED"),
        external(2, public=None, error="ACCESS_DENIED"),
        summary(3, status="ARCHIVED", finding_type="UnusedIAMRole"),
        summary(4, finding_type="InternalAccess"),
        summary(5, finding_type="NewType"),
        summary(6, error="ACCESS_DENIED"),
        summary(7, status="PAUSED"),
    ]
    assert notes(charts.age_histogram(findings, now=NOW)) == (
        "5 active, 1 archived, 1 resolved, 1 PAUSED · rest: 2 not analyzed, "
        "1 about internal access, 1 about something else, 1 about unused access · "
        "1 not read: hydrate tells which are public"
    )
    assert notes(charts.age_histogram([external(0)], now=NOW)) == ""


def test_a_public_resource_is_told_once_with_all_that_anyone_may_do() -> None:
    findings = [
        external(1, public=True, days=3.5, action=["s3:GetObject", "s3:PutObject"]),
        external(1, public=True, days=50.5, action=["s3:GetObject"], status="ARCHIVED"),
        external(2, public=True, days=9, status="ARCHIVED", action=[f"s3:A{n}" for n in range(40)]),
        external(3, public=True, days=9, status="RESOLVED"),
        external(4),
    ]
    chart = charts.public_exposure(findings, now=NOW)
    first, second = values(chart)
    assert first["resource"] == "arn:aws:s3:::bucket-1"
    assert (first["name"], first["group"]) == ("s3 bucket-1", "public")
    assert (first["days"], first["age"], first["found"]) == (50, "50 days", "2025-11-16 00:00 UTC")
    assert (first["note"], first["anyone may"]) == (
        "GetObject, PutObject",
        "s3:GetObject, s3:PutObject",
    )
    assert first["status"] == "archived, active"
    assert (second["group"], second["note"]) == ("archived", "A0, A1, A2, A3, A4, A5, A6, A7 +32")
    assert second["anyone may"].endswith("s3:A11, 28 more")
    assert title(chart) == "2 resources are public, half of them for more than 50 days"
    assert notes(chart) == (
        "4 of 5 external findings are public · 1 resolved one is public no more, and not drawn"
    )
    only = charts.public_exposure(findings[:1], now=NOW)
    assert title(only) == "1 resource has been public for 3 days"
    fresh = [external(n, public=True, days=0.5) for n in range(3)]
    assert title(charts.public_exposure(fresh, now=NOW)).endswith("all of them for at most a day")


def test_public_resources_beyond_the_twelfth_are_told_together() -> None:
    findings = [external(n, public=True, days=100 - n) for n in range(20)]
    *_, last = values(charts.public_exposure(findings, now=NOW))
    assert (last["name"], last["days"], last["group"]) == ("other (8)", 88, "public")
    assert last["note"] == "the oldest for 88 days"
    assert last["resources"].endswith("arn:aws:s3:::bucket-16 and 3 more")
    archived = [each.model_copy(update={"status": "ARCHIVED"}) for each in findings]
    *_, last = values(charts.public_exposure(archived, now=NOW))
    assert last["group"] == "archived"


def test_nothing_public_is_good_news() -> None:
    chart = charts.public_exposure([external(n) for n in range(3)], now=NOW)
    assert title(chart) == "No resource is public"
    assert notes(chart) == "None of 3 active external findings is public"
    assert ">Nothing is open to everyone<" in svg(chart)
    chart = charts.public_exposure([external(0, public=True, status="RESOLVED")], now=NOW)
    assert title(chart) == "No resource is public any more"


def test_what_is_public_is_not_guessed_from_summaries() -> None:
    with pytest.raises(ValueError, match="hydrate"):
        charts.public_exposure([summary(n) for n in range(3)], now=NOW)
    mixed = [summary(0), external(1)]
    assert "1 not read: hydrate tells" in notes(charts.public_exposure(mixed, now=NOW))
    settled = [summary(0, error="ACCESS_DENIED"), summary(1, finding_type="UnusedIAMRole")]
    assert title(charts.public_exposure(settled, now=NOW)) == "No resource is public"


def test_a_whole_finding_of_which_nothing_is_known_is_of_the_rest() -> None:
    chart = charts.by_account([whole(details=(), finding_type="ExternalAccess", error="DENIED")])
    assert counts(chart) == {("111122223333", "rest"): 1}


def test_tooltips_name_the_first_resources_oldest_first_and_count_the_rest() -> None:
    findings = [external(n // 2, days=n) for n in range(14)]
    (part,) = values(charts.by_account(findings))
    named = ", ".join(f"arn:aws:s3:::bucket-{n}" for n in (6, 5, 4, 3, 2))
    assert part["resources"] == f"{named} and 2 more"


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
