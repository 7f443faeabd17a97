"""Charts read every kind of frame as they read the findings that it was made of."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

pd: Any = pytest.importorskip("pandas")
pl: Any = pytest.importorskip("polars")
pa: Any = pytest.importorskip("pyarrow")
duckdb: Any = pytest.importorskip("duckdb")
pytest.importorskip("altair", reason="charts are an extra")

from aa_sdk.frames import charts, findings_table  # noqa: E402 (after what it needs)
from aa_sdk.models import Finding, ListFindingsV2Response  # noqa: E402
from aa_sdk.workflows import Gone, Hydrated  # noqa: E402
from tests.frames.charted import (  # noqa: E402
    NOW,
    columns_of,
    counts,
    days_ago,
    external,
    hydrated,
    notes,
    spec_of,
    summary,
    title,
    values,
)

DRAWN: dict[str, Callable[[Any], Any]] = {
    "age_histogram": lambda findings: charts.age_histogram(findings, now=NOW),
    "by_account": charts.by_account,
    "by_resource_type": charts.by_resource_type,
    "public_exposure": lambda findings: charts.public_exposure(findings, now=NOW),
}
EACH = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)

FINDINGS = [
    external(
        n,
        public=(True, False, False, None)[n % 4],
        days=n * 7,
        status=("ACTIVE", "ACTIVE", "ARCHIVED", "RESOLVED", "ACTIVE")[n % 5],
        resource_type=("AWS::S3::Bucket", "AWS::SQS::Queue")[n % 2],
        resource_owner_account=f"{n % 15:012d}",
        error="ACCESS_DENIED" if n % 4 == 3 else None,
        action=["s3:GetObject", "s3:PutObject"][: 1 + n % 2],
    )
    for n in range(60)
]


class OfArrow:
    """Whatever hands over Arrow data and is nothing else that is known."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._table.__arrow_c_stream__(requested_schema)


class LikeTable(OfArrow):
    """What gives its columns by name, as a table of ours does; it is read column by column."""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._table.column_names)

    def __getitem__(self, name: str) -> list[Any]:
        return [*self._table.column(name).to_pylist()]

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        raise AssertionError


class ArrowList(list[Finding]):
    """A list that hands over Arrow data too, as a listing does; it is read as the list it is."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        raise AssertionError


def of_polars(findings: Sequence[Finding]) -> Any:
    return pl.DataFrame(columns_of(findings))


def of_pyarrow(findings: Sequence[Finding]) -> Any:
    return of_polars(findings).to_arrow()


def of_pandas(findings: Sequence[Finding]) -> Any:
    return pd.DataFrame(columns_of(findings))


def of_duckdb(findings: Sequence[Finding]) -> Any:
    table = of_pyarrow(findings)
    return duckdb.from_arrow(table)


def of_csv(findings: Sequence[Finding], **how: Any) -> Any:
    told = pl.Series([json.dumps(each.action) for each in findings])
    frame = of_polars(findings).with_columns(action=told)
    return pl.read_csv(io.StringIO(frame.write_csv()), **how)


def of_pandas_csv(findings: Sequence[Finding]) -> Any:
    columns = columns_of(findings) | {"action": [json.dumps(f.action) for f in findings]}
    return pd.read_csv(io.StringIO(pd.DataFrame(columns).to_csv()))


def of_pieces(findings: Sequence[Finding]) -> Any:
    half = len(findings) // 2
    return OfArrow(pa.concat_tables([of_pyarrow(findings[:half]), of_pyarrow(findings[half:])]))


def of_codes(findings: Sequence[Finding]) -> Any:
    frame = of_polars(findings)
    coded = frame.with_columns(pl.col("resource_owner_account", "status").cast(pl.Categorical))
    return OfArrow(coded)


def results(findings: Sequence[Finding]) -> Iterator[Any]:
    for finding in findings:
        yield Hydrated(None, hydrated(finding))
    yield Gone("gone")


SOURCES: dict[str, Callable[[Sequence[Finding]], Any]] = {
    "generator": iter,
    "tuple": tuple,
    "list with Arrow data": ArrowList,
    "hydrated": results,
    "polars": of_polars,
    "polars, lazy": lambda findings: of_polars(findings).lazy(),
    "pandas": of_pandas,
    "pandas of Arrow": lambda findings: of_pyarrow(findings).to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": of_pyarrow,
    "pyarrow reader": lambda findings: of_pyarrow(findings).to_reader(),
    "duckdb": of_duckdb,
    "table": lambda findings: LikeTable(of_pyarrow(findings)),
    "Arrow data of views": lambda findings: OfArrow(of_polars(findings)),
    "Arrow data": lambda findings: OfArrow(of_pyarrow(findings)),
    "Arrow data in pieces": of_pieces,
    "Arrow data of codes": of_codes,
    "CSV": of_csv,
    "CSV as text": lambda findings: of_csv(findings, infer_schema=False),
    "CSV in pandas": of_pandas_csv,
}


@EACH
@pytest.mark.parametrize("made", SOURCES.values(), ids=SOURCES)
def test_every_source_of_the_same_findings_makes_the_same_chart(
    draw: Callable[[Any], Any], made: Callable[[Sequence[Finding]], Any]
) -> None:
    assert spec_of(draw(made(FINDINGS))) == spec_of(draw(FINDINGS))


@EACH
@pytest.mark.parametrize("made", [of_polars, of_pyarrow, of_pandas, of_duckdb])
def test_a_frame_without_rows_is_a_chart_that_says_so(
    draw: Callable[[Any], Any], made: Callable[[Sequence[Finding]], Any]
) -> None:
    frame = made(FINDINGS)
    empty = frame.limit(0) if hasattr(frame, "fetchall") else frame[:0]
    assert title(draw(empty)) == "No findings were given"


def test_pages_are_read_as_the_findings_on_them() -> None:
    pages = [
        ListFindingsV2Response(findings=(summary(0), summary(1)), next_token="t"),
        ListFindingsV2Response(findings=(summary(2),)),
    ]
    assert counts(charts.by_account(pages)) == {("111122223333", "rest"): 3}


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("age_histogram", "created_at"),
        ("age_histogram", "is_public"),
        ("by_account", "resource_owner_account"),
        ("by_resource_type", "resource_type"),
        ("public_exposure", "resource"),
    ],
)
@pytest.mark.parametrize(
    "form", [pl.from_arrow, pd.DataFrame.from_arrow, duckdb.from_arrow, OfArrow, LikeTable]
)
def test_a_frame_that_lacks_a_column_is_refused_by_its_name(
    name: str, missing: str, form: Callable[[Any], Any]
) -> None:
    source = form(of_pyarrow(FINDINGS).drop_columns([missing]))
    with pytest.raises(ValueError, match=f"{name} needs the column {missing}, .*findings_table"):
        DRAWN[name](source)


def test_all_columns_that_are_missing_are_named_at_once() -> None:
    with pytest.raises(ValueError, match="the columns created_at, is_public, which"):
        charts.age_histogram(pl.DataFrame({"id": ["1"]}))


def test_a_frame_of_the_few_columns_that_are_counted_is_enough() -> None:
    frame = pl.DataFrame(
        {"resource_owner_account": ["1", "1", "2"], "is_public": [True, None, False]}
    )
    chart = charts.by_account(frame)
    expected = {("1", "public"): 1, ("1", "rest"): 1, ("2", "cross-account"): 1}
    assert counts(chart) == expected
    assert title(chart) == "At least 1 of 3 findings is public, in account 1"
    assert {each["resources"] for each in values(chart)} == {""}
    assert notes(chart) == "1 not read: hydrate tells which are public"


def test_an_account_that_was_read_as_a_number_is_an_account_again() -> None:
    frame = pd.DataFrame({"resource_owner_account": [11122223333.0, None], "is_public": [True] * 2})
    assert counts(charts.by_account(frame)) == {
        ("011122223333", "public"): 1,
        ("not told", "public"): 1,
    }


def test_a_public_resource_whose_actions_are_null_is_told_without_them() -> None:
    columns = {"created_at": [NOW], "is_public": [True], "resource": ["a"], "action": [None]}
    (span,) = values(charts.public_exposure(pl.DataFrame(columns), now=NOW))
    assert (span["note"], span.get("anyone may", "")) == ("", "")


def test_a_summary_in_a_frame_is_one_that_was_not_read() -> None:
    columns = {
        "created_at": [days_ago(3)] * 5,
        "is_public": [None] * 5,
        "finding_type": ["ExternalAccess"] * 4 + ["UnusedIAMRole"],
        "hydrated": [False, True, False, None, False],
        "error": [None, None, "ACCESS_DENIED", None, None],
    }
    chart = charts.age_histogram(pl.DataFrame(columns), now=NOW)
    week = "0\N{EN DASH}7"
    assert counts(chart) == {(week, "rest"): 5}
    assert notes(chart) == (
        "rest: 2 not analyzed, 1 about unused access · 2 not read: hydrate tells which are public"
    )
    with pytest.raises(ValueError, match="hydrate"):
        charts.public_exposure(pl.DataFrame(columns | {"resource": ["a"] * 5}))


def test_findings_without_a_date_are_counted_below_the_title() -> None:
    frame = pl.DataFrame({"created_at": [days_ago(3), None], "is_public": [True, False]})
    chart = charts.age_histogram(frame, now=NOW)
    assert counts(chart) == {("0\N{EN DASH}7", "public"): 1}
    assert notes(chart) == "1 finding without a date left out"
    chart = charts.age_histogram(frame[1:], now=NOW)
    assert title(chart) == "The only finding is not public"
    unknown = frame.with_columns(created_at=None, resource=pl.lit(None), action=pl.lit(""))
    (span,) = values(charts.public_exposure(unknown, now=NOW))
    assert (span["name"], span["days"], span["note"]) == ("not told", 0, "")


def test_dates_and_moments_without_a_time_zone_are_of_utc() -> None:
    moments = [days_ago(9).replace(tzinfo=None), days_ago(2).replace(tzinfo=None)]
    frame = pl.DataFrame({"created_at": moments, "is_public": [False, False]})
    ages = {("0\N{EN DASH}7", "cross-account"): 1, ("8\N{EN DASH}30", "cross-account"): 1}
    assert counts(charts.age_histogram(frame, now=NOW)) == ages
    dated = frame.with_columns(pl.col("created_at").dt.date())
    assert counts(charts.age_histogram(dated, now=NOW)) == ages
    told = frame.with_columns(created_at=pl.Series(["2025-12-27 04:50 UTC", "2026-01-03T12:00Z"]))
    assert counts(charts.age_histogram(told, now=NOW)) == ages
    none = frame.with_columns(created_at=pl.lit(""))
    assert notes(charts.age_histogram(none, now=NOW)) == "2 findings without a date left out"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("created_at", "yesterday"),
        ("created_at", 5),
        ("created_at", timedelta(1)),
        ("is_public", "perhaps"),
        ("is_public", 7),
        ("hydrated", "\u202e" + "x" * 10_000),
    ],
)
def test_a_value_that_cannot_be_read_is_named_with_its_column(column: str, value: Any) -> None:
    columns = {"created_at": [NOW], "is_public": [True], column: [value]}
    with pytest.raises(
        ValueError, match=f"the column {column} has '.*' in it, which is not"
    ) as got:
        charts.age_histogram(pl.DataFrame(columns))
    assert len(str(got.value)) < 150
    assert "\u202e" not in str(got.value)


def test_actions_may_be_text() -> None:
    columns = {
        "created_at": [NOW] * 3,
        "is_public": [True] * 3,
        "resource": ["a", "b", "c"],
        "action": ["s3:GetObject", '["s3:GetObject"]', "[broken"],
    }
    chart = charts.public_exposure(pl.DataFrame(columns), now=NOW)
    assert [each["note"] for each in values(chart)] == ["GetObject", "GetObject", "[broken"]


def test_a_single_column_is_no_frame() -> None:
    with pytest.raises(TypeError, match="has no columns"):
        charts.by_account(pl.Series([1, 2]))


def test_access_that_one_detail_leaves_open_is_not_told_to_be_private() -> None:
    first, other = (hydrated(external(1, public=public)) for public in (False, None))
    details = (*first.finding_details, *other.finding_details)
    finding = first.model_copy(update={"finding_details": details})
    chart = charts.by_account([finding])
    assert title(chart).startswith("1 active external finding;")
    assert spec_of(chart) == spec_of(charts.by_account(findings_table([finding])))
