"""What is open, to whom, and what to look at first."""

import json
from datetime import datetime
from typing import Any

import pytest
from markdown_it import MarkdownIt

from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.frames.reports import ExposureReport, exposure_report
from aa_sdk.models import ListFindingsV2Response, UnknownUnionMember
from aa_sdk.workflows import Gone, Hydrated, HydrationFailed, HydrationReport
from tests.frames.reported import (
    NOW,
    OTHER,
    external,
    first_version,
    internal,
    listed_first_version,
    preview,
    public,
    summary,
    unused_role,
    whole,
)


def report(*findings: Any, **options: Any) -> ExposureReport:
    return exposure_report(findings, now=NOW, **options)


def as_html(markdown: str) -> str:
    """Markdown as a ticket would show it, raw HTML let through."""
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))


def order(made: ExposureReport) -> list[str]:
    return [one.finding.id for one in made.priorities]


def test_public_comes_before_outside_and_that_before_inside() -> None:
    made = report(
        internal("a"), external("b"), public("c"), whole("d", finding_type="ExternalAccess")
    )
    assert order(made) == ["c", "b", "d", "a"]
    assert [len(one) for one in (made.public, made.outside, made.unclear, made.internal)] == [1] * 4


def test_what_changes_permissions_comes_before_writing_and_that_before_reading() -> None:
    made = report(
        public("a", actions=["s3:GetObject", "s3:ListBucket"]),
        public("b", actions=["s3:GetObject", "s3:PutObject"]),
        public("c", actions=["s3:GetObject", "s3:PutBucketPolicy"]),
        public("d", actions=[]),
    )
    assert order(made) == ["c", "b", "a", "d"]
    assert [one.level for one in made.priorities] == ["permissions", "write", "read", None]
    assert made.priorities[0].actions == ("s3:PutBucketPolicy", "s3:GetObject")


def test_what_nothing_holds_back_comes_before_what_conditions_do() -> None:
    made = report(
        external("a", condition={"aws:PrincipalOrgID": "o-abc"}),
        external("b", condition={"aws:SourceIp": "203.0.113.0/24"}),
        external("c", condition={"aws:UserAgent": "me"}),
        external("d"),
        external("e", condition={"aws:SourceIp": "0.0.0.0/0"}),
    )
    assert order(made) == ["d", "c", "e", "b", "a"]
    holds = [one.hold for one in made.priorities]
    assert holds == ["none", "weak", "weak", "place", "identity"]


def test_older_comes_before_newer_and_ties_go_by_id() -> None:
    made = report(public("b", days=3), public("c", days=300), public("a", days=3))
    assert order(made) == ["c", "a", "b"]
    assert [one.days for one in made.priorities] == [300, 3, 3]


def test_everyone_within_conditions_comes_before_one_account() -> None:
    within = external("b", principal={"AWS": "*"}, condition={"aws:SourceVpc": "vpc-1"})
    made = report(external("a"), within)
    assert order(made) == ["b", "a"]
    assert made.cross_account[0].kind == "anyone"
    assert "everyone whom the conditions let through" in made.first[0].reasons
    assert "\nanyone  " in str(made)


def test_the_order_of_the_findings_changes_nothing() -> None:
    findings = [public("a"), external("b"), internal("c"), public("d", days=99)]
    assert report(*findings) == report(*reversed(findings))
    assert str(report(*findings)) == str(report(*reversed(findings)))


def test_reasons_are_said_in_words() -> None:
    one = report(public(actions=["s3:PutObject"], days=240)).first[0]
    assert one.reasons == ("anyone may s3:PutObject", "no condition", "open for 240 days")
    role = external(
        actions=["sts:AssumeRole"],
        principal={"AWS": f"arn:aws:iam::{OTHER}:role/partner"},
        resource="arn:aws:iam::111122223333:role/mine",
        days=1,
    )
    assert report(role).first[0].reasons == (
        f"role/partner of account {OTHER} may sts:AssumeRole",
        "whoever assumes the role may do all that it may",
        "no condition",
        "role can be assumed from another account without an external id",
        "open for 1 day",
    )


def test_an_external_id_is_a_reason_less() -> None:
    asked = external(actions=["sts:AssumeRole"], condition={"STS:ExternalId": "x"})
    assert not any("without an external id" in one for one in report(asked).first[0].reasons)
    inside = internal(action=["sts:AssumeRole"])
    assert not any("without an external id" in one for one in report(inside).first[0].reasons)


def test_a_control_policy_that_was_not_looked_at_is_mentioned() -> None:
    reason = "an organization policy may block some of it"
    restricted = {"resource_control_policy_restriction": "APPLICABLE"}
    assert reason in report(first_version(**restricted)).first[0].reasons
    scp = internal(service_control_policy_restriction="APPLICABLE")
    assert reason in report(scp).first[0].reasons
    assert reason not in report(internal()).first[0].reasons


def test_a_preview_says_how_it_compares() -> None:
    one = report(preview(change_type="CHANGED")).first[0]
    assert one.reasons[0] == "anyone would be allowed to s3:GetObject"
    assert one.reasons[-1] == "compared with today: changed"


@pytest.mark.parametrize(
    ("principal", "kind", "name"),
    [
        ({"AWS": OTHER}, "account", OTHER),
        ({"AWS": f"arn:aws:iam::{OTHER}:root"}, "account", OTHER),
        ({"AWS": f"arn:aws-cn:sts::{OTHER}:assumed-role/a/b"}, "account", OTHER),
        ({"AWS": "AROAEXAMPLE"}, "other", "AROAEXAMPLE"),
        (
            {"AWS": "arn:aws:iam::cloudfront:user/OAI E1"},
            "other",
            "arn:aws:iam::cloudfront:user/OAI E1",
        ),
        (
            {"AWS": "arn:aws:organizations::111122223333:organization/o-abcd1234"},
            "organization",
            "o-abcd1234",
        ),
        ({"AWS": "o-abcd1234"}, "organization", "o-abcd1234"),
        ({"Federated": "accounts.google.com"}, "federated", "accounts.google.com"),
        (
            {"Federated": f"arn:aws:iam::{OTHER}:saml-provider/o-abcd1234"},
            "federated",
            f"arn:aws:iam::{OTHER}:saml-provider/o-abcd1234",
        ),
        ({"Service": "logs.amazonaws.com"}, "service", "logs.amazonaws.com"),
        ({"CanonicalUser": "79a59df9"}, "canonical_user", "79a59df9"),
        ({"AWS": ""}, "unknown", ""),
        ({}, "unknown", ""),
        ({"AWS": OTHER, "Federated": "x.example"}, "several", f"{OTHER}, x.example"),
        ({"AWS": "١٢٣٤٥٦٧٨٩٠١٢"}, "other", "١٢٣٤٥٦٧٨٩٠١٢"),
    ],
)
def test_outsiders_are_put_together_by_account(
    principal: dict[str, str], kind: str, name: str
) -> None:
    (group,) = report(
        external(principal=principal), external("f-2", principal=principal)
    ).cross_account
    assert (group.kind, group.name, len(group)) == (kind, name, 2)
    assert group.meaning
    assert str(report(external(principal=principal)))


def test_roles_and_root_of_an_account_are_one_group() -> None:
    names = [OTHER, f"arn:aws:iam::{OTHER}:root", f"arn:aws:iam::{OTHER}:user/x"]
    findings = [external(f"f{n}", principal={"AWS": name}) for n, name in enumerate(names)]
    (group,) = report(*findings).cross_account
    assert sorted(one.id for one in group.findings) == ["f0", "f1", "f2"]
    assert "3 findings" in repr(group)


def test_several_details_are_several_ways_in_and_the_weakest_counts() -> None:
    def way(**more: Any) -> dict[str, Any]:
        base = {"action": ["s3:GetObject"], "principal": {"AWS": OTHER}, "is_public": False}
        return {"external_access_details": {**base, "condition": {}, **more}}

    held = way(condition={"aws:SourceVpc": "vpc-1"}, action=["s3:PutObject"])
    one = report(whole("f", held, way(), finding_type="ExternalAccess")).first[0]
    assert (one.hold, one.condition_keys, one.level) == ("none", (), "write")
    other = way(condition={"aws:PrincipalOrgID": "o-1"}, is_public=True, principal={"AWS": "*"})
    two = report(whole("f", held, other)).first[0]
    assert (two.reach, two.hold) == ("public", "place")
    assert two.condition_keys == ("aws:PrincipalOrgID", "aws:SourceVpc")


@pytest.mark.parametrize(
    "details",
    [(), (UnknownUnionMember("madeUpDetails", {"a": 1}),), ({"external_access_details": {}},)],
)
def test_what_does_not_say_who_has_access_is_told_apart(details: tuple[Any, ...]) -> None:
    made = report(whole("f", *details, finding_type="ExternalAccess"))
    assert (len(made.unclear), len(made.public), len(made.outside)) == (1, 0, 0)
    assert made.first[0].reasons[0] == "the finding does not say who may do what"
    assert [one.name for one in made.by_condition] == ["not told"]
    assert "1 unclear" in str(made)


def test_errors_are_neither_public_nor_not() -> None:
    made = report(
        summary(error="ACCESS_DENIED"),
        first_version(error="INTERNAL_ERROR", is_public=None),
        whole("e", error="ACCESS_DENIED"),
        public(),
    )
    assert len(made) == 1
    assert {one.id for one in made.errors} == {"s-1", "v-1", "e"}
    assert "2 ACCESS_DENIED, 1 INTERNAL_ERROR" in str(made)


def test_summaries_without_details_name_the_way_out() -> None:
    with pytest.raises(ValueError, match=r"2 of 3 .* first is 's-1'.* hydrate\(") as caught:
        report(summary(), summary("s-2"), public())
    assert "exposure_report(report)" in str(caught.value)
    with pytest.raises(ValueError, match="hydrate"):
        report(ListFindingsV2Response(findings=(summary(finding_type=None),)))


def test_summaries_of_the_first_version_and_previews_have_their_details() -> None:
    made = report(listed_first_version(is_public=True), preview(), first_version("v-2"))
    assert (len(made.public), len(made.outside)) == (2, 1)


def test_a_summary_beside_its_whole_finding_needs_no_hydrating() -> None:
    for findings in ([summary("f-1"), public()], [public(), summary("f-1")]):
        made = report(*findings)
        assert (len(made), made.left_out.duplicates) == (1, 1)
        assert "1 finding came again" in str(made)
    assert len(report(public("x"), preview("x"))) == 2


def test_of_two_whole_forms_the_younger_counts() -> None:
    older, younger = external("f", days=9), public("f", days=2)
    assert len(report(younger, older).public) == len(report(older, younger).public) == 1
    assert len(report(preview("v", is_public=False), preview("v")).public) == 1
    assert len(report(first_version("v"), first_version("v", is_public=True)).public) == 1


def test_only_what_is_asked_for_needs_details() -> None:
    made = report(public(), summary(status="ARCHIVED"), summary("u", finding_type="UnusedIAMRole"))
    assert made.left_out.other_statuses == {"ARCHIVED": 1}
    assert made.left_out.other_types == {"UnusedIAMRole": 1}
    assert "1 ARCHIVED" in str(made)
    assert "1 UnusedIAMRole" in str(made)


def test_statuses_say_what_counts() -> None:
    archived = public("z", status="ARCHIVED")
    assert len(report(archived)) == 0
    assert len(report(archived, statuses=["ACTIVE", "ARCHIVED"])) == 1
    assert len(report(public(status="SNOOZED"), statuses=("SNOOZED",))) == 1


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"statuses": "ACTIVE"}, TypeError, r"write \('ACTIVE',\)"),
        ({"statuses": ()}, ValueError, "ACTIVE, ARCHIVED, RESOLVED"),
        ({"statuses": ("active",)}, ValueError, "did you mean 'ACTIVE'"),
        ({"statuses": ("x",)}, ValueError, "there are ACTIVE"),
        ({"now": datetime(2026, 1, 1)}, ValueError, "time zone"),  # noqa: DTZ001 (what is refused)
        ({"now": "today"}, TypeError, "datetime with a time zone, got 'today'"),
        ({"now": [1]}, TypeError, "got a list"),
    ],
)
def test_what_cannot_be_used_is_refused(
    options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        exposure_report([public()], **options)


def test_findings_of_another_kind_alone_name_the_other_report() -> None:
    with pytest.raises(
        ValueError, match=r"none of the 1 findings is \(1 UnusedIAMRole\).*unused_access_report"
    ):
        report(unused_role("r", "role/a"))
    with pytest.raises(TypeError, match="has no findings"):
        report(3)


def test_nothing_is_a_report_too() -> None:
    made = report()
    assert (len(made), made.first, made.by_owner, bool(made)) == (0, (), (), True)
    assert "nothing open" in str(made)
    assert "nothing open" in made.to_markdown()
    assert sum(len(one) for one in made.by_age) == 0
    assert len(made.by_age) == 6


def test_what_was_hydrated_in_vain_is_told() -> None:
    failed, gone = (
        HydrationFailed("x", AccessAnalyzerError("no"), summary("x")),
        Gone("y", summary()),
    )
    stream = [Hydrated(summary("f-1"), public()), failed, gone]
    collected = HydrationReport((public(),), (failed,), (gone,), 3, 0, 1.0)
    for made in (report(*stream), report(collected)):
        assert (len(made), made.left_out.unread, made.left_out.gone) == (1, 1, 1)
        assert "1 could not be read, 1 gone" in str(made)


def test_details_that_were_not_all_read_are_told() -> None:
    assert "1 have more details" in str(report(public(next_token="more")))


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (-5, "0-7 days"),
        (0, "0-7 days"),
        (7.9, "0-7 days"),
        (8, "8-30 days"),
        (30, "8-30 days"),
        (31, "31-90 days"),
        (91, "91-180 days"),
        (181, "181-365 days"),
        (365.5, "181-365 days"),
        (366, "over a year"),
    ],
)
def test_ages_fall_into_spans_of_whole_days(days: float, name: str) -> None:
    assert [one.name for one in report(public(days=days)).by_age if one] == [name]


def test_a_year_old_finding_is_as_old_now_by_default() -> None:
    assert exposure_report(public(days=400)).by_age[-1].count("public") in (0, 1)
    assert exposure_report([]).now.tzinfo is not None


def test_programs_get_rows_and_counts() -> None:
    made = report(public("a"), external("b", condition={"aws:SourceVpc": "vpc-1"}))
    rows = json.loads(json.dumps(made.to_dicts()))
    assert [(row["rank"], row["id"], row["reach"]) for row in rows] == [
        (1, "a", "public"),
        (2, "b", "cross_account"),
    ]
    assert rows[0]["created_at"] == "2026-05-22T12:00:00Z"
    assert rows[1]["conditions"] == [{"aws:SourceVpc": "vpc-1"}]
    whole_report = json.loads(json.dumps(made.to_dict()))
    assert whole_report["counts"] == {"public": 1, "cross_account": 1, "unclear": 0, "internal": 0}
    assert whole_report["first"] == rows
