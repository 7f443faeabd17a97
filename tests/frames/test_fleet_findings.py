"""What a fleet finds goes where findings go, and its table says where each was found."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.frames import exposure_report
from aa_sdk.frames.tables import analyzers_table, details_table, findings_table, table_of
from aa_sdk.models import AnalyzerSummary
from aa_sdk.workflows import (
    FleetFinding,
    Hydrated,
    NoAnalyzer,
    ScopeOutcome,
    ScopeResult,
    SweptScope,
)
from tests.frames.rows import MOMENT, external, summary, v1, whole

pytest.importorskip("nanoarrow")

PLACES = ("account", "region", "analyzer_arn")
ACCOUNT, REGION = "222233334444", "eu-west-1"
ARN = f"arn:aws:access-analyzer:{REGION}:{ACCOUNT}:analyzer/audit"
ANALYZER = AnalyzerSummary(
    arn=ARN, name="audit", type="ACCOUNT", status="ACTIVE", created_at=MOMENT
)
PUBLIC: dict[str, Any] = {"is_public": True, "action": ["s3:GetObject"], "principal": {"AWS": "*"}}


def found(finding: Any) -> FleetFinding:
    return FleetFinding(ACCOUNT, REGION, ANALYZER, finding)


def test_a_row_says_in_which_account_and_region_by_which_analyzer_it_was_found() -> None:
    (row,) = findings_table([found(v1(**PUBLIC))]).to_dicts()
    assert [row[name] for name in PLACES] == [ACCOUNT, REGION, ARN]
    assert (row["principal"], row["is_public"], row["hydrated"]) == ("*", True, True)


FINDINGS = [summary(), summary(resource="\ud800"), v1(**PUBLIC), whole(external()), v1(error="E")]


@given(st.lists(st.tuples(st.sampled_from(FINDINGS), st.booleans()), max_size=6))
def test_but_for_its_place_a_row_is_that_of_the_finding_alone(drawn: list[Any]) -> None:
    alone = findings_table([finding for finding, _ in drawn]).to_dicts()
    mixed = [found(finding) if is_found else finding for finding, is_found in drawn]
    rows = findings_table(mixed).to_dicts()
    for row, plain, (_, is_found) in zip(rows, alone, drawn, strict=True):
        place = [row.pop(name) for name in PLACES]
        assert place == ([ACCOUNT, REGION, ARN] if is_found else [None, None, None])
        assert [plain.pop(name) for name in PLACES] == [None, None, None]
        assert row == plain


def test_columns_are_the_same_for_fleets_for_others_and_for_nothing_at_all() -> None:
    tables = [findings_table(given) for given in ([found(summary())], [summary()], [])]
    assert len({tuple(table.columns) for table in tables}) == 1
    assert set(PLACES) < set(tables[0].columns)


def test_a_finding_of_a_fleet_alone_is_one_and_its_names_are_none() -> None:
    assert len(findings_table(found(summary()))) == 1
    assert len(details_table(found(whole(external())))) == 1
    assert len(exposure_report(found(v1(**PUBLIC))).priorities) == 1


def test_a_scope_that_was_swept_by_itself_counts_with_its_findings() -> None:
    outcome = ScopeOutcome(ACCOUNT, REGION, findings=2)
    swept = SweptScope(outcome, (found(v1(id="1")), found(v1(id="2"))))
    assert findings_table(swept)["account"] == [ACCOUNT, ACCOUNT]
    assert findings_table([swept, swept])["id"] == ["1", "2", "1", "2"]


def test_what_hydrating_gave_stands_beside_what_a_fleet_found() -> None:
    hydrated = Hydrated(None, whole(external()))
    assert findings_table([hydrated, found(summary())])["account"] == [None, ACCOUNT]


def test_table_of_takes_them_for_findings() -> None:
    assert table_of([found(v1(**PUBLIC))])["region"] == [REGION]
    assert list(table_of([], FleetFinding).columns) == list(findings_table([]).columns)


def test_a_report_counts_what_several_scopes_found() -> None:
    report = exposure_report([found(v1(**PUBLIC, id="1")), found(v1(**PUBLIC, id="2"))])
    assert [one.finding.id for one in report.priorities] == ["1", "2"]


def test_the_analyzers_of_scopes_are_a_table_and_a_scope_without_any_has_no_row() -> None:
    scopes = [ScopeResult(ACCOUNT, REGION, (ANALYZER,)), ScopeResult(ACCOUNT, "eu-west-2")]
    nobody = ScopeResult(ACCOUNT, "eu-west-3", problem=NoAnalyzer())
    assert analyzers_table([*scopes, nobody])["arn"] == [ARN]


def test_charts_take_them() -> None:
    pytest.importorskip("altair")
    from aa_sdk.frames import charts  # noqa: PLC0415 (altair is an extra)

    drawn = charts.public_exposure([found(v1(**PUBLIC))], now=MOMENT).to_dict()
    assert "orders" in str(drawn)
