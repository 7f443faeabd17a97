"""How outcomes, scopes and findings show: a line each, and the same words in a notebook."""

import re
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from aa_sdk.errors import service_error
from aa_sdk.models import AnalyzerSummary, FindingSummary
from aa_sdk.workflows import (
    Changes,
    Denied,
    FleetFinding,
    FleetOutcome,
    NoAnalyzer,
    NotActive,
    RegionDisabled,
    ScopeFailed,
    ScopeOutcome,
    ScopeProblem,
    ScopeResult,
    SyncedAnalyzer,
)
from aa_sdk.workflows._store.reading import Span
from tests.conftest import Run
from tests.policy.views.shown import html_of, in_html, in_rich
from tests.workflows.fleet.world import CALLER, HOME, ONE, OPTIONAL, TWO, WEST, World

NOW = datetime(2026, 1, 2, tzinfo=UTC)
EVIL = "</div><script>alert(1)</script>\u202e\x1b[2J\n"


NUMBERS = count()


def denied(message: str = "no") -> Any:
    """An error, whose message and request no other has."""
    number = next(NUMBERS)
    answer: Any = {
        "Error": {"Code": "AccessDeniedException", "Message": f"{message} {number}"},
        "ResponseMetadata": {"HTTPStatusCode": 403, "RequestId": f"r-{number}"},
    }
    return service_error(answer, "ListAnalyzers")


def analyzer(name: str = "audit") -> AnalyzerSummary:
    return AnalyzerSummary(
        arn=f"arn:aws:access-analyzer:{HOME}:{CALLER}:analyzer/audit",
        name=name,
        type="ACCOUNT",
        created_at=NOW,
        status="ACTIVE",
    )


OUTCOME = FleetOutcome(
    (
        ScopeOutcome(CALLER, HOME, None, 1200, 96, 2),
        ScopeOutcome(CALLER, WEST, None, 3, 0, 1),
        ScopeOutcome(CALLER, OPTIONAL, RegionDisabled(denied())),
        ScopeOutcome(ONE, HOME, Denied(denied())),
        ScopeOutcome(ONE, WEST, Denied(denied())),
        ScopeOutcome(TWO, HOME, NoAnalyzer()),
        ScopeOutcome(TWO, WEST, NotActive(("analyzer a is FAILED",)), 1),
        ScopeOutcome(TWO, OPTIONAL, ScopeFailed(denied("lost"))),
    ),
    ((ONE, OPTIONAL),),
    is_over=False,
)


def test_findings_that_nobody_asked_for_are_not_counted_as_none() -> None:
    listed = ScopeOutcome(CALLER, HOME, analyzers=2, is_read=False)
    assert str(listed) == f"{CALLER} {HOME}: ok"
    outcome = FleetOutcome((listed,))
    assert str(outcome) == "1 scope: 1 ok"
    assert "finding" not in outcome.__rich__().plain


def test_an_outcome_is_a_line_of_counts() -> None:
    assert str(OUTCOME) == (
        "9 scopes: 2 ok, 1 no analyzer, 1 not active, 1 Region disabled, 2 denied, 1 failed, "
        "1 pending; 1,204 findings, 96 repeated"
    )
    assert repr(OUTCOME) == f"<FleetOutcome: {OUTCOME}>"
    assert str(FleetOutcome(())) == "0 scopes"
    assert str(FleetOutcome((), is_over=False)) == "0 scopes: not ended"
    assert str(FleetOutcome(OUTCOME.scopes[:1])) == "1 scope: 1 ok; 1,200 findings, 96 repeated"


def test_an_outcome_is_all_its_scopes_and_adds_them_up() -> None:
    assert [*OUTCOME] == [*OUTCOME.scopes]
    assert len(OUTCOME) == 8
    assert sum(OUTCOME.counts.values()) == 8
    assert (OUTCOME.findings, OUTCOME.repeated) == (1204, 96)
    assert [one.status for one in OUTCOME.problems] == [
        *("region_disabled", "denied", "denied", "no_analyzer", "not_active", "failed")
    ]


@pytest.mark.parametrize(
    ("problem", "is_complete"),
    [
        (None, True),
        (NoAnalyzer(), True),
        (RegionDisabled(denied()), True),
        (NotActive(("a",)), False),
        (Denied(denied()), False),
        (ScopeFailed(denied()), False),
    ],
)
def test_it_is_complete_where_no_finding_can_be_missing(
    problem: ScopeProblem | None, *, is_complete: bool
) -> None:
    scopes = (ScopeOutcome(CALLER, HOME), ScopeOutcome(CALLER, WEST, problem))
    assert FleetOutcome(scopes).is_complete is is_complete
    assert not FleetOutcome(scopes, ((ONE, HOME),)).is_complete
    assert not FleetOutcome(scopes, is_over=False).is_complete


def test_scopes_tell_how_they_ended() -> None:
    told = [str(one) for one in OUTCOME]
    assert told[0] == f"{CALLER} {HOME}: ok, 1,200 findings, 96 repeated"
    assert told[1] == f"{CALLER} {WEST}: ok, 3 findings"
    assert told[2] == f"{CALLER} {OPTIONAL}: the Region is not enabled for the account"
    assert told[3].startswith(f"{ONE} {HOME}: ListAnalyzers: AccessDeniedException: no")
    assert told[5] == f"{TWO} {HOME}: no analyzer"
    assert told[6] == f"{TWO} {WEST}: analyzer a is FAILED, 1 finding"
    assert "lost" in told[7]


def test_analyzers_of_a_scope_are_named_with_what_is_wrong() -> None:
    result = ScopeResult(CALLER, HOME, (analyzer("a"), analyzer("b")))
    assert str(result) == f"{CALLER} {HOME} a, b"
    wrong = ScopeResult(CALLER, HOME, (analyzer("a"),), NotActive(("analyzer a is FAILED",)))
    assert str(wrong) == f"{CALLER} {HOME} a: analyzer a is FAILED"
    assert str(ScopeResult(CALLER, HOME, (), NoAnalyzer())) == f"{CALLER} {HOME} no analyzer"


def test_findings_tell_where_they_were_found() -> None:
    finding = FindingSummary(
        id="f-1",
        resource=f"arn:aws:iam::{CALLER}:role/a",
        resource_type="AWS::IAM::Role",
        resource_owner_account=CALLER,
        condition={},
        status="ACTIVE",
        created_at=NOW,
        updated_at=NOW,
        analyzed_at=NOW,
    )
    found = FleetFinding(CALLER, HOME, analyzer(), finding)
    assert str(found) == f"{CALLER} {HOME} {finding}"


def test_a_card_has_the_counts_and_a_row_for_each_kind_of_problem() -> None:
    for text in (" ".join(in_html(OUTCOME).text), in_rich(OUTCOME, width=120)):
        for said in (
            "9 scopes",
            "not complete",
            "pending",
            "1,204 findings, 96 repeated",
            f"{ONE} in 2 Regions",
            f"{TWO} {HOME}",
            f"{CALLER} {OPTIONAL}",
            "analyzer a is FAILED",
        ):
            assert said in text, said
        assert text.count("ListAnalyzers: AccessDeniedException") == 2  # denied, and failed


def test_an_outcome_without_problems_is_a_card_alone() -> None:
    outcome = FleetOutcome((ScopeOutcome(CALLER, HOME, None, 3),))
    told = in_rich(outcome)
    assert "not complete" not in told
    assert "why" not in told


def test_texts_of_others_are_harmless() -> None:
    result = ScopeResult(CALLER, HOME, (analyzer(EVIL),), ScopeFailed(denied(EVIL)))
    outcome = FleetOutcome((ScopeOutcome(CALLER, HOME, ScopeFailed(denied(EVIL))),))
    synced = SyncedAnalyzer(CALLER, HOME, analyzer(EVIL), no_changes())
    for one in (result, outcome.scopes[0], ScopeFailed(denied(EVIL)), Denied(denied(EVIL)), synced):
        assert not re.search("[\x00-\x1f\u202e]", str(one)), str(one)
    assert "<script" not in html_of(outcome)


def no_changes() -> Changes:
    return Changes(Span("arn", 0, 0, "arn"), {}, lambda _: [], ())


def test_states_of_analyzers_and_accounts_are_harmless_too(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        arn = world.analyzer()
        world.emulator.set_analyzer_status(arn, "FAILED", EVIL)
        async with world.fleet(regions=[HOME]) as fleet:
            (result,) = await fleet.analyzers()
            assert "\x1b" not in str(result)
            assert repr(fleet) == f"<Fleet: {fleet.outcome}>"
            assert "finding" not in repr(fleet)  # nobody has asked for any
        assert repr(world.fleet()) == "<Fleet: 0 scopes: not ended>"

    run_in_virtual_time(main)
