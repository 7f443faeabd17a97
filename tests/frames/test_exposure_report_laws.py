"""What holds of every report on exposure, whatever the findings."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.frames.reports import ExposureReport, exposure_report
from aa_sdk.models import GetFindingV2Response
from aa_sdk.workflows import hydrate
from tests.conftest import Run
from tests.frames.reported import (
    NOW,
    OTHER,
    OWNER,
    external,
    internal,
    public,
)


def report(*findings: Any, **options: Any) -> ExposureReport:
    return exposure_report(findings, now=NOW, **options)


CONDITIONS = st.dictionaries(
    st.sampled_from(["aws:SourceVpc", "aws:X"]), st.text(max_size=3), max_size=2
)


@st.composite
def some_finding(draw: st.DrawFn) -> GetFindingV2Response:
    finding_id, days = f"f{draw(st.integers(0, 30))}", draw(st.integers(-3, 500))
    if draw(st.booleans()):
        return internal(finding_id, days)
    make = draw(st.sampled_from([public, external]))
    made: GetFindingV2Response = make(
        finding_id,
        days=days,
        status=draw(st.sampled_from(["ACTIVE", "ARCHIVED"])),
        actions=draw(st.lists(st.sampled_from(["s3:GetObject", "iam:PassRole"]), max_size=2)),
        condition=draw(CONDITIONS),
        resource_owner_account=draw(st.sampled_from([OWNER, OTHER])),
    )
    return made


@given(st.lists(some_finding(), max_size=12))
def test_numbers_add_up(findings: list[Any]) -> None:
    made = report(*findings)
    parts = (made.public, made.outside, made.unclear, made.internal)
    ids = [one.id for part in parts for one in part]
    assert len(ids) == len(set(ids)) == len(made)
    assert sum(len(one) for one in made.cross_account) == len(made.outside)
    for groups in (made.by_condition, made.by_age, made.by_resource_type, made.by_owner):
        assert sum(len(one) for one in groups) == len(made)
        assert sum(one.count("public") for one in groups) == len(made.public)
        assert sum(one.count("internal") for one in groups) == len(made.internal)
    left_out = sum(made.left_out.other_statuses.values()) + made.left_out.duplicates
    assert len(made) + left_out == len(findings)
    assert len(made.to_dicts()) == len(made)


def test_what_the_emulator_has_is_reported(run: Run) -> None:
    async def main() -> None:
        emulator = Emulator()
        emulator.populate(findings=120, seed=3)
        whole_findings: list[Any] = []
        async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as aa:
            for analyzer in await aa.list_analyzers().collect():
                listing = aa.list_findings_v2(analyzer.arn)
                whole_findings.append(
                    await hydrate(aa, analyzer_arn=analyzer.arn, findings=listing).collect()
                )
        made = exposure_report(whole_findings)
        assert made.public
        assert made.cross_account
        assert made.internal
        assert made.left_out.other_types.keys() >= {"UnusedIAMRole"}
        assert not made.unclear

    run(main)
