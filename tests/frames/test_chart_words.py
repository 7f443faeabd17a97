"""What charts say in their titles, below them, and where one points."""

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("vl_convert", reason="charts are an extra")

from aa_sdk.frames import charts
from tests.frames.charted import (
    NOW,
    counts,
    external,
    notes,
    summary,
    svg,
    title,
    values,
    whole,
)

Draw = Callable[[Any], Any]


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
