"""The timeline says how many findings became open and how many are so no more, and when."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pl: Any = pytest.importorskip("polars")
vl_convert: Any = pytest.importorskip("vl_convert", reason="charts are an extra")
pytest.importorskip("altair", reason="charts are an extra")

from aa_sdk.frames import changes_table, charts  # noqa: E402 (after what it needs)
from aa_sdk.workflows import FindingChange  # noqa: E402
from tests.frames.charted import notes, spec_of, title, values  # noqa: E402
from tests.workflows.changing import (  # noqa: E402
    KINDS,
    NOW,
    ago,
    change,
    changes_of,
    summary,
    whole,
)


def new(days: float, status: str = "ACTIVE", **changed: Any) -> FindingChange:
    made: FindingChange = change(
        "new", after=summary(created_at=ago(days), status=status, **changed)
    )
    return made


def altered(kind: str, days: float, before: str, after: str, **changed: Any) -> FindingChange:
    made: FindingChange = change(
        kind,
        whole(status=before, **changed),
        whole(status=after, updated_at=ago(days), **changed),
    )
    return made


def resolved(days: float, before: str = "ACTIVE") -> FindingChange:
    return altered("resolved", days, before, "RESOLVED")


def ended(kind: str, before: str = "ACTIVE") -> FindingChange:
    made: FindingChange = change(kind, whole(status=before))
    return made


def bars(chart: Any) -> dict[tuple[str, str], int]:
    """How many findings each part of each bar is of."""
    return {(each["name"], each["group"]): each["findings"] for each in values(chart)}


def days_on_axis(chart: Any) -> list[str]:
    scale = spec_of(chart)["layer"][0]["encoding"]["x"]["scale"]
    return [*scale["domain"]]


def test_the_title_says_how_many_more_are_open_than_before() -> None:
    changes = [*(new(day) for day in range(30)), *(new(2),) * 4, *(resolved(1),) * 12]
    chart = charts.timeline(changes_of(changes))
    assert title(chart) == "34 new, 12 resolved in 30 days: 22 more open than before"
    assert notes(chart) == ""
    assert len(days_on_axis(chart)) == 30


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([new(0)], "1 new, none resolved on 2026-01-30: 1 more open than before"),
        ([resolved(1), resolved(0)], "None new, 2 resolved in 2 days: 2 fewer open than before"),
        ([new(1), resolved(1)], "1 new, 1 resolved on 2026-01-29: as many open as before"),
        (
            [new(3), ended("deleted")],
            "1 new, none resolved, 1 gone in 4 days: as many open as before",
        ),
        ([new(0)] * 1_200, "1,200 new, none resolved on 2026-01-30: 1,200 more open than before"),
    ],
)
def test_the_title_is_right_for_none_one_and_many(
    changes: Sequence[FindingChange], said: str
) -> None:
    assert title(charts.timeline(changes)) == said


def test_days_are_those_of_utc() -> None:
    evening = datetime(2026, 1, 28, 23, tzinfo=timezone(timedelta(hours=-5)))
    changes = [change("new", after=summary(created_at=evening))]
    frame = pl.DataFrame({"kind": ["new"], "happened_at": [evening.isoformat()]})
    for source in (changes, frame):
        assert bars(charts.timeline(source)) == {("2026-01-29", "new"): 1}


def test_each_change_counts_on_the_day_on_which_it_happened() -> None:
    changes = [
        new(1),
        new(1.2),
        resolved(0),
        ended("deleted"),
        resolved(0, "ARCHIVED"),
    ]
    chart = charts.timeline(changes)
    assert bars(chart) == {
        ("2026-01-29", "new"): 2,
        ("2026-01-30", "resolved"): 2,
        ("2026-01-30", "gone"): 1,
    }


def test_what_is_new_stands_up_and_what_is_over_hangs_down_one_below_the_other() -> None:
    chart = charts.timeline([new(0), new(0), resolved(0), ended("deleted")])
    ends = {each["group"]: (each["start"], each["end"]) for each in values(chart)}
    assert ends == {"new": (0, 2), "resolved": (0, -1), "gone": (-1, -2)}
    spec = spec_of(chart)
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == ["new", "resolved", "gone"]
    assert (
        spec["layer"][0]["encoding"]["y"]["axis"]["labelExpr"] == "format(abs(datum.value), ',d')"
    )


def test_what_comes_back_is_new_and_what_was_resolved_when_first_seen_is_both() -> None:
    changes = [
        altered("reopened", 2, "RESOLVED", "ACTIVE"),
        altered("archived", 2, "RESOLVED", "ARCHIVED"),
        new(9, "RESOLVED", updated_at=ago(4)),
        new(9, "ARCHIVED"),
    ]
    chart = charts.timeline(changes)
    assert bars(chart) == {
        ("2026-01-28", "new"): 2,
        ("2026-01-21", "new"): 2,
        ("2026-01-26", "resolved"): 1,
    }
    assert notes(chart) == (
        "2 of the new were there before, and resolved · 1 resolved before it was first noticed"
    )


def test_what_leaves_findings_as_open_as_they_were_is_counted_below_the_title() -> None:
    others = [
        altered("changed", 1, "ACTIVE", "ACTIVE"),
        altered("changed", 1, "RESOLVED", "RESOLVED"),
        altered("archived", 1, "ACTIVE", "ARCHIVED"),
        altered("reopened", 1, "ARCHIVED", "ACTIVE"),
        ended("expired", "RESOLVED"),
        ended("deleted", "RESOLVED"),
    ]
    chart = charts.timeline([new(0), *others])
    said = "not counted: 2 changed, 1 archived, 1 deleted, 1 expired, 1 reopened"
    assert notes(chart) == said
    assert title(chart).startswith("1 new, none resolved")
    nothing = charts.timeline(others)
    assert title(nothing) == "6 changes, and none opened or resolved a finding"
    assert notes(nothing) == said
    assert ">Nothing new, and nothing resolved<" in vl_convert.vegalite_to_svg(spec_of(nothing))


def test_no_changes_are_a_picture_that_says_so() -> None:
    sources: list[Any] = [[], changes_of([]), changes_table([])]
    for source in sources:
        chart = charts.timeline(source)
        assert title(chart) == "No changes were given"
        assert ">No changes<" in vl_convert.vegalite_to_svg(spec_of(chart))


@pytest.mark.parametrize(
    ("days", "axis", "span", "first", "last"),
    [
        (35, "day (UTC)", "in 36 days", "2025-12-26", "2026-01-30"),
        (36, "week, by its Monday (UTC)", "in 6 weeks", "2025-12-22", "2026-01-26"),
        (200, "week, by its Monday (UTC)", "in 29 weeks", "2025-07-14", "2026-01-26"),
        (260, "month (UTC)", "in 9 months", "2025-05", "2026-01"),
        (1_200, "quarter (UTC)", "in 14 quarters", "2022 Q4", "2026 Q1"),
        (9_000, "year (UTC)", "in 26 years", "2001", "2026"),
        (30_000, "year (UTC)", "in 83 years", "1943", "2025"),
    ],
)
def test_periods_are_longer_where_days_would_be_too_many(
    days: int, axis: str, span: str, first: str, last: str
) -> None:
    start = 30 if days == 30_000 else 0
    chart = charts.timeline([new(days), new(start)])
    names = days_on_axis(chart)
    assert (names[0], names[-1]) == (first, last)
    assert len(names) == len(set(names)) <= max(36, 83 if days == 30_000 else 0)
    assert names == sorted(names)
    shown = spec_of(chart)["layer"][0]["encoding"]["x"]["axis"]
    assert shown["title"] == axis
    assert len(shown["values"]) <= 9
    assert set(shown["values"]) <= set(names)
    assert span in title(chart)
    assert sum(bars(chart).values()) == 2


def test_quiet_days_have_a_place_and_those_until_now_too() -> None:
    changes = [new(5), new(2)]
    assert days_on_axis(charts.timeline(changes)) == [f"2026-01-{n}" for n in range(25, 29)]
    assert len(days_on_axis(charts.timeline(changes, now=NOW))) == 6
    assert len(days_on_axis(charts.timeline(changes, now=ago(20)))) == 19  # and from then on
    with pytest.raises(ValueError, match="now is no moment yet"):
        charts.timeline(changes, now=datetime(2026, 1, 1))  # noqa: DTZ001 (to be refused)


def test_marks_name_the_resources_and_every_number_is_written_where_it_has_room() -> None:
    few = [new(0, resource=f"arn:aws:s3:::bucket-{n}") for n in range(7)]
    chart = charts.timeline(few)
    (part,) = values(chart)
    assert part["resources"].startswith("arn:aws:s3:::bucket-0, ")
    assert part["resources"].endswith(" and 2 more")
    assert [each["label"] for each in values(chart, 2)] == ["7"]
    many = [new(day) for day in range(36) for _ in range(1_000 + (day == 7))]
    written = values(charts.timeline(many), 2)
    assert [each["label"] for each in written] == ["1,001"]


EVERYTHING = [
    new(9),
    new(8, "RESOLVED", updated_at=ago(4)),
    resolved(3),
    altered("changed", 1, "ACTIVE", "ACTIVE"),
    altered("archived", 2, "ACTIVE", "ARCHIVED"),
    altered("reopened", 2, "RESOLVED", "ACTIVE"),
    ended("deleted"),
    ended("expired", "RESOLVED"),
]


WAYS: dict[str, Callable[[Any], Any]] = {
    "Changes": changes_of,
    "list": list,
    "iterator": iter,
    "list of Changes": lambda changes: [changes_of(changes)],
    "table": changes_table,
    "polars": lambda changes: changes_table(changes).to_polars(),
    "lazy": lambda changes: changes_table(changes).to_polars().lazy(),
    "pandas": lambda changes: changes_table(changes).to_pandas(),
    "pyarrow": lambda changes: changes_table(changes).to_arrow(),
}


@pytest.mark.parametrize("way", WAYS)
def test_changes_in_any_form_make_the_same_chart(way: str) -> None:
    for name in ("pandas", "pyarrow"):
        pytest.importorskip(name)
    chart = charts.timeline(WAYS[way](EVERYTHING))
    assert spec_of(chart) == spec_of(charts.timeline(EVERYTHING))
    assert title(chart) == "3 new, 2 resolved, 1 gone in 10 days: as many open as before"


def test_a_frame_needs_kinds_and_moments_alone() -> None:
    frame = pl.DataFrame(
        {
            "kind": ["New", "resolved", "deleted", "reopened", "changed", "archived", "expired"],
            "happened_at": [NOW] * 7,
        }
    )
    chart = charts.timeline(frame)
    assert bars(chart) == {
        ("2026-01-30", "new"): 2,
        ("2026-01-30", "resolved"): 1,
        ("2026-01-30", "gone"): 1,
    }
    assert {each["resources"] for each in values(chart)} == {""}


def test_changes_without_a_moment_are_left_out_and_counted() -> None:
    frame = pl.DataFrame({"kind": ["new", "new", "resolved"], "happened_at": [NOW, None, None]})
    chart = charts.timeline(frame)
    assert title(chart).startswith("1 new, none resolved on 2026-01-30")
    assert notes(chart) == "2 changes without a date left out"
    none = charts.timeline(frame[1:])
    assert notes(none) == "2 changes without a date left out"
    late = pl.DataFrame(
        {
            "kind": ["new"],
            "happened_at": [NOW],
            "status_before": [None],
            "status_after": ["RESOLVED"],
        }
    )
    assert title(charts.timeline(late)).startswith("1 new, 1 resolved on 2026-01-30")


def test_what_a_frame_lacks_or_has_too_much_is_named() -> None:
    with pytest.raises(ValueError, match="timeline needs the column happened_at"):
        charts.timeline(pl.DataFrame({"kind": ["new"]}))
    wrong = pl.DataFrame({"kind": ["gone\u202e" + "x" * 100], "happened_at": [NOW]})
    with pytest.raises(
        ValueError, match=r"column kind has 'gone\\\\u202e.*none of new, changed"
    ) as it:
        charts.timeline(wrong)
    assert len(str(it.value)) < 200
    with pytest.raises(ValueError, match="happened_at has 'soon'"):
        charts.timeline(pl.DataFrame({"kind": ["new"], "happened_at": ["soon"]}))


@pytest.mark.parametrize("wrong", [whole(), [summary()], 7, None])
def test_what_is_no_change_is_refused_with_what_to_pass(wrong: object) -> None:
    with pytest.raises(TypeError, match="sync_findings"):
        charts.timeline(wrong)


STATUSES = ("ACTIVE", "ARCHIVED", "RESOLVED")


@given(st.lists(st.lists(st.sampled_from([*STATUSES, None]), max_size=6), max_size=8))
def test_the_net_is_what_is_open_in_the_end_whatever_became_of_findings(
    lives: list[list[str | None]],
) -> None:
    changes: list[FindingChange] = []
    for life in lives:
        status: str | None = None
        for becomes in life:
            if becomes is None and status is not None:
                changes.append(ended("expired" if status == "RESOLVED" else "deleted", status))
            elif becomes is not None and status is None:
                changes.append(new(3, becomes))
            elif becomes is not None and status is not None:
                kind = {"ACTIVE": "reopened", "ARCHIVED": "archived", "RESOLVED": "resolved"}
                named = "changed" if becomes == status else kind[becomes]
                changes.append(altered(named, 1, status, becomes))
            status = becomes
    drawn: Counter[str] = Counter()
    chart = charts.timeline(changes)
    if "new" in title(chart):
        for (_, group), number in bars(chart).items():
            drawn[group] += number
    is_open = sum(bool(life) and life[-1] in {"ACTIVE", "ARCHIVED"} for life in lives)
    assert drawn["new"] - drawn["resolved"] - drawn["gone"] == is_open
    counts = Counter(type(each).__name__.lower() for each in changes)
    assert drawn["new"] >= counts["new"]
    assert drawn["resolved"] >= counts["resolved"]
    assert counts.keys() <= KINDS.keys()


def test_it_is_640_by_360_without_a_script_and_the_same_again() -> None:
    spec = spec_of(charts.timeline(EVERYTHING))
    assert (spec["width"], spec["height"]) == (640, 360)
    drawn: str = vl_convert.vegalite_to_svg(spec)
    assert "<script" not in drawn
    assert drawn == vl_convert.vegalite_to_svg(spec_of(charts.timeline(EVERYTHING)))
