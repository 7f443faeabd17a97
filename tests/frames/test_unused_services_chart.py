"""The chart of services that roles and users do not use."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

vl_convert: Any = pytest.importorskip("vl_convert", reason="charts are an extra")
pl: Any = pytest.importorskip("polars")

from aa_sdk.frames import details_table, unused_actions_table  # noqa: E402 (after what it needs)
from aa_sdk.frames.charts import unused_services_heatmap  # noqa: E402
from tests.frames.charted import (  # noqa: E402
    NOW,
    days_ago,
    external,
    notes,
    spec_of,
    summary,
    title,
    unused,
    values,
    whole,
)

Used = dict[str, dict[str, int | None]]


def role(name: int | str, *services: Any, **changed: Any) -> Any:
    who = {"resource": f"arn:aws:iam::111122223333:role/r{name}", "resource_type": "AWS::IAM::Role"}
    given: dict[str, Any] = who | changed
    return whole(details=services, finding_type="UnusedPermission", **given)


def drawn(source: Any) -> Any:
    return unused_services_heatmap(source, now=NOW)


def cells(chart: Any) -> dict[tuple[str, str], str]:
    return {(each["row"], each["column"]): each["text"] for each in values(chart)}


@given(
    st.dictionaries(
        st.integers(0, 30),
        st.dictionaries(
            st.sampled_from([f"s{n:02d}" for n in range(25)]),
            st.one_of(st.none(), st.integers(0, 800)),
            min_size=1,
        ),
        min_size=1,
    )
)
def test_cells_are_those_of_the_roles_and_of_the_services_that_have_the_most(used: Used) -> None:
    chart = drawn([role(n, *(unused(s, d) for s, d in of.items())) for n, of in used.items()])
    who: dict[str, list[str]] = defaultdict(list)
    for number, of in used.items():
        for service in of:
            who[service].append(f"role/r{number}")
    rows = sorted(used, key=lambda n: (-len(used[n]), f"r{n}"))[:14]
    columns = sorted(who, key=lambda service: (-len(who[service]), service))[:14]
    assert cells(chart) == {
        (f"role/r{n}", s): "never" if used[n][s] is None else f"{used[n][s]}"
        for n in rows
        for s in columns
        if s in used[n]
    }
    encoding = spec_of(chart)["layer"][0]["encoding"]
    assert encoding["y"]["sort"] == [f"role/r{n}" for n in rows]
    assert encoding["x"]["sort"] == columns


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([role(1, unused("s3", None))], "1 role leaves 1 service unused, never used"),
        ([role(1, unused("s3", 212))], "1 role leaves 1 service unused, last used 212 days ago"),
        (
            [role(1, unused("s3", 9), unused("sqs", None))],
            "1 role leaves 2 services unused; 1 was never used",
        ),
        (
            [role(n, unused("s3", None), unused("sqs", None)) for n in range(2)],
            "2 roles leave services unused, 4 in all; none was ever used",
        ),
        (
            [
                role(1, unused("s3", 5)),
                role(2, unused("s3", 5), resource="arn:aws:iam::111122223333:user/u"),
            ],
            "2 roles and users leave services unused, 2 in all; each was used before",
        ),
        (
            [role(n, *(unused(s, None) for s in "abc"), unused("d", 1)) for n in range(400)],
            "400 roles leave services unused, 1,600 in all; 1,200 were never used",
        ),
        (
            [role(1, unused("s3", None), resource=None)],
            "1 identity leaves 1 service unused, never used",
        ),
    ],
)
def test_the_title_says_how_much_is_unused(findings: Any, said: str) -> None:
    assert title(drawn(findings)) == said


def test_what_several_findings_say_of_a_service_is_its_last_use() -> None:
    findings = [
        role(1, unused("s3", 40, "GetObject")),
        role(1, unused("s3", 20), unused("sqs", None)),
        role(1, unused("s3", None, "PutObject", "ListBucket"), unused("sqs", None)),
    ]
    chart = drawn(findings)
    assert cells(chart) == {("role/r1", "s3"): "20", ("role/r1", "sqs"): "never"}
    first, second = values(chart)
    assert first["last used"] == "2025-12-16 12:00 UTC, 20 days ago"
    assert (first["unused actions"], second["unused actions"]) == ("3", "not told")
    assert first["resource"] == "arn:aws:iam::111122223333:role/r1"


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (0, "up to 90 days"),
        (90.5, "up to 90 days"),
        (91, "91\N{EN DASH}180 days"),
        (181, "181\N{EN DASH}365 days"),
        (366, "over a year"),
        (None, "never used"),
    ],
)
def test_colours_go_by_steps_and_never_is_one_of_its_own(days: float | None, step: str) -> None:
    (cell,) = values(drawn([role(1, unused("s3", days))]))
    assert cell["last use"] == step


def test_what_is_left_out_stands_below_the_title() -> None:
    findings = [
        *(role(f"{n:02d}", unused("s3", n), unused(f"x{n:02d}", n)) for n in range(20)),
        role("gone", unused("s3", 3), status="RESOLVED"),
        summary(1, finding_type="UnusedPermission"),
        external(2),
    ]
    assert notes(drawn(findings)) == (
        "shown: 14 of 20 roles and users and 14 of 21 services, those with the most · "
        "1 finding without details: hydrate reads them · 1 resolved one left out"
    )


def test_summaries_are_refused_and_other_findings_have_nothing_unused() -> None:
    with pytest.raises(ValueError, match="hydrate"):
        drawn([summary(1, finding_type="UnusedPermission")])
    for nothing in ([external(1)], [summary(1, finding_type="UnusedIAMRole")], [role(1)]):
        assert title(drawn(nothing)) == "No role or user has services that it does not use"
    assert title(drawn([])) == "No findings were given"


FRAME = {
    "finding_id": ["1", "1", "1", "2", "3"],
    "resource": [f"arn:aws:iam::111122223333:role/r{n}" for n in (1, 1, 1, 2, 3)],
    "service_namespace": ["s3", "s3", "sqs", "s3", None],
    "action": ["GetObject", "PutObject", None, None, None],
    "last_accessed": [days_ago(70), None, None, days_ago(5), days_ago(1)],
}


def test_a_frame_with_a_row_for_each_service_or_action_is_read_as_the_findings() -> None:
    findings = [
        role(1, unused("s3", 70, "GetObject", "PutObject"), unused("sqs", None)),
        role(2, unused("s3", 5)),
    ]
    assert spec_of(drawn(pl.DataFrame(FRAME))) == spec_of(drawn(findings))
    told = pl.DataFrame(FRAME | {"service_last_accessed": [None, days_ago(60), None, None, None]})
    assert cells(drawn(told))["role/r1", "s3"] == "60"
    assert cells(drawn(told))["role/r2", "s3"] == "never"
    resolved = pl.DataFrame(FRAME | {"status": ["RESOLVED"] * 3 + ["ACTIVE"] * 2})
    assert notes(drawn(resolved)) == "1 resolved one left out"
    assert notes(drawn(resolved.drop("finding_id"))) == "3 resolved ones left out"
    assert title(drawn(pl.DataFrame(FRAME)[:0])) == "No findings were given"


@pytest.mark.parametrize("tabled", [details_table, unused_actions_table])
def test_the_tables_of_details_and_of_actions_say_the_same(tabled: Any) -> None:
    findings = [
        role(1, unused("s3", 70, "GetObject", "PutObject"), unused("sqs", None, "SendMessage")),
        role(2, unused("s3", 5), unused("kms", 5), status="RESOLVED", id="2"),
        role(3, error="ACCESS_DENIED", status="RESOLVED", id="3"),
    ]
    detail = findings[0].finding_details[1]
    used = detail.actions[0].model_copy(update={"last_accessed": days_ago(3)})
    odd = detail.model_copy(update={"actions": (used,)})
    findings[0] = role(1, findings[0].finding_details[0], odd)
    read, of_findings = drawn(tabled(findings)), drawn(findings)
    assert cells(read) == cells(of_findings)
    assert title(read) == title(of_findings)
    assert notes(read) == notes(of_findings) == "1 resolved one left out"


def test_a_frame_of_findings_is_refused_with_what_has_the_column() -> None:
    frame = pl.DataFrame(FRAME).drop("service_namespace")
    with pytest.raises(ValueError, match=r"column service_namespace, .*details_table.*hydrate"):
        drawn(frame)


HOSTILE = ["<script>alert(1)</script>", "\u202e\x1b[31m\n\ud800", "W" * 300, "n" * 10**6]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_it_is_drawn_the_same_twice_harmless_and_small(text: str) -> None:
    findings = [role(1, unused(text, 3), unused("s3", None), resource=text)]
    first, second = drawn(findings), drawn(findings)
    written = json.dumps(spec_of(first), ensure_ascii=False)
    assert written == json.dumps(spec_of(second), ensure_ascii=False)
    assert len(written) < 20_000
    assert not set("\u202e\x1b\ud800") & set(written)
    svg = vl_convert.vegalite_to_svg(spec_of(first))
    assert "<script" not in svg
    assert ">never<" in svg


def svg_texts(chart: Any) -> Sequence[str]:
    return [f">{each}<" for each in (*cells(chart).values(), *(row for row, _ in cells(chart)))]


def test_names_and_days_stand_in_the_drawing() -> None:
    chart = drawn([role(n, unused("s3", n * 100), unused("kms", None)) for n in range(5)])
    svg = vl_convert.vegalite_to_svg(spec_of(chart))
    assert [text for text in svg_texts(chart) if text not in svg] == []
