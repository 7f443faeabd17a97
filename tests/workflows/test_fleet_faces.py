"""What a sweep gave and what became of it show as what a person asks first: where, and why."""

from typing import Any

import pytest

from aa_sdk import Listing
from aa_sdk.emulator import Emulator
from aa_sdk.errors import AccessDeniedException, ServiceError, TransportError
from aa_sdk.workflows import (
    Denied,
    Fleet,
    FleetOutcome,
    NoAnalyzer,
    NotActive,
    RegionDisabled,
    ScopeFailed,
    ScopeOutcome,
    ScopeProblem,
    ScopeResult,
)
from tests.policy.views.shown import in_html, in_rich

REGIONS = ("us-east-1", "eu-west-1")


def refused(number: int, operation: str = "ListFindings") -> ServiceError:
    """As the service says it, with what differs each time."""
    said: dict[str, Any] = {
        "Error": {"Code": "AccessDeniedException", "Message": f"role {number} may not"},
        "ResponseMetadata": {"RequestId": f"request-{number}", "HTTPStatusCode": 403},
    }
    return AccessDeniedException(said, operation)


def outcome_of(*problems: ScopeProblem | None) -> FleetOutcome:
    """A scope for each, all of accounts of their own."""
    scopes = enumerate(problems, 200_000_000_000)
    return FleetOutcome(tuple(ScopeOutcome(str(n), REGIONS[0], one) for n, one in scopes))


def rows(outcome: FleetOutcome) -> list[str]:
    """The lines below the head of the table of problems."""
    lines = in_rich(outcome).splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("ended"))
    return [line for line in lines[head + 1 :] if line]


def test_a_hundred_refusals_of_a_call_are_one_row_whatever_the_service_said_of_each() -> None:
    outcome = outcome_of(*(Denied(refused(n)) for n in range(100)))
    (row,) = rows(outcome)
    assert "100 accounts in us-east-1" in row
    assert "ListFindings: AccessDeniedException" in row
    assert "100" in " ".join(in_html(outcome).text)


def test_what_is_refused_at_the_door_and_what_inside_are_two_rows() -> None:
    told = rows(outcome_of(Denied(refused(1, "AssumeRole")), Denied(refused(2)), None))
    assert ["AssumeRole" in row for row in told] == [True, False]


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (NoAnalyzer(), "nobody has looked"),
        (NotActive(("the account is SUSPENDED",)), "the account is SUSPENDED"),
        (RegionDisabled(refused(1)), "not enabled for the account"),
        (ScopeFailed(TransportError("ListAnalyzers", "no answer")), "ListAnalyzers: Transport"),
        (ScopeFailed(refused(1)), "ListFindings: AccessDeniedException"),
    ],
)
def test_each_problem_says_why_in_a_few_words(problem: ScopeProblem, why: str) -> None:
    (row,) = rows(outcome_of(problem))
    assert why in row
    assert len(row) <= 80


def test_the_gravest_comes_first_and_of_equals_what_concerns_most_scopes() -> None:
    assume, denied = Denied(refused(1, "AssumeRole")), Denied(refused(2))
    failed = ScopeFailed(TransportError("ListAnalyzers", "no answer"))
    told = rows(outcome_of(NoAnalyzer(), denied, assume, assume, failed))
    assert [row.split()[0] for row in told] == ["failed", "denied", "denied", "no"]
    disabled, idle = RegionDisabled(refused(3)), NotActive(("analyzer a is FAILED",))
    lacking = rows(outcome_of(disabled, disabled, NoAnalyzer(), idle))
    assert [row.split()[0] for row in lacking] == ["not", "Region", "no"]  # what is missing leads
    assert "AssumeRole" in told[1]


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([("1", "a")], "1 a"),
        ([("1", "a"), ("1", "b")], "1 in 2 Regions"),
        ([("1", "a"), ("2", "a")], "2 accounts in a"),
        ([("1", "a"), ("2", "b")], "2 accounts in 2 Regions"),
    ],
)
def test_the_headline_says_how_far_the_sweep_went(places: list[tuple[str, str]], told: str) -> None:
    outcome = FleetOutcome(tuple(ScopeOutcome(*place) for place in places))
    assert told in in_rich(outcome).splitlines()[0]
    assert "complete" in in_rich(outcome).splitlines()[0]


def test_nothing_yet_is_no_scope_and_says_so() -> None:
    assert in_rich(FleetOutcome((), is_over=False)).startswith("0 scopes")


async def test_what_a_sweep_gave_is_a_listing_to_count_and_to_show() -> None:
    emulator = Emulator()
    emulator.populate(findings=40)
    async with Fleet(session=emulator.session(), regions=REGIONS) as fleet:
        found = await fleet.findings()
        scopes = await fleet.analyzers()
    assert isinstance(found, Listing)
    assert found.count_by("account", "region") == {("111122223333", REGIONS[0]): len(found)}
    assert scopes.count_by("region") == dict.fromkeys(REGIONS, 1)
    for text in (" ".join(in_html(found).text), in_rich(found), repr(found)):
        assert f"{len(found)} findings: " in text
        assert "111122223333" in text
        assert REGIONS[0] in text
        assert found[0].finding.id[:8] in text
    for text in (" ".join(in_html(scopes).text), in_rich(scopes), repr(scopes)):
        assert "2 scopes · 1 ok, 1 with a problem" in text
        assert "organization-internal" in text
        assert "no analyzer" in text


async def test_a_sweep_that_gave_nothing_has_the_columns_of_what_it_would_give() -> None:
    pytest.importorskip("polars")
    async with Fleet(session=Emulator().session(), regions=REGIONS) as fleet:
        found = await fleet.findings()
        assert found == []
        assert "analyzer_arn" in found.to_polars().columns
        assert (await fleet.analyzers()).item_type is ScopeResult
